"""What leaves the house: workbooks and CSVs, releases and their history, and the texts a terminal shows.

Everything here reads a finished pool.duckdb, which working.py makes a release's; nothing here scores, matches or knows Dagster.
"""
