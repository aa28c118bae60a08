"""The matrix: every format by every trouble of layout. Rows expected against rows read, set aside and quarantined.

    python tests/files/matrix.py [part of a name]

expected.yaml is typed by hand. `tables` are named lists of rows; a file's `rows` is such a name or a list of
rows, `at` the numbers of the rows where they are not consecutive from `first`. `headings` counts the lines of
headings; `lines` the lines set aside, as row: why; `quarantine` as row: part of the reason; `notes` parts of
what is told; `held` parts of what is said of a file that can't be read. A sheet other than the file's first
is written with the row, as `样板市!3`; `passed` names the sheets that are told to be unread.
"""

import datetime as dt
import re
import sys
import tempfile
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import yaml

from dagster_project.ingest import Delivery, ingest_source, load_contracts, read_contract
from dagster_project.ingest.readers import read_sheets

HERE = Path(__file__).parent
COLUMNS = ["name", "uscc", "certificate_no", "issued_on", "revenue", "share", "county"]
EXPECTED = yaml.safe_load((HERE / "expected.yaml").read_text(encoding="utf-8"))
CASES = list(EXPECTED["files"])


@dataclass
class Outcome:
    """What became of a file. Lines are named by row, or sheet!row below the first sheet."""

    rows: dict[str, list[str]] = field(default_factory=dict)
    quarantine: dict[str, str] = field(default_factory=dict)
    lines: dict[str, str] = field(default_factory=dict)
    headings: int = 0
    notes: list[str] = field(default_factory=list)
    held: str = ""


def run(name: str, lake: Path) -> Outcome:
    """Ingest one file of the matrix under the contract of the matrix, and count every line of it."""
    want = EXPECTED["files"][name]
    source = want.get("under", "roster")
    contract = load_contracts()[source] if "under" in want else read_contract(HERE / "roster.yaml")
    delivery = Delivery(source, dt.date(2026, 1, 5), HERE, (name,))
    report = ingest_source(contract, [delivery], lake)
    if report.problems:
        return Outcome(held="；".join(map(str, report.problems)))
    found = Outcome(notes=list(report.notes))
    seen = _every_line(HERE / name)
    first = next(iter(seen), "").rpartition("!")[0]

    def line(row: dict) -> str:
        sheet = row["evidence"].partition("#")[2].rpartition("!")[0] if "evidence" in row else row["sheet"]
        member = row["file"].partition("!")[2]
        where = f"{member}/{sheet}" if member else sheet
        return str(row["row"]) if where == first else f"{where}!{row['row']}"

    for row in pq.read_table(lake / source / "rows.parquet").to_pylist():
        found.rows[line(row)] = [_text(row[column]) for column in want.get("columns", COLUMNS)]
    for row in _table(lake, source, "quarantine"):
        found.quarantine[line(row)] = f"{row['heading']} {row['reason']} {row['found']}"
    for row in _table(lake, source, "note"):
        if row["heading"]:
            found.notes.append(f"{line(row)} {row['heading']}：{row['found']}：{row['note']}")
        elif row["row"]:  # row 0: of the sheet, among the report's notes already
            found.lines[line(row)] = row["note"]
    unread = [
        match[1]
        for note in found.notes
        if (match := re.search("表“([^”]*)”：(?:按表名是|不是本名单).*未读", note))
    ]
    accounted = {*found.rows, *found.quarantine, *found.lines}
    short = {key.removeprefix(f"{first}!"): key.rpartition("!")[0].rpartition("/")[2] for key in seen}
    found.headings = sum(key not in accounted and sheet not in unread for key, sheet in short.items())
    return found


def _every_line(path: Path) -> list[str]:
    """Every line of the file that is not blank, as sheet!row."""
    return [
        f"{sheet.member + '/' if sheet.member else ''}{sheet.name}!{number}"
        for sheet in read_sheets(path)
        for number, cells in sheet.rows
        if any(cell.strip("\0 \t\r\n\ufeff") for cell in cells)
    ]


def _table(lake: Path, source: str, name: str) -> list[dict]:
    return pq.read_table(lake / name / f"{source}.parquet").to_pylist()


