"""From a lake to the matching tables."""

from datetime import date

import pyarrow.parquet as pq
import pytest
from unit.matching.fictional import REGISTER, code

from dagster_project.matching.apart import MatchError, match_apart
from dagster_project.matching.run import run_matching
from dagster_project.matching.tables import SCHEMAS

SOURCES = dict.fromkeys(["company_registry", "patent_grant", "recognised_title", "penalty", "match_decision"])


def fill(lake, shuffle=None) -> None:
    lake.register(shuffle)
    lake.put("patent_grant", [
        {"owners": "孝义市云岫机械制造有限公司;张三;澄波大学", "new_owners": "", "address": "山西省吕梁市孝义市某路1号", "granted_on": date(2024, 5, 1)},
        {"owners": "山西鼎月新材料科技有限公司", "new_owners": "交城澄波化工有限公司", "address": "", "granted_on": date(2024, 6, 1)},
        {"owners": "山西鼎月新材料科技有限公司", "new_owners": "", "address": "", "granted_on": date(2023, 6, 1)},
    ], shuffle=shuffle)  # fmt: skip
    lake.put("recognised_title", [
        {"name": "方山县柏舟食品有限公司", "uscc": "", "county": "方山县", "zone": "", "recognised_on": date(2024, 1, 1), "new_name": ""},
        {"name": "岚县北辰药业有限公司", "uscc": code(70), "county": "岚县", "zone": "", "recognised_on": date(2024, 1, 1), "new_name": ""},
        {"name": "柳林县朔望建材厂", "uscc": "", "county": "", "zone": "", "recognised_on": date(2024, 1, 1),
         "new_name": "柳林县朔望新型建材有限公司"},
    ], shuffle=shuffle)  # fmt: skip
    lake.put("penalty", [
        {"name": "方山县柏舟食品有限公司", "published_code": "", "county": "", "penalised_on": date(2025, 1, 1)},
        {"name": "岚县北辰药业有限公司", "published_code": "", "county": "", "penalised_on": date(2025, 1, 1)},
        {"name": "石楼县云岫机械制造有限公司", "published_code": "", "county": "石楼县", "penalised_on": date(2025, 1, 1)},
    ], shuffle=shuffle)  # fmt: skip


def run(lake, regions, said=None):
    return run_matching(lake.folder, SOURCES, regions, said.append if said is not None else None)


def found(lake) -> dict:
    told = lake.read("mention").merge(lake.read("match"), on="mention_id")
    return {(row.source, row.name_): row for row in told.rename(columns={"name": "name_"}).itertuples()}


def test_tables(lake, regions):
    fill(lake)
    said: list[str] = []
    report = run(lake, regions, said)
    told = found(lake)
    assert told["patent_grant", "孝义市云岫机械制造有限公司"].company_id == code(1)
    assert told["patent_grant", "张三"].kind == "person" and told["patent_grant", "张三"].decision == "none"
    assert told["patent_grant", "山西鼎月新材料科技有限公司"].row_count == 2
    assert told["patent_grant", "山西鼎月新材料科技有限公司"].first_date == date(2023, 6, 1)
    assert told["penalty", "石楼县云岫机械制造有限公司"].decision != "accept"
    rows = lake.read("mention_row")
    first = rows[rows["evidence"].str.endswith("!2") & rows["source"].eq("patent_grant")]
    assert first["owner_rank"].tolist() == [1, 2, 3] and first["owner_count"].tolist() == [3, 3, 3]
    assert sorted(rows["role"].unique()) == ["new_name", "new_owner", "owner"]
    assert set(rows["mention_id"]) == set(lake.read("mention")["mention_id"])
    assert (
        report.mentions
        == len(lake.read("mention"))
        == report.accepted + report.review + report.unmatched + report.people
    )
    assert any("确定" in line for line in said)


def test_provisional_companies(lake, regions):
    fill(lake)
    assert run(lake, regions).provisional == 2
    company = lake.read("company").set_index("name")
    assert company.loc["岚县北辰药业有限公司", "company_id"] == code(70)
    assert company.loc["方山县柏舟食品有限公司", "company_id"].startswith("X:")
    assert company.loc["方山县柏舟食品有限公司", ["county_code", "county_basis"]].tolist() == [
        "141128",
        "list",
    ]
    told = found(lake)
    for name in ("岚县北辰药业有限公司", "方山县柏舟食品有限公司"):
        assert told["penalty", name].company_id == company.loc[name, "company_id"], (
            "the very name on another list"
        )
    assert told["penalty", "石楼县云岫机械制造有限公司"].decision != "accept"
    assert company["is_provisional"].sum() == 2 and len(company) == len(REGISTER) + 2


