"""dbt as a child process: it reads its project as soon as it is started, and runs one command when it is told which.

So the refresh reads lists on one core while dbt reads models on the other. The child ends with the refresh that started
it, however that one ended: killed with -9 it can't tell its child, and an orphan would go on writing a build that
nobody reads.

Arguments: what every command of dbt is given. Standard input: one line, the command as a JSON list; none when the
refresh ended before.
"""

import ctypes
import json
import signal
import sys

PR_SET_PDEATHSIG = 1


def main() -> int:
    """Exit status: 0 when dbt succeeded, or was not wanted any more."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    from dbt.cli.main import dbtRunner
    from dbt.contracts.graph.manifest import Manifest

    common = sys.argv[1:]
    parsed = dbtRunner().invoke(["parse", *common])
    command = sys.stdin.readline()
    if not (isinstance(parsed.result, Manifest) and command):
        return 0 if parsed.success else 1
    return 0 if dbtRunner(manifest=parsed.result).invoke([*json.loads(command), *common]).success else 1


if __name__ == "__main__":
    sys.exit(main())
