"""Columns of strings as flat code point arrays, and hashes over them: what makes a million names cheap."""

import numpy as np

_BASE = np.uint64(0x9E3779B97F4A7C15 | 1)
_INVERSE = np.uint64(pow(int(_BASE), -1, 1 << 64))
_LONGEST = 256


def _powers(base: np.uint64) -> np.ndarray:
    powers = np.ones(_LONGEST + 1, dtype=np.uint64)
    with np.errstate(over="ignore"):
        for i in range(1, _LONGEST + 1):
            powers[i] = powers[i - 1] * base
    return powers


_POWER = _powers(_BASE)


def flatten(texts: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """(code points of all texts one after another, offset of each text plus the end). Texts are cut at 256 characters."""
    texts = [text[:_LONGEST] for text in texts]
    sizes = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    flat = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return flat, np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)


def _mix(values: np.ndarray) -> np.ndarray:
    with np.errstate(over="ignore"):
        values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return values ^ (values >> np.uint64(31))


def hashes(
    texts: list[str], translate: np.ndarray | None = None, drop: bool = False, each: int = 1
) -> tuple[np.ndarray, np.ndarray]:
    """64-bit hashes: (owner row, hash) for every text and, with `drop`, for every text less one character. `each`: so many texts in
    a row have one owner.

    Two texts that differ by one character changed, added, missing or swapped with its neighbour share a hash, so that
    a lookup finds them without comparing every pair. `translate` maps code points first (to sounds). Empty texts and,
    for `drop`, texts under three characters give none.
    """
    flat, at = flatten(texts)
    size = np.diff(at)
    rows = np.repeat(np.arange(len(texts)), size)
    place = np.arange(len(flat)) - at[rows]
    with np.errstate(over="ignore"):
        char = flat.astype(np.uint64)
        if translate is not None:
            char = translate[np.minimum(flat, len(translate) - 1)].astype(np.uint64)
        term = _mix(char + np.uint64(1)) * _POWER[place]
        run = np.concatenate([np.zeros(1, dtype=np.uint64), np.cumsum(term, dtype=np.uint64)])
        total = run[at[1:]] - run[at[:-1]]
        whole = np.flatnonzero(size > 0)
        owners, values = [whole], [_mix(total[whole] + size[whole].astype(np.uint64))]
        if drop:
            pick = np.flatnonzero(size[rows] >= 3)
            row = rows[pick]
            before = run[pick] - run[at[row]]
            after = (run[at[row + 1]] - run[pick + 1]) * _INVERSE
            owners.append(row)
            values.append(_mix(before + after + (size[row] - 1).astype(np.uint64)))
    return np.concatenate(owners) // each, np.concatenate(values)


def grams(texts: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """(owner row, pair of neighbouring characters as one integer), in order; repeats within a text are kept."""
    flat, at = flatten(texts)
    if len(flat) < 2:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.uint64)
    rows = np.repeat(np.arange(len(texts)), np.diff(at))
    same = rows[:-1] == rows[1:]
    pairs = (flat[:-1].astype(np.uint64) << np.uint64(21)) | flat[1:].astype(np.uint64)
    return rows[:-1][same], pairs[same]


class Postings:
    """A sorted multimap from 64-bit keys to name rows."""

    def __init__(self, rows: np.ndarray, keys: np.ndarray):
        order = np.lexsort((rows, keys))
        self.keys, self.rows = keys[order], rows[order].astype(np.int32)

    def count(self, keys: np.ndarray) -> np.ndarray:
        """How many rows hold each key."""
        return np.searchsorted(self.keys, keys, "right") - np.searchsorted(self.keys, keys, "left")

    def find(self, owners: np.ndarray, keys: np.ndarray, most: int) -> tuple[np.ndarray, np.ndarray]:
        """(owner, name row) for every key held by at most `most` rows: a common key tells nobody apart."""
        left = np.searchsorted(self.keys, keys, "left")
        count = np.searchsorted(self.keys, keys, "right") - left
        keep = (count > 0) & (count <= most)
        left, count, owners = left[keep], count[keep], owners[keep]
        start = np.cumsum(count) - count
        inside = np.arange(count.sum()) - np.repeat(start, count)
        return np.repeat(owners, count), self.rows[np.repeat(left, count) + inside]


class Signs:
    """Which characters texts are made of, as 64 bits each: says without comparing them how alike two may be at most."""

    def __init__(self, texts: list[str]):
        bits, at = _bits(texts)
        size = np.diff(at)
        self.sizes = size.astype(np.int16)
        self.masks = np.zeros(len(texts), dtype=np.uint64)
        self.masks[size > 0] = np.bitwise_or.reduceat(bits, at[:-1][size > 0]) if len(bits) else 0

    def most_alike(self, asked: list[str], owners: np.ndarray, rows: np.ndarray) -> np.ndarray:
        """An upper bound of the normalised Indel similarity (0..1) of text `owners[i]` of `asked` and text `rows[i]` of these."""
        bits, at = _bits(asked)
        size = np.diff(at)
        text = np.repeat(np.arange(len(asked)), size)
        table = np.zeros((int(size.max(initial=0)), len(asked)), dtype=np.uint64)
        table[np.arange(len(bits)) - at[text], text] = bits
        theirs, shared = self.masks[rows], np.zeros(len(rows), dtype=np.int16)
        for column in table:
            shared += (column[owners] & theirs) != 0
        sizes = self.sizes[rows]
        return 2 * np.minimum(shared, sizes) / np.maximum(1, size[owners] + sizes)


def _bits(texts: list[str]) -> tuple[np.ndarray, np.ndarray]:
    flat, at = flatten(texts)
    return np.uint64(1) << (_mix(flat.astype(np.uint64)) & np.uint64(63)), at
