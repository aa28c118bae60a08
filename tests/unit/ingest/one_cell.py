"""A cell's text, read as a column of some type reads it."""

from dagster_project.ingest.contract import Column
from dagster_project.ingest.values import read_value


def read(kind: str, text: str, unit: str = "", heading_unit: str = "", **options):
    fields = {name: options.pop(name) for name in ("min", "max", "choices") if name in options}
    column = Column("x", "某列", kind, unit=unit, options=options, **fields)
    return read_value(text, column, heading_unit)
