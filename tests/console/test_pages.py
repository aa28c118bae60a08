"""Every page in a real browser: what it shows, what it lets do, and what it keeps from another county."""

from __future__ import annotations

import csv
import shutil
from datetime import timedelta

import duckdb
import openpyxl
import pytest
from console.conftest import COUNTY, REFUSED
from playwright.sync_api import Page, expect

from dagster_project.publish.names import append_record
from dagster_project.settings import today


@pytest.fixture(scope="session")
def pool(released):
    with duckdb.connect(str(released / "pool.duckdb"), read_only=True) as connection:
        yield connection


@pytest.fixture(scope="session")
def companies(pool) -> dict[str, tuple[str, str]]:
    """{'mine' | 'other': (company_id, name)}: a candidate of the county and one of another."""
    query = "select company_id, name from cultivation_pool where is_next and county_code {} ? and zone_code is null order by 1"
    return {
        key: pool.execute(query.format(sign), [COUNTY]).fetchone()
        for key, sign in (("mine", "="), ("other", "<>"))
    }


def rows(page: Page):
    return page.locator("tbody tr")


EVERYBODYS = {
    "/companies": "企业名称或代码",
    "/watch": "复核日历",
    "/changes": "与上次发布相比",
    "/standards": "用来判谁",
    "/names": "名称核对",
    "/feedback": "交回填好的工作簿",
    "/quality": "被隔离的行",
}
CITYS = {"/lists": "把收到的文件原样放进来"}


@pytest.mark.parametrize(
    ("user", "path", "text"),
    [("city", *page) for page in (EVERYBODYS | CITYS).items()]
    + [("county", *page) for page in EVERYBODYS.items()],
)
def test_each_page_opens(visitor, site, user, path, text):
    page = visitor(user)
    page.goto(site.url + path)
    expect(page.get_by_text(text).first).to_be_visible()
    expect(page.get_by_text("没能打开")).to_have_count(0)
    wider = "[...document.querySelectorAll('.q-table__middle')].filter(t => t.scrollWidth > t.clientWidth + 1).length"
    assert page.evaluate(wider) == 0, "a table is wider than the page at 1366 x 768"


def test_a_name_is_found_by_a_part_and_with_a_mistake(visitor, site, companies):
    _, name = companies["mine"]
    page = visitor("city")
    page.goto(site.url + "/companies")
    box = page.get_by_label("企业名称或代码")
    box.fill(name[2:])
    expect(rows(page).get_by_role("link", name=name).first).to_be_visible()
    box.fill(name[:-4] + "羴" + name[-3:])
    expect(page.get_by_text("没有完全相符的名称")).to_be_visible()
    expect(rows(page).get_by_role("link", name=name).first).to_be_visible()
    box.fill("查无此名甲乙丙丁戊己庚辛")
    expect(page.get_by_text("没有符合条件的记录")).to_be_visible()


def test_narrowed_and_sorted_where_the_data_is(visitor, site, pool):
    [bounds] = pool.execute(
        "select min(score_max), max(score_max) from cultivation_pool where is_next and status = 'near'"
    ).fetchall()
    page = visitor("city")
    page.goto(site.url + "/companies?status=差一步")
    expect(rows(page).first).to_contain_text("差一步")
    for bound in bounds:  # up, then down
        page.get_by_role("columnheader", name="得分上限").click()
        expect(rows(page).first).to_contain_text(f"{float(bound):,.2f}".rstrip("0").rstrip("."))


def test_sorted_with_the_keyboard(visitor, site):
    page = visitor("city")
    page.goto(site.url + "/companies")
    heading = page.get_by_role("columnheader", name="得分上限")
    expect(heading).to_have_attribute("aria-sort", "none")
    heading.get_by_role("button").focus()
    for way in ("ascending", "descending"):
        page.keyboard.press("Enter")
        expect(heading).to_have_attribute("aria-sort", way)
        expect(heading.get_by_role("button")).to_be_focused()
    cut = rows(page).first.locator(".clamp").first
    display = "e => getComputedStyle(e).display"
    folded = cut.evaluate(display)
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("!!document.activeElement.closest('tbody tr')"):
            break
    assert cut.evaluate(display) != folded, "a row that the keyboard has come to shows its texts whole"


