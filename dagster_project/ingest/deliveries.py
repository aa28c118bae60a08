"""What lies in raw/: deliveries raw/<source>/<date>/, and what is passed over, each with its reason.

All files of one date are one delivery. A folder holding WITHDRAWN.txt is withdrawn (its first line says
why; from the date that it names, if any). The sample and real lists never mix: raw/SAMPLE marks a fictional
raw/, and its deliveries carry SAMPLE too.
"""

from __future__ import annotations

import datetime as dt
import difflib
import hashlib
import os
import re
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from dagster_project.ingest.contract import Contract
from dagster_project.ingest.readers import READABLE, REFUSED, is_junk

SAMPLE = "SAMPLE"
WITHDRAWN = "WITHDRAWN.txt"
NOTE = "说明.txt"
_MARKS = frozenset({SAMPLE, WITHDRAWN, NOTE, "README.md", "README.txt", "README"})
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
# as `pool withdraw` writes it; the reason before it may name dates of its own
_SINCE = re.compile(r"自 (\d{4}-\d{2}-\d{2}) 起撤回")


@dataclass(frozen=True)
class Delivery:
    """One delivery. files: paths under raw/ with forward slashes, ordered. status: found | held | withdrawn."""

    source: str
    date: dt.date
    raw: Path
    files: tuple[str, ...]
    status: str = "found"
    problem: str = ""
    remedy: str = ""

    @cached_property
    def digests(self) -> tuple[str, ...]:
        """A hash of each file's content."""
        found = []
        for name in self.files:
            with open(self.raw / name, "rb") as file:
                found.append(hashlib.file_digest(file, "sha256").hexdigest())
        return tuple(found)

    def file_hash(self) -> str:
        """A hash of names and contents: the same files give the same hash."""
        total = hashlib.sha256()
        for name, digest in zip(self.files, self.digests, strict=True):
            total.update(f"{name}\0".encode() + bytes.fromhex(digest))
        return total.hexdigest()


@dataclass(frozen=True)
class PassedOver:
    """A file or folder that belongs to no delivery: its path under raw/ and why (Chinese)."""

    path: str
    reason: str


@dataclass(frozen=True)
class Scan:
    """deliveries ordered by source and date; passed_over ordered by path; is_sample: raw/ is marked as
    fictional.
    """

    deliveries: tuple[Delivery, ...]
    passed_over: tuple[PassedOver, ...]
    is_sample: bool


def scan(raw: Path, contracts: dict[str, Contract], as_of: dt.date) -> Scan:
    """Every delivery dated on or before as_of. Files that lie elsewhere and folders without a contract are
    passed over.

    Raises OSError when raw/ can't be read.
    """
    raw = Path(raw)
    is_sample = (raw / SAMPLE).exists()
    deliveries: list[Delivery] = []
    passed: list[PassedOver] = []
    for entry in sorted(raw.iterdir(), key=lambda path: path.name):
        if is_junk(entry.name) or entry.name in _MARKS:
            continue
        if not entry.is_dir():
            passed.append(PassedOver(entry.name, "不在 <名单>/<日期>/ 文件夹里"))
        elif entry.name not in contracts:
            count = sum(path.is_file() and path.name not in _MARKS for path in entry.rglob("*"))
            near = _nearest(entry.name, contracts)
            passed.append(PassedOver(f"{entry.name}/", f"没有这个名单的约定（{count} 个文件）{near}"))
        else:
            _scan_source(raw, entry, contracts[entry.name], as_of, is_sample, deliveries, passed)
    found = _with_guests(deliveries, contracts)
    return Scan(tuple(found), tuple(sorted(passed, key=lambda entry: entry.path)), is_sample)


def _nearest(name: str, contracts: dict[str, Contract]) -> str:
    """The list that a folder's name may mean, as a proposal; '' when none is near."""
    names = {contract.title: source for source, contract in contracts.items()} | {s: s for s in contracts}
    near = difflib.get_close_matches(name, names, 1)
    return f"：是不是 {names[near[0]]}？是的话，请把文件夹改成这个名字" if near else ""


