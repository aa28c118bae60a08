"""What the summary tells of notes on whole sheets: the workbooks that came back don't crowd out a list's."""

import duckdb
import pytest

from dagster_project.publish.reading_notes import MOST, reading_notes

SHEET = "insert into stg_note values ('{}', '2026-11-02', '{}', '表1', 0, '', '{}')"


@pytest.fixture
def noted():
    connection = duckdb.connect()
    connection.execute(
        """create table stg_contract (source varchar, title varchar, answers boolean);
        create table stg_delivery (source varchar, delivery_date date, is_latest_good boolean);
        create table stg_note (source varchar, delivery_date date, file varchar, sheet varchar, "row" integer, heading varchar, note varchar);
        insert into stg_contract values ('county_feedback', '区县反馈', true), ('patent_grant', '专利授权', false);
        insert into stg_delivery values ('county_feedback', '2026-11-02', true), ('patent_grant', '2026-11-02', true),
            ('patent_grant', '2026-10-02', false)"""
    )
    return connection


def test_returned_workbooks_are_counted_and_a_lists_note_is_told(noted):
    for n in range(MOST + 1):
        noted.execute(SHEET.format("county_feedback", f"raw/县{n // 2}.xlsx", "有 3 个隐藏列"))
    noted.execute(SHEET.format("patent_grant", "raw/专利.xlsx", "工作表是隐藏的，已读取"))
    noted.execute(SHEET.format("patent_grant", "raw/更早.xlsx", "更早的").replace("2026-11-02", "2026-10-02"))
    assert reading_notes(noted)[-2:] == [
        "  专利授权：专利.xlsx 表“表1”：工作表是隐藏的，已读取",
        f"  区县反馈：{MOST // 2 + 1} 个交回的文件有 {MOST + 1} 条关于整张表的说明（隐藏列、没有填写的行等）",
    ]


def test_returned_workbooks_alone_are_told(noted):
    noted.execute(SHEET.format("county_feedback", "县.xlsx", "有 3 个隐藏列"))
    assert reading_notes(noted)[-1].startswith("  区县反馈：1 个交回的文件")


def test_nothing_noted_nothing_told(noted):
    assert reading_notes(noted) == []
