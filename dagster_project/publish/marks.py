"""What tells two names apart, marked inside the cell."""

from __future__ import annotations

from rapidfuzz.distance import Levenshtein

LEAST_ALIKE = 0.4  # share of characters in common below which marking everything would mark nothing


def marked(text: str, other: str) -> list[tuple[str, bool]]:
    """`text` in pieces, each with whether the other name has something else there (or nothing).

    One piece where nothing differs, or where the two have so little in common that marks would say nothing.
    """
    if Levenshtein.normalized_similarity(text, other) < LEAST_ALIKE:
        return [(text, False)]
    pieces = [
        (text[op.src_start : op.src_end], op.tag != "equal")
        for op in Levenshtein.opcodes(text, other)
        if op.src_end > op.src_start
    ]
    joined: list[tuple[str, bool]] = []
    for piece, differs in pieces:
        if joined and joined[-1][1] == differs:
            joined[-1] = (joined[-1][0] + piece, differs)
        else:
            joined.append((piece, differs))
    return joined
