"""Part ``growth``: what the same request costs in archives of different sizes, asked in turns."""

from contextlib import ExitStack
from typing import Any

from tests.benchmark.bench import Bench, say
from tests.benchmark.load.rounds import Line, compared, figures, numbers, ratio
from tests.benchmark.requests.checks import check

COUNTED = ("facets_month", "facets_all", "count_month", "count_all", "count_speaker", "timeline_year", "timeline_all", "page")
ALSO = ("claim", "list", "article", "search_middling", "search_common", "ranked_common")  # shown, but no part of the goal
ROUNDS, RUNS, CONNECTIONS = 3, 150, 4


def measure(bench: Bench) -> dict[str, Any]:
    """Measure each size; ``growth`` is CPU in the largest archive over CPU in the smallest."""
    sizes, found = sorted(bench.archives), dict[str, Any]()
    with ExitStack() as stack:
        ours = {size: stack.enter_context(bench.onrecord(size=size)) for size in sizes}
        for name in (*COUNTED, *ALSO):
            say(f"growth: {name}")
            cases = {size: bench.cases(size)[name] for size in sizes}
            for size, case in cases.items():
                check(bench.archives[size], case, ours[size])
            lines = {
                str(size): Line(bench.client, ours[size], (a.target for a in case.requests), case.number) for size, case in cases.items()
            }
            samples = compared(lines, numbers(lines, bench.seconds_of(RUNS), ROUNDS), ROUNDS, CONNECTIONS)
            growth = ratio(samples[str(sizes[-1])], samples[str(sizes[0])], lambda sample: sample.cpu_ms)
            found[name] = {"sizes": {size: figures(some) for size, some in samples.items()}, "growth": growth}
    return found
