"""The standards as a person reads them: the list, and one whole, from the very rows that judge."""

from __future__ import annotations

from dagster_project import assess
from dagster_project.assess.results import Done
from dagster_project.publish import words
from dagster_project.publish.standard_conditions import conditions
from dagster_project.publish.standard_faults import faults
from dagster_project.publish.standard_indicators import indicators
from dagster_project.publish.standard_words import ASSUMED, Notes, region, span, tiers
from dagster_project.publish.terminal import plain, section, table
from dagster_project.sql import dicts

KIND = {
    "tier": "梯度认定标准",
    "size": "企业划型",
    "list": "名单准入条件",
    "entry": "培育库入库条件",
    "watch": "重点关注对象",
    "target": "努力目标（不是认定标准）",
}
TRUST = {
    "verbatim": "全文在手",
    "copies": "两处以上公开文本互证",
    "copy": "一处公开文本",
    "paraphrase": "仅见转述，未见原文",
    "memory": "凭记忆，未核对原文",
}


def outcome(done: Done) -> str:
    """What an assessment of a facts table came to, in words: counts by status, columns passed over, remarks."""
    counts = "，".join(
        f"{name} {done.statuses[code]}" for code, name in words.CLAUSE.items() if code in done.statuses
    )
    lines = [f"共 {done.companies} 家" + (f"：{counts}" if counts else "")]
    if done.passed_over:
        lines.append(f"不在量的目录中的列，没有用：{'、'.join(done.passed_over)}")
    lines += done.remarks
    return "\n".join(lines)


def listed() -> str:
    """Every standard: its id, title, document, when it is in force, and what it judges."""
    with assess.engine() as connection:
        rows = dicts(
            connection,
            """select s.*, d.short_title, d.number from standards as s inner join documents as d using (document_id)
            order by s.rowid""",
        )
    titles = tiers()
    told = [
        (
            row["standard_id"],
            row["title"],
            row["number"] or row["short_title"],
            span(row["in_force_from"], row["in_force_to"]) + (ASSUMED if row["assumption"] else ""),
            _judges(row, titles),
        )
        for row in rows
    ]
    return "\n".join(table(("编号", "名称", "文件", "施行", "判定什么"), told, indent=""))


def shown(standard_id: str) -> str:
    """One standard whole: document, whom it judges and when, conditions, indicators, and what rests on a reading.

    Raises ValueError for an unknown id.
    """
    with assess.engine() as connection:
        standard = assess.standard_row(connection, standard_id)
        notes = Notes()
        return "\n".join(
            [
                *_head(connection, standard, notes),
                *faults(connection, standard_id),
                *_applicability(connection, standard, notes),
                *conditions(connection, standard_id, notes),
                *indicators(connection, standard, notes),
                *notes.lines(),
            ]
        )


def _head(connection, standard: dict, notes: Notes) -> list[str]:
    [document] = dicts(connection, "select * from documents where document_id = ?", [standard["document_id"]])
    number = f"（{document['number']}）" if document["number"] else ""
    issuer = "，".join(
        part
        for part in (document["issuer"], f"{document['issued_on']} 印发" if document["issued_on"] else "")
        if part
    )
    lines = [
        f"{standard['title']}　{standard['standard_id']}",
        f"  文件：《{document['title']}》{number}　{issuer}",
        f"  所据文本：{TRUST[document['trust']]}" + (f"；{document['note']}" if document["note"] else ""),
        f"  施行：{span(standard['in_force_from'], standard['in_force_to'])}{notes.mark(standard, '标准')}"
        f"　适用地区：{region(standard['region'])}",
        f"  判定：{_judges(standard, tiers())}　出处：{standard['citation']}",
    ]
    if standard["pass_score"] is not None:
        full = f"，满分 {plain(standard['full_points'])} 分" if standard["full_points"] is not None else ""
        title = (
            ""
            if standard["full_points"] is not None
            else f"（{_metric(connection, standard['score_metric'])}）"
        )
        lines.append(f"  及格：{plain(standard['pass_score'])} 分{title}{full}")
    return lines


def _applicability(connection, standard: dict, notes: Notes) -> list[str]:
    rows = dicts(
        connection,
        "select * from applicability where standard_id = ? order by rowid",
        [standard["standard_id"]],
    )
    lines = []
    for row in rows:
        cohort = ""
        if row["cohort_from"] or row["cohort_to"]:
            cohort = f"，{span(row['cohort_from'], row['cohort_to'])}认定的"
        lines.append(
            f"  {words.PURPOSE[row['purpose']]}：{span(row['judged_from'], row['judged_to'])}判定的"
            f"{cohort}，{region(row['region'])}{_prevails(row, rows)}{notes.mark(row, '适用 ' + row['citation'])}　出处：{row['citation']}"
        )
    return [*section("用来判谁（梯度：" + tiers().get(standard["tier"], "") + "）"), *lines] if lines else []


def _prevails(row: dict, rows: list[dict]) -> str:
    """Said of a region's own rule where a rule for the whole country holds for the same: the nearer one judges."""
    when = ("purpose", "cohort_from", "cohort_to", "judged_from", "judged_to")
    national = any(other["region"] == "*" and all(other[key] == row[key] for key in when) for other in rows)
    return "（地方规定优先）" if row["region"] != "*" and national else ""


def _judges(standard: dict, titles: dict[str, str]) -> str:
    kind = KIND[standard["kind"]]
    return f"{titles[standard['tier']]}：{kind}" if standard["tier"] else kind


def _metric(connection, metric: str) -> str:
    found = connection.execute("select title from metrics where metric = ?", [metric]).fetchone()
    return found[0] if found else metric
