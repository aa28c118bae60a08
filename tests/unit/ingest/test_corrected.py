"""A refused row is put right by the same row read in another file, that day or later, and by no other."""

import pytest

HEADINGS = "企业名称,统一社会信用代码,投资机构,是否合格机构投资者,实缴金额（万元）,实缴日期\n"
REFUSED = "虚构甲（山西）有限公司,,示例资本二期,是,面议,2026-11-01\n"


def corrected_by(
    bureau, later: str, name: str = "equity_investment/2026-11-17/更正.csv", first: str = REFUSED
):
    bureau.put("equity_investment/2026-11-16/融资.csv", HEADINGS + first)
    bureau.put(name, HEADINGS + later)
    bureau.read("equity_investment")
    (refused,) = bureau.table("quarantine", "equity_investment")
    return refused["corrected_by"]


@pytest.mark.parametrize(
    "name", ["equity_investment/2026-11-17/更正.csv", "equity_investment/2026-11-16/更正.csv"]
)
def test_the_same_row_with_the_bad_cell_mended_does(bureau, name):
    told = corrected_by(bureau, "虚构甲(山西)有限公司,,示例资本二期,是,500,2026年11月1日\n", name)
    assert told == f"{name}#表1!2"


@pytest.mark.parametrize(
    "later",
    [
        "虚构甲（山西）有限公司,,示例资本,是,5,2016-11-01\n",  # another investor, of whose name the refused one's begins
        "虚构甲（山西）有限公司,,示例资本二期,是,500,2026-11-02\n",  # another payment
        "虚构甲（山西）有限公司,,示例资本二期,否,500,2026-11-01\n",  # that does not count
        "虚构乙（山西）有限公司,,示例资本二期,是,500,2026-11-01\n",  # another company
    ],
)
def test_another_row_does_not(bureau, later):
    assert corrected_by(bureau, later) is None


def test_an_earlier_file_does_not(bureau):
    right = REFUSED.replace("面议", "500")
    assert corrected_by(bureau, right, "equity_investment/2026-11-15/早.csv") is None


def test_quotation_marks_line_breaks_and_widths_make_no_other_row(bureau):
    first = '虚构甲（山西）有限公司,,"示例""创投""\n（山西）基金",是,面议,2026-11-01\n'
    later = '虚构甲（山西）有限公司,,"示例""创投""(山西)基金",是,500,2026-11-01\n'
    assert corrected_by(bureau, later, first=first)


def test_a_row_is_known_by_its_code_where_it_has_no_name_alike(bureau):
    code = "91141100MA0H0H0H0X"
    first = REFUSED.replace(",,", f",{code},", 1)
    later = f"虚构甲新名称有限公司,{code},示例资本二期,是,500,2026-11-01\n"
    assert corrected_by(bureau, later, first=first)


def test_what_every_row_says_is_nothing_to_know_a_row_by(bureau):
    """A certificate of which neither number nor day could be read, and an older one of the same company."""
    headings = "企业名称,证书编号,发证日期\n"
    bureau.put("high_tech_enterprise/2026-11-16/新.csv", headings + "虚构甲有限公司,公示中,\n")
    bureau.put(
        "high_tech_enterprise/2026-11-17/旧.csv", headings + "虚构甲有限公司,GR202114000123,2021-12-07\n"
    )
    bureau.read("high_tech_enterprise")
    (refused,) = bureau.table("quarantine", "high_tech_enterprise")
    assert refused["corrected_by"] is None


def test_another_kind_that_could_not_be_read_is_put_right_by_its_row(bureau):
    headings = "企业名称,类别,奖项名称,授予日期\n"
    bureau.put("evidence/2026-11-16/佐证.csv", headings + "虚构甲有限公司,科技奖项,某某奖一等,2026-01-02\n")
    bureau.put("evidence/2026-11-17/佐证.csv", headings + "虚构甲有限公司,科技奖励,某某奖一等,2026-01-02\n")
    report = bureau.read("evidence")
    assert report.problems == []
    (refused,) = bureau.table("quarantine", "evidence")
    assert refused["corrected_by"] == "evidence/2026-11-17/佐证.csv#表1!2"
