"""Deliveries into the lake: full and append, held, withdrawn, superseded; and quarantine."""

import datetime as dt
import json

import pytest

from dagster_project.ingest import RequiredSourceError

CODES = ["914103000768204278", "911405005635962824", "91140100713607689C", "91411323MA3X5GNL18"]


def registry(*names):
    return "企业名称,统一社会信用代码\n" + "".join(f"{n},{CODES[i]}\n" for i, n in enumerate(names))


def current(bureau, source):
    return [(row["name"], row["is_current"]) for row in bureau.rows(source)]


def test_a_full_delivery_replaces_the_one_before(bureau):
    bureau.put("company_registry/2026-01-01/a.csv", registry("甲公司", "乙公司"))
    bureau.put("company_registry/2026-02-01/a.csv", registry("甲公司"))
    report = bureau.read("company_registry")
    assert current(bureau, "company_registry") == [("甲公司", False), ("乙公司", False), ("甲公司", True)]
    first, gone, newest = bureau.rows("company_registry")
    assert first["superseded_by"] == newest["evidence"] and gone["superseded_by"] == ""
    assert [d.is_latest_good for d in report.deliveries] == [False, True]


def test_a_full_list_is_replaced_scope_by_scope(bureau):
    head = "名称,名单,列入日期\n"
    bureau.put(
        "credit_blacklist/2026-01-01/a.csv",
        head + "甲公司,失信被执行人,2025-01-01\n乙公司,重大税收违法失信主体,2025-01-01\n",
    )
    bureau.put("credit_blacklist/2026-02-01/a.csv", head + "丙公司,重大税收违法失信主体名单,2026-01-01\n")
    bureau.read("credit_blacklist")
    assert current(bureau, "credit_blacklist") == [("甲公司", True), ("乙公司", False), ("丙公司", True)]
    assert [row["is_serious"] for row in bureau.rows("credit_blacklist")] == [1, 1, 1]


def test_other_lists_are_kept_under_their_name_and_are_not_serious(bureau):
    bureau.put(
        "credit_blacklist/2026-01-01/a.csv", "名称,名单\n甲公司,环保黑名单\n乙公司,县里的名单\n丙公司,\n"
    )
    bureau.read("credit_blacklist")
    assert [(r["list_name"], r["is_serious"]) for r in bureau.rows("credit_blacklist")] == [
        ("环境保护黑名单", 0),
        ("县里的名单", 0),
        ("未注明名单", 0),
    ]


def test_in_an_appended_source_the_later_row_of_a_key_wins_visibly(bureau):
    head = "企业名称,统一社会信用代码,会计年度,营业收入\n"
    bureau.put(
        "company_report/2026-01-01/a.csv", head + f"甲（山西）公司,{CODES[0]},2025,100\n乙公司,,2025,50\n"
    )
    bureau.put(
        "company_report/2026-02-01/a.csv",
        head + f"甲(山西)公司,{CODES[0]},2025,120\n甲(山西)公司,{CODES[0]},2024,90\n",
    )
    bureau.read("company_report")
    rows = bureau.rows("company_report")
    assert [row["is_current"] for row in rows] == [False, True, True, True]
    assert rows[0]["superseded_by"] == "company_report/2026-02-01/a.csv#表1!2"


def test_a_batch_delivered_twice_is_superseded_row_by_row(bureau):
    text = "企业名称,证书编号\n甲公司,GR202114000001\n甲公司,GR202114000001\n乙公司,GR202114000002\n"
    bureau.put("high_tech_enterprise/2026-01-01/a.csv", text)
    bureau.put("high_tech_enterprise/2026-01-08/a.csv", text)
    report = bureau.read("high_tech_enterprise")
    assert report.rows_accepted == 6
    assert [r["evidence"] for r in bureau.rows("high_tech_enterprise") if r["is_current"]] == [
        "high_tech_enterprise/2026-01-08/a.csv#表1!3",
        "high_tech_enterprise/2026-01-08/a.csv#表1!4",
    ]


def test_two_penalties_without_a_number_stay_two(bureau):
    head = "单位名称,处罚文书号,处罚日期,违法事实,罚款\n"
    bureau.put(
        "penalty/2026-01-01/a.csv", head + "甲公司,,,排污,1000\n甲公司,,,排污,2000\n甲公司,,,排污,2000\n"
    )
    bureau.read("penalty")
    assert [row["is_current"] for row in bureau.rows("penalty")] == [True, False, True]


def test_a_held_delivery_leaves_the_last_good_one_in_force(bureau):
    bureau.put("abnormal_operation/2026-01-01/a.csv", "企业名称,列入日期\n甲公司,2025-01-01\n")
    bureau.put("abnormal_operation/2026-02-01/a.csv", "企业名称,列入日期\n乙公司,2025-01-01\n")
    bureau.put("abnormal_operation/2026-02-01/b.csv", "企业大名,列入日期\n丙公司,2025-01-01\n")
    report = bureau.read("abnormal_operation")
    assert current(bureau, "abnormal_operation") == [("甲公司", True)]
    good, held = bureau.table("delivery", "abnormal_operation")
    assert (good["status"], good["is_latest_good"], good["rows_accepted"]) == ("read", True, 1)
    assert (held["status"], held["is_latest_good"], held["rows_read"]) == ("held", False, 0)
    assert "b.csv" in held["problem"] and "企业大名" in held["problem"] and held["remedy"]
    assert report.rows_read == 1


