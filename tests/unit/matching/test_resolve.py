"""What is accepted, what a person is asked, what is refused."""

from datetime import date

import pandas as pd
import pytest
from unit.matching.fictional import REGISTER, code

from dagster_project.matching.decision import load_weights
from dagster_project.matching.index import NameIndex
from dagster_project.matching.resolve import resolve
from dagster_project.matching.stand_alone import match_tables, register_index


@pytest.fixture(scope="module")
def index() -> NameIndex:
    from dagster_project.identity.regions import Regions

    regions = Regions.load()
    companies = pd.DataFrame([
        {"company_id": code(n), "county_code": regions.find(county), "established_on": founded, "uscc": code(n), "registration_no": "",
         "address": ""} for n, _, _, county, founded in REGISTER
    ])  # fmt: skip
    names = [(code(n), name, "registered") for n, name, *_ in REGISTER]
    names += [(code(n), former, "former") for n, _, former, *_ in REGISTER if former]
    return NameIndex.build(companies, pd.DataFrame(names, columns=["company_id", "name", "kind"]))


def ask(
    index: NameIndex,
    name: str,
    published_code: str = "",
    region_code: str = "",
    first_date: date | None = None,
) -> tuple:
    told = {
        "name": [name],
        "published_code": [published_code],
        "region_code": [region_code],
        "first_date": [first_date],
    }
    found, _ = resolve(index, pd.DataFrame(told))
    row = found.iloc[0]
    return row["decision"], row["candidate_id"], row["rule"]


@pytest.mark.parametrize(
    ("name", "company", "rule"),
    [
        ("交城县澄波化工有限公司", 5, "exact"),
        ("交城县　澄波化工有限公司", 5, "exact"),
        ("吕梁青禾煤机有限公司", 3, "former"),
        ("交城澄波化工有限公司", 5, "respelled"),
        ("交城县澄波化工有限公司（原交城化肥厂）", 5, "plain"),
        ("山西鼎岳新材料科技有限责任公司", 4, "respelled"),
        ("山西鼎月新材料科技有限公司", 4, "variant"),
        ("吕梁青禾煤机装备有限公司", 3, "variant"),
    ],
)
def test_accepted(index, name, company, rule):
    assert ask(index, name) == ("accept", code(company), rule)


@pytest.mark.parametrize(
    "name",
    [
        "石楼县云岫机械制造有限公司",  # a twin in a third county
        "交城县澄波化工有限公司第三分公司",  # another branch
        "孝义市澄波化工有限公司",  # the same trade name, another county
        "中阳县岚州铸造有限责任公司",  # sounds like two
        "方山县柏舟食品有限公司",  # nobody
    ],
)
def test_not_accepted(index, name):
    assert ask(index, name)[0] != "accept"


def test_twins_by_region(index):
    assert ask(index, "孝义市云岫机械制造有限公司", region_code="141181")[:2] == ("accept", code(1))
    assert ask(index, "孝义市云岫机械制造有限公司", region_code="141182")[0] == "review", (
        "the list's county says the twin"
    )
    assert ask(index, "交城县澄波化工有限公司", region_code="141181")[0] == "accept", (
        "another county, but nobody else of that name"
    )


def test_a_parent_is_not_its_branch(index):
    assert ask(index, "交城县澄波化工有限公司第二分公司")[:2] == ("accept", code(6))
    assert ask(index, "交城县澄波化工有限公司")[:2] == ("accept", code(5))


def test_codes(index):
    assert ask(index, "交城县澄波化工有限公司", code(5))[:2] == ("accept", code(5))
    assert ask(index, "交城县澄波化工有限公司", code(99))[0] == "review", "the very name under another code"
    assert ask(index, "方山县柏舟食品有限公司", code(5)) == ("review", code(5), "code_other_name")
    assert ask(index, "交城县澄波化工有限公司", code(7))[0] == "review", (
        "a name of one company, a code of another"
    )
    assert ask(index, "山西鼎月新材料有限公司", code(4))[:2] == ("accept", code(4)), (
        "a like name and the code"
    )


