"""A process that helps to write a publication (see sharing.py): `python -m dagster_project.publish.helper POOL FOLDER SPILL`.

Standard input: a line a piece, its place in the list of pieces. Standard output, a line of JSON for each: {"rows": {table: rows}},
or {"error": what went wrong}, of which standard error tells more. It ends with its input, or with the process that started it.
"""

from __future__ import annotations

import json
import sys
import traceback
from pathlib import Path

from dagster_project.child import end_with_parent
from dagster_project.publish.exports import pieces_of
from dagster_project.publish.opened import opened


def main() -> None:
    end_with_parent()
    pool, folder, spill = map(Path, sys.argv[1:])
    with opened(pool, spill) as connection:
        pieces = pieces_of(connection)
        for line in sys.stdin:
            piece = pieces[int(line)]
            try:
                told: dict = {"rows": piece.write(connection, folder / piece.name)}
            except Exception as error:
                traceback.print_exc()
                told = {"error": f"{type(error).__name__}: {error}"}
            print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
