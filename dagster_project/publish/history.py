"""What was published on earlier days: each release carries every partition known to it, as Parquet."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from dagster_project.publish.names import day_of, read_manifest, release_folders
from dagster_project.sql import quoted

GROUP = 1 << 20  # rows that are written, and stand in memory, at a time
_SCORE = pa.decimal128(18, 6)
_PLACE = [
    ("company_id", pa.string()),
    ("name", pa.string()),
    ("county_code", pa.string()),
    ("zone_code", pa.string()),
]
SCHEMAS = {
    "pool": pa.schema(
        [
            ("as_of", pa.date32()),
            *_PLACE,
            ("tier", pa.string()),
            ("status", pa.string()),
            ("score_min", _SCORE),
            ("score_max", _SCORE),
            ("titles", pa.string()),
        ]
    ),
    "review": pa.schema(
        [
            ("as_of", pa.date32()),
            ("title_id", pa.string()),
            *_PLACE,
            ("tier", pa.string()),
            ("level", pa.string()),
        ]
    ),
    "quality": pa.schema(
        [
            ("as_of", pa.date32()),
            ("table_name", pa.string()),
            ("check_name", pa.string()),
            ("title", pa.string()),
            ("figure", pa.float64()),
            ("low", pa.float64()),
            ("high", pa.float64()),
            ("severity", pa.string()),
            ("outcome", pa.string()),
        ]
    ),
}
FACT = pa.schema(
    [
        ("as_of", pa.date32()),
        ("company_id", pa.string()),
        ("metric", pa.string()),
        ("value_low", _SCORE),
        ("value_high", _SCORE),
        ("value_text", pa.string()),
        ("evidence", pa.string()),
    ]
)
DELIVERY = pa.schema([("source", pa.string()), ("delivery_date", pa.date32()), ("file_hash", pa.string())])
# Of this publication's own day only, and where from: what the next one, or a back-test, compares with.
OWN_DAY = {
    "fact": ("(select r.as_of, f.* from published_fact as f cross join stg_run as r)", FACT),
    "outcome": (
        "review_outcome",
        pa.schema(
            [
                ("title_id", pa.string()),
                ("company_id", pa.string()),
                ("tier", pa.string()),
                ("cohort_on", pa.date32()),
                ("outcome", pa.string()),
                ("how", pa.string()),
                ("decided_on", pa.date32()),
            ]
        ),
    ),
}


def history_partitions(
    home: Path, as_of: date, folder: Path, region_code: str | None = None, is_sample: bool | None = None
) -> dict[str, int]:
    """Write folder/pool.parquet, review.parquet and quality.parquet, what was published for other days; rows of each. And
    of the latest earlier day fact.parquet and delivery.parquet: the facts, and the deliveries that it vouches for.

    Each as-of comes from the newest release that holds it (every release carries what it knew), so a pruned
    release loses nothing. This as-of is left out: its own refresh rewrites it. With region_code or is_sample,
    releases of another region, or of fiction beside fact, are no history of this one. Every file is there,
    with their columns, even when nothing was published.
    """
    folder.mkdir(parents=True, exist_ok=True)
    releases = [release for release in release_folders(home) if _comparable(release, region_code, is_sample)]
    last = _last_before(releases, as_of)
    _write_facts(last, folder / "fact.parquet")
    _write_deliveries(last, folder / "delivery.parquet")
    return {name: _write_union(releases, as_of, name, folder / f"{name}.parquet") for name in SCHEMAS}


def _last_before(releases: list[Path], as_of: date) -> Path | None:
    """The newest release of the latest earlier day."""
    earlier = [release for release in releases if day_of(release) < as_of]
    last = max(map(day_of, earlier), default=None)
    return next((release for release in reversed(earlier) if day_of(release) == last), None)


def _write_facts(release: Path | None, target: Path) -> None:
    """The facts of a release; no rows when it holds none, or there is none."""
    file = release / "history" / "fact.parquet" if release else None
    found = pq.read_table(file).cast(FACT) if file and file.exists() else FACT.empty_table()
    pq.write_table(found, target)


def _write_deliveries(release: Path | None, target: Path) -> None:
    """The deliveries that a release was made from, withdrawn and held ones not among them; no rows without a release."""
    found = DELIVERY.empty_table()
    if release:
        query = "select source, delivery_date, file_hash from stg_delivery where status = 'read' order by all"
        with duckdb.connect(str(release / "pool.duckdb"), read_only=True) as connection:
            found = connection.sql(query).to_arrow_table().cast(DELIVERY)
    pq.write_table(found, target)


def _comparable(release: Path, region_code: str | None, is_sample: bool | None) -> bool:
    manifest = read_manifest(release)
    if region_code is not None and manifest.get("region", {}).get("code") != region_code:
        return False
    return is_sample is None or manifest.get("is_sample") == is_sample


def _write_union(releases: list[Path], as_of: date, name: str, target: Path) -> int:
    """The union over `releases` (oldest first), each as-of from the last that holds it, in a total order."""
    newest: dict[date, Path] = {}
    for release in releases:
        file = release / "history" / f"{name}.parquet"
        if file.exists():
            days = duckdb.execute(f"select distinct as_of from read_parquet({quoted(file)})").fetchall()
            newest.update({day: file for (day,) in days if day != as_of})
    parts = [
        pq.read_table(file, columns=SCHEMAS[name].names, filters=[("as_of", "==", day)]).cast(SCHEMAS[name])
        for day, file in sorted(newest.items())
    ]
    table = pa.concat_tables(parts) if parts else SCHEMAS[name].empty_table()
    table = table.sort_by([(column, "ascending") for column in SCHEMAS[name].names])
    pq.write_table(table, target)
    return table.num_rows


def write_release_history(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Copy the build's history (this as-of's partition included) into a release, and what is of this day only."""
    folder.mkdir(parents=True, exist_ok=True)
    tables = {name: (f"history_{name}", SCHEMAS[name]) for name in SCHEMAS if name != "quality"}
    if connection.execute("from duckdb_tables() where table_name = 'quality_history'").fetchall():
        tables["quality"] = ("quality_history", SCHEMAS["quality"])  # a replayed day is not audited
    for name, (table, schema) in (tables | OWN_DAY).items():
        columns = ", ".join(schema.names)
        found = connection.sql(f"select {columns} from {table} order by all").to_arrow_reader(GROUP)
        with pq.ParquetWriter(folder / f"{name}.parquet", schema) as file:
            for batch in found:
                file.write_table(pa.Table.from_batches([batch]).cast(schema), row_group_size=GROUP)
