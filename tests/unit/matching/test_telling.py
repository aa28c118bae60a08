"""What a reader is told of a pair is so, and says what matters first."""

import pandas as pd
import pytest

from dagster_project.matching.stand_alone import match_tables

REGISTRY = ["吕梁一建建筑工程有限公司", "孝义市李记饭店", "孝义市第一煤矿机械厂", "交城县云岫酒业有限公司"]


@pytest.mark.parametrize(
    ("name", "told", "never"),
    [
        ("吕梁三建建筑工程有限公司", "矛盾：数字或方位不同", ("可能极小", "独一无二")),
        ("孝义市李记面馆", "矛盾：行业用语部分不同", ("可能极小",)),
        ("孝义市第1煤矿机械厂", "支持：字号同音（或数字写法不同）", ("不完全一致",)),
        ("交城云岫酒业有限责任公司", "支持：名称只是写法不同、字号相同", ("集团", "数字")),
    ],
)
def test_evidence(name, told, never):
    registry = pd.DataFrame({"company_id": [f"R:{at}" for at in range(len(REGISTRY))], "name": REGISTRY})
    evidence = match_tables(registry, pd.DataFrame({"name": [name]})).loc[0, "evidence"]
    assert evidence.startswith(told) and not [words for words in never if words in evidence]
