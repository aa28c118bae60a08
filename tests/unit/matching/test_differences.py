"""What tells two names apart, in words."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dagster_project.identity.names import fold_name, parse
from dagster_project.matching.characters import look_alike, same_sound
from dagster_project.matching.codepoints import Postings, hashes
from dagster_project.matching.differences import compare
from dagster_project.matching.published_codes import compare_code


def differ(query: str, known: str, county: str = "") -> dict:
    told = compare(parse(fold_name(query)), parse(fold_name(known)), county)._asdict()
    plain = {"trade": "same", "industry": "same", "number": "same", "group": "same", "form": "same", "branch": "none", "note": "none",
             "region": "same", "town": "none"}  # fmt: skip
    return {item: value for item, value in told.items() if value != plain[item]}


KNOWN = "孝义市云岫机械制造有限公司"


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("孝义市云岫机械制造有限公司", {}),
        ("孝义云岫机械制造有限公司", {}),
        ("孝义市云秀机械制造有限公司", {"trade": "sound"}),
        ("孝义市岫云机械制造有限公司", {"trade": "swap"}),
        ("孝义市云岫机械有限公司", {"industry": "general"}),
        ("孝义市云岫机械机械制造有限公司", {"industry": "slip"}),
        ("孝义市云岫机械制造股份有限公司", {"form": "conversion"}),
        ("孝义市云岫机械制造有限责任公司", {"form": "spelling"}),
        ("孝义市云岫机械制造有限公公司", {"form": "slip"}),
        ("山西云岫机械制造有限公司", {"region": "nested"}),
        ("吕梁市云岫机械制造有限公司", {"region": "county_city"}),
        ("云岫机械制造有限公司", {"region": "dropped"}),
        ("汾阳市云岫机械制造有限公司", {"region": "conflict"}),
        ("汾阳市孝义市云岫机械制造有限公司", {"region": "other_reading"}),
        ("孝义市云岫机械制造有限公司第一分公司", {"branch": "one_sided"}),
    ],
)
def test_one_difference(query, told):
    assert differ(query, KNOWN) == told


def test_places_that_the_parser_misses():
    assert differ("杉西鼎岳新材料科技有限公司", "山西鼎岳新材料科技有限公司")["region"] == "slip"
    assert differ("鼎岳（天津）新材料科技有限公司", "鼎岳新材料科技有限公司")["region"] == "bracketed"
    assert differ("鼎岳（中国）新材料科技有限公司", "鼎岳新材料科技有限公司")["region"] == "conflict"
    assert (
        differ("孝义市鼎岳新材料科技有限公司", "鼎岳新材料科技有限公司", county="141181")["region"]
        == "address"
    )


def test_a_direction_that_is_part_of_a_place():
    # a place that one alone names is no other number, but may be an affiliate's; two places are two
    assert differ("云岫江西铜业有限公司", "云岫铜业有限公司")["number"] == "placed"
    assert differ("云岫四川铜业有限公司", "云岫铜业有限公司")["number"] == "placed"
    assert differ("云岫济南铜业有限公司", "云岫铜业有限公司")["number"] == "placed"
    assert differ("云岫河南铜业有限公司", "云岫河北铜业有限公司")["number"] == "differs"
    assert differ("云岫江西二铜业有限公司", "云岫铜业有限公司")["number"] == "differs"
    assert differ("汾阳市城北砖厂", "汾阳市砖厂")["number"] == "differs"


def test_a_city_and_a_city_within_it():
    # 孝义市 lies in 吕梁市 and has a name of its own; 离石区 and 交城县 go by either
    assert differ("孝义云岫铸造厂", "吕梁云岫铸造厂") == {"region": "county_city"}
    assert differ("孝义云岫铸造厂", "吕梁云岫铸造厂", county="141181") == {"region": "nested"}, (
        "it lies there"
    )
    assert differ("吕梁云岫铸造厂", "山西省吕梁市孝义市云岫铸造厂") == {"region": "nested"}, (
        "both tell the city"
    )
    for district in ("离石区", "交城县"):
        assert differ("吕梁云岫铸造厂", f"{district}云岫铸造厂") == {"region": "nested"}


def test_numbers_and_sides_are_no_slips():
    assert differ("孝义市云岫第二机械厂", "孝义市云岫第一机械厂")["number"] == "differs"
    assert differ("孝义市城南砖瓦厂", "孝义市城北砖瓦厂")["number"] == "differs"
    assert "number" not in differ("孝义市六合砖瓦厂", "孝义市陆合砖瓦厂")


def test_a_group_and_its_daughter():
    assert differ("云岫重工集团有限责任公司", "云岫重工股份有限公司")["group"] == "parent"
    assert differ("云岫重工集团有限公司", "云岫重工有限公司")["group"] == "one_sided"


def test_characters():
    assert same_sound("盾", "顿") and not same_sound("云", "岫")
    assert look_alike("未", "末") and not look_alike("云", "岫")


WORD = st.text(alphabet="云岫青禾鼎岳澄波朔望岚舟", min_size=3, max_size=9)


@given(WORD, st.data())
def test_one_edit_apart_share_a_hash(word, data):
    at = data.draw(st.integers(0, len(word) - 1))
    kind = data.draw(st.sampled_from(["change", "drop", "add", "swap"]))
    edited = {
        "change": word[:at] + "乙" + word[at + 1 :],
        "drop": word[:at] + word[at + 1 :],
        "add": word[:at] + "乙" + word[at:],
        "swap": word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
    }[kind]
    rows, keys = hashes([word, edited], drop=True)
    assert set(keys[rows == 0]) & set(keys[rows == 1])


def test_a_common_key_finds_nobody():
    postings = Postings(np.arange(5), np.array([7, 7, 7, 8, 9], dtype=np.uint64))
    owners, rows = postings.find(np.array([0, 1]), np.array([7, 8], dtype=np.uint64), most=2)
    assert (owners.tolist(), rows.tolist()) == ([1], [3])


@pytest.mark.parametrize(
    ("published", "told"),
    [
        ("", "silent"), ("91140100MA0JR3YW8Q", "agrees"), ("91140100MAOJR3YW8Q", "agrees"), ("MA0JR3YW-8", "agrees"),
        ("9114************8Q", "near"), ("9115************8Q", "contradicts"), ("91140100MA0JR3YW9Q", "near"),
        ("140100000000012", "agrees"), ("140100999999999", "contradicts"), ("12345", "silent"),
    ],
)  # fmt: skip
def test_published_codes(published, told):
    assert compare_code(published, "91140100MA0JR3YW8Q", "91140100MA0JR3YW8Q", "140100000000012") == told


def test_a_narrower_place_must_fit_where_the_company_is():
    told = {
        county: differ("临汾市云岫特钢有限公司", "山西云岫特钢有限公司", county)
        for county in ("141129", "141002", "")
    }
    assert told["141129"]["region"] == "conflict"  # 中阳县 is not in 临汾市
    assert told["141002"]["region"] == told[""]["region"] == "nested"
