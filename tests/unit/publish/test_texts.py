"""What the terminal shows after a refresh, and what `pool status` says."""

from __future__ import annotations

import json
import shutil
from datetime import date

import duckdb
import openpyxl
import pytest

from dagster_project.publish import release, summary
from dagster_project.publish.status import status
from dagster_project.publish.summary import _reviews, summarise
from dagster_project.publish.terminal import pad, plain, table, width

CHECKS = [
    {"table": "cultivation_pool", "key": "rows", "title": "行数", "severity": "warn", "status": "failed",
     "found": "实测 0，应不低于 1", "advice": "检查名单"},
    {"table": "stg_patent_grant", "key": "x", "title": "期限", "severity": "block", "status": "passed",
     "found": "", "advice": ""},
]  # fmt: skip


@pytest.fixture(scope="module")
def home(pool, tmp_path_factory):
    home, build = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("mine")
    shutil.copy(pool, build)  # a build moves into its release
    release.complete_release(home, home / "raw", build, CHECKS)
    return home


@pytest.fixture(scope="module")
def told(home):
    return summarise(home / "releases" / "2026-11-20_001")


def row(text, first):
    """The cells of the table row that begins with `first`."""
    return next(line.split()[1:] for line in text.splitlines() if line.split()[:1] == [first])


def test_held_deliveries_stand_at_the_very_top_with_file_heading_and_remedy(told):
    lines = [line.strip() for line in told.splitlines()]
    assert lines[0].startswith(
        "！！ 搁置：有 1 批名单未能读取，沿用上一批好的数据；不在名单上的，在此期间算不知道"
    )
    assert lines[2] == "文件：高企11月.xlsx"
    assert lines[3] == "问题：表“名单”第2行缺少必需的列“证书编号”（找到“证号”）"
    assert lines[4] == "处理：把列名改回“证书编号”后重新提交"


UNUSED = """insert into stg_delivery(source, delivery_date, files, file_hash, status, rows_read, rows_accepted,
    rows_quarantined, problem, remedy, is_latest_good) values
    ('tech_sme', '2026-11-01', '入库.csv', 'ff', 'withdrawn', 0, 0, 0, '省厅发错了批次', '', false),
    ('readers', null, 'readers/', '', 'passed_over', 0, 0, 0, '没有这个名单的约定（1 个文件）', '', false)"""


def test_withdrawn_deliveries_and_files_passed_over_are_told(pool_with, tmp_path):
    pool = pool_with(UNUSED)
    made = release.complete_release(tmp_path / "home", tmp_path, pool.parent, [])
    told = summarise(made)
    top = told[: told.index("═")]
    assert "！！ 撤回：有 1 批名单已撤回，没有采用：" in top and "原因：省厅发错了批次" in top
    assert "搁置：有 1 批" in top, "what is held is another thing"
    assert row(told, "科技型中小企业名单")[-1] == "收到的已撤回"
    assert "■ 未读的文件" in told and "  readers/：没有这个名单的约定（1 个文件）" in told
    now = status(tmp_path / "home", date(2026, 12, 1))
    assert (
        "！！ 撤回：有 1 批" in now
        and "科技型中小企业名单（2026-11-01 收到，入库.csv）：原因：省厅发错了批次" in now
    )
    assert "  readers/：没有这个名单的约定（1 个文件）" in now
    covers = {}
    for name in ("141100_吕梁市_汇总", "141130_交口县"):
        sheet = openpyxl.load_workbook(made / "exports" / f"{name}_示例数据.xlsx")["封面"]
        covers[name] = [cell.value for cell in sheet["A"] if cell.value]
        begin = covers[name].index("撤回：有 1 批名单已撤回，没有采用")
        assert "原因：省厅发错了批次" in covers[name][begin + 1]
        assert begin < covers[name].index("概况")
    city, county = covers.values()
    assert city[-2:] == ["未读的文件", "readers/：没有这个名单的约定（1 个文件）"]
    assert "未读的文件" not in county


