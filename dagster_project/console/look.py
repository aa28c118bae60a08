"""A look at an uploaded file: what it is, and what a refresh would make of it. Run by `bounded`: nothing here draws."""

from __future__ import annotations

import itertools
import zipfile
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from dagster_project.ingest import load_contracts
from dagster_project.ingest.compare import Comparison, compare
from dagster_project.ingest.fit import Fit, rank
from dagster_project.ingest.inspect import Inspection, heads, inspect_file
from dagster_project.ingest.readers import UnreadableError

LARGEST_UNPACKED = 1 << 30  # bytes; what comes in from a browser is 50 MB at the most
MOST_TIMES = 200  # a list's sheets unpack to some ten or twenty times the file
MOST_FITS = 5


@dataclass(frozen=True)
class Upload:
    """A file as it came, under a name that is safe."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Kept:
    """Where the deliveries lie and what was read of them, and the day of the look."""

    raw: Path
    lake: Path
    day: date


@dataclass
class Seen:
    """What a look found. wrong: why the file can't be read at all (Chinese), '' when it can."""

    wrong: str = ""
    fits: list[Fit] = field(default_factory=list)
    found: Inspection | None = None
    compared: Comparison | None = None


def look_at_list(upload: Upload, source: str, kept: Kept, folder: Path) -> Seen:
    """The file read as `source`, or as the source that it fits best, and held against the delivery before."""
    contracts = load_contracts()
    try:
        path = _written(upload, folder)
        fits = rank(path, contracts)[:MOST_FITS]
    except UnreadableError as error:
        return Seen(f"{error.found}：{error.remedy}")
    except ValueError as error:
        return Seen(str(error))
    chosen = source or (fits[0].contract.source if fits else "")
    if not chosen:
        return Seen(fits=fits)
    contract = contracts[chosen]
    found = inspect_file(path, contract)
    if found.held or not found.tray.accepted:
        return Seen(fits=fits, found=found)
    return Seen("", fits, found, compare(path, contract, contracts, kept.raw, kept.lake, kept.day))


def look_at_workbook(
    upload: Upload, sources: tuple[str, ...], rows: int, folder: Path
) -> dict[str, Inspection] | str:
    """A filled workbook as each of `sources` reads its sheets, with up to `rows` rows each; else why it can't be read."""
    contracts = load_contracts()
    try:
        path = _written(upload, folder)
        if not zipfile.is_zipfile(path):
            list(itertools.islice(heads(path), 1))  # tells a password or a broken file from another kind
            return "不是 xlsx 工作簿：请交回本系统发出的那份，用 Excel 或 WPS 保存成 xlsx"
    except UnreadableError as error:
        return f"{error.found}：{error.remedy}"
    except ValueError as error:
        return str(error)
    return {source: inspect_file(path, contracts[source], rows) for source in sources}


def _written(upload: Upload, folder: Path) -> Path:
    """The upload as a file, unless it unpacks to more than a list does. Raises UnreadableError."""
    path = folder / upload.name
    path.write_bytes(upload.content)
    refuse_bombs(path)
    return path


def refuse_bombs(path: Path) -> None:
    """Raises UnreadableError for an archive that unpacks to more than LARGEST_UNPACKED, or to MOST_TIMES its size.

    Its own word is asked: a member that holds more than it says ends with an error where it is read.
    """
    if not zipfile.is_zipfile(path):
        return
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, OSError) as error:
        raise UnreadableError("文件损坏，打不开", "请重新导出或重新打包后再送") from error
    if size > LARGEST_UNPACKED or (size > 1 << 26 and size > MOST_TIMES * path.stat().st_size):
        raise UnreadableError(
            f"解开后有 {size >> 20} MB，不像名单", "请拆分后再送，或直接放进名单目录，由夜间刷新读取"
        )
