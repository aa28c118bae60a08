"""The contracts that are shipped, and mistakes in one."""

import pyarrow as pa
import pytest

from dagster_project.ingest import ContractError, load_contracts, read_contract, write_contract_tables
from dagster_project.ingest.contract import LINEAGE

CONTRACTS = load_contracts()
MINIMAL = """
source: x
title: 某名单
publisher: 某局
purpose: 某用
delivery: append
key: [name]
cadence_days: 31
columns:
  name: {title: 企业名称, type: name, required: true, headings: [企业名称]}
"""


@pytest.mark.parametrize("contract", CONTRACTS.values(), ids=list(CONTRACTS))
def test_every_column_is_known_by_its_title_and_its_identifier(contract):
    for column in contract.columns.values():
        if "derived" in column.options:
            continue
        assert column.headings, column.name
        assert contract.read_heading(column.title)[0].column == column.name
        assert contract.read_heading(column.name)[0].column == column.name


@pytest.mark.parametrize("contract", CONTRACTS.values(), ids=list(CONTRACTS))
def test_the_lake_schema_is_columns_then_lineage(contract):
    names = contract.schema.names
    assert names[-len(LINEAGE) :] == [field.name for field in LINEAGE]
    assert contract.schema.field("row").type == pa.int32()
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    "heading", ["营业收入（万元）", "营业收入(万元)", "＊营业收入 （ 万元 ）", "营业\n收入", "营业收入："]
)
def test_a_heading_is_folded_and_its_unit_split_off(heading):
    targets = CONTRACTS["company_report"].read_heading(heading)
    assert [target.column for target in targets] == ["revenue"]
    assert targets[0].unit == ("万元" if "万元" in heading else "")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("type: name", "type: nane"), "类型 nane 不存在"),
        (("type: name", "type: choice"), "列 name 的类型是 choice，还要写 choices"),
        (("required: true", "requird: true"), "不认识的项 requird"),
        (("key: [name]", "key: [code]"), "没有的列：code"),
        (("delivery: append", "delivery: some"), "full 或 append"),
        (
            ("key: [name]", "key: [name]\ncomplete: {by: kind, since: {a: 2020-01-01}}"),
            "complete.by 应为一列",
        ),
        (("key: [name]", "key: [name]\ncomplete: {since: {a: 2020-01-01}}"), "“a”不是"),
        (("source: x", "source: y"), "source 应为 x"),
        (("title: 某名单\n", ""), "title"),
        (("columns:", "columns:\n  n2: {title: 二, type: text, headings: [企业名称]}"), "同时属于"),
    ],
)
def test_a_mistake_in_a_contract_is_named(tmp_path, change, message):
    path = tmp_path / "x.yaml"
    path.write_text(MINIMAL.replace(*change), encoding="utf-8")
    with pytest.raises(ContractError, match=rf"x\.yaml.*{message}"):
        read_contract(path)


def test_contract_tables(tmp_path):
    import pyarrow.parquet as pq

    write_contract_tables(CONTRACTS, tmp_path)
    rows = {r["source"]: r for r in pq.read_table(tmp_path / "contract" / "contract.parquet").to_pylist()}
    assert list(rows) == list(CONTRACTS) and rows["company_registry"]["required"]
    complete = pq.read_table(tmp_path / "contract_complete" / "contract_complete.parquet").to_pylist()
    assert {r["list_value"] for r in complete if r["source"] == "evidence"} == {
        "award",
        "contest",
        "honour",
        "rd_institution",
        "above_scale",
    }
    assert {r["source"] for r in complete}.isdisjoint({"patent_grant", "penalty"})
