"""The tables of the workbooks, in sheet order. Text and queries only; no threshold and no scoring here."""

from __future__ import annotations

from dagster_project.publish.sheets.candidates import CANDIDATES, FACTS, QUESTIONS
from dagster_project.publish.sheets.city import AWARDS, QUARANTINE, TOTALS
from dagster_project.publish.sheets.names import ALL_NAMES, NAMES
from dagster_project.publish.sheets.watch import CHANGES, PROGRESS, REVIEWS

COUNTY_TABLES = (CANDIDATES, QUESTIONS, REVIEWS, CHANGES, NAMES, PROGRESS, FACTS)
CITY_TABLES = (TOTALS, CANDIDATES, REVIEWS, CHANGES, ALL_NAMES, PROGRESS, AWARDS, QUARANTINE)
CSV_TABLES = (CANDIDATES, QUESTIONS, REVIEWS, CHANGES, ALL_NAMES, PROGRESS, FACTS, TOTALS, AWARDS, QUARANTINE)
