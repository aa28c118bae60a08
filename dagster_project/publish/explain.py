"""`pool explain`: one company in full, every statement with its clause, file and row."""

from __future__ import annotations

from pathlib import Path

import duckdb

from dagster_project.publish import words
from dagster_project.publish.cells import chinese_date
from dagster_project.publish.context import read_context
from dagster_project.publish.explain_absent import absent
from dagster_project.publish.explain_risk import missing, reviews, risks
from dagster_project.publish.explain_score import scores
from dagster_project.publish.meant import company_meant
from dagster_project.publish.terminal import points, said, section


def explain(pool: Path, asked: str) -> str:
    """All that the pool at `pool` knows of the company named or coded `asked`, in Chinese, for a terminal.

    A list's own spelling counts too, once it is decided whose it is. Raises ValueError when several fit, with a list to choose from, and when none does, with the nearest names.
    """
    with duckdb.connect(str(pool), read_only=True) as connection:
        company_id, because = company_meant(connection, asked)
        return "\n".join([*because, *_company(connection, company_id)])


def _company(connection: duckdb.DuckDBPyConnection, company_id: str) -> list[str]:
    context = read_context(connection)
    sample = [f"【{words.SAMPLE}】{words.MADE_UP}"] if context.is_sample else []
    return [
        *_identity(connection, company_id),
        f"基准日 {chinese_date(context.as_of)}",
        *sample,
        *_titles(connection, company_id),
        *reviews(connection, company_id),
        *_seen(connection, company_id),
        *_pool(connection, company_id),
        *scores(connection, company_id),
        *missing(connection, company_id),
        *risks(connection, company_id),
    ]


def _identity(connection, company_id: str) -> list[str]:
    [row] = connection.execute(
        """select name, uscc, former_names, county, zone, address, industry, size_industry, company_type,
            established_on, status, is_legal_person, in_region, is_provisional, evidence
        from company where company_id = ?""",
        [company_id],
    ).fetchall()
    legal = {True: "是", False: "否", None: "不知道"}
    labels = (
        ("统一社会信用代码", row[1] or f"尚不知道（编号 {company_id}）"),
        ("曾用名", row[2]),
        ("所在地", "　".join(part for part in row[3:6] if part)),
        ("行业", "；划型行业：".join(part for part in row[6:8] if part)),
        ("企业类型", row[8]),
        ("成立日期", row[9]),
        ("登记状态", row[10]),
        ("独立法人", legal[row[11]]),
        ("在本地区登记", legal[row[12]]),
        ("暂列企业", "是：只从名单上得知，登记信息待补" if row[13] else ""),
        ("依据", row[14]),
    )
    return [row[0], *(f"  {label}：{text}" for label, text in labels if text)]


def _titles(connection, company_id: str) -> list[str]:
    found = connection.execute(
        """select coalesce(t.tier_title, x.tier), x.recognised_on, coalesce(x.valid_from, x.recognised_on), x.valid_to,
            case when x.in_force then '有效' else '已失效' end, x.document, x.evidence
        from title x left join tiers t on t.tier = x.tier where x.company_id = ?
        order by x.recognised_on desc, x.title_id""",
        [company_id],
    ).fetchall()
    lines = section("称号")
    for title, on, begins, until, standing, document, evidence in found:
        earlier = f"　{on} 认定" if on != begins else ""
        lines.append(
            f"  {title}　{begins} 至 {until or '未定有效期'}　{standing}{earlier}　{document or ''}".rstrip()
        )
        lines.append(f"    依据：{evidence}")
    return lines if found else [*lines, "  （没有已确定的）"]


def _seen(connection, company_id: str) -> list[str]:
    """Every list that the company stands on, with files and rows, as matching resolved it, and what a name in doubt may say."""
    found = connection.execute(
        """select coalesce(c.title, r.source), m.name, count(*),
            string_agg(r.evidence, '; ' order by r.evidence)
        from row_company r join stg_mention m on m.mention_id = r.mention_id
        left join stg_contract c on c.source = r.source
        where r.company_id = ? group by r.source, c.title, m.name order by r.source, m.name""",
        [company_id],
    ).fetchall()
    lines = section("出现在哪些名单上")
    for title, name, count, evidence in found:
        places = evidence.split("; ")
        more = f"；……共 {count} 处" if len(places) > 5 else ""
        lines.append(f"  {title}　写作“{name}”：{'；'.join(places[:5])}{more}")
    doubtful = connection.execute(
        """select distinct coalesce(c.title, d.source) as title, d.names, d.evidence
        from claim_in_doubt d left join stg_contract c on c.source = d.source
        where d.company_id = ? order by title, d.names, d.evidence""",
        [company_id],
    ).fetchall()
    for title, names, evidence in doubtful:
        lines.append(f"  还不能断定　{title}　{names}：{evidence}")
    return lines if found or doubtful else [*lines, "  （没有）"]


def _pool(connection, company_id: str) -> list[str]:
    found = connection.execute(
        """select p.tier_title, p.is_next, p.status, p.signals, p.titles, p.gaps, p.exclusions,
            p.application_note
        from cultivation_pool p left join tiers t on t.tier = p.tier where p.company_id = ?
        order by p.is_next desc, t.ladder_order nulls last, p.tier""",
        [company_id],
    ).fetchall()
    lines = section("培育库")
    if not found:
        return [*lines, *absent(connection, company_id)]
    signals, titles = found[0][3], found[0][4]
    lines.append(f"  入库信号：{signals or '没有'}　　有效称号：{titles or '没有'}")
    for title, is_next, status, _, _, gaps, exclusions, note in found:
        mark = "　← 下一称号" if is_next else ""
        lines.append(f"  {title}：{words.term(words.STATUS, status)}{mark}")
        if is_next:
            lines += points("不予纳入", exclusions) + points("弱项与可得分", gaps) + said("申报情况", note)
    return lines
