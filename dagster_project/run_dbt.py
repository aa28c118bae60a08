"""dbt as a child process: it reads its project as soon as it is started, and runs one command when it is told which.

So the refresh reads lists on one core while dbt reads models on the other.

Arguments: what every command of dbt is given. Standard input: one line, the command as a JSON list; none when the
refresh ended before.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from dagster_project.child import end_with_parent

if TYPE_CHECKING:
    from dbt.contracts.graph.manifest import Manifest


def main() -> int:
    """Exit status: 0 when dbt succeeded, or was not wanted any more."""
    end_with_parent()
    gc.disable()  # a project read is kept whole: looking for what could go takes a tenth of the time, and finds nothing
    from dbt.cli.main import dbtRunner
    from dbt.contracts.graph.manifest import Manifest

    common = sys.argv[1:]
    parsed = dbtRunner().invoke(["parse", *common])
    import dbt.task.build  # noqa: F401  while nobody waits for it

    gc.enable()
    command = sys.stdin.readline()
    if not (isinstance(parsed.result, Manifest) and command):
        return 0 if parsed.success else 1
    return 0 if _run(parsed.result, [*json.loads(command), *common]) else 1


def _run(manifest: Manifest, command: list[str]) -> bool:
    """Whether dbt's command succeeded.

    A build knows nothing of generic tests (data_tests.py runs them): they are four nodes in five of dbt's graph, whose
    drawing and writing took a second. The manifest stays as it was parsed, all tests in it; what the build did is
    written as dbt would.
    """
    from dbt.artifacts.schemas.run import RunExecutionResult
    from dbt.cli.main import dbtRunner
    from dbt.contracts.graph.nodes import GenericTestNode

    if command[0] != "build":
        return dbtRunner(manifest=manifest).invoke(command).success
    manifest.nodes = {
        key: node for key, node in manifest.nodes.items() if not isinstance(node, GenericTestNode)
    }
    built = dbtRunner(manifest=manifest).invoke([*command, "--no-write-json"])
    if isinstance(built.result, RunExecutionResult):
        built.result.write(str(Path(os.environ["DBT_TARGET_PATH"]) / "run_results.json"))
    return built.success


if __name__ == "__main__":
    sys.exit(main())
