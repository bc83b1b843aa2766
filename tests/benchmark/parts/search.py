"""Part ``search``: claims that hold words, newest first and by relevance, and what holds them among everything."""

from contextlib import ExitStack
from typing import Any

from tests.benchmark.bench import Bench, say
from tests.benchmark.load.rounds import compared, numbers
from tests.benchmark.parts.first import shares
from tests.benchmark.requests.checks import check

WORDS = ("middling", "common", "two_words")
WAYS = ("search", "ranked", "crossed")
ROUNDS, RUNS, CONNECTIONS = 3, 60, 4


def measure(bench: Bench) -> dict[str, Any]:
    """Measure searches: ``search_*`` newest first, ``ranked_*`` by relevance, ``crossed_*`` over all types."""
    with ExitStack() as stack:
        ours, theirs = stack.enter_context(bench.onrecord()), stack.enter_context(bench.datasette())
        found, cases = dict[str, Any](), bench.cases()
        for name in (f"{way}_{words}" for way in WAYS for words in WORDS):
            say(f"search: {name}")
            # Datasette ranks each hit of the commonest word, and takes seconds: there is nothing to compare.
            is_comparable = name.endswith("middling") and not name.startswith("crossed")
            check(bench.archive, cases[name], ours, theirs if is_comparable else None)
            lines = bench.lines(cases[name], ours, theirs if is_comparable else None)
            found[name] = shares(compared(lines, numbers(lines, bench.seconds_of(RUNS), ROUNDS), ROUNDS, CONNECTIONS))
        return found
