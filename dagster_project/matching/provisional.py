"""Companies that no register row tells of, known from a list alone: by a valid USCC, or by a title. Never by likeness."""

import hashlib

import pandas as pd

from dagster_project.identity.codes import is_uscc
from dagster_project.identity.names import parse

_LAID = ["decision", "rule", "candidate_id", "candidate_name", "company_id", "probability"]


def add_provisional(
    mentions: pd.DataFrame, match: pd.DataFrame, regions, known: set[str], bearers_of_titles: set[str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """mentions (mentions.MENTION) and match (by position) -> (match with names of provisional companies accepted, the companies).

    A name without a code joins a provisional company only when it is the very same name, one company alone bears it, and
    neither region speaks against it. Companies carry the columns of register.COMPANY and former names as a list.
    """
    told: dict[int, tuple] = {}
    open_ = match["decision"].eq("none") & mentions["kind"].eq("organisation")
    coded = mentions[open_]
    coded = coded[coded["published_code"].map(is_uscc).astype(bool) & ~coded["published_code"].isin(known)]
    companies: dict[str, dict] = {}
    bearers: dict[str, set[str]] = {}
    coded = coded.sort_values(
        ["row_count", "first_evidence", "mention_id"], ascending=[False, True, True], kind="stable"
    )
    for code, group in coded.groupby("published_code", sort=True):
        companies[code] = _company(code, code, group, regions)
        head = parse(companies[code]["folded"])
        for position, mention in group.iterrows():
            name = parse(mention["folded_name"])
            alike = name.folded == head.folded or (
                name.trade == head.trade and name.branch == head.branch and bool(name.trade)
            )
            _tell(told, position, code, companies[code]["name"], "provisional_code", alike)
            if alike:
                bearers.setdefault(name.folded, set()).add(code)
                companies[code]["names"].setdefault(name.folded, (mention["name"], mention["first_evidence"]))
    titled = mentions[
        open_ & mentions["mention_id"].isin(bearers_of_titles) & ~mentions.index.isin(coded.index)
    ]
    titled = titled.sort_values("mention_id", kind="stable")
    for (name, region), group in titled.groupby(["folded_name", "region_code"], sort=True):
        if name not in bearers or (
            region and all(_apart(region, companies[c]["county_code"]) for c in bearers[name])
        ):
            key = "X:" + hashlib.sha256(f"{name}\x1f{region}".encode()).hexdigest()[:16]
            companies[key] = _company(key, "", group, regions)
            bearers.setdefault(name, set()).add(key)
    rest = mentions[open_ & ~mentions.index.isin(coded.index) & mentions["folded_name"].isin(list(bearers))]
    for position, name, region, code in zip(
        rest.index, rest["folded_name"], rest["region_code"], rest["published_code"], strict=True
    ):
        fits = sorted(c for c in bearers[name] if not _apart(region, companies[c]["county_code"]))
        if fits:
            first = companies[fits[0]]
            _tell(
                told,
                position,
                fits[0],
                first["name"],
                "provisional_name",
                len(fits) == 1 and not is_uscc(code),
            )
    return _laid(match, told), pd.DataFrame(list(companies.values()))


def _company(company_id: str, uscc: str, group: pd.DataFrame, regions) -> dict:
    first = group.iloc[0]
    county = next((code for code in group["region_code"] if code), "")
    basis = "list" if county else ""
    if not county:
        county = next((found for found in map(regions.in_address, group["address"]) if found), "")
        basis = "address" if county else ""
    return {
        "company_id": company_id,
        "uscc": uscc,
        "registration_no": "",
        "register_id": "",
        "name": first["name"],
        "former_names": "",
        "county_code": county,
        "zone_code": "",
        "county_basis": basis,
        "is_provisional": True,
        "evidence": first["first_evidence"],
        "source": first["source"],
        "folded": first["folded_name"],
        "names": {first["folded_name"]: (first["name"], first["first_evidence"])},
    }


def _apart(a: str, b: str) -> bool:
    return bool(a and b and a != b)


def _tell(told: dict[int, tuple], position: int, company_id: str, name: str, rule: str, accept: bool) -> None:
    """Note under `told` what a mention's row becomes, in the order of _LAID; rows are laid all at once."""
    told[position] = (
        "accept" if accept else "review",
        rule if accept else rule + "_unclear",
        company_id,
        name,
        company_id if accept else None,
        1.0 if accept else 0.5,
    )


def _laid(match: pd.DataFrame, told: dict[int, tuple]) -> pd.DataFrame:
    match = match.copy()
    for column, values in zip(_LAID, zip(*told.values(), strict=True), strict=False):
        match.loc[list(told), column] = pd.Series(values, index=list(told), dtype=match[column].dtype)
    return match
