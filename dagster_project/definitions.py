"""Wires sources, matching, dbt models, checks and exports into one lineage graph; computes nothing."""

import os
from collections.abc import Iterator, Mapping
from typing import Any

from dagster import (
    AssetCheckResult,
    AssetExecutionContext,
    AssetKey,
    AssetSelection,
    Definitions,
    HookContext,
    InitResourceContext,
    RunRequest,
    ScheduleDefinition,
    SensorEvaluationContext,
    SensorResult,
    SkipReason,
    define_asset_job,
    failure_hook,
    in_process_executor,
    resource,
    sensor,
)
from dagster_dbt import DagsterDbtTranslator, DbtCliResource, dbt_assets

from dagster_project import refresh, warehouse
from dagster_project.ingest.assets import source_assets
from dagster_project.matching.assets import match_names
from dagster_project.publish.assets import release_assets
from dagster_project.quality.assets import expectation_checks
from dagster_project.run import Run, begun
from dagster_project.settings import DBT_PROJECT, TIMEZONE, Settings

MANIFEST = warehouse.manifest(Settings.of())


@resource(description="本次刷新：设置、构建目录和锁")
def refresh_run(context: InitResourceContext) -> Iterator[Run]:
    """The Run that the assets of one Dagster run share; held under the refresh's lock."""
    with begun(Settings.of(), (context.run_id or "adhoc")[:8]) as run:
        yield run


class ByLayer(DagsterDbtTranslator):
    """Groups the models as their folders do: staging, company, metrics, assessment, pool; seeds beside them."""

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str:
        kind, path = dbt_resource_props["resource_type"], dbt_resource_props["fqn"]
        return path[1] if kind == "model" else "seeds"


@dbt_assets(manifest=MANIFEST, dagster_dbt_translator=ByLayer(), required_resource_keys={"run", "dbt"})
def pool_models(context: AssetExecutionContext):
    """Every dbt seed, model and test, built into the run's own .duckdb."""
    run: Run = context.resources.run
    run.build.mkdir(parents=True, exist_ok=True)
    os.environ.update(warehouse.environment(run.settings))
    yield from context.resources.dbt.cli(warehouse.BUILD, context=context).stream()
    tested = warehouse.tested(run.settings)
    failures = {test.unique_id: count for test, count in tested}
    for spec in pool_models.check_specs:
        test = spec.metadata["dagster_dbt/unique_id"]
        if test in failures and spec.key in context.selected_asset_check_keys:
            yield AssetCheckResult(
                asset_key=spec.asset_key,
                check_name=spec.name,
                passed=not failures[test],
                metadata={"failures": failures[test]},
            )
    refresh.refuse_failing(run, tested)


def _models() -> dict[str, AssetKey]:
    return {key.path[-1]: key for key in pool_models.keys}


@failure_hook(required_resource_keys={"run"})
def record_failure(context: HookContext) -> None:
    """A failed run is recorded with its reason, never promoted."""
    if context.op_exception is not None:
        refresh.fail(context.resources.run, context.op_exception)


nightly_refresh = define_asset_job(
    "nightly_refresh",
    selection=AssetSelection.all(),
    hooks={record_failure},
    description="读名单、比对企业、评分、检查、发布；与 pool refresh 相同",
)

nightly = ScheduleDefinition(job=nightly_refresh, cron_schedule="0 2 * * *", execution_timezone=TIMEZONE.key)


@sensor(job=nightly_refresh, minimum_interval_seconds=300)
def new_delivery(context: SensorEvaluationContext) -> SensorResult | SkipReason:
    """Ask for a refresh when a file has come into raw/ or changed there."""
    raw = Settings.of().raw
    files = sorted(path for path in raw.glob("*/*/**/*") if path.is_file())
    seen = max((f"{path.stat().st_mtime_ns}:{len(files)}" for path in files), default="")
    if not seen or seen == context.cursor:
        return SkipReason("raw/ 里没有新到的名单")
    return SensorResult(run_requests=[RunRequest(run_key=seen)], cursor=seen)


defs = Definitions(
    assets=[
        *source_assets(),
        match_names,
        pool_models,
        release_assets(refresh.region_of(Settings.of()), sorted(pool_models.keys)),
    ],
    asset_checks=[expectation_checks(_models())],
    jobs=[nightly_refresh],
    schedules=[nightly],
    sensors=[new_delivery],
    resources={
        "run": refresh_run,
        "dbt": DbtCliResource(
            project_dir=str(DBT_PROJECT), profiles_dir=str(DBT_PROJECT), dbt_executable=warehouse.DBT
        ),
    },
    # One process: the steps share the lock and the build, and it takes half the time of many processes.
    executor=in_process_executor,
)
