"""A verdict dropped into raw/match_decision/ changes the next night, through the real readers and the matching step alone."""

from __future__ import annotations

import csv
import shutil
from datetime import date

import pandas as pd
import pytest

from dagster_project.identity.regions import Regions
from dagster_project.ingest import ingest_source, load_contracts, scan
from dagster_project.matching.run import run_matching
from dagster_project.settings import PROJECT

STRANGE = "虚构无此字号酿造有限公司"
HEADINGS = ("名单上的名称", "判定", "对应企业编号", "判定人", "判定时间", "备注")


class Nights:
    """A small raw/: the sample's newest register, one list of three names, and verdicts as they come in."""

    def __init__(self, folder):
        self.raw, self.lake = folder / "raw", folder / "lake"
        newest = sorted((PROJECT / "raw" / "company_registry").glob("2*"))[-1]
        shutil.copytree(newest, self.raw / "company_registry" / newest.name)
        shutil.copy(PROJECT / "raw" / "SAMPLE", self.raw)
        self.contracts = load_contracts()
        self._ingest("company_registry")
        known = pd.read_parquet(self.lake / "company_registry" / "rows.parquet")
        known = known[~known["name"].duplicated(keep=False) & known["uscc"].notna()].sort_values("uscc")
        self.companies = list(zip(known["uscc"], known["name"], strict=True))[:4]
        names = [STRANGE, *(name for _, name in self.companies[:2])]
        rows = [(name, f"示例{n}", 2026, "2026-11-01") for n, name in enumerate(names)]
        self._put("tech_sme", "2026-11-10", ("企业名称", "入库登记编号", "年度", "公告日期"), rows)
        self._ingest("tech_sme")

    def _put(self, source, day, headings, rows):
        folder = self.raw / source / day
        folder.mkdir(parents=True)
        (folder / "SAMPLE").write_text("示例数据\n", encoding="utf-8")
        with open(folder / "判定.csv", "w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([headings, *rows])

    def _ingest(self, source):
        found = scan(self.raw, self.contracts, date(2026, 11, 20))
        report = ingest_source(self.contracts[source], found.deliveries, self.lake)
        assert report.problems == []

    def next(self, *verdicts, day: str = ""):
        """Put in a batch of verdicts, match, and give (answers by name, problems told)."""
        if verdicts:
            self._put("match_decision", day, HEADINGS, verdicts)
            self._ingest("match_decision")
        report = run_matching(self.lake, self.contracts, Regions.load())
        match, mention = (
            pd.read_parquet(self.lake / "matching" / f"{t}.parquet") for t in ("match", "mention")
        )
        return mention.merge(match, on="mention_id").set_index("name"), report.problems


@pytest.fixture
def nights(tmp_path):
    return Nights(tmp_path)


def test_verdicts_change_the_next_night_and_the_later_one_wins(nights):
    (b, name_b), (c, name_c), (a, _), (d, _) = nights.companies

    answers, problems = nights.next()
    assert answers.loc[STRANGE, "decision"] == "none" and problems == []
    assert answers.loc[[name_b, name_c], "company_id"].tolist() == [b, c]

    answers, problems = nights.next(
        (STRANGE, "同一企业", a, "甲", "2026-11-12", "看了营业执照"),
        (name_b, "不是同一企业", b, "甲", "2026-11-12", "同名的另一家"),
        (name_c, "未登记", "", "甲", "2026-11-12", ""),
        day="2026-11-13",
    )
    assert problems == []
    strange = answers.loc[STRANGE]
    assert (strange["decision"], strange["company_id"], strange["rule"]) == ("accept", a, "people")
    assert (strange["decided_by"], strange["decided_at"][:10], strange["note"]) == (
        "甲",
        "2026-11-12",
        "看了营业执照",
    )
    refused = answers.loc[name_b]
    assert refused["company_id"] != b and refused["candidate_id"] != b, "it is not asked again"
    assert answers.loc[name_c, "decision"] == "none"

    answers, problems = nights.next(
        (STRANGE, "同一企业", d, "乙", "2026-11-14", "地址在那里"), day="2026-11-15"
    )
    strange = answers.loc[STRANGE]
    assert (strange["company_id"], strange["decided_by"]) == (d, "乙")
    assert "地址在那里" in strange["note"] and "取代甲（2026-11-12" in strange["note"]
    assert [STRANGE in told and "前后不一" in told for told in problems] == [True]
    held = pd.read_parquet(nights.lake / "match_decision" / "rows.parquet")
    assert len(held) == 4, "every verdict stays"
