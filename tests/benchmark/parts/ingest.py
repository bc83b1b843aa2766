"""Part ``ingest``: documents into an empty database, beside sqlite-utils with flat rows; and documents added to the largest archive."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

import orjson

from tests.benchmark.archives.building import Load, label_of, loaded, run, timed, written
from tests.benchmark.archives.storage import Files
from tests.benchmark.bench import Bench, say
from tests.benchmark.servers.serving import APPS, OTHERS_PYTHON
from tests.make import Json

ROUNDS, ADDED = 2, 50_000
MOST, TRIED = 100_000, 10_000  # claims of a bulk load; starting takes seconds, so fewer tell little
LOADS = 6  # that take about as long as one of On Record


def measure(bench: Bench) -> dict[str, Any]:
    """Load in turns. ``bulk``: claims a second into an empty database, full text, counters and all; ``append``: into the largest."""
    claims = _fitting(bench)
    documents = written(bench.folder, claims)
    rows = _written_flat(documents, bench.folder / "flat.jsonl")
    loads: dict[str, list[Load]] = {"onrecord": [], "sqlite_utils": [], "sqlite_utils_without_words": []}
    for _ in range(ROUNDS):
        say(f"ingest: {claims} claims into an empty database, by each")
        loads["onrecord"].append(_bulk(bench, documents, claims))
        loads["sqlite_utils"].append(_flat(bench, rows, claims, "--words"))
        loads["sqlite_utils_without_words"].append(_flat(bench, rows, claims))
    per_s = {name: median(load.per_s for load in some) for name, some in loads.items()}
    times = {
        name: median(ours.per_s / theirs.per_s for ours, theirs in zip(loads["onrecord"], some, strict=True))
        for name, some in loads.items()
        if name != "onrecord"
    }
    per_cpu_s = {name: median(load.per_cpu_s for load in some) for name, some in loads.items()}
    return {"claims": claims, "per_s": per_s, "per_cpu_s": per_cpu_s, "times": times, "append": _append(bench, claims)}


def _fitting(bench: Bench) -> int:
    """How many claims can be loaded in the time, by the rate at which the archives were built; a round number."""
    known = max((load.per_s for load in bench.loads.values() if load.claims >= TRIED), default=None)
    rate = known or _bulk(bench, written(bench.folder, TRIED), TRIED).per_s
    return next((claims for claims in (MOST, MOST // 2) if claims <= rate * bench.seconds / LOADS), TRIED)


def _bulk(bench: Bench, documents: Path, claims: int) -> Load:
    with bench.place.emptied("bulk") as url:
        run("migrate", url=url, log=bench.log)
        return loaded(documents, claims, url, bench.log)


def _flat(bench: Bench, rows: Path, claims: int, *how: str) -> Load:
    files = Files(bench.folder)
    with files.emptied("flat"):
        command: list[str | Path] = [OTHERS_PYTHON, APPS / "flat_rows.py", rows, files.file("flat"), *how]
        return timed(claims, lambda: subprocess.run(command, check=True))


def _append(bench: Bench, claims: int) -> dict[str, float]:
    """Add documents about the same people to a copy of the largest archive, at most as many claims as were loaded before."""
    added = min(ADDED, bench.size, claims)
    say(f"ingest: {added} claims added to {bench.size}")
    documents = written(bench.folder, added, seed=2, archive=bench.size)
    with bench.place.copied(label_of(bench.size), "append") as url:
        load = loaded(documents, added, url, bench.log)
    return {"to": bench.size, "claims": added, "per_s": load.per_s, "per_cpu_s": load.per_cpu_s}


def _written_flat(documents: Path, file: Path) -> Path:
    """Write the claims of documents as flat rows."""
    with documents.open("rb") as lines, file.open("wb") as stream:
        for number, line in enumerate(lines):
            for row in _flat_rows(number, orjson.loads(line)):
                stream.write(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE))
    return file


def _flat_rows(number: int, document: Json) -> Iterator[Json]:
    article, entities = document["article"], {entity["id"]: entity for entity in document["entities"]}
    for claim in document["claims"]:
        spans = {name: orjson.dumps(claim[name]).decode() for name in ("source", "cue", "content")}
        text, speaker = article.get("text"), entities[claim["speaker"]]
        own = {name: claim.get(name) for name in ("kind", "mode", "gist", "cue_text", "as_said", "said", "place", "section", "confidence")}
        of_article = {name: article[name] for name in ("title", "publisher", "published", "url")}
        quote = " ".join(text[start:end] for start, end in claim["content"]) if text else None
        yield {"id": f"{number}-{claim['id']}", **own, **spans, **of_article, "quote": quote, "speaker": speaker["name"]}
