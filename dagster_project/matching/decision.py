"""From evidence to a probability, and to accept, review or none. Weights and thresholds: weights.yaml."""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

WEIGHTS = Path(__file__).with_name("weights.yaml")
_SLIPS = ["same", "sound", "look", "swap", "gap"]  # of a trade name: what one slip of the hand makes of it
_NAMES = ("exact", "plain", "lettered", "former", "respelled", "told_former", "variant")
_NAME_ORDER = {name: place for place, name in enumerate(_NAMES)}


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
    ranks, mention = ranked["rank"].to_numpy(), ranked["mention"].to_numpy()
    at = np.flatnonzero(ranks == 1)
    best = ranked.iloc[at].reset_index(drop=True)
    odds = ranked["log_odds"].to_numpy()
    followed = np.diff(at, append=len(ranked)) > 1
    next_ = np.where(followed, at + 1, at)
    second = ranked[["name", "code"]].iloc[next_].reset_index(drop=True)
    exact = _are(best, "name", "exact", "plain", "lettered", "former")
    rival = followed & (odds[at] - odds[next_] < limits["rival"])
    # beside the very name, only the very name again, or a code, is near
    again = _are(second, "name", "exact", "lettered", "former")
    again |= _are(second, "name", "plain") & ~_are(best, "name", "exact")
    rival &= ~exact | again | _are(second, "code", "agrees", "near")
    whole = (
        _are(best, "trade", "same") & _are(best, "industry", "same") & _are(best, "form", "same", "spelling")
    )
    variant, coded = _are(best, "name", "variant"), _are(best, "code", "agrees")
    rival |= variant & ~whole & np.isin(mention[at], _namesakes(ranked))
    # a short name is whoever bears it, though too long a name be no candidate, or what begins with it
    heard = mention[(ranks > 1) & _are(ranked, "trade", "same", "sound", "affix")]
    several = np.isin(mention[at], heard) | _are(best, "rarity", "few", "some", "common")
    rival |= _are(best, "departures", "short") & ~coded & several
    stranger = coded & _are(best, "trade", "different") & variant
    probability, contradiction = best["probability"].to_numpy(), best["contradiction"].to_numpy()
    possible = (probability >= limits["review"]) | stranger | exact | coded
    barred = contradiction | rival | stranger
    accepted = (probability >= limits["accept"]) & ~barred
    decision = np.where(accepted, "accept", np.where(possible, "review", "none")).astype(object)
    told = [decision == "none", stranger, contradiction & possible, rival & possible, coded, ~variant]
    how = ["unlikely", "code_other_name", "contradiction", "rivals", "code", best["name"].to_numpy(object)]
    return best.assign(decision=decision, rule=np.select(told, how, "variant").astype(object))


def _are(rows: pd.DataFrame, item: str, *words: str) -> np.ndarray:
    """Which rows say one of `words`."""
    column = rows[item].array
    if isinstance(column, pd.Categorical):
        return np.array([word in words for word in column.categories])[column.codes]
    return np.array(rows[item].isin(words))


def _namesakes(ranked: pd.DataFrame) -> np.ndarray:
    """Mentions with a second candidate of that very place that bears the trade name, or one a slip away, in a line of business
    not wholly another: where words or form differ, they may as well be its own."""
    near = (ranked["rank"].to_numpy() > 1) & _are(ranked, "trade", *_SLIPS) & _are(ranked, "region", "same")
    near &= _are(ranked, "branch", "none", "same") & _are(ranked, "number", "same")
    near &= ~_are(ranked, "town", "conflict") & ~_are(ranked, "industry", "different")
    return ranked["mention"].to_numpy()[near]
