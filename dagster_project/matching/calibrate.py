"""Fit weights.yaml: run by hand when evidence items change (python -m dagster_project.matching.calibrate REGISTRY CASES).

Training pairs, all of names that are nowhere exact:
- labelled cases (published_name, company_id; an empty company_id means that the company is not in the registry);
- names of the registry itself with their own company taken out: whatever is likest then is a twin, and must be refused;
- names of the registry with one or two slips put in (noise.py), with their company there and with it taken out.
Logistic regression by pair, drawn towards the weights as they stand (PULL), so that an item which the data seldom show keeps
what a person gave it. Weights are rounded to a tenth. Items about codes, the list's region and dates are not in the data and
stay as they are, and so do labels, contradictions and thresholds.
"""

import sys

import numpy as np
import pandas as pd
import yaml
from scipy.optimize import minimize

from dagster_project.identity.names import fold_all, parse
from dagster_project.identity.regions import Regions
from dagster_project.matching.candidates import find_candidates
from dagster_project.matching.decision import WEIGHTS, load_weights
from dagster_project.matching.evidence import gather_evidence
from dagster_project.matching.index import NameIndex
from dagster_project.matching.noise import with_noise
from dagster_project.matching.stand_alone import register_index

PULL = 2.0
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
    "crowd",
    "departures",
)


def training_pairs(index: NameIndex, names: list[str], truth: list[str], source: str) -> pd.DataFrame:
    """Evidence of every candidate pair of `names` that is not the very name, with `is_same` (company_id is the truth)."""
    parsed = [parse(text) for text in fold_all(names)]
    mentions = pd.DataFrame({"published_code": [""] * len(names), "region_code": "", "first_date": None})
    evidence = gather_evidence(find_candidates(index, parsed), mentions, parsed, index)
    ids = index.companies["company_id"].to_numpy()[evidence["company"]]
    evidence["is_same"] = ids == np.asarray(truth, dtype=object)[evidence["mention"].to_numpy()]
    return evidence[evidence["name"].isin(["variant", "respelled"])].assign(source=source)


def assemble(
    registry: pd.DataFrame, cases: pd.DataFrame, regions, seed: int = 1, size: int = 6000
) -> pd.DataFrame:
    """All training pairs; `source` says which of the kinds. Companies that are to be absent are taken out before the index
    is built, so that how rare a name is does not count them."""
    registry = registry.sort_values(["company_id", "name"]).reset_index(drop=True)
    order = np.random.default_rng(seed).permutation(np.flatnonzero(registry["name"].str.len().ge(6)))
    absent, present = registry.iloc[order[:size]], registry.iloc[order[size : 2 * size]]
    whole = register_index(registry, regions)
    rest = register_index(registry[~registry["company_id"].isin(absent["company_id"])], regions)
    gone = [""] * len(absent)
    return pd.concat([
        training_pairs(whole, cases["published_name"].tolist(), cases["company_id"].tolist(), "cases"),
        training_pairs(rest, absent["name"].tolist(), gone, "twins"),
        training_pairs(rest, with_noise(absent["name"].tolist(), seed), gone, "absent_noise"),
        training_pairs(whole, with_noise(present["name"].tolist(), seed), present["company_id"].tolist(), "noise"),
    ], ignore_index=True)  # fmt: skip


def fit(pairs: pd.DataFrame, weights: dict) -> dict:
    """`weights` with intercept and FITTED items fitted to `pairs`."""
    terms = [(item, value) for item in FITTED for value in weights["items"][item]]
    design = np.column_stack(
        [np.ones(len(pairs)), *(pairs[item].eq(value).to_numpy() for item, value in terms)]
    ).astype(float)
    before = np.array([weights["intercept"], *(weights["items"][i][v]["weight"] for i, v in terms)])
    same = pairs["is_same"].to_numpy(float)
    share = {source: 2000 / count for source, count in pairs.groupby("source")["mention"].nunique().items()}
    weight = pairs["source"].map(share).to_numpy(float)

    def loss(now: np.ndarray) -> tuple[float, np.ndarray]:
        odds = design @ now
        off = now - before
        value = (weight * (np.logaddexp(0, odds) - same * odds)).sum() + PULL * (off**2).sum()
        return value, design.T @ (weight * (1 / (1 + np.exp(-odds)) - same)) + 2 * PULL * off

    found = minimize(loss, before, jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    fitted = yaml.safe_load(yaml.safe_dump(weights, allow_unicode=True))
    fitted["intercept"] = round(float(found[0]), 1)
    for (item, value), number in zip(terms, found[1:], strict=True):
        fitted["items"][item][value]["weight"] = round(float(number), 1)
    return fitted


def main(registry: str, cases: str) -> None:
    """Print fitted weights as lines for weights.yaml; put them there by hand, and read them first."""
    read = {"dtype": str, "keep_default_na": False}
    frame = pd.read_csv(registry, **read)[["company_id", "name", "former_names"]]
    fitted = fit(assemble(frame, pd.read_csv(cases, **read), Regions.load()), load_weights(WEIGHTS))
    print(f"intercept: {fitted['intercept']}")
    for item, values in fitted["items"].items():
        print(f"  {item}:")
        for value, told in values.items():
            print(f"    {value}: {told['weight']}")


if __name__ == "__main__":
    main(*sys.argv[1:3])
