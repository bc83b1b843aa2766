import os
import socket
from typing import Any

import pytest

from tests.abuse.attacks import Attack
from tests.abuse.judging import Felt, Outcome
from tests.abuse.watching import Reading, Watch, read

FULL = Reading(100, 50)
GOOD = Felt([(200, 1.0)] * 100, [(200, 5.0)] * 10)


def felt(kept_ms: float = 1.0, ready_ms: float = 5.0, status: int = 200, ready: int = 200) -> Felt:
    return Felt([(status, kept_ms)] * 100, [(ready, ready_ms)] * 10)


def outcome(**changed: Any) -> Outcome:
    """Return an attack that nobody felt, with what a test changes."""
    names = ("may_be_unready", "may_refuse")
    attack = Attack("a", "clients ask", (), **{name: changed.pop(name) for name in names if name in changed})
    measured = {"peace": GOOD, "felt": GOOD, "afterwards": GOOD, "statuses": {"200": 7}, "attackers_cpu": 0.5, "notes": ["a load ended"]}
    return Outcome(**{"attack": attack, **measured, **dict.fromkeys(("full", "before", "most", "after"), FULL), **changed})


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"felt": felt(kept_ms=20)},
        {"peace": felt(kept_ms=10), "felt": felt(kept_ms=50)},
        {"felt": felt(ready_ms=999)},
        {"felt": felt(ready=503), "may_be_unready": True},
        {"felt": felt(status=503, kept_ms=9_000), "may_refuse": True},
        {"most": Reading(900, 900), "after": Reading(120, 900)},
        {"statuses": {"503": 9, "408": 1, "cut": 3}},
    ],
)
def test_goals_are_met(changed: dict[str, Any]) -> None:
    assert [*outcome(**changed).missed()] == []


@pytest.mark.parametrize(
    ("changed", "missed"),
    [
        ({"felt": felt(kept_ms=21)}, "kept answers p50 21.0 ms, over 20.0 ms"),
        ({"peace": felt(kept_ms=10), "felt": felt(kept_ms=51)}, "kept answers p50 51.0 ms, over 50.0 ms"),
        ({"felt": felt(status=503)}, "kept answers p50 inf ms, over 20.0 ms"),
        ({"felt": felt(kept_ms=20_001), "may_refuse": True}, "an answer or a refusal after 20001 ms, over 20000 ms"),
        ({"felt": felt(ready_ms=1_000)}, "/readyz 1000 ms, not under 1000 ms"),
        ({"felt": felt(ready=503)}, "/readyz not ready 10 times"),
        ({"felt": felt(ready=0), "may_be_unready": True}, "/readyz not ready 10 times"),
        ({"after": Reading(121, 50)}, "memory after it 121 MB, over 1.2 times 100 MB"),
        ({"statuses": {"500": 2}}, "2 answers 500"),
        ({"afterwards": felt(status=503)}, "afterwards 100 of 100 kept answers refused"),
    ],
)
def test_a_goal_that_is_missed_is_named(changed: dict[str, Any], missed: str) -> None:
    assert [*outcome(**changed).missed()] == [missed]
    assert f"  MISSED        {missed}" in outcome(**changed).report().splitlines()


def test_answers_500_of_others_count_too() -> None:
    assert "10 answers 500" in [*outcome(felt=felt(ready=500)).missed()]


def test_a_report_compares_with_peace() -> None:
    lines = outcome(felt=felt(kept_ms=2.5), most=Reading(300, 80)).report().splitlines()
    assert lines == [
        "a: clients ask",
        "  kept answers  p50 2.5 ms, 2.5 times peace (1.0 ms), p99 2.5 ms, 2.5 times peace (1.0 ms); 0 of 100 refused",
        "  /readyz       slowest 5 ms; 10 x 200",
        "  server        100 MB before, 300 at most, 100 after (100 MB with full caches); descriptors 50, 80, 50",
        "  attackers     7 x 200; 0.5 cores",
        "  beside        a load ended",
    ]


def test_a_watch_sees_the_most_open_files() -> None:
    before = read(os.getpid())
    with Watch(os.getpid()) as watch:
        opened = [socket.socket() for _ in range(50)]
        while watch.most.descriptors < before.descriptors + 50:
            pass
        for each in opened:
            each.close()
    assert before.memory_mb > 0
    assert read(os.getpid()).descriptors < watch.most.descriptors
