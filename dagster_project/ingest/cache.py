"""What was read of each file, kept: lake/.cache/<source>/<key>/, so that a refresh reads new files only.

The key is a hash of the file's path and content, of the contract, and of everything that reads (this package, identity,
the readers' versions): a change in any of them is another key. As-of date, withdrawals and other deliveries are no part of
it. An entry is made under another name and renamed when it is whole; one that can't be opened is read anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from dagster_project.ingest.contract import Contract
from dagster_project.ingest.deliveries import Delivery
from dagster_project.ingest.files import read_file
from dagster_project.ingest.keys import joined, row_keys
from dagster_project.ingest.lake import NOTE, QUARANTINE
from dagster_project.ingest.reports import Tray

KEY, SCOPE = "_key", "_scope"
_PACKAGE = Path(__file__).resolve().parents[1]
_LIBRARIES = ("charset-normalizer", "lxml", "openpyxl", "pdfplumber", "pyarrow", "python-calamine", "python-docx", "xlrd")  # fmt: skip


@cache
def reader_version() -> str:
    """A hash of all that decides how a file is read, but for the file and its contract."""
    total = hashlib.sha256(" ".join(f"{name} {version(name)}" for name in _LIBRARIES).encode())
    for part in ("ingest", "identity"):
        for path in sorted((_PACKAGE / part).rglob("*")):
            if path.suffix in (".py", ".yaml"):
                total.update(path.relative_to(_PACKAGE).as_posix().encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


@dataclass(frozen=True)
class Entry:
    """One file as it was read. path: under raw/. notes: what a person should know of it, in Chinese."""

    folder: Path
    path: str
    accepted: int
    quarantined: int
    notes: tuple[str, ...]

    @property
    def rows(self) -> Path:
        """The accepted rows: contract columns and lineage, then KEY and SCOPE."""
        return self.folder / "rows.parquet"

    @property
    def quarantine(self) -> pa.Table:
        return pq.read_table(self.folder / "quarantine.parquet")

    @property
    def noted(self) -> pa.Table:
        return pq.read_table(self.folder / "note.parquet")


class Cache:
    """The entries of one source in a lake. `used`: the keys that this run asked for, by path; `base`: a hash of all that
    decides how this source's files are read.
    """

    def __init__(self, contract: Contract, lake: Path) -> None:
        self.contract = contract
        self.folder = lake / ".cache" / contract.source
        self.used: dict[str, str] = {}
        self.base = hashlib.sha256(f"{reader_version()}\0{contract.text}".encode()).hexdigest()

    def read(self, delivery: Delivery, position: int) -> Entry:
        """The delivery's file at a position, from the cache or else from raw/. Raises HeldError; that is not kept."""
        name, digest = delivery.files[position], delivery.digests[position]
        key = hashlib.sha256(f"{self.base}\0{name}\0{digest}".encode()).hexdigest()[:40]
        self.used[name] = key
        if entry := _open(self.folder / key):
            return entry
        self.folder.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=".", dir=self.folder))
        try:
            _fill(self.contract, delivery, name, work)
            shutil.rmtree(self.folder / key, ignore_errors=True)
            os.rename(work, self.folder / key)
        except BaseException:
            shutil.rmtree(work, ignore_errors=True)
            raise
        entry = _open(self.folder / key)
        assert entry, "just written"
        return entry

    @property
    def stamp(self) -> str:
        """What the lake's tables of this source were last made of; '' while they are being written."""
        path = self.folder / "stamp"
        return path.read_text(encoding="utf-8") if path.is_file() else ""

    @stamp.setter
    def stamp(self, made_of: str) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        temporary = self.folder / ".stamp"
        temporary.write_text(made_of, encoding="utf-8")
        os.replace(temporary, self.folder / "stamp")

    def prune(self, raw: Path) -> None:
        """Drop what a kill left half done, entries of files that are no longer in raw/, and those that an entry
        of the same file has replaced. Files of later days keep theirs.
        """
        kept = set(self.used.values())
        for folder in self.folder.iterdir() if self.folder.is_dir() else ():
            if folder.is_dir() and folder.name not in kept:
                entry = None if folder.name.startswith(".") else _open(folder)
                if entry is None or entry.path in self.used or not (raw / entry.path).is_file():
                    shutil.rmtree(folder, ignore_errors=True)


def _open(folder: Path) -> Entry | None:
    """The entry of a folder; None where there is none, or none that is whole."""
    try:
        told = json.loads((folder / "entry.json").read_text(encoding="utf-8"))
        if told["digests"] != _digests(folder):
            return None  # damaged since
        return Entry(folder, told["path"], told["accepted"], told["quarantined"], tuple(told["notes"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _digests(folder: Path) -> dict[str, str]:
    """What the tables of an entry hold, as hashes: their ends may be whole where the rest is not."""
    found = {}
    for name in ("rows", "quarantine", "note"):
        with open(folder / f"{name}.parquet", "rb") as file:
            found[name] = hashlib.file_digest(file, "sha256").hexdigest()
    return found


def _fill(contract: Contract, delivery: Delivery, name: str, folder: Path) -> None:
    """Read a file into a folder, block by block: nothing of a block stays in memory."""
    tray = Tray()
    quarantined = 0
    fields = [f for f in contract.schema if f.name not in ("is_current", "superseded_by")]
    schema = pa.schema([*fields, pa.field(KEY, pa.string()), pa.field(SCOPE, pa.string())])
    with (
        # nearly every name, code, key and piece of evidence is one of its own
        pq.ParquetWriter(folder / "rows.parquet", schema, use_dictionary=False) as rows,
        pq.ParquetWriter(folder / "quarantine.parquet", QUARANTINE) as quarantine,
        pq.ParquetWriter(folder / "note.parquet", NOTE) as noted,
    ):
        for piece in read_file(contract, delivery, name, tray):
            table = piece.rows.append_column(KEY, row_keys(contract, piece.rows))
            rows.write_table(table.append_column(SCOPE, joined(piece.rows, contract.replaces_by)))
            quarantined += len(tray.quarantine)
            _flush(tray.quarantine, QUARANTINE, quarantine)
            _flush(tray.noted, NOTE, noted)
        _flush(tray.noted, NOTE, noted)
    told = {"path": name, "accepted": tray.accepted, "quarantined": quarantined, "notes": tray.notes,
            "digests": _digests(folder)}  # fmt: skip
    (folder / "entry.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


def _flush(rows: list[dict], schema: pa.Schema, writer: pq.ParquetWriter) -> None:
    if rows:
        writer.write_table(pa.Table.from_pylist(rows, schema=schema))
        rows.clear()
