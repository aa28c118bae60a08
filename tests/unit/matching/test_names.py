"""Names taken apart, owners split, people told from organisations."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dagster_project.identity.names import fold_name, fold_names, letters, parse
from dagster_project.identity.owners import is_person, split_owners


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("山西　云岫（集团） 有限公司", "山西云岫(集团)有限公司"),
        ("ＡＢＣ科技有限公司", "ABC科技有限公司"),
        ("雲岫機械製造有限公司", "云岫机械制造有限公司"),
        ("云\u200b岫机\n械厂。", "云岫机械厂"),
        ("云岫〔山西〕机械厂", "云岫(山西)机械厂"),
        ("云岫机械（山西", "云岫机械(山西)"),
        ("云岫〖山西〗机械厂", "云岫(山西)机械厂"),
        ("", ""),
    ],
)
def test_folding(text, folded):
    assert fold_name(text) == folded


def test_letters_of_a_name():
    assert (
        letters("云岫(山西)机械·厂")
        == letters("云岫-山西-机械厂")
        == letters("云岫山西)机械、厂")
        == "云岫山西机械厂"
    )
    assert letters("云岫1-2厂") == "云岫1-2厂"  # 12 is another
    assert letters("云岫A&B+厂") == "云岫A&B+厂"


@given(st.lists(st.text(max_size=12), max_size=6))
def test_a_column_folds_like_its_names_one_by_one(texts):
    assert fold_names(texts) == [fold_name(text) for text in texts]


@pytest.mark.parametrize(
    ("text", "places", "trade", "industry", "form"),
    [
        ("吕梁市离石区云岫机械制造有限公司", ["吕梁市", "离石区"], "云岫", "机械制造", "有限公司"),
        ("孝义云岫铸造有限责任公司", ["孝义"], "云岫", "铸造", "有限责任公司"),
        ("山西省孝义市梧桐镇云岫洗煤厂", ["山西省", "孝义市", "梧桐镇"], "云岫", "洗煤", "厂"),
        ("云岫（山西）科技股份有限公司", [], "云岫", "科技", "股份有限公司"),
        ("清岳长风", [], "清岳长风", "", ""),
    ],
)
def test_parts_of_a_name(text, places, trade, industry, form):
    name = parse(fold_name(text))
    assert ([place.text for place in name.places], name.trade, name.industry, name.form) == (
        places,
        trade,
        industry,
        form,
    )


def test_brackets_say_different_things():
    name = parse(
        fold_name(
            "云岫（山西）机械有限公司（原吕梁云岫（集团）机械厂）（普通合伙）（某某园区）（017936）（二期）"
        )
    )
    assert [place.stem for place in name.bracketed] == ["山西"]
    assert name.former == ("吕梁云岫集团机械厂",)
    assert name.notes == ("二期",)
    assert "原" not in name.plain and "017936" not in name.plain and "园区" not in name.plain


@pytest.mark.parametrize(
    ("text", "branch"),
    [
        ("交城县澄波化工有限公司第二分公司", "第二分公司"),
        ("云岫股份有限公司（机修厂）", "机修厂"),
        ("云岫机械有限公司", ""),
        ("云岫重工有限公司精密铸造车间", "精密铸造车间"),
    ],
)
def test_branches(text, branch):
    assert parse(fold_name(text)).branch == branch


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("云岫机械厂;澄波化工有限公司；", ["云岫机械厂", "澄波化工有限公司"]),
        ("云岫机械厂、张三，澄波大学", ["云岫机械厂", "张三", "澄波大学"]),
        ("云岫机械厂\n澄波化工有限公司", ["云岫机械厂", "澄波化工有限公司"]),
        ("Foo Bar Co., Ltd.；云岫机械厂", ["Foo Bar Co., Ltd.", "云岫机械厂"]),
        ("云岫（北京、上海）咨询有限公司", ["云岫（北京、上海）咨询有限公司"]),
        ("", []),
        (None, []),
    ],
)
def test_owners_of_a_cell(cell, names):
    assert split_owners(cell) == names


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("张三", True), ("欧阳明月", True), ("约翰·史密斯", True), ("张三（中国台湾）", True),
        ("青禾", False), ("清岳长风", False), ("高家庄煤矿", False), ("张三木业", False), ("田野机械厂", False),
    ],
)  # fmt: skip
def test_people(name, person):
    assert is_person(name) is person


def test_a_masked_identity_number_is_a_persons():
    assert is_person("张记饭馆老板", "142301********0011")
    assert not is_person("云岫机械厂", "9114**********123X")
