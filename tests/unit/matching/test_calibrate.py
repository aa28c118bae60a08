"""Calibration on made-up cases: what it writes, and that nothing of a name stands in it."""

import shutil

import pandas as pd
import pytest

from dagster_project.matching import calibrate
from dagster_project.matching.calibration_report import write_report
from dagster_project.matching.decision import WEIGHTS, load_weights
from dagster_project.matching.labelled import labelled_pairs

TRADES = [
    "云岫",
    "青禾",
    "鼎岳",
    "澄波",
    "朔望",
    "岚舟",
    "柏舟",
    "北辰",
    "沧浪",
    "白露",
    "霜降",
    "远黛",
    "黛溪",
    "峤岚",
    "熠川",
]
LINES = ["机械制造", "化工", "铸造", "食品", "建材", "药业"]


@pytest.fixture(scope="module")
def pairs() -> pd.DataFrame:
    from dagster_project.identity.regions import Regions

    names = [f"孝义市{trade}{line}有限公司" for trade in TRADES for line in LINES]
    registry = pd.DataFrame({"company_id": [f"N{n:06d}" for n in range(len(names))], "name": names})
    cases = registry.iloc[:40].rename(columns={"name": "published_name"})
    cases["published_name"] = cases["published_name"].str.replace("孝义市", "孝义")
    return labelled_pairs(registry, cases, Regions.load(), size=20)


@pytest.fixture(scope="module")
def found(pairs) -> pd.DataFrame:
    return calibrate.out_of_fold(pairs, load_weights(WEIGHTS))


def test_a_company_is_in_one_fold_and_absent_ones_are_absent(pairs):
    assert pairs.groupby("mention")["fold"].nunique().max() == 1
    assert not pairs.loc[pairs["source"].isin(["twins", "absent_noise"]), "is_same"].any()
    assert pairs.groupby("source")["is_present"].first().to_dict() == {
        "absent_noise": False, "cases": True, "cases_lists": True, "noise": True, "twins": False,
    }  # fmt: skip


def test_weights_are_written_in_place(pairs, tmp_path):
    path = tmp_path / "weights.yaml"
    shutil.copy(WEIGHTS, path)
    before = load_weights(WEIGHTS)
    fitted = calibrate.fit(pairs, before)
    calibrate.write_weights(path, fitted)
    after = load_weights(path)
    assert after["intercept"] == fitted["intercept"]
    assert after["items"]["trade"]["same"]["weight"] == fitted["items"]["trade"]["same"]["weight"]
    assert after["items"]["code"] == before["items"]["code"], "not in such data: as a person gave it"
    assert after["items"]["name"]["exact"] == before["items"]["name"]["exact"]
    assert "# " in path.read_text(encoding="utf-8")


def test_the_report_holds_no_name(found, tmp_path):
    write_report(tmp_path, found, {"present": 40, "absent": 0}, load_weights(WEIGHTS))
    for file in ("calibration.md", "calibration.svg"):
        text = (tmp_path / file).read_text(encoding="utf-8")
        assert "孝义" not in text and "云岫" not in text
    assert found["mention"].is_unique


def test_the_report_holds_every_figure_against_its_aim_and_says_a_miss(found, tmp_path):
    told = write_report(tmp_path, found, {"present": 40, "absent": 0}, load_weights(WEIGHTS))
    assert "| cases | precision of accepted | >= 0.999 | 1.00000 | met |" in told
    wrong = found.assign(
        is_same=found["is_same"] & found["mention"].ne(found["mention"].iloc[0]), decision="accept"
    )
    missed = write_report(tmp_path, wrong, {"present": 40, "absent": 0}, load_weights(WEIGHTS))
    assert (
        "**missed**" in missed
        and "False matches by what differs: none" not in (tmp_path / "calibration.md").read_text()
    )
