"""The next band: what it takes and what it brings."""

from __future__ import annotations

from decimal import Decimal

import pytest
from golden.engine_cases import judged

from dagster_project import assess


def gains(facts: str, standard: str = "lvliang_city_2025") -> dict:
    connection = judged([{"standard_id": standard, "facts": facts}])
    assess.run(connection, [assess.GAINS])
    rows = connection.execute(
        "select indicator_id, metric, target, direction, target_included, change, gain from indicator_gain"
    ).fetchall()
    return {(indicator, metric): rest for indicator, metric, *rest in rows}


@pytest.mark.parametrize(
    ("facts", "key", "expected"),
    [
        # 附件2 二1：69% 再升1个百分点到70%，1分变3分
        ("main_revenue_share=69", ("01", "main_revenue_share"), ["70", "up", True, "1", "2"]),
        ("main_revenue_share=80", ("01", "main_revenue_share"), None),  # full points
        ("main_revenue_growth_2y_avg=-3", ("02", "main_revenue_growth_2y_avg"), ["0", "up", True, "3", "2"]),
        # 二3：每满1年得1分
        ("segment_years=2.5", ("03", "segment_years"), ["3", "up", True, "0.5", "1"]),
        # 三8：资产负债率降到60%，1分变3分
        ("debt_ratio=64", ("08", "debt_ratio"), ["60", "down", True, "-4", "2"]),
        # 三6：每项3分，最高5分
        (
            "own_brand=1;quality_certificate=0;quality_award_provincial=0;standard_setting=0",
            ("06", "quality_certificate"),
            ["1", "up", True, "1", "2"],
        ),
        ("own_brand=1;quality_certificate=1;standard_setting=0", ("06", "standard_setting"), None),
        # 五13：金额8分时，占比2%要到10%才多得分
        ("rd_expense=420;rd_ratio=2", ("13", "rd_ratio"), ["10", "up", True, "8", "2"]),
        ("rd_expense=420;rd_ratio=2", ("13", "rd_expense"), ["500", "up", True, "80", "2"]),
        ("rd_ratio=2", ("13", "rd_expense"), None),  # not known: a question, not a gain
    ],
)
def test_next_band(facts, key, expected):
    found = gains(facts).get(key)
    assert found == (
        expected and [Decimal(expected[0]), *expected[1:3], Decimal(expected[3]), Decimal(expected[4])]
    )


@pytest.mark.parametrize(
    ("facts", "effort"),
    [
        ("main_revenue_growth_2y_avg=-0.01", "0.0001"),  # to 0% (2 points): a hundredth of a percentage point
        ("main_revenue_growth_2y_avg=-50", "0.5"),
        ("main_revenue_growth_2y_avg=3", "0.25"),  # to 4%: a quarter of the target
    ],
)
def test_coming_up_to_zero_is_priced_by_the_distance(facts, effort):
    connection = judged([{"standard_id": "lvliang_city_2025", "facts": facts}])
    assess.run(connection, [assess.GAINS])
    assert connection.execute("select effort from indicator_gain").fetchall() == [(Decimal(effort),)]
