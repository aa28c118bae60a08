"""What a reader of the published pool finds in a table stands in the words beside its model."""

from __future__ import annotations

import json

import duckdb
import yaml

from dagster_project import warehouse
from dagster_project.ingest import load_contracts
from dagster_project.publish.lineage import lineage
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


def test_the_pages_about_the_tables_and_the_readmes_picture(released, tmp_path):
    before = (released / "pool.duckdb").read_bytes()
    manifest = warehouse.document(released, tmp_path)
    page = (tmp_path / "models.html").read_text(encoding="utf-8")
    assert json.dumps("复核预警").strip('"') in page  # the YAML's words
    assert "DECIMAL(18,6)" in page  # the types, from the release
    assert (released / "pool.duckdb").read_bytes() == before
    # `pool docs` writes it to docs/lineage.mmd, to be pasted into the README
    assert lineage(manifest, len(load_contracts())) in (PROJECT / "README.md").read_text(encoding="utf-8")
