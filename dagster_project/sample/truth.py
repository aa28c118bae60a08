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
    "fall": "company_id tier fell_on cause known_on",
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

MESS = (
    "- 标题行、空行、两行合并表头、表下注：各来源里形式为 merged 的 xlsx（如 company_registry/2025-05-09、2026-11-06）",
    "- GB18030 的 CSV：company_registry/2024-11-08、patent_grant/2024-11-20、credit_blacklist/2024-11-25 等",
    "- PDF 表（跨页、每页重复表头）：high_tech_enterprise/2025-12-22、recognised_title/2025-12-26",
    "- Word 表：high_tech_enterprise/2026-11-03、tech_sme/2025-11-12、recognised_title/2026-03-16、evidence/2026-03-20",
    "- 网页表：patent_grant/2025-11-18、tech_sme/2026-10-20、penalty/2025-12-17",
    "- 申请书（标签与值）：company_report/2026-10-22",
    "- 单位：company_report/2025-04-28 一份以元计，一份单元格里写“1,234.50万元”“35%”“120人”；2026-04-27 有数字存为文本的一份",
    "- 重复投递：patent_grant/2025-07-01 与 2025-06-17 是同一批",
    "- 更正：company_report/2026-10-22 更正部分企业 2025 年度的数",
    "- 日期写法：2025-06-24、2025.06.24、2025/6/24、20250624、2025年6月24日、单元格日期",
    "- 表头写法：同一列在各批里用不同的名称；企业人数超过 20000 时大的工作簿改为 CSV",
    "- 凭名单判不了的名称（doubtful，末批专利、科小、失信名单）：两家近似企业共用的简称、省名代替县名又改组织形式、"
    "名单所属县区或代码与登记不符、授权早于成立；都应进入名称待核",
    "- 全量名单里的行有进有出：登记名录五批，失信名单七批，经营异常名录五批",
)


class Truth:
    """Writes truth/*.csv as the lists are written, and PLANTED.md at the end."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.kinds: Counter = Counter()
        self.noises: Counter = Counter()
        self.planted: Counter = Counter()
        self.lettered = 0
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

    def code(self, text: str) -> None:
        """Count a printed credit code with a letter O."""
        self.lettered += "O" in text

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
        lines += ["## 名单文件怎么乱", "", *MESS, f"- 信用代码里的 0 写成字母 O：{self.lettered} 行", ""]
        lines += ["## 结论与隔离行", "", "| 文件 | 内容 | 数量 |", "|---|---|---|"]
        lines += [
            f"| {name}.csv | {' / '.join(rest)} | {count} |"
            for (name, *rest), count in sorted(self.planted.items())
        ]
        (self.folder / "PLANTED.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
