"""Each source as a Dagster asset, and what dbt must know of the run as one more."""

from dagster import (
    AssetExecutionContext,
    AssetKey,
    AssetsDefinition,
    AssetSpec,
    MaterializeResult,
    MetadataValue,
    asset,
    multi_asset,
)

from dagster_project import refresh
from dagster_project.ingest import Contract, load_contracts

# Tables beside the sources that the ingest and the run itself write into the lake, for dbt to read.
CONTEXT_TABLES = {
    "delivery": "每一批名单：读了哪些文件、多少行、是否搁置",
    "delivery_change": "同一名单前后两批之间新增、减少、改动的行",
    "unmapped_heading": "没有采用的名单里不认识的表头：在哪里、可能是什么",
    "note": "读表时说明的事：单位换算、被补救的值、表上的附注",
    "quarantine": "被隔离的行：文件、表、行、列、应为、实为、怎么办",
    "contract": "各名单的约定",
    "contract_complete": "哪些名单自何时起是全的（不在名单上即为“否”）",
    "run": "本次刷新的基准日与地区",
    "region_county": "本地区的县（市、区）",
    "answer": "县（市、区）的答复和更正，读成数",
    "history_pool": "以往各次发布的培育库",
    "history_fact": "上一次发布时的事实",
    "history_review": "以往各次发布的复核预警",
}


def source_asset(contract: Contract) -> AssetsDefinition:
    """The asset lake/<source>: its deliveries read, typed and traced to file, sheet and row."""

    @asset(
        key=AssetKey(["lake", contract.source]),
        group_name="ingest",
        description=f"{contract.title}（{contract.publisher}）。{contract.purpose}",
        kinds={"parquet"},
        required_resource_keys={"run"},
    )
    def read(context: AssetExecutionContext) -> MaterializeResult:
        run = context.resources.run
        report = refresh.ingest(run, contract.source)
        folder = run.settings.raw / contract.source
        return MaterializeResult(
            metadata={
                "dagster/row_count": report.rows_accepted,
                "读到的行": report.rows_read,
                "隔离的行": report.rows_quarantined,
                "批次": len(report.deliveries),
                "问题": MetadataValue.md("\n".join(f"- {problem}" for problem in report.problems) or "无"),
                "名单目录": MetadataValue.path(str(folder)),
                "数据文件": MetadataValue.path(str(run.settings.lake / contract.source / "rows.parquet")),
            }
        )

    return read


def source_assets() -> list[AssetsDefinition]:
    """One asset a contract, then the tables that describe the run."""
    contracts = load_contracts()

    @multi_asset(
        name="run_context",
        specs=[
            AssetSpec(
                AssetKey(["lake", table]),
                group_name="ingest",
                description=description,
                deps=[AssetKey(["lake", source]) for source in contracts],
                kinds={"parquet"},
            )
            for table, description in CONTEXT_TABLES.items()
        ],
        required_resource_keys={"run"},
    )
    def run_context(context: AssetExecutionContext):
        refresh.write_context(context.resources.run)
        for table in CONTEXT_TABLES:
            path = context.resources.run.settings.lake / table
            yield MaterializeResult(
                asset_key=AssetKey(["lake", table]), metadata={"数据文件": MetadataValue.path(str(path))}
            )

    return [source_asset(contract) for contract in contracts.values()] + [run_context]