def test_nothing_withdrawn_or_passed_over_is_not_told(told):
    assert "撤回" not in told and "未读的文件" not in told


CHANGED = """update stg_delivery set rows_added = 9, rows_removed = 0, rows_changed = 2, rows_repeated = 1
    where source = 'credit_blacklist' and status = 'read';
    update stg_delivery set status = 'read' where source = 'credit_blacklist'"""


def test_the_summary_says_what_the_newest_delivery_changed(pool_with, tmp_path):
    pool = pool_with(CHANGED)
    told = summarise(release.complete_release(tmp_path / "home", tmp_path, pool.parent, []))
    assert "  失信名单（2026-08-01）比上一批：新增 9、减少 0、改动 2，1 行与以前相同" in told
    assert "登记信息（2026-10-15）比上一批" not in told, "the first delivery changes nothing"


def test_the_summary_tells_what_was_noted_of_the_lists_in_force(told):
    assert "企业登记信息：登记.csv 表“填表说明”：按表名是说明页，未读" in told
    assert "企业登记信息 1 行文字" in told
    assert "隐藏行" not in told, "of an older delivery"


def test_the_summary_counts_rows_names_candidates_risks_and_changes(told):
    assert row(told, "企业登记信息") == ["1", "60", "58", "2", "2026-10-15", "正常"]
    assert told.count("\n  科技型中小企业名单") == 1, "a source never sent is named, not counted as zero rows"
    assert row(told, "吕梁市专精特新中小企业") == ["1", "0", "0", "0", "1", "2"]
    assert row(told, "离石区") == ["0", "1", "0", "1", "0", "2"]
    assert row(told, "交口县") == ["0"] * 6, "an empty county is there, with zeros"
    assert row(told, "红")[0] == "1"
    assert "新进入 1，状态变化 1" in told
    assert "另有 1 个个人名称" in told


def test_names_are_counted_matched_review_and_unmatched(told):
    lines = told[told.index("企业名称比对") :].splitlines()
    assert [line.split() for line in lines[3:7]] == [
        ["失信名单", "0", "0", "1"],
        ["高新技术企业名单", "1", "0", "0"],
        ["科技型中小企业名单", "0", "1", "0"],
        ["合计", "1", "1", "1"],
    ]


def test_what_became_of_the_answers_that_came_last_is_told_refused_ones_first(told):
    assert "2026-11-18 收到 2 条：不是本地企业 1、已采用 1" in told


def test_earlier_answers_are_told_as_long_as_some_of_their_day_are_refused_or_wait(pool_with, tmp_path):
    days = {
        "2026-11-17": ("wrong_type", "请重填"),
        "2026-11-16": ("accepted", ""),
        "2026-11-15": ("superseded", ""),
        "2026-11-14": ("not_yours", "没有采用"),
    }
    pool = pool_with(
        *(
            f"""insert into feedback_outcome
            select * replace ('{outcome}' as outcome, date '{day}' as delivery_date, nullif('{advice}', '') as advice)
            from feedback_outcome where outcome = 'accepted' and delivery_date = '2026-11-18'"""
            for day, (outcome, advice) in days.items()
        )
    )
    text = summarise(release.complete_release(tmp_path / "home", tmp_path, pool.parent, []))
    lines = text[text.index("交回的答复") :].splitlines()[1:]
    assert [line.strip() for line in lines if " 收到 " in line] == [
        "2026-11-18 收到 2 条：不是本地企业 1、已采用 1",
        "2026-11-17 收到 1 条：填写类型不对 1",
        "2026-11-14 收到 1 条：不是本地企业 1",
    ]


def test_the_summary_ends_with_where_the_workbooks_are(told, home):
    assert f"{home / 'current' / 'exports'}　6 份" in told
    assert told.splitlines()[-1].endswith("141100_吕梁市_汇总_示例数据.xlsx")


