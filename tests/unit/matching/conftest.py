"""A small fictional register and lists, and a lake made of them."""

from datetime import date

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from unit.matching.fictional import REGISTER, code

from dagster_project.identity.regions import Regions


@pytest.fixture(scope="session")
def regions() -> Regions:
    return Regions.load()


@pytest.fixture()
def registry() -> pd.DataFrame:
    """The register as `pool match` reads it."""
    return pd.DataFrame(
        [(code(n), name, former, county) for n, name, former, county, _ in REGISTER],
        columns=["company_id", "name", "former_names", "county_code"],
    )


class Lake:
    """A lake under construction: `put` writes a source's rows with the lineage columns."""

    def __init__(self, folder):
        self.folder = folder

    def put(
        self, source: str, rows: list[dict], delivered: date = date(2026, 1, 1), shuffle: int | None = None
    ) -> None:
        frame = pd.DataFrame(rows)
        frame["evidence"] = [f"{source}/{delivered}/a.csv#!{i + 2}" for i in range(len(frame))]
        frame["delivery_date"] = frame.get("delivery_date", pd.Series([delivered] * len(frame)))
        frame["is_current"] = frame.get("is_current", pd.Series([True] * len(frame)))
        if shuffle is not None:
            frame = frame.sample(frac=1, random_state=shuffle)
        (self.folder / source).mkdir(parents=True, exist_ok=True)
        pq.write_table(
            pa.Table.from_pandas(frame, preserve_index=False), self.folder / source / "rows.parquet"
        )

    def register(self, shuffle: int | None = None) -> None:
        self.put("company_registry", [
            {"name": name, "uscc": code(n), "registration_no": "", "register_id": "", "former_names": former, "county": county,
             "county_code": "", "zone": "", "address": "", "established_on": founded}
            for n, name, former, county, founded in REGISTER
        ], shuffle=shuffle)  # fmt: skip

    def read(self, table: str) -> pd.DataFrame:
        return pd.read_parquet(self.folder / "matching" / f"{table}.parquet")


@pytest.fixture()
def lake(tmp_path) -> Lake:
    return Lake(tmp_path / "lake")
