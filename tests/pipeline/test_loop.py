"""The way back: three counties fill in their workbooks, the next refresh takes what they wrote and says what became of it."""

from __future__ import annotations

import csv
import datetime as dt
import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path

import duckdb
import openpyxl
import pytest
from pipeline.harness import Silent

from dagster_project.refresh import refresh

HOST, ZONE, OTHER = "141181_孝义市", "Z141181_孝义经开区", "141121_文水县"
RENAMED = "更正后.xlsx"
ASKED, VISITED = "缺什么问什么", "培育对象"
DAY, AGAIN, NEXT = dt.date(2026, 11, 23), dt.date(2026, 11, 24), dt.date(2026, 11, 25)
BY = {"填报人": "虚某", "填报日期": DAY}
VISIT = {"走访日期": DAY, "走访人": "虚某"}


class Book:
    """A county's workbook, filled in as a person does: by heading, in rows of the sheet."""

    def __init__(self, path):
        self.path, self.book = path, openpyxl.load_workbook(path)

    def rows(self, sheet, **wanted):
        """The sheet's rows as {heading: cell} that hold the wanted values."""
        head = [cell.value for cell in self.book[sheet][2]]
        for row in self.book[sheet].iter_rows(min_row=3):
            cells = dict(zip(head, row, strict=True))
            if all(cells[key].value == value for key, value in wanted.items()):
                yield cells

    def fill(self, sheet, values, skip=0, **wanted):
        """Write {heading: value} into the first such row with nothing filled in; the row."""
        free = [r for r in self.rows(sheet, **wanted) if r["备注"].value is None]
        row = free[skip]
        for heading, value in ({"备注": "循环测试"} | values).items():
            row[heading].value = value
        return row

    def paste(self, sheet, row, values):
        """A row of another workbook below the last one, with some cells written over."""
        at = self.book[sheet].max_row + 1
        for cell, heading in zip(row.values(), row, strict=True):
            self.book[sheet].cell(at, cell.column).value = values.get(heading, cell.value)

    def close(self):
        self.book.save(self.path)


def right_ones(host: Book, zone: Book, other: Book) -> None:
    """12 right answers, 4 visits that are right, and what is read of a correction among other words."""
    for book in (host, other):
        for item, value in (("revenue", 1800), ("rd_expense", 130.5), ("staff", 46), ("segment_years", 5)):
            book.fill(ASKED, BY | {"填报值": value, "是否核实": "是"}, 指标=item, 期间="2025")
        for item, value in (("own_brand", "是"), ("incident_3y", "否")):
            book.fill(ASKED, BY | {"填报值": value}, 指标=item)
    host.fill(VISITED, VISIT | {"企业状况": "正常经营", "是否核实": "是"})
    host.fill(VISITED, VISIT | {"更正": "研发费用=220；从业人员＝51", "是否核实": "是"})
    host.fill(VISITED, VISIT | {"更正": "营业收入=1200万元，另：厂房搬迁", "是否核实": "是"})
    host.fill(VISITED, VISIT | {"申报环节": "实地核查"})
    other.fill(VISITED, VISIT | {"企业状况": "已迁出"})
    other.fill(VISITED, VISIT | {"企业状况": "查无此企业"})


def wrong_ones(host: Book, zone: Book, other: Book) -> None:
    """Wrong types, impossible figures and days, words for figures, what a list says otherwise."""
    host.fill(ASKED, BY | {"填报值": "约一百万"}, 指标="net_profit")
    host.fill(ASKED, BY | {"填报值": 12}, 指标="own_brand")
    host.fill(ASKED, BY | {"填报值": 9}, 指标="digital_level")
    host.fill(ASKED, BY | {"填报值": -5}, 指标="assets")
    host.fill(ASKED, BY | {"填报值": 30, "填报日期": dt.date(2027, 3, 1)}, 指标="rd_staff")
    other.fill(ASKED, BY | {"填报值": "不少"}, 指标="staff")
    other.fill(ASKED, BY | {"填报值": "900%"}, 指标="market_share_intl")
    other.fill(VISITED, {"走访日期": "昨天", "走访人": "虚某"})
    host.fill(VISITED, VISIT | {"更正": "地址写错了"})
    listed = next(
        r
        for r in other.rows(VISITED)
        if "高新技术企业" in (r["入库信号"].value or "") and not r["备注"].value
    )
    listed["更正"].value, listed["备注"].value = "高新技术企业证书在有效期内=否", "循环测试"


