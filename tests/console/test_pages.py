"""Every page in a real browser: what it shows, what it lets do, and what it keeps from another county."""

from __future__ import annotations

import csv
import re

import pytest
from console.conftest import COUNTY, REFUSED, rows
from playwright.sync_api import expect

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


def test_the_overview_counts_candidates_as_the_workbooks_do(visitor, site, pool):
    page = visitor("city")
    counted = pool.execute(
        "select count(*), count(*) filter (status = 'excluded') from cultivation_pool where is_next group by tier"
    ).fetchall()
    for candidates, excluded in counted:
        told = f"培育对象 {candidates:,} 家，其中不予纳入 {excluded:,}"
        expect(page.get_by_text(told, exact=True)).to_be_visible()


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
    heading = page.get_by_role("columnheader", name="得分上限")
    for way, bound in zip(("ascending", "descending"), bounds, strict=True):
        heading.click()
        expect(heading).to_have_attribute("aria-sort", way)
        told = f"{float(bound):,.2f}".rstrip("0").rstrip(".")
        expect(rows(page).first.get_by_role("cell", name=told, exact=True).first).to_be_visible()


def test_a_browser_that_is_late_with_what_it_first_drew_still_gets_every_row(visitor, site):
    """The table tells of its pages as soon as it stands; on a busy machine that comes after the rows."""
    page = visitor("city")
    page.goto(site.url + "/companies")
    expect(rows(page)).to_have_count(50)
    page.evaluate("""() => getElement(Number(document.querySelector(".q-table__container").id.slice(1)))
        .$refs.qRef.$emit("update:pagination", {sortBy: null, descending: false, page: 1, rowsPerPage: 50, rowsNumber: 0})""")
    with page.expect_download():  # what is answered after it
        page.get_by_role("button", name="下载所列").click()
    first = rows(page).first.inner_text()
    page.get_by_role("button", name="下一页").click()
    expect(rows(page).first).not_to_contain_text(first.split("\t")[0])
    expect(page).to_have_url(re.compile("page=2"))


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


@pytest.mark.parametrize("path", CITYS)
def test_what_is_the_citys_is_refused_to_a_county(visitor, site, path):
    page = visitor("county")
    page.goto(site.url + path)
    expect(page.get_by_text("这一页不对您的角色开放")).to_be_visible()
