"""The cover: whose workbook, which day, what is wrong with the lists, the counts, how to read it."""

from __future__ import annotations

import duckdb
from xlsxwriter.worksheet import Worksheet

from dagster_project.publish import styles, words
from dagster_project.publish.cells import chinese_date, safe_text
from dagster_project.publish.context import Context, Place
from dagster_project.publish.deliveries import read_passed_over, read_states, read_unused
from dagster_project.publish.styles import Styles
from dagster_project.publish.tables import Table

WIDTHS = (26, 30, 14, 14, 22, 11, 11, 11)
LAST = len(WIDTHS) - 1
READING = (
    "得分是一个区间：下限把还不知道的指标按零分计，上限按满分计；补齐数据后区间收窄。"
    "数据覆盖低的，先看“缺什么问什么”。",
    "状态　可申报：数据能判断的条件都满足，其余由人判定；待补数：没有不满足的，但有不知道的；"
    "差一步：只差一条，或都在界线10%以内；培育中：还差得多；不予纳入：不符合基本条件。",
    "不知道不等于零，也不等于不满足；名单里没有，只有在名单收录完整的期间内才算“没有”。",
    "“依据”写的是“文件#工作表或页!行”，路径从名单目录起算，可据此翻到原件核对。",
    "标“依据推定”的结论用到了对条文的理解，申报前请以认定部门的解释为准。",
)
FILLED_IN = {
    "county": "“培育对象”“缺什么问什么”“名称待核”",
    "zone": "“培育对象”“缺什么问什么”“名称待核”",
    "city": "“名称待核”",
}

# text, fill and border of a delivery that isn't used
_UNUSED = {"held": ("#B00020", "#FDECEA", "#F4B6B6"), "withdrawn": ("#8A4B00", "#FFF2CC", "#E8D48A")}


class _Pen:
    """Writes the cover from the top down, a row at a time (the file is streamed)."""

    def __init__(self, sheet: Worksheet, looks: Styles) -> None:
        self.sheet, self.looks, self.at = sheet, looks, 0

    def line(self, text: str, height: float | None = None, **look) -> None:
        """One text over the whole width."""
        if height:
            self.sheet.set_row(self.at, height)
        made = self.looks.make(text_wrap=True, **look)
        self.sheet.merge_range(self.at, 0, self.at, LAST, safe_text(text), made)
        self.at += 1

    def section(self, text: str, colour: str = styles.HEAD) -> None:
        self.at += 1
        self.line(text, 20, bold=True, font_size=12, font_color=colour, bottom=2, bottom_color=colour)

    def row(self, values: list, look, height: float | None = None) -> None:
        if height:
            self.sheet.set_row(self.at, height)
        for index, value in enumerate(values):
            if isinstance(value, int):
                self.sheet.write_number(self.at, index, value, look)
            else:
                self.sheet.write_string(self.at, index, safe_text(value), look)
        self.at += 1


def write(
    connection: duckdb.DuckDBPyConnection,
    sheet: Worksheet,
    looks: Styles,
    context: Context,
    place: Place,
    tables: list[Table],
    counts: dict[str, int],
    cut: set[str],
) -> None:
    """Fill the cover of place's workbook. `counts` are the rows on each sheet, `cut` those that could not hold all."""
    day = chinese_date(context.as_of)
    for index, width in enumerate(WIDTHS):
        sheet.set_column(index, index, width)
    styles.page(sheet, f"{place.name} · 封面", day, context.is_sample)
    styles.protect(sheet)
    sheet.set_portrait()
    sheet.hide_gridlines(2)
    pen = _Pen(sheet, looks)
    pen.line(f"{place.name}专精特新企业培育工作簿", 34, bold=True, font_size=20, font_color=styles.HEAD)
    if context.is_sample:
        text = f"{words.SAMPLE}：{words.MADE_UP}，仅供演示和测试，不得用于工作"
        pen.line(text, 24, bold=True, font_size=13, font_color="#FFFFFF", bg_color="#B45309")
    host = f"　所在县：{place.host}" if place.host else ""
    pen.line(f"基准日：{day}　　地区：{context.region_name}{host}", 20, font_size=11)
    _problems(connection, pen)
    _counts(connection, pen, place)
    _contents(pen, tables, counts, cut)
    _how_to(pen, place)
    _sources(connection, pen, context)
    if place.level == "city":
        _passed_over(connection, pen)


