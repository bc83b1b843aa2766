"""Measure systems in turns, A B B A, so that other load affects all alike; medians and ratios."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from statistics import median

from tests.benchmark.load.client import Client, Sample
from tests.benchmark.servers.serving import Server

Samples = dict[str, list[Sample]]
SOME = 20  # requests of a trial, from which the duration of more is estimated
CONNECTIONS = 16


def run_in_turns(systems: Mapping[str, Callable[[], Sample]], rounds: int) -> Samples:
    """Run all systems once in each round. Another one is first in each round."""
    names, samples = list(systems), {name: list[Sample]() for name in systems}
    for number in range(rounds):
        for name in names[number % len(names) :] + names[: number % len(names)]:
            samples[name].append(systems[name]())
    return samples


def median_ratio(ours: Sequence[Sample], theirs: Sequence[Sample], measure: Callable[[Sample], float]) -> float:
    """Return the median over the rounds of the ratio of ours to theirs."""
    return median(measure(one) / measure(other) for one, other in zip(ours, theirs, strict=True))


def throughput_ratio(ours: Sequence[Sample], theirs: Sequence[Sample]) -> float:
    """Return how many times as many answers a second ours gives."""
    return median_ratio(ours, theirs, lambda sample: sample.per_s)


def cpu_ratio(ours: Sequence[Sample], theirs: Sequence[Sample]) -> float:
    """Return how many times as many answers ours gives for the same CPU."""
    return median_ratio(ours, theirs, lambda sample: 1 / sample.cpu_ms)


def medians(samples: Sequence[Sample]) -> dict[str, float]:
    """Return the median of each measurement."""
    names = ("requests", "per_s", "cpu_ms", "own_cpu_ms", "p50_ms", "p99_ms", "bytes")
    return {name: round(median(getattr(sample, name) for sample in samples), 4) for name in names}


@dataclass
class RequestSeries:
    """Requests of one kind to one server, each sent once. ``left`` is the number not sent yet."""

    client: Client
    server: Server
    targets: Iterator[str]
    left: int = 1_000_000_000

    def ask(self, number: int, connections: int = CONNECTIONS, *, fresh: bool = False) -> Sample:
        """Send the next requests.

        Raises:
            LookupError: there are not enough requests left.
        """
        targets = list(islice(self.targets, number))
        if len(targets) < number:
            raise LookupError(f"too few requests are left: {targets[:1]}")
        self.left -= number
        return self.client.ask(self.server, targets, connections, fresh=fresh)

    def requests_in(self, seconds: float, runs: int) -> int:
        """Return how many requests take this time, by a trial; fewer if there are not enough for all runs."""
        trial = self.ask(1, 1)
        if trial.per_s * seconds > SOME:  # the first request pays for what is initialised once
            trial = self.ask(min(SOME, max(self.left // 4, 1)), CONNECTIONS)
        return max(min(int(trial.per_s * seconds), self.left // runs), 1)


def requests_per_run(series: Mapping[str, RequestSeries], seconds: float, runs: int) -> dict[str, int]:
    """Return for each series how many requests a run of this duration has."""
    return {name: one.requests_in(seconds, runs) for name, one in series.items()}


def measure_in_turns(
    series: Mapping[str, RequestSeries], each: Mapping[str, int], rounds: int, connections: int = CONNECTIONS, *, fresh: bool = False
) -> Samples:
    """Run all series in turns. ``each`` is the number of requests of a run, by series."""
    return run_in_turns({name: partial(one.ask, each[name], connections, fresh=fresh) for name, one in series.items()}, rounds)
