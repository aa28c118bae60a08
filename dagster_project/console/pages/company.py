"""企业: one company on one page, every statement with its evidence."""

from __future__ import annotations

from datetime import date
from typing import Any

from nicegui import ui

from dagster_project.console.cells import told
from dagster_project.console.frame import COLOURS, message, panel
from dagster_project.console.pages import company_score, company_what_if
from dagster_project.console.pages.tables import table
from dagster_project.console.pool import Row
from dagster_project.console.visit import Visit
from dagster_project.publish import words

ENDED = {"renewed": "换发", "revoked": "撤销", "lapsed": "到期失效", "expired": "到期"}
_TITLES = """
    select t.tier_title, c.cohort_on, c.valid_from, c.valid_to, c.valid_to_assumed, c.document, c.ended_by,
        c.ended_on, c.evidence
    from title_cohort c join tiers t on t.tier = c.tier where c.company_id = ? order by c.cohort_on desc, t.ladder_order"""
_CERTIFICATES = """
    select k.title, c.number, c.valid_from, c.valid_to, c.valid_to_latest, c.revoked_on, c.evidence
    from certificate c join certificate_kinds k on k.kind = c.kind where c.company_id = ? order by c.valid_from desc"""
_PATENTS = """
    select year(p.granted_on) as year, count(*) filter (where p.is_invention) as inventions,
        count(*) filter (where not p.is_invention) as others
    from patent_owner o join patent p using (publication_no)
    where o.company_id = ? and p.granted_on is not null group by all order by year"""
_REPORTS = """
    select fiscal_year, max(value) filter (where item = 'revenue') as revenue,
        max(value) filter (where item = 'rd_expense') as rd_expense, max(value) filter (where item = 'staff') as staff
    from company_year where company_id = ? group by all order by fiscal_year"""
_MATCHES = """
    select coalesce(k.title, r.source) as source, m.name, s.decision, s.rule, s.probability, s.decided_by, r.evidence
    from row_company r left join stg_mention m on m.mention_id = r.mention_id
    left join stg_match s on s.mention_id = r.mention_id left join stg_contract k on k.source = r.source
    where r.company_id = ? order by r.source, r.evidence"""
_HISTORY = f"""
    select h.as_of, t.tier_title, {words.case_of(words.STATUS, "h.status")} as told, h.score_min, h.score_max
    from history_pool h join tiers t on t.tier = h.tier where h.company_id = $id
    union all by name
    select h.as_of, t.tier_title, {words.case_of(words.LEVEL, "h.level")} || '色预警' as told
    from history_review h join tiers t on t.tier = h.tier where h.company_id = $id
    order by as_of desc, tier_title"""
MOST_MATCHES = 200
# the page comes after its address has been looked for
_TO_THE_PART = """setTimeout(() => location.hash &&
    document.getElementById(location.hash.slice(1))?.scrollIntoView(), 200)"""


async def build(visit: Visit) -> None:
    """One company, by the id in the address; another county's is not there."""
    company_id = visit.request.path_params["company_id"]
    found = await visit.rows("select * from company where company_id = ?", [company_id])
    if not found:
        message("没有这家企业", "编号不对，或不在您能查看的范围内。")
        return
    company = found[0]
    ui.label(company["name"]).classes("text-xl font-semibold").props('role="heading" aria-level="1"')
    with ui.row().classes("w-full items-stretch no-wrap").style("gap: 16px"):
        with ui.column().style("flex: 1; min-width: 0; gap: 16px"):
            _identity(company)
            _years(await visit.rows(_PATENTS, [company_id]), await visit.rows(_REPORTS, [company_id]))
        with ui.column().style("flex: 1; min-width: 0; gap: 16px"):
            titles = await visit.rows(_TITLES, [company_id])
            _titles(titles, await visit.rows(_CERTIFICATES, [company_id]), visit.context.as_of)
    await company_score.draw(visit, company_id)
    await company_what_if.draw(visit, company_id)
    _matches(await visit.rows(_MATCHES, [company_id]))
    _history(await visit.rows(_HISTORY, {"id": company_id}))
    ui.run_javascript(_TO_THE_PART)


def _identity(company: Row) -> None:
    yes = {True: "是", False: "否", None: "不知道"}
    with panel("基本信息"):
        for label, value in (
            ("统一社会信用代码", company["uscc"] or f"尚不知道（编号 {company['company_id']}）"),
            ("曾用名", company["former_names"]),
            (
                "所在地",
                "　".join(part for part in (company["county"], company["zone"], company["address"]) if part),
            ),
            ("行业", company["industry"]),
            ("企业类型", company["company_type"]),
            ("成立日期", told(company["established_on"], "date")),
            ("登记状态", company["status"]),
            ("独立法人", yes[company["is_legal_person"]]),
            ("暂列企业", "是：只从名单上得知，登记信息待补" if company["is_provisional"] else ""),
            ("依据", company["evidence"]),
        ):
            if value:
                with ui.row().classes("no-wrap").style("gap: 12px"):
                    ui.label(label).classes("quiet").style("width: 120px; flex: none")
                    ui.label(value).style("word-break: break-all")


