"""How good fitted weights are out of fold: a table, calibration.md and the reliability plot. No name stands in any of them."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd

BINS = np.array([0, 0.05, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 0.99, 1.0])
_TEXT = """# How weights.yaml was fitted

Written by `python -m dagster_project.matching.calibrate --registry R.csv --cases C.csv`; how it works stands at its head, the
kinds of names in labelled.py. Fitted on {present} published names whose company is in the registry and {absent} whose company is
not (real lists of two provinces' environment bureaus against a registry of about 77,000 names; not part of this repository),
and on registry names with their own company taken out, or with slips put in. Weights are out of fold: five folds by
company, weights and thresholds from the other four.

{table}

Thresholds by fold: {thresholds}; with all names: {accept}.

The thresholds follow a rule that was written down before it was run (head of thresholds.py): accept from the lowest probability,
an even chance or more, that keeps precision at 0.999 with one name in three absent and no real case false; ask a person from the
lowest that asks about no more than 6% of the absent names and 9% of those with slips. In every fold it saw only the other folds,
and judged them by weights that had not seen them (folds within folds).

What is not out of fold: the evidence items, and the rules that forbid accepting, were shaped by reading the errors on these very
names; the last of them are that another line of business or another general trade word contradicts, after a first run had two
such false matches, that a name without its place, whose beginning could be another place, goes to a person, as do two firms of a group and a city's
firm beside its county-level city's; and that trade names which differ are never accepted where more than one company in a hundred
would have such a neighbour by chance, after a register of a million names had 60 false matches; nor where words of business are
partly others (工贸 and 商贸), after one real name in the run before was such a false match. Names of the made-up kinds for which no
candidate is found at all are not in the table.
Read the figures as somewhat flattering until they are repeated on fresh cases.

`cases_lists` are the real cases once more with what lists do to names (brackets, full width, spaces, zero width, traditional and
look-alike characters, another legal form, a place left out or moved, an appended （原…）); nothing is fitted on them.
`twins` and `absent_noise` are names whose company was taken out of the registry: whatever is accepted counts as false. Names that
the registry holds twice, under two numbers, are not among them (38 of the 50 twins accepted before were such names): with both
there, only a code or the list's region tells them apart, and a person is asked. What is left false are mostly pairs that no
reader could tell either: shops whose trade names sound alike, a name that a slip made into another's. The real cases are
few and mostly from one province; a fuller registry holds more near twins, which is what the `twins` stand for.

![reliability](calibration.svg)
"""


def write_report(folder: Path, found: pd.DataFrame, counts: dict[str, int], weights: dict) -> str:
    """Write calibration.md and calibration.svg to `folder`; returns the table as text.

    found: calibrate.out_of_fold; counts: present and absent cases."""
    table = _table(found, counts)
    used = found[["accept", "review"]].drop_duplicates().sort_values(["accept", "review"])
    thresholds = ", ".join(f"{one.accept:.2f} and {one.review:.2f}" for one in used.itertuples())
    accept = "{accept} and {review}".format(**weights["thresholds"])
    text = _TEXT.format(table=table, thresholds=thresholds, accept=accept, **counts)
    (folder / "calibration.md").write_text(text, encoding="utf-8")
    _plot(folder / "calibration.svg", found)
    return table


def _table(found: pd.DataFrame, counts: dict[str, int]) -> str:
    rows = ["| names | present | absent | accepted | false | recall, accepted | accepted or first in review | absent in review |",
            "|---|---|---|---|---|---|---|---|"]  # fmt: skip
    for source, mine in found.groupby("source", sort=True):
        here, gone = mine["is_present"], ~mine["is_present"]
        present, absent = (
            (counts["present"], counts["absent"]) if source.startswith("cases") else (here.sum(), gone.sum())
        )
        taken, asked = mine["decision"].eq("accept"), mine["decision"].eq("review")
        right = taken & mine["is_same"]
        told = [
            f"{right.sum() / present:.4f}" if present else "",
            f"{(right | asked & mine['is_same']).sum() / present:.4f}" if present else "",
            f"{(asked & gone).sum() / absent:.4f}" if absent else "",
        ]
        rows.append(
            f"| {source} | {present} | {absent} | {taken.sum()} | {(taken & ~mine['is_same']).sum()} | {' | '.join(told)} |"
        )
    return "\n".join(rows)


def _plot(path: Path, found: pd.DataFrame) -> None:
    """Share of best candidates that are the company, by probability, over names that are nowhere exact."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "calibration"
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(8, 4.4))
    fuzzy = found[found["name"].isin(["variant", "respelled"])]
    kinds = (("real cases", fuzzy[fuzzy["source"].eq("cases")], -0.12), ("all kinds", fuzzy, 0.12))
    ticks = [f"{low:g}-{high:g}" for low, high in pairwise(BINS)]
    for label, mine, aside in kinds:
        place = np.digitize(mine["probability"], BINS[1:-1])
        held = mine.groupby(place).agg(
            told=("probability", "mean"), true=("is_same", "mean"), n=("is_same", "size")
        )
        axes.plot(held.index + aside, held["true"], "o", label=f"{label}: share that are the company")
        axes.plot(
            held.index + aside,
            held["told"],
            "_",
            color="0.3",
            markersize=14,
            label="" if aside > 0 else "probability told",
        )
        ticks = [f"{tick}\n{held['n'].get(at, 0)}" for at, tick in enumerate(ticks)]
    axes.set_xticks(range(len(ticks)), ticks, fontsize=8)
    axes.set(xlabel="probability told; below: how many real cases, how many of all kinds", ylim=(-0.03, 1.03))
    axes.grid(axis="y", color="0.9")
    axes.legend(frameon=False, fontsize=8)
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})
    pyplot.close(figure)
