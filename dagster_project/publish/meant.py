"""Which one company a person means; where that is not said, what there is to choose from and where the name stands."""

from __future__ import annotations

import duckdb

from dagster_project.publish import words
from dagster_project.publish.find import Directory, Hit
from dagster_project.publish.terminal import table

MOST_SHOWN = 20


def company_meant(connection: duckdb.DuckDBPyConnection, asked: str) -> str:
    """The company_id of the one company named or coded `asked`.

    Raises ValueError when several fit, with a list to choose from, and when none does, with the nearest names.
    """
    names = Directory(connection)
    hits = names.find(asked)
    if len(hits) == 1:
        return hits[0].company_id
    if hits:
        raise ValueError(
            "\n".join(_choose(f"“{asked}”对应 {len(hits)} 家企业，请用代码或全称选一家：", hits))
        )
    listed = _on_lists(connection, asked)
    if alike := names.near(asked):
        raise ValueError("\n".join([*_choose(f"没有找到“{asked}”。相近的名称：", alike), *listed]))
    raise ValueError(
        "\n".join([f"没有找到“{asked}”，也没有相近的名称：请核对名称或统一社会信用代码", *listed])
    )


def _on_lists(connection: duckdb.DuckDBPyConnection, asked: str) -> list[str]:
    """Where a name or code that is no company's stands on a list, and how it was decided: nothing is lost in silence."""
    found = connection.execute(
        f"""select coalesce(c.title, m.source), {words.case_of(words.DECISION, "x.decision")}, m.first_evidence
        from stg_mention as m inner join stg_match as x using (mention_id)
        left join stg_contract as c on m.source = c.source
        where m.name = $asked or m.published_code = upper($asked) order by 1, 3 limit 5""",
        {"asked": asked.strip()},
    ).fetchall()
    return [f"  名单上有：{title}，{word}，{evidence}" for title, word, evidence in found]


def _choose(title: str, hits: list[Hit]) -> list[str]:
    rows = [
        (h.name, h.uscc or h.company_id, h.county, "" if h.by_name == h.name else h.by_name) for h in hits
    ]
    lines = [title, *table(("企业名称", "代码或编号", "县（市、区）", "曾用或别名"), rows[:MOST_SHOWN])]
    return lines + ([f"  ……还有 {len(rows) - MOST_SHOWN} 家，请写得更全"] if len(rows) > MOST_SHOWN else [])
