"""Part ``ingest``: loading into an empty database, beside sqlite-utils with flat rows, and into the largest archive."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

import orjson

from tests.benchmark.archives.building import Load, ingest, measure_load, run_onrecord, size_label, write_documents
from tests.benchmark.archives.storage import SqliteFiles
from tests.benchmark.bench import Bench, log_progress
from tests.benchmark.servers.serving import APPS, OTHERS_PYTHON
from tests.make import Json

ROUNDS, ADDED = 2, 50_000
MOST, TRIED = 100_000, 10_000  # claims of a bulk load, and of a trial; starting takes seconds, so fewer show little
LOADS = 6  # loads of On Record that would take as long as the part


def measure(bench: Bench) -> dict[str, Any]:
    """Measure loads in turns into an empty database, with full text and counters; then ``append`` into the largest archive."""
    claims = _claims_that_fit(bench)
    documents = write_documents(bench.folder, claims)
    rows = _write_flat_rows(documents, bench.folder / "flat.jsonl")
    loads: dict[str, list[Load]] = {"onrecord": [], "sqlite_utils": [], "sqlite_utils_without_words": []}
    for _ in range(ROUNDS):
        log_progress(f"ingest: {claims} claims into an empty database, by each")
        loads["onrecord"].append(_load_in_bulk(bench, documents, claims))
        loads["sqlite_utils"].append(_load_flat_rows(bench, rows, claims, "--words"))
        loads["sqlite_utils_without_words"].append(_load_flat_rows(bench, rows, claims))
    per_s = {name: median(load.per_s for load in each) for name, each in loads.items()}
    times = {
        name: median(ours.per_s / theirs.per_s for ours, theirs in zip(loads["onrecord"], each, strict=True))
        for name, each in loads.items()
        if name != "onrecord"
    }
    per_cpu_s = {name: median(load.per_cpu_s for load in each) for name, each in loads.items()}
    return {"claims": claims, "per_s": per_s, "per_cpu_s": per_cpu_s, "times": times, "append": _append(bench, claims)}


def _claims_that_fit(bench: Bench) -> int:
    """Return a round number of claims that can be loaded in the time, by the rate at which the archives were built."""
    known = max((load.per_s for load in bench.loads.values() if load.claims >= TRIED), default=None)
    rate = known or _load_in_bulk(bench, write_documents(bench.folder, TRIED), TRIED).per_s
    return next((claims for claims in (MOST, MOST // 2) if claims <= rate * bench.seconds / LOADS), TRIED)


def _load_in_bulk(bench: Bench, documents: Path, claims: int) -> Load:
    with bench.storage.empty_database("bulk") as url:
        run_onrecord("migrate", url=url, log=bench.log)
        return ingest(documents, claims, url, bench.log)


def _load_flat_rows(bench: Bench, rows: Path, claims: int, *options: str) -> Load:
    files = SqliteFiles(bench.folder)
    with files.empty_database("flat"):
        command: list[str | Path] = [OTHERS_PYTHON, APPS / "flat_rows.py", rows, files.file("flat"), *options]
        return measure_load(claims, lambda: subprocess.run(command, check=True))


def _append(bench: Bench, claims: int) -> dict[str, float]:
    """Add documents about the same people to a copy of the largest archive, at most as many claims as the bulk load."""
    added = min(ADDED, bench.size, claims)
    log_progress(f"ingest: {added} claims added to {bench.size}")
    documents = write_documents(bench.folder, added, seed=2, archive=bench.size)
    with bench.storage.copy_of(size_label(bench.size), "append") as url:
        load = ingest(documents, added, url, bench.log)
    return {"to": bench.size, "claims": added, "per_s": load.per_s, "per_cpu_s": load.per_cpu_s}


def _write_flat_rows(documents: Path, file: Path) -> Path:
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
