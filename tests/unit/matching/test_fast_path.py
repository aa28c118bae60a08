"""What makes the matcher fast changes no answer: against plain words, pairs and every candidate, on names of the sample."""

import numpy as np
import pandas as pd
import pytest
from rapidfuzz.distance import Indel

from dagster_project.identity.names import fold_names, parse
from dagster_project.identity.regions import Regions
from dagster_project.matching import candidates
from dagster_project.matching.codepoints import Signs
from dagster_project.matching.decision import decide, load_weights, rank, score
from dagster_project.matching.evidence import ITEMS, gather_evidence
from dagster_project.matching.noise import with_noise
from dagster_project.matching.resolve import weigh_up
from dagster_project.matching.stand_alone import match_tables, register_index
from dagster_project.matching.telling import evidence_text
from dagster_project.sample import company


@pytest.fixture(scope="module")
def registered() -> pd.DataFrame:
    built = [company.build(number, 5) for number in range(1, 401)]
    rows = [(one.company_id, one.name, one.former, one.county_code) for one in built if one.registered]
    return pd.DataFrame(rows, columns=["company_id", "name", "former_names", "county_code"])


@pytest.fixture(scope="module")
def index(registered):
    return register_index(registered, Regions.load())


@pytest.fixture(scope="module")
def asked(registered) -> pd.DataFrame:
    names = [company.build(number, 5).name for number in range(200, 600)]
    noisy = names[::4] + with_noise(names, 3) + ["", "某", "（）", "云" * 300]
    places = [*registered["county_code"].iloc[:7], "1411", "14", ""]
    codes = [*registered["company_id"].iloc[:3], "", "", "9114********12345X"]
    return pd.DataFrame(
        {
            "name": noisy,
            "published_code": [codes[at % len(codes)] for at in range(len(noisy))],
            "region_code": [places[at % len(places)] for at in range(len(noisy))],
            "first_date": None,
        }
    )


def _plain_scores(evidence: pd.DataFrame) -> tuple[list[float], list[bool]]:
    """Weights added up one by one."""
    weights = load_weights()
    odds, barred = [], []
    for row in evidence.to_dict("records"):
        told = [values[row[item]] for item, values in weights["items"].items()]
        odds.append(round(weights["intercept"] + sum(one["weight"] for one in told), 6))
        kinds = [str(one.get("contradiction", "")).lower() for one in told]
        barred.append("true" in kinds or ("unless_code" in kinds and row["code"] != "agrees"))
    return odds, barred


def test_scores_are_the_sums_of_the_weights_and_categories_answer_as_words_do(index, asked):
    evidence = weigh_up(index, asked, [parse(text) for text in fold_names(asked["name"].tolist())])
    words = evidence.astype(dict.fromkeys(ITEMS, object))
    scored = score(evidence)
    odds, barred = _plain_scores(words)
    assert np.allclose(scored["log_odds"], odds, atol=2e-6) and scored["contradiction"].tolist() == barred
    ranked, plain = rank(scored), rank(score(words))
    assert len(ranked) > 500
    pd.testing.assert_frame_equal(ranked.astype(plain.dtypes), plain)
    pd.testing.assert_frame_equal(decide(ranked).astype(decide(plain).dtypes), decide(plain))
    assert evidence_text(ranked) == evidence_text(plain)


def test_each_mention_is_weighed_as_if_it_were_alone(index, asked):
    parsed = [parse(text) for text in fold_names(asked["name"].tolist())]
    together = weigh_up(index, asked, parsed)
    for at in range(0, len(asked), 29):
        alone = weigh_up(index, asked.iloc[[at]].reset_index(drop=True), parsed[at : at + 1])
        mine = together[together["mention"].eq(at)].reset_index(drop=True).assign(mention=0)
        pd.testing.assert_frame_equal(alone, mine)


def test_no_candidate_is_left_out_for_its_characters(index, asked, monkeypatch):
    parsed = [parse(text) for text in fold_names(asked["name"].tolist())]
    found = candidates.find_candidates(index, parsed)
    monkeypatch.setattr(Signs, "most_alike", lambda self, asked, owners, rows: np.ones(len(rows)))
    pd.testing.assert_frame_equal(found, candidates.find_candidates(index, parsed))


def test_the_bound_of_likeness_is_one(registered):
    names = registered["name"].tolist()
    asked = [*with_noise(names, 9), "", "云"]
    owners, rows = (side.ravel() for side in np.meshgrid(range(len(asked)), range(0, len(names), 9)))
    most = Signs(names).most_alike(asked, owners, rows)
    told = [Indel.normalized_similarity(asked[a], names[b]) for a, b in zip(owners, rows, strict=True)]
    either = np.array([bool(asked[a]) for a in owners])
    assert (most[either] >= np.array(told)[either] - 1e-9).all()


def test_a_word_that_weights_do_not_know_is_no_evidence(index, asked, monkeypatch):
    from dagster_project.matching import evidence

    monkeypatch.setattr(evidence, "whole_edit", lambda mine, theirs: ["no such word"] * len(mine))
    pairs = pd.DataFrame({"mention": [0], "name_row": [0]})
    with pytest.raises(KeyError, match="no such word"):
        gather_evidence(pairs, asked, [parse("某某机械厂")], index)


def test_a_name_said_twice_is_answered_twice(registered):
    names = registered["name"].tolist()[:3]
    asked = pd.DataFrame({"name": [names[0], names[1], names[0], f" {names[0]}", names[2]]})
    found = match_tables(registered, asked)
    assert found["name"].tolist() == asked["name"].tolist()
    for at, one in enumerate(asked["name"]):
        alone = match_tables(registered, pd.DataFrame({"name": [one]}))
        pd.testing.assert_frame_equal(found.iloc[[at]].reset_index(drop=True), alone)
