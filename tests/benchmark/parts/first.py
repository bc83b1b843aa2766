"""Part ``first``: one claim, a list of 50, and an article with its claims, each requested for the first time."""

from contextlib import ExitStack
from typing import Any

from tests.benchmark.bench import Bench, RecordedAnswers, log_progress, record_answers
from tests.benchmark.load.rounds import RequestSeries, Samples, cpu_ratio, measure_in_turns, medians, requests_per_run, throughput_ratio
from tests.benchmark.requests.checks import check, check_counts
from tests.benchmark.servers.serving import Server

THINGS = ("claim", "list", "article")
ROUNDS, FEWER_ROUNDS, RUNS = 5, 2, 150
BURST = 64


def measure(bench: Bench) -> dict[str, Any]:
    """Measure On Record, Datasette and the ceiling in turns, over 1, 16 and 64 connections and a burst of new ones."""
    findings: dict[str, Any] = {}
    with ExitStack() as stack:
        ours, theirs = stack.enter_context(bench.onrecord()), stack.enter_context(bench.datasette())
        cases, answers = bench.cases(), RecordedAnswers()
        check_counts(bench.reference, ours)
        for name in THINGS:
            check(bench.reference, cases[name], ours, theirs)
            answers |= record_answers(ours, cases[name])
        ceiling = stack.enter_context(bench.ceiling(answers))
        for name in THINGS:
            log_progress(f"first: {name}")
            findings[name] = _of_one_worker(bench, bench.series(cases[name], ours, theirs, ceiling))
            findings[name]["memory_mb"] = {"onrecord": ours.private_mb(), **({"datasette": theirs.private_mb()} if theirs else {})}
    with bench.onrecord(workers=2) as ours, bench.ceiling(answers, workers=2) as ceiling:
        for name, case in bench.cases().items():
            if name in THINGS:
                log_progress(f"first: {name}, two workers")
                findings[name]["workers_2"] = _of_two_workers(bench, bench.series(case, ours, ceiling=ceiling), ours)
    return findings


def _of_one_worker(bench: Bench, series: dict[str, RequestSeries]) -> dict[str, Any]:
    each = requests_per_run(series, bench.seconds_of(RUNS), ROUNDS + 3 * FEWER_ROUNDS)
    by_connections = {
        "connections_16": measure_in_turns(series, each, ROUNDS),
        "connections_1": measure_in_turns(series, each, FEWER_ROUNDS, connections=1),
        "connections_64": measure_in_turns(series, each, FEWER_ROUNDS, connections=64),
        "burst_64": measure_in_turns(series, {name: min(BURST, each[name]) for name in series}, FEWER_ROUNDS, BURST, fresh=True),
    }
    return {name: compare_systems(samples) for name, samples in by_connections.items()}


def _of_two_workers(bench: Bench, series: dict[str, RequestSeries], ours: Server) -> dict[str, Any]:
    each = requests_per_run(series, bench.seconds_of(RUNS), FEWER_ROUNDS)
    return {**compare_systems(measure_in_turns(series, each, FEWER_ROUNDS, connections=64)), "memory_mb": ours.private_mb()}


def compare_systems(samples: Samples) -> dict[str, Any]:
    """Return the medians of each system, and the ratios of On Record to the others, by throughput and by CPU."""
    ratios = {
        f"of_{name}": {"throughput": throughput_ratio(samples["onrecord"], other), "cpu": cpu_ratio(samples["onrecord"], other)}
        for name, other in samples.items()
        if name != "onrecord"
    }
    return {**{name: medians(some) for name, some in samples.items()}, **ratios}
