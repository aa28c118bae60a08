"""The truth beside the lists: which mention is whom, and what was planted on which company."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import TextIO

from .company import Company
from .mess import Mention

HEADS = {
    "company": "company_id name county_code zone_code kind",
    "mention": "source evidence owner_rank published_name company_id noise resolvable",
    "fact": "company_id metric period value",
    "candidate": "company_id tier status",
    "exclusion": "company_id tier metric",
    "risk": "company_id tier cause level",
    "safe": "company_id tier",
    "fall": "company_id tier fell_on cause",
    "quarantine": "file sheet row column reason",
}
_FACTS = (
    "revenue",
    "main_revenue",
    "rd_expense",
    "net_profit",
    "assets",
    "liabilities",
    "staff",
    "rd_staff",
    "main_revenue_share",
    "debt_ratio",
    "net_margin",
    "platform_score",
    "segment_years",
)


class Truth:
    """Writes truth/*.csv as the lists are written, and PLANTED.md at the end."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.kinds, self.noises, self.planted = folder, Counter(), Counter(), Counter()
        self.files: dict[str, TextIO] = {}
        self.writers = {}
        for name, head in HEADS.items():
            self.files[name] = open(folder / f"{name}.csv", "w", encoding="utf-8", newline="")  # noqa: SIM115 (closed by close)
            self.writers[name] = csv.writer(self.files[name], lineterminator="\n")
            self.writers[name].writerow(head.split())

    def company(self, company: Company) -> None:
        """All that is known of one company."""
        write, who = self.writers, company.company_id
        self.kinds[company.kind] += 1
        write["company"].writerow([who, company.name, company.county_code, company.zone_code, company.kind])
        for year, figures in company.reports.items() if company.planted else ():
            write["fact"].writerows([who, metric, year, figures[metric]] for metric in _FACTS)
        for name, rows in (
            ("candidate", company.candidates),
            ("exclusion", company.exclusions),
            ("risk", company.risks),
            ("fall", company.falls),
            ("safe", [(tier,) for tier in company.safe]),
        ):
            write[name].writerows([who, *row] for row in rows)
            self.planted.update((name, *(part for part in row if isinstance(part, str))) for row in rows)

    def mentions(self, source: str, evidence: str, mentions: tuple[Mention, ...]) -> None:
        """The names that one accepted row prints, owners in order."""
        for rank, item in enumerate(mentions, start=1):
            self.noises[item.noise] += 1
            self.writers["mention"].writerow(
                [source, evidence, rank, item.name.strip(), item.company_id, item.noise, item.resolvable]
            )

    def quarantine(self, file: str, sheet: str, row: int, column: str, reason: str) -> None:
        self.planted["quarantine", reason] += 1
        self.writers["quarantine"].writerow([file, sheet, row, column, reason])

    def close(self, companies: int, seed: int) -> None:
        """End the files and write the key."""
        for file in self.files.values():
            file.close()
        lines = [
            f"# 示例数据里埋了什么（{companies} 家企业，种子 {seed}）",
            "",
            "企业、代码、文号均为虚构；县（市、区）和开发区的名称是真的。",
            "",
        ]
        for title, counts in (("企业类型", self.kinds), ("名称的写法", self.noises)):
            lines += [f"## {title}", "", "| 种类 | 数量 |", "|---|---|"]
            lines += [f"| {name} | {count} |" for name, count in sorted(counts.items())] + [""]
        lines += ["## 结论与隔离行", "", "| 文件 | 内容 | 数量 |", "|---|---|---|"]
        lines += [
            f"| {name}.csv | {' / '.join(rest)} | {count} |"
            for (name, *rest), count in sorted(self.planted.items())
        ]
        (self.folder / "PLANTED.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
