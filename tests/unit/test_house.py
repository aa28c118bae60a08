"""The house holds its own shape: nothing stands in it undescribed, unwatched or without its clause."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from typer.core import TyperGroup
from typer.main import get_command

from dagster_project.assess.models import between, model
from dagster_project.assess.what_if import OUTCOMES, REPORTED
from dagster_project.cli import app
from dagster_project.console.returned import ANEW
from dagster_project.ingest import load_contracts
from dagster_project.publish.working import WORKING
from dagster_project.seeds import seed_rows
from dagster_project.settings import PROJECT

MODELS = PROJECT / "dbt_models" / "models"
SEEDS = PROJECT / "dbt_models" / "seeds"
PAGES = sorted(
    [
        *PROJECT.glob("README*.md"),
        *(PROJECT / "dagster_project").rglob("*.md"),
        *(PROJECT / "dbt_models").rglob("*.md"),
    ]
)
# documents are what is cited; metrics are definitions of facts, cited by the rows that use them
CITED = sorted(p for p in (SEEDS / "standards").glob("*.csv") if p.stem not in ("documents", "metrics"))


def described(path: Path) -> dict[str, str]:
    """The columns that a model's or seed's YAML describes, with their words; {} where the YAML is missing."""
    beside = path.with_suffix(".yml")
    if not beside.exists():
        return {}
    told = yaml.safe_load(beside.read_text(encoding="utf-8"))
    (entry,) = told.get("models") or told.get("seeds")
    assert entry["name"] == path.stem, f"{beside.name} describes {entry['name']}"
    assert entry.get("description"), f"{beside.name}: no description"
    return {column["name"]: column.get("description", "") for column in entry["columns"]}


@pytest.mark.parametrize("path", sorted(MODELS.rglob("*.sql")), ids=lambda p: p.stem)
def test_every_model_has_its_words_beside_it(path):
    columns = described(path)
    assert columns, f"{path.name} has no YAML beside it"
    assert [name for name, words in columns.items() if not words] == []


@pytest.mark.parametrize("path", sorted(SEEDS.rglob("*.csv")), ids=lambda p: p.stem)
def test_every_column_of_a_seed_is_described(path):
    with open(path, encoding="utf-8", newline="") as file:
        headings = next(csv.reader(file))
    columns = described(path)
    assert sorted(columns) == sorted(headings)
    assert [name for name, words in columns.items() if not words] == []


@pytest.mark.parametrize("path", CITED, ids=lambda p: p.stem)
def test_every_row_of_a_standard_cites_a_document_and_a_clause(path):
    with open(SEEDS / "standards" / "documents.csv", encoding="utf-8", newline="") as file:
        documents = {row["document_id"] for row in csv.DictReader(file)}
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert row["citation"].strip(), row
            assert row["document_id"] in documents, row
            # a reading that the text does not settle says why
            assert row["assumption"] != "true" or row["note"].strip(), row


@pytest.mark.parametrize("source", sorted(load_contracts()))
def test_every_source_is_staged_watched_shipped_and_tested(source):
    assert (MODELS / "staging" / f"stg_{source}.sql").exists()
    assert (PROJECT / "expectations" / f"{source}.yaml").exists()
    assert any((PROJECT / "raw" / source).glob("*/*")), "the sample has no delivery of it"
    named = re.compile(rf"\b{source}\b")
    assert any(
        named.search(p.read_text(encoding="utf-8"))
        for p in (PROJECT / "tests").rglob("test_*.py")
        if p != Path(__file__)
    )


@pytest.mark.parametrize(("source", "without"), [("recognised_title", {}), ("application", {"past"})])
def test_every_title_has_its_words_where_lists_name_it(source, without):
    """A title that no list may name has no holder: the list that tells of one is quarantined."""
    titles = {row["tier"] for row in seed_rows("tiers") if row["track"] not in without}
    assert set(load_contracts()[source].columns["tier"].choices) == titles


def test_every_family_of_metrics_is_told_to_the_engine():
    """A model metric_<family> that no union names leaves its facts unknown, without a word."""
    union = (MODELS / "metrics" / "company_metric_reported.sql").read_text(encoding="utf-8")
    total = (MODELS / "metrics" / "company_metric.sql").read_text(encoding="utf-8")
    families = {path.stem.removeprefix("metric_") for path in (MODELS / "metrics").glob("metric_*.sql")}
    assert [f for f in sorted(families) if f"'{f}'" not in union and f"metric_{f}" not in total] == []


def test_every_figure_that_a_formula_takes_is_kept_by_year():
    """basis_year keeps years before the last one of the items in the seed asked_items alone."""
    model = (MODELS / "metrics" / "metric_finance.sql").read_text(encoding="utf-8")
    taken = set(re.findall(r"'([a-z_]+?)(?:_rate)?_[0-9]'", model.partition("with input")[0]))
    with (MODELS.parent / "seeds" / "asked_items.csv").open(encoding="utf-8") as rows:
        kept = {row["item"] for row in csv.DictReader(rows)}
    assert taken and taken - kept == set()


READ_OF_A_BUILD = {"published_fact": ["history.py"]}  # as it is published


@pytest.mark.parametrize("table", sorted(WORKING))
def test_nothing_but_models_reads_what_a_release_leaves_out(table):
    """Whoever reads a release would find no such table, in a page that no test may open."""
    assert list(MODELS.rglob(f"{table}.sql")), "no such model: its line in working.py can go"
    named = re.compile(rf"\b{table}\b")
    places = [*PROJECT.glob("dagster_project/**/*.py"), *PROJECT.glob("expectations/*.yaml")]
    readers = [p.name for p in places if named.search(p.read_text(encoding="utf-8"))]
    assert sorted(readers) == sorted(["working.py", *READ_OF_A_BUILD.get(table, [])])


@pytest.mark.parametrize(
    "anew", [lambda: between(REPORTED, OUTCOMES), lambda: ANEW], ids=["what if", "a return"]
)
def test_models_that_run_over_a_release_find_what_they_read_in_it(anew):
    models = anew()  # renders every model: six seconds that whoever collects the tests need not wait
    read = {table for name in models for table in model(name)[1]}
    assert read & WORKING <= set(models)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(PROJECT).as_posix())
def test_what_a_page_names_is_there(page):
    """Commands of `pool` with their options, and the files that links lead to."""
    text = page.read_text(encoding="utf-8")
    group = get_command(app)
    assert isinstance(group, TyperGroup)
    for name, rest in re.findall(r"(?:`|bin/)pool ([a-z]+)([^`\n]*)", text):
        command = group.commands[name]
        within = [command, *getattr(command, "commands", {}).values()]  # pool user add
        known = {option for one in within for parameter in one.params for option in parameter.opts}
        assert set(re.findall(r"--[a-z][a-z-]*", rest)) <= known, f"pool {name}{rest}"
    for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", text):
        assert (page.parent / target).exists(), target


def test_who_knows_whom_is_what_the_contracts_say():
    """`lint-imports` over [tool.importlinter] of pyproject.toml."""
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([lint, "--no-logo", "--no-cache"], cwd=PROJECT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
