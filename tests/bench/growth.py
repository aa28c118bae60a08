"""The page of the refresh's figures: tables and a picture of growth, between two marks in tests/bench/RESULTS.md.

growth.svg beside it is drawn with matplotlib: seconds against companies, both logarithmic, a line a stage.
"""

from __future__ import annotations

import math
from pathlib import Path

BEGIN, END = "<!-- refresh: written by refresh.py -->", "<!-- refresh: end -->"
STAGES = {
    "start": "start (imports)",
    "ingest": "ingest",
    "match": "match",
    "dbt": "dbt and data tests",
    "audit": "audit",
    "publish": "publish",
}


def report(figures: dict, folder: Path) -> None:
    """Write the part of RESULTS.md and growth.svg. figures: label -> companies -> what refresh.measure gives."""
    parts = ["## The refresh, stage by stage", ""]
    for label, sizes in figures.items():
        sizes = {int(size): found for size, found in sorted(sizes.items(), key=lambda item: int(item[0]))}
        for kind in ("full", "nightly"):
            if any(kind in found for found in sizes.values()):
                parts += [f"### {label}: {kind} refresh", "", *_table(sizes, kind), ""]
        parts += [*_layers(sizes), ""]
    parts += ["![seconds of processor time against companies](growth.svg)"]
    _write(folder / "RESULTS.md", "\n".join(parts))
    _draw(figures, folder / "growth.svg")


def exponent(sizes: dict[int, dict], seconds) -> float | None:
    """b of seconds ~ companies^b between the two largest sizes; None below two.

    The fixed cost is in it, so that it is too small where that is much of the time: read it with `linear`.
    """
    known = list(sizes.items())[-2:]
    if len(known) < 2:
        return None
    (small, low), (large, high) = ((size, seconds(found)) for size, found in known)
    return math.log(high / low) / math.log(large / small)


def linear(sizes: dict[int, dict], seconds) -> tuple[float, float] | None:
    """(fixed seconds, seconds a thousand companies) of the straight line through the two largest sizes."""
    known = list(sizes.items())[-2:]
    if len(known) < 2:
        return None
    (small, low), (large, high) = ((size, seconds(found)) for size, found in known)
    slope = (high - low) / (large - small)
    return low - slope * small, slope * 1000


def _growth(sizes: dict[int, dict], seconds) -> str:
    """The cells of growth: exponent, fixed seconds, seconds a thousand companies."""
    grows, line = exponent(sizes, seconds), linear(sizes, seconds)
    return " | | " if grows is None or line is None else f"{grows:.2f} | {line[0]:.1f} | {line[1]:.2f}"


def _table(sizes: dict[int, dict], kind: str) -> list[str]:
    """A row a stage: processor seconds and MB at each size, and the growth exponent."""
    sizes = {size: found for size, found in sizes.items() if kind in found}
    heads = [f"{size:,} s | MB" for size in sizes]
    lines = [
        f"| stage | {' | '.join(heads)} | exponent | fixed s | s a thousand |",
        "|---|" + "---:|---:|" * len(sizes) + "---:|---:|---:|",
    ]
    for stage, title in STAGES.items():
        told = [found[kind]["stages"].get(stage) for found in sizes.values()]
        if not any(told):
            continue
        cells = [f"{one['cpu']:.1f} | {one['memory']:.0f}" for one in told]
        grows = _growth(sizes, lambda found, stage=stage: found[kind]["stages"][stage]["cpu"])
        lines.append(f"| {title} | {' | '.join(cells)} | {grows} |")
    whole = [
        f"{found[kind]['cpu']:.1f} | {max(one['memory'] for one in found[kind]['stages'].values()):.0f}"
        for found in sizes.values()
    ]
    grows = _growth(sizes, lambda found: found[kind]["cpu"])
    lines.append(f"| whole | {' | '.join(whole)} | {grows} |")
    loads = ", ".join(
        f"{found[kind]['wall']:.0f} s at load {found[kind]['load']:.0f}" for found in sizes.values()
    )
    return [*lines, "", f"By the clock: {loads}. Machine: {next(iter(sizes.values()))['machine']}."]


def _layers(sizes: dict[int, dict]) -> list[str]:
    """dbt's nodes by layer, seconds of a clock over its two threads."""
    names = list(dict.fromkeys(name for found in sizes.values() for name in found["full"]["layers"]))
    lines = [
        f"| dbt layer, full (s by the clock) | {' | '.join(f'{size:,}' for size in sizes)} |",
        "|---|" + "---:|" * len(sizes),
    ]
    for name in names:
        cells = [f"{found['full']['layers'].get(name, 0):.1f}" for found in sizes.values()]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    size, largest = list(sizes.items())[-1]
    longest = ", ".join(f"{name} {took:.1f}" for name, took in largest["full"].get("longest", {}).items())
    if longest:
        lines += ["", f"The longest models at {size:,} companies, in seconds of a clock: {longest}."]
    rows = ", ".join(
        f"{size:,} companies: {found['rows']['register']:,} rows of registers and {found['rows']['lists']:,} of lists"
        for size, found in sizes.items()
        if "rows" in found
    )
    return [*lines, "", f"Rows read: {rows}." if rows else ""]


def _write(page: Path, text: str) -> None:
    """Put the text between the marks of the page; a page without them gets it at its end."""
    old = page.read_text(encoding="utf-8") if page.exists() else "# Measurements\n"
    before, _, rest = old.partition(BEGIN)
    after = rest.partition(END)[2]
    page.write_text(f"{before.rstrip()}\n\n{BEGIN}\n\n{text}\n\n{END}\n{after.lstrip()}", encoding="utf-8")


def _draw(figures: dict, path: Path) -> None:
    import matplotlib
    from matplotlib.figure import Figure

    with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": "growth"}):
        figure = Figure(figsize=(7, 5))
        axes = figure.add_subplot()
        for colour, stage in enumerate((*STAGES, "whole")):
            for (label, sizes), style in zip(figures.items(), ("--", "-", ":"), strict=False):
                points = sorted(
                    (
                        int(size),
                        found["full"]["cpu"] if stage == "whole" else found["full"]["stages"][stage]["cpu"],
                    )
                    for size, found in sizes.items()
                )
                axes.plot(
                    *zip(*points, strict=True),
                    style,
                    color=f"C{colour}",
                    marker=".",
                    label=f"{stage}, {label}",
                )
        axes.set(
            xscale="log", yscale="log", xlabel="companies", ylabel="seconds of processor time, full refresh"
        )
        axes.legend(fontsize=7, ncols=2)
        figure.savefig(path, format="svg", metadata={"Date": None})
