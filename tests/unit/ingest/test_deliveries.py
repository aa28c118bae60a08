"""What lies in raw/."""

import os

import pyarrow.parquet as pq
import pytest

CSV = "企业名称,列入日期\n甲公司,2025-01-01\n"
SOURCE = "abnormal_operation"


def found(bureau, as_of="2026-11-20"):
    return [(d.source, str(d.date), d.status, d.files) for d in bureau.scan(as_of).deliveries]


def passed(bureau):
    return {entry.path: entry.reason for entry in bureau.scan().passed_over}


def test_all_files_of_one_date_are_one_delivery_in_order(bureau):
    for name in ("乙.csv", "甲.csv", "附件/a.csv"):
        bureau.put(f"{SOURCE}/2026-01-01/{name}", CSV)
    folder = f"{SOURCE}/2026-01-01/"
    assert found(bureau) == [
        (SOURCE, "2026-01-01", "found", (folder + "乙.csv", folder + "甲.csv", folder + "附件/a.csv"))
    ]


def test_what_lies_elsewhere_is_listed_and_passed_over(bureau):
    bureau.put("divisions.csv", "x")
    bureau.put("readers/a.xlsx", "x")
    bureau.put(f"{SOURCE}/a.csv", CSV)
    bureau.put(f"{SOURCE}/2026年1月/a.csv", CSV)
    bureau.put(f"{SOURCE}/2026-02-30/a.csv", CSV)
    bureau.put(f"{SOURCE}/2026-01-01/a.csv", CSV)
    bureau.put(f"{SOURCE}/2026-01-01/公告.mht", "x")
    reasons = passed(bureau)
    assert list(reasons) == sorted(reasons)
    assert set(reasons) == {
        "divisions.csv",
        "readers/",
        f"{SOURCE}/a.csv",
        f"{SOURCE}/2026年1月/",
        f"{SOURCE}/2026-02-30/",
        f"{SOURCE}/2026-01-01/公告.mht",
    }
    assert "没有这个名单的约定（1 个文件）" in reasons["readers/"]
    assert [d[1] for d in found(bureau)] == ["2026-01-01"]


def test_what_is_passed_over_stands_in_the_lake_with_its_reason(bureau):
    from dagster_project.ingest import write_passed_over

    for name in ("divisions.csv", "readers/a.xlsx", f"{SOURCE}/2026-01-01/公告.mht"):
        bureau.put(name, "x")
    write_passed_over(bureau.scan(), bureau.lake)
    rows = bureau.table("delivery", "passed_over")
    assert [(r["source"], r["files"], r["status"], r["delivery_date"]) for r in rows] == [
        (SOURCE, f"{SOURCE}/2026-01-01/公告.mht", "passed_over", None),
        ("", "divisions.csv", "passed_over", None),
        ("readers", "readers/", "passed_over", None),
    ]
    assert all(row["problem"] for row in rows)
    bureau.read(SOURCE)
    assert pq.read_table(bureau.lake / "delivery").num_rows == 4, "one table with the deliveries"


def test_notes_marks_and_leftovers_are_neither_read_nor_told(bureau):
    for name in (
        "说明.txt",
        "README.md",
        f"{SOURCE}/说明.txt",
        f"{SOURCE}/.DS_Store",
        f"{SOURCE}/2026-01-01/~$a.xlsx",
    ):
        bureau.put(name, "x")
    bureau.put(f"{SOURCE}/2026-01-01/a.csv", CSV)
    assert passed(bureau) == {}
    assert found(bureau)[0][3] == (f"{SOURCE}/2026-01-01/a.csv",)


def test_later_deliveries_do_not_exist_yet(bureau):
    bureau.put(f"{SOURCE}/2026-03-01/a.csv", CSV)
    assert found(bureau, "2026-02-28") == [] and len(found(bureau, "2026-03-01")) == 1
    assert bureau.scan("2026-02-28").passed_over == ()


