"""Lets Great Expectations judge measured figures, and writes its Data Docs."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from dagster_project.quality.expectations import Check


def get_ready() -> None:
    """Import what an audit needs, which takes seconds: for a thread, while there is something to wait for."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    import great_expectations.expectations  # noqa: F401
    import matplotlib.figure  # noqa: F401


def judge(figures: Sequence[tuple[Check, float]], as_of: date, docs: Path | None) -> dict[str, bool]:
    """Whether each figure is within its check's bounds, by `table.key`; Data Docs into docs/ if given.

    The figures are one row of a frame, a column a check: Great Expectations sees measures, never the rows
    of a list, so its memory doesn't grow with the lists. Its context is ephemeral: nothing is kept.
    """
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    import great_expectations as gx  # 3 s to import: only where it judges
    import great_expectations.expectations as gxe
    import pandas as pd
    from great_expectations.data_context.types.base import ProgressBarsConfig
    from great_expectations.expectations.metadata_types import FailureSeverity

    if not figures:
        return {}
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    frame = pd.DataFrame({check.name: [figure] for check, figure in figures})
    batch = (
        context.data_sources.add_pandas("build")
        .add_dataframe_asset("measures")
        .add_batch_definition_whole_dataframe(as_of.isoformat())
    )
    validations = []
    for table in dict.fromkeys(check.table for check, _ in figures):
        suite = gx.ExpectationSuite(name=table)
        for check in (c for c, _ in figures if c.table == table):
            suite.add_expectation(
                gxe.ExpectColumnMaxToBeBetween(
                    column=check.name,
                    min_value=check.low,
                    max_value=check.high,
                    severity=FailureSeverity.WARNING
                    if check.blocks_below is None
                    else FailureSeverity.CRITICAL,
                    notes=f"{check.title}。{check.advice}",
                )
            )
        context.suites.add(suite)
        validations.append(
            context.validation_definitions.add(gx.ValidationDefinition(name=table, data=batch, suite=suite))
        )
    run = gx.RunIdentifier(run_name=as_of.isoformat(), run_time=datetime(*as_of.timetuple()[:3]))
    # one by one: a checkpoint over them all would compare every suite with what it was stored as, thrice
    results = [one.run(batch_parameters={"dataframe": frame}, run_id=run) for one in validations]
    if docs is not None:
        _write_docs(context, docs)
    return {
        outcome.expectation_config.kwargs["column"]: bool(outcome.success)
        for result in results
        for outcome in result.results
        if outcome.expectation_config
    }


def _write_docs(context, docs: Path) -> None:
    """Data Docs of all that was judged, in one go: as an action of each validation, Great Expectations would compile
    its templates and write its index anew for every table.
    """
    site = {
        "class_name": "SiteBuilder",
        "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
        "store_backend": {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(docs)},
    }
    context.add_data_docs_site("quality", site)
    context.build_data_docs(site_names=["quality"])
