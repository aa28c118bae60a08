"""`pool match`: registry, names and decisions in, one file out; whatever is doubtful about them is told."""

from __future__ import annotations

import csv
import os
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from dagster_project.identity.names import fold_names
from dagster_project.identity.regions import Regions
from dagster_project.matching.stand_alone import OUT, REGISTRY, match_tables, register_index
from dagster_project.table_files import read_columns

NAMES = ("name", "published_name", "uscc", "address", "county_code")
DECISIONS = ("name", "uscc", "verdict", "company_id", "decided_by", "decided_at", "note")
_SHOWN = 5


@dataclass
class Done:
    """What a run came to: counts by decision and by (decision, rule), what to tell, seconds for the index and for the names."""

    rows: int
    decisions: dict[str, int]
    rules: dict[tuple[str, str], int]
    companies: int
    notes: list[str] = field(default_factory=list)
    index_seconds: float = 0.0
    match_seconds: float = 0.0


def match_files(
    registry: Path, names: Path, out: Path, decisions: Path | None, say: Callable[[str], None]
) -> Done:
    """Match the names of one file against the registry of another, and write OUT to `out` (CSV in UTF-8, no byte-order mark,
    texts as they were: programs read it back). Raises ValueError and OSError, in Chinese, for what a person can mend."""
    sources = [path for path in (registry, names, decisions) if path is not None]
    _check_out(out, sources)
    notes: list[str] = []
    register = read_columns(registry, REGISTRY, [("company_id",), ("name",)], notes)
    asked = read_columns(names, NAMES, [("name", "published_name")], notes)
    if "name" in asked and "published_name" in asked:
        notes.append(f"{names.name}：name 与 published_name 两列都有，用的是 name")
    column = "name" if "name" in asked else "published_name"
    verdicts = _verdicts(decisions, asked[column], notes) if decisions else None
    if not (register["company_id"].ne("") & register["name"].str.strip().ne("")).any():
        raise ValueError(f"{registry.name}：没有一行同时有 company_id 和 name，无从对照；请核对后重新导出")
    notes += _about_registry(register, registry.name)
    blank = asked[column].str.strip().eq("")
    coded = blank & (asked["uscc"].str.strip().ne("") if "uscc" in asked else False)
    if count := int((blank & ~coded).sum()):
        notes.append(f"{names.name}：{count} 行名称是空的，按无对应企业写出")
    if count := int(coded.sum()):
        notes.append(f"{names.name}：{count} 行名称是空的、只有代码，代码对得上的交人核对")
    notes += _about_counties(register, registry.name) + _about_counties(asked, names.name)
    begin = time.monotonic()
    index = register_index(register, Regions.load(), say)
    built = time.monotonic()
    problems: list[str] = []
    found = match_tables(register, asked, verdicts, say, index, problems)
    notes += [re.sub(" +", " ", problem) for problem in problems]
    _write(found, out)
    counted = found.groupby(["decision", "rule"], sort=True).size()
    return Done(
        len(found),
        {decision: int(found["decision"].eq(decision).sum()) for decision in ("accept", "review", "none")},
        {key: int(count) for key, count in counted.items()},
        len(index.companies),
        notes,
        built - begin,
        time.monotonic() - built,
    )


def _check_out(out: Path, sources: list[Path]) -> None:
    """Before minutes of work: can the result be put where it is wanted, without writing over what is read?"""
    for path in sources:
        if not path.exists():
            raise FileNotFoundError(f"没有这个文件：{path}")
        if path.is_dir():
            raise IsADirectoryError(f"{path} 是文件夹，应为一个 CSV 文件")
        if out.resolve() == path.resolve():
            raise ValueError(f"--out 与输入是同一个文件 {path}，请换一个输出文件名")
    if out.is_dir():
        raise IsADirectoryError(f"--out {out} 是文件夹，请写成文件名，如 {out / 'matched.csv'}")
    folder = out.resolve().parent
    if not folder.is_dir():
        raise FileNotFoundError(f"输出文件夹不存在：{folder}，请先建好")
    if not os.access(folder, os.W_OK):
        raise PermissionError(f"没有权限写入文件夹：{folder}，请换一个位置")


def _verdicts(path: Path, asked: pd.Series, notes: list[str]) -> pd.DataFrame:
    """Decisions with where they stand (padded, so that among decisions of one moment the later row is the later one)."""
    frame = read_columns(path, DECISIONS, [("name",), ("verdict",)], notes)
    if unused := len(set(fold_names(frame["name"].tolist())) - set(fold_names(asked.tolist()))):
        notes.append(f"{path.name}：{unused} 个判定的名称不在这次的名单上")
    where = [f"{path.name} 第 {number:>9} 行" for number in frame.attrs["rows"]]
    return frame.assign(verdict=frame["verdict"].str.lower(), evidence=where)


def _about_registry(register: pd.DataFrame, file: str) -> list[str]:
    """What a registry should not hold: rows without id or name, one id twice, one name of several companies."""
    ids, names = register["company_id"], register["name"].str.strip()
    notes = []
    if blank := int((ids.eq("") | names.eq("")).sum()):
        notes.append(f"{file}：{blank} 行缺 company_id 或 name，没有用")
    whole = register.assign(name=names)[ids.ne("") & names.ne("")]
    twice = whole.loc[whole["company_id"].duplicated(keep=False), "company_id"]
    if len(twice):
        shown = "、".join(sorted(twice.unique())[:_SHOWN])
        notes.append(
            f"{file}：{twice.nunique()} 个 company_id 重复（如 {shown}），同号各行的名称都算这一家的名称"
        )
    shared = whole.drop_duplicates(["company_id", "name"])
    shared = shared.loc[shared["name"].duplicated(keep=False), "name"]
    if len(shared):
        notes.append(f"{file}：{shared.nunique()} 个名称有两家以上同名企业，仅凭名称不予确定")
    return notes


def _about_counties(frame: pd.DataFrame, file: str) -> list[str]:
    if "county_code" not in frame:
        return []
    regions = Regions.load()
    codes = [code for code in frame["county_code"].unique() if code]
    unknown = [code for code in codes if not regions.find(code)]
    shown = "、".join(sorted(unknown)[:_SHOWN])
    return [f"{file}：{len(unknown)} 个 county_code 认不出（如 {shown}），按未知处理"] if unknown else []


def _write(found: pd.DataFrame, out: Path) -> None:
    """Put the table in place by rename: whoever reads `out` sees the old one or the new one."""
    part = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        with open(part, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(OUT)
            for row in found[OUT].itertuples(index=False):
                writer.writerow(["" if cell is None or cell != cell else cell for cell in row])
        os.replace(part, out)
    finally:
        part.unlink(missing_ok=True)
