"""The seed CSVs of dbt_models/seeds, for what Python says in their words or looks up in them."""

from __future__ import annotations

import csv
from pathlib import Path

SEEDS = Path(__file__).resolve().parents[1] / "dbt_models" / "seeds"


def seed_rows(name: str) -> list[dict[str, str]]:
    """The rows of the seed `name` (`tiers`, `standards/metrics`), an empty cell as ''. Raises OSError when it is missing."""
    with open(SEEDS / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
