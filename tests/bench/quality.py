"""How good a matcher's answers are, as rows of one table. Shared by match.py and peers.py."""

from __future__ import annotations

import pandas as pd


def measure(found: pd.DataFrame, truth: pd.Series) -> dict[str, float]:
    """`found`: decision, company_id (where accepted), candidate_id; `truth`: the company of each row, '' where it is absent.

    A match of an absent name, or to another company, is false. Recall is over the names whose company is there.
    """
    truth = truth.reset_index(drop=True)
    found = found.reset_index(drop=True)
    present = truth.ne("")
    accepted = found["decision"].eq("accept")
    right = accepted & present & found["company_id"].eq(truth)
    first = present & found["candidate_id"].eq(truth) & found["decision"].isin(["accept", "review"])
    precision = right.sum() / max(1, accepted.sum())
    recall = right.sum() / max(1, present.sum())
    return {
        "precision of accepted": precision,
        "recall, accepted": recall,
        "recall, accepted or first in review": first.sum() / max(1, present.sum()),
        "F1, accepted": 2 * precision * recall / max(1e-9, precision + recall),
        "absent names sent to review": (~present & found["decision"].eq("review")).sum()
        / max(1, (~present).sum()),
        "false matches": int((accepted & ~right).sum()),
        "  of them absent": int((accepted & ~present).sum()),
        "names": len(found),
    }


def show(columns: dict[str, dict[str, float]]) -> str:
    """Measures as rows, runs as columns."""
    width = max(map(len, columns)) + 2
    rows = list(dict.fromkeys(row for column in columns.values() for row in column))
    lines = [" " * 38 + "".join(f"{name:>{width}}" for name in columns)]
    for row in rows:
        cells = [_text(column.get(row)) for column in columns.values()]
        lines.append(f"{row:<38}" + "".join(f"{cell:>{width}}" for cell in cells))
    return "\n".join(lines)


def _text(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:.4f}" if isinstance(value, float) and value <= 1 else f"{value:,.0f}"
