"""A published name read as the registered one is written, where brackets or punctuation alone were lost or added: 云岫山西肥业 for
云岫（山西）肥业. What stands in brackets is told by them; without, it would be read as part of the trade name."""

from collections.abc import Sequence

import numpy as np

from dagster_project.identity.names import Name, letters, parse
from dagster_project.identity.place_words import Place

_KINDS = ("省", "市", "县", "区", "")


def as_registered(query: Name, known: Name) -> Name:
    """`query` with the brackets of `known`: `known` itself where both are the same letters in the same order; else, where just one of
    them has a place in brackets and the other that place without, `query` with or without them; else as it is."""
    if query.plain == known.plain:
        return query
    if not {letters(query.folded), letters(query.plain)}.isdisjoint(
        (letters(known.folded), letters(known.plain))
    ):
        return known
    if known.bracketed and not query.bracketed:
        seats = [place.stem for place in query.seats]
        head = query.plain.partition("(")[0].removesuffix(query.branch)
        for text in _texts([place for place in known.bracketed if place.stem not in seats]):
            at = head.rfind(text)
            if at > 0:
                return parse(f"{head[:at]}({text}){query.plain[at + len(text) :]}")
    if query.bracketed and not known.bracketed:
        for text in _texts(query.bracketed):
            if known.body.find(text) > 0:
                return parse(query.folded.replace(f"({text})", text))
    return query


def _texts(places: Sequence[Place]) -> list[str]:
    """The texts that may mean one of `places`, the longest first: 太谷区, 太谷."""
    return [place.stem + kind for place in places for kind in _KINDS]


def read_bodies(names: Sequence[Name]) -> tuple[np.ndarray, list[str]]:
    """(position in `names`, body) of every name, and of one with a place in brackets the body as it reads without them, too."""
    told = [(row, name.body) for row, name in enumerate(names)]
    told += [
        (row, parse.__wrapped__(letters(name.plain)).body) for row, name in enumerate(names) if name.bracketed
    ]
    return np.array([row for row, _ in told], dtype=np.int64), [body for _, body in told]
