"""The quality history: each publication's figure for each check, and the picture of how they moved."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from dagster_project.publish.history import SCHEMAS
from dagster_project.quality.audit import CheckResult

SHOWN = 30  # publications in the picture
_COLOUR = {"passed": "#2e7d32", "failed": "#c62828", "unknown": "#9e9e9e"}
_FONTS = [
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Microsoft YaHei",
    "SimHei",
    "WenQuanYi Zen Hei",
    "sans-serif",
]


def history(results: Sequence[CheckResult], as_of: date, earlier: Path) -> pa.Table:
    """The table quality_history: the rows of `earlier` (Parquet) and this as-of's, in a total order."""
    mine = [
        {
            "as_of": as_of, "table_name": r.table, "check_name": r.key, "title": r.title, "figure": r.figure,
            "low": r.low, "high": r.high, "severity": r.severity, "outcome": r.status,
        }
        for r in results
    ]  # fmt: skip
    schema = SCHEMAS["quality"]
    table = pa.concat_tables([pq.read_table(earlier).cast(schema), pa.Table.from_pylist(mine, schema=schema)])
    return table.sort_by([(name, "ascending") for name in ("as_of", "table_name", "check_name")])


def plot(table: pa.Table, path: Path) -> None:
    """Write the picture of the last SHOWN publications as SVG: a row a check, its bounds grey, its last figure beside.

    Text stays text and no date is written, so that the same history gives the same file, readable without a network.
    """
    import matplotlib
    from matplotlib.collections import LineCollection
    from matplotlib.figure import Figure

    rows = table.to_pylist()
    days = sorted({row["as_of"] for row in rows})[-SHOWN:]
    lines: dict[tuple[str, str], dict[date, dict]] = {}
    for row in rows:
        if row["as_of"] in days:
            lines.setdefault((row["table_name"], row["check_name"]), {})[row["as_of"]] = row
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)  # a font of the reader's will do
    with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": "quality", "font.family": _FONTS}):
        figure = Figure(figsize=(13, 1 + 0.27 * len(lines)))
        axes = figure.add_axes((0.4, 0.01, 0.4, 0.98))
        # what is alike is drawn in one go: each thing that is drawn takes its time, be it large or small
        odd = range(1, len(lines), 2)  # a band, so that a row's dots are not taken for its neighbour's
        axes.bar([0.5] * len(odd), 1, 1, [-height - 0.1 for height in odd], color="#f1f4f7", linewidth=0, zorder=0,
                 transform=axes.get_yaxis_transform())  # fmt: skip
        rows = [_row(axes, -height, line, days) for height, line in enumerate(lines.values())]
        bounds = [y for row in rows for y in row.bounds]
        axes.hlines(bounds, -0.5, len(days) - 0.5, color="#bdbdbd", linewidth=0.6)
        axes.add_collection(
            LineCollection([row.dots for row in rows if row.dots], colors="#546e7a", linewidths=1)
        )
        dots = [dot for row in rows for dot in row.dots]
        if dots:
            places, heights = zip(*dots, strict=True)
            axes.scatter(places, heights, c=[c for row in rows for c in row.colours], s=9, zorder=3)
        axes.set(xlim=(-0.5, len(days) - 0.5), ylim=(-len(lines), 1), yticks=[])
        axes.set_xticks(range(len(days)), [f"{day:%m-%d}" for day in days], rotation=90, fontsize=7)
        axes.xaxis.tick_top()
        for side in axes.spines.values():
            side.set_visible(False)
        path.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(path, format="svg", metadata={"Date": None})


@dataclass
class _Row:
    """One check's row: where its bounds are drawn, its dots from the first publication to the last, and their colours."""

    bounds: list[float]
    dots: list[tuple[int, float]]
    colours: list[str]


def _row(axes, base: int, line: dict[date, dict], days: list[date]) -> _Row:
    """One check's row, with its words drawn already: its figures scaled so that they and its bounds fill eight tenths of it."""
    last = line[max(line)]
    bounds = [bound for bound in (last["low"], last["high"]) if bound is not None]
    known = [(days.index(day), row) for day, row in sorted(line.items()) if row["figure"] is not None]
    figures = [row["figure"] for _, row in known]
    lowest, highest = min([*figures, *bounds]), max([*figures, *bounds])
    scale = 0.8 / (highest - lowest) if highest > lowest else 0.0

    def at(value: float) -> float:
        return base + (value - lowest) * scale

    colour = _COLOUR["failed"] if last["outcome"] == "failed" else "#212121"
    beside = {"transform": axes.get_yaxis_transform(), "va": "center", "fontsize": 8, "color": colour}
    axes.text(-0.02, base + 0.4, last["title"], ha="right", **beside)
    told = "—" if last["figure"] is None else f"{last['figure']:.4g}"
    edge = "，".join(
        f"{sign} {bound:g}" for sign, bound in (("≥", last["low"]), ("≤", last["high"])) if bound is not None
    )
    axes.text(1.02, base + 0.4, f"{told}　({edge})", **beside)
    return _Row(
        [at(bound) for bound in bounds],
        [(x, at(row["figure"])) for x, row in known],
        [_COLOUR[row["outcome"]] for _, row in known],
    )
