"""What people do on the page: suppose, decide, put a list in, send a workbook back; and what happens under an open page."""

from __future__ import annotations

import csv
import shutil
from datetime import timedelta

import openpyxl
import pytest
from console.conftest import rows
from playwright.sync_api import expect

from dagster_project.publish.names import append_record
from dagster_project.settings import today


def test_what_if_says_that_it_supposes_and_saves_nothing(visitor, site, pool):
    [(company,)] = pool.execute(
        "select company_id from company_year join review_watch using (company_id) where item = 'rd_expense' order by 1 limit 1"
    ).fetchall()
    page = visitor("city")
    page.goto(f"{site.url}/company/{company}")
    page.get_by_label("改为").fill("-1")
    page.get_by_role("button", name="试算").click()
    expect(page.get_by_text("不小于 0")).to_be_visible()
    page.get_by_label("改为").fill("0")
    page.get_by_role("button", name="试算").click()
    expect(page.get_by_text("假设：")).to_be_visible()
    expect(page.get_by_text("复核预警）：").first).to_be_visible()


def test_a_verdict_is_written_and_taken_back(visitor, site):
    page = visitor("city")
    page.goto(site.url + "/names")
    folder = site.raw / "match_decision" / today().isoformat()
    expect(page.get_by_text("第 1 个")).to_be_visible()
    expect(page.locator("body[data-keys]")).to_be_attached()
    page.keyboard.press("Alt+1")
    # the second press comes before the next pair is drawn
    page.evaluate("['2', '2'].forEach(key => window.dispatchEvent(new KeyboardEvent('keydown', {key})))")
    expect(page.get_by_role("button", name="撤销上一个")).to_be_visible()
    [first] = folder.glob("*.csv")
    page.reload()
    expect(page.get_by_role("heading", name="我今天的判定")).to_be_visible()
    expect(page.locator("body[data-keys]")).to_be_attached()
    page.keyboard.press("u")
    expect(page.get_by_role("heading", name="我今天的判定")).to_have_count(0)
    written = {}
    for path in folder.glob("*.csv"):
        with open(path, encoding="utf-8", newline="") as file:
            written[path] = next(csv.DictReader(file))
    withdrawn = next(row for path, row in written.items() if path != first)
    assert written[first]["判定"] == "不是同一企业" and withdrawn["判定"] == "撤回"
    assert withdrawn["名单上的名称"] == written[first]["名单上的名称"] and withdrawn["判定人"] == "city"


def test_a_list_is_looked_at_then_put_in(visitor, site, settings):
    found = sorted((settings.raw / "high_tech_enterprise").glob("*/*.xlsx"))[0]
    page = visitor("city")
    page.goto(site.url + "/lists")
    page.locator("input[type=file]").set_input_files(found)
    expect(page.get_by_text("采用").first).to_be_visible()
    expect(page.get_by_text("这是这份名单的第一批")).to_be_visible()
    assert not (site.raw / "high_tech_enterprise").exists()
    page.get_by_label("收到日期").fill((today() + timedelta(days=1)).isoformat())
    page.get_by_role("button", name="确认投放").click()
    expect(page.get_by_text("收到日期要是今天或更早")).to_be_visible()
    yesterday = today() - timedelta(days=1)
    page.get_by_label("收到日期").fill(yesterday.isoformat())
    page.get_by_role("button", name="确认投放").click()
    expect(page.get_by_text("已放入")).to_be_visible()
    page.locator("input[type=file]").set_input_files(found)
    expect(page.get_by_text("内容相同的文件已经在")).to_be_visible()
    page.get_by_role("button", name="确认投放").click()
    expect(page.get_by_text("内容相同的文件已经在")).to_have_count(2)
    [put] = (site.raw / "high_tech_enterprise").glob("*/*.xlsx")
    assert put.read_bytes() == found.read_bytes() and put.parent.name == yesterday.isoformat()


def test_a_list_is_held_against_the_one_before(visitor, site, settings):
    [found] = (settings.raw / "service_specialist").glob("*/*.csv")
    day = today() - timedelta(days=16)
    earlier = site.raw / "service_specialist" / day.isoformat()
    earlier.mkdir(parents=True)
    lines = found.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    (earlier / found.name).write_text("".join(lines[:-2]), encoding="utf-8-sig")
    page = visitor("city")
    page.goto(site.url + "/lists")
    page.locator("input[type=file]").set_input_files(found)
    told = f"与上一批（{day} 收到）相比：新增 2 行，减少 0 行"
    expect(page.get_by_text(told)).to_be_visible()
    expect(page.get_by_role("cell", name="新增")).to_have_count(2)


@pytest.mark.parametrize(("user", "path"), [("city", "/lists"), ("county", "/feedback")])
def test_a_damaged_file_is_told_in_words(visitor, site, tmp_path, user, path):
    damaged = tmp_path / "坏的.xlsx"
    damaged.write_bytes(b"PK\x03\x04 half a workbook")
    page = visitor(user)
    page.goto(site.url + path)
    page.locator("input[type=file]").set_input_files(damaged)
    alert = page.get_by_role("alert").filter(has_text="坏的.xlsx")
    expect(alert).to_contain_text("损坏")
    expect(page.get_by_role("button", name="确认")).to_have_count(0)


