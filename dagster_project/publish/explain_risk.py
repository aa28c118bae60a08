"""What a company lacks, what stands against it, and which of its titles may fall."""

from __future__ import annotations

import duckdb

from dagster_project.publish import words
from dagster_project.publish.terminal import points, said, section, table

MISSING = ("事实", "涉及分值", "问谁", "条款")


def missing_rows(
    connection: duckdb.DuckDBPyConnection, company_id: str
) -> list[tuple[str, float | None, str, str]]:
    """The facts that are asked for, by the points at stake, under MISSING."""
    found = connection.execute(
        """select r.metric_title, max(r.unit), max(r.points_at_stake), max(r.ask_whom),
            string_agg(distinct r.clause, '；' order by r.clause)
        from data_request r where r.company_id = ?
        group by r.metric, r.metric_title order by max(r.points_at_stake) desc nulls last, r.metric""",
        [company_id],
    ).fetchall()
    return [
        (f"{title}（{unit}）" if unit else title, None if points is None else float(points), whom, clause)
        for title, unit, points, whom, clause in found
    ]


def missing(connection: duckdb.DuckDBPyConnection, company_id: str) -> list[str]:
    """`missing_rows` for a terminal."""
    return section("缺什么，问谁") + table(MISSING, missing_rows(connection, company_id))


def risks(connection: duckdb.DuckDBPyConnection, company_id: str) -> list[str]:
    """Listings and what happened: shown in full, whether or not they exclude."""
    listed = connection.execute(
        """select list_name, listed_on, removed_on, is_serious, authority, reason, evidence from listing
        where company_id = ? order by listed_on, source, list_name""",
        [company_id],
    ).fetchall()
    events = connection.execute(
        """select event_on, description, is_grave, evidence from event
        where company_id = ? and source = 'penalty' order by event_on, evidence""",
        [company_id],
    ).fetchall()
    lines = section("失信、异常与处罚")
    for name, on, off, serious, authority, reason, evidence in listed:
        kind = "严重失信主体名单" if serious else "不属于严重失信主体名单"
        told = "，".join(part for part in (authority, reason) if part)
        left = f"{off} 移出" if off else "未见移出"
        lines.append(f"  {name}（{kind}）　列入 {on or '日期不详'}，{left}　{told}".rstrip())
        lines.append(f"    依据：{evidence}")
    for on, description, grave, evidence in events:
        what = description or "处罚种类、机关和事由不详"
        lines.append(f"  行政处罚　{on or '日期不详'}　{what}{'　【重大】' if grave else ''}")
        lines.append(f"    依据：{evidence}")
    return lines if listed or events else [*lines, "  没有记录（名单收录不完整的期间不能据此认定为没有）"]


def reviews(connection: duckdb.DuckDBPyConnection, company_id: str) -> list[str]:
    """The company's titles at their next review."""
    found = connection.execute(
        """select tier_title, level, valid_to, days_left, tightest_clause, tightest_margin, reasons, unknowns,
            action, document, why_standard, needs, duties, w.evidence, specialists, opens_on, company_by, closes_on,
            window_assumed, window_citation
        from review_watch w left join company_specialist using (company_id) where company_id = ? order by valid_to nulls last, title_id""",
        [company_id],
    ).fetchall()
    lines = section("复核预警")
    for title, level, until, days, clause, margin, reasons, unknowns, action, document, why, *rest in found:
        needs, duties, evidence, specialists, *window = rest
        left = f"{until} 到期，还有 {days} 天" if until else "到期日不详"
        lines.append(f"  【{words.term(words.LEVEL, level)}】{title}　{left}")
        edge = f"{clause}（余量 {float(margin):.1%}）" if clause and margin is not None else clause
        lines += said("有效期依据", document) + said("复核受理", _window(*window))
        lines += said("由谁评判", why) + said("最紧的条款", edge)
        lines += points("原因", reasons) + points("至少需要", needs) + points("还不知道", unknowns)
        lines += said("义务", duties) + said("建议", action)
        lines += said("服务专员", specialists) + said("依据", evidence)
    return lines if found else [*lines, "  没有需要复核的称号"]


def _window(opens, company_by, closes, assumed: bool | None, citation: str | None) -> str:
    """When the review is open, the company's own last day first, and by what notice."""
    if closes is None:
        return "没有已知的受理时间，须问市工信局"
    mark = "（推定）" if assumed else ""
    told = [f"企业网上申报截止 {company_by}{mark}"] if company_by else []
    told += [f"县、市审核至 {closes}{mark}", f"开始日{opens or '未写'}", f"依据：{citation}"]
    return "；".join(told)