def _text(value) -> str:
    if value is None:
        return ""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def faults(name: str, found: Outcome) -> list[str]:
    """Where the outcome is not what is expected, in words; [] when it is."""
    want = EXPECTED["files"][name]
    if "held" in want or found.held:
        parts = want.get("held", ["(read)"])
        return [f"held: wanted {part}, got {found.held}" for part in parts if part not in found.held]
    told = "\n".join(found.notes)
    if "many" in want:
        return _many(want, found)
    wrong = _different("rows", rows_wanted(want), found.rows)
    wrong += _different("lines", _keyed(want.get("lines")), found.lines)
    reasons = _keyed(want.get("quarantine"))
    wrong += _different("quarantine", dict.fromkeys(reasons), dict.fromkeys(found.quarantine))
    wrong += [
        f"quarantine {k}: {found.quarantine[k]}"
        for k, part in reasons.items()
        if part not in found.quarantine.get(k, part)
    ]
    wrong += [f"note not told: {part} in {told}" for part in want.get("notes", []) if part not in told]
    if len(want.get("notes", [])) != len(found.notes):
        wrong.append(f"{len(want.get('notes', []))} notes expected, told: {told}")
    if found.headings != want.get("headings", 1):
        wrong.append(f"{found.headings} lines not accounted for, {want.get('headings', 1)} headings expected")
    return wrong


def _many(want: dict, found: Outcome) -> list[str]:
    """The fifty rows over pages, in order; `many` is on how many pages the heading stands."""
    rows = [
        [f"示例第{n}号机械有限公司", "", f"GR2021140{n:05d}", "2021-12-07", str(n * 10), "", "示例县"]
        for n in range(1, 51)
    ]
    told = [*found.quarantine.values(), *found.notes]
    wrong = _different("rows", dict(enumerate(rows)), dict(enumerate(found.rows.values())))
    if found.lines or found.headings != want["many"] or told:
        wrong.append(f"lines {found.lines}, headings {found.headings}, told {told}")
    return wrong


def rows_wanted(want: dict) -> dict[str, list[str]]:
    """Line -> cells, of an entry of expected.yaml."""
    if "many" in want:
        return {str(n): [] for n in range(50)}
    rows = want.get("rows", "five")
    rows = EXPECTED["tables"][rows] if isinstance(rows, str) else rows
    at = want.get("at", range(want.get("first", 2), want.get("first", 2) + len(rows)))
    cells = [[str(cell) for cell in row] for row in rows]
    if leave := want.get("without"):
        cells = [["" if c in leave else t for c, t in zip(COLUMNS, row, strict=True)] for row in cells]
    return dict(zip(map(str, at), cells, strict=True))


def _keyed(entries: dict | None) -> dict[str, str]:
    return {str(key): text for key, text in (entries or {}).items()}


def _different(what: str, wanted: dict, got: dict) -> list[str]:
    keys = [key for key in {**wanted, **got} if wanted.get(key, "(nothing)") != got.get(key, "(nothing)")]
    return [
        f"{what} {key}: wanted {wanted.get(key, '(nothing)')}, got {got.get(key, '(nothing)')}"
        for key in keys
    ]


def main(part: str = "") -> int:
    """Print the matrix; the exit code is the number of files that differ."""
    bad = 0
    print(f"{'file':48}{'expected':>9}{'read':>6}{'quar.':>6}{'aside':>6}{'head.':>6}{'notes':>6}  by")
    for name in [case for case in CASES if part in case]:
        want = EXPECTED["files"][name]
        with tempfile.TemporaryDirectory() as lake:
            found = run(name, Path(lake))
        wrong = faults(name, found)
        bad += bool(wrong)
        wanted = "held" if "held" in want else len(rows_wanted(want)) + len(want.get("quarantine", {}))
        counts = ["held"] if found.held else [len(found.rows)]
        counts += (
            [] if found.held else [len(found.quarantine), len(found.lines), found.headings, len(found.notes)]
        )
        print(f"{name:48}{wanted:>9}{''.join(f'{c:>6}' for c in counts)}  {'' if not wrong else 'DIFFERS'}")
        for text in wrong:
            print(f"    {text}")
    print(f"{len(CASES)} files, {bad} differ")
    return bad


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