def test_a_county_takes_its_workbook_and_sends_it_back(visitor, site, tmp_path):
    page = visitor("county")
    page.goto(site.url + "/feedback")
    books = page.get_by_role("button", name="示例数据")
    expect(books).to_have_count(1)
    with page.expect_download() as asked:
        books.click()
    path = tmp_path / asked.value.suggested_filename
    assert path.name.endswith("_2026-11-20_示例数据.xlsx")
    asked.value.save_as(path)
    book = openpyxl.load_workbook(path)
    sheet = book["缺什么问什么"]
    heads = [cell.value for cell in sheet[2]]
    kinds = heads.index("单位") + 1
    amounts = [row for row in range(3, sheet.max_row + 1) if sheet.cell(row, kinds).value == "万元"]
    sheet.cell(amounts[0], heads.index("填报值") + 1).value = 1200
    sheet.cell(amounts[1], heads.index("填报值") + 1).value = 900
    sheet.cell(amounts[1], heads.index("填报日期") + 1).value = "昨天下午"
    sheet.cell(amounts[2], heads.index("填报值") + 1).value = "一百"
    sheet.cell(amounts[3], heads.index("填报值") + 1).value = 700
    for heading in ("企业编号", "统一社会信用代码"):
        sheet.cell(amounts[3], heads.index(heading) + 1).value = None
    sheet.cell(amounts[3], heads.index("企业名称") + 1).value = "别处的有限公司"
    book.save(path)
    page.locator("input[type=file]").set_input_files(path)
    expect(page.get_by_text("答复 3 条")).to_be_visible()
    expect(page.get_by_role("cell", name="昨天下午")).to_be_visible()
    expect(page.get_by_text("也可以先交回，其余 1 条照常采用")).to_be_visible()
    typed = page.get_by_role("row").filter(has_text="填写类型不对")
    expect(typed).to_contain_text("一百")
    expect(typed).to_contain_text(f"J{amounts[2]}")
    expect(page.get_by_role("row").filter(has_text="锁定单元格被改")).to_contain_text(f"第 {amounts[3]} 行")
    assert not (site.raw / "county_feedback").exists()
    page.get_by_role("button", name="确认交回").click()
    expect(page.get_by_text("已交回")).to_be_visible()
    [put] = (site.raw / "county_feedback").glob("*/*.xlsx")
    assert put.read_bytes() == path.read_bytes()


def test_a_reader_takes_nothing_along(visitor, site):
    page = visitor("reader")
    page.goto(site.url + "/companies")
    expect(rows(page).first).to_be_visible()
    expect(page.get_by_role("button", name="下载所列")).to_have_count(0)


def test_a_refresh_under_an_open_page(visitor, site, released):
    page = visitor("city")
    page.goto(site.url + "/companies")
    expect(rows(page).first).to_be_visible()
    kept = (site.home / "current").readlink()
    newer = site.home / "newer" / "releases"
    newer.mkdir(parents=True)
    shutil.copytree(released, newer / "2026-11-20_999")
    (site.home / "next").symlink_to(newer / "2026-11-20_999")
    (site.home / "next").replace(site.home / "current")
    try:
        expect(page.get_by_text("有新的发布")).to_be_visible()
        page.get_by_label("企业名称或代码").fill("有限公司")
        expect(rows(page).first).to_be_visible()
        expect(page.get_by_text("没能打开")).to_have_count(0)
        page.wait_for_url("**name=*")
        page.get_by_text("有新的发布").click()
        expect(page.get_by_text("有新的发布")).to_be_hidden()
        expect(page.get_by_label("企业名称或代码")).to_have_value("有限公司")
    finally:
        (site.home / "next").symlink_to(kept)
        (site.home / "next").replace(site.home / "current")


def test_a_night_that_published_nothing_is_told_to_the_city_and_not_to_a_county(visitor, site):
    night = {"run": "x", "as_of": "2026-11-21", "at": "2026-11-21T02:00:00+00:00", "outcome": "failed"}
    record = site.home / "runs.jsonl"
    append_record(record, night | {"reason": "质量检查拦下了这次发布：\n  拦下　甲名单：行数减半"})
    try:
        city, county = visitor("city"), visitor("county")
        city.goto(site.url + "/")
        city.get_by_role("link", name="质量检查拦下了这次发布").click()
        expect(city.get_by_text("甲名单：行数减半")).to_be_visible()
        for path in ("/", "/quality"):
            county.goto(site.url + path)
            expect(county.get_by_text("示例数据：企业").first).to_be_visible()
            expect(county.get_by_text("质量检查拦下")).to_have_count(0)
    finally:
        record.unlink()
