"""Names that one slip of the pen tells apart: where in the registered name does it fall, and what kind of slip is it?

Taking a name apart goes wrong when the slip falls on a word that the parser needs (杉东某某, 某某有限公公司); the registered
name, which is whole, says where it belongs.
"""

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from dagster_project.identity.names import Name
from dagster_project.matching.characters import look_alike, same_sound


def one_edit(query: Name, known: Name) -> tuple[str, str] | None:
    """(part, kind) of the single edit between two folded names: part place|bracket|trade|industry|form, kind sound|look|swap|
    doubled|gap|other; None when they differ by more, or the known name's parts do not make up its text (words in brackets)."""
    mine, theirs = query.folded, known.folded
    if abs(len(mine) - len(theirs)) > 1 or OSA.distance(mine, theirs, score_cutoff=1) > 1:
        return None
    at, kind = _edit(mine, theirs)
    if known.bracketed and theirs.count("(", 0, at) > theirs.count(")", 0, at):
        return "bracket", kind
    places = "".join(place.text for place in known.places)
    if theirs not in (places + known.body + form + known.branch for form in (known.form, "")):
        return None  # 饭店 is line of business and form in one
    ends = (
        (len(places), "place"),
        (len(places + known.trade), "trade"),
        (len(places + known.body), "industry"),
    )
    return next((part for end, part in ends if at < end), "form"), kind


def whole_edit(mine: np.ndarray, theirs: np.ndarray) -> np.ndarray:
    """How far apart whole folded names are, pair by pair: same | slip (one character sounds or looks like another, is said twice or
    changed places) | gap (one more or less) | sign (one other) | two | none (more than that), as objects."""
    apart = cpdist(mine, theirs, scorer=OSA.distance, score_cutoff=2, dtype=np.int32)
    told = np.array(["same", "", "two", "none"], dtype=object)[np.minimum(apart, 3)]
    kinds = {"other": "sign", "gap": "gap"}
    for row in np.flatnonzero(apart == 1):
        told[row] = kinds.get(_edit(mine[row], theirs[row])[1], "slip")
    return told


def _edit(mine: str, theirs: str) -> tuple[int, str]:
    """(where in `theirs`, kind)."""
    at = next(
        (i for i, (a, b) in enumerate(zip(mine, theirs, strict=False)) if a != b), min(len(mine), len(theirs))
    )
    if len(mine) == len(theirs):
        if mine[at + 1 : at + 2] != theirs[at + 1 : at + 2]:
            return at, "swap"
        a, b = mine[at], theirs[at]
        return at, "sound" if same_sound(a, b) else "look" if look_alike(a, b) else "other"
    if len(mine) > len(theirs):
        # 公公司: the later of the two is the one too many, and belongs where its twin stands
        return (at - 1, "doubled") if at and mine[at] == mine[at - 1] else (min(at, len(theirs) - 1), "gap")
    return at, "gap"
