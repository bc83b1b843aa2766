"""Part ``search``: full-text search of claims, newest first and by relevance, and of all types."""

from contextlib import ExitStack
from typing import Any

from tests.benchmark.bench import Bench, log_progress
from tests.benchmark.load.rounds import measure_in_turns, requests_per_run
from tests.benchmark.parts.first import compare_systems
from tests.benchmark.requests.checks import check

WORDS = ("middling", "common", "two_words")
KINDS = ("search", "ranked", "crossed")
ROUNDS, RUNS, CONNECTIONS = 3, 60, 4


def measure(bench: Bench) -> dict[str, Any]:
    """Measure searches: ``search_*`` newest first, ``ranked_*`` by relevance, ``crossed_*`` over all types."""
    with ExitStack() as stack:
        ours, theirs = stack.enter_context(bench.onrecord()), stack.enter_context(bench.datasette())
        findings, cases = dict[str, Any](), bench.cases()
        for name in (f"{kind}_{words}" for kind in KINDS for words in WORDS):
            log_progress(f"search: {name}")
            # Datasette ranks every hit of the commonest word, which takes seconds, and has no search over all types.
            is_comparable = name.endswith("middling") and not name.startswith("crossed")
            check(bench.reference, cases[name], ours, theirs if is_comparable else None)
            series = bench.series(cases[name], ours, theirs if is_comparable else None)
            findings[name] = compare_systems(
                measure_in_turns(series, requests_per_run(series, bench.seconds_of(RUNS), ROUNDS), ROUNDS, CONNECTIONS)
            )
        return findings
