"""What a standard would do to today's titles, told: for a terminal and as a CSV."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

from dagster_project.assess.under import Outcome
from dagster_project.publish.terminal import section, table
from dagster_project.publish.words import LEVEL

HEADINGS = ("企业名称", "统一社会信用代码", "县（市、区）", "称号", "有效期止", "复核推算日", "现在的预警")
RESULT = {
    "fails": "已知事实过不了",
    "fails_unchanged": "若无变化过不了",
    "unknown": "有不知道的",
    "person": "只剩须由人判定的",
    "passes": "可通过",
}


def write_csv(outcome: Outcome, path: Path) -> None:
    """Every title with its result and the clauses it hangs on; UTF-8 with BOM so that Excel reads it."""
    with open(path, "w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*HEADINGS, "按此标准", "条款"])
        for t in outcome.titles:
            who = (t.name, t.uscc, t.county, t.tier_title, t.valid_to, t.review_on)
            writer.writerow([*who, LEVEL[t.level], RESULT[t.result], t.clauses])


def told(outcome: Outcome) -> str:
    """The outcome for a terminal: how many titles come to what, from which level of today's watch, and clause by clause; or
    why there is none to review.
    """
    counts = [(word, sum(t.result == code for t in outcome.titles)) for code, word in RESULT.items()]
    lines = [f"按《{outcome.title}》（{outcome.in_force_from} 起施行）复核现有称号 {len(outcome.titles)} 项"]
    if not outcome.titles:
        return "\n".join([*lines, f"  {_why_none(outcome)}"])
    if outcome.before:
        lines.append(f"  其中 {outcome.before} 项的复核早于施行日，一并列出，只供参考")
    lines += table(("结果", "称号"), counts) + section("按现在的预警（各级称号换了标准之后）")
    moved = Counter((t.level, t.result) for t in outcome.titles)
    lines += table(
        ("现在的预警", *RESULT.values(), "合计"),
        [
            (word, *(moved[level, code] for code in RESULT), sum(t.level == level for t in outcome.titles))
            for level, word in LEVEL.items()
        ],
    )
    lines += section("按条款（基本条件与各企业最好的路径；一项称号可有几条，各行之和多于称号数）")
    rows = [(c.fails, c.fails_unchanged, c.unknown, c.person, c.citation, c.text) for c in outcome.clauses]
    return "\n".join(lines + table(("过不了", "若无变化过不了", "不知道", "待人工", "出处", "条款"), rows))


def _why_none(outcome: Outcome) -> str:
    """Why no title is reviewed, which says nothing of whether any would pass."""
    why = f"有效的 {outcome.endless} 项不设有效期，不复核" if outcome.endless else "没有有效而有到期日的"
    return f"没有可复核的“{outcome.tier_title}”称号（{why}），不是说都过得了；新认定按它够不够，见 pool explain 企业名称"
