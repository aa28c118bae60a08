"""Evidence as people are told it: one text for the county's workbook, the page and `pool match`. Labels: weights.yaml."""

import json

import numpy as np
import pandas as pd

from dagster_project.matching.decision import codes_of, load_weights
from dagster_project.matching.terms import SIDES

# So it is of nearly every pair, or other items say it better: told to nobody.
_USUAL = {("group", "same"), ("number", "same"), ("dates", "fine"), ("name", "variant")}
# Trade names of which one may say that only chance would bring two so near.
_NEAR = ("doubled", "sound", "look", "swap", "gap", "lost")


def evidence_text(rows: pd.DataFrame) -> list[str]:
    """JSON text a row: [{item, value, label, weight, side}]; silent items are left out. side: a key of SIDES, or '' for what
    goes without saying."""
    items = load_weights()["items"]
    columns = [item for item in items if item in rows]
    codes = {item: codes_of(rows[item], items[item]).astype(np.uint8) for item in columns}
    barred = np.zeros(len(rows), dtype=bool)
    for item in columns:
        barred |= np.array(["contradiction" in told for told in items[item].values()])[codes[item]]
    near, same = (
        np.array([value in told for value in items["trade"]])[codes["trade"]] for told in (_NEAR, ("same",))
    )
    hushed = {"chance": barred | ~near, "rarity": ~near & ~same}
    written = []
    for item in columns:
        texts = [_written(item, value, told) for value, told in items[item].items()]
        if item in hushed:
            codes[item][hushed[item]] += len(texts)
            texts += [_written(item, value, told, hushed=True) for value, told in items[item].items()]
        written.append(texts)
    table = np.column_stack(list(codes.values()))
    packed = (
        np.ascontiguousarray(table).view(f"V{len(columns)}").ravel().tolist()
    )  # a row's codes as so many bytes
    found: dict[bytes, str] = {}  # many rows tell the same
    for row in dict.fromkeys(packed):
        told = filter(None, map(list.__getitem__, written, row))
        found[row] = f"[{', '.join(told)}]"
    return [found[row] for row in packed]


def _written(item: str, value: str, told: dict, hushed: bool = False) -> str:
    """One item as JSON, '' for what is silent. hushed: what it would say for the pair is not so, or no matter."""
    if value in ("silent", "none"):
        return ""
    side = _side(item, value, told)
    side = "" if hushed and side == "for" else side
    kept = {"item": item, "value": value, "label": told["label"], "weight": told["weight"], "side": side}
    return json.dumps(kept, ensure_ascii=False)


def _side(item: str, value: str, told: dict) -> str:
    """Where a reader finds an item. A fitted weight is relative to the item's other values, so that a part which is the same may
    weigh below zero; it speaks against nothing."""
    if told.get("contradiction"):
        return "contradiction"
    if (item, value) in _USUAL:
        return ""
    if told["weight"] > 0:
        return "for"
    return "against" if told["weight"] < 0 and value not in ("same", "fine") else ""


def in_words(evidence: str) -> str:
    """An evidence text as a reader is told it: 矛盾：…；支持：…；不支持：…"""
    told: dict[str, list[str]] = {side: [] for side in (*SIDES, "")}
    for item in json.loads(evidence):
        told[item["side"]].append(item["label"])
    return "；".join([f"{word}：{'、'.join(told[side])}" for side, word in SIDES.items() if told[side]])
