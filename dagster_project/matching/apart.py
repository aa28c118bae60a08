"""The matching step in a process of its own, `python -m dagster_project.matching.apart LAKE SOURCE...`: what it holds, some
gigabytes for a large region, is free again before dbt builds.

Standard output: a line of JSON for each word of progress, {"say": text}; before a failure {"error": what went wrong}, of which
standard error tells more. It ends with the process that started it.
"""

from __future__ import annotations

import json
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path

from dagster_project.child import end_with_parent, how_it_ended


class MatchError(RuntimeError):
    """The process could not match; the message says why."""


def match_apart(lake: Path, sources: Iterable[str], say: Callable[[str], None]) -> None:
    """run.run_matching on the lake. Raises MatchError."""
    with subprocess.Popen(
        [sys.executable, "-m", "dagster_project.matching.apart", str(lake), *sources],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        assert process.stdout  # a pipe
        error = ""
        try:
            for line in process.stdout:
                told = json.loads(line)
                error = told.get("error", "")
                if "say" in told:
                    say(told["say"])
        except BaseException:
            process.kill()
            raise
    if error or process.returncode:
        raise MatchError(error or how_it_ended(process.returncode))


def main() -> int:
    """Exit status: 0 when everything was written."""
    end_with_parent()
    from dagster_project.identity.regions import Regions
    from dagster_project.matching.run import run_matching

    lake, sources = Path(sys.argv[1]), sys.argv[2:]
    try:
        run_matching(lake, sources, Regions.load(), lambda text: _tell("say", text))
    except Exception as error:
        traceback.print_exc()
        _tell("error", f"{type(error).__name__}: {error}")
        return 1
    return 0


def _tell(kind: str, text: str) -> None:
    print(json.dumps({kind: text}), flush=True)


if __name__ == "__main__":
    sys.exit(main())
