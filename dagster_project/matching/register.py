"""Register rows of every delivery -> companies, their names over time, and identifiers that were superseded."""

import numpy as np
import pandas as pd
import pyarrow as pa

from dagster_project.identity.codes import company_key, valid_usccs
from dagster_project.identity.names import fold_names
from dagster_project.identity.owners import split_owners
from dagster_project.matching.mentions import in_order

COMPANY = [
    "company_id",
    "uscc",
    "registration_no",
    "register_id",
    "name",
    "former_names",
    "county_code",
    "zone_code",
    "county_basis",
    "is_provisional",
    "evidence",
    "source",
]
NAME = ["company_id", "name", "kind", "evidence"]
TEXTS = [  # of a row of the register
    "name",
    "uscc",
    "registration_no",
    "register_id",
    "former_names",
    "county",
    "county_code",
    "zone",
    "address",
]
ALIAS = ["alias_id", "company_id", "reason"]
NO_NAME = frozenset({"-", "--", "—", "无", "/", "暂无", "NULL", "无曾用名"})


def build_register(rows: pd.DataFrame, regions) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """lake/company_registry rows -> (company: COMPANY + established_on, address, known_since; company_name: NAME +
    known_since; company_alias: ALIAS). Sorted by key.

    A company is described by its latest current row, else by its last row in an earlier delivery (source then says
    company_registry_earlier). known_since: date of the first delivery that holds the company, or the name.
    """
    rows = rows.copy()
    for column in TEXTS:
        rows[column] = rows[column].fillna("").astype(str)
    rows["company_id"] = company_ids(rows)
    rows = rows[rows["company_id"].ne("") & rows["name"].ne("")]
    rows["company_id"], alias = _supersede(rows)
    order = ["company_id", "is_current", "delivery_date", "evidence"]
    rows = in_order(rows, order, descending=("is_current", "delivery_date"))
    chosen = rows.drop_duplicates("company_id").reset_index(drop=True)
    names = _names(rows, chosen)
    county, basis, zone = locate(chosen, regions)
    is_code = valid_usccs(pa.array(chosen["company_id"].tolist(), pa.string()))
    former = names[names["kind"].eq("former")].groupby("company_id", sort=True)["name"].agg("; ".join)
    company = pd.DataFrame(
        {
            "company_id": chosen["company_id"],
            "uscc": chosen["company_id"].where(is_code, ""),
            "registration_no": np.where(
                chosen["company_id"].str.startswith("R:"),
                chosen["company_id"].str[2:],
                chosen["registration_no"],
            ),
            "register_id": chosen["register_id"],
            "name": chosen["name"],
            "former_names": chosen["company_id"].map(former).fillna(""),
            "county_code": county,
            "zone_code": zone,
            "county_basis": basis,
            "is_provisional": False,
            "evidence": chosen["evidence"],
            "source": np.where(
                chosen["is_current"].astype(bool), "company_registry", "company_registry_earlier"
            ),
            "established_on": chosen["established_on"],
            "address": chosen["address"],
            "known_since": chosen["company_id"].map(_first_seen(rows, ["company_id"])),
        }
    )
    return company, names, alias


def _first_seen(rows: pd.DataFrame, keys: list[str]) -> pd.Series:
    """The earliest delivery_date by `keys`. Not by groupby().min(), which calls Python for each of a register's companies."""
    rows = in_order(rows[[*keys, "delivery_date"]], ["delivery_date"])
    return rows.drop_duplicates(keys).set_index(keys)["delivery_date"]


def company_ids(rows: pd.DataFrame) -> np.ndarray:
    """company_id of each row: codes.company_key, in one pass where the USCC column holds a valid one."""
    uscc = rows["uscc"].tolist()
    valid = valid_usccs(pa.array(uscc, pa.string()))
    keys = np.asarray(uscc, dtype=object)
    others = zip(
        *(rows[column].to_numpy(object)[~valid] for column in ("uscc", "registration_no", "register_id")),
        strict=True,
    )
    keys[~valid] = [company_key(*codes) for codes in others]
    return keys


