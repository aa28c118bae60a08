"""Rows of every list -> the names on them: one mention a (source, folded name, published code, region), its rows beneath."""

import hashlib

import pandas as pd

from dagster_project.identity.names import fold_all
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
    told["folded_name"] = fold_all(told["name"].tolist())
    told = told[told["folded_name"].ne("")].copy()
    told["region_code"] = _once(told["county"], regions.code_in)
    zoned = told["region_code"].eq("") & told["zone"].ne("")
    told.loc[zoned, "region_code"] = _once(told.loc[zoned, "zone"], regions.find)
    told["published_code"] = _once(told["published_code"], clean_code)
    key = ["folded_name", "published_code", "region_code"]
    told = told.sort_values([*key, "evidence", "role", "owner_rank"], kind="stable").reset_index(drop=True)
    group = told.groupby(key, sort=True)
    mention = group.agg(
        name=("name", "first"),
        row_count=("evidence", "nunique"),
        first_evidence=("evidence", "first"),
        first_date=("date", "min"),
    ).reset_index()
    addressed = told[told["address"].ne("")].drop_duplicates(key).set_index(key)["address"]
    mention["address"] = mention.join(addressed, on=key)["address"].fillna("")
    mention["source"] = source
    mention["mention_id"] = [
        mention_id(source, *row) for row in zip(*(mention[column] for column in key), strict=True)
    ]
    people = source in WITH_PEOPLE
    mention["kind"] = [
        "person" if people and is_person(name, code) else "organisation"
        for name, code in zip(mention["name"], mention["published_code"], strict=True)
    ]
    told = told.merge(mention[[*key, "mention_id"]], on=key, how="left")
    told["source"] = source
    told = told.sort_values(["evidence", "role", "owner_rank", "mention_id"], kind="stable")
    return mention[MENTION].sort_values("mention_id").reset_index(drop=True), told[MENTION_ROW].reset_index(
        drop=True
    )


def mention_id(source: str, folded_name: str, published_code: str, region_code: str) -> str:
    """The mention's key: a hash of what it is made of, so that a re-delivery asks nobody again."""
    text = "\x1f".join((source, folded_name, published_code, region_code))
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def _names(rows: pd.DataFrame, column: str, role: str) -> pd.DataFrame:
    """One row a name in `column`: name, owner_rank (from 1), owner_count, role, and what the row says of it."""
    rows = rows[rows[column].notna() & rows[column].ne("")]
    several = column in ("owners", "new_owners")
    lists = [split_owners(cell) if several else [cell] for cell in rows[column].tolist()]
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


def _once(texts: pd.Series, read) -> list[str]:
    """`read` of every text, each distinct text once."""
    known = {text: (read(text) or "") if text else "" for text in dict.fromkeys(texts.tolist())}
    return [known[text] for text in texts.tolist()]
