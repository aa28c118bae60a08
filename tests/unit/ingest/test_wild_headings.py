"""Headings as ministries, provinces and their systems publish them: each means one thing to its contract."""

from collections import Counter

import pytest

from dagster_project.identity.text import fold
from dagster_project.ingest import load_contracts

CONTRACTS = load_contracts()


@pytest.mark.parametrize("contract", CONTRACTS.values(), ids=list(CONTRACTS))
def test_every_heading_listed_maps_to_its_column_and_no_two_columns_share_one(contract):
    listed = Counter()
    for column in contract.columns.values():
        for rank, heading in enumerate(column.headings):
            (target,) = contract.read_heading(heading)
            assert (target.kind, target.column, target.rank) == ("column", column.name, rank), heading
            listed[fold(heading)] += 1
        for heading in column.range_headings:
            assert ("range", column.name) in {(t.kind, t.column) for t in contract.read_heading(heading)}
        for group in column.prefix:
            for heading in group:
                assert ("prefix", column.name) in {(t.kind, t.column) for t in contract.read_heading(heading)}
    assert [heading for heading, times in listed.items() if times > 1] == []
    for heading in contract.ignore:
        assert {target.kind for target in contract.read_heading(heading)} <= {"ignore", "prefix"}, heading


# One published layout a line: the source, where it is from, and its headings.
PUBLISHED = [
    ("credit_blacklist", "courts", "被执行人姓名/名称 身份证号码/组织机构代码 执行法院 省份 执行依据文号 立案时间 案号 做出依据单位 义务 履行情况 具体情形 发布时间 已履行部分 未履行部分"),
    ("credit_blacklist", "courts, JSON", "iname cardNum caseCode courtName areaName gistId regDate gistUnit duty performance disruptTypeName publishDate"),
    ("credit_blacklist", "tax", "纳税人名称 法定代表人 统一社会信用代码 组织机构代码 纳税人识别号 案件上报期 地址 案件性质 主要违法事实 处理处罚"),
    ("credit_blacklist", "procurement", "企业名称 统一社会信用代码(或组织机构代码) 企业地址 具体情形 处罚结果 处罚依据 处罚日期 公布日期 公布截止日期 执法单位"),
    ("credit_blacklist", "market regulation", "企业名称 统一社会信用代码/注册号 法定代表人（负责人） 列入严重违法失信名单原因 列入日期 作出决定机关（列入）"),
    ("credit_blacklist", "work safety", "单位名称 统一社会信用代码/注册号 主要负责人 地址 失信行为简况 报送机关 纳入理由"),
    ("credit_blacklist", "wages", "对象名称 统一社会信用代码 列入时间 预计退出日期 法定代表人 发布机关 文书号 事由 依据 到期退出情况 续期原因"),
    ("credit_blacklist", "statistics", "名称 地址 统一社会信用代码 法定代表人 违法行为 处理"),
    ("abnormal_operation", "market regulation", "企业名称 统一社会信用代码 法定代表人 注册号 列入原因类型 列入日期 列入机关"),
    ("patent_grant", "export", "申请号 申请日 公开（公告）号 公开（公告）日 发明名称 专利类型 申请（专利权）人 发明(设计)人 主分类号 国别省市代码 地址 代理机构 法律状态"),
    ("patent_grant", "gazette", "序号 授权公告号 授权公告日 申请号 申请日 专利名称 专利权人 IPC 地址"),
    ("high_tech_enterprise", "filed", "序号 企业名称 证书编号 发证日期"),
    ("high_tech_enterprise", "renamed", "序号 原企业名称 更名后企业名称 证书编号 更名时间"),
    ("high_tech_enterprise", "cancelled", "序号 企业名称 证书编号 取消资格年度 取消原因"),
    ("tech_sme", "province", "序号 企业名称 统一社会信用代码 所在地市 区县 入库登记编号 年度"),
    ("recognised_title", "province", "序号 企业名称 设区市 县区 称号 有效期 认定日期"),
    ("recognised_title", "from and to", "序号 企业名称 类别 公告日期 有效期起始日期 有效期截止日期 复核结果"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("source", "headings"), [(source, headings) for source, _, headings in PUBLISHED],
    ids=[f"{source}: {where}" for source, where, _ in PUBLISHED],
)  # fmt: skip
def test_a_published_layout_is_read_as_it_is(bureau, source, headings):
    folder = f"{source}/2026-01-01"
    bureau.put(f"{folder}/a.csv", headings.replace(" ", ",") + "\n")
    contract = bureau.contracts[source]
    assert [h for h in headings.split() if not contract.read_heading(h)] == []
    (report,) = bureau.read(source).deliveries
    assert report.status == "read", report.problem


def test_a_wage_list_gives_its_end_date_and_a_procurement_list_too(bureau):
    head = "对象名称,列入时间,预计退出日期,发布机关,事由,名单\n"
    bureau.put(
        "credit_blacklist/2026-01-01/a.csv",
        head + "甲公司,2025-03-01,2028-02-29,示例局,欠薪,拖欠农民工工资失信惩戒名单\n",
    )
    bureau.put(
        "credit_blacklist/2026-01-01/b.csv",
        "企业名称,公布日期,公布截止日期,执法单位,名单\n乙公司,2025-04-01,2026-04-01,示例厅,政府采购严重违法失信名单\n",
    )
    bureau.read("credit_blacklist")
    assert [(r["name"], str(r["listed_on"]), str(r["expected_end"]), r["authority"], r["is_serious"]) for r in bureau.rows("credit_blacklist")] == [
        ("甲公司", "2025-03-01", "2028-02-29", "示例局", 1), ("乙公司", "2025-04-01", "2026-04-01", "示例厅", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("headings", "cells", "validity"),
    [
        ("有效期", "2023年1月1日至2025年12月31日", ("2023-01-01", "2025-12-31")),
        ("有效期起始日期,有效期截止日期", "2025-11-08,2028-11-07", ("2025-11-08", "2028-11-07")),
        ("有效期", "自公布之日起，有效期三年", (None, None)),
    ],
)
def test_a_titles_validity_is_read_as_printed(bureau, headings, cells, validity):
    cells = cells if "," in headings else f'"{cells}"'
    text = f"企业名称,称号,公告日期,{headings}\n甲公司,专精特新中小企业,2025-11-08,{cells}\n"
    bureau.put("recognised_title/2026-01-01/a.csv", text)
    bureau.read("recognised_title")
    (row,) = bureau.rows("recognised_title")
    assert tuple(day and str(day) for day in (row["valid_from"], row["valid_to"])) == validity
    noted = [n["found"] for n in bureau.table("note", "recognised_title") if n["column"]]
    assert bool(noted) == (validity == (None, None)), "what gives no date is told"
