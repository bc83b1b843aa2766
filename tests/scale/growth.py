"""Measure how reads grow between two archives in PostgreSQL: ``python -m tests.scale.growth SMALL_URL LARGE_URL``.

Prints, for each read, the pages read in both archives and the milliseconds in the large one. The fastest growing is last.
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
from tests.scale.frequent_reads import SampleValues, frequent_reads, sample_values
from tests.scale.query_plans import Read, plans_of


def reads(values: SampleValues) -> Iterator[tuple[str, Read]]:
    """Yield the frequent reads, and rarer ones that read more."""
    yield from ((read.name.partition(" [")[0], read.read) for read in frequent_reads(values))
    speaker = [values["speaker"]]
    yield "speakers", lambda connection: list_speakers(connection, EntityQuery())
    yield "the commonest speaker", lambda connection: get_entity(connection, speaker[0])
    yield "claims: a speaker's, counted to the end", lambda connection: list_claims(connection, ClaimQuery(speaker=speaker, count="exact"))
    yield "claims: unnamed speakers' facet", lambda connection: list_claims(connection, ClaimQuery(anonymous=False, facet=["kind"]))
    yield "search", lambda connection: search(connection, SearchQuery(q=values["word"]))
    yield "search: a word of most texts", lambda connection: search(connection, SearchQuery(q=values["common"]))
    yield "graph of everything", lambda connection: get_graph(connection, GraphQuery())
    yield "sources of everything", lambda connection: get_sources(connection, SourcesQuery())


def measure(engine: Engine) -> dict[str, tuple[int, float]]:
    """Return the pages and milliseconds of every read, by its name."""
    costs = {}
    with read_connection(engine) as connection:
        values = sample_values(connection)
    for name, read in reads(values):
        with read_connection(engine) as connection:
            read(connection)
        began = time.perf_counter()
        with read_connection(engine) as connection:
            read(connection)
        took = time.perf_counter() - began
        costs[name] = sum(plan.pages for plan in plans_of(engine, read)), 1000 * took
    return costs


def main(small_url: str, large_url: str) -> None:
    small, large = (measure(read_engine(url)) for url in (small_url, large_url))
    # The name of a read may hold a year, which may differ between the archives: such a read is left out.
    for name in sorted(small.keys() & large.keys(), key=lambda name: large[name][0] / max(1, small[name][0])):
        (small_pages, _), (large_pages, ms) = small[name], large[name]
        sys.stdout.write(
            f"{large_pages / max(1, small_pages):8.1f} times  {small_pages:>9,} -> {large_pages:>9,} pages {ms:8.0f} ms  {name}\n"
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
