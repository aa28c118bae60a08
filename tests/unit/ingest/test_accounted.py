"""Nothing is lost between a file and the lake: every line of every file of the sample is somewhere, with a reason."""

import datetime as dt

import pytest

from dagster_project.ingest import load_contracts, scan
from dagster_project.ingest.files import read_file
from dagster_project.ingest.readers import read_sheets
from dagster_project.ingest.reports import Tray
from dagster_project.settings import PROJECT

CONTRACTS = load_contracts()
DELIVERIES = scan(PROJECT / "raw", CONTRACTS, dt.date(2026, 11, 20)).deliveries
FILES = [
    (delivery, name)
    for delivery in DELIVERIES
    if delivery.status == "found"
    for name in delivery.files
    if not CONTRACTS[delivery.source].is_guest(name)
]


def lines_of(path, name):
    """Every line with a cell in it, by (file, sheet) as evidence names them: the reader's own, nothing of ours."""
    found = {}
    for sheet in read_sheets(path):
        where = f"{name}!{sheet.member}" if sheet.member else name
        rows = {number for number, cells in sheet.rows if any(cell.strip() for cell in cells)}
        if rows:
            found[where, sheet.name] = rows
    return found


@pytest.mark.parametrize(("delivery", "name"), FILES, ids=[name for _, name in FILES])
def test_every_line_is_accepted_quarantined_or_set_aside_with_a_reason(delivery, name):
    tray, accepted, headings, forms = Tray(), {}, {}, set()
    contract = CONTRACTS[delivery.source]
    pieces = list(read_file(contract, delivery, name, tray))
    for piece in pieces:
        where = (piece.file, piece.sheet)
        assert not accepted.get(where, set()) & set(piece.rows["row"].to_pylist()), "a row read twice"
        accepted.setdefault(where, set()).update(piece.rows["row"].to_pylist())
        # a heading takes up to three lines; of one merged over two, the lower is told as repeated
        headings.setdefault(where, set()).update(range(piece.layout.row - 1, piece.layout.row + 3))
        if piece.layout.row in accepted[where]:
            forms.add(where)  # a form of labels and values is one row, numbered as its first label
    quarantined, aside = {}, {}
    for row in tray.quarantine:
        assert row["reason"] and row["expected"] and row["remedy"]
        quarantined.setdefault((row["file"], row["sheet"]), set()).add(row["row"])
    for row in tray.noted:
        assert row["note"]
        if not row["column"]:
            aside.setdefault((row["file"], row["sheet"]), set()).add(row["row"])
    for where, lines in lines_of(delivery.raw / name, name).items():
        if where not in headings:
            assert any(f"“{where[1]}”" in note for note in tray.notes), f"{where} is neither read nor told"
            continue
        taken, refused, passed = (found.get(where, set()) for found in (accepted, quarantined, aside))
        assert not taken & refused and not (taken | refused) & passed, "a line in two places"
        left = lines - taken - refused - passed
        if where not in forms and not contract.only_if:
            assert left <= headings[where] and left, f"{where}: lines {sorted(left)} are nowhere"
    assert tray.accepted == sum(map(len, accepted.values()))