def test_a_company_that_is_no_candidate_is_found_too(visitor, site, pool):
    [(company, name)] = pool.execute(
        """select company_id, name from company where company_id not in
        (select company_id from cultivation_pool where is_next) and county_code = ? order by 1 limit 1""",
        [COUNTY],
    ).fetchall()
    for user in ("county", "city"):
        page = visitor(user)
        page.goto(f"{site.url}/companies?name={name}")
        expect(page.get_by_text("家企业不在“培育对象”里")).to_be_visible()
        link = page.get_by_role("link", name=name, exact=True)
        expect(link).to_have_attribute("href", f"/company/{company}")


def test_another_countys_company_is_not_found_elsewhere(visitor, site, pool):
    [(name,)] = pool.execute(
        """select name from company where company_id not in
        (select company_id from cultivation_pool where is_next) and county_code <> ? and zone_code is null
        order by company_id limit 1""",
        [COUNTY],
    ).fetchall()
    page = visitor("county")
    page.goto(f"{site.url}/companies?name={name}")
    expect(page.get_by_role("status")).not_to_be_empty()
    expect(page.get_by_role("link", name=name, exact=True)).to_have_count(0)


def test_a_print_says_what_was_asked_and_what_it_leaves_out(visitor, site, pool):
    [(count,)] = pool.execute("select count(*) from cultivation_pool where is_next").fetchall()
    page = visitor("city")
    page.goto(site.url + "/companies?sort=-score_max")
    expect(rows(page)).to_have_count(50)
    page.emulate_media(media="print")
    told = f"培育对象　条件：按得分上限从大到小。共 {count:,} 行，印出前 50 行"
    expect(page.get_by_text(told)).to_be_visible()


def test_what_is_chosen_lives_through_a_reload_and_the_way_back(visitor, site, pool):
    [(count, best)] = pool.execute(
        "select count(*), max(score_max) from cultivation_pool where is_next and status = 'near'"
    ).fetchall()
    page = visitor("city")
    page.goto(site.url + "/companies?status=差一步")
    page.get_by_label("企业名称或代码").fill("公司")
    page.wait_for_url("**name=*")
    for sort in ("score_max", "-score_max"):
        page.get_by_role("columnheader", name="得分上限").click()
        page.wait_for_url(f"**sort={sort}")
    told = page.get_by_role("status").inner_text()
    best_first = f"{float(best):,.2f}".rstrip("0").rstrip(".")

    def is_kept() -> None:
        expect(page.get_by_role("status")).to_have_text(told)
        expect(page.get_by_label("企业名称或代码")).to_have_value("公司")
        expect(rows(page).first).to_contain_text(best_first)

    assert f"{count:,}" in told
    is_kept()
    page.reload()
    is_kept()
    rows(page).first.get_by_role("link").click()
    page.wait_for_url("**/company/*")
    page.go_back()
    is_kept()


def test_a_company_whole_with_its_evidence(visitor, site, companies):
    company, name = companies["mine"]
    page = visitor("county")
    page.goto(f"{site.url}/company/{company}")
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    for heading in ("基本信息", "称号与证书", "对照标准", "名单上的记录", "历次发布"):
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
    expect(page.get_by_text("company_registry/").first).to_be_visible()
    folded = page.locator(".q-expansion-item").last
    expect(folded.get_by_text("出处：")).to_have_count(0)
    folded.get_by_role("button").first.click()
    expect(folded.get_by_text("出处：").first).to_be_visible()


@pytest.mark.parametrize(
    "path",
    [
        "/company/{id}",
        "/company/' or 1=1 --",
        "/companies?name={name}",
        "/companies?county=孝义市",
        "/companies?county=' or '1'='1",
        "/watch?county=孝义市",
        "/watch?month=' or '1'='1",
    ],
)
def test_another_countys_company_is_not_there(visitor, site, companies, path):
    company, name = companies["other"]
    page = visitor("county")
    page.goto(site.url + path.format(id=company, name=name))
    answers = page.get_by_text("没有这家企业").or_(page.get_by_text("共 ")).or_(page.get_by_text("没有"))
    expect(answers.locator("visible=true").first).to_be_visible()
    text = page.locator("main").inner_text()
    assert name not in text and "孝义市" not in text


