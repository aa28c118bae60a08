"""A new city's standard costs rows alone: one of another shape, entered as CSV beside the shipped ones, and no code."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path

from golden.engine_cases import facts

from dagster_project import assess

NEW_CITY = Path(__file__).parent / "new_city"
CASES = [
    # facts, score_min, score_max, status, best route
    (
        "in_region=1;market_share=12;ip_class1=3;ip_class2=4;rd_expense=199.99;platform_score=0",
        "69",
        "69",
        "not_met",
        "list",
    ),
    ("in_region=1;market_share=12;ip_class1=3;ip_class2=6;rd_expense=200", "74", "74", "met", "score"),
    ("in_region=1;market_share=10;ip_class1=9;ip_class2=9;rd_expense=9999", "75", "75", "met", "score"),
    ("in_region=1;market_share=12;ip_class1=2..;rd_expense=250", "70", "80", "met", "score"),
    ("in_region=1;market_share=9;ip_class1=0;rd_expense=0;platform_score=55.01", "15", "35", "met", "list"),
    ("in_region=1;market_share=9;ip_class1=0;rd_expense=0;platform_score=55", "15", "35", "not_met", "list"),
    ("in_region=0;platform_score=90", "15", "100", "not_met", "list"),
    ("in_region=1", "15", "100", "unknown", "list"),
]


def test_a_standard_of_another_shape_is_rows_alone(tmp_path):
    standards = tmp_path / "standards"
    shutil.copytree(assess.STANDARDS, standards)
    for rows in sorted(NEW_CITY.glob("*.csv")):
        heading, _, body = rows.read_text("utf-8").partition("\n")
        with open(standards / rows.name, "r+", encoding="utf-8") as seed:
            assert seed.readline().rstrip("\n") == heading, "the same columns as the shipped seed"
            seed.seek(0, 2)
            seed.write(body)
    connection = assess.engine(standards)
    assess.add_facts(connection, [(str(n), *fact) for n, case in enumerate(CASES) for fact in facts(case[0])])
    assess.add_subjects(connection, [str(n) for n in range(len(CASES))], "example_city_2027")
    assess.run(connection)
    found = connection.execute(
        "select score_min, score_max, status, best_route from assessment order by cast(company_id as integer)"
    ).fetchall()
    assert found == [(Decimal(low), Decimal(high), *rest) for _, low, high, *rest in CASES]
