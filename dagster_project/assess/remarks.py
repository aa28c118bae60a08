"""What is to be said of a question before its answer: the engine judges by whatever standard is named, on whatever day."""

from __future__ import annotations

from datetime import date

import duckdb

from dagster_project.assess import standard_row


def remarks(connection: duckdb.DuckDBPyConnection, standard_id: str, purpose: str, as_of: date) -> list[str]:
    """A line each where the standard is not in force on as_of, or nobody is reviewed by it.

    Raises ValueError when there is no such standard.
    """
    standard = standard_row(connection, standard_id)
    begins, ends = standard["in_force_from"], standard["in_force_to"]
    told = []
    if as_of < begins or (ends and as_of > ends):
        told.append(f"{as_of} 不在这个标准的施行期内（{begins} 至 {ends or '今'}），仍照它判定")
    [(reviewed,)] = connection.execute(
        "select count(*) from applicability where standard_id = ? and purpose = 'review'", [standard_id]
    ).fetchall()
    if purpose == "review" and not reviewed:
        told.append("没有规定用这个标准复核，条款与认定相同，仍照它判定")
    return told
