"""Whom to serve: a list a service, each a sheet where it isn't empty."""

from __future__ import annotations

from dagster_project.publish.sheets.common import COMPANY, EVIDENCE, KEY, PLACE
from dagster_project.publish.tables import Column, Table
from dagster_project.seeds import seed_rows

_TITLES = {row["service"]: row["title"] for row in seed_rows("service_rules")}


def _list(service: str, why: str, note: str) -> Table:
    return Table(
        title=_TITLES[service],
        query=f"select * from service_list where service = '{service}'",
        order="county_code, name, company_id",
        columns=(
            *COMPANY,
            Column("why", why, "long", 46, "为什么列入"),
            Column("specialists", "服务专员", "text", 26, "服务这家企业的专员；空白表示没有"),
            Column("citation", "条款", "long", 50, "依据的文件与条款"),
            *PLACE,
            EVIDENCE,
            KEY,
        ),
        optional=True,
        empty="没有。",
        note=note,
    )


SERVICES = (
    _list(
        "applying",
        "到了哪一步",
        "已申报、还没有结果的；环节以县（市、区）走访所填和申报情况为准。",
    ),
    _list("unserved", "称号", "在库或有称号、服务专员名册上没有的企业。"),
    _list("to_scale", "收入", "不在规模以上名单、主营业务收入接近或达到上规线的工业企业。"),
    _list("to_reform", "类型和称号", "有省级以上称号、还是有限责任公司的企业。"),
)