def test_where_each_file_stands_for_itself_only_the_unreadable_one_is_held(bureau):
    folder = "county_feedback/2026-02-01"
    bureau.put(f"{folder}/交口县.csv", "企业名称,指标,期间,填报值\n甲公司,staff,2025,46\n")
    bureau.put(f"{folder}/离石区.xlsx", b"PK\x03\x04 cut off")
    bureau.put(f"{folder}/孝义市.csv", "企业名称,指标,期间,填报值\n乙公司,staff,2025,51\n")
    report = bureau.read("county_feedback")
    assert {row["name"] for row in bureau.rows("county_feedback")} == {"甲公司", "乙公司"}
    good, held = sorted(
        bureau.table("delivery", "county_feedback"), key=lambda row: row["status"], reverse=True
    )
    assert good["status"] == "read" and good["rows_accepted"] == 2 and good["is_latest_good"]
    assert sorted(good["files"].split("; ")) == sorted(
        f"{folder}/{name}.csv" for name in ("交口县", "孝义市")
    )
    assert (
        held["status"] == "held" and held["files"] == f"{folder}/离石区.xlsx" and held["rows_added"] is None
    )
    assert "离石区.xlsx" in held["problem"] and held["remedy"]
    assert [problem.file for problem in report.problems] == [f"{folder}/离石区.xlsx"]
    for guest in ("county_visit", "match_decision"):
        told = (
            [row["files"] for row in bureau.table("delivery", guest)] if bureau.read(guest).problems else []
        )
        assert told == [f"{folder}/离石区.xlsx"], guest


def test_a_required_source_whose_newest_delivery_is_held_stops(bureau):
    bureau.put("company_registry/2026-01-01/a.csv", registry("甲公司"))
    bureau.put("company_registry/2026-02-01/a.csv", registry("甲公司").replace("企业名称", "商号"))
    with pytest.raises(RequiredSourceError, match=r"2026-02-01.*a\.csv.*商号"):
        bureau.read("company_registry")
    assert bureau.table("delivery", "company_registry")[1]["status"] == "held"


def test_a_later_good_delivery_of_a_required_source_heals_it(bureau):
    bureau.put("company_registry/2026-01-01/a.csv", "商号\n甲\n")
    bureau.put("company_registry/2026-02-01/a.csv", registry("甲公司"))
    assert bureau.read("company_registry").rows_accepted == 1


@pytest.mark.parametrize(
    "text", ["企业名称,统一社会信用代码\n", "企业名称,统一社会信用代码\n甲公司,不是代码\n"]
)
def test_a_full_list_of_which_nothing_can_be_used_does_not_clear_the_register(bureau, text):
    bureau.put("company_registry/2026-01-01/a.csv", registry("甲公司"))
    bureau.put("company_registry/2026-02-01/a.csv", text)
    with pytest.raises(RequiredSourceError):
        bureau.read("company_registry")


def test_an_empty_list_of_abnormal_operations_clears_it(bureau):
    bureau.put("abnormal_operation/2026-01-01/a.csv", "企业名称,列入日期\n甲公司,2025-01-01\n")
    bureau.put("abnormal_operation/2026-02-01/a.csv", "企业名称,列入日期\n")
    bureau.read("abnormal_operation")
    assert current(bureau, "abnormal_operation") == [("甲公司", False)]


def test_a_source_without_a_delivery_still_has_its_tables(bureau):
    report = bureau.read("evidence")
    assert (report.rows_read, report.deliveries) == (0, [])
    assert bureau.rows("evidence") == [] and bureau.table("quarantine", "evidence") == []


def test_only_deliveries_up_to_the_day_are_read(bureau):
    bureau.put("high_tech_enterprise/2026-01-01/a.csv", "企业名称,证书编号\n甲公司,GR202114000001\n")
    bureau.put("high_tech_enterprise/2026-03-01/a.csv", "企业名称,证书编号\n乙公司,GR202114000002\n")
    bureau.read("high_tech_enterprise", "2026-02-28")
    assert current(bureau, "high_tech_enterprise") == [("甲公司", True)]


