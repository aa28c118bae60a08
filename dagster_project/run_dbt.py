"""dbt as a child process that ends with the refresh that started it, however that one ended.

A refresh killed with -9 can't tell its child; an orphan would go on writing a build that nobody reads.
"""

import ctypes
import signal
import sys

PR_SET_PDEATHSIG = 1


def main() -> None:
    """Run dbt's command line with this process's arguments."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    from dbt.cli.main import cli

    cli()


if __name__ == "__main__":
    main()
