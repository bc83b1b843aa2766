from functools import partial

import pytest

from tests.benchmark.load.client import Client, Sample
from tests.benchmark.load.rounds import Line, figures, in_turns, thrift, throughput
from tests.benchmark.servers.serving import Server


def _sample(per_s: float, cpu_ms: float = 1.0) -> Sample:
    return Sample(requests=10, per_s=per_s, cpu_ms=cpu_ms, p50_ms=1, p99_ms=2, bytes=100)


class Unhurried(Client):
    """Answers ten requests a second, whatever is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def ask(self, _: Server, targets: object, *__: object, **___: object) -> Sample:  # type: ignore[override]  # only what Line needs
        assert isinstance(targets, list)
        self.asked += targets
        return _sample(10)


def _line(client: Client, number: int) -> Line:
    return Line(client, Server(0, 0, 0), (f"/{n}" for n in range(number)), number)


def test_systems_are_asked_in_turns_and_none_is_always_first() -> None:
    asked: list[str] = []

    def ask(name: str) -> Sample:
        asked.append(name)
        return _sample(1)

    in_turns({name: partial(ask, name) for name in "ab"}, 2)
    assert asked == ["a", "b", "b", "a"]


def test_ratios_are_medians_of_those_of_each_round() -> None:
    ours, theirs = [_sample(10), _sample(40), _sample(30)], [_sample(10), _sample(10), _sample(10)]
    assert throughput(ours, theirs) == 3
    assert thrift([_sample(1, cpu_ms=2)], [_sample(1, cpu_ms=6)]) == 3
    assert figures(ours)["per_s"] == 30


def test_nothing_is_asked_twice() -> None:
    client = Unhurried()
    line = _line(client, 5)
    line.ask(3)
    line.ask(2)
    assert client.asked == [f"/{n}" for n in range(5)]
    with pytest.raises(LookupError):
        line.ask(1)


@pytest.mark.parametrize(("seconds", "there_are", "number"), [(1.5, 1_000, 15), (1.5, 21, 10), (0.01, 1_000, 1)])
def test_as_many_are_asked_as_take_the_time_and_as_there_are(seconds: float, there_are: int, number: int) -> None:
    assert _line(Unhurried(), there_are).number(seconds, 2) == number
