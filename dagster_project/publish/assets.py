"""The published release, its workbooks among it, as Dagster assets."""

import json

from dagster import (
    AssetExecutionContext,
    AssetKey,
    AssetsDefinition,
    AssetSpec,
    MaterializeResult,
    MetadataValue,
    multi_asset,
)

from dagster_project import refresh
from dagster_project.identity.divisions import Region
from dagster_project.identity.regions import Regions


def release_assets(region: Region, pool_models: list[AssetKey]) -> AssetsDefinition:
    """The release and one asset a county and zone workbook, all downstream of the pool's models."""
    regions = Regions.load()
    places = {code: regions.county_name(code) for code in sorted(region.county_codes)}
    places |= {zone.code: zone.name for zone in regions.zones_of(region)}
    specs = [
        AssetSpec(
            AssetKey(["release", "current"]),
            description="发布：培育库、工作簿、清单与校验值",
            deps=pool_models,
        )
    ] + [
        AssetSpec(
            AssetKey(["workbook", code]), description=f"{place}的工作簿", deps=pool_models, kinds={"excel"}
        )
        for code, place in places.items()
    ]

    @multi_asset(
        name="publish",
        specs=[spec.replace_attributes(group_name="publish") for spec in specs],
        required_resource_keys={"run"},
    )
    def publish(context: AssetExecutionContext):
        released = refresh.publish(context.resources.run)
        manifest = json.loads((released / "manifest.json").read_text(encoding="utf-8"))
        yield MaterializeResult(
            asset_key=AssetKey(["release", "current"]),
            metadata={
                "发布": MetadataValue.path(str(released)),
                "manifest": MetadataValue.json(manifest.get("counts", {})),
            },
        )
        for code in places:
            files = sorted((released / "exports").glob(f"{code}_*.xlsx"))
            yield MaterializeResult(
                asset_key=AssetKey(["workbook", code]),
                metadata={"工作簿": MetadataValue.path(str(files[0]))} if files else {},
            )

    return publish
