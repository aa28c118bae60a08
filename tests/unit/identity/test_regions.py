"""Counties and zones out of names, codes and addresses."""

import pytest

from dagster_project.identity.regions import Regions

REGIONS = Regions.load()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("孝义市", "141181"),
        ("吕梁市孝义市", "141181"),
        ("山西省吕梁市兴县", "141123"),
        ("吕梁兴县", "141123"),
        ("交城", "141122"),
        ("1410/141024", "141024"),
        ("141181", "141181"),
        ("142301", "141181"),
        ("北京市朝阳区", "110105"),
        ("朝阳区", ""),
        ("山西临汾市", ""),
        ("偃师市", "410307"),
        ("孝义经开区", "141181"),
        ("999999", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_find(text, code):
    assert REGIONS.find(text) == code


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("山西省孝义市梧桐镇", "141181"),
        ("山东烟台莱州市土山镇", "370683"),
        ("合肥市包河经济开发区花园大道", "340111"),
        ("518057广东省深圳市南山区高新技术产业园", "440305"),
        ("吉林路12号", ""),
        ("朝阳区建国路1号", ""),
        ("安徽省合肥市经济技术开发区", ""),
        ("某某路兴县宾馆", ""),
    ],
)
def test_in_address(address, code):
    assert REGIONS.in_address(address) == code


def test_the_default_city_decides_between_namesakes_and_never_against_the_address():
    assert REGIONS.in_address("鼓楼区中山路1号") == ""
    assert REGIONS.in_address("鼓楼区中山路1号", "320100") == "320106"
    assert REGIONS.in_address("福建省福州市鼓楼区中山路1号", "320100") == "350102"


def test_zones():
    assert REGIONS.zone_in("山西文水经济开发区A区") == "Z141121"
    assert REGIONS.zone_in("吕梁经济技术开发区") == "Z141102"
    assert REGIONS.zone_in("离石区滨河街") == ""
    assert [z.code for z in REGIONS.zones_of(REGIONS.resolve("孝义"))] == ["Z141181"]
    assert len(REGIONS.zones_of(REGIONS.resolve("吕梁市"))) == 8
    assert REGIONS.zones_of(REGIONS.resolve("山东省")) == []


@pytest.mark.parametrize(
    ("text", "code", "level", "counties"),
    [
        ("lvliang", "141100", "city", 13),
        ("luliang", "141100", "city", 13),
        ("吕梁", "141100", "city", 13),
        ("141100", "141100", "city", 13),
        ("山西", "140000", "province", None),
        ("14", "140000", "province", None),
        ("吉林", "220000", "province", None),
        ("吉林市", "220200", "city", None),
        ("孝义市", "141181", "county", 1),
        ("xiaoyi", "141181", "county", 1),
        ("北京市朝阳区", "110105", "county", 1),
    ],
)
def test_resolve(text, code, level, counties):
    region = REGIONS.resolve(text)
    assert (region.code, region.level) == (code, level)
    assert counties is None or len(region.county_codes) == counties
    assert list(region.county_codes) == sorted(region.county_codes)


def test_an_ambiguous_region_names_its_choices():
    with pytest.raises(ValueError, match=r"110105.*220104"):
        REGIONS.resolve("朝阳区")
    with pytest.raises(ValueError, match="找不到地区"):
        REGIONS.resolve("无此地")


def test_every_county_is_found_by_its_full_name_and_by_its_code():
    lost = [c for c in REGIONS.counties if REGIONS.find(REGIONS.full_name(c)) != c or REGIONS.find(c) != c]
    assert lost == []


def test_every_county_is_found_at_the_head_of_an_address():
    lost = [c for c in REGIONS.counties if REGIONS.in_address(REGIONS.full_name(c) + "幸福路88号") != c]
    assert lost == []


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("孝义市", "141181"),
        ("山西省临汾市", "1410"),
        ("临汾市", "1410"),
        ("山西省", "14"),
        ("朝阳区", ""),
        ("不详", ""),
        (None, ""),
    ],
)
def test_a_city_or_a_province_is_told_by_the_digits_of_its_counties(text, digits):
    assert REGIONS.code_in(text) == digits