def _problems(connection, pen: _Pen) -> None:
    """Held deliveries in red, before anything else, then withdrawn ones; nothing when there are none."""
    for heading, found in read_unused(connection):
        colour, fill, edge = _UNUSED[found[0].status]
        pen.section(heading, colour)
        for item in found:
            head = f"{item.title}（{chinese_date(item.delivery_date)}收到）　文件：{item.files}"
            text = "\n".join([head, *item.told])
            pen.line(text, 15 * _lines(text), font_color=colour, bg_color=fill, border=1, border_color=edge)


def _counts(connection, pen: _Pen, place: Place) -> None:
    sql = f"""select p.tier_title, {
        ", ".join(f"count(*) filter (status = '{code}')" for code in words.STATUS)
    }, count(*) from (select * from cultivation_pool where is_next and {place.filter}) p
    left join tiers t on t.tier = p.tier group by p.tier, p.tier_title, t.ladder_order
    order by t.ladder_order nulls last, p.tier"""
    found = connection.execute(sql, place.parameters).fetchall()
    levels = connection.execute(
        f"select {', '.join(f'''count(*) filter (level = '{code}')''' for code in words.LEVEL)}"
        f" from (select * from review_watch where {place.filter})",
        place.parameters,
    ).fetchall()[0]
    pen.section("概况")
    pen.row(["培育对象（按下一称号）", *words.STATUS.values(), "合计"], pen.looks.heading())
    for row in found or [("（没有）", *([0] * (len(words.STATUS) + 1)))]:
        pen.row(list(row), pen.looks.cell("integer"))
    companies = connection.execute(
        f"select count(distinct company_id) from cultivation_pool where is_next and {place.filter}",
        place.parameters,
    ).fetchall()[0][0]
    pen.line(f"共 {companies} 家企业，有几个下一称号的在上面计几次", 16, font_size=9, font_color="#44505C")
    pen.at += 1
    pen.row(["复核预警（按称号）", *words.LEVEL.values()], pen.looks.heading())
    pen.row(["设有效期、现仍有效的称号", *levels], pen.looks.cell("integer"))
    meaning = "；".join(f"{words.LEVEL[code]}：{text}" for code, text in words.LEVEL_MEANING.items())
    pen.line(meaning, 16, font_size=9, font_color="#44505C")


def _contents(pen: _Pen, tables: list[Table], counts: dict[str, int], cut: set[str]) -> None:
    pen.section("各表")
    for table in tables:
        note = table.note if counts[table.title] else table.empty
        is_cut = table.title in cut
        rest = "（只是前面的，一张表放不下；其余各行见 csv 文件夹里的同名文件）" if is_cut else ""
        text = f"{table.title}：{counts[table.title]} 行{rest}　{note}"
        pen.line(text, 15 * _lines(text), **({"bold": True, "font_color": "#8B0000"} if is_cut else {}))


def _how_to(pen: _Pen, place: Place) -> None:
    pen.section("怎样看")
    for text in READING:
        pen.line(text, 15 * _lines(text))
    pen.section("怎样填、怎样交")
    text = f"{FILLED_IN[place.level]}黄色标题的列供填写（日期、下拉选项有校验），其余单元格锁定，无密码。{words.RETURN}"
    pen.line(text, 15 * _lines(text))


def _sources(connection, pen: _Pen, context: Context) -> None:
    pen.section("数据来源（全部批次合计）")
    heads = ["名单", "发布单位", "最新收到", "最新采用", "状态", "读入行", "采用行", "隔离行"]
    pen.row(heads, pen.looks.heading())
    for state in read_states(connection):
        on = state.newest_on.isoformat() if state.newest_on else "—"
        good = state.newest_good_on.isoformat() if state.newest_good_on else "—"
        values = [state.title, state.publisher, on, good, state.word(context.as_of)]
        pen.row(
            [*values, state.rows_read, state.rows_accepted, state.rows_quarantined],
            pen.looks.cell("text"),
            15 * max(1, _lines(state.title, 12), _lines(state.publisher or "", 14)),
        )


def _passed_over(connection, pen: _Pen) -> None:
    """What lies in raw/ and belongs to no delivery: the city's to put right."""
    found = read_passed_over(connection)
    if found:
        pen.section("未读的文件")
    for path, reason in found:
        text = f"{path}：{reason}"
        pen.line(text, 15 * _lines(text))


def _lines(text: str, wide: int = 66) -> int:
    """How many lines a text takes in cells of `wide` characters: merged cells fit no height themselves."""
    return sum(max(1, -(-len(part) // wide)) for part in text.split("\n"))
