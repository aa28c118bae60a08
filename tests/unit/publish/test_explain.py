"""One company in words: every statement with its clause, file and row."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from dagster_project.assess.gains import Plan
from dagster_project.publish import words
from dagster_project.publish.explain import explain
from dagster_project.publish.explain_gain import reach
from dagster_project.publish.scored import interval, value
from dagster_project.publish.terminal import points


def part(text, title):
    """The lines of the section whose heading begins with title."""
    found, inside = [], False
    for line in text.splitlines():
        if line.startswith("■"):
            inside = line.startswith(f"■ {title}")
        elif inside and line.strip():
            found.append(line.strip())
    return found


@pytest.fixture(scope="module")
def told(pool):
    return explain(pool, "虚山甲新材料有限公司")


@pytest.mark.parametrize(
    "asked",
    [
        "91990000MA00000018",
        "91990000ma00000018",
        "虚山甲材料厂",
        " 虚山甲 新材料有限公司",
        "甲新材料",
        "虛山甲新材料有限公司",
        "虚山甲新材料有限公司。",
        "９１９９００００ＭＡ００００００１８",
    ],
)
def test_one_company_is_found_by_code_name_former_name_or_part(pool, told, asked):
    assert explain(pool, asked) == told


def test_identity_comes_first_with_former_names_and_evidence(told):
    lines = told.splitlines()
    assert lines[0] == "虚山甲新材料有限公司"
    assert "  曾用名：虚山甲材料厂" in lines
    assert "  所在地：孝义市　孝义经开区　孝义市虚山路1号" in lines
    assert "  依据：company_registry/2026-10-15/登记.csv##2" in lines
    assert any("示例数据" in line for line in lines)


def test_titles_and_the_lists_it_stands_on_name_file_and_row(told):
    assert part(told, "称号") == [
        "创新型中小企业　2024-01-10 至 2027-01-09　有效　晋工信发〔2024〕1号",
        "依据：recognised_title/2024-12-01/公告.pdf#1!3",
    ]
    [line] = part(told, "出现在哪些名单上")
    assert "高企.xlsx#名单!3；" in line
    assert line.endswith("高企.xlsx#名单!9")


def test_the_score_is_told_indicator_by_indicator_with_citation_and_reading(told):
    lines = part(told, "对照标准")
    assert lines[0] == "结论：待人工判定　得分 64～71.5 分（及格 60）　数据覆盖 80%　〔推定〕"
    at = lines.index("上年度研发费用投入　2～10 分 / 满分 10　缺数据　〔推定〕　出处：附件2 五13")
    assert (
        lines[at + 1] == "上年度研发费用：120.5 万元（2025；依据：company_report/2026-04-01/年报.xlsx#表!2）"
    )
    assert lines[at + 2] == "研发费用占比：不知道"
    assert lines[at + 3] == "上年度研发人员占比　5 分 / 满分 5　出处：附件2 五14"


def test_clauses_stand_in_the_standards_order_with_status_margin_source_and_known_facts(told):
    lines = part(told, "对照标准")
    at = lines.index("—— 基本条件")
    assert lines[at + 1] == "[待人工判定] 近三年未发生重大事故　出处：附件1 第三条4"
    assert lines[at + 2] == "—— 路径：得分达标"
    assert (
        lines[at + 3] == "[满足] 上年度研发费用不低于50万元（余量 141.0%）　〔推定〕　出处：附件2 一（一）1"
    )
    assert lines[at + 4].startswith("上年度研发费用：120.5 万元（2025；依据：company_report/")
    assert lines[at + 5].startswith("[满足] 评价得分达到60分以上（余量 6.7%）")
    assert lines[at + 6] == "评价得分：64～71.5 分"


@pytest.mark.parametrize(("rows", "says"), [(1, True), (2, False)])
def test_facts_of_which_one_is_enough_are_told_as_such(pool_with, rows, says):
    """Not where the other way takes two of them."""
    other = "2 as alternative, row_no + {} as row_no, 'serious_dishonesty' as metric"
    added = "insert into {0} by name select * replace ({1}) from {0} where clause = 'rd' and metric = 'rd_expense'"
    ways = [added.format("conditions", other.format(n)) for n in range(rows)]
    told = explain(
        pool_with(*ways, added.format("condition_result", "'serious_dishonesty' as metric")),
        "虚山甲新材料有限公司",
    )
    lines = part(told, "对照标准")
    at = next(i for i, line in enumerate(lines) if "研发费用不低于50万元" in line)
    assert (lines[at + 1] == "满足任一：") is says
    assert any(line.startswith("上年度研发费用：120.5") for line in lines[at + 1 : at + 3])


def test_the_review_of_a_title_is_not_told_as_todays_score(told):
    assert "50～55" not in told
    risk = part(told, "复核预警")
    assert risk[0] == "【红】创新型中小企业　2027-01-09 到期，还有 50 天"
    assert "最紧的条款：评价得分达到60分（余量 -12.5%）" in risk


def test_what_is_missing_and_whom_to_ask(told):
    lines = part(told, "缺什么，问谁")
    assert [line.split()[0] for line in lines[2:]] == ["拥有自主品牌", "上年度营业收入（万元）"]
    assert "附件2" in lines[2]


def test_serious_dishonesty_is_told_apart_from_other_lists(pool):
    text = explain(pool, "虚山乙新材料有限公司")
    lines = part(text, "失信、异常与处罚")
    assert lines[0].startswith("环保黑名单（不属于严重失信主体名单）　列入 2025-05-05，2026-01-05 移出")
    assert lines[2].startswith("失信被执行人（严重失信主体名单）　列入 2026-05-05，未见移出")
    assert "不予纳入：列入严重失信主体名单" in part(text, "培育库")


def test_a_company_without_a_code_says_so(pool):
    text = explain(pool, "R:990000000000012")
    assert "统一社会信用代码：尚不知道（编号 R:990000000000012）" in text
    assert "暂列企业：是" in text
    assert "独立法人：不知道" in text


def refused(pool, asked):
    """What explain says when it has no one company to tell of: the command then exits with status 1."""
    with pytest.raises(ValueError) as error:
        explain(pool, asked)
    return str(error.value)


def test_several_are_listed_to_choose_from(pool):
    text = refused(pool, "虚山")
    assert text.startswith("“虚山”对应 2 家企业")
    assert "91990000MA00000018" in text
    assert "91990000MA00000026" in text
    assert "■" not in text


def test_none_gives_near_names_or_says_so(pool):
    assert refused(pool, "虚山几新材料公司").startswith("没有找到“虚山几新材料公司”。相近的名称：")
    assert "虚山甲新材料有限公司" in refused(pool, "虚山几新材料公司")
    assert refused(pool, "某某").endswith("请核对名称或统一社会信用代码")
    assert refused(pool, "  ").startswith("没有找到") and "名单上有" not in refused(pool, "  ")


@pytest.mark.parametrize("asked", ["远方贸易有限公司", "遠方　贸易有限公司"])
def test_a_listed_name_that_is_no_company_s_is_told_with_its_row_and_why(pool, asked):
    told = refused(pool, asked).splitlines()[-1]
    assert told.startswith("  名单上有：")
    assert "无对应企业（都不像；最像的是虚山乙新材料有限公司）" in told
    assert told.endswith("credit_blacklist/2026-11-12/失信.csv#表1!8")


def test_a_short_form_that_several_bear_leads_to_the_one_that_its_list_was_decided_to_mean(pool, pool_with):
    assert "请用代码或全称选一家" in refused(pool, "新材料有限公司")
    decided = pool_with(
        """insert into stg_mention select 'm9', 'tech_sme', '新材料有限公司', 'organisation', 1, '', 'tech_sme/x.csv#表1!9', '新材料有限公司'""",
        "insert into stg_match values ('m9', 'accept', '91990000MA00000018', null, null, 'people', 1, '{}')",
    )
    lines = explain(decided, "新材料有限公司").splitlines()
    assert lines[0] == "“新材料有限公司”是名单上的写法，以下是它对应的企业"
    assert lines[1].endswith("（91990000MA00000018；人工判定），tech_sme/x.csv#表1!9")


def test_a_lists_own_spelling_leads_to_the_company_it_was_decided_to_be(pool_with):
    decided = """insert into stg_mention select 'm7' || source, source, '虚山假新才公司', 'organisation', 1, '', 'tech_sme/x.csv#表1!4', '虚山假新才公司'
        from (values ('tech_sme'), ('high_tech_enterprise')) as v (source);
        insert into stg_company_alias values ('R:1', '91990000MA00000018')"""
    match = "insert into stg_match values ('m7{}', 'accept', '{}', null, null, 'variant', 0.99, '{{}}')"
    same = pool_with(
        decided, match.format("tech_sme", "R:1"), match.format("high_tech_enterprise", "91990000MA00000018")
    )
    lines = explain(same, "虚山假新才公司").splitlines()
    assert lines[0] == "“虚山假新才公司”是名单上的写法，以下是它对应的企业"
    assert "确定是虚山甲新材料有限公司（91990000MA00000018；名称相近），tech_sme/x.csv#表1!4" in lines[1]
    assert "统一社会信用代码：91990000MA00000018" in "\n".join(lines)


def test_a_lists_spelling_that_was_decided_to_be_two_companies_is_no_one_company(pool_with):
    pool = pool_with(
        """insert into stg_mention select 'm7' || source, source, '虚山某材', 'organisation', 1, '', 'x.csv#表1!4', '虚山某材'
        from (values ('tech_sme'), ('high_tech_enterprise')) as v (source)""",
        "insert into stg_match values ('m7tech_sme', 'accept', '91990000MA00000018', null, null, 'variant', 0.99, '{}')",
        "insert into stg_match values ('m7high_tech_enterprise', 'accept', '91990000MA00000026', null, null, 'variant', 0.99, '{}')",
    )
    told = refused(pool, "虚山某材")
    assert "确定是虚山甲新材料有限公司" in told and "确定是虚山乙新材料有限公司" in told


def test_a_penalty_of_which_little_is_known_says_so(pool_with):
    pool = pool_with(
        "insert into event values ('91990000MA00000026', 'penalty', '', '', null, false, null, 'penalty/x.csv#表1!3')",
        "insert into event values ('91990000MA00000026', 'penalty', '', '', '2025-03-03', false, '', 'penalty/x.csv#表1!4')",
    )
    text = explain(pool, "虚山乙新材料有限公司")
    assert "None" not in text
    lines = part(text, "失信、异常与处罚")
    assert "行政处罚　日期不详　处罚种类、机关和事由不详" in lines
    assert "行政处罚　2025-03-03　处罚种类、机关和事由不详" in lines


@pytest.mark.parametrize(
    ("kind", "low", "high", "text", "unit", "words"),
    [
        ("flag", 1, 1, None, "", "是"),
        ("flag", 0, 0, None, "", "否"),
        ("flag", 0, 1, None, "", "不详（是或否）"),
        ("flag", 1, None, None, "", "是"),
        ("flag", 0, None, None, "", "不详（是或否）"),
        ("flag", None, 0, None, "", "否"),
        ("flag", None, None, None, "", "不知道"),
        ("number", Decimal("120.500000"), Decimal("120.500000"), None, "万元", "120.5 万元"),
        ("number", Decimal("2.999997"), Decimal("2.999997"), None, "%", "2.999997%"),
        ("number", 2, None, None, "件", "不少于 2 件"),
        ("number", None, 3, None, "件", "不多于 3 件"),
        ("number", 0, 0, None, "件", "0 件"),
        ("text", None, None, "市级", "", "市级"),
        ("number", None, None, None, "万元", "不知道"),
    ],
)
def test_a_value_in_words(kind, low, high, text, unit, words):
    assert value(kind, low, high, text, unit) == words


def test_a_grade_is_told_by_its_name():
    legend = words.LEGENDS["rd_institution_level"]
    assert value("number", Decimal("3.000000"), Decimal(3), None, "级", legend) == "省级"
    assert value("number", 2, 4, None, "级", legend) == "市级～国家级"
    assert value("number", 1, None, None, "级", legend) == "不少于 市级以下"


def test_an_interval_of_one_point_is_a_number():
    assert interval(Decimal("60.000000"), Decimal("60")) == "60 分"
    assert interval(Decimal("12.5"), 88) == "12.5～88 分"


def test_what_a_failing_clause_takes_is_told_with_its_bound(pool_with):
    pool = pool_with(
        "update conditions set value = 200 where metric = 'rd_expense'",
        "update condition_result set bound = 200, status_code = 0 where metric = 'rd_expense'",
        "update clause_result set status = 'not_met', status_code = 0 where clause = 'rd'",
    )
    text = explain(pool, "虚山甲新材料有限公司")
    assert "上年度研发费用：120.5 万元提高到 200 万元（差目标的 39.8%）　出处：附件2 一（一）1" in text


YI = "91990000MA00000026"
HELD = f"""delete from cultivation_pool where company_id = '{YI}';
    insert into title select '{YI}|x', '{YI}', tier, recognised_on, first_recognised_on, valid_from, valid_to, true, document,
    evidence from title limit 1"""
LARGE = f"""insert into company_metric (company_id, basis, metric, value_low, value_high, evidence)
    values ('{YI}', 'today', 'is_sme', 0, 0, 'company_report/2026-04-01/年报.xlsx#表!9')"""


@pytest.mark.parametrize(
    ("why", "told"),
    [
        (LARGE, "超出中小企业划型标准"),
        ("update company set has_ended = true, status = '注销'", "登记状态：注销"),
        ("update company set in_region = false", "不在吕梁市登记"),
        ("update company set is_legal_person = false", "不是独立法人"),
        ("delete from title", "不在培育库中：没有入库信号和称号"),
    ],
)
def test_a_holder_of_titles_that_is_not_in_the_pool_is_told_what_keeps_it_out(pool_with, why, told):
    lines = part(explain(pool_with(HELD, why), YI), "培育库")
    assert told in lines[0]
    assert ("持有创新型中小企业，但" in lines[0]) == ("title" not in why)
    assert (lines[1:] == ["依据：company_report/2026-04-01/年报.xlsx#表!9"]) == (why == LARGE)


def test_points_stand_a_line_each_and_one_alone_beside_its_label():
    assert points("至少需要", "营业收入（合并；万元）至少 3；或两年合计 5〔1〕；负债至多 2〔2〕") == [
        "    至少需要：",
        "      · 营业收入（合并；万元）至少 3；或两年合计 5〔1〕",
        "      · 负债至多 2〔2〕",
    ]
    assert points("原因", "到期") == ["    原因：到期"]
    assert points("建议", None) == points("建议", "") == []


def test_what_the_smallest_set_is_for_is_said():
    """A total that is reached already is no reason for a step; a category's minimum is."""
    step = {"gain": 5}
    plan = Plan(Decimal(0), Decimal(5), Decimal("0.03"), (step,))
    goal = "60 分和各大类最低分"
    assert reach(plan, goal, ["成长性 10 分，最低 15 分"]) == "★ 共 1 项，+5 分（成长性 10 分，最低 15 分）"
    both = reach(replace(plan, needed=Decimal(3)), goal, ["成长性 10 分，最低 15 分"])
    assert both.endswith("（总分还差 3 分；成长性 10 分，最低 15 分）")
    assert reach(replace(plan, steps=()), goal, []) == f"得分下限已达到 {goal}"
    assert reach(None, goal, []).endswith("先补未知的数")