def changed_ones(host: Book, zone: Book, other: Book) -> str:
    """Locked cells changed, marks cleared, another county's rows; the name of the company that is not the host's."""
    host.fill(ASKED, BY | {"填报值": 9, "指标名称": "从业人数"}, 指标="staff")
    host.fill(ASKED, BY | {"填报值": 9, "单位": "元"}, 指标="liabilities")
    host.fill(ASKED, BY | {"填报值": 9, "校验": None}, 指标="liabilities")
    other.fill(ASKED, BY | {"填报值": 9, "期间": "2020"}, 指标="assets", 期间="2025")
    other.fill(VISITED, {"是否核实": "是", "企业名称": "虚构新名有限公司"})
    theirs = next(iter(other.rows(ASKED, 指标="liabilities")))
    host.paste(ASKED, theirs, {"填报值": 77})
    host.paste(ASKED, theirs, {"填报值": 78, "工作簿": None, "校验": None})
    host.paste(
        ASKED, theirs, {"填报值": 79, "企业编号": None, "统一社会信用代码": None, "企业名称": "虚构外县名"}
    )
    return theirs["企业名称"].value


def contested_ones(host: Book, zone: Book, other: Book, reported: tuple) -> None:
    """What two places tell differently, and what is told unverified of a company that reported itself."""
    shared = next(iter(zone.rows(ASKED, 指标="assets", 期间="2025")))
    wanted = {"企业编号": shared["企业编号"].value, "指标": "assets", "期间": "2025"}
    zone.fill(ASKED, BY | {"填报值": 500}, **wanted)
    host.fill(ASKED, BY | {"填报值": 900}, **wanted)
    unverified, verified = reported
    host.fill(VISITED, VISIT | {"更正": "从业人员=7", "是否核实": "否"}, 企业编号=unverified)
    host.fill(VISITED, VISIT | {"更正": "从业人员=8", "是否核实": "是"}, 企业编号=verified)
    host.fill(ASKED, BY | {"填报值": 6, "是否核实": "否"}, 指标="rd_staff")


def verdict(book: Book, name: str, source: str) -> None:
    sheet = book.book["名称待核"]  # how many names wait in the sample is the matcher's business
    for column, cell in enumerate(sheet[2], 1):
        sheet.cell(3, column).value = {
            "名单上的名称": name, "来源": source, "判定": "未登记", "判定人": "虚某",
        }.get(cell.value)  # fmt: skip


def put(folder: Path, name: str, *rows: tuple) -> None:
    """A plain form typed by hand; the first row holds its headings."""
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / name, "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


@pytest.fixture(scope="module")
def facts(released):
    """Of the released pool: a name of the other county without a company, companies of the host that reported staff."""
    with duckdb.connect(str(released / "pool.duckdb"), read_only=True) as pool:
        [unmatched] = pool.sql(
            "select name, source from stg_mention join stg_match using (mention_id) where decision = 'none'"
            f" and region_code = '{OTHER[:6]}' order by all limit 1"
        ).fetchall()
        [theirs] = pool.sql(
            f"select company_id, name from company where county_code = '{OTHER[:6]}' order by all limit 1"
        ).fetchall()
        reported = pool.sql(
            "select distinct p.company_id, p.name from cultivation_pool p join company_year y using (company_id)"
            f" where is_next and p.county_code = '{HOST[:6]}' and p.zone_code is null and p.status <> 'excluded'"
            " and item = 'staff' and fiscal_year = 2025 and trust = 'company_report' order by 1 desc limit 3"
        ).fetchall()
        [(green,)] = pool.sql(
            "select company_id from review_watch join cultivation_pool p using (company_id)"
            f" where is_next and p.county_code = '{OTHER[:6]}' and p.zone_code is null"
            " group by 1 having bool_and(level = 'green') order by max(pool_rank) desc, 1 limit 1"
        ).fetchall()
    return unmatched, theirs, reported, green


