"""Deliveries put into a build, and what a check says of them."""

from __future__ import annotations

from datetime import date

from dagster_project.quality import deliveries, measures

AS_OF = date(2026, 11, 20)


def deliver(build, day: str, rows: int, quarantined: int = 0, status: str = "read") -> None:
    build.execute(
        "insert into stg_delivery values ('recognised_title', ?, ?, ?, ?, ?, ?)",
        [day, status, rows, rows - quarantined, f"名单_{day}.xlsx", f"hash {day}"],
    )


def new(build, *published: str) -> list[deliveries.Delivery]:
    """The deliveries to audit, when those of some days were published."""
    vouched = {("recognised_title", date.fromisoformat(day), f"hash {day}") for day in published}
    return deliveries.to_audit(build, "recognised_title", "stg_titles", vouched)


def figure(build, check, as_of=AS_OF, published=()):
    """The figure that a check is judged by."""
    build.execute("set variable as_of = $value", {"value": as_of})
    worst = measures.worst(check, measures.measure(build, check, new(build, *published)))
    return None if worst is None else worst.value
