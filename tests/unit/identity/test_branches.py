"""A branch, a union, a committee of creditors is not the company whose name it carries."""

import pytest

from dagster_project.identity.names import parse


@pytest.mark.parametrize(
    "tail", ["孝义药房", "破产管理人", "工会", "清算组", "酒窖", "第二分公司", "孝义店", "吕梁诊所"]
)
@pytest.mark.parametrize("company", ["文水县云霁酒业有限公司", "文水县云霁酒业有限责任公司"])
def test_what_stands_after_a_whole_form_is_not_the_company(company, tail):
    name = parse(company + tail)
    assert (name.branch, name.trade) == (tail, parse(company).trade)


@pytest.mark.parametrize("union", ["专业合作社联合社", "专业合作联社", "合作联社", "联合社"])
def test_a_union_of_cooperatives_is_none_of_them(union):
    name = parse(f"文水县穗琳种植{union}")
    assert (name.trade, name.form, name.form_class, name.branch) == ("穗琳", union, "union", "")


@pytest.mark.parametrize(
    "name",
    [
        "文水县云霁酒业有限公司",
        "文水县云霁酒业集团有限公司吕梁销售有限公司",
        "吕梁公司文化传播有限公司",
        "文水县云霁公司（文水）",
    ],
)
def test_a_form_at_the_end_is_the_companys_own(name):
    assert parse(name).branch == ""
