"""Part ``growth``: CPU of the same request in archives of different sizes, in turns."""

from contextlib import ExitStack
from typing import Any

from tests.benchmark.bench import Bench, log_progress
from tests.benchmark.load.rounds import RequestSeries, measure_in_turns, median_ratio, medians, requests_per_run
from tests.benchmark.requests.checks import check, check_counts

COUNTED = ("facets_month", "facets_all", "count_month", "count_all", "count_speaker", "timeline_year", "timeline_all", "page")
ALSO = ("claim", "list", "article", "search_middling", "search_common", "ranked_common")  # measured, but not part of the goal
ROUNDS, RUNS, CONNECTIONS = 3, 150, 4


def measure(bench: Bench) -> dict[str, Any]:
    """Measure each size; ``growth`` is CPU in the largest archive over CPU in the smallest."""
    sizes, findings = sorted(bench.references), dict[str, Any]()
    with ExitStack() as stack:
        ours = {size: stack.enter_context(bench.onrecord(size=size)) for size in sizes}
        for size, server in ours.items():
            check_counts(bench.references[size], server)
        for name in (*COUNTED, *ALSO):
            log_progress(f"growth: {name}")
            cases = {size: bench.cases(size)[name] for size in sizes}
            for size, case in cases.items():
                check(bench.references[size], case, ours[size])
            series = {
                str(size): RequestSeries(bench.client, ours[size], (request.target for request in case.requests), case.number)
                for size, case in cases.items()
            }
            samples = measure_in_turns(series, requests_per_run(series, bench.seconds_of(RUNS), ROUNDS), ROUNDS, CONNECTIONS)
            growth = median_ratio(samples[str(sizes[-1])], samples[str(sizes[0])], lambda sample: sample.cpu_ms)
            findings[name] = {"sizes": {size: medians(some) for size, some in samples.items()}, "growth": growth}
    return findings
