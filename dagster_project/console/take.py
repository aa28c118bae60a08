"""What a person takes along from the page: it says of which day it is, and that it is the sample, in name and content."""

from __future__ import annotations

import csv
import io
from pathlib import PurePath

from dagster_project.console.pool import Row
from dagster_project.publish.cells import csv_text
from dagster_project.publish.context import Context
from dagster_project.publish.exports import MARK
from dagster_project.publish.tables import Column
from dagster_project.publish.words import SAMPLE

MOST_TAKEN = 200_000  # rows of one download; the exports folder holds the whole tables


def csv_of(columns: list[Column], rows: list[Row], context: Context) -> bytes:
    """The rows as a CSV that spreadsheets open; the last columns are the as-of date and whether it is the sample."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*(column.heading for column in columns), "基准日", MARK.heading])
    about = [context.as_of.isoformat(), SAMPLE if context.is_sample else ""]
    for row in rows:
        writer.writerow([*(csv_text(row[column.name], column.kind) for column in columns), *about])
    return text.getvalue().encode("utf-8-sig")


def named(title: str, suffix: str, context: Context) -> str:
    """A file's name with the as-of date and the sample's mark, each once."""
    parts = [title.removesuffix(f"_{SAMPLE}"), context.as_of.isoformat()]
    return PurePath("_".join([*parts, SAMPLE] if context.is_sample else parts)).name + suffix
