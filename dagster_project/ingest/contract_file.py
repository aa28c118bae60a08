"""Contracts as files: dagster_project/sources/<source>.yaml, read once and checked."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml

from dagster_project.identity.text import fold
from dagster_project.ingest.contract import LAKE_TYPES, Column, Contract, Target

SOURCES = Path(__file__).resolve().parents[1] / "sources"
_KNOWN = {
    "title", "type", "required", "headings", "unit", "min", "max", "default", "form", "help", "choices", "prefix",
    "range_headings",
}  # fmt: skip
_OPTIONS = {
    "otherwise", "pattern", "order", "words", "strip", "true_words", "false_words", "ambiguous_below", "bare", "unusable",
    "derived", "percent_beside", "range_part", "example", "told_by",
}  # fmt: skip


class ContractError(ValueError):
    """A contract that can't be used; the message names file, column and what is wrong."""


def load_contracts(folder: Path = SOURCES) -> dict[str, Contract]:
    """Every contract of the folder, ordered by source. Raises ContractError on a mistake in one."""
    return dict(_load(Path(folder)))


@lru_cache(maxsize=8)
def _load(folder: Path) -> tuple[tuple[str, Contract], ...]:
    contracts = [read_contract(path) for path in sorted(folder.glob("*.yaml"))]
    return tuple((contract.source, contract) for contract in contracts)


def read_contract(path: Path) -> Contract:
    """One contract file. Raises ContractError naming the file, the column and the mistake."""
    contract = parse_contract(path.read_text(encoding="utf-8"), path.name)
    if contract.source != path.stem:
        raise ContractError(f"约定 {path.name} 有误：source 应为 {path.stem}，实为 {contract.source}")
    return contract


def parse_contract(text: str, name: str) -> Contract:
    """The contract of a YAML text; `name` stands for the file in what ContractError says."""
    try:
        return _contract(yaml.load(text, yaml.CSafeLoader), text)
    except (KeyError, TypeError, AttributeError, ValueError, yaml.YAMLError) as error:
        raise ContractError(f"约定 {name} 有误：{error}") from error


def _contract(raw: dict, text: str) -> Contract:
    columns = {name: _column(name, spec) for name, spec in raw["columns"].items()}
    complete = raw.get("complete") or {}
    contract = Contract(
        source=raw["source"], title=raw["title"], publisher=raw["publisher"], purpose=raw["purpose"],
        delivery=raw["delivery"], replaces_by=tuple(raw.get("replaces_by") or ()), key=_groups(raw["key"]),
        required=bool(raw.get("required")), sensitive=bool(raw.get("sensitive")), answers=bool(raw.get("answers")),
        cadence_days=int(raw["cadence_days"]), complete=dict(complete.get("since") or {}),
        complete_by=complete.get("by", ""),
        identify_by=_groups(raw.get("identify_by")), sheets=tuple(raw.get("sheets") or ()),
        pass_by=tuple(raw.get("pass_by") or ()), also_in=tuple(raw.get("also_in") or ()),
        only_if=tuple(raw.get("only_if") or ()), other_lists=tuple(raw.get("other_lists") or ()),
        each_file=bool(raw.get("each_file")),
        distinct_if_blank=tuple(raw.get("distinct_if_blank") or ()), columns=columns,
        ignore=tuple(raw.get("ignore") or ()), text=text,
    )  # fmt: skip
    _check(contract)
    contract.targets.update(_targets(contract))
    return contract


def _groups(raw: list | None) -> tuple[tuple[str, ...], ...]:
    """A list of columns, or of lists of columns, as tuples."""
    return tuple((group,) if isinstance(group, str) else tuple(group) for group in raw or ())


def _column(name: str, spec: dict) -> Column:
    unknown = sorted(set(spec) - _KNOWN - _OPTIONS)
    if unknown:
        raise ValueError(f"列 {name} 有不认识的项 {'、'.join(unknown)}")
    if spec["type"] not in LAKE_TYPES:
        raise ValueError(f"列 {name} 的类型 {spec['type']} 不存在，可用：{'、'.join(LAKE_TYPES)}")
    if spec["type"] == "choice" and not spec.get("choices"):
        raise ValueError(
            f"列 {name} 的类型是 choice，还要写 choices: {{值: [名单上的写法, …]}}；写法说不全的用 text"
        )
    return Column(
        name=name, title=spec["title"], type=spec["type"], required=bool(spec.get("required")),
        headings=tuple(spec.get("headings") or ()), unit=spec.get("unit", ""), min=spec.get("min"),
        max=spec.get("max"), default=spec.get("default"), form=bool(spec.get("form")), help=spec.get("help", ""),
        choices={value: tuple(spellings or ()) for value, spellings in (spec.get("choices") or {}).items()},
        prefix=tuple(tuple(group) for group in spec.get("prefix") or ()),
        range_headings=tuple(spec.get("range_headings") or ()),
        options={key: spec[key] for key in sorted(_OPTIONS & set(spec))},
    )  # fmt: skip


def _check(contract: Contract) -> None:
    if contract.delivery not in ("full", "append"):
        raise ValueError(f"delivery 应为 full 或 append，实为 {contract.delivery}")
    named = [*contract.replaces_by, *contract.distinct_if_blank, *contract.only_if]
    named += [column for group in (*contract.key, *contract.identify_by) for column in group]
    missing = sorted({name for name in named if name not in contract.columns})
    if missing:
        raise ValueError(f"用到了没有的列：{'、'.join(missing)}")
    if contract.complete_by and contract.complete_by not in contract.columns:
        raise ValueError(f"complete.by 应为一列，实为 {contract.complete_by}")
    choices = contract.columns[contract.complete_by].choices if contract.complete_by else {"": ()}
    if unknown := sorted(set(contract.complete) - set(choices)):
        raise ValueError(
            f"complete.since 的“{unknown[0]}”不是 {contract.complete_by or '（没有写 by）'} 的值"
        )
    if contract.also_in and not contract.sheets:
        raise ValueError("also_in 要与 sheets 一起用：别的名单的文件里，只读写明的工作表")
    if not any(column.required for column in contract.columns.values()):
        raise ValueError("至少一列 required: true")


def _targets(contract: Contract) -> dict[str, tuple[Target, ...]]:
    """Folded heading -> what it feeds. A heading may feed two ends of a range; else each means one thing."""
    found: dict[str, list[Target]] = {}
    owner: dict[str, str] = {}
    for column in contract.columns.values():
        for rank, heading in enumerate(column.headings):
            folded = fold(heading)
            if owner.setdefault(folded, column.name) != column.name:
                raise ValueError(f"表头“{heading}”同时属于 {owner[folded]} 与 {column.name}")
            found[folded] = [Target("column", column.name, rank)]
        for rank, heading in enumerate(column.range_headings):
            found.setdefault(fold(heading), []).append(Target("range", column.name, rank))
    for column in contract.columns.values():
        # a table under our own identifiers reads as well
        if fold(column.name) not in owner and "derived" not in column.options:
            found.setdefault(fold(column.name), [Target("column", column.name, len(column.headings))])
        for rank, group in enumerate(column.prefix):
            for heading in group:
                if fold(heading) not in owner:
                    found.setdefault(fold(heading), [Target("prefix", column.name, rank)])
    for heading in contract.ignore:
        found.setdefault(fold(heading), [Target("ignore")])
    return {heading: tuple(targets) for heading, targets in found.items()}
