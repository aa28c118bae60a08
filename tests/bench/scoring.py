"""Scores by the engine beside what one would write instead: a loop over companies in pandas. Time of both, and the scores equal.

    python tests/bench/scoring.py [--companies 10000] [--standard lvliang_city_2025]

Random facts around the standard's bounds (as assess.py writes them), a fifth unknown. Both begin with the facts in memory, each
as it wants them, and end with a lowest and a highest total a company. The engine keeps every metric's points by the way, and takes
intervals, regions and readings into account; the loop does none of it. Seconds are of processor time.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

import duckdb
import pandas as pd
from assess import write_facts

from dagster_project import assess

SCORES = ("metric_score", "indicator_score", "category_score", "score_fact")


def by_loop(facts: pd.DataFrame, indicators: pd.DataFrame, bands: pd.DataFrame) -> pd.DataFrame:
    """(company_id, score_min, score_max), a company after another. facts: a column a metric, NaN where it is unknown."""
    kept = {
        key: list(rows.itertuples(index=False)) for key, rows in bands.groupby(["indicator_id", "metric"])
    }
    metrics = bands.groupby("indicator_id")["metric"].unique().to_dict()
    asked = list(indicators.itertuples(index=False))
    totals = []
    for company in facts.to_dict("records"):
        low = high = 0.0
        for indicator in asked:
            mins, maxs = [], []
            for metric in metrics[indicator.indicator_id]:
                least, most = points(
                    company.get(metric), kept[indicator.indicator_id, metric], indicator.full_points
                )
                mins.append(least)
                maxs.append(most)
            combined = sum if indicator.combine == "sum" else max
            low += min(indicator.full_points, combined(mins))
            high += min(indicator.full_points, combined(maxs))
        totals.append((company["company_id"], round(low, 2), round(high, 2)))
    return pd.DataFrame(totals, columns=["company_id", "score_min", "score_max"])


def points(value: float | None, bands: list, full: float) -> tuple[float, float]:
    """The points of one metric: of the band that it lies in; from the least to the most of them where it is unknown."""
    if value is None or pd.isna(value):
        units = any(not pd.isna(band.per_unit) for band in bands)
        known = [band.points for band in bands if pd.isna(band.per_unit)]
        return min([*known, 0.0] if units else known), max([*known, full] if units else known)
    for band in bands:
        above = (
            pd.isna(band.lower_bound)
            or value > band.lower_bound
            or (value == band.lower_bound and band.lower_inclusive)
        )
        below = (
            pd.isna(band.upper_bound)
            or value < band.upper_bound
            or (value == band.upper_bound and band.upper_inclusive)
        )
        if above and below:
            gained = (
                band.points
                if pd.isna(band.per_unit)
                else min(full, band.points * (max(value, 0) // band.per_unit))
            )
            return gained, gained
    raise ValueError(f"{bands[0].metric} = {value}: no band")


def measured(companies: int, standard_id: str) -> dict[str, float]:
    """Seconds a way of scoring. Raises AssertionError where their scores differ."""
    connection = assess.engine()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "facts.csv"
        write_facts(path, companies, 40, standard_id)
        facts = pd.read_csv(path)
        connection.execute(
            "insert into company_metric select company_id, ?, metric, value, value, null, false from ("
            f"unpivot (from read_csv('{path}', all_varchar = true)) on columns(* exclude (company_id)) into name metric value value)",
            [assess.BASIS],
        )
    assess.add_subjects(connection, facts["company_id"], standard_id)
    indicators, bands = (
        _floats(connection, f"from {table} where standard_id = '{standard_id}'")
        for table in ("indicators", "bands")
    )
    seconds = {}
    begin = time.process_time()
    assess.run(connection, SCORES)
    seconds["engine, scores"] = time.process_time() - begin
    begin = time.process_time()
    looped = by_loop(facts, indicators, bands)
    seconds["pandas loop, scores"] = time.process_time() - begin
    engine = _floats(
        connection,
        "select company_id, value_low as score_min, value_high as score_max from score_fact"
        " where metric = 'score_total' order by company_id",
    )
    pd.testing.assert_frame_equal(engine, looped.sort_values("company_id", ignore_index=True))
    begin = time.process_time()
    assess.run(connection)
    seconds["engine, scores, conditions, clauses and status"] = time.process_time() - begin
    return seconds


def _floats(connection: duckdb.DuckDBPyConnection, sql: str) -> pd.DataFrame:
    """A query's frame, decimals as the floats that a loop would compare."""
    frame = connection.execute(sql).df()
    described = connection.execute(f"describe {sql}").fetchall()
    decimals = [name for name, kind, *_ in described if kind.startswith("DECIMAL")]
    return frame.astype(dict.fromkeys(decimals, float))


def main() -> None:
    """Print the table."""
    say = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    say.add_argument("--companies", type=int, default=10_000)
    say.add_argument("--standard", default="lvliang_city_2025")
    told = say.parse_args()
    print(f"| {told.companies:,} companies, {told.standard} | s | µs a company |\n|---|---:|---:|")
    for way, seconds in measured(told.companies, told.standard).items():
        print(f"| {way} | {seconds:.2f} | {seconds / told.companies * 1e6:.0f} |")


if __name__ == "__main__":
    main()
