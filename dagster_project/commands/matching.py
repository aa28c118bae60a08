"""Names of one table matched to the companies of another, without lists or a pool."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dagster_project.commands.options import say

app = typer.Typer()


@app.command("match")
def match(
    registry: Annotated[
        Path,
        typer.Option(help="企业表：company_id, name [, former_names] [, address] [, county_code]"),
    ],
    names: Annotated[
        Path,
        typer.Option(help="要比对的名称：name 或 published_name [, uscc] [, address] [, county_code]"),
    ],
    out: Annotated[Path, typer.Option(help="结果写到这个 CSV（UTF-8，无 BOM），整份写好才替换旧的")],
    decisions: Annotated[
        Path | None,
        typer.Option(
            help="人工判定：name, uscc, verdict, company_id, decided_by, decided_at, note", show_default=False
        ),
    ] = None,
) -> None:
    """名称比对：两张表，哪个名称是哪家企业；拿不准的交给人，不猜。

    \b
    输入：CSV（UTF-8、GBK、UTF-16）或 xlsx，第一行是列名，方括号里的列可以没有；
          多个曾用名用 ; 隔开；代码、地址、县区代码（六位）有则作为依据；
          其他列不用，并逐一说明。

    \b
    结果：每个名称一行，次序不变：
      name            名称，原样
      company_id      企业编号，只在确定时填写
      decision        accept 确定；review 待人工核对；none 无对应企业
      candidate_id    最像的企业；candidate_name 是它的名称
      rule            凭什么：exact 名称一致，former 曾用名一致，variant 相近，
                      rivals 另有相近的企业，contradiction 有矛盾，
                      people 人工判定，several_owners 一格里有几个名称 ……
      probability     是同一企业的把握，0 到 1；由名称样本拟合，偏低：0.5 以上、无矛盾、
                      无相近的另一家才为确定，与确定与否一并看，不宜单独作准
      evidence        矛盾、支持、不支持各是什么

    \b
    人工判定：verdict 为 same 同一企业、different 不是（这两种要填 company_id）、
          not_registered 未登记；总是优先，后来的取代先前的，前后矛盾的会列出。

    例：pool match --registry 企业.csv --names 名单.csv --out 结果.csv
    """
    from dagster_project.match_files import match_files
    from dagster_project.publish.matched import outcome

    typer.echo(outcome(match_files(registry, names, out, decisions, say), out))
