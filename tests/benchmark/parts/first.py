"""Part ``first``: one claim, a list of 50 and an article with its claims, none of them asked before."""

from contextlib import ExitStack
from typing import Any

from tests.benchmark.bench import Answers, Bench, recorded, say
from tests.benchmark.load.rounds import Line, Samples, compared, figures, numbers, thrift, throughput
from tests.benchmark.requests.checks import check
from tests.benchmark.servers.serving import Server

THINGS = ("claim", "list", "article")
ROUNDS, FEWER_ROUNDS, RUNS = 5, 2, 150
BURST = 64


def measure(bench: Bench) -> dict[str, Any]:
    """Measure On Record, Datasette and the ceiling in turns, by one, 16 and 64 connections and by a burst of fresh ones."""
    found: dict[str, Any] = {}
    with ExitStack() as stack:
        ours, theirs = stack.enter_context(bench.onrecord()), stack.enter_context(bench.datasette())
        cases, answers = bench.cases(), Answers()
        for name in THINGS:
            check(bench.archive, cases[name], ours, theirs)
            answers |= recorded(ours, cases[name])
        ceiling = stack.enter_context(bench.ceiling(answers))
        for name in THINGS:
            say(f"first: {name}")
            found[name] = _of_one_worker(bench, bench.lines(cases[name], ours, theirs, ceiling))
            found[name]["memory_mb"] = {"onrecord": ours.private_mb(), **({"datasette": theirs.private_mb()} if theirs else {})}
    with bench.onrecord(workers=2) as ours, bench.ceiling(answers, workers=2) as ceiling:
        for name, case in bench.cases().items():
            if name in THINGS:
                say(f"first: {name}, two workers")
                found[name]["workers_2"] = _of_two_workers(bench, bench.lines(case, ours, ceiling=ceiling), ours)
    return found


def _of_one_worker(bench: Bench, lines: dict[str, Line]) -> dict[str, Any]:
    each = numbers(lines, bench.seconds_of(RUNS), ROUNDS + 3 * FEWER_ROUNDS)
    by_connections = {
        "connections_16": compared(lines, each, ROUNDS),
        "connections_1": compared(lines, each, FEWER_ROUNDS, connections=1),
        "connections_64": compared(lines, each, FEWER_ROUNDS, connections=64),
        "burst_64": compared(lines, {name: min(BURST, each[name]) for name in lines}, FEWER_ROUNDS, BURST, fresh=True),
    }
    return {how: shares(samples) for how, samples in by_connections.items()}


def _of_two_workers(bench: Bench, lines: dict[str, Line], ours: Server) -> dict[str, Any]:
    each = numbers(lines, bench.seconds_of(RUNS), FEWER_ROUNDS)
    return {**shares(compared(lines, each, FEWER_ROUNDS, connections=64)), "memory_mb": ours.private_mb()}


def shares(samples: Samples) -> dict[str, Any]:
    """Return the medians of each system, and On Record's ratios to the others, by throughput and by CPU."""
    ratios = {
        f"of_{name}": {"throughput": throughput(samples["onrecord"], other), "cpu": thrift(samples["onrecord"], other)}
        for name, other in samples.items()
        if name != "onrecord"
    }
    return {**{name: figures(some) for name, some in samples.items()}, **ratios}
