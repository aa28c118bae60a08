"""`pool ...`: the commands of commands/ under one name."""

from __future__ import annotations

import sys

import typer

from dagster_project.commands import (
    console,
    folding,
    inspection,
    keeping,
    lists,
    matching,
    nightly,
    published,
    review,
    standards,
)
from dagster_project.run import RefreshError

app = typer.Typer(
    name="pool",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="专精特新培育库：把各部门名单变成有依据的培育名单、复核预警和县级工作簿。",
    epilog="第一次用：pool refresh（用自带的示例数据）；用自己的名单：pool init 名单目录，"
    "放好文件后 pool refresh --raw 名单目录。",
)
# in the order in which `pool --help` lists them
_SUBJECTS = (
    nightly,
    published,
    review,
    console,
    keeping,
    lists,
    inspection,
    standards,
    matching,
)
folding.fold_help()
for subject in _SUBJECTS:
    app.add_typer(subject.app)


def main() -> None:
    """The `pool` command. What a person can mend is one line on standard error and exit status 1."""
    try:
        app()
    except (RefreshError, ValueError, OSError) as error:
        typer.secho(f"没有完成：{error}", fg="red", err=True)
        sys.exit(1)
