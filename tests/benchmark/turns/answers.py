"""Single answers of two commits, in turns: the same requests to the archive of each, whose CPU is compared."""

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from itertools import product, repeat
from pathlib import Path
from random import Random

import orjson

from tests.benchmark.archives.reference.ids import ids_of
from tests.benchmark.archives.world import World
from tests.benchmark.bench import log_progress
from tests.benchmark.load.client import Client, Sample
from tests.benchmark.load.rounds import RequestSeries, measure_in_turns, requests_per_run
from tests.benchmark.parts.first import THINGS
from tests.benchmark.servers import serving
from tests.benchmark.servers.serving import Server
from tests.benchmark.turns.programs import Program
from tests.benchmark.turns.state import Measurement
from tests.benchmark.turns.turns import Turns
from tests.make import Json

Targets = dict[str, list[str]]  # by kind of thing
KINDS = [f"{part}_{thing}" for part in ("first", "repeat") for thing in THINGS]
ROUNDS, SECONDS = 7, 1.5  # of each kind, and of a run
MOST_ARTICLES, DAYS, SPEAKERS = 10_000, 500, 50
COMPARED = 20  # answers of each kind


def read_targets(documents: Path, claims: int) -> Targets:
    """Return addresses of claims, lists of 50 and articles, each another one, made from a sample of the documents."""
    every = max(1, claims // 10 // MOST_ARTICLES)
    with documents.open("rb") as lines:
        sample = [orjson.loads(line) for number, line in enumerate(lines) if number % every == 0]
    found, chance, days = [(document, ids_of(document)) for document in sample], Random(1), World(1).days
    said = Counter(ids.entities[claim["speaker"]] for document, ids in found for claim in document["claims"])
    speakers = [speaker for speaker, _ in said.most_common(max(2, min(SPEAKERS, claims // 5_000)))]
    ends = chance.sample(days[len(days) // 2 :], DAYS)
    targets = {
        "claim": [f"/v1/claims/{key}" for _, ids in found for key in ids.claims.values()],
        "list": [f"/v1/claims?speaker={speaker}&said_from={days[0]}&said_to={last}" for last, speaker in product(ends, speakers)],
        "article": [f"/v1/articles/{ids.article}" for _, ids in found],
    }
    return {thing: chance.sample(each, len(each)) for thing, each in targets.items()}


def measure_answers(turns: Turns, client: Client, documents: Path, claims: int) -> None:
    """Measure claims, lists and articles, each for the first time (``first_*``), and one of each again and again (``repeat_*``)."""
    kinds = [kind for kind in KINDS if not turns.state.find(kind, ROUNDS - 1, turns.programs[0].name)]
    if not kinds:
        return
    targets = read_targets(documents, claims)
    with ExitStack() as stack:
        servers = {program.name: stack.enter_context(_served(turns, program)) for program in turns.programs}
        for kind in kinds:
            turns.seconds_left()
            log_progress(f"{kind}, {ROUNDS} rounds")
            turns.keep(_measure(client, servers, kind, targets[kind.partition("_")[2]]))


@contextmanager
def _served(turns: Turns, program: Program) -> Iterator[Server]:
    """Serve the archive of a commit. CPU of the PostgreSQL server is counted too."""
    with serving.onrecord(turns.storage.url(turns.archive(program)), turns.log, root=program.root, python=program.python) as server:
        yield replace(server, beside=turns.storage.server_pid())


def _measure(client: Client, servers: dict[str, Server], kind: str, targets: list[str]) -> list[Measurement]:
    """Measure one kind of request in all rounds; ``same`` is the share of answers that are equal, cursors apart."""
    same = _share_of_same(list(servers.values()), targets[:COMPARED])
    left = targets[COMPARED:]
    series = {
        name: RequestSeries(client, server, iter(left), len(left))
        if kind.startswith("first")
        else RequestSeries(client, server, repeat(targets[0]))
        for name, server in servers.items()
    }
    number = min(requests_per_run(series, SECONDS, ROUNDS + 1).values())
    samples = measure_in_turns(series, dict.fromkeys(series, number), ROUNDS)
    return [
        Measurement(kind, place, name, _figures(sample) | {"same": same})
        for name, each in samples.items()
        for place, sample in enumerate(each)
    ]


def _figures(sample: Sample) -> dict[str, float]:
    return {
        "requests": sample.requests,
        "per_s": sample.per_s,
        "cpu_ms": sample.cpu_ms,
        "own_cpu_ms": sample.own_cpu_ms,
        "p50_ms": sample.p50_ms,
    }


def _share_of_same(servers: list[Server], targets: list[str]) -> float:
    return sum(_without_cursor(servers[0].json(target)) == _without_cursor(servers[1].json(target)) for target in targets) / len(targets)


def _without_cursor(answer: Json) -> Json:
    return {name: value for name, value in answer.items() if name != "next_cursor"}
