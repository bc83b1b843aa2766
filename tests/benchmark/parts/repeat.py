"""Part ``repeat``: the same requests again, from the cache; and a check that a write shows at once."""

from itertools import repeat
from typing import Any

from tests.benchmark.archives.building import run_onrecord, size_label, write_documents
from tests.benchmark.bench import Bench, log_progress, record_answer
from tests.benchmark.load.rounds import RequestSeries, measure_in_turns, medians, requests_per_run
from tests.benchmark.parts.first import THINGS, compare_systems
from tests.benchmark.servers import serving
from tests.benchmark.servers.serving import Server

ROUNDS, FEWER_ROUNDS, RUNS = 5, 2, 50
ASKED, ADDED = 20, 10


def measure(bench: Bench) -> dict[str, Any]:
    """Measure the same address again and again, in turns with the ceiling; 304 answers to ``If-None-Match``, and compressed answers."""
    _check_after_a_write(bench)
    findings: dict[str, Any] = {}
    with bench.onrecord() as ours:
        targets = {name: case.take(1)[0].target for name, case in bench.cases().items() if name in THINGS}
        answers = {f"/{name}": record_answer(ours, target) for name, target in targets.items()}
        with bench.ceiling(answers) as ceiling:
            for name, target in targets.items():
                log_progress(f"repeat: {name}")
                series = {
                    "onrecord": RequestSeries(bench.client, ours, repeat(target)),
                    "ceiling": RequestSeries(bench.client, ceiling, repeat(f"/{name}")),
                }
                each = requests_per_run(series, bench.seconds_of(RUNS), ROUNDS)
                findings[name] = compare_systems(measure_in_turns(series, each, ROUNDS))
                condition, number = f"If-None-Match: {answers[f'/{name}'][0]['etag']}\r\n", each["onrecord"]
                findings[name]["not_modified"] = _with_header(bench, ours, target, condition, number, status=304)
                for coding in ("gzip", "zstd"):
                    findings[name][coding] = _with_header(bench, ours, target, f"Accept-Encoding: {coding}\r\n", number)
    return findings


def _with_header(bench: Bench, ours: Server, target: str, header: str, number: int, status: int = 200) -> dict[str, float]:
    return medians([bench.client.ask(ours, [target] * number, headers=header, status=status) for _ in range(FEWER_ROUNDS)])


def _check_after_a_write(bench: Bench) -> None:
    """Check that claims added by another process are in the next answer of each of two workers.

    Raises:
        AssertionError: an answer is older than the data.
    """
    target = "/v1/claims?count=exact"
    with bench.storage.copy_of(size_label(min(bench.references)), "written") as url, serving.onrecord(url, bench.log, workers=2) as ours:
        before = [ours.json(target)["total"]["value"] for _ in range(ASKED)]
        run_onrecord("ingest", str(write_documents(bench.folder, ADDED, seed=3)), url=url, log=bench.log)
        after = {ours.json(target)["total"]["value"] for _ in range(ASKED)}
        assert after == {before[0] + ADDED}, f"an answer is older than the data: {after}, before {before[0]}"
