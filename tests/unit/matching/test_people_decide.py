"""People's verdicts win, the latest over the earlier, and contradictions are told."""

import hashlib
from datetime import date

import pandas as pd
from unit.matching.fictional import code

from dagster_project.matching.decisions_by_people import apply_verdicts
from dagster_project.matching.given_at import given_at

NAME = "柏舟食品"


def rule(
    verdicts: list[dict],
    mention: dict | None = None,
    since: dict | None = None,
    county_of: dict | None = None,
):
    mention = {"source": "penalty", "folded_name": NAME, "published_code": "", "region_code": "141181"} | (
        mention or {}
    )
    told = [
        {"name": NAME, "uscc": "", "company_id": "", "decided_by": "甲", "note": ""} | verdict
        for verdict in verdicts
    ]
    rulings, problems = apply_verdicts(
        pd.DataFrame(told),
        pd.DataFrame([mention]),
        {code(1), code(2)},
        {"R:1": code(1)},
        since or {},
        Find(),
        county_of,
    )
    return rulings.get(0), problems


class Find:
    def find(self, text: str) -> str:
        return {"孝义市": "141181", "汾阳市": "141182"}.get(text, "")


def same(at: str, company: str, **others) -> dict:
    return {"verdict": "same", "decided_at": at, "company_id": company} | others


def test_the_latest_wins_whatever_the_order_of_rows():
    verdicts = [same("2026-02-01", code(2), decided_by="乙"), same("2026-01-01", code(1))]
    for order in (verdicts, verdicts[::-1]):
        ruling, problems = rule(order)
        assert ruling.company_id == code(2)
        assert "取代甲" in ruling.note
        assert len(problems) == 1 and "前后不一" in problems[0]


def test_dates_as_people_write_them_keep_their_order():
    written = [
        "2026/1/9",
        "2026年1月10日",
        "2026-01-10 9:05",
        "2026/1/10 上午",
        "2026.1.10 10:00:00",
        "20260111",
        "2026-01-12T08:00:00",
    ]
    read = [given_at(text) for text in written]
    assert read[3] == "" and given_at("2026-13-01") == given_at("昨天") == given_at("") == ""
    del read[3]
    assert read == sorted(read) and read[0] == "2026-01-09" and read[2] == "2026-01-10 09:05:00"
    verdicts = [same("2026/1/9", code(1)), same("2026-01-10", code(2))]
    assert rule(verdicts)[0].company_id == code(2), "the later one"


def test_a_time_that_is_none_is_told_and_the_verdict_holds():
    ruling, problems = rule([same("昨天", code(1)), same("2026-01-10", code(2))])
    assert ruling.company_id == code(2)
    assert any("昨天" in problem for problem in problems)


def test_a_verdict_without_a_date_was_given_when_it_was_received():
    undated = same("", code(2), decided_by="乙", delivery_date="2026-02-01")
    assert rule([same("2026-01-01", code(1), delivery_date="2026-01-02"), undated])[0].company_id == code(2)


def test_a_superseded_id_means_its_successor():
    assert rule([same("2026-01-01", "R:1")])[0].company_id == code(1)


def test_different_forbids_and_same_lifts_it():
    no = {"verdict": "different", "decided_at": "2026-01-01", "company_id": code(1)}
    assert rule([no])[0].forbidden == {code(1)}
    assert rule([no, same("2026-01-02", code(1))])[0].forbidden == set()
    assert rule([same("2026-01-01", code(1)), no | {"decided_at": "2026-01-02"}])[0].company_id == ""


def test_withdrawn_leaves_it_to_the_machine():
    ruling, problems = rule(
        [same("2026-01-01", code(1)), {"verdict": "withdrawn", "decided_at": "2026-01-02"}]
    )
    assert (ruling.company_id, ruling.not_registered, ruling.forbidden, problems) == ("", False, set(), [])


def test_not_registered_lapses_when_the_name_is_registered_later():
    verdict = [{"verdict": "not_registered", "decided_at": "2026-01-05"}]
    assert rule(verdict)[0].not_registered
    assert rule(verdict, since={NAME: date(2025, 12, 1)})[0].not_registered, (
        "it was there already: the person meant another"
    )
    lapsed = rule(verdict, since={NAME: date(2026, 3, 1)})[0]
    assert not lapsed.not_registered and "失效" in lapsed.note


def test_a_verdict_holds_where_it_was_given():
    assert rule([same("2026-01-01", code(1), county="汾阳市")])[0] is None
    assert rule([same("2026-01-01", code(1), county="孝义市")])[0] is not None
    assert rule([same("2026-01-01", code(1), source="patent_grant")])[0] is None
    assert rule([same("2026-01-01", code(1))], {"published_code": code(9)})[0] is None, (
        "that code is another's"
    )
    assert rule([same("2026-01-01", code(1), uscc=code(9))], {"published_code": code(9)})[0] is not None


def test_what_says_too_little_is_told_and_left_out():
    for verdict in (
        same("2026-01-01", ""),
        same("2026-01-01", code(77)),
        {"verdict": "maybe", "decided_at": ""},
    ):
        ruling, problems = rule([verdict])
        assert ruling is None and len(problems) == 1 and "未采用" in problems[0]


def test_a_county_judges_its_own_names_and_companies_only():
    def told(file: str, **others):
        verdict = {"evidence": f"county_feedback/2026-11-23/{file}#名称待核!3", "county": ""} | others
        return rule([same("2026-01-01", code(1)) | verdict], county_of={code(1): "141181"})

    assert told("141181_孝义市.xlsx")[0].company_id == code(1)
    assert told("Z141181_孝义经开区.xlsx")[0].company_id == code(1)
    assert told("141100_吕梁市_汇总.xlsx")[0].company_id == code(1)
    ruling, [problem] = told("141182_汾阳市.xlsx")
    assert ruling is None and "别的县" in problem
    assert told("141181_孝义市.xlsx", county="汾阳市")[0] is None


def test_a_workbook_speaks_for_its_place_whatever_the_file_is_called():
    book = {"evidence": "county_feedback/2026-11-23/反馈.xlsx#名称待核!3", "county": "", "place": "141182"}
    ruling, [problem] = rule([same("2026-01-01", code(1)) | book], county_of={code(1): "141181"})
    assert ruling is None and "别的县" in problem
    assert rule([same("2026-01-01", code(1)) | book | {"place": "141100"}], county_of={code(1): "141181"})[0]


def test_a_verdict_beside_a_changed_locked_cell_is_not_used():
    def sealed(company: str) -> str:
        cells = (NAME, "", "penalty", "", company, "柏舟食品有限公司")
        return "".join(hashlib.md5(cell.encode()).hexdigest()[:4] for cell in cells)

    verdict = same("2026-01-01", code(1), source="penalty", candidate_name="柏舟食品有限公司")
    assert rule([verdict | {"seal": sealed(code(1))}])[0].company_id == code(1)
    ruling, [problem] = rule([verdict | {"seal": sealed(code(2))}])
    assert ruling is None and "“对应企业编号”被改动" in problem
