"""Models are written for DuckDB and Spark alike; what differs has a macro in dbt_models/macros/dialect/. (Spark itself is only
at hand where its extra is installed: tests/pipeline/test_spark.py.)"""

import re

import pytest

from dagster_project.settings import DBT_PROJECT

ONE_ENGINES_OWN = re.compile(
    r"\bvarchar\b|\bstring_agg\(|\blist\(|\blist_\w+\(|\bunnest\(|\bexclude \(|\bby name\b|\barg_(min|max)\("
    r"|\bstring_split\(|\b(starts|ends)_with\(|\bdate_(diff|sub|add)\(|\bto_(years|months|days)\(|\"(row|column|key)\"",
    re.IGNORECASE,
)
MACROS = [
    path for path in (DBT_PROJECT / "macros").rglob("*.sql") if path.parent.name not in ("dialect", "spark")
]
WRITTEN = sorted([*(DBT_PROJECT / "models").rglob("*.sql"), *MACROS])


@pytest.mark.parametrize("written", WRITTEN, ids=[path.stem for path in WRITTEN])
def test_a_model_or_macro_says_nothing_that_one_engine_alone_knows(written):
    text = re.sub(
        r"\{#.*?#\}", lambda told: "\n" * told[0].count("\n"), written.read_text("utf-8"), flags=re.DOTALL
    )
    lines = re.sub(r"--.*", "", text).splitlines()
    found = [
        (number, hit[0]) for number, line in enumerate(lines, 1) if (hit := ONE_ENGINES_OWN.search(line))
    ]
    assert not found, f"{written.name}：改用 macros/dialect/ 里的宏：{found}"
