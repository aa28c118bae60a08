"""Rows of every list -> the names on them: one mention a (source, folded name, published code, region), its rows beneath."""

import hashlib
from functools import lru_cache

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from dagster_project.identity.codes import valid_usccs
from dagster_project.identity.names import fold_names
from dagster_project.identity.owners import is_person, split_owners
from dagster_project.matching.published_codes import clean_code

NOT_LISTS = frozenset({"company_registry", "match_decision"})
MENTION = [
    "mention_id",
    "source",
    "name",
    "folded_name",
    "published_code",
    "region_code",
    "address",
    "kind",
    "row_count",
    "first_evidence",
    "first_date",
]
MENTION_ROW = ["source", "evidence", "owner_rank", "owner_count", "mention_id", "role"]
# The columns that hold names and what they make of who stands there.
ROLES = {"name": "owner", "owners": "owner", "new_owners": "new_owner", "new_name": "new_name"}
# The day that a row tells of, as far as a company must exist by then; the first that the source has.
DATES = ("granted_on", "recognised_on", "issued_on", "awarded_on", "paid_on", "penalised_on", "listed_on")
# Sources whose names may be people's.
WITH_PEOPLE = frozenset({"patent_grant", "credit_blacklist", "penalty"})


def read_mentions(source: str, rows: pd.DataFrame, regions) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Accepted rows of one source (contract columns + evidence) -> (mention: MENTION, mention_row: MENTION_ROW)."""
    parts = [_names(rows, column, role) for column, role in ROLES.items() if column in rows]
    parts = [part for part in parts if len(part)]
    if not parts:
        return pd.DataFrame(columns=MENTION), pd.DataFrame(columns=MENTION_ROW)
    told = pd.concat(parts, ignore_index=True)
    told["folded_name"] = fold_names(told["name"].tolist())
    told = told[told["folded_name"].ne("")].copy()
    told["region_code"] = _once(told["county"], lambda text: _code_in(regions, text))
    zoned = told["region_code"].eq("") & told["zone"].ne("")
    told.loc[zoned, "region_code"] = _once(told.loc[zoned, "zone"], regions.find)
    told["published_code"] = _codes(told["published_code"].tolist())
    key = ["folded_name", "published_code", "region_code"]
    told = in_order(told, [*key, "evidence", "role", "owner_rank"])
    begins = _changes(told, key)
    group = np.cumsum(begins) - 1
    mention = told.loc[begins, [*key, "name", "evidence"]].rename(columns={"evidence": "first_evidence"})
    mention = mention.reset_index(drop=True)
    files = begins | _changes(told, ["evidence"])
    mention["row_count"] = np.add.reduceat(files.astype(np.int64), np.flatnonzero(begins))
    mention["first_date"] = told["date"].groupby(group).min()
    addressed = told["address"].ne("").to_numpy()
    first = dict(zip(group[addressed][::-1], told["address"].to_numpy(object)[addressed][::-1], strict=True))
    mention["address"] = [first.get(number, "") for number in range(len(mention))]
    mention["source"] = source
    mention["mention_id"] = [
        mention_id(source, *row) for row in zip(*(mention[column].tolist() for column in key), strict=True)
    ]
    people = source in WITH_PEOPLE
    mention["kind"] = [
        "person" if people and is_person(name, code) else "organisation"
        for name, code in zip(mention["name"].tolist(), mention["published_code"].tolist(), strict=True)
    ]
    told["mention_id"] = mention["mention_id"].to_numpy(object)[group]
    told["source"] = source
    told = in_order(told, ["evidence", "role", "owner_rank", "mention_id"])
    return in_order(mention, ["mention_id"])[MENTION], told[MENTION_ROW]


def in_order(frame: pd.DataFrame, by: list[str], descending: tuple[str, ...] = ()) -> pd.DataFrame:
    """`frame` in the order of `by`, rows that tie as they stood: by Arrow, which sorts texts many times faster."""
    keys = pa.table({column: pa.array(frame[column], from_pandas=True) for column in by})
    how = [(column, "descending" if column in descending else "ascending") for column in by]
    order = pc.sort_indices(keys, sort_keys=how)
    return frame.iloc[order.to_numpy()].reset_index(drop=True)


def _changes(frame: pd.DataFrame, columns: list[str]) -> np.ndarray:
    """Which rows differ from the one above in any of `columns`; the first does."""
    changed = np.ones(len(frame), dtype=bool)
    values = [frame[column].to_numpy(object) for column in columns]
    changed[1:] = np.logical_or.reduce([told[1:] != told[:-1] for told in values])
    return changed


@lru_cache(maxsize=1 << 16)
def _code_in(regions, text: str) -> str:
    """A list names the same few counties as every other."""
    return regions.code_in(text)


def mention_id(source: str, folded_name: str, published_code: str, region_code: str) -> str:
    """The mention's key: a hash of what it is made of, so that a re-delivery asks nobody again."""
    text = "\x1f".join((source, folded_name, published_code, region_code))
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def _names(rows: pd.DataFrame, column: str, role: str) -> pd.DataFrame:
    """One row a name in `column`: name, owner_rank (from 1), owner_count, role, and what the row says of it."""
    rows = rows[rows[column].notna() & rows[column].ne("")]
    several = column in ("owners", "new_owners")
    cells = rows[column].tolist()
    owners = {cell: split_owners(cell) for cell in dict.fromkeys(cells)} if several else {}
    lists = [owners[cell] for cell in cells] if several else [[cell] for cell in cells]
    at = [i for i, names in enumerate(lists) for _ in names]
    rank = [i + 1 for names in lists for i in range(len(names))]
    frame = pd.DataFrame(
        {
            "name": [name for names in lists for name in names],
            "owner_rank": rank,
            "owner_count": [len(lists[i]) for i in at],
            "role": role,
        }
    )
    first = frame["owner_rank"].eq(1) & (column in ("name", "owners"))
    code = _text(rows, "uscc").where(_text(rows, "uscc").ne(""), _text(rows, "published_code"))
    if "company_id" in rows:
        code = code.where(code.ne(""), _text(rows, "company_id").str.replace(r"^[RX]:", "", regex=True))
    frame["published_code"] = "" if several else code.to_numpy(object)[at]
    frame["county"] = "" if several else _text(rows, "county").to_numpy(object)[at]
    frame["zone"] = "" if several else _text(rows, "zone").to_numpy(object)[at]
    frame["address"] = pd.Series(_text(rows, "address").to_numpy(object)[at], dtype=object).where(first, "")
    frame["evidence"] = rows["evidence"].to_numpy(object)[at]
    dates = next(
        (rows[name] for name in DATES if name in rows), pd.Series([None] * len(rows), index=rows.index)
    )
    frame["date"] = pd.to_datetime(dates).to_numpy("datetime64[s]")[at]
    return frame


def _text(rows: pd.DataFrame, column: str) -> pd.Series:
    if column not in rows:
        return pd.Series([""] * len(rows), index=rows.index, dtype=object)
    return rows[column].astype(object).where(rows[column].notna(), "").astype(object)


def _codes(texts: list[str]) -> list[str]:
    """clean_code of every text; what is a valid USCC as it stands is clean."""
    distinct = list(dict.fromkeys(texts))
    whole = valid_usccs(pa.array(distinct, pa.string())).tolist()
    known = {
        text: text if is_whole else clean_code(text) for text, is_whole in zip(distinct, whole, strict=True)
    }
    return [known[text] for text in texts]


def _once(texts: pd.Series, read) -> list[str]:
    """`read` of every text, each distinct text once."""
    known = {text: (read(text) or "") if text else "" for text in dict.fromkeys(texts.tolist())}
    return [known[text] for text in texts.tolist()]