def _supersede(rows: pd.DataFrame) -> tuple[np.ndarray, pd.DataFrame]:
    """(company_id a row, alias): an R: or X: key whose number stands beside exactly one USCC elsewhere becomes that USCC."""
    learnt: dict[str, set] = {}
    uncoded = rows["company_id"].str.contains(":", regex=False)
    coded, held = rows[~uncoded], set(rows.loc[uncoded, "company_id"])
    for prefix, column in (("R:", "registration_no"), ("X:", "register_id")):
        asked = coded[column].isin([key.removeprefix(prefix) for key in held if key.startswith(prefix)])
        told = coded[asked & coded[column].ne("") & coded[column].ne(coded["company_id"])]
        told = told.drop_duplicates([column, "company_id"])
        for number, company_id in zip(told[column].tolist(), told["company_id"].tolist(), strict=True):
            learnt.setdefault(prefix + number, set()).add(company_id)
    alias = {old: min(new) for old, new in learnt.items() if len(new) == 1}
    frame = pd.DataFrame(
        [(old, alias[old], "后来的登记名录给出了统一社会信用代码") for old in sorted(alias)], columns=ALIAS
    )
    keys = rows["company_id"].to_numpy(object)
    return np.array([alias.get(key, key) for key in keys], dtype=object) if alias else keys, frame


def _names(rows: pd.DataFrame, chosen: pd.DataFrame) -> pd.DataFrame:
    """NAME + known_since: the chosen row's name is `registered`; names in other rows and in former_names are `former`."""
    told = rows[["company_id", "name", "evidence", "delivery_date"]]
    has = rows[rows["former_names"].ne("")]
    listed = [
        (company_id, name, evidence, date)
        for company_id, cell, evidence, date in zip(
            has["company_id"], has["former_names"], has["evidence"], has["delivery_date"], strict=True
        )
        for name in split_owners(cell)
        if name not in NO_NAME
    ]
    former = pd.concat([told, pd.DataFrame(listed, columns=told.columns)], ignore_index=True)
    former["kind"] = "former"
    frame = pd.concat([chosen[told.columns].assign(kind="registered"), former], ignore_index=True)
    frame["folded"] = fold_names(frame["name"].tolist())
    frame = frame[frame["folded"].ne("")]
    first = _first_seen(frame, ["company_id", "folded"]).rename("known_since")
    order = ["company_id", "kind", "folded", "delivery_date", "evidence"]
    frame = in_order(frame, order, descending=("kind",))
    frame = frame.drop_duplicates(["company_id", "folded"]).join(first, on=["company_id", "folded"])
    return frame[[*NAME, "known_since"]].reset_index(drop=True)


def locate(rows: pd.DataFrame, regions) -> tuple[list[str], list[str], list[str]]:
    """(county_code, county_basis register|address|zone|'', zone_code) of rows with county, county_code, zone, address."""
    cache: dict[tuple[str, str], str] = {}

    def once(read, kind: str, text: str) -> str:
        if not text:
            return ""
        if (kind, text) not in cache:
            cache[kind, text] = read(text) or ""
        return cache[kind, text]

    out = []
    told = (rows[column].tolist() for column in ("county", "county_code", "zone", "address"))
    for county, code, zone, address in zip(*told, strict=True):
        zone_code = once(regions.zone_in, "zone", zone)
        if not zone_code and ("开发区" in address or "园区" in address or "经开" in address):
            zone_code = regions.zone_in(address) or ""
        found = once(regions.find, "county", county) or once(regions.find, "county", code)
        basis = "register" if found else ""
        if not found and address:
            found = regions.in_address(address) or ""
            basis = "address" if found else ""
        if not found and zone_code:
            found = once(regions.find, "county", zone)
            basis = "zone" if found else ""
        out.append((found, basis, zone_code))
    counties, bases, zones = zip(*out, strict=True) if out else ((), (), ())
    return list(counties), list(bases), list(zones)
