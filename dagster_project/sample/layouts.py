"""Headings: the first of every contract column, and others that its contract knows, by layout variant."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

_SOURCES = Path(__file__).resolve().parents[1] / "sources"
ALTERNATES: dict[str, dict[str, tuple[str, ...]]] = {
    "company_registry": {
        "name": ("市场主体名称", "名称"),
        "uscc": ("统一代码", "社会信用代码"),
        "registration_no": ("工商注册号", "注册登记号"),
        "former_names": ("曾用名称", "历史名称"),
        "county": ("所属区县", "区县"),
        "zone": ("所属开发区", "开发区"),
        "address": ("注册地址", "住所（经营场所）"),
        "industry": ("所属行业", "行业门类"),
        "company_type": ("主体类型", "企业（机构）类型"),
        "established_on": ("成立时间", "登记日期"),
        "status": ("经营状态", "企业状态"),
        "register_id": ("内部编号", "主体身份代码"),
    },
    "patent_grant": {
        "publication_no": ("公开（公告）号", "公告号"),
        "title": ("专利名称", "名称"),
        "owners": ("申请（专利权）人", "权利人"),
        "granted_on": ("公开（公告）日", "公告日"),
        "ipc": ("IPC分类号", "Int.Cl."),
        "event": ("法律状态", "法律事务"),
        "event_on": ("法律状态公告日", "事务公告日"),
        "new_owners": ("变更后权利人", "受让人"),
        "application_no": ("专利申请号", "专利号"),
    },
    "high_tech_enterprise": {
        "name": ("单位名称", "变更前企业名称"),
        "certificate_no": ("证书号", "高新技术企业证书编号"),
        "issued_on": ("发证时间", "发证日"),
        "county": ("所在地", "所属地区"),
        "event": ("事项类型", "变更类型"),
        "event_on": ("公告日期", "核准日期"),
        "new_name": ("变更后企业名称", "更名后名称"),
    },
    "tech_sme": {
        "name": ("单位名称",),
        "registration_no": ("登记编号",),
        "year": ("评价年度",),
        "published_on": ("入库日期",),
        "county": ("注册地",),
        "uscc": ("社会信用代码",),
    },
    "recognised_title": {
        "name": ("单位名称",),
        "tier": ("认定类型",),
        "recognised_on": ("公布日期",),
        "valid_from": ("有效期自",),
        "valid_to": ("有效期止",),
        "county": ("推荐单位",),
        "document": ("公告文号",),
        "event": ("结果",),
        "new_name": ("现企业名称",),
    },
    "credit_blacklist": {
        "name": ("失信主体名称", "单位名称"),
        "published_code": ("统一社会信用代码（或组织机构代码）", "社会信用代码"),
        "list_name": ("名单名称", "失信类型"),
        "listed_on": ("列入时间", "公布日期"),
        "expected_end": ("公示截止日期", "公布截止日期"),
        "authority": ("作出决定机关", "认定机关"),
        "reason": ("列入原因", "具体情形"),
    },
    "abnormal_operation": {
        "name": ("名称",),
        "published_code": ("统一社会信用代码/注册号",),
        "listed_on": ("列入时间",),
        "reason": ("列入原因类型",),
        "authority": ("作出决定机关（列入）",),
        "removed_on": ("移出时间",),
    },
    "penalty": {
        "name": ("行政相对人名称", "当事人名称"),
        "published_code": ("行政相对人代码（统一社会信用代码）", "社会信用代码"),
        "penalised_on": ("处罚决定日期", "作出处罚决定日期"),
        "document_no": ("行政处罚决定书文号", "文书号"),
        "is_grave": ("是否重大", "是否重大违法"),
        "amount": ("处罚金额", "罚款"),
        "kind": ("处罚类别", "处罚种类"),
    },
    "company_report": {
        "name": ("申报单位",),
        "fiscal_year": ("年度",),
        "revenue": ("营业收入总额",),
        "staff": ("职工总数",),
    },
    "evidence": {
        "name": ("获奖单位",),
        "kind": ("项目类别",),
        "title": ("项目名称",),
        "issuer": ("授予单位",),
        "awarded_on": ("授予日期",),
    },
    "equity_investment": {
        "name": ("融资企业",),
        "investor": ("投资方",),
        "paid_in": ("到位金额",),
        "paid_on": ("到位日期",),
    },
    "application": {
        "name": ("申报企业",),
        "tier": ("申报类别",),
        "stage": ("当前环节",),
        "result": ("审核结果",),
    },
    "judgement": {
        "metric": ("核查事项",),
        "value": ("核查结果",),
        "judged_on": ("核查日期",),
        "department": ("核查部门",),
    },
}
GROUPS = {
    "company_registry": ("企业基本信息", "所在区域", "登记信息"),
    "high_tech_enterprise": ("企业", "证书", "地区"),
}


@cache
def contract(source: str) -> dict:
    """A source's contract as it stands in its YAML."""
    return yaml.safe_load((_SOURCES / f"{source}.yaml").read_text(encoding="utf-8"))


@cache
def columns(source: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """A layout's columns; ('*',) stands for every column of the contract that a form asks for."""
    if names == ("*",):
        return tuple(name for name, column in contract(source)["columns"].items() if column.get("form"))
    return names


@cache
def heading(source: str, column: str, variant: int) -> str:
    """The heading of a column in a layout variant: 0 is the first of the contract."""
    spec = contract(source)["columns"][column]
    others = ALTERNATES.get(source, {}).get(column, ())
    return others[variant - 1] if 0 < variant <= len(others) else spec["headings"][0]


@cache
def kind(source: str, column: str) -> tuple[str, str]:
    """A column's type and unit."""
    spec = contract(source)["columns"][column]
    return spec["type"], spec.get("unit", "")
