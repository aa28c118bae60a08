"""Fictional names against a small fictional registry: what a person says of each, and what the matcher said when it was last read.

cases.csv: group, name [, uscc, address, county_code], and by hand: expected, company, why.
  accept  accepted as `company`;     found   accepted as `company`, or in review with it first
  refuse  not accepted;              review  in review
matched.csv: the answers as they stand, without probabilities, so that a change of the matcher shows as a diff. To write them
anew, and then to read the diff before it is committed: python tests/golden/test_matching.py
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import pandas as pd

from dagster_project.matching.stand_alone import match_tables

HERE = Path(__file__).parent
# Still answered wrongly, with what to mend; a name leaves this list when it is right.
OPEN: dict[str, str] = {}
FROZEN = ["group", "name", "decision", "company_id", "candidate_name", "rule"]


def _read(name: str) -> pd.DataFrame:
    return pd.read_csv(HERE / name, dtype=str, keep_default_na=False)


@cache
def answered() -> pd.DataFrame:
    """The cases with the matcher's answers beside them."""
    cases = _read("cases.csv")
    found = match_tables(_read("registry.csv"), cases, _read("decisions.csv"))
    return pd.concat([cases, found.drop(columns="name").fillna("")], axis=1)


def _wrong(row) -> bool:
    first = row.candidate_id == row.company
    return {
        "accept": row.company_id != row.company,
        "found": row.decision == "none" or not first,
        "refuse": row.decision == "accept",
        "review": row.decision != "review",
    }[row.expected]


def test_every_case_is_answered_as_a_person_would():
    wrong = [
        f"{row.group}: {row.name_!r} {row.why}: expected {row.expected} {row.company}, "
        f"found {row.decision} {row.candidate_name!r} ({row.rule}, {row.probability}) {row.evidence}"
        for row in answered().rename(columns={"name": "name_"}).itertuples()
        if _wrong(row) and row.name_ not in OPEN
    ]
    assert not wrong, "\n" + "\n".join(wrong)


def test_nothing_changed_since_it_was_last_read():
    before = [tuple(row) for row in _read("matched.csv")[FROZEN].itertuples(index=False)]
    now = [tuple(row) for row in answered()[FROZEN].itertuples(index=False)]
    changed = [f"- {a}\n+ {b}" for a, b in zip(before, now, strict=False) if a != b]
    assert len(before) == len(now) and not changed, (
        "\n" + "\n".join(changed) + "\nright? python tests/golden/test_matching.py"
    )


def freeze() -> None:
    """Write matched.csv anew."""
    with open(HERE / "matched.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(FROZEN)
        writer.writerows(answered()[FROZEN].itertuples(index=False))


if __name__ == "__main__":
    freeze()
