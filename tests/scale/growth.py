"""Measure which read grows with the archive: ``python -m tests.scale.growth SMALL_URL LARGE_URL``, two archives in PostgreSQL.

Writes, the fastest growing last, the pages that each read looks at in both, and the milliseconds that it took in the large one.
"""

import sys
import time
from collections.abc import Iterator

from sqlalchemy import Engine

from app.database.engines import read_connection, read_engine
from app.parameters.claims import ClaimQuery
from app.parameters.entities import EntityQuery
from app.parameters.graph import GraphQuery
from app.parameters.search import SearchQuery
from app.parameters.sources import SourcesQuery
from app.queries.claims import list_claims
from app.queries.entities import get_entity, list_speakers
from app.queries.graph import get_graph
from app.queries.search import search
from app.queries.sources import get_sources
from tests.scale.explaining import Read, plans_of
from tests.scale.hot import Known, hot_reads, known_in


def reads(known: Known) -> Iterator[tuple[str, Read]]:
    """Yield what is hot, and what is asked now and then and reads more."""
    yield from ((hot.name.partition(" [")[0], hot.read) for hot in hot_reads(known))
    speaker = [known["speaker"]]
    yield "speakers", lambda connection: list_speakers(connection, EntityQuery())
    yield "the commonest speaker", lambda connection: get_entity(connection, speaker[0])
    yield "claims: a speaker's, counted to the end", lambda connection: list_claims(connection, ClaimQuery(speaker=speaker, count="exact"))
    yield "claims: unnamed speakers' facet", lambda connection: list_claims(connection, ClaimQuery(anonymous=False, facet=["kind"]))
    yield "search", lambda connection: search(connection, SearchQuery(q=known["word"]))
    yield "search: a word of most texts", lambda connection: search(connection, SearchQuery(q=known["common"]))
    yield "graph of everything", lambda connection: get_graph(connection, GraphQuery())
    yield "sources of everything", lambda connection: get_sources(connection, SourcesQuery())


def measured(engine: Engine) -> dict[str, tuple[int, float]]:
    """Return the pages and milliseconds of every read, by its name."""
    found = {}
    with read_connection(engine) as connection:
        known = known_in(connection)
    for name, read in reads(known):
        with read_connection(engine) as connection:
            read(connection)
        began = time.perf_counter()
        with read_connection(engine) as connection:
            read(connection)
        took = time.perf_counter() - began
        found[name] = sum(plan.pages for plan in plans_of(engine, read)), 1000 * took
    return found


def main(small_url: str, large_url: str) -> None:
    small, large = (measured(read_engine(url)) for url in (small_url, large_url))
    # A read of a year is named for the commonest one, which may be another in each.
    for name in sorted(small.keys() & large.keys(), key=lambda name: large[name][0] / max(1, small[name][0])):
        (few, _), (many, ms) = small[name], large[name]
        sys.stdout.write(f"{many / max(1, few):8.1f} times  {few:>9,} -> {many:>9,} pages {ms:8.0f} ms  {name}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
