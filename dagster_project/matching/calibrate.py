"""Fit weights.yaml to labelled names, by hand when evidence items change:

    python -m dagster_project.matching.calibrate --registry R.csv --cases C.csv

Writes weights.yaml (labels and contradictions as they stand), and beside it calibration.md (how, and how good) and
calibration.svg (reliability). Logistic regression by pair over names that are nowhere exact, ridge towards 0: an item that the
data never show weighs nothing. Items about codes, the list's region and dates are not in such data and stay as a person gave
them. The threshold for accepting is the lowest from LOWEST on at which none of the real cases is false and, with one name in three absent
and the absent ones as hard as `twins` and `absent_noise` together, PRECISION of the accepted are right. No name is judged by weights that saw its own
company.
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

RIDGE = 1.0
SURE = ("exact", "plain", "former", "told_former")  # as a person gave them: such names are not in the data
# What a name of each kind counts for: real ones most.
SHARE = {"cases": 1.0, "twins": 0.25, "absent_noise": 0.1, "noise": 0.1}
PRECISION = 0.999
LOWEST = 85  # per cent: less sure than that, a person is asked whatever the data say
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
    kinds, kind = np.unique(told, axis=0, return_inverse=True)
    share = pairs["source"].map(SHARE).to_numpy(float)
    same = pairs["is_same"].to_numpy(float)
    yes = np.bincount(kind.ravel(), share * same, len(kinds))
    no = np.bincount(kind.ravel(), share * (1 - same), len(kinds))
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


def best_accept(pairs: pd.DataFrame, weights: dict) -> float:
    """The threshold (module's head) for `weights`, from LOWEST in steps of 0.01."""
    found = decide(rank(score(pairs, weights)), _accepting(weights, 0.0))
    real = found[found["source"].eq("cases")]
    absent = found[found["source"].isin(["twins", "absent_noise"])]
    names = pairs.loc[pairs["source"].isin(["twins", "absent_noise"]), "mention"].nunique()
    for accept in np.arange(LOWEST, 100) / 100:
        taken = real[real["decision"].eq("accept") & real["probability"].ge(accept)]
        false = taken["is_same"].eq(False).sum()
        wrong = (absent["decision"].eq("accept") & absent["probability"].ge(accept)).sum() / max(1, names) / 2
        right = taken["is_same"].sum() / max(1, real["is_present"].sum())
        if not false and right / (right + wrong) >= PRECISION:
            return float(accept)
    return 0.99


def _accepting(weights: dict, accept: float) -> dict:
    return weights | {"thresholds": weights["thresholds"] | {"accept": accept}}


def out_of_fold(pairs: pd.DataFrame, weights: dict) -> pd.DataFrame:
    """A decision a mention (decision.decide, with source, is_same, is_present and the threshold used) by weights and a
    threshold from the other folds."""
    parts = []
    for fold in range(FOLDS):
        others, mine = pairs[pairs["fold"].ne(fold)], pairs[pairs["fold"].eq(fold)]
        fitted = fit(others, weights)
        accept = best_accept(others, fitted)
        found = decide(rank(score(mine, fitted)), _accepting(fitted, accept))
        parts.append(found.assign(accept=accept))
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
        line = re.sub(r"^(  accept: )[0-9.]+", rf"\g<1>{fitted['thresholds']['accept']}", line)
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
    fitted = fit(pairs, weights)
    fitted = _accepting(fitted, best_accept(pairs, fitted))
    write_weights(WEIGHTS, fitted)
    present = int(cases["company_id"].ne("").sum())
    print(write_report(WEIGHTS.parent, found, {"present": present, "absent": len(cases) - present}, fitted))


if __name__ == "__main__":
    main()
