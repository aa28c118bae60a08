"""From evidence to a probability, and to accept, review or none. Weights, thresholds and labels: weights.yaml."""

import json
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

WEIGHTS = Path(__file__).with_name("weights.yaml")
SIDES = {"for": "支持", "against": "不支持", "contradiction": "矛盾"}
_NAME_ORDER = {"exact": 0, "plain": 1, "former": 2, "respelled": 3, "told_former": 4, "variant": 5}


@lru_cache(maxsize=4)
def load_weights(path: Path = WEIGHTS) -> dict:
    """weights.yaml as {thresholds, intercept, items: {item: {value: {weight, label, contradiction}}}}."""
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def score(evidence: pd.DataFrame, weights: dict | None = None) -> pd.DataFrame:
    """`evidence` with log_odds, probability (0..1, six decimals) and contradiction (bool)."""
    weights = weights or load_weights()
    log_odds = np.full(len(evidence), float(weights["intercept"]))
    contradiction = np.zeros(len(evidence), dtype=bool)
    coded = evidence["code"].eq("agrees").to_numpy()
    for item, values in weights["items"].items():
        if item in evidence:
            worth = {value: float(told["weight"]) for value, told in values.items()}
            log_odds += np.array([worth.get(value, np.nan) for value in evidence[item].tolist()])
            for kind, rows in (("true", np.ones(len(evidence), bool)), ("unless_code", ~coded)):
                against = [
                    v for v, told in values.items() if str(told.get("contradiction", "")).lower() == kind
                ]
                contradiction |= evidence[item].isin(against).to_numpy() & rows
    out = evidence.copy()
    out["log_odds"] = np.round(log_odds, 6)
    out["probability"] = np.round(1 / (1 + np.exp(-log_odds)), 6)
    out["contradiction"] = contradiction
    return out


def rank(scored: pd.DataFrame) -> pd.DataFrame:
    """The best pair of each mention and company, ranked from 1 within its mention: by log odds, then by company row."""
    order = scored.assign(_name=scored["name"].map(_NAME_ORDER))
    order = order.sort_values(
        ["mention", "company", "log_odds", "_name", "name_row"],
        ascending=[True, True, False, True, True],
        kind="stable",
    )
    order = order.drop_duplicates(["mention", "company"]).drop(columns="_name")
    order = order.sort_values(
        ["mention", "log_odds", "company"], ascending=[True, False, True], kind="stable"
    )
    order["rank"] = order.groupby("mention", sort=False).cumcount() + 1
    return order.reset_index(drop=True)


def decide(ranked: pd.DataFrame, weights: dict | None = None) -> pd.DataFrame:
    """One row a mention that has candidates: mention, decision, rule, and the columns of its best candidate.

    Never accepted: a best candidate that anything contradicts, or that a second one comes near
    or shares the trade name with; a code that agrees on a
    wholly different name. Those, and probabilities between `review` and `accept`, are a person's.
    """
    limits = (weights or load_weights())["thresholds"]
    best = ranked[ranked["rank"].eq(1)].set_index("mention")
    second = ranked[ranked["rank"].eq(2)].set_index("mention").reindex(best.index)
    exact = best["name"].isin(["exact", "plain", "former"])
    behind = best["log_odds"] - second["log_odds"].fillna(-np.inf)
    rival = behind < limits["rival"]
    # beside the very name, only the very name again, or a code, is near
    again = second["name"].isin(["exact", "former"]) | second["name"].eq("plain") & best["name"].ne("exact")
    rival &= ~exact | again | second["code"].isin(["agrees", "near"])
    whole = best["trade"].eq("same") & best["industry"].eq("same") & best["form"].isin(["same", "spelling"])
    rival |= best["name"].eq("variant") & ~whole & best.index.isin(_namesakes(ranked))
    # a short name is whoever bears it, or what begins with it
    heard = ranked.loc[ranked["rank"].gt(1) & ranked["trade"].isin(["same", "sound", "affix"]), "mention"]
    rival |= best["departures"].eq("short") & best["code"].ne("agrees") & best.index.isin(heard)
    stranger = best["code"].eq("agrees") & best["trade"].eq("different") & best["name"].eq("variant")
    likely = best["probability"] >= limits["accept"]
    possible = (best["probability"] >= limits["review"]) | stranger | exact | best["code"].eq("agrees")
    barred = best["contradiction"] | rival | stranger
    out = best.reset_index()
    out["decision"] = np.where(likely & ~barred, "accept", np.where(possible, "review", "none"))
    reason = np.select(
        [stranger, best["contradiction"] & possible, rival & possible],
        ["code_other_name", "contradiction", "rivals"],
        "",
    )
    how = np.select(
        [best["code"].eq("agrees"), best["name"].ne("variant")], ["code", best["name"]], "variant"
    )
    out["rule"] = np.where(out["decision"].eq("none"), "unlikely", np.where(reason != "", reason, how))
    return out


def _namesakes(ranked: pd.DataFrame) -> pd.Series:
    """Mentions with a second candidate of that very place that bears the trade name, or one that sounds so, in a line of business
    not wholly another: where words or form differ, they may as well be its own."""
    near = ranked["rank"].gt(1) & ranked["trade"].isin(["same", "sound"]) & ranked["region"].eq("same")
    near &= (
        ranked["branch"].isin(["none", "same"]) & ranked["number"].eq("same") & ranked["town"].ne("conflict")
    )
    return ranked.loc[near & ranked["industry"].ne("different"), "mention"]


def evidence_text(rows: pd.DataFrame, weights: dict | None = None) -> list[str]:
    """JSON text a row: [{item, value, label, weight, side}]; silent items are left out. side: see _side."""
    items = (weights or load_weights())["items"]
    columns = [item for item in items if item in rows]
    written = [
        {value: _written(item, value, told) for value, told in items[item].items()} for item in columns
    ]
    texts = (
        [text[value] for value in rows[item].tolist()] for item, text in zip(columns, written, strict=True)
    )
    return [f"[{', '.join(filter(None, told))}]" for told in zip(*texts, strict=True)]


def _written(item: str, value: str, told: dict) -> str:
    """One item as JSON, '' for what is silent."""
    if value in ("silent", "none"):
        return ""
    kept = {"item": item, "value": value, "label": told["label"], "weight": told["weight"]}
    return json.dumps(kept | {"side": _side(value, told)}, ensure_ascii=False)


def _side(value: str, told: dict) -> str:
    """Where a reader finds an item: for, against, contradiction, or '' for what goes without saying. A fitted weight is
    relative to the item's other values, so that a part which is the same may weigh below zero; it speaks against nothing."""
    if told.get("contradiction"):
        return "contradiction"
    if told["weight"] > 0:
        return "" if value == "variant" else "for"
    return "against" if told["weight"] < 0 and value not in ("same", "fine") else ""


def in_words(evidence: str) -> str:
    """An evidence text as a reader is told it: 支持：…；不支持：…；矛盾：…"""
    items = json.loads(evidence)
    told = [
        f"{word}：{'、'.join(labels)}"
        for side, word in SIDES.items()
        if (labels := [item["label"] for item in items if item["side"] == side])
    ]
    return "；".join(told)
