"""Why a company is not in the pool, of the things that keep one out the first, as models/pool/pool_subject.sql asks for them."""

from __future__ import annotations

import duckdb

from dagster_project.publish.context import read_context


def absent(connection: duckdb.DuckDBPyConnection, company_id: str) -> list[str]:
    """Lines for a terminal: the titles that it holds all the same, and what keeps it out, with the evidence."""
    [(in_region, is_legal, has_ended, status, company)] = connection.execute(
        "select in_region, is_legal_person, has_ended, status, evidence from company where company_id = ?",
        [company_id],
    ).fetchall()
    titles = connection.execute(
        """select string_agg(coalesce(k.tier_title, t.tier), '、' order by k.ladder_order nulls last, t.tier)
        from title t left join tiers k on k.tier = t.tier where t.company_id = ? and t.in_force""",
        [company_id],
    ).fetchall()[0][0]
    size = connection.execute(
        """select value_high, evidence from company_metric
        where company_id = ? and basis = 'today' and metric = 'is_sme'""",
        [company_id],
    ).fetchall()
    too_large = bool(size) and size[0][0] == 0
    reasons = (
        (has_ended, f"登记状态：{status}", company),
        (in_region is False, f"不在{read_context(connection).region_name}登记", company),
        (is_legal is False, "不是独立法人", company),
        (too_large, "超出中小企业划型标准，不是中小企业", size[0][1] if size else ""),
    )
    why, evidence = next(((text, of) for holds, text, of in reasons if holds), ("没有入库信号和称号", ""))
    held = f"持有{titles}，但" if titles else ""
    lines = [f"  不在培育库中：{held}{why}" + ("；称号的复核见上面“复核预警”" if titles else "")]
    return lines + ([f"    依据：{evidence}"] if evidence else [])
