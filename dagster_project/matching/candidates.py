"""Which registered names could a published name mean: a handful each, never every pair."""

import numpy as np
import pandas as pd
from rapidfuzz.distance import Indel
from rapidfuzz.process import cpdist

from dagster_project.identity.names import Name, letters
from dagster_project.matching.characters import sound_table
from dagster_project.matching.codepoints import hashes
from dagster_project.matching.index import NameIndex, body_hashes, halves, hashes_of, local_keys, unique_grams

MOST_BODY = 60  # registered names that may share a body, or a body less one character, before it says nothing
MOST_PAIR = 150  # registered names that may share a pair of characters before it is common
RAREST = 4  # pairs of characters looked up a name
KEEP = 6  # candidates kept a name
WHOLE, BODY = 0.4, 0.6  # what likeness of whole names, and of trade name and industry, counts for
BATCH = 20_000  # names looked up at a time
LEAST = 0.5  # likeness under which nobody would see the same company


def find_candidates(index: NameIndex, names: list[Name]) -> pd.DataFrame:
    """Candidates for parsed names. Returns mention (position in `names`), name_row (row of index.names), likeness (0..1),
    at most KEEP a mention sorted by mention and likeness, ties by name_row."""
    frames = [_batch(index, names[at : at + BATCH], at) for at in range(0, len(names), BATCH)]
    if not frames:
        return pd.DataFrame(
            {"mention": np.zeros(0, np.int64), "name_row": np.zeros(0, np.int64), "likeness": []}
        )
    return pd.concat(frames, ignore_index=True)


def _batch(index: NameIndex, names: list[Name], offset: int) -> pd.DataFrame:
    bodies = [name.body for name in names]
    found = [
        index.bodies.find(*body_hashes(names), MOST_BODY),
        index.sounds.find(*hashes(bodies, translate=sound_table()), MOST_BODY),
        _local(index, names),
        _rare_pairs(index, bodies),
        _halves(index, [letters(name.folded) for name in names]),
    ]
    mention = np.concatenate([owners for owners, _ in found]).astype(np.int64)
    rows = np.concatenate([rows for _, rows in found]).astype(np.int64)
    key = np.sort(mention * max(1, len(index.names)) + rows)  # one is found by several ways
    key = key[np.diff(key, prepend=-1) != 0]
    mention, rows = key // max(1, len(index.names)), key % max(1, len(index.names))
    likeness = _likeness(index, names, bodies, mention, rows)
    whole = np.array([bool(name.form) for name in names], dtype=bool)
    seen = np.flatnonzero((likeness >= LEAST) | ~whole[mention])
    order = seen[np.lexsort((rows[seen], -likeness[seen], mention[seen]))]
    rank = np.arange(len(order)) - np.searchsorted(mention[order], mention[order], "left")
    order = order[rank < KEEP]
    return pd.DataFrame(
        {"mention": mention[order] + offset, "name_row": rows[order], "likeness": likeness[order]}
    )


def _local(index: NameIndex, names: list[Name]) -> tuple[np.ndarray, np.ndarray]:
    return index.local.find(*hashes_of([local_keys(name) for name in names]), MOST_BODY)


def _halves(index: NameIndex, texts: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Names that one slip tells from the text, wherever it falls: one longer, one shorter, or as long."""
    owners, keys = hashes([half for text in texts for by in (-1, 0, 1) for half in halves(text, by)], each=6)
    return index.halves.find(owners, keys, MOST_BODY)


def _rare_pairs(index: NameIndex, bodies: list[str]) -> tuple[np.ndarray, np.ndarray]:
    owners, keys = unique_grams(bodies)
    count = index.pairs.count(keys)
    order = np.lexsort((keys, count, owners))
    order = order[count[order] > 0]
    owners, keys = owners[order], keys[order]
    rank = np.arange(len(owners)) - np.searchsorted(owners, owners, "left")
    keep = rank < RAREST
    return index.pairs.find(owners[keep], keys[keep], MOST_PAIR)


def _likeness(
    index: NameIndex, names: list[Name], bodies: list[str], mention: np.ndarray, rows: np.ndarray
) -> np.ndarray:
    """How alike whole names and bodies are, 0..1. What could not reach LEAST anyhow is not compared, and 0."""
    folded = [name.folded for name in names]
    likeness = np.zeros(len(rows))
    most = WHOLE * index.signs_of_names.most_alike(folded, mention, rows)
    most += BODY * index.signs_of_bodies.most_alike(bodies, mention, rows)
    whole = np.array([bool(name.form) for name in names], dtype=bool)
    near = np.flatnonzero((most > LEAST - 1e-6) | ~whole[mention])
    if len(near):
        mention, rows = mention[near], rows[near]
        asked, asked_bodies = (np.array(texts, dtype=object)[mention] for texts in (folded, bodies))
        like = Indel.normalized_similarity
        names_alike = cpdist(asked, index.names["folded"].to_numpy()[rows], scorer=like, dtype=np.float32)
        bodies_alike = cpdist(asked_bodies, index.texts[rows], scorer=like, dtype=np.float32)
        told = WHOLE * names_alike.astype(np.float64) + BODY * bodies_alike.astype(np.float64)
        likeness[near] = np.round(told, 6)
    return likeness