def _with_guests(deliveries: list[Delivery], contracts: dict[str, Contract]) -> list[Delivery]:
    """The deliveries, and those of other sources in which a contract looks for its own sheets: of a day that has a
    delivery of its own, they are one.
    """
    found = {(d.source, d.date, ""): d for d in deliveries}
    for contract in contracts.values():
        for host in deliveries if contract.also_in else ():
            if host.source in contract.also_in and host.status == "found":
                key = (contract.source, host.date, "")
                own = found.get(key)
                if own is not None and own.status == "found":
                    found[key] = replace(own, files=own.files + host.files)
                else:
                    key = key if own is None else (*key[:2], host.source)
                    found[key] = replace(host, source=contract.source)
    return [found[key] for key in sorted(found)]


def _scan_source(
    raw, folder: Path, contract: Contract, as_of, is_sample: bool, deliveries: list, passed: list
) -> None:
    for entry in sorted(folder.iterdir(), key=lambda path: path.name):
        name = f"{folder.name}/{entry.name}"
        if is_junk(entry.name) or entry.name in _MARKS:
            continue
        day = _day(entry.name) if entry.is_dir() else None
        if not entry.is_dir():
            passed.append(PassedOver(name, "不在 <日期>/ 文件夹里：请放进收到日期的文件夹，如 2026-11-15"))
        elif day is None:
            passed.append(PassedOver(f"{name}/", "文件夹名不是日期：请改成收到日期，如 2026-11-15"))
        elif day <= as_of:
            deliveries.append(_delivery(raw, entry, contract, day, as_of, is_sample, passed))


def _day(name: str) -> dt.date | None:
    match = _DATE.fullmatch(name)
    try:
        return dt.date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def _delivery(
    raw: Path, folder: Path, contract: Contract, day, as_of, is_sample: bool, passed: list
) -> Delivery:
    files: list[str] = []
    locked: list[str] = []
    for path in sorted(folder.rglob("*"), key=lambda p: p.relative_to(folder).as_posix()):
        name = path.relative_to(raw).as_posix()
        if (
            not path.is_file()
            or path.name in _MARKS
            or any(is_junk(p) for p in path.relative_to(folder).parts)
        ):
            continue
        if path.suffix.lower() in READABLE or path.suffix.lower() in REFUSED:
            (files if os.access(path, os.R_OK) else locked).append(name)
        else:
            passed.append(PassedOver(name, f"不是名单文件（{path.suffix or '无扩展名'}）"))

    def made(status: str = "found", problem: str = "", remedy: str = "") -> Delivery:
        return Delivery(contract.source, day, raw, tuple(files), status, problem, remedy)

    if not os.access(folder, os.R_OK | os.X_OK):
        locked = [f"{folder.relative_to(raw).as_posix()}/"]
    elif reason := _withdrawn(folder / WITHDRAWN, as_of):
        return made("withdrawn", reason)
    if locked:
        return made("held", f"没有权限读 {'、'.join(locked)}", "请管理员放开读取权限（chmod u+rX，或改属主）")
    marked = (folder / SAMPLE).exists()
    if is_sample and not marked and not contract.answers:
        return made(
            "held",
            "这是示例名单目录，而这批名单没有示例数据标记",
            "真实名单请另建目录（pool init 目录），不与示例混用",
        )
    if marked and not is_sample:
        return made("held", "这批名单带有示例数据标记（SAMPLE）", "示例数据不能混入真实名单，请移出")
    if not files:
        return made("held", "文件夹里没有可读的文件", "请放入收到的文件，或删去这个空文件夹")
    return made()


def _withdrawn(note: Path, as_of: dt.date) -> str:
    """Why the delivery is withdrawn, '' when it is not, or not yet on as_of."""
    if not note.exists():
        return ""
    text = note.read_text(encoding="utf-8-sig", errors="replace").strip()
    named = _SINCE.search(text) or _DATE.search(text)
    told = _DATE.search(named[0]) if named else None
    since = _day(told[0]) if told else None
    return "" if since and since > as_of else (text.splitlines()[0] if text else "未写明原因")