def test_a_countys_download_holds_its_own(visitor, site, pool, tmp_path):
    page = visitor("county")
    page.goto(site.url + "/companies")
    with page.expect_download() as asked:
        page.get_by_role("button", name="下载所列").click()
    assert asked.value.suggested_filename == "培育对象_2026-11-20_示例数据.csv"
    asked.value.save_as(tmp_path / "taken.csv")
    with open(tmp_path / "taken.csv", encoding="utf-8-sig", newline="") as file:
        found = list(csv.DictReader(file))
    assert {(row["基准日"], row["数据性质"]) for row in found} == {("2026-11-20", "示例数据")}
    taken = {row["县（市、区）"] for row in found}
    [(county,)] = pool.execute(
        "select county from stg_region_county where county_code = ?", [COUNTY]
    ).fetchall()
    assert taken == {county}
    assert '"action": "download"' in (site.home / "console" / "log.jsonl").read_text(encoding="utf-8")


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
    expect(page.get_by_text("假设：")).to_be_visible(timeout=90_000)
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
    expect(page.get_by_text("采用").first).to_be_visible(timeout=60_000)
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
    expect(page.get_by_text("内容相同的文件已经在")).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="确认投放").click()
    expect(page.get_by_text("内容相同的文件已经在")).to_have_count(2)
    [put] = (site.raw / "high_tech_enterprise").glob("*/*.xlsx")
    assert put.read_bytes() == found.read_bytes() and put.parent.name == yesterday.isoformat()


def test_a_list_is_held_against_the_one_before(visitor, site, settings):
    [found] = (settings.raw / "service_specialist").glob("*/*.csv")
    earlier = site.raw / "service_specialist" / "2026-11-04"
    earlier.mkdir(parents=True)
    lines = found.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    (earlier / found.name).write_text("".join(lines[:-2]), encoding="utf-8-sig")
    page = visitor("city")
    page.goto(site.url + "/lists")
    page.locator("input[type=file]").set_input_files(found)
    expect(page.get_by_text("与上一批（2026-11-04 收到）相比：新增 2 行，减少 0 行")).to_be_visible(
        timeout=60_000
    )
    expect(page.get_by_role("cell", name="新增")).to_have_count(2)


@pytest.mark.parametrize(("user", "path"), [("city", "/lists"), ("county", "/feedback")])
def test_a_damaged_file_is_told_in_words(visitor, site, tmp_path, user, path):
    damaged = tmp_path / "坏的.xlsx"
    damaged.write_bytes(b"PK\x03\x04 half a workbook")
    page = visitor(user)
    page.goto(site.url + path)
    page.locator("input[type=file]").set_input_files(damaged)
    alert = page.get_by_role("alert").filter(has_text="坏的.xlsx")
    expect(alert).to_contain_text("损坏", timeout=60_000)
    expect(page.get_by_role("button", name="确认")).to_have_count(0)


def test_a_county_sees_its_own_refused_rows(visitor, site):
    for user, seen in (("county", {"mine", "my workbook"}), ("city", set(REFUSED))):
        page = visitor(user)
        page.goto(site.url + "/quality")
        expect(page.get_by_text("planted: mine").first).to_be_visible()
        found = page.locator("main").inner_text()
        assert {whose for whose in REFUSED if f"planted: {whose}" in found} == seen


def test_a_heading_nobody_knows_is_listed_for_the_city(visitor, site):
    page = visitor("city")
    page.goto(site.url + "/quality")
    row = rows(page).filter(has_text="专利权人甲")
    expect(row.get_by_role("cell", name="专利权人", exact=True)).to_be_visible()
    expect(row.get_by_role("cell", name="patent_grant/2026-11-20/名单.csv")).to_be_visible()
    page = visitor("county")
    page.goto(site.url + "/quality")
    expect(page.get_by_text("被隔离的行").first).to_be_visible()
    expect(page.get_by_text("专利权人甲")).to_have_count(0)