def test_a_row_that_tells_of_a_rename(lake, regions):
    lake.register()
    row = {"uscc": "", "county": "", "recognised_on": date(2024, 1, 1)}
    lake.put("recognised_title", [
        row | {"name": "交城县澄波化工有限公司", "new_name": "山西远黛精细化学品有限公司"},
        row | {"name": "吕梁沧浪电机厂", "new_name": "柳林县朔望建材厂"},
        row | {"name": "石楼县白露食品有限公司", "new_name": "石楼县霜降食品有限公司"},
    ])  # fmt: skip
    run(lake, regions)
    told = found(lake)
    for name, number in (("山西远黛精细化学品有限公司", 5), ("吕梁沧浪电机厂", 7)):
        assert (told["recognised_title", name].company_id, told["recognised_title", name].rule) == (
            code(number),
            "told_rename",
        )
    assert told["recognised_title", "石楼县霜降食品有限公司"].decision != "accept"


def test_people_win(lake, regions):
    fill(lake)
    lake.put("match_decision", [
        {"name": "石楼县云岫机械制造有限公司", "uscc": "", "source": "penalty", "county": "石楼县", "verdict": "same", "company_id": code(2),
         "candidate_name": "", "decided_by": "甲", "decided_at": "2026-02-01 09:00:00", "note": "迁址"},
        {"name": "柳林县朔望建材厂", "uscc": "", "source": "", "county": "", "verdict": "different", "company_id": code(7),
         "candidate_name": "", "decided_by": "甲", "decided_at": "2026-02-01 09:00:00", "note": ""},
    ])  # fmt: skip
    run(lake, regions)
    told = found(lake)
    won = told["penalty", "石楼县云岫机械制造有限公司"]
    assert (won.decision, won.company_id, won.rule, won.decided_by, won.note) == (
        "accept",
        code(2),
        "people",
        "甲",
        "迁址",
    )
    assert told["recognised_title", "柳林县朔望建材厂"].company_id != code(7)


def test_the_order_of_rows_changes_no_byte(lake, regions, tmp_path):
    fill(lake)
    run(lake, regions)
    before = {table: (lake.folder / "matching" / f"{table}.parquet").read_bytes() for table in SCHEMAS}
    rows = {
        source: pq.read_table(lake.folder / source / "rows.parquet")
        for source in ("company_registry", "patent_grant", "penalty")
    }
    for source, table in rows.items():
        pq.write_table(table.take(list(range(len(table)))[::-1]), lake.folder / source / "rows.parquet")
    run(lake, regions)
    for table, held in before.items():
        assert (lake.folder / "matching" / f"{table}.parquet").read_bytes() == held, table


@pytest.mark.parametrize("with_lists", [True, False])
def test_tables_keep_their_shape_when_empty(lake, regions, with_lists):
    lake.register()
    if with_lists:
        fill(lake)
    run(lake, regions)
    for table, schema in SCHEMAS.items():
        assert pq.read_schema(lake.folder / "matching" / f"{table}.parquet").equals(schema), table


def test_a_code_learnt_later_supersedes(lake, regions):
    row = {
        "county": "",
        "county_code": "",
        "zone": "",
        "address": "",
        "established_on": None,
        "register_id": "",
        "former_names": "",
    }
    number = "141181000000012"
    lake.put("company_registry", [
        row | {"name": "孝义市北辰机械厂", "uscc": "", "registration_no": number, "delivery_date": date(2025, 1, 1), "is_current": False},
        row | {"name": "孝义市北辰机械有限公司", "uscc": code(1), "registration_no": number, "delivery_date": date(2026, 1, 1), "is_current": True},
        row | {"name": "孝义市老字号醋厂", "uscc": code(2), "registration_no": "", "delivery_date": date(2025, 1, 1), "is_current": False},
    ])  # fmt: skip
    run(lake, regions)
    company = lake.read("company").set_index("company_id")
    assert sorted(company.index) == [code(1), code(2)]
    assert company.loc[code(1), ["name", "former_names", "source"]].tolist() == [
        "孝义市北辰机械有限公司",
        "孝义市北辰机械厂",
        "company_registry",
    ]
    assert company.loc[code(2), "source"] == "company_registry_earlier"
    assert lake.read("company_alias")[["alias_id", "company_id"]].to_numpy().tolist() == [
        [f"R:{number}", code(1)]
    ]


def test_in_a_process_of_its_own(lake, regions, tmp_path):
    fill(lake)
    run(lake, regions)
    here = {path.name: path.read_bytes() for path in (lake.folder / "matching").iterdir()}
    said: list[str] = []
    match_apart(lake.folder, SOURCES, said.append)
    assert {path.name: path.read_bytes() for path in (lake.folder / "matching").iterdir()} == here
    assert said[-1].startswith("名称 ")
    with pytest.raises(MatchError, match=r"FileNotFoundError.*company_registry"):
        match_apart(tmp_path / "nothing", SOURCES, said.append)