def _titles(titles: list[Row], certificates: list[Row], day: date) -> None:
    """One time line, the newest first; what no longer holds on `day` is grey."""
    with panel("称号与证书", "灰色的已经不在有效期内"):
        if not titles and not certificates:
            ui.label("没有公告过的称号，也没有证书。").classes("quiet")
        entries = [_title(row) for row in titles] + [_certificate(row) for row in certificates]
        with ui.timeline(side="right").classes("w-full"):
            for began, ends, ended, what, about, told in sorted(
                entries, key=lambda e: (str(e[0]), e[3]), reverse=True
            ):
                over = ended or (ends and ends < day)
                subtitle = f"{began or '日期不详'}　{about}"
                ui.timeline_entry(told, title=what, subtitle=subtitle, color="grey" if over else "primary")


def _title(row: Row) -> tuple:
    assumed = "（推定）" if row["valid_to_assumed"] else ""
    until = f"有效期至 {row['valid_to']}{assumed}" if row["valid_to"] else "无到期日"
    if row["ended_on"]:
        until += f"；{row['ended_on']} {ENDED.get(row['ended_by'], row['ended_by'])}"
    told = f"{until}　依据：{row['evidence']}"
    return row["cohort_on"], row["valid_to"], row["ended_on"], row["tier_title"], row["document"] or "", told


def _certificate(row: Row) -> tuple:
    open_ended = row["valid_to_latest"] > row["valid_to"]
    until = (
        f"名单没有写发证日期，至少到 {row['valid_to']} 有效" if open_ended else f"有效期至 {row['valid_to']}"
    )
    if row["revoked_on"]:
        until += f"；{row['revoked_on']} 撤销"
    told = f"{until}　依据：{row['evidence']}"
    return (
        row["valid_from"],
        row["valid_to_latest"],
        row["revoked_on"],
        row["title"],
        row["number"] or "",
        told,
    )


def _years(patents: list[Row], reports: list[Row]) -> None:
    if not patents and not reports:
        return
    known = {row["year"] for row in patents} | {row["fiscal_year"] for row in reports}
    years = range(min(known), max(known) + 1)
    granted = {row["year"]: row for row in patents}
    reported = {row["fiscal_year"]: row for row in reports}

    def line(by_year: dict[int, Row], key: str) -> list[Any]:
        values = (by_year.get(year, {}).get(key) for year in years)
        return [None if value is None else float(value) for value in values]

    bars = [
        ("发明专利授权（件）", line(granted, "inventions"), COLOURS["primary"]),
        ("其他专利（件）", line(granted, "others"), "#a9c3e3"),
    ]
    lines = [
        ("营业收入（万元）", line(reported, "revenue"), COLOURS["green"]),
        ("研发费用（万元）", line(reported, "rd_expense"), "#c25e00"),
    ]
    with panel("历年专利与年报", "没有报的年份空着"):
        ui.echart(
            {
                "animation": False,
                "grid": {"left": 60, "right": 70, "top": 34, "bottom": 24},
                "legend": {"top": 0},
                "tooltip": {"trigger": "axis"},
                "xAxis": {"type": "category", "data": [str(year) for year in years]},
                "yAxis": [
                    {"type": "value", "minInterval": 1},
                    {"type": "value", "splitLine": {"show": False}},
                ],
                "series": [
                    *(
                        {
                            "name": name,
                            "type": "bar",
                            "stack": "patents",
                            "barMaxWidth": 36,
                            "data": data,
                            "itemStyle": {"color": colour},
                        }
                        for name, data, colour in bars
                    ),
                    *(
                        {
                            "name": name,
                            "type": "line",
                            "yAxisIndex": 1,
                            "data": data,
                            "itemStyle": {"color": colour},
                        }
                        for name, data, colour in lines
                    ),
                ],
            }
        ).style("height: 220px").props('role="img" aria-label="历年专利与年报"')


def _matches(rows: list[Row]) -> None:
    with panel("名单上的记录", f"凭什么算到这家企业头上，共 {len(rows):,} 行"):
        table(
            ("名单", "名单上的名称", "怎样认定", "凭什么", "把握", "依据"),
            [
                (
                    row["source"],
                    row["name"] or "",
                    row["decided_by"] or words.term(words.DECISION, row["decision"]),
                    words.term(words.RULE, row["rule"]),
                    told(row["probability"], "share"),
                    row["evidence"],
                )
                for row in rows[:MOST_MATCHES]
            ],
        )
        if len(rows) > MOST_MATCHES:
            ui.label(f"只列前 {MOST_MATCHES} 行，其余见佐证 CSV。").classes("quiet")


def _history(rows: list[Row]) -> None:
    with panel("历次发布", "每次发布时的状态与预警"):
        if not rows:
            ui.label("以前的发布里没有这家企业，或这是第一次发布。").classes("quiet")
            return
        table(
            ("基准日", "称号", "状态或预警", "得分下限", "得分上限"),
            [
                (
                    row["as_of"].isoformat(),
                    row["tier_title"],
                    row["told"],
                    told(row["score_min"], "score"),
                    told(row["score_max"], "score"),
                )
                for row in rows
            ],
        )
