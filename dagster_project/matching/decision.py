"""From evidence to a probability, and to accept, review or none. Weights and thresholds: weights.yaml."""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

WEIGHTS = Path(__file__).with_name("weights.yaml")
_SLIPS = ["same", "sound", "look", "swap", "gap"]  # of a trade name: what one slip of the hand makes of it
_NAME_ORDER = {"exact": 0, "plain": 1, "former": 2, "respelled": 3, "told_former": 4, "variant": 5}


@lru_cache(maxsize=4)
def load_weights(path: Path = WEIGHTS) -> dict:
    """weights.yaml as {thresholds, intercept, items: {item: {value: {weight, label, contradiction}}}}."""
    return yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)


def score(evidence: pd.DataFrame, weights: dict | None = None) -> pd.DataFrame:
    """`evidence` with log_odds, probability (0..1, six decimals) and contradiction (bool)."""
    weights = weights or load_weights()
    log_odds = np.full(len(evidence), float(weights["intercept"]))
    contradiction = np.zeros(len(evidence), dtype=bool)
    coded = evidence["code"].eq("agrees").to_numpy()
    for item, values in weights["items"].items():
        if item in evidence:
            codes = codes_of(evidence[item], values)
            told = list(values.values())
            # the last is what weights.yaml does not know
            log_odds += np.array([float(one["weight"]) for one in told] + [np.nan])[codes]
            against = [str(one.get("contradiction", "")).lower() for one in told] + [""]
            contradiction |= np.array([kind == "true" for kind in against])[codes]
            contradiction |= np.array([kind == "unless_code" for kind in against])[codes] & ~coded
    return evidence.assign(
        log_odds=np.round(log_odds, 6),
        probability=np.round(1 / (1 + np.exp(-log_odds)), 6),
        contradiction=contradiction,
    )


def codes_of(column: pd.Series, values: Iterable[str]) -> np.ndarray:
    """Words as their places among `values`, -1 for another."""
    if isinstance(column.dtype, pd.CategoricalDtype) and list(column.cat.categories) == list(values):
        return column.cat.codes.to_numpy()
    return pd.Categorical(column, categories=list(values)).codes


def rank(scored: pd.DataFrame) -> pd.DataFrame:
    """The best pair of each mention and company, ranked from 1 within its mention: by log odds, then by company row."""
    how = codes_of(scored["name"], _NAME_ORDER)
    mention, company, row = (scored[column].to_numpy() for column in ("mention", "company", "name_row"))
    odds = -scored["log_odds"].to_numpy()
    order = np.lexsort((row, how, odds, company, mention))
    order = order[first_of(mention[order], company[order])]
    order = order[np.lexsort((company[order], odds[order], mention[order]))]
    starts = np.flatnonzero(first_of(mention[order]))
    ranks = np.arange(1, len(order) + 1) - np.repeat(starts, np.diff(starts, append=len(order)))
    return scored.iloc[order].reset_index(drop=True).assign(rank=ranks)


def first_of(*keys: np.ndarray) -> np.ndarray:
    """Which rows of sorted `keys` begin a new one."""
    first = np.ones(len(keys[0]), dtype=bool)
    first[1:] = np.logical_or.reduce([key[1:] != key[:-1] for key in keys])
    return first


def decide(ranked: pd.DataFrame, weights: dict | None = None) -> pd.DataFrame:
    """One row a mention that has candidates: mention, decision, rule, and the columns of its best candidate.

    Never accepted: a best candidate that anything contradicts, or that a second one comes near
    or shares the trade name with; a code that agrees on a
    wholly different name. Those, and probabilities between `review` and `accept`, are a person's.
    """
    limits = (weights or load_weights())["thresholds"]
    at = np.flatnonzero(ranked["rank"].to_numpy() == 1)
    best = ranked.iloc[at].reset_index(drop=True)
    followed = np.diff(at, append=len(ranked)) > 1
    second = ranked[["name", "code", "log_odds"]].iloc[np.where(followed, at + 1, at)].reset_index(drop=True)
    exact = best["name"].isin(["exact", "plain", "former"])
    rival = followed & (best["log_odds"] - second["log_odds"] < limits["rival"])
    # beside the very name, only the very name again, or a code, is near
    again = second["name"].isin(["exact", "former"]) | second["name"].eq("plain") & best["name"].ne("exact")
    rival &= ~exact | again | second["code"].isin(["agrees", "near"])
    whole = best["trade"].eq("same") & best["industry"].eq("same") & best["form"].isin(["same", "spelling"])
    rival |= best["name"].eq("variant") & ~whole & best["mention"].isin(_namesakes(ranked))
    # a short name is whoever bears it, or what begins with it
    heard = ranked.loc[ranked["rank"].gt(1) & ranked["trade"].isin(["same", "sound", "affix"]), "mention"]
    rival |= best["departures"].eq("short") & best["code"].ne("agrees") & best["mention"].isin(heard)
    stranger = best["code"].eq("agrees") & best["trade"].eq("different") & best["name"].eq("variant")
    likely = best["probability"] >= limits["accept"]
    possible = (best["probability"] >= limits["review"]) | stranger | exact | best["code"].eq("agrees")
    barred = best["contradiction"] | rival | stranger
    decision = np.where(likely & ~barred, "accept", np.where(possible, "review", "none")).astype(object)
    reason = np.select(
        [stranger, best["contradiction"] & possible, rival & possible],
        ["code_other_name", "contradiction", "rivals"],
        "",
    )
    how = np.select(
        [best["code"].eq("agrees"), best["name"].ne("variant")],
        ["code", best["name"].astype(object)],
        "variant",
    )
    rule = np.where(decision == "none", "unlikely", np.where(reason != "", reason, how)).astype(object)
    return best.assign(decision=decision, rule=rule)


def _namesakes(ranked: pd.DataFrame) -> pd.Series:
    """Mentions with a second candidate of that very place that bears the trade name, or one a slip away, in a line of business
    not wholly another: where words or form differ, they may as well be its own."""
    near = ranked["rank"].gt(1) & ranked["trade"].isin(_SLIPS) & ranked["region"].eq("same")
    near &= (
        ranked["branch"].isin(["none", "same"]) & ranked["number"].eq("same") & ranked["town"].ne("conflict")
    )
    return ranked.loc[near & ranked["industry"].ne("different"), "mention"]
