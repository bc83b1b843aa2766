"""Load flat rows with sqlite-utils: `flat_rows.py ROWS DATABASE`, JSON Lines in, a table with full text out. Run in its own environment."""

import json
import sys
from collections.abc import Iterator
from typing import Any

from sqlite_utils import Database


def rows(file: str) -> Iterator[dict[str, Any]]:
    """Read the rows."""
    with open(file, "rb") as lines:
        yield from map(json.loads, lines)


def main() -> None:
    """Load them, and index their words."""
    database = Database(sys.argv[2])
    database["claims"].insert_all(rows(sys.argv[1]), pk="id", batch_size=1_000)
    if "--words" in sys.argv:
        database["claims"].enable_fts(["gist", "quote", "speaker"], create_triggers=True)


if __name__ == "__main__":
    main()
