"""What a build holds for its models' sake alone: it ends when the build becomes a release's pool."""

from __future__ import annotations

from pathlib import Path

import duckdb

# Half of a build's rows, all of them again in basis, company_fact and the tables after these.
WORKING = frozenset(
    [
        "answer_outcome",
        "award_due",
        "basis_year",
        "change_cause",
        "claim_unread",
        "feedback_unread",
        "grave_incident",
        "list_claim",
        "metric_duty",
        "metric_equity",
        "metric_evidence",
        "metric_finance",
        "metric_ip",
        "metric_judgement",
        "metric_listing",
        "metric_register",
        "metric_report",
        "metric_validity",
        "published_fact",
        "request_metric",
        "request_subject",
        "review_amount",
        "review_branch",
        "review_met_route",
        "review_need",
        "review_other_route",
        "review_point",
        "review_required",
        "review_title",
        "size_assessment",
        "stg_company",
        "stg_history_fact",
        "stg_history_pool",
        "stg_history_review",
    ]
)


def refuse_unfinished(pool: Path) -> None:
    """Raises OSError when the writer of a build hasn't closed it."""
    log = pool.with_name(pool.name + ".wal")
    if log.exists() and log.stat().st_size:
        raise OSError(f"{pool.name} 还没有写完（{log.name} 尚在）：请重新运行 pool refresh")


def drop_working(pool: Path) -> None:
    """Drop WORKING from a build; what is left is whole in the one file."""
    with duckdb.connect(str(pool)) as connection:
        for name, kind in connection.execute(
            "select table_name, if(table_type = 'VIEW', 'view', 'table') from information_schema.tables"
        ).fetchall():
            if name in WORKING:
                connection.execute(f'drop {kind} "{name}"')
        connection.execute("checkpoint")  # closing would do it too, and keep silent where the disk is full
