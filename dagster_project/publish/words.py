"""One Chinese term for each code that readers see, everywhere the same (workbooks, CSVs, terminal)."""

from __future__ import annotations

from collections import defaultdict

from dagster_project.feedback.corrections import FORM
from dagster_project.matching import terms
from dagster_project.seeds import seed_rows

STATUS = {
    "ready": "可申报",
    "needs_data": "待补数",
    "near": "差一步",
    "growing": "培育中",
    "excluded": "不予纳入",
}
LEVEL = {"red": "红", "orange": "橙", "yellow": "黄", "green": "绿"}
CHANGE = {
    "entered": "新进入",
    "left": "退出",
    "tier": "目标称号变化",
    "status": "状态变化",
    "level": "预警等级变化",
    "score": "得分变化",
}
UNSETTLED = "不详（是或否）"  # a yes or no of which neither is known
CLAUSE = {"met": "满足", "not_met": "不满足", "unknown": "缺数据", "person": "待人工判定"}
# How a workbook goes back: said once on its cover, and nowhere else in other words.
RETURN = (
    "锁定的单元格改了不采用：企业、称号、指标、期间、单位被改的，整行不采用，其余改动不读；有误的写在“更正”或“备注”。"
    f"“更正”写成 {FORM}；写别的话，要等市局处理。"
    "填好后不改格式，整份工作簿交回市局，放进 county_feedback/收到日期/：走访、答复、名称判定一并读取，空着的不算；"
    "每一条采用了没有，见下一份工作簿的“反馈处理”。"
)
RESUBMIT = "请改正后重新提交"
# on a workbook; a verdict is withdrawn on the page, or by another
VERDICTS = tuple(word for verdict, word in terms.VERDICTS.items() if verdict != "withdrawn")
DECISION = {"accept": "确定", "review": "待人工核对", "none": "无对应企业"}
RULE = {  # why a name was decided as it was, see matching/decision.py
    "exact": "名称一致",
    "plain": "名称一致（括注除外）",
    "lettered": "名称一致（标点除外）",
    "former": "曾用名一致",
    "told_former": "名单注明的原名一致",
    "respelled": "写法不同",
    "variant": "名称相近",
    "code": "代码一致",
    "code_other_name": "代码一致而名称全不同",
    "contradiction": "有矛盾",
    "rivals": "另有相近的企业",
    "unlikely": "都不像",
    "no_candidate": "没有相近的",
    "person": "个人",
    "people": "人工判定",
    "people_not_registered": "人工判定未登记",
    "people_different": "人工判定不是",
    "several_owners": "一格里有几个名称",
}
IN_DOUBT = {  # why the machine leaves a name to a person
    "contradiction": "有矛盾之处",
    "rivals": "另有同样相近的企业",
    "code_other_name": "代码一致而名称全不同",
}
ASK = {"data": "缺数据", "negative": "负面清单", "person": "须由人判定"}
STATES = tuple(row["state_title"] for row in seed_rows("visit_states"))
STAGES = tuple(row["stage_title"] for row in seed_rows("application_stages"))
PURPOSE = {"new": "认定", "review": "复核"}
SAMPLE = "示例数据"
MADE_UP = "企业、代码、数字均为虚构"
LEVEL_MEANING = {row["level"]: row["meaning"] for row in seed_rows("watch_actions")}


def _legends() -> dict[str, dict[int, str]]:
    """{metric: {figure: what that grade is called}}, of the metrics whose figure is a grade (the seed `grades`)."""
    legends: dict[str, dict[int, str]] = defaultdict(dict)
    for row in seed_rows("grades"):
        legends[row["metric"]][int(row["grade"])] = row["grade_title"]
    return dict(legends)


LEGENDS = _legends()


def term(words: dict[str, str], code: str | None) -> str:
    """The Chinese word of a code; the code itself where there is none, '' for a missing one."""
    return "" if code is None else words.get(code, str(code))


def case_of(words: dict[str, str], column: str) -> str:
    """A SQL CASE that turns a column's codes into Chinese; unknown codes stay as they are."""
    whens = " ".join(f"when '{code}' then '{word}'" for code, word in words.items())
    return f"case {column} {whens} else {column} end"


def rank_of(codes: dict[str, str], column: str) -> str:
    """A SQL CASE that gives the position of a code in `codes`, for a total order; unknown codes last."""
    whens = " ".join(f"when '{code}' then {rank}" for rank, code in enumerate(codes))
    return f"case {column} {whens} else {len(codes)} end"


def graded(metric: str, column: str, otherwise: str) -> str:
    """A SQL CASE that reads a figure by its metric's legend; a metric without one gives `otherwise`."""
    whens = " ".join(
        f"when {metric} = '{code}' and {column} = {grade} then '{word}'"
        for code, legend in LEGENDS.items()
        for grade, word in legend.items()
    )
    return f"case {whens} else {otherwise} end"


def yes_no(column: str) -> str:
    """A SQL CASE that reads a boolean as 是, 否, or '' for unknown."""
    return f"case {column} when true then '是' when false then '否' else '' end"
