"""What a reader of the published pool finds in a table stands in the words beside its model."""

from __future__ import annotations

import duckdb
import yaml

from dagster_project.settings import PROJECT

MODELS, SEEDS = PROJECT / "dbt_models" / "models", PROJECT / "dbt_models" / "seeds"


def test_every_published_column_is_described(released):
    words = {}
    for path in [*MODELS.rglob("*.yml"), *SEEDS.rglob("*.yml")]:
        told = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        for entry in (told.get("models") or []) + (told.get("seeds") or []):
            words[entry["name"]] = {column["name"] for column in entry.get("columns", [])}
    with duckdb.connect(str(released / "pool.duckdb"), read_only=True) as pool:
        columns = pool.execute("select table_name, column_name from information_schema.columns").fetchall()
    nameless = [f"{table}.{column}" for table, column in columns if column not in words.get(table, set())]
    # quality_history is carried from release to release by quality/trend.py, which describes it
    assert [c for c in nameless if not c.startswith("quality_history.")] == []
