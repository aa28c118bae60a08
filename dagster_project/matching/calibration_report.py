"""How good fitted weights are out of fold: a table, calibration.md and the reliability plot. No name stands in any of them."""

from pathlib import Path

import numpy as np
import pandas as pd

BINS = np.array([0, 0.05, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 0.99, 1.0])
_TEXT = """# How weights.yaml was fitted

Written by `python -m dagster_project.matching.calibrate --registry R.csv --cases C.csv`; how it works stands at its head, the
kinds of names in labelled.py. Fitted on {present} published names whose company is in the registry and {absent} whose company is
not (real lists of two provinces' environment bureaus against a registry of about 77,000 names; not part of this repository),
and on registry names with their own company taken out, or with slips put in. Weights are out of fold: five folds by
company, weights and the threshold from the other four.

{table}

Thresholds by fold: {thresholds}; with all names: {accept}.

What is not out of fold: the evidence items were shaped by reading the errors on these very cases, and LOWEST, the floor of
the threshold, was set with the out-of-fold figures for several thresholds in view; where every fold shows the floor, it is
that choice and not the rule that decided. Read the figures as somewhat flattering until they are repeated on fresh cases.

`twins` and `absent_noise` are names whose company was taken out of the registry: whatever is accepted counts as false here,
also where the registry holds the same company a second time under another number. The real cases are few and mostly from one
province; a fuller registry holds more near twins, which is what the `twins` stand for.

![reliability](calibration.svg)
"""


def write_report(folder: Path, found: pd.DataFrame, counts: dict[str, int], weights: dict) -> str:
    """Write calibration.md and calibration.svg to `folder`; returns the table as text.

    found: calibrate.out_of_fold; counts: present and absent cases."""
    table = _table(found, counts)
    thresholds = ", ".join(f"{value:.2f}" for value in sorted(found["accept"].unique()))
    accept = weights["thresholds"]["accept"]
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
            (counts["present"], counts["absent"]) if source == "cases" else (here.sum(), gone.sum())
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

    figure, axes = pyplot.subplots(figsize=(5.2, 4.6))
    axes.plot([0, 1], [0, 1], color="0.7", linewidth=1)
    fuzzy = found[found["name"].isin(["variant", "respelled"])]
    for label, mine in (("real cases", fuzzy[fuzzy["source"].eq("cases")]), ("all kinds", fuzzy)):
        place = np.digitize(mine["probability"], BINS[1:-1])
        held = mine.groupby(place).agg(
            told=("probability", "mean"), true=("is_same", "mean"), n=("is_same", "size")
        )
        axes.plot(held["told"], held["true"], marker="o", label=label)
        for point in held.itertuples() if label == "real cases" else ():
            axes.annotate(
                str(point.n),
                (point.told, point.true),
                textcoords="offset points",
                xytext=(4, -10),
                fontsize=7,
            )
    axes.set(xlabel="probability told", ylabel="share that are the company", xlim=(0, 1.02), ylim=(0, 1.02))
    axes.legend(frameon=False)
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})
    pyplot.close(figure)