def test_from_the_watch_to_what_if_and_by_month_with_the_keyboard(visitor, site):
    page = visitor("city")
    page.goto(site.url + "/watch")
    month = page.get_by_role("navigation", name="按月看").get_by_role("link").first
    told = month.inner_text()[:7]
    month.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/watch?month={told}")
    expect(rows(page).first).to_contain_text(told)
    rows(page).first.get_by_role("link", name="试算").click()
    page.wait_for_url("**/company/*#what-if")
    expect(page.get_by_role("heading", name="假如改一个数")).to_be_in_viewport()


def test_the_overview_tells_whom_to_call_and_when_each_county_was_last_heard(visitor, site):
    page = visitor("city")
    expect(page.get_by_role("columnheader", name="最近反馈")).to_be_visible()
    expect(page.get_by_text("红色预警").first).to_be_visible()
    expect(
        page.get_by_role("cell", name="还没有").or_(page.get_by_role("cell", name="2026-11-13")).first
    ).to_be_visible()


def test_what_changed_is_counted_with_its_reason_and_leads_to_the_companies(visitor, site):
    page = visitor("city")
    expect(page.get_by_text("列入名录：否 → 是 2")).to_be_visible()
    page.get_by_role("link", name="状态变化（差一步 → 不予纳入） 2").click()
    page.wait_for_url("**/changes?*")
    expect(page.get_by_text("共 2 行", exact=True)).to_be_visible()
    expect(rows(page)).to_have_count(2)
    rows(page).first.get_by_role("link").click()
    page.wait_for_url("**/company/*")


@pytest.mark.parametrize("path", ["/", "/companies", "/watch", "/quality", "/standards"])
def test_printed_pages_fit_and_leave_the_menu_out(visitor, site, path):
    page = visitor("city")
    page.goto(site.url + path)
    page.emulate_media(media="print")
    expect(page.get_by_role("link", name="培育库")).to_be_hidden()
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
    [width, height] = page.evaluate(
        "[...document.styleSheets].flatMap(s => [...s.cssRules]).filter(r => r instanceof CSSPageRule)"
        ".map(r => r.style.getPropertyValue('size')).at(-1) === 'a4 landscape' ? [297, 210] : [0, 0]"
    )
    assert width > height


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
    expect(page.get_by_text("答复 3 条")).to_be_visible(timeout=60_000)
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


@pytest.mark.parametrize("path", CITYS)
def test_what_is_the_citys_is_refused_to_a_county(visitor, site, path):
    page = visitor("county")
    page.goto(site.url + path)
    expect(page.get_by_text("这一页不对您的角色开放")).to_be_visible()


def test_a_reader_takes_nothing_along(visitor, site):
    page = visitor("reader")
    page.goto(site.url + "/companies")
    expect(rows(page).first).to_be_visible()
    expect(page.get_by_role("button", name="下载所列")).to_have_count(0)


def test_a_refresh_under_an_open_page(visitor, site, released, settings):
    page = visitor("city")
    page.goto(site.url + "/companies")
    expect(rows(page).first).to_be_visible()
    newer = site.home / "newer" / "releases"
    newer.mkdir(parents=True)
    shutil.copytree(released, newer / "2026-11-20_999")
    (site.home / "next").symlink_to(newer / "2026-11-20_999")
    (site.home / "next").replace(site.home / "current")
    try:
        expect(page.get_by_text("有新的发布")).to_be_visible(timeout=15_000)
        page.get_by_label("企业名称或代码").fill("有限公司")
        expect(rows(page).first).to_be_visible()
        expect(page.get_by_text("没能打开")).to_have_count(0)
        page.wait_for_url("**name=*")
        page.get_by_text("有新的发布").click()
        expect(page.get_by_text("有新的发布")).to_be_hidden()
        expect(page.get_by_label("企业名称或代码")).to_have_value("有限公司")
    finally:
        (site.home / "next").symlink_to(settings.home / "releases" / released.name)
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
