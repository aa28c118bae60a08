"""The tables of the workbooks, in sheet order. Text and queries only; no threshold and no scoring here."""

from __future__ import annotations

from dagster_project.publish.sheets.candidates import CANDIDATES, FACTS, QUESTIONS
from dagster_project.publish.sheets.city import AWARDS, CITY_AWARDS, CITY_TOTALS, GOALS, QUARANTINE, TOTALS
from dagster_project.publish.sheets.feedback import ALL_FEEDBACK, CONFLICTS, FEEDBACK
from dagster_project.publish.sheets.names import ALL_NAMES, NAMES
from dagster_project.publish.sheets.service import SERVICES
from dagster_project.publish.sheets.watch import CHANGES, CITY_PROGRESS, PROGRESS, REVIEWS
from dagster_project.publish.sheets.white_list import WHITE_LIST

COUNTY_TABLES = (CANDIDATES, QUESTIONS, REVIEWS, CHANGES, NAMES, PROGRESS, FACTS, FEEDBACK, *SERVICES)
CITY_TABLES = (
    CITY_TOTALS,
    CONFLICTS,
    CANDIDATES,
    REVIEWS,
    CHANGES,
    ALL_NAMES,
    CITY_PROGRESS,
    GOALS,
    CITY_AWARDS,
    *SERVICES,
    QUARANTINE,
)
CSV_TABLES = (
    CANDIDATES,
    QUESTIONS,
    REVIEWS,
    CHANGES,
    ALL_NAMES,
    PROGRESS,
    GOALS,
    FACTS,
    TOTALS,
    AWARDS,
    ALL_FEEDBACK,
    *SERVICES,
    WHITE_LIST,
    QUARANTINE,
)
