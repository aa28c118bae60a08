"""What arrives when, in which file and layout: the deliveries from November 2024 to November 2026."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date
from functools import cache
from typing import NamedTuple

BIG = 20_000
"""From this many companies on, the big workbooks come as CSV."""


class File(NamedTuple):
    """One file of a delivery. `limit`: it takes so many rows, the next the rest. `county`: its rows only."""

    name: str
    form: str  # xlsx | merged (title row, two-line headings, note) | csv | gb18030 | pdf | docx | html | form
    variant: int = 0
    dates: str = "iso"  # iso | dot | slash | chinese | compact | serial
    amounts: str = "number"  # number | text | unit (1,234.50万元) | yuan (headings and values in 元)
    joiner: str = ";"
    limit: int | None = None
    county: str = ""


class Delivery(NamedTuple):
    source: str
    day: date
    columns: tuple[str, ...]
    files: tuple[File, ...]


def _columns(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_REGISTRY = _columns(
    "name uscc registration_no register_id former_names county county_code zone address industry"
    " size_industry company_type established_on status"
)
_PATENT = _columns("publication_no application_no title owners granted_on filed_on ipc address")
_PATENT_EVENT = _PATENT + _columns("event event_on new_owners")
_HIGH_TECH = _columns("name certificate_no issued_on county")
_HIGH_TECH_EVENT = _HIGH_TECH + _columns("event event_on new_name")
_TECH = _columns("name registration_no year published_on uscc county")
_TITLE = _columns("name tier batch recognised_on valid_from valid_to county zone event document")
_TITLE_EVENT = _columns(
    "name tier batch recognised_on valid_from valid_to uscc county event event_on new_name document"
)
_LISTING = _columns("name published_code list_name listed_on expected_end authority reason county")
_ABNORMAL = _columns("name published_code listed_on reason removed_on authority county")
_PENALTY = _columns(
    "name published_code penalised_on authority kind is_grave document_no reason amount county"
)
_PROOF = _columns("name uscc kind level rank title issuer awarded_on valid_to value county")
_INVESTMENT = _columns("name uscc investor is_qualified paid_in paid_on county")
_APPLICATION = _columns("name uscc tier applied_on stage result result_on rest_until county note")
_JUDGEMENT = _columns(
    "name uscc metric value period_from period_to judged_on judged_by department county note"
)
_REPORT = ("*",)

_PLAN: dict[str, tuple[tuple[str, tuple[str, ...], tuple[File, ...]], ...]] = {
    "company_registry": (
        ("2024-11-08", _REGISTRY, (File("企业登记名录_202411.csv", "gb18030", 1, "slash"),)),
        ("2025-05-09", _REGISTRY, (File("企业登记名录_202505.xlsx", "merged"),)),
        ("2025-11-07", _REGISTRY, (File("企业登记名录_202511.csv", "csv", 2, "compact"),)),
        ("2026-05-08", _REGISTRY, (File("企业登记名录_202605.xlsx", "xlsx", 0, "serial"),)),
        ("2026-11-06", _REGISTRY, (File("企业登记名录_202611.xlsx", "merged", 0),)),
    ),
    "patent_grant": (
        ("2024-11-20", _PATENT, (File("发明专利授权_历年.csv", "gb18030", 1, "dot"),)),
        (
            "2025-03-18",
            _PATENT_EVENT,
            (File("发明专利授权及法律事务_2025Q1.xlsx", "xlsx", 2, "dot", joiner="；"),),
        ),
        ("2025-06-17", _PATENT, (File("发明专利授权_2025Q2.csv", "csv", 0, "compact"),)),
        (
            "2025-07-01",
            _PATENT,
            (File("发明专利授权_2025Q2.csv", "csv", 0, "compact"),),
        ),  # the batch before, sent again
        (
            "2025-11-18",
            _PATENT_EVENT,
            (
                File("发明专利授权_202511.html", "html", 0, "chinese", limit=80),
                File("发明专利授权_202511_续.csv", "csv", 0, "iso"),
            ),
        ),
        ("2026-04-21", _PATENT_EVENT, (File("发明专利授权_202604.csv", "csv", 2, "dot", joiner=" ; "),)),
        ("2026-08-18", _PATENT_EVENT, (File("发明专利授权_202608.xlsx", "xlsx", 1, "dot"),)),
        ("2026-11-10", _PATENT_EVENT, (File("发明专利授权_202611.csv", "csv", 0, "iso", joiner="、"),)),
    ),
    "high_tech_enterprise": (
        ("2024-12-20", _HIGH_TECH, (File("高新技术企业备案名单_历年.xlsx", "merged", 0, "chinese"),)),
        (
            "2025-12-22",
            _HIGH_TECH,
            (
                File("2025年第一批高新技术企业备案名单.pdf", "pdf", 1, "dot", limit=60),
                File("2025年高新技术企业备案名单.xlsx", "xlsx", 0, "iso"),
            ),
        ),
        (
            "2026-11-03",
            _HIGH_TECH_EVENT,
            (
                File("高新技术企业更名及取消公告.docx", "docx", 2, "chinese", limit=40),
                File("高新技术企业更名及取消公告_续.csv", "csv", 0, "iso"),
            ),
        ),
    ),
    "tech_sme": (
        ("2024-11-15", _TECH, (File("科技型中小企业入库名单_2023_2024.csv", "gb18030", 0, "iso"),)),
        ("2025-07-10", _TECH, (File("2025年第1批入库科技型中小企业.xlsx", "xlsx", 1, "iso"),)),
        (
            "2025-11-12",
            _TECH,
            (
                File("2025年第2批入库科技型中小企业.docx", "docx", 0, "chinese", limit=50),
                File("2025年第2批入库科技型中小企业_续.csv", "csv", 0, "iso"),
            ),
        ),
        ("2026-07-09", _TECH, (File("2026年第1批入库科技型中小企业.xlsx", "merged", 0, "dot"),)),
        (
            "2026-10-20",
            _TECH,
            (
                File("2026年第2批入库科技型中小企业.html", "html", 1, "iso", limit=60),
                File("2026年第2批入库科技型中小企业_续.csv", "csv", 1, "iso"),
            ),
        ),
    ),
    "recognised_title": (
        ("2024-11-12", _TITLE_EVENT, (File("优质中小企业称号名单_历年.xlsx", "merged", 0, "chinese"),)),
        ("2024-12-30", _TITLE, (File("2024年创新型中小企业名单.csv", "csv", 1, "iso"),)),
        ("2025-07-15", _TITLE_EVENT, (File("2025年第一批创新型中小企业名单.xlsx", "xlsx", 0, "iso"),)),
        (
            "2025-12-26",
            _TITLE_EVENT,
            (
                File("2025年专精特新企业认定和复核名单.pdf", "pdf", 0, "iso", limit=45),
                File("2025年梯度称号认定和复核名单.xlsx", "xlsx", 1, "dot"),
            ),
        ),
        (
            "2026-03-16",
            _TITLE_EVENT,
            (
                File("称号变更公告_202603.docx", "docx", 0, "chinese", limit=40),
                File("称号变更公告_202603_续.csv", "csv", 0, "iso"),
            ),
        ),
        ("2026-07-10", _TITLE_EVENT, (File("2026年第一批创新型中小企业名单.csv", "csv", 0, "compact"),)),
        ("2026-11-09", _TITLE_EVENT, (File("2026年复核通过和取消称号名单.xlsx", "xlsx", 1, "dot"),)),
    ),
    "credit_blacklist": tuple(
        (day, _LISTING, files)
        for day, files in (
            ("2024-11-25", (File("失信名单_202411.csv", "gb18030", 0, "iso"),)),
            ("2025-03-17", (File("失信名单_202503.xlsx", "xlsx", 1, "slash"),)),
            ("2025-07-21", (File("失信名单_202507.csv", "csv", 2, "dot"),)),
            ("2025-11-24", (File("失信名单_202511.xlsx", "merged", 0, "iso"),)),
            ("2026-04-20", (File("失信名单_202604.csv", "csv", 0, "compact"),)),
            ("2026-08-24", (File("失信名单_202608.xlsx", "xlsx", 1, "chinese"),)),
            ("2026-11-12", (File("失信名单_202611.csv", "csv", 0, "iso"),)),
        )
    ),
    "abnormal_operation": (
        ("2024-11-25", _ABNORMAL, (File("经营异常名录_202411.csv", "csv", 0, "iso"),)),
        ("2025-06-16", _ABNORMAL, (File("经营异常名录_202506.xlsx", "xlsx", 1, "slash"),)),
        ("2025-12-15", _ABNORMAL, (File("经营异常名录_202512.csv", "gb18030", 0, "chinese"),)),
        ("2026-06-15", _ABNORMAL, (File("经营异常名录_202606.csv", "csv", 1, "dot"),)),
        ("2026-11-12", _ABNORMAL, (File("经营异常名录_202611.xlsx", "xlsx", 0, "iso"),)),
    ),
    "penalty": (
        ("2024-11-26", _PENALTY, (File("行政处罚_2022_2024.csv", "csv", 0, "iso"),)),
        ("2025-06-18", _PENALTY, (File("行政处罚_202506.xlsx", "xlsx", 1, "dot", "text"),)),
        (
            "2025-12-17",
            _PENALTY,
            (
                File("行政处罚_202512.html", "html", 0, "chinese", limit=60),
                File("行政处罚_202512_续.csv", "csv", 0, "iso"),
            ),
        ),
        ("2026-06-17", _PENALTY, (File("行政处罚_202606.csv", "gb18030", 2, "slash"),)),
        ("2026-11-11", _PENALTY, (File("行政处罚_202611.xlsx", "xlsx", 0, "iso"),)),
    ),
    "company_report": (
        ("2024-11-28", _REPORT, (File("企业年度情况表_2022_2023.csv", "csv", 0, "iso"),)),
        (
            "2025-04-28",
            _REPORT,
            (
                File("孝义市_企业年度情况表_2024_元.csv", "gb18030", 0, "slash", "yuan", county="141181"),
                File("企业年度情况表_2024.xlsx", "xlsx", 1, "iso", "unit"),
            ),
        ),
        (
            "2026-04-27",
            _REPORT,
            (
                File("文水县_企业年度情况表_2025.xlsx", "merged", 0, "dot", "text", county="141121"),
                File("企业年度情况表_2025.xlsx", "xlsx", 0, "iso"),
            ),
        ),
        (
            "2026-10-22",
            _REPORT,
            (
                File("专精特新中小企业申请书.xlsx", "form", 0, "chinese", limit=1),
                File("企业年度情况表_2025_更正.xlsx", "xlsx", 1, "iso"),
            ),
        ),
    ),
    "evidence": (
        ("2024-11-29", _PROOF, (File("佐证清单_历年.csv", "csv", 0, "iso"),)),
        ("2025-11-10", _PROOF, (File("佐证清单_2025.xlsx", "xlsx", 1, "dot"),)),
        (
            "2026-03-20",
            _PROOF,
            (
                File("佐证清单_202603.docx", "docx", 0, "chinese", limit=40),
                File("佐证清单_202603_续.csv", "gb18030", 0, "iso"),
            ),
        ),
    ),
    "equity_investment": (
        ("2025-01-15", _INVESTMENT, (File("股权融资情况_2024.csv", "csv", 0, "iso"),)),
        ("2026-09-10", _INVESTMENT, (File("股权融资情况_2026.xlsx", "xlsx", 1, "dot", "unit"),)),
    ),
    "application": (
        ("2025-11-28", _APPLICATION, (File("市级专精特新申报情况_2025.csv", "csv", 0, "iso"),)),
        ("2026-10-12", _APPLICATION, (File("梯度称号申报情况_2026.xlsx", "xlsx", 1, "dot"),)),
    ),
    "judgement": (
        ("2025-10-27", _JUDGEMENT, (File("部门核查意见_2025.csv", "csv", 0, "iso"),)),
        ("2026-11-09", _JUDGEMENT, (File("部门核查意见_2026.xlsx", "xlsx", 1, "dot"),)),
    ),
}
REPORT_DAYS = {
    2022: date(2024, 11, 28),
    2023: date(2024, 11, 28),
    2024: date(2025, 4, 28),
    2025: date(2026, 4, 27),
}
# The patents granted by REPEATED[0] came once more in the delivery after it, which holds nothing else.
REPEATED = date(2025, 6, 17), date(2025, 7, 1)


@cache
def deliveries(source: str) -> tuple[Delivery, ...]:
    """A source's deliveries, oldest first."""
    return tuple(
        Delivery(source, date.fromisoformat(day), columns, files) for day, columns, files in _PLAN[source]
    )


SOURCES = tuple(_PLAN)


@cache
def _days(source: str) -> tuple[date, ...]:
    return tuple(item.day for item in deliveries(source))


def due(source: str, day: date) -> Delivery | None:
    """The first delivery of a source on or after a day; None when no delivery tells of it any more."""
    days = _days(source)
    at = bisect_left(days, day)
    if source == "patent_grant" and at < len(days) and days[at] == REPEATED[1]:
        at += 1
    return deliveries(source)[at] if at < len(days) else None
