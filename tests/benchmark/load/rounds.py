"""Measuring in turns, A B A B, so that what else the machine does falls on all alike; and the medians of what was found."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from statistics import median

from tests.benchmark.load.client import Client, Sample
from tests.benchmark.servers.serving import Server

Samples = dict[str, list[Sample]]
SOME = 20  # requests that tell how long more of them take
CONNECTIONS = 16


def in_turns(systems: Mapping[str, Callable[[], Sample]], rounds: int) -> Samples:
    """Run all systems once in each round, in an order that turns."""
    names, found = list(systems), {name: list[Sample]() for name in systems}
    for number in range(rounds):
        for name in names[number % len(names) :] + names[: number % len(names)]:
            found[name].append(systems[name]())
    return found


def ratio(ours: Sequence[Sample], theirs: Sequence[Sample], what: Callable[[Sample], float]) -> float:
    """Return the median of the rounds' ratios."""
    return median(what(one) / what(other) for one, other in zip(ours, theirs, strict=True))


def throughput(ours: Sequence[Sample], theirs: Sequence[Sample]) -> float:
    """How many times as many answers a second."""
    return ratio(ours, theirs, lambda sample: sample.per_s)


def thrift(ours: Sequence[Sample], theirs: Sequence[Sample]) -> float:
    """How many times as many answers for the same CPU."""
    return ratio(ours, theirs, lambda sample: 1 / sample.cpu_ms)


def figures(samples: Sequence[Sample]) -> dict[str, float]:
    """Return the medians of everything measured."""
    names = ("requests", "per_s", "cpu_ms", "p50_ms", "p99_ms", "bytes")
    return {name: round(median(getattr(sample, name) for sample in samples), 4) for name in names}


@dataclass
class Line:
    """Requests of one kind to one server, each of them asked once; ``left`` are still to be asked."""

    client: Client
    server: Server
    targets: Iterator[str]
    left: int = 1_000_000_000

    def ask(self, number: int, connections: int = CONNECTIONS, *, fresh: bool = False) -> Sample:
        """Ask the next requests.

        Raises:
            LookupError: there are no more.
        """
        targets = list(islice(self.targets, number))
        if len(targets) < number:
            raise LookupError(f"all was asked before: {targets[:1]}")
        self.left -= number
        return self.client.ask(self.server, targets, connections, fresh=fresh)

    def number(self, seconds: float, runs: int) -> int:
        """How many requests take so many seconds, found by trying; fewer if there are not enough for so many runs."""
        trial = self.ask(1, 1)
        if trial.per_s * seconds > SOME:  # the first pays for what is made once
            trial = self.ask(min(SOME, max(self.left // 4, 1)), CONNECTIONS)
        return max(min(int(trial.per_s * seconds), self.left // runs), 1)


def numbers(lines: Mapping[str, Line], seconds: float, runs: int) -> dict[str, int]:
    """How many requests each line asks in a run of so many seconds."""
    return {name: line.number(seconds, runs) for name, line in lines.items()}


def compared(
    lines: Mapping[str, Line], each: Mapping[str, int], rounds: int, connections: int = CONNECTIONS, *, fresh: bool = False
) -> Samples:
    """Ask on all lines in turns, ``each`` so many requests each time."""
    return in_turns({name: partial(line.ask, each[name], connections, fresh=fresh) for name, line in lines.items()}, rounds)