@pytest.mark.parametrize(("note", "as_of", "status"), [
    ("发错了文件", "2026-02-01", "withdrawn"),
    ("2026-03-05 发错了文件", "2026-03-04", "found"),
    ("2026-03-05 发错了文件", "2026-03-05", "withdrawn"),
    ("", "2026-02-01", "withdrawn"),
])  # fmt: skip
def test_a_delivery_is_withdrawn_by_a_note_from_its_date_on(bureau, note, as_of, status):
    bureau.put(f"{SOURCE}/2026-01-01/a.csv", CSV)
    bureau.put(f"{SOURCE}/2026-01-01/WITHDRAWN.txt", note)
    (delivery,) = bureau.scan(as_of).deliveries
    assert delivery.status == status
    assert status == "found" or delivery.problem


def test_the_row_of_a_withdrawn_delivery_is_not_in_the_lake(bureau):
    bureau.put(f"{SOURCE}/2026-01-01/a.csv", CSV)
    bureau.put(f"{SOURCE}/2026-02-01/a.csv", CSV.replace("甲", "乙"))
    bureau.put(f"{SOURCE}/2026-02-01/WITHDRAWN.txt", "发错了")
    report = bureau.read(SOURCE)
    assert [row["name"] for row in bureau.rows(SOURCE)] == ["甲公司"]
    assert [(d.status, d.is_latest_good) for d in report.deliveries] == [("read", True), ("withdrawn", False)]


def test_fiction_and_fact_never_mix(bureau):
    bureau.put(f"{SOURCE}/2026-01-01/a.csv", CSV)
    bureau.put(f"{SOURCE}/2026-01-01/SAMPLE", "示例数据")
    assert not bureau.scan().is_sample
    assert [d.status for d in bureau.scan().deliveries] == ["held"]
    bureau.put("SAMPLE", "示例数据 seed 7")
    bureau.put(f"{SOURCE}/2026-02-01/a.csv", CSV)
    bureau.put("match_decision/2026-02-01/a.csv", "名称,判定\n甲公司,未登记\n")
    scan = bureau.scan()
    assert scan.is_sample
    assert [(d.source, d.status) for d in scan.deliveries] == [
        (SOURCE, "found"),
        (SOURCE, "held"),
        ("match_decision", "found"),
    ]
    assert "示例" in scan.deliveries[1].problem and "pool init" in scan.deliveries[1].remedy


def test_an_empty_folder_is_held_and_said(bureau):
    bureau.path(f"{SOURCE}/2026-01-01/x").parent.mkdir(exist_ok=True)
    assert [d.status for d in bureau.scan().deliveries] == ["held"]
    assert bureau.read(SOURCE).problems[0].remedy


def test_the_hash_tells_contents(bureau):
    for day in ("2026-01-01", "2026-01-08"):
        bureau.put(f"{SOURCE}/{day}/a.csv", CSV)
    first, again = bureau.scan().deliveries
    before = first.file_hash()
    assert before == bureau.scan().deliveries[0].file_hash() and before != again.file_hash()
    bureau.put(f"{SOURCE}/2026-01-01/a.csv", CSV + "乙公司,\n")
    assert bureau.scan().deliveries[0].file_hash() != before


def test_a_file_without_read_permission_holds_its_delivery_alone(bureau, monkeypatch):
    bureau.put("high_tech_enterprise/2026-01-05/a.csv", "企业名称,证书编号\n示例甲公司,GR202114000001\n")
    bureau.put("high_tech_enterprise/2026-01-06/b.csv", "企业名称,证书编号\n示例乙公司,GR202114000002\n")
    able = os.access  # root may read whatever the mode says
    monkeypatch.setattr(os, "access", lambda path, mode: "b.csv" not in str(path) and able(path, mode))
    report = bureau.read("high_tech_enterprise")
    assert [d.status for d in report.deliveries] == ["read", "held"]
    (problem,) = report.problems
    assert "没有权限读 high_tech_enterprise/2026-01-06/b.csv" in str(problem) and "chmod" in problem.remedy


@pytest.mark.parametrize("name", ["high_tech", "高新技术企业认定名单"])
def test_a_folder_of_no_list_is_passed_over_with_the_list_that_it_may_mean(bureau, name):
    bureau.put(f"{name}/2026-01-05/a.csv", "企业名称\n示例甲公司\n")
    bureau.put("完全别的/2026-01-05/a.csv", "企业名称\n示例甲公司\n")
    reasons = [passed.reason for passed in bureau.scan().passed_over]
    assert any("（1 个文件）：是不是 high_tech_enterprise？" in reason for reason in reasons)
    assert "没有这个名单的约定（1 个文件）" in reasons
