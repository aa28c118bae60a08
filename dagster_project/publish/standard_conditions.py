"""The conditions of a standard as a person reads them: base conditions, routes, clauses, alternatives."""

from __future__ import annotations

from itertools import groupby

from dagster_project.publish import words
from dagster_project.publish.standard_words import Notes, border, span, unit_of
from dagster_project.publish.terminal import plain, section
from dagster_project.sql import dicts

OPERATOR = {">=": "不低于", ">": "高于", "<=": "不高于", "<": "低于", "=": "为", "!=": "不为"}
NUMERALS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def conditions(connection, standard_id: str, notes: Notes) -> list[str]:
    rows = dicts(
        connection,
        """select c.*, m.title as metric_title, m.unit, m.kind, g.title as category_title
        from conditions as c left join metrics as m using (metric)
        left join categories as g on g.standard_id = c.standard_id and c.metric = 'score_' || g.category_id
        where c.standard_id = ? order by c.role, c.rowid""",
        [standard_id],
    )
    routes = list(dict.fromkeys(row["route"] for row in rows if row["role"] == "route"))
    lines = []
    for (role, route), group in groupby(rows, key=lambda row: (row["role"], row["route"])):
        clauses = list(group)
        title = clauses[0]["route_title"]
        if role == "base":
            lines += section(f"{title}（都要满足）")
        else:
            either = f"路径 {routes.index(route) + 1}/{len(routes)}：" if len(routes) > 1 else "条件："
            rule = "各条都要满足；任一路径满足即可" if len(routes) > 1 else "各条都要满足"
            lines += section(f"{either}{title}（{rule}）")
        for number, (_, one) in enumerate(groupby(clauses, key=_same_clause), start=1):
            lines += _clause(number, list(one), notes)
    return lines


def _same_clause(row: dict) -> tuple:
    return row["clause"], row["purpose"], row["judged_from"], row["judged_to"]


def _clause(number: int, rows: list[dict], notes: Notes) -> list[str]:
    """A clause: its text; where it has several rows, its alternatives, each with all its rows."""
    first = rows[0]
    when = []
    if first["purpose"] != "both":
        when.append(f"只用于{words.PURPOSE[first['purpose']]}")
    if first["judged_from"] or first["judged_to"]:
        when.append(f"{span(first['judged_from'], first['judged_to'])}判定的")
    told = f"（{'，'.join(when)}）" if when else ""
    alternatives = [list(group) for _, group in groupby(rows, key=lambda row: row["alternative"])]
    marks = [[notes.mark(row, row["citation"]) or border(row) for row in group] for group in alternatives]
    if len(rows) == 1:
        return [
            f"  {number}. {first['clause_text']}{told}{marks[0][0]}",
            f"       即：{_bound(first)}　出处：{first['citation'] or '没有写'}",
        ]
    lines = [f"  {number}. {first['clause_text']}{told}"]
    for n, group in enumerate(alternatives):
        lead = f"{_numeral(n)}" if len(alternatives) > 1 else "即："
        rule = "，且".join(_bound(row) + mark for row, mark in zip(group, marks[n], strict=True))
        cited = "、".join(dict.fromkeys(row["citation"] for row in group))
        lines.append(f"       {lead}{rule}　出处：{cited}")
    if len(alternatives) > 1:
        lines.insert(1, "       满足任一：")
    return lines


def _bound(row: dict) -> str:
    """A condition row in words: 上年度研发费用不低于 50 万元; 列入经营异常名录：须为否."""
    title = (
        row["metric_title"]
        or {"score_total": "评价得分"}.get(row["metric"])
        or f"{row['category_title']}得分"
    )
    judged = "（由人工判定）" if row["judged_by"] == "person" else ""
    if row["operator"] in ("is_true", "is_false"):
        return f"{title}：须为{'是' if row['operator'] == 'is_true' else '否'}{judged}"
    if row["operator"] == "is_unknown":
        return f"{title}未知"
    if row["text_value"] is not None:
        return f"{title}{OPERATOR[row['operator']]}{row['text_value']}{judged}"
    if legend := words.LEGENDS.get(row["metric"]):
        return (
            f"{title}{OPERATOR[row['operator']]}{legend[int(row['value'])]}（{plain(row['value'])}）{judged}"
        )
    unit = row["unit"] if row["metric_title"] else "分"
    return f"{title}{OPERATOR[row['operator']]} {plain(row['value'])}{unit_of(unit)}{judged}"


def _numeral(n: int) -> str:
    return NUMERALS[n] if n < len(NUMERALS) else f"（{n + 1}）"
