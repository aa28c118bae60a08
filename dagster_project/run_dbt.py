"""dbt as a child process: it reads its project as soon as it is started, and runs one command when it is told which.

So the refresh reads lists on one core while dbt reads models on the other.

Arguments: what every command of dbt is given. Standard input: one line, the command as a JSON list; none when the
refresh ended before.
"""

import gc
import json
import sys

from dagster_project.child import end_with_parent


def main() -> int:
    """Exit status: 0 when dbt succeeded, or was not wanted any more."""
    end_with_parent()
    gc.disable()  # a project read is kept whole: looking for what could go takes a tenth of the time, and finds nothing
    from dbt.cli.main import dbtRunner
    from dbt.contracts.graph.manifest import Manifest

    common = sys.argv[1:]
    parsed = dbtRunner().invoke(["parse", *common])
    gc.enable()
    command = sys.stdin.readline()
    if not (isinstance(parsed.result, Manifest) and command):
        return 0 if parsed.success else 1
    return 0 if dbtRunner(manifest=parsed.result).invoke([*json.loads(command), *common]).success else 1


if __name__ == "__main__":
    sys.exit(main())
