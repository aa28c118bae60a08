"""The shipped sample, refreshed once for all tests that look at a whole release."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import hypothesis
import pytest
from filelock import FileLock
from pipeline.harness import Silent

from dagster_project.publish.names import release_of
from dagster_project.refresh import refresh
from dagster_project.settings import PROJECT, Settings

# What whoever runs the tests has set for a pool, a proxy or a terminal of his own is not the tests': it goes before the first of them
# imports the command, whose help looks at it once.
CALLERS = "POOL_ DBT_ DAGSTER_ COLUMNS LINES FORCE_COLOR PY_COLORS GITHUB_ACTIONS TERMINAL_WIDTH"
for name in list(os.environ):
    if name.startswith(tuple(CALLERS.split())) or name.lower().endswith("_proxy"):
        del os.environ[name]

AS_OF = date(2026, 11, 20)
# Neither a busy machine nor chance makes a test fail: one tree says the same thing twice. Who looks for cases that nobody has
# thought of runs the tests with --hypothesis-profile search, as often as he likes.
CALM = {"deadline": None, "suppress_health_check": [hypothesis.HealthCheck.too_slow]}
hypothesis.settings.register_profile("same twice", derandomize=True, **CALM)
hypothesis.settings.register_profile("search", max_examples=5000, **CALM)
hypothesis.settings.load_profile("same twice")


TESTS = Path(__file__).parent
LONG = ("pipeline", "console", "golden")


def pytest_collection_modifyitems(items) -> None:
    """Files go to the workers in this order: the long ones first, so that no worker is left with one at the end; of those the ones
    that need no release, so that nobody waits while another worker makes it.
    """
    releases = {item.path for item in items if "released" in item.fixturenames}
    folders = [*LONG, *sorted({path.name for path in TESTS.iterdir()} - {*LONG})]
    items.sort(key=lambda item: (folders.index(item.path.relative_to(TESTS).parts[0]), item.path in releases))


@pytest.fixture(scope="session")
def shared(tmp_path_factory, worker_id) -> Path:
    """A folder that the workers of a parallel run have in common."""
    base = tmp_path_factory.getbasetemp()
    return base if worker_id == "master" else base.parent


@pytest.fixture(scope="session")
def settings(shared) -> Settings:
    return Settings.of(PROJECT / "raw", shared / "sample_home", AS_OF, "lvliang")


@pytest.fixture(scope="session")
def released(settings, shared) -> Path:
    """The release of the shipped sample, made by the first worker that asks for it."""
    with FileLock(shared / "sample_home.lock"):
        if (settings.home / "current").exists():
            return release_of(settings.home, None)
        return refresh(settings, Silent())
