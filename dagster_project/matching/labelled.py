"""Labelled names to fit and to measure the matcher on: pairs with their evidence, and which of them are one company.

Kinds (`source`):
- cases: published names whose company is known (company_id; empty: the company is not in the registry);
- twins: names of the registry itself with their own company taken out, so that whatever is likest is another company (names that
  it holds twice, under two numbers, are left out: nobody could say which of the two is meant, and either is right);
- absent_noise, noise: names of the registry with one or two slips put in (noise.py), their company taken out, or there;
- cases_lists: the real cases with what lists do to names (noise.LISTS); they are judged, never fitted on.
"""

import zlib

import numpy as np
import pandas as pd

from dagster_project.identity.names import fold_name, fold_names, parse
from dagster_project.matching.evidence import ITEMS
from dagster_project.matching.index import NameIndex
from dagster_project.matching.noise import LISTS, with_noise
from dagster_project.matching.resolve import weigh_up
from dagster_project.matching.stand_alone import register_index

FOLDS = 5
SEED = 1


def labelled_pairs(registry: pd.DataFrame, cases: pd.DataFrame, regions, size: int = 8000) -> pd.DataFrame:
    """Evidence of all pairs of all kinds, with source, mention (unique over kinds), is_same, is_present (the mention's company
    is in the registry) and fold (0..FOLDS-1, one company one fold).

    registry: as stand_alone.register_index; cases: published_name, company_id; `size` names of each made-up kind.
    Companies that are to be absent are taken out before the index is built, so that how rare a name is does not count them.
    """
    registry = registry.sort_values(["company_id", "name"]).reset_index(drop=True)
    order = np.random.default_rng(SEED).permutation(np.flatnonzero(registry["name"].str.len().ge(6)))
    absent, present = registry.iloc[order[:size]], registry.iloc[order[size : 2 * size]]
    whole = register_index(registry, regions)
    absent = absent[[not held_twice(whole, name) for name in absent["name"]]]
    rest = register_index(registry[~registry["company_id"].isin(absent["company_id"])], regions)
    gone, taken = [""] * len(absent), absent["company_id"].tolist()
    ids = present["company_id"].tolist()
    names, truth = cases["published_name"].tolist(), cases["company_id"].tolist()
    keys = [company or name for company, name in zip(truth, fold_names(names), strict=True)]
    kinds = [
        _pairs(whole, names, truth, keys, "cases"),
        _pairs(whole, with_noise(names, SEED, kinds=LISTS), truth, keys, "cases_lists"),
        _pairs(rest, absent["name"].tolist(), gone, taken, "twins"),
        _pairs(rest, with_noise(absent["name"].tolist(), SEED), gone, taken, "absent_noise"),
        _pairs(whole, with_noise(present["name"].tolist(), SEED), ids, ids, "noise"),
    ]
    before = 0
    for kind in kinds:
        kind["mention"] += before
        before += int(kind.attrs["names"])
    return pd.concat(kinds, ignore_index=True)


def held_twice(index: NameIndex, name: str) -> bool:
    """Whether the registry holds a name under two numbers: nobody could say which of the two is meant."""
    parsed = parse(fold_name(name))
    rows = {*index.written(parsed), *index.exact.get(parsed.plain, ())}
    return len(set(index.names["company"].to_numpy()[list(rows)])) > 1


def _pairs(
    index: NameIndex, names: list[str], truth: list[str], keys: list[str], source: str
) -> pd.DataFrame:
    parsed = [parse(text) for text in fold_names(names)]
    mentions = pd.DataFrame({"published_code": [""] * len(names), "region_code": "", "first_date": None})
    pairs = weigh_up(index, mentions, parsed)
    told = np.asarray(truth, dtype=object)[pairs["mention"].to_numpy()]
    pairs["is_same"] = index.companies["company_id"].to_numpy()[pairs["company"]] == told
    pairs["is_present"] = told != ""
    fold = np.asarray([zlib.crc32(key.encode()) % FOLDS for key in keys])
    pairs["fold"] = fold[pairs["mention"].to_numpy()]
    pairs.attrs = {"names": len(names)}
    return pairs.astype(dict.fromkeys(ITEMS, object)).assign(source=source)
