from functools import partial

import pytest

from tests.benchmark.load.client import Client, Sample
from tests.benchmark.load.rounds import RequestSeries, cpu_ratio, medians, run_in_turns, throughput_ratio
from tests.benchmark.servers.serving import Server


def _sample(per_s: float, cpu_ms: float = 1.0) -> Sample:
    return Sample(requests=10, per_s=per_s, cpu_ms=cpu_ms, p50_ms=1, p99_ms=2, bytes=100)


class TenPerSecond(Client):
    """A client whose servers answer ten requests a second."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def ask(self, _: Server, targets: object, *__: object, **___: object) -> Sample:  # type: ignore[override]  # all that RequestSeries needs
        assert isinstance(targets, list)
        self.asked += targets
        return _sample(10)


def _series(client: Client, number: int) -> RequestSeries:
    return RequestSeries(client, Server(0, 0, 0), (f"/{n}" for n in range(number)), number)


def test_systems_run_in_turns_and_none_is_always_first() -> None:
    asked: list[str] = []

    def ask(name: str) -> Sample:
        asked.append(name)
        return _sample(1)

    run_in_turns({name: partial(ask, name) for name in "ab"}, 2)
    assert asked == ["a", "b", "b", "a"]


def test_ratios_are_medians_of_those_of_each_round() -> None:
    ours, theirs = [_sample(10), _sample(40), _sample(30)], [_sample(10), _sample(10), _sample(10)]
    assert throughput_ratio(ours, theirs) == 3
    assert cpu_ratio([_sample(1, cpu_ms=2)], [_sample(1, cpu_ms=6)]) == 3
    assert medians(ours)["per_s"] == 30


def test_no_request_is_sent_twice() -> None:
    client = TenPerSecond()
    series = _series(client, 5)
    series.ask(3)
    series.ask(2)
    assert client.asked == [f"/{n}" for n in range(5)]
    with pytest.raises(LookupError):
        series.ask(1)


@pytest.mark.parametrize(("seconds", "left", "number"), [(1.5, 1_000, 15), (1.5, 21, 10), (0.01, 1_000, 1)])
def test_a_run_has_as_many_requests_as_fit_the_time_and_are_left(seconds: float, left: int, number: int) -> None:
    assert _series(TenPerSecond(), left).requests_in(seconds, 2) == number
