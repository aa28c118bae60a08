"""What leaves the house: workbooks and CSVs, releases and their history, and the texts a terminal shows.

Everything here reads a finished pool.duckdb; nothing here scores, matches or knows Dagster.
"""
