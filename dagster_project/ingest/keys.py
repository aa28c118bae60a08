"""The key of a row: what makes two rows of a source the same statement, one of them the later."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dagster_project.identity.text import fold, fold_array
from dagster_project.ingest.contract import Contract

NAME, CODES = "name", ("uscc", "published_code")
_SUBJECT = frozenset((NAME, *CODES, "county"))  # whom a row names, not what it says of them


def statement(contract: Contract, row: dict[str, object]) -> dict[str, str]:
    """What a row says of whom it names, by column, as it is compared; a blank cell says nothing."""
    return {
        name: fold(str(row[name]))
        for name in contract.columns
        if name in row and name not in _SUBJECT and row[name] not in (None, "")
    }


def row_keys(contract: Contract, table: pa.Table) -> pa.StringArray:
    """The rows' keys, each as one text, names folded. Where a `distinct_if_blank` column is blank, the whole
    content belongs to it.
    """
    texts = []
    for group in contract.key:
        parts = []
        for name in group:
            text = pc.cast(table[name].combine_chunks(), pa.string())
            parts.append(
                fold_array(text) if contract.columns[name].type in ("name", "names", "text") else text
            )
        texts.append(pc.fill_null(pc.coalesce(*parts), ""))
    keyed = {name for group in contract.key for name in group}
    scope = [name for name in contract.replaces_by if name not in keyed]
    key = pc.binary_join_element_wise(*texts, joined(table, tuple(scope)), "\x1f")
    if not contract.distinct_if_blank:
        return key
    blank = pa.array(np.zeros(table.num_rows, bool))
    for name in contract.distinct_if_blank:
        blank = pc.or_(blank, table[name].combine_chunks().is_null())
    content = joined(table, tuple(contract.columns))
    return pc.if_else(blank, pc.binary_join_element_wise(key, content, "\x1e"), key)


def joined(table: pa.Table, columns: tuple[str, ...]) -> pa.StringArray:
    """Several columns as one text a row; '' for every row where there are none."""
    if not columns:
        return pa.array([""] * table.num_rows, pa.string())
    texts = [pc.fill_null(pc.cast(table[name].combine_chunks(), pa.string()), "") for name in columns]
    return pc.binary_join_element_wise(*texts, "\x1f")