def test_quarantine_says_where_what_and_what_to_do(bureau):
    text = "企业名称,统一社会信用代码,成立日期\n甲公司,914103000768204279,2019年\n,911405005635962824,\n丙公司,,2019-01-01\n"
    bureau.put("company_registry/2026-01-01/a.csv", text + registry("丁公司").splitlines()[1] + ",\n")
    report = bureau.read("company_registry")
    assert (report.rows_read, report.rows_accepted, report.rows_quarantined) == (4, 1, 3)
    bad_code, no_name, no_code = bureau.table("quarantine", "company_registry")
    assert (bad_code["file"], bad_code["sheet"], bad_code["row"]) == (
        "company_registry/2026-01-01/a.csv",
        "表1",
        2,
    )
    assert (bad_code["column"], bad_code["heading"], bad_code["found"]) == (
        "uscc",
        "统一社会信用代码；成立日期",
        "统一社会信用代码：914103000768204279；成立日期：2019年",
    )
    assert bad_code["expected"].startswith("统一社会信用代码：") and "；成立日期：" in bad_code["expected"]
    assert "校验码不符" in bad_code["reason"] and "缺少日" in bad_code["reason"]
    assert bad_code["expected"] and bad_code["remedy"] and bad_code["delivery_date"] == dt.date(2026, 1, 1)
    assert json.loads(bad_code["cells"]) == ["甲公司", "914103000768204279", "2019年"]
    assert (no_name["column"], no_name["reason"]) == ("name", "企业名称：必填项为空")
    assert no_code["row"] == 4 and "至少一个" in no_code["expected"]


def test_a_row_in_quarantine_keeps_whose_it_is_and_what_of(bureau):
    head = "企业名称,走访日期,走访人,备注,工作簿\n"
    bureau.put("county_visit/2026-01-01/a.csv", head + "甲公司,昨天,虚某,无,141181\n乙公司,昨天,虚某,无,\n")
    bureau.read("county_visit")
    told = [(row["name"], row["place"], row["told_by"]) for row in bureau.table("quarantine", "county_visit")]
    assert told == [("甲公司", "141181", "虚某"), ("乙公司", None, "虚某")]
    head = "企业名称,指标名称,指标,填报值,填报日期,填报人\n"
    bureau.put(
        "county_feedback/2026-01-01/b.csv",
        head
        + "甲公司,研发人员,rd_staff,3,昨天,\n乙公司,,rd_staff,3,昨天,\n丙公司,多出,研发人员,rd_staff,3,昨天,虚某\n",
    )
    bureau.read("county_feedback")
    kept = [(row["item"], row["told_by"]) for row in bureau.table("quarantine", "county_feedback")]
    assert kept == [("研发人员", None), ("rd_staff", None), (None, None)], "nothing of a row out of step"


def test_a_row_in_quarantine_keeps_which_list_it_is_of_as_the_contract_calls_it(bureau):
    lists = ("严重违法失信企业名单", "环保黑名单", "")
    rows = "".join(f"甲（虚山）公司,{name},2026-13-45\n" for name in lists)
    good = "乙公司,失信被执行人,2026-01-01\n"
    bureau.put("credit_blacklist/2026-01-01/a.csv", f"企业名称,名单名称,列入日期\n{good}{rows}")
    bureau.read("credit_blacklist")
    kept = [
        (row["list_value"], row["counts"], row["folded_name"])
        for row in bureau.table("quarantine", "credit_blacklist")
    ]
    assert kept == [
        (name, serious, "甲(虚山)公司")
        for name, serious in (("市场监管严重违法失信名单", 1), ("环境保护黑名单", 0), ("未注明名单", 0))
    ]


def test_a_row_that_a_stray_comma_shifted_is_quarantined(bureau):
    bureau.put(
        "high_tech_enterprise/2026-01-01/a.csv",
        "企业名称,证书编号\n甲公司,GR202114000001,\n乙,公司,GR202114000002\n",
    )
    report = bureau.read("high_tech_enterprise")
    assert (report.rows_accepted, report.rows_quarantined) == (1, 1)
    assert "单元格比表头多" in bureau.table("quarantine", "high_tech_enterprise")[0]["reason"]


def test_what_was_mended_or_dropped_is_told(bureau):
    head = "授权公告号,申请号,专利权人,授权公告日\n"
    bureau.put("patent_grant/2026-01-01/a.csv", head + "CN104751825B,2.02E+12,甲公司;乙公司;,2019.07.09\n")
    bureau.read("patent_grant")
    (row,) = bureau.rows("patent_grant")
    assert (row["application_no"], row["owners"], row["event"]) == (None, "甲公司; 乙公司", "granted")
    (note,) = bureau.table("note", "patent_grant")
    assert (note["column"], note["found"], note["row"]) == ("application_no", "2.02E+12", 2)


def test_every_row_is_accounted_for_and_a_second_run_gives_the_same_bytes(bureau):
    lines = ["企业名称,证书编号"] + [
        f"企业{i}有限公司,{'GR2021140' + format(i, '05d') if i % 7 else '坏'}" for i in range(500)
    ]
    bureau.put("high_tech_enterprise/2026-01-01/a.csv", "\n".join(lines))
    report = bureau.read("high_tech_enterprise")
    assert report.rows_read == 500 and report.rows_quarantined == 72
    first = {p.relative_to(bureau.lake): p.read_bytes() for p in sorted(bureau.lake.rglob("*.parquet"))}
    bureau.read("high_tech_enterprise")
    assert {
        p.relative_to(bureau.lake): p.read_bytes() for p in sorted(bureau.lake.rglob("*.parquet"))
    } == first
