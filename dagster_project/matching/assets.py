"""The matching steps as Dagster assets."""

import pyarrow.parquet as pq
from dagster import AssetExecutionContext, AssetKey, AssetSpec, MaterializeResult, MetadataValue, multi_asset

from dagster_project import refresh
from dagster_project.ingest import load_contracts

TABLES = {
    "mention": "名单上出现过的名称，每个来源、名称、代码、地区一条",
    "mention_row": "名称出现在哪个文件、哪张表、哪一行",
    "match_candidate": "每个名称可能是哪些企业，及其依据",
    "match": "每个名称的结论：确定、待核或无对应，及其依据",
    "company": "企业：登记在册的，以及只在名单上见过的",
    "company_name": "企业的现名与曾用名",
    "company_alias": "被取代的企业标识",
}


@multi_asset(
    name="match_names",
    specs=[
        AssetSpec(
            AssetKey(["matching", table]),
            group_name="matching",
            description=description,
            deps=[AssetKey(["lake", source]) for source in load_contracts()],
            kinds={"parquet"},
        )
        for table, description in TABLES.items()
    ],
    required_resource_keys={"run"},
)
def match_names(context: AssetExecutionContext):
    """Resolve every name on every list into a company, a review or nothing."""
    run = context.resources.run
    refresh.match(run, context.log.info)
    for table in TABLES:
        path = run.settings.lake / "matching" / f"{table}.parquet"
        yield MaterializeResult(
            asset_key=AssetKey(["matching", table]),
            metadata={
                "dagster/row_count": pq.read_metadata(path).num_rows,
                "数据文件": MetadataValue.path(str(path)),
            },
        )
