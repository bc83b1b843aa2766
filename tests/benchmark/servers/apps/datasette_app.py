"""Serve a SQLite file by Datasette: ``datasette_app.py FILE PORT QUERIES``; QUERIES is JSON, name to SQL.

Run in the environment of the benchmark. Datasette's own command logs every request, which would slow it down.
"""

import json
import sys

import uvicorn
from datasette.app import Datasette
from datasette.database import Database

LIMITS = {"sql_time_limit_ms": 60_000, "max_returned_rows": 5_000, "suggest_facets": False, "cache_size_kb": 65_536}


def main() -> None:
    """Serve until ended."""
    file, port, queries = sys.argv[1], int(sys.argv[2]), json.loads(sys.argv[3])
    canned = {name: {"sql": sql} for name, sql in queries.items()}
    served = Datasette([], metadata={"databases": {"archive": {"queries": canned}}}, settings=LIMITS)
    served.add_database(Database(served, path=file, is_mutable=True), name="archive")
    uvicorn.run(served.app(), port=port, access_log=False, log_level="warning", loop="uvloop", http="httptools", lifespan="on")


if __name__ == "__main__":
    main()
