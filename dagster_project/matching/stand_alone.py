"""Any two tables of names, without a lake: what `pool match` runs."""

import re

import numpy as np
import pandas as pd

from dagster_project.identity.codes import is_registration_no, is_uscc, tidy
from dagster_project.identity.names import fold_names
from dagster_project.identity.regions import Regions
from dagster_project.matching.decisions_by_people import apply_verdicts
from dagster_project.matching.index import NameIndex
from dagster_project.matching.published_codes import clean_code
from dagster_project.matching.several_owners import look_up_owners
from dagster_project.matching.tables import match_mentions
from dagster_project.matching.telling import in_words

OUT = ["name", "company_id", "decision", "candidate_id", "candidate_name", "rule", "probability", "evidence"]
MEANT = [
    "folded_name",
    "published_code",
    "region_code",
    "address",
    "broken",
]  # two rows that agree in these mean the same
REGISTRY = ("company_id", "name", "former_names", "address", "county_code")


def register_index(registry: pd.DataFrame, regions, progress=None) -> NameIndex:
    """An index of registry rows: company_id, name [, former_names (; between)] [, address] [, county_code].

    Rows without an id or a name are left out; of rows with the same id every name counts, and the first address."""
    companies, names = _companies(registry, regions)
    return NameIndex.build(companies, names, progress)


def _companies(registry: pd.DataFrame, regions) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(companies, names) as NameIndex.build wants them."""
    frame = pd.DataFrame({column: _text(registry, column) for column in REGISTRY})
    frame = frame[frame["company_id"].ne("") & frame["name"].ne("")].sort_values(
        list(REGISTRY), kind="stable"
    )
    names = [
        (company_id, name, "former")
        for company_id, cell in zip(frame["company_id"], frame["former_names"], strict=True)
        if cell
        for name in re.split("[;；]", cell)  # a line break only wraps a name
    ]
    names = pd.concat(
        [
            frame[["company_id", "name"]].assign(kind="registered"),
            pd.DataFrame(names, columns=["company_id", "name", "kind"]),
        ],
        ignore_index=True,
    )
    told = frame.mask(frame.eq(""))
    companies = told.groupby("company_id", sort=True).first().fillna("").reset_index()
    codes = [tidy(company_id) for company_id in companies["company_id"]]
    companies["uscc"] = [code if is_uscc(code) else "" for code in codes]
    companies["registration_no"] = [code if is_registration_no(code) else "" for code in codes]
    companies["county_code"] = [
        (regions.find(code) if code else "") or (regions.in_address(address) if address else "") or ""
        for code, address in zip(companies["county_code"], companies["address"], strict=True)
    ]
    companies["established_on"] = None
    return companies, names


def match_tables(
    registry: pd.DataFrame,
    names: pd.DataFrame,
    decisions: pd.DataFrame | None = None,
    progress=None,
    index: NameIndex | None = None,
    problems: list[str] | None = None,
) -> pd.DataFrame:
    """Match rows of `names` (name or published_name [, uscc] [, address] [, county_code]) against `registry`.

    Returns OUT, a row a row of `names`, in its order; company_id only where accepted, evidence as a reader is told it.
    decisions: name, uscc, verdict, company_id, decided_by, decided_at, note; what is wrong with them is added to `problems`
    (Chinese). Other columns are passed over. Raises ValueError when a name column is missing.
    """
    regions = Regions.load()
    column = next((c for c in ("name", "published_name") if c in names), None)
    if column is None or not {"company_id", "name"} <= set(registry):
        missing = "name 或 published_name" if column is None else "company_id、name"
        raise ValueError(
            f"缺少列：{missing}；实有：{'、'.join(map(str, names if column is None else registry))}"
        )
    index = index or register_index(registry, regions, progress)
    asked = pd.DataFrame(
        {
            "name": _text(names, column),
            "published_code": [clean_code(code) for code in _text(names, "uscc")],
            "region_code": [
                (regions.find(code) or "") if code else "" for code in _text(names, "county_code")
            ],
            "address": _text(names, "address"),
            "source": "",
            "kind": "organisation",
            "first_date": None,
        },
        dtype=object,
    )
    told = asked["name"]
    # a line break may part two names, where folding leaves no trace of it
    asked["broken"] = [text if "\n" in text or "\r" in text else "" for text in told]
    asked["folded_name"] = pd.Series(fold_names(told.tolist()), dtype=object)
    # lists name a company again and again
    meant: dict[tuple, int] = {}
    rows = zip(*(asked[column].tolist() for column in MEANT), strict=True)
    which = [meant.setdefault(row, len(meant)) for row in rows]
    asked = asked.iloc[np.unique(which, return_index=True)[1]].reset_index(drop=True)
    asked["mention_id"] = asked.index.astype(str)
    rulings, wrong = apply_verdicts(
        decisions if decisions is not None else pd.DataFrame(),
        asked,
        set() if decisions is None else set(index.companies["company_id"]),
        {},
        {},
    )
    if problems is not None:
        problems += wrong
    match, _ = match_mentions(index, asked, rulings, regions, progress)
    match = look_up_owners(index, asked["name"].tolist(), match)
    texts = match["match_evidence"].tolist()
    words = {text: in_words(text) for text in dict.fromkeys(texts)}
    match["evidence"] = np.array([words[text] for text in texts], dtype=object)
    return match.iloc[which].reset_index(drop=True).assign(name=told)[OUT]


def _text(frame: pd.DataFrame, column: str) -> pd.Series:
    if column not in frame:
        return pd.Series([""] * len(frame), dtype=object)
    told = zip(frame[column].tolist(), frame[column].notna().tolist(), strict=True)
    return pd.Series([str(text) if known else "" for text, known in told], dtype=object)