@pytest.fixture(scope="module")
def returned(settings, released, facts, tmp_path_factory):
    """The next day's release: three filled workbooks dropped in as they are, one of them twice; a corrected one; plain forms."""
    folder = tmp_path_factory.mktemp("loop")
    raw = shutil.copytree(settings.raw, folder / "raw")
    drop = raw / "county_feedback" / DAY.isoformat()
    again = raw / "county_feedback" / AGAIN.isoformat()
    books = []
    for name, day in ((HOST, drop), (ZONE, drop), (OTHER, drop), (OTHER, again)):
        day.mkdir(exist_ok=True)
        path = day / (RENAMED if day == again else f"{name}_示例数据.xlsx")
        shutil.copy(released / "exports" / f"{name}_示例数据.xlsx", path)
        books.append(Book(path))
    *books, corrected = books
    unmatched, (their_id, their_name), reported, green = facts
    right_ones(*books)
    wrong_ones(*books)
    foreign = changed_ones(*books)
    contested_ones(*books, [company for company, _ in reported[:2]])
    verdict(books[2], *unmatched)
    books[2].fill(VISITED, VISIT | {"企业状况": "已停业或注销"}, 企业编号=green)
    corrected.fill(
        ASKED,
        {"填报人": "虚某", "填报日期": AGAIN, "填报值": 1850, "是否核实": "是"},
        指标="revenue",
        期间="2025",
    )
    corrected.fill(VISITED, {"走访日期": "昨天", "走访人": "虚某"})
    for book in (*books, corrected):
        book.close()
    shutil.copy(books[0].path, again)
    plain = ("企业名称", "指标", "期间", "填报值", "是否核实", "填报人")
    put(again, "补报.csv", plain, (reported[2][1], "rd_staff", "2024", "3", "是", "虚某"))
    put(again, f"{HOST}_补报.csv", plain, (their_name, "rd_staff", "2024", "3", "是", "虚某"))
    told = ("名单上的名称", "来源", "判定", "对应企业编号", "判定人", "判定时间")
    put(
        raw / "match_decision" / AGAIN.isoformat(), "市局.csv",
        told, (*unmatched, "同一企业", their_id, "虚某某", AGAIN.isoformat()),
    )  # fmt: skip
    home = refresh(replace(settings, raw=raw, home=folder / "home", as_of=NEXT), Silent())
    return home, foreign


@pytest.fixture(scope="module")
def outcomes(returned):
    with duckdb.connect(str(returned[0] / "pool.duckdb"), read_only=True) as pool:
        found = pool.sql(
            "select outcome_title, about, told, coalesce(detail, '') as why, for_city, name, file, evidence, is_hidden, county_code"
            f" from feedback_outcome where evidence similar to '.*({DAY}|{AGAIN}).*' order by all"
        ).fetchall()
    for row in found:
        print(row[7].split("/", 1)[1], *row[:4], sep=" | ")
    return found


def test_every_entry_is_accounted_for(outcomes):
    assert Counter(row[0] for row in outcomes) == {
        "已采用": 18,
        "已核实企业填报的数": 3,
        "已记录": 5,  # one of them verified, but for a correction that could not be read
        "已据此暂停培育": 3,
        "填写类型不对": 3,
        "不可能的数或日期": 4,
        "这一行读不了": 2,
        "锁定单元格被改": 5,
        "不是本地企业": 4,
        "两地答复不一致": 2,
        "名称判定不一致": 2,
        "与官方名单不一致": 1,
        "未采用：另有更可信或更新的数": 1,
        "没有读懂，待市局处理": 2,
        "已被后来的答复取代": 34,  # one told anew, and the whole of the workbook that was sent twice
    }
    assert all(row[4] == (row[0] in _FOR_CITY) for row in outcomes)
    [listed] = [row for row in outcomes if row[0] == "与官方名单不一致"]
    assert listed[3].startswith("现用：官方名单 是")
    against = {row[3] for row in outcomes if row[0] == "名称判定不一致"}
    assert against == {"市局：同一企业", "文水县：未登记"}


