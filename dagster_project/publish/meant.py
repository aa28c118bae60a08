"""Which one company a person means; where that is not said, what there is to choose from and where the name stands."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from dagster_project.identity.names import fold_name
from dagster_project.publish import words
from dagster_project.publish.find import Directory, Hit
from dagster_project.publish.terminal import table

MOST_SHOWN = 20
MOST_LISTED = 5


def company_meant(connection: duckdb.DuckDBPyConnection, asked: str) -> tuple[str, list[str]]:
    """The company_id of the one company named or coded `asked`; where only a list spells it so, also to whom that was
    decided and on which rows: a short form may stand in the names of several.

    Raises ValueError when several fit, with a list to choose from, and when none does, with the nearest names.
    """
    names = Directory(connection)
    hits = names.find(asked)
    if len(hits) == 1:
        return hits[0].company_id, []
    found = _on_lists(connection, asked)
    listed = [f"  名单上有：{one.title}，{one.told}，{one.evidence}" for one in found[:MOST_LISTED]]
    decided = {one.company_id for one in found if one.company_id}
    if len(decided) == 1:
        return decided.pop(), [f"“{asked.strip()}”是名单上的写法，以下是它对应的企业", *listed, ""]
    if hits:
        several = _choose(f"“{asked}”对应 {len(hits)} 家企业，请用代码或全称选一家：", hits)
        raise ValueError("\n".join([*several, *listed]))
    if alike := names.near(asked):
        raise ValueError("\n".join([*_choose(f"没有找到“{asked}”。相近的名称：", alike), *listed]))
    raise ValueError(
        "\n".join([f"没有找到“{asked}”，也没有相近的名称：请核对名称或统一社会信用代码", *listed])
    )


@dataclass(frozen=True)
class _Listed:
    """A name as a list spells it: the list, how it was decided (in words), its first row, the company decided on."""

    title: str
    told: str
    evidence: str
    company_id: str | None


def _on_lists(connection: duckdb.DuckDBPyConnection, asked: str) -> list[_Listed]:
    """Where a name or code that is no one company's stands on a list, however written, and how it was decided, where it is no
    company's why and what comes nearest: nothing is lost in silence."""
    found = connection.execute(
        f"""select coalesce(c.title, m.source),
            {words.case_of(words.DECISION, "x.decision")} || coalesce('是' || k.name, '') || '（' || concat_ws('；', k.company_id,
                {words.case_of(words.RULE, "x.rule")},
                case when x.decision <> 'accept' then '最像的是' || nullif(x.candidate_name, '') end) || '）',
            m.first_evidence, k.company_id
        from stg_mention as m inner join stg_match as x using (mention_id)
        left join stg_contract as c on m.source = c.source
        left join stg_company_alias as a on x.company_id = a.alias_id
        left join company as k on x.decision = 'accept' and k.company_id = coalesce(a.company_id, x.company_id)
        where $asked <> '' and (m.folded_name = $folded or m.published_code = upper($asked)) order by 1, 3""",
        {"asked": asked.strip(), "folded": fold_name(asked) or asked},
    ).fetchall()
    return [_Listed(*row) for row in found]


def _choose(title: str, hits: list[Hit]) -> list[str]:
    rows = [
        (h.name, h.uscc or h.company_id, h.county, "" if h.by_name == h.name else h.by_name) for h in hits
    ]
    lines = [title, *table(("企业名称", "代码或编号", "县（市、区）", "曾用或别名"), rows[:MOST_SHOWN])]
    return lines + ([f"  ……还有 {len(rows) - MOST_SHOWN} 家，请写得更全"] if len(rows) > MOST_SHOWN else [])
