"""A cell of a list that holds several names: each is looked up, and a person is told which of them is a company.

Nothing of such a cell is accepted by name, and the order of its names changes nothing.
"""

import json

import pandas as pd

from dagster_project.identity.names import fold_name, fold_names, parse
from dagster_project.identity.owners import is_person, split_owners
from dagster_project.matching.index import NameIndex
from dagster_project.matching.resolve import resolve

_FIRST = {"accept": 0, "review": 1}
_FOUND = ["candidate_id", "candidate_name", "probability"]


def owners_in(cell: str) -> list[str]:
    """The names in one cell, as split_owners tells them; a line break that only wraps a name parts nothing."""
    names = split_owners(cell)
    if len(names) > 1 and not all(is_person(name) or parse(fold_name(name)).form for name in names):
        names = split_owners("".join(cell.splitlines()))
    return names


def look_up_owners(index: NameIndex, cells: list[str], match: pd.DataFrame) -> pd.DataFrame:
    """`match` (resolve.MATCH and decided_by, a row a cell) with the cells of several names, which neither a person nor their code has
    settled, put before a person under rule `several_owners`, where one of the names is, or may be, a company's."""
    open_ = match["decision"].ne("accept") & match["decided_by"].eq("")
    held = [(at, owners_in(cells[at])) for at in match.index[open_]]
    asked = [
        (at, len(names), name)
        for at, names in held
        if len(names) > 1
        for name in names
        if not is_person(name)
    ]
    if not asked:
        return match
    parts = pd.DataFrame(asked, columns=["cell", "size", "owner"]).astype({"owner": object})
    mentions = pd.DataFrame({"folded_name": fold_names(parts["owner"].tolist())}, dtype=object)
    found, _ = resolve(index, mentions.assign(published_code="", region_code="", first_date=None))
    found = pd.concat([parts, found.assign(first=found["decision"].map(_FIRST))], axis=1)
    found = found.dropna(subset="first").sort_values(
        ["cell", "first", "probability", "candidate_id", "owner"], ascending=[True, True, False, True, True]
    )
    for row in found.drop_duplicates("cell").itertuples():
        label = f"一格里有 {row.size} 个名称，其中“{row.owner}”可对照；请拆开后逐个核对"
        several = {"item": "owners", "value": "several", "label": label, "side": "contradiction"}
        match.loc[row.cell, _FOUND] = [getattr(row, column) for column in _FOUND]
        match.loc[row.cell, ["decision", "rule"]] = ["review", "several_owners"]
        match.loc[row.cell, "match_evidence"] = json.dumps(
            [several, *json.loads(row.match_evidence)], ensure_ascii=False
        )
    return match
