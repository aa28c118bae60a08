"""A file before it is delivered: what would be read of it, and which list it could belong to."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer()
_MOST_FITS = 5


@app.command()
def inspect(
    file: Annotated[Path, typer.Argument(help="要看的文件，任何可读的格式", readable=False)],
    source: Annotated[
        str | None, typer.Option(help="按哪个名单的约定看；不给就列出可能的名单", show_default=False)
    ] = None,
    draft: Annotated[
        Path | None,
        typer.Option(help="把起草的约定写到这个文件（<标识>.yaml；已有的不覆盖）", show_default=False),
    ] = None,
) -> None:
    """放进名单目录之前先看一个文件：表头怎么对应、读出什么、哪些行会被隔离及原因。什么也不改动。

    不给 --source 时按相符程度列出可能的名单，最像的一个能照收或只差一点，就按它看；表头都不认得而标题或编号像某个名单，就说是哪个；
    一个都不像，就起草一份新名单的约定。不能照收时退出码为 1。
    """
    from dagster_project.ingest import load_contracts
    from dagster_project.ingest.readers import UnreadableError

    contracts = load_contracts()
    try:
        held = _inspect(file, source, draft, contracts)
    except PermissionError as error:
        raise ValueError(f"没有权限读 {file}：请放开读取权限（chmod u+r，或改属主）") from error
    except UnreadableError as error:
        raise ValueError(f"{file.name}：{error.found}。{error.remedy}") from error
    if held:
        raise typer.Exit(1)


def _inspect(file: Path, source: str | None, draft: Path | None, contracts) -> bool:
    """Tell what there is to tell; whether the file could not be taken."""
    from dagster_project.ingest.fit import rank, tied
    from dagster_project.ingest.inspect import inspect_file
    from dagster_project.ingest.inspect_text import proposals, ranking, report
    from dagster_project.ingest.inspect_workbook import sources_of
    from dagster_project.ingest.likely import likely

    if source is not None and source not in contracts:
        raise ValueError(f"没有名为 {source} 的名单；可用：{'、'.join(sorted(contracts))}")
    if source is None and not draft and (sources := sources_of(file, contracts)):
        return _returned(file, sources)
    if source is None:
        fits = rank(file, contracts)[:_MOST_FITS]
        unlike = [] if fits else likely(file, contracts)
        typer.echo("\n".join(ranking(file, fits) if fits else proposals(file, unlike)))
        if unlike and not draft:
            return True
        if tied(fits) and fits[0].is_near and not draft:
            return False
        source = fits[0].contract.source if fits and fits[0].is_near else None
    if draft or source is None:
        _draft(file, draft, contracts)
    if not source:
        return False
    found = inspect_file(file, contracts[source])
    typer.echo("\n".join(report(found)))
    return bool(found.held)


def _returned(file: Path, sources) -> bool:
    """Tell what a filled workbook gives, and which answers can't be used; whether one of its sheets could not be taken."""
    from dagster_project.feedback.answers import unusable
    from dagster_project.ingest.inspect_workbook import look, returned

    found = look(file, sources)
    typer.echo("\n".join(returned(file, found)))
    bad = [
        f"  表“{view.sheet}”{told}"
        for one in found
        for view in one.views[:1]
        for told in ([] if one.held else unusable(one.contract.source, one.first))
    ]
    if bad:
        typer.echo("\n".join(["", f"■ 读不成数、不会采用的答复 {len(bad)} 处", *bad]))
    typer.echo("\n其余答复采用与否，刷新时与登记和原来的工作簿核对后才定，逐条见下一份工作簿的“反馈处理”。")
    return any(one.held for one in found)


def _draft(file: Path, out: Path | None, contracts) -> None:
    """Print a drafted contract, or write it where nothing is yet, and say what it would read."""
    from dagster_project.ingest.contract_file import parse_contract
    from dagster_project.ingest.draft import SOURCE_ID, draft_contract
    from dagster_project.ingest.inspect import inspect_file

    if out and (out.suffix != ".yaml" or not SOURCE_ID.fullmatch(out.stem)):
        raise ValueError(
            f"{out.name} 不能用：请写成 <标识>.yaml，标识是 3 至 41 个小写英文字母、数字或下划线，字母开头，如 green_factory.yaml"
        )
    if out and (out.exists() or out.stem in contracts):
        raise ValueError(f"{out} 已有（或 {out.stem} 已是名单的标识），不覆盖；请换一个名字")
    text = draft_contract(file, out.stem if out else "new_list", contracts)
    tried = inspect_file(file, parse_contract(text, out.name if out else "草稿"))
    typer.echo("")
    if out:
        with open(out, "x", encoding="utf-8") as written:
            written.write(text)
        typer.echo(
            f"起草的约定已写入 {out}。把标“核对”的各处看过改好，它在 dagster_project/sources/ 里时这个名单就能读取。"
        )
    else:
        typer.echo(
            "起草的约定（另存为 dagster_project/sources/<标识>.yaml，核对注释后即可读取；--draft 直接写成文件）："
        )
        typer.echo(f"\n{text}")
    typer.echo(
        f"按草稿试读：采用 {tried.tray.accepted} 行，隔离 {len(tried.tray.quarantine)} 行"
        + "".join(f"\n  {problem}" for problem in tried.held)
    )
