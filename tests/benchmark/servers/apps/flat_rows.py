"""Load rows from JSON Lines into a SQLite table with sqlite-utils: ``flat_rows.py ROWS DATABASE [--words]``.

Run in the environment of the benchmark. ``--words`` adds a full-text index.
"""

import json
import sys
from collections.abc import Iterator
from typing import Any

from sqlite_utils import Database


def rows(file: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of a file."""
    with open(file, "rb") as lines:
        yield from map(json.loads, lines)


def main() -> None:
    """Load the rows; index their words if wanted."""
    database = Database(sys.argv[2])
    database["claims"].insert_all(rows(sys.argv[1]), pk="id", batch_size=1_000)
    if "--words" in sys.argv:
        database["claims"].enable_fts(["gist", "quote", "speaker"], create_triggers=True)


if __name__ == "__main__":
    main()
