"""Matching past one machine: resolve() itself, called on partitions of mentions by Spark (the extra `spark`).

A decision rests on its own mention and on the whole register: how rare a trade name is, who else bears it, what a place is full
of. So mentions are dealt out as they come, and the index goes to every worker once (a broadcast). Blocks of the register would not
be sound: a namesake in another block is what makes a name doubtful.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa

from dagster_project.matching.index import NameIndex
from dagster_project.matching.resolve import CANDIDATE, MATCH, resolve

if TYPE_CHECKING:
    from pyspark import Broadcast
    from pyspark.sql import DataFrame, SparkSession

TEXT = ("decision", "company_id", "candidate_id", "candidate_name", "rule", "match_evidence")
TYPES = dict.fromkeys(TEXT, "string") | {"probability": "double", "rank": "long", "mention": "long"}
SHOWN_COLUMNS = CANDIDATE[1:]
SCHEMA = (
    "mention long, "
    + ", ".join(f"{name} {TYPES[name]}" for name in MATCH)
    + f", candidates array<struct<{', '.join(f'{name}: {TYPES[name]}' for name in SHOWN_COLUMNS)}>>"
)


def over_partitions(mentions: DataFrame, index: Broadcast[NameIndex]) -> DataFrame:
    """mentions: mention (a number), name, published_code, region_code, first_date and forbidden (ids of companies that people
    said it is not). Returns SCHEMA: a row a mention, its candidates with it, as resolve() has them."""

    def partition(frames: Iterable[pd.DataFrame]) -> Iterator[pd.DataFrame]:
        for frame in frames:
            frame = frame.assign(first_date=pd.to_datetime(frame["first_date"])).reset_index(drop=True)
            barred = {(at, company) for at, ids in enumerate(frame["forbidden"]) for company in ids}
            decisions, candidates = resolve(index.value, frame, forbidden=barred)
            shown: dict[int, list[dict]] = {at: [] for at in range(len(frame))}
            for at, *values in candidates[CANDIDATE].itertuples(index=False):
                shown[at].append(dict(zip(SHOWN_COLUMNS, values, strict=True)))
            yield decisions.assign(mention=frame["mention"], candidates=list(shown.values()))[
                ["mention", *MATCH, "candidates"]
            ]

    return mentions.mapInPandas(partition, SCHEMA)


def resolve_on(
    session: SparkSession,
    index: NameIndex,
    mentions: pd.DataFrame,
    progress=None,
    forbidden: set[tuple[int, str]] | None = None,
    partitions: int = 8,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """resolve() with a session to do the work: the same arguments and the same two frames."""
    barred: list[list[str]] = [[] for _ in range(len(mentions))]
    for at, company in sorted(forbidden or ()):
        barred[at].append(company)
    columns = {
        name: pa.array(mentions[name], pa.string()) for name in ("name", "published_code", "region_code")
    }
    dealt = pa.table(
        {"mention": pa.array(range(len(mentions)), pa.int64()), **columns}
        | {
            "first_date": pa.array(
                pd.to_datetime(mentions["first_date"]).dt.date, pa.date32(), from_pandas=True
            )
        }
        | {"forbidden": pa.array(barred, pa.list_(pa.string()))}
    )
    dealt = session.createDataFrame(dealt).repartition(partitions)
    found = over_partitions(dealt, session.sparkContext.broadcast(index)).collect()
    found.sort(key=lambda row: row["mention"])
    if progress:
        progress(f"企业名称匹配：{len(found)}/{len(mentions)}（Spark，{partitions} 个分区）")
    decisions = pd.DataFrame([[row[name] for name in MATCH] for row in found], columns=MATCH, dtype=object)
    shown = [(row["mention"], *candidate) for row in found for candidate in row["candidates"]]
    candidates = pd.DataFrame(shown, columns=CANDIDATE).astype({"mention": np.int64})
    return decisions, candidates
