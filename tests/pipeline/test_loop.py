"""The way back: three counties fill in their workbooks, the next refresh takes what they wrote and says what became of it."""

from __future__ import annotations

import datetime as dt
import shutil
from collections import Counter
from dataclasses import replace

import duckdb
import openpyxl
import pytest
from pipeline.harness import Silent

from dagster_project.refresh import refresh

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")  # openpyxl and data bars

HOST, ZONE, OTHER = "141181_孝义市", "Z141181_孝义经开区", "141121_文水县"
ASKED, VISITED = "缺什么问什么", "培育对象"
DAY, NEXT = dt.date(2026, 11, 23), dt.date(2026, 11, 24)


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

    def close(self):
        self.book.save(self.path)


def answers(host: Book, zone: Book, other: Book, name: str, source: str) -> None:
    """Thirty entries: figures and yes or no, wrong types, locked cells, another county's company, a verdict."""
    day = {"填报人": "虚某", "填报日期": DAY}
    for book in (host, other):  # 12 right ones
        for item, value in (("revenue", 1800), ("rd_expense", 130.5), ("staff", 46), ("segment_years", 5)):
            book.fill(ASKED, day | {"填报值": value, "是否核实": "是"}, 指标=item, 期间="2025")
        for item, value in (("own_brand", "是"), ("incident_3y", "否")):
            book.fill(ASKED, day | {"填报值": value}, 指标=item)
    host.fill(ASKED, day | {"填报值": "约一百万"}, 指标="net_profit")  # 4 of the wrong type
    host.fill(ASKED, day | {"填报值": 12}, 指标="own_brand")
    other.fill(ASKED, day | {"填报值": "不少"}, 指标="staff")
    other.fill(VISITED, {"走访日期": "昨天", "走访人": "虚某"})
    host.fill(
        ASKED, day | {"填报值": 9, "指标名称": "从业人数"}, 指标="staff"
    )  # 3 with a locked cell changed
    other.fill(ASKED, day | {"填报值": 9, "期间": "2020"}, 指标="assets", 期间="2025")
    other.fill(VISITED, {"是否核实": "是", "企业名称": "虚构新名有限公司"})
    theirs = next(iter(other.rows(ASKED, 指标="liabilities")))  # 1 of another county's company
    at = host.book[ASKED].max_row + 1
    for column, cell in enumerate(theirs.values(), 1):
        host.book[ASKED].cell(at, column).value = cell.value
    head = [cell.value for cell in host.book[ASKED][2]]
    host.book[ASKED].cell(at, head.index("填报值") + 1).value = 77
    shared = next(iter(zone.rows(ASKED, 指标="assets", 期间="2025")))  # 2 that two places tell differently
    wanted = {"企业编号": shared["企业编号"].value, "指标": "assets", "期间": "2025"}
    zone.fill(ASKED, day | {"填报值": 500}, **wanted)
    host.fill(ASKED, day | {"填报值": 900}, **wanted)
    visit = {"走访日期": DAY, "走访人": "虚某"}  # 7 visits
    host.fill(VISITED, visit | {"企业状况": "正常经营", "是否核实": "是"})
    host.fill(VISITED, visit | {"更正": "研发费用=220；从业人员＝51"})
    host.fill(VISITED, visit | {"更正": "地址写错了"})
    host.fill(VISITED, visit | {"申报环节": "实地核查"})
    other.fill(VISITED, visit | {"企业状况": "已迁出"})
    other.fill(VISITED, visit | {"企业状况": "查无此企业"})
    listed = next(
        r
        for r in other.rows(VISITED)
        if "高新技术企业" in (r["入库信号"].value or "") and not r["备注"].value
    )
    listed["更正"].value = "高新技术企业证书在有效期内=否"
    sheet = other.book["名称待核"]  # 1 verdict; how many names wait in the sample is the matcher's business
    for column, cell in enumerate(sheet[2], 1):
        sheet.cell(3, column).value = {
            "名单上的名称": name, "来源": source, "判定": "未登记", "判定人": "虚某",
        }.get(cell.value)  # fmt: skip
    for book in (host, zone, other):
        book.close()


@pytest.fixture(scope="module")
def returned(settings, released, tmp_path_factory):
    """The next day's release, with three filled workbooks dropped in as they are."""
    folder = tmp_path_factory.mktemp("loop")
    raw = shutil.copytree(settings.raw, folder / "raw")
    drop = raw / "county_feedback" / DAY.isoformat()
    drop.mkdir()
    books = []
    for name in (HOST, ZONE, OTHER):
        path = drop / f"{name}_示例数据.xlsx"
        shutil.copy(released / "exports" / path.name, path)
        books.append(Book(path))
    with duckdb.connect(str(released / "pool.duckdb"), read_only=True) as pool:
        [unmatched] = pool.sql(
            "select name, source from stg_mention join stg_match using (mention_id) where decision = 'none'"
            f" and region_code = '{OTHER[:6]}' order by all limit 1"
        ).fetchall()
    answers(*books, *unmatched)
    return refresh(replace(settings, raw=raw, home=folder / "home", as_of=NEXT), Silent())


@pytest.fixture(scope="module")
def outcomes(returned):
    with duckdb.connect(str(returned / "pool.duckdb"), read_only=True) as pool:
        found = pool.sql(
            "select outcome_title, about, told, coalesce(detail, '') as why, for_city, name, file, evidence"
            f" from feedback_outcome where evidence like '%{DAY}%' order by all"
        ).fetchall()
    for row in found:
        print(*row[:4], sep=" | ")
    return found


def test_every_entry_is_accounted_for(outcomes):
    assert Counter(row[0] for row in outcomes) == {
        "已采用": 15,
        "已核实企业填报的数": 1,
        "填写类型不对": 3,
        "这一行读不了": 1,
        "锁定单元格被改": 3,
        "不是本地企业": 1,
        "两地答复不一致": 2,
        "与官方名单不一致": 1,
        "待市局处理": 1,
        "已据此暂停培育": 2,
        "已记录": 3,
    }
    assert all(row[4] == (row[0] in _FOR_CITY) for row in outcomes)


_FOR_CITY = {
    "锁定单元格被改",
    "不是本地企业",
    "两地答复不一致",
    "与官方名单不一致",
    "待市局处理",
    "已据此暂停培育",
}