def test_before_it_was_founded(index):
    assert ask(index, "山西鼎岳新材料科技有限公司", first_date=date(2014, 1, 1))[0] == "review"
    assert ask(index, "山西鼎岳新材料科技有限公司", first_date=date(2016, 1, 1))[0] == "accept"


def test_one_name_of_two_companies_is_a_persons(registry, regions):
    twice = pd.concat([registry, registry.iloc[[4]].assign(company_id=code(50))])
    out = match_tables(twice, pd.DataFrame({"name": ["交城县澄波化工有限公司"]}))
    assert out.loc[0, ["decision", "rule"]].tolist() == ["review", "rivals"]


def test_a_slip_where_no_name_tells_a_place(registry):
    more = pd.concat([registry, registry.iloc[[0]].assign(company_id=code(60), name="霜降铝材有限公司")])
    out = match_tables(more, pd.DataFrame({"name": ["双降铝材有限公司"]}))
    assert out.loc[0, ["decision", "company_id"]].tolist() == ["accept", code(60)]


def test_evidence_is_told_in_chinese(index):
    found, candidates = resolve(index, pd.DataFrame({"name": ["吕梁青禾煤机装备有限公司"], "published_code": "", "region_code": "",
                                                     "first_date": None}))  # fmt: skip
    assert "可由改制解释" in found.loc[0, "match_evidence"]
    assert candidates["rank"].tolist() == list(range(1, len(candidates) + 1))


def test_batches_and_order_change_nothing(index):
    names = [name for _, name, *_ in REGISTER] + [
        "石楼县云岫机械制造有限公司",
        "交城澄波化工有限公司",
        "山西鼎月新材料科技有限公司",
    ]
    asked = pd.DataFrame({"name": names, "published_code": "", "region_code": "", "first_date": None})
    whole, _ = resolve(index, asked)
    pieces, _ = resolve(index, asked, batch=2)
    turned, _ = resolve(index, asked.iloc[::-1])
    pd.testing.assert_frame_equal(whole, pieces)
    pd.testing.assert_frame_equal(whole, turned.iloc[::-1].reset_index(drop=True))


def test_the_order_of_the_register_changes_nothing(registry, regions):
    asked = pd.DataFrame(
        {"name": [*registry["name"], "石楼县云岫机械制造有限公司", "中阳县岚州铸造有限责任公司"]}
    )
    out = match_tables(registry, asked)
    for seed in range(3):
        pd.testing.assert_frame_equal(out, match_tables(registry.sample(frac=1, random_state=seed), asked))


def test_stand_alone_reads_people_and_says_what_is_missing(registry):
    asked = pd.DataFrame(
        {"published_name": ["中阳县岚州铸造有限责任公司", "交城县澄波化工有限公司"], "else": 1}
    )
    told = pd.DataFrame({"name": ["中阳县岚州铸造有限责任公司"], "uscc": "", "verdict": "same", "company_id": code(8), "decided_by": "甲",
                         "decided_at": "2026-01-01", "note": ""})  # fmt: skip
    out = match_tables(registry, asked, told)
    assert out["company_id"].tolist() == [code(8), code(5)]
    assert out["rule"].tolist() == ["people", "exact"]
    with pytest.raises(ValueError, match="缺少列"):
        match_tables(registry, pd.DataFrame({"title": ["x"]}))


def test_an_empty_register_matches_nobody(registry, regions):
    index = register_index(registry.iloc[:0], regions)
    assert ask(index, "交城县澄波化工有限公司")[0] == "none"


def test_every_word_of_evidence_has_a_weight_and_a_label():
    for item, values in load_weights()["items"].items():
        for value, told in values.items():
            assert isinstance(told["weight"], (int, float)) and told["label"], (item, value)
