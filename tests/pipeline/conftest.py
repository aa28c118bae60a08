"""The shipped sample, refreshed once for all tests of the pipeline."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from pipeline.harness import Silent

from dagster_project.refresh import refresh
from dagster_project.settings import PROJECT, Settings

AS_OF = date(2026, 11, 20)


@pytest.fixture(scope="session")
def settings(tmp_path_factory) -> Settings:
    return Settings.of(PROJECT / "raw", tmp_path_factory.mktemp("home"), AS_OF, "lvliang")


@pytest.fixture(scope="session")
def released(settings) -> Path:
    """The release of the shipped sample."""
    return refresh(settings, Silent())
