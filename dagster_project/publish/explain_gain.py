"""What one company can mend: clauses that fail, the next band of each indicator, the smallest set that reaches the pass line."""

from __future__ import annotations

from decimal import Decimal

import duckdb

from dagster_project import assess
from dagster_project.assess.gains import Plan, category_needs, enough, next_bands, smallest_set
from dagster_project.publish import words
from dagster_project.publish.terminal import plain
from dagster_project.sql import dicts

TO = {"up": "提高到", "down": "降到"}
MARK = "★"


def gains(
    connection: duckdb.DuckDBPyConnection,
    company_id: str,
    standard_id: str,
    score: Decimal | None,
    pass_score: Decimal | None,
) -> list[str]:
    """缺啥补啥 of one standard today: a line an improvement, those of the smallest set marked; [] where there is none.

    score is the lower end of the company's total; a pass_score that the standard's own indicators do not make has no steps.
    """
    mine = f"company_id = $company and basis = '{assess.TODAY}' and standard_id = $standard"
    steps = dicts(
        connection,
        f"""with metric_score as (select * from main.metric_score where {mine}),
        indicator_score as (select * from main.indicator_score where {mine})
        select g.*, m.title, coalesce(m.unit, '') as unit, m.kind, i.indicator_order
        from ({assess.model_sql(assess.STEPS)}) as g
        inner join metrics as m on g.metric = m.metric
        inner join indicators as i on g.standard_id = i.standard_id and g.indicator_id = i.indicator_id
        order by i.indicator_order, g.metric, g.gain, abs(g.change)""",
        {"company": company_id, "standard": standard_id},
    )
    if not steps or score is None or pass_score is None:
        return []
    minima = category_needs(connection, standard_id)
    now = dict(
        connection.execute(
            f"select category_id, sum(score_min) from indicator_score where {mine} group by category_id",
            {"company": company_id, "standard": standard_id},
        ).fetchall()
    )
    plan = smallest_set(
        steps, score, pass_score, {category: (now[category], need) for category, need in minima.items()}
    )
    chosen = plan.steps if plan else ()
    goal = f"{plain(pass_score)} 分{'和各大类最低分' if minima else ''}"
    marked = f"；{MARK} 为达到 {goal}费力最小的一组" if chosen else ""
    lines = [f"  —— 缺啥补啥（已知的量再上一档{marked}）"]
    for step in [*chosen, *(s for s in next_bands(steps) if s not in chosen)]:
        lines.append(f"    {MARK if step in chosen else '　'} {told(step)}")
    titles = dict(
        connection.execute(
            "select category_id, title from categories where standard_id = ?", [standard_id]
        ).fetchall()
    )
    below = [
        f"{titles[category]} {plain(now[category])} 分，{'最低' if included else '须高于'} {plain(bound)} 分"
        for category, (bound, included) in minima.items()
        if not enough(now[category], (bound, included))
    ]
    return [*lines, f"    {reach(plan, goal, below)}"]


def clause_gaps(connection: duckdb.DuckDBPyConnection, company_id: str, standard_id: str) -> list[str]:
    """What the failing clauses of today take, base ones and those of the best route: a line each; [] where none fails."""
    mine = f"company_id = $company and basis = '{assess.TODAY}' and standard_id = $standard"
    gaps = dicts(
        connection,
        f"""with condition_result as (select * from main.condition_result where {mine}),
        clause_result as (
            select * from main.clause_result where {mine} and (role = 'base' or route = (
                select best_route from assessment where {mine})))
        select g.*, m.title, coalesce(m.unit, '') as unit, m.kind
        from ({assess.model_sql(assess.GAPS)}) as g inner join metrics as m on g.metric = m.metric
        order by g.role, g.condition_id""",
        {"company": company_id, "standard": standard_id},
    )
    if not gaps:
        return []
    return [
        "  —— 没有满足的条件要补什么（只列已知的数；有几种办法的只列最接近满足的一种；得分不够的看指标和缺啥补啥）",
        *(f"      {_change(gap)}　出处：{gap['citation']}" for gap in gaps),
    ]


def told(step) -> str:
    """One improvement in words: 上年度研发费用：420 万元提高到 500 万元（差目标的 16.0%）：+2 分."""
    return f"{_change(step)}：+{plain(step['gain'])} 分　出处：{step['citation']}"


def _change(step) -> str:
    """What is to change: 资产负债率：84%降到 80%（差目标的 5.0%）, 研发机构级别：市级提高到省级, 自主品牌：由否变为是."""
    if step["kind"] == "flag":
        return f"{step['title']}：" + ("由否变为是" if step["direction"] == "up" else "由是变为否")
    to = TO[step["direction"]]
    if legend := words.LEGENDS.get(step["metric"]):
        return f"{step['title']}：“{legend[int(step['value'])]}”{to}“{legend[int(step['target'])]}”"
    unit = step["unit"] if step["unit"] in ("", "%") else f" {step['unit']}"
    edge = "" if step["target_included"] else "以上（不含）" if step["direction"] == "up" else "以下（不含）"
    return (
        f"{step['title']}：{plain(step['value'])}{unit}{to} {plain(step['target'])}{unit}{edge}"
        f"（差目标的 {float(step['effort']):.1%}）"
    )


def reach(plan: Plan | None, goal: str, below: list[str]) -> str:
    """What the marked set brings and what it is for; below: the categories that are below their minimum."""
    if plan is None:
        return f"已知的量全部做到最高，也到不了 {goal}：先补未知的数"
    if not plan.steps:
        return f"得分下限已达到 {goal}"
    total = [f"总分还差 {plain(plan.needed)} 分"] if plan.needed else []
    return f"{MARK} 共 {len(plan.steps)} 项，+{plain(plan.gain)} 分（{'；'.join([*total, *below])}）"
