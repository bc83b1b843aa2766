"""Part ``repeat``: what was asked before is asked again; and after a write by another process it is answered anew."""

from itertools import repeat
from typing import Any

from tests.benchmark.archives.building import label_of, run, written
from tests.benchmark.bench import Bench, answer_of, say
from tests.benchmark.load.rounds import Line, compared, figures, numbers
from tests.benchmark.parts.first import THINGS, shares
from tests.benchmark.servers import serving
from tests.benchmark.servers.serving import Server

ROUNDS, FEWER_ROUNDS, RUNS = 5, 2, 50
ASKED, ADDED = 20, 10


def measure(bench: Bench) -> dict[str, Any]:
    """Measure the same address again and again, in turns with the ceiling, and 304 for who has the answer."""
    _check_after_a_write(bench)
    found: dict[str, Any] = {}
    with bench.onrecord() as ours:
        targets = {name: case.take(1)[0].target for name, case in bench.cases().items() if name in THINGS}
        answers = {f"/{name}": answer_of(ours, target) for name, target in targets.items()}
        with bench.ceiling(answers) as ceiling:
            for name, target in targets.items():
                say(f"repeat: {name}")
                lines = {"onrecord": Line(bench.client, ours, repeat(target)), "ceiling": Line(bench.client, ceiling, repeat(f"/{name}"))}
                each = numbers(lines, bench.seconds_of(RUNS), ROUNDS)
                found[name] = shares(compared(lines, each, ROUNDS))
                found[name]["not_modified"] = _not_modified(bench, ours, target, answers[f"/{name}"][0]["etag"], each["onrecord"])
    return found


def _not_modified(bench: Bench, ours: Server, target: str, etag: str, number: int) -> dict[str, float]:
    had = f"If-None-Match: {etag}\r\n"
    return figures([bench.client.ask(ours, [target] * number, headers=had, status=304) for _ in range(FEWER_ROUNDS)])


def _check_after_a_write(bench: Bench) -> None:
    """What another process adds is in the next answer, by each of two workers.

    Raises:
        AssertionError: an answer is that of before.
    """
    target = "/v1/claims?count=exact"
    with bench.place.copied(label_of(min(bench.archives)), "written") as url, serving.onrecord(url, bench.log, workers=2) as ours:
        before = [ours.json(target)["total"]["value"] for _ in range(ASKED)]
        run("ingest", str(written(bench.folder, ADDED, seed=3)), url=url, log=bench.log)
        after = {ours.json(target)["total"]["value"] for _ in range(ASKED)}
        assert after == {before[0] + ADDED}, f"an answer is older than the data: {after}, before {before[0]}"
