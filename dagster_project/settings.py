"""Where things are and for which day: from flags, else from the environment, else sensible defaults."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

PROJECT = Path(__file__).resolve().parents[1]
DBT_PROJECT = PROJECT / "dbt_models"
EXPECTATIONS = PROJECT / "expectations"
TIMEZONE = ZoneInfo("Asia/Shanghai")
DEFAULT_REGION = "lvliang"


def today() -> date:
    """Today's date in Shanghai, where the bureaus are."""
    return datetime.now(TIMEZONE).date()


@dataclass(frozen=True)
class Settings:
    """One refresh's settings. Paths are absolute, since dbt and Dagster run from folders of their own."""

    raw: Path
    home: Path
    as_of: date
    region: str

    @classmethod
    def of(
        cls,
        raw: Path | str | None = None,
        home: Path | str | None = None,
        as_of: date | str | None = None,
        region: str | None = None,
    ) -> Settings:
        """Fill what is not given from POOL_RAW, POOL_HOME, POOL_AS_OF, POOL_REGION, then from the defaults.

        Raises ValueError when a date isn't written as YYYY-MM-DD.
        """
        as_of = as_of or os.environ.get("POOL_AS_OF") or today()
        if isinstance(as_of, str):
            try:
                as_of = date.fromisoformat(as_of)
            except ValueError as error:
                raise ValueError(f"日期应写作 YYYY-MM-DD，例如 2026-11-20；写的是：{as_of}") from error
        return cls(
            raw=Path(raw or os.environ.get("POOL_RAW") or PROJECT / "raw").resolve(),
            home=Path(home or os.environ.get("POOL_HOME") or PROJECT / "warehouse").resolve(),
            as_of=as_of,
            region=region or os.environ.get("POOL_REGION") or DEFAULT_REGION,
        )

    @property
    def lake(self) -> Path:
        return self.home / "lake"

    @property
    def build(self) -> Path:
        """Where the run that holds the lock builds. The same every night: dbt reads its whole project anew when the path of
        its database is another."""
        return self.home / "build"

    @property
    def building(self) -> Path:
        return self.build / "pool.duckdb"

    @property
    def blocked(self) -> Path:
        """The audit of the last build that a check stopped, until one is published."""
        return self.home / "blocked"

    @property
    def releases(self) -> Path:
        return self.home / "releases"

    @property
    def current(self) -> Path:
        """The link to the release in force; the only place that readers open."""
        return self.home / "current"