_FOR_CITY = {
    "锁定单元格被改",
    "不是本地企业",
    "两地答复不一致",
    "名称判定不一致",
    "与官方名单不一致",
    "没有读懂，待市局处理",
    "已据此暂停培育",
}


def test_a_green_title_whose_company_is_gone_is_yellow_with_its_clause(returned, facts):
    with duckdb.connect(str(returned[0] / "pool.duckdb"), read_only=True) as pool:
        told = pool.sql(f"select level, reasons from review_watch where company_id = '{facts[3]}'").fetchall()
    assert {level for level, _ in told} == {"yellow"}
    assert all("走访：已停业或注销" in reasons and "〔" in reasons for _, reasons in told), told


def feedback_sheet(release: Path, place: str) -> list[dict]:
    """反馈处理 of a place's next workbook, a row each."""
    sheet = openpyxl.load_workbook(release / "exports" / f"{place}_示例数据.xlsx", read_only=True)["反馈处理"]
    _, head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=False)) for row in rows]


def test_nothing_of_another_county_comes_back(returned, outcomes, facts):
    release, foreign = returned
    strangers = {foreign, facts[1][1], "虚构外县名"}
    hidden = [row for row in outcomes if row[8]]
    assert len(hidden) == 7 and {row[0] for row in hidden} == {"不是本地企业", "已被后来的答复取代"}
    book = openpyxl.load_workbook(release / "exports" / f"{HOST}_示例数据.xlsx", read_only=True)
    cells = {str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell}
    assert not [cell for cell in cells if any(name in cell for name in strangers)]
    shown = [row for row in feedback_sheet(release, HOST) if row["企业名称"] == "（外地企业，已转市局）"]
    assert len(shown) == 7 and {row["所填"] for row in shown} == {None}
    told = [row["说明"] for row in feedback_sheet(release, HOST) if row["处理结果"] == "两地答复不一致"]
    assert told == [None, None]  # the zone's answer on its company, and its own


def test_a_plain_form_returns_to_its_county(returned, facts):
    name = facts[2][2][1]
    [row] = [
        r for r in feedback_sheet(returned[0], HOST) if "补报" in (r["依据"] or "") and r["企业名称"] == name
    ]
    assert (row["事项"], row["处理结果"]) == ("研发人员（2024）", "已采用")


def test_a_row_that_cannot_be_read_returns_to_its_county_from_a_renamed_workbook_too(returned):
    rows = [r for r in feedback_sheet(returned[0], OTHER) if r["处理结果"] == "这一行读不了"]
    assert sorted(RENAMED in r["依据"] for r in rows) == [False, True]
    assert all(r["企业名称"] and "外地" not in r["企业名称"] and r["所填"] == "昨天" for r in rows)


def test_a_county_corrects_itself_and_is_told_so(returned):
    rows = [r for r in feedback_sheet(returned[0], OTHER) if r["事项"] == "营业收入（2025）"]
    assert {(r["所填"], r["处理结果"]) for r in rows} == {("1800", "已被后来的答复取代"), ("1850", "已采用")}
    assert any("1850" in r["说明"] for r in rows if r["所填"] == "1800")


def test_a_date_is_told_as_it_was_written_and_for_what_it_is(returned):
    release = returned[0]
    [late] = [r for r in feedback_sheet(release, HOST) if "2027-03-01" in (r["说明"] or "")]
    assert (late["说明"], late["填写日期"]) == ("填报日期 2027-03-01 在收到日期之后", dt.datetime(2027, 3, 1))
    told = [r["申报情况"].value for r in Book(release / "exports" / f"{HOST}_示例数据.xlsx").rows(VISITED)]
    assert f"{DAY} 走访时在实地核查（申报日期未填），审核中" in told


def test_official_list_before_county_before_company(returned, facts):
    unverified, verified, _ = (company for company, _ in facts[2])
    with duckdb.connect(str(returned[0] / "pool.duckdb"), read_only=True) as pool:
        told = dict(
            pool.sql(
                "select company_id, trust from company_year where item = 'staff' and fiscal_year = 2025"
            ).fetchall()
        )
    assert (told[unverified], told[verified]) == ("company_report", "county_verified")