def test_a_release_that_did_not_switch_says_so(home, pool_with, tmp_path):
    pool = pool_with("update stg_run set as_of = '2026-11-01'")
    made = release.complete_release(home, home / "raw", pool.parent, [])
    assert "current 没有切换" in summarise(made)
    assert str(made / "exports") in summarise(made)


def test_a_day_without_a_standard_has_no_candidates_and_says_why(pool_with, tmp_path):
    pool = pool_with(*(f"delete from {name}" for name in ("cultivation_pool", "assessment", "review_watch")))
    text = summarise(release.complete_release(tmp_path / "home", tmp_path, pool.parent, []))
    assert "没有：没有企业可评，或基准日没有施行的标准" in text


def test_of_a_province_only_counties_with_candidates_are_told_with_their_city(
    pool_with, tmp_path, monkeypatch
):
    monkeypatch.setattr(summary, "MOST_COUNTIES", 5)  # a workbook a county takes its time
    pool = pool_with(
        "update stg_run set region_level = 'province', as_of = '2026-11-02'",
        "insert into stg_region_county select 'x' || i, '某县' || i from range(8) r(i)",
    )
    text = summarise(release.complete_release(tmp_path / "home", tmp_path, pool.parent, []))
    assert row(text, "吕梁市离石区") == ["0", "1", "0", "1", "0", "2"]
    assert "其余 9 个县没有" in text
    assert "某县7" not in text


def test_a_table_lines_up_for_full_width_characters():
    lines = table(("名单", "行"), [("企业", 5), ("ab", None), ("", 12345)])
    assert (
        len(
            {
                width(line[: line.rindex(x) + len(x)])
                for line, x in zip(lines[2:], ("5", "—", "12345"), strict=True)
            }
        )
        == 1
    )
    assert table(("a",), []) == ["  （没有）"]
    assert pad("企业", 6) == "企业  "
    assert (plain(None), plain(0), plain(60.0)) == ("—", "0", "60")


def test_status_says_what_is_overdue_held_and_failed(home):
    text = status(home, date(2026, 12, 1))
    assert text.splitlines()[0] == "现行发布　2026-11-20_001　吕梁市　基准日 2026年11月20日　【示例数据】"
    assert row(text, "失信名单")[-2:] == ["82", "天"]
    assert row(text, "科技型中小企业名单")[-1] == "尚未收到"
    assert "搁置：有 1 批名单未能读取" in text and "高企11月.xlsx）：问题：" in text
    assert "共 2 项：通过 1，未通过 1，无从测量 0" in text
    assert "[提醒] cultivation_pool · 行数（实测 0，应不低于 1）：检查名单" in text


def test_status_tells_a_failed_refresh_with_its_reason(home):
    line = {"run": "x", "as_of": "2026-11-21", "at": "2026-11-20T18:05:00+00:00", "outcome": "failed"}
    record = home / "runs.jsonl"
    record.write_text(json.dumps(line | {"reason": "磁盘已满"}, ensure_ascii=False) + "\n", encoding="utf-8")
    assert "最近一次刷新　2026-11-21 02:05（北京时间；基准日 2026-11-21）　没有发布：磁盘已满" in status(
        home, date(2026, 12, 1)
    )
    record.unlink()


def test_status_without_a_release_says_what_to_run(tmp_path):
    with pytest.raises(FileNotFoundError, match="pool refresh"):
        status(tmp_path, date(2026, 11, 20))


def test_a_list_of_reds_that_is_cut_says_so(pool_with):
    more = "insert into review_watch select w.* replace ('red' as level) from (select * from review_watch limit 1) as w cross join range({})"
    for reds, heading in ((12, "红色预警 "), (13, "红色预警，最早到期的 12 家")):
        file = pool_with("update review_watch set level = 'green'", more.format(reds))
        with duckdb.connect(str(file), read_only=True) as connection:
            text = "\n".join(_reviews(connection))
        assert heading in text and "各工作簿“复核预警”表" in text
        file.unlink()
