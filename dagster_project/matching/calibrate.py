"""Fit weights.yaml to labelled names, by hand when evidence items change:

    python -m dagster_project.matching.calibrate --registry R.csv --cases C.csv

Writes weights.yaml (labels and contradictions as they stand), and beside it calibration.md (how, and how good) and
calibration.svg (reliability). Logistic regression by pair over names that are nowhere exact, ridge towards 0: an item that the
data never show weighs nothing. Items about codes, the list's region and dates are not in such data and stay as a person gave
them. Thresholds follow thresholds.py's rule on folds within the names fitted on. No name is judged by weights, or by a threshold,
that saw its own company.
"""

import argparse
import re
from pathlib import Path

import numpy as np
import pandas as pd
import yaml
from scipy.optimize import minimize

from dagster_project.identity.regions import Regions
from dagster_project.matching.calibration_report import write_report
from dagster_project.matching.decision import WEIGHTS, decide, load_weights, rank, score
from dagster_project.matching.labelled import FOLDS, labelled_pairs
from dagster_project.matching.thresholds import choose

RIDGE = 1.0
SURE = (
    "exact",
    "plain",
    "lettered",
    "former",
    "told_former",
)  # as a person gave them: such names are not in the data
# What a name of each kind counts for: real ones most.
SHARE = {"cases": 1.0, "twins": 0.25, "absent_noise": 0.1, "noise": 0.1, "cases_lists": 0.0}
FITTED = (
    "name",
    "trade",
    "industry",
    "number",
    "group",
    "form",
    "branch",
    "note",
    "region",
    "town",
    "rarity",
    "chance",
    "departures",
    "whole",
)


def fit(pairs: pd.DataFrame, weights: dict) -> dict:
    """`weights` with intercept and FITTED items fitted to the pairs (labelled.labelled_pairs) that are nowhere exact."""
    sure = pairs["name"].isin(SURE)
    pairs = pairs[~pairs["mention"].isin(pairs.loc[sure, "mention"])]
    terms = {
        term: place + 1
        for place, term in enumerate(
            (item, value) for item in FITTED for value in weights["items"][item] if value not in SURE
        )
    }
    told = np.column_stack(
        [pairs[item].map({v: place for (i, v), place in terms.items() if i == item}) for item in FITTED]
    )
    kind = pd.DataFrame(told).groupby(list(range(told.shape[1]))).ngroup().to_numpy()
    kinds = told[np.unique(kind, return_index=True)[1]]
    share = pairs["source"].map(SHARE).to_numpy(float)
    same = pairs["is_same"].to_numpy(float)
    yes = np.bincount(kind, share * same, len(kinds))
    no = np.bincount(kind, share * (1 - same), len(kinds))
    design = np.zeros((len(kinds), len(terms) + 1))
    design[:, 0] = 1
    np.put_along_axis(design, kinds, 1, axis=1)

    def loss(now: np.ndarray) -> tuple[float, np.ndarray]:
        odds = design @ now
        drawn = np.concatenate([[0], now[1:]])
        value = (yes * np.logaddexp(0, -odds) + no * np.logaddexp(0, odds)).sum() + RIDGE * (drawn**2).sum()
        return value, design.T @ ((yes + no) / (1 + np.exp(-odds)) - yes) + 2 * RIDGE * drawn

    start = np.zeros(len(terms) + 1)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    fitted = yaml.safe_load(yaml.safe_dump(weights, allow_unicode=True))
    fitted["intercept"] = round(float(found[0]), 1)
    for (item, value), place in terms.items():
        fitted["items"][item][value]["weight"] = round(float(found[place]), 1)
    return fitted


def judged_unseen(pairs: pd.DataFrame, weights: dict) -> pd.DataFrame:
    """decision.decide of every name by weights from the folds that it is not in, whatever its probability."""
    open_ = _with(weights, {"accept": 0.0, "review": 0.0})
    parts = []
    for fold in sorted(pairs["fold"].unique()):
        fitted = fit(pairs[pairs["fold"].ne(fold)], open_)
        parts.append(decide(rank(score(pairs[pairs["fold"].eq(fold)], fitted)), fitted))
    return pd.concat(parts, ignore_index=True)


def fit_whole(pairs: pd.DataFrame, weights: dict) -> dict:
    """Weights from all of `pairs`, thresholds (thresholds.choose) from folds within them."""
    return _with(fit(pairs, weights), choose(judged_unseen(pairs, weights), pairs))


def _with(weights: dict, limits: dict) -> dict:
    return weights | {"thresholds": weights["thresholds"] | limits}


def out_of_fold(pairs: pd.DataFrame, weights: dict) -> pd.DataFrame:
    """A decision a mention (decision.decide, with source, is_same, is_present and the thresholds used) by weights and thresholds
    that only the other folds gave."""
    parts = []
    for fold in range(FOLDS):
        others, mine = pairs[pairs["fold"].ne(fold)], pairs[pairs["fold"].eq(fold)]
        fitted = fit_whole(others, weights)
        limits = fitted["thresholds"]
        parts.append(
            decide(rank(score(mine, fitted)), fitted).assign(accept=limits["accept"], review=limits["review"])
        )
    return pd.concat(parts, ignore_index=True)


def write_weights(path: Path, fitted: dict) -> None:
    """Put fitted numbers into weights.yaml, line by line: its comments and labels stay."""
    lines, item = [], ""
    for line in path.read_text(encoding="utf-8").splitlines():
        head = re.match(r"^  (\w+):$", line)
        value = re.match(r"^    (\w+): \{weight: [-0-9.]+", line)
        item = head.group(1) if head else item
        if value and item in FITTED and value.group(1) not in SURE:
            number = fitted["items"][item][value.group(1)]["weight"]
            line = re.sub(r"weight: [-0-9.]+", f"weight: {number}", line, count=1)
        line = re.sub(r"^intercept: .*", f"intercept: {fitted['intercept']}", line)
        for name in ("accept", "review"):
            line = re.sub(rf"^(  {name}: )[0-9.]+", rf"\g<1>{fitted['thresholds'][name]}", line)
        lines.append(line)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reader.add_argument("--registry", required=True, help="as for pool match --registry")
    reader.add_argument(
        "--cases", required=True, help="published_name, company_id (empty: not in the registry)"
    )
    told = reader.parse_args()
    read = {"dtype": str, "keep_default_na": False}
    registry = pd.read_csv(told.registry, **read)
    cases = pd.read_csv(told.cases, **read)
    weights = load_weights(WEIGHTS)
    pairs = labelled_pairs(registry, cases, Regions.load())
    found = out_of_fold(pairs, weights)
    fitted = fit_whole(pairs, weights)
    write_weights(WEIGHTS, fitted)
    present = int(cases["company_id"].ne("").sum())
    print(write_report(WEIGHTS.parent, found, {"present": present, "absent": len(cases) - present}, fitted))


if __name__ == "__main__":
    main()
