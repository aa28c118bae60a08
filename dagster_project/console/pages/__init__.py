"""The pages, in the order of the menu."""

from dagster_project.console.frame import Page
from dagster_project.console.pages import companies, overview

PAGES = [
    Page("/", "总览", overview.build),
    Page("/companies", "培育库", companies.build),
]
