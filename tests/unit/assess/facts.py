"""What `pool assess` is asked and tells in these tests."""

from __future__ import annotations

import json
from datetime import date

AS_OF = date(2026, 11, 20)
# of a result's line, in their order
KEYS = [
    *("company_id", "standard_id", "purpose", "as_of", "status", "score_min", "score_max", "coverage"),
    *("categories", "indicators", "clauses", "gains"),
]


def lines(path) -> list[dict]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
