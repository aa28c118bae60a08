"""The sample: the same for the same seed, right in its codes, and a truth that agrees with its lists."""

import csv
import datetime as dt
import hashlib
from collections import Counter
from pathlib import Path

import duckdb
import openpyxl
import pytest

from dagster_project.ingest import ingest_source, load_contracts, scan
from dagster_project.sample import write_sample
from dagster_project.sample.calendar import SOURCES, deliveries
from dagster_project.sample.layouts import ALTERNATES, columns, contract, heading

AS_OF = dt.date(2026, 11, 20)
BY_CELLS = {".xlsx"}


@pytest.fixture(scope="module")
def sample(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("sample")
    write_sample(out, 200, 7)
    return out


@pytest.fixture(scope="module")
def lake(sample, tmp_path_factory) -> tuple[Path, dict]:
    folder = tmp_path_factory.mktemp("lake")
    contracts = load_contracts()
    found = scan(sample / "raw", contracts, AS_OF)
    assert found.is_sample and not found.passed_over
    reports = {
        name: ingest_source(item, [one for one in found.deliveries if one.source == name], folder)
        for name, item in contracts.items()
    }
    return folder, reports


def truth(sample: Path, name: str) -> list[dict]:
    with open(sample / "truth" / f"{name}.csv", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def read(lake: tuple[Path, dict], source: str, columns: str, where: str = "true") -> list[tuple]:
    """Columns of a source's accepted rows (or of quarantine/*)."""
    return duckdb.sql(
        f"select {columns} from read_parquet('{lake[0]}/{source}/*.parquet') where {where}"
    ).fetchall()


def owners_of_rows(sample: Path) -> dict[str, str]:
    """Evidence -> the company that the row's only or first name truly is."""
    return {
        row["evidence"]: row["company_id"] for row in truth(sample, "mention") if row["owner_rank"] == "1"
    }


def prints(folder: Path) -> dict[str, str]:
    """What each file holds: bytes, or the cells of a workbook."""
    found = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        if path.suffix in BY_CELLS:
            book = openpyxl.load_workbook(path)
            content = repr([[[cell.value for cell in row] for row in sheet] for sheet in book]).encode()
        else:
            content = path.read_bytes()
        found[path.relative_to(folder).as_posix()] = hashlib.sha256(content).hexdigest()
    return found


def test_same_seed_same_sample(sample, tmp_path):
    write_sample(tmp_path / "again", 200, 7)
    assert prints(sample) == prints(tmp_path / "again")
    write_sample(tmp_path / "other", 200, 8)
    assert prints(sample) != prints(tmp_path / "other")


def test_a_larger_sample_holds_the_smaller_ones_companies(sample, tmp_path):
    write_sample(tmp_path, 230, 7)
    assert truth(tmp_path, "company")[:200] == truth(sample, "company")


def check_characters(code: str) -> tuple[str, str]:
    """GB 11714 and GB 32100 by the book, apart from the product's own functions."""
    order = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    inner = 11 - sum(order.index(s) * w for s, w in zip(code[8:16], weights, strict=True)) % 11
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    outer = (31 - sum(alphabet.index(s) * 3**at for at, s in enumerate(code[:17])) % 31) % 31
    return {10: "X", 11: "0"}.get(inner, str(inner)), alphabet[outer]


def test_codes_are_right_and_of_no_real_authority(sample):
    codes = [row["company_id"] for row in truth(sample, "company") if ":" not in row["company_id"]]
    assert len(set(codes)) == len(codes) > 180
    for code in codes:
        assert code[2:8] == "149900"
        assert check_characters(code) == (code[16], code[17])


def test_names_differ(sample):
    names = Counter(row["name"] for row in truth(sample, "company"))
    assert names.most_common(1)[0][1] == 1


def test_every_heading_is_known_to_its_contract():
    for source in SOURCES:
        specs = contract(source)["columns"].values()
        known = {text for column in specs for text in column.get("headings", ())}
        for delivery in deliveries(source):
            for file in delivery.files:
                used = [heading(source, name, file.variant) for name in columns(source, delivery.columns)]
                assert set(used) <= known, f"{source} {delivery.day}"
                assert len(set(used)) == len(used), f"{source} {delivery.day}"
    assert set(ALTERNATES) <= set(SOURCES)


def test_only_planted_rows_are_quarantined_and_nothing_is_held(sample, lake):
    _, reports = lake
    for report in reports.values():
        assert {item.status for item in report.deliveries} == {"read"}, report.problems
    planted = Counter(row["file"].split("/")[0] for row in truth(sample, "quarantine"))
    assert planted == {name: one.rows_quarantined for name, one in reports.items() if one.rows_quarantined}
    rows = read(lake, "quarantine", 'file, sheet, row, "column"')
    assert sorted((file, sheet, str(row), column) for file, sheet, row, column in rows) == sorted(
        (row["file"], row["sheet"], row["row"], row["column"]) for row in truth(sample, "quarantine")
    )


def test_every_accepted_row_has_its_truth(sample, lake):
    told: dict[str, set[str]] = {}
    for row in truth(sample, "mention"):
        told.setdefault(row["source"], set()).add(row["evidence"])
    for source in set(lake[1]) - {"company_registry", "match_decision"}:
        assert {evidence for (evidence,) in read(lake, source, "evidence")} == told.get(source, set()), source


def test_reported_figures_reach_the_lake_as_they_are(sample, lake):
    facts = [row for row in truth(sample, "fact") if row["metric"] == "revenue"]
    who = owners_of_rows(sample)
    found = {
        (who[evidence], str(year)): float(amount)
        for evidence, year, amount in read(lake, "company_report", "evidence, fiscal_year, revenue")
    }
    assert facts and all(found[row["company_id"], row["period"]] == float(row["value"]) for row in facts)


def test_truth_agrees_with_itself(sample):
    companies = {row["company_id"]: row for row in truth(sample, "company")}
    for name in ("candidate", "exclusion", "risk", "safe", "fall", "fact"):
        assert {row["company_id"] for row in truth(sample, name)} <= set(companies), name
    excluded = {(row["company_id"], row["tier"]) for row in truth(sample, "exclusion")}
    assert excluded.isdisjoint((row["company_id"], row["tier"]) for row in truth(sample, "candidate"))
    at_risk = {(row["company_id"], row["tier"]) for row in truth(sample, "risk")}
    assert at_risk and at_risk.isdisjoint((row["company_id"], row["tier"]) for row in truth(sample, "safe"))
    fallen = {(row["company_id"], row["tier"]) for row in truth(sample, "fall")}
    assert fallen and fallen.isdisjoint((row["company_id"], row["tier"]) for row in truth(sample, "safe"))
    kinds = {row["kind"] for row in companies.values()}
    assert {"strong_start", "excluded_dishonest", "twin_county", "branch", "provisional"} <= kinds


@pytest.mark.parametrize(
    ("source", "where", "kinds"),
    [
        ("credit_blacklist", "is_current and is_serious = 1", {"excluded_dishonest", "risk_dishonest"}),
        ("abnormal_operation", "is_current and removed_on is null", {"excluded_abnormal", "risk_abnormal"}),
        ("penalty", "is_grave = 1 and penalised_on > '2023-11-20'", {"excluded_incident", "risk_incident"}),
    ],
)
def test_nobody_but_the_planted_is_excluded(sample, lake, source, where, kinds):
    who = owners_of_rows(sample)
    found = {who[evidence] for (evidence,) in read(lake, source, "evidence", where)} - {""}
    kind_of = {row["company_id"]: row["kind"] for row in truth(sample, "company")}
    left_to_chance = {company for company in found if kind_of[company] == "reviewed"}
    assert found - left_to_chance == {company for company, kind in kind_of.items() if kind in kinds}
    assert found <= {row["company_id"] for row in truth(sample, "exclusion")}


def test_refuses_to_overwrite_real_lists(tmp_path):
    (tmp_path / "raw" / "company_registry").mkdir(parents=True)
    with pytest.raises(ValueError, match="不是示例数据"):
        write_sample(tmp_path, 10, 1)
    with pytest.raises(ValueError, match="至少为 1"):
        write_sample(tmp_path / "new", 0, 1)


def test_the_shipped_sample_is_what_the_generator_makes(tmp_path):
    """raw/ and tests/sample_truth/: 600 companies, seed 7. PDF and Word depend on their libraries' versions."""
    root = Path(__file__).resolve().parents[3]
    write_sample(tmp_path, 600, 7)
    for made, shipped in (
        (tmp_path / "raw", root / "raw"),
        (tmp_path / "truth", root / "tests" / "sample_truth"),
    ):
        ours, theirs = prints(made), prints(shipped)
        assert set(ours) == set(theirs)
        differing = {name for name in ours if ours[name] != theirs[name]}
        assert {name for name in differing if not name.endswith((".pdf", ".docx"))} == set()
