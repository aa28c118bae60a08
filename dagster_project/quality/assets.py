"""Every expectation as a Dagster asset check on the dbt model that it watches."""

from collections.abc import Iterable

from dagster import (
    AssetCheckExecutionContext,
    AssetCheckResult,
    AssetCheckSeverity,
    AssetCheckSpec,
    AssetKey,
    AssetsDefinition,
    MetadataValue,
    multi_asset_check,
)

from dagster_project import refresh
from dagster_project.quality import CheckResult, watched


def expectation_checks(models: dict[str, AssetKey]) -> AssetsDefinition:
    """One multi-asset check over all expectations; models maps a dbt model's name to its asset key."""

    @multi_asset_check(
        name="expectations",
        specs=[
            AssetCheckSpec(check.key, asset=models[check.table], description=f"{check.title}。{check.advice}")
            for check in watched()
        ],
        required_resource_keys={"run"},
        can_subset=False,
    )
    def expectations(context: AssetCheckExecutionContext) -> Iterable[AssetCheckResult]:
        results = refresh.check(context.resources.run)
        for result in results:
            yield _as_check(result, models[result.table])
        refresh.refuse_blocked(context.resources.run, results)  # once every result is told

    return expectations


def _as_check(result: CheckResult, key: AssetKey) -> AssetCheckResult:
    return AssetCheckResult(
        asset_key=key,
        check_name=result.key,
        passed=result.status != "failed",
        severity=AssetCheckSeverity.ERROR if result.severity == "block" else AssetCheckSeverity.WARN,
        metadata={
            "结果": MetadataValue.text(result.found),
            "怎么办": MetadataValue.text(result.advice),
            **({"figure": result.figure} if result.figure is not None else {}),
            **({"问题行": MetadataValue.text(f"docs/rows/{result.rows}")} if result.rows else {}),
        },
    )
