"""Part ``ingest``: loading into an empty database, beside sqlite-utils with flat rows; adding; and how both grow with the archive."""

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

ADDED = 50_000
MOST, SMALL = 100_000, 10_000  # claims of a bulk load beside sqlite-utils, and of the archive to which growth is compared
LOADS = 4  # loads of On Record that would take as long as the comparison
SHARE_OF_COMPARISON = 0.5  # of the time
STARTS = 3  # loads of one document, and of the small archive


def measure(bench: Bench) -> dict[str, Any]:
    """Measure loads into an empty database, with full text and counters; ``append`` into the largest archive; and growth."""
    append = _append(bench)
    return {**_beside_sqlite_utils(bench), "append": {"to": bench.size, **_rates(append)}, "growth": _growth(bench, append)}


def _beside_sqlite_utils(bench: Bench) -> dict[str, Any]:
    """Load as many claims as fit the time, by each."""
    claims = _claims_that_fit(bench)
    documents = write_documents(bench.folder, claims)
    rows = _write_flat_rows(documents, bench.folder / "flat.jsonl")
    log_progress(f"ingest: {claims} claims into an empty database, by each")
    loads = {
        "onrecord": _load_in_bulk(bench, documents, claims),
        "sqlite_utils": _load_flat_rows(bench, rows, claims, "--words"),
        "sqlite_utils_without_words": _load_flat_rows(bench, rows, claims),
    }
    return {
        "claims": claims,
        "per_s": {name: load.per_s for name, load in loads.items()},
        "per_cpu_s": {name: load.per_cpu_s for name, load in loads.items()},
        "times": {name: loads["onrecord"].per_s / load.per_s for name, load in loads.items() if name != "onrecord"},
    }


def _claims_that_fit(bench: Bench) -> int:
    """Return a round number of claims that can be loaded in the time, by the rate at which the archives were built."""
    known = max((load.per_s for load in bench.loads.values() if load.claims >= SMALL), default=None)
    rate = known or _load_in_bulk(bench, write_documents(bench.folder, SMALL), SMALL).per_s
    fitting = rate * bench.seconds * SHARE_OF_COMPARISON / LOADS
    return next((claims for claims in (MOST, MOST // 2) if claims <= fitting), SMALL)


def _load_in_bulk(bench: Bench, documents: Path, claims: int) -> Load:
    with bench.storage.empty_database("bulk") as url:
        run_onrecord("migrate", url=url, log=bench.log)
        return ingest(documents, claims, url, bench.log, bench.storage.server_pid())


def _load_flat_rows(bench: Bench, rows: Path, claims: int, *options: str) -> Load:
    files = SqliteFiles(bench.folder)
    with files.empty_database("flat"):
        command: list[str | Path] = [OTHERS_PYTHON, APPS / "flat_rows.py", rows, files.file("flat"), *options]
        return measure_load(claims, lambda: subprocess.run(command, check=True))


def _append(bench: Bench) -> Load:
    """Add documents about the same people to a copy of the largest archive, at most as many claims as it has."""
    added = min(ADDED, bench.size)
    log_progress(f"ingest: {added} claims added to {bench.size}")
    documents = write_documents(bench.folder, added, seed=2, archive=bench.size)
    with bench.storage.copy_of(size_label(bench.size), "append") as url:
        return ingest(documents, added, url, bench.log, bench.storage.server_pid())


def _growth(bench: Bench, append: Load) -> dict[str, Any]:
    """Return CPU a claim, net of starting, with the largest archive over that with a small one: of bulk loads, and of adding.

    ``bulk`` is missing where the largest archive was built by an earlier run.
    """
    small = min(SMALL, bench.size)
    log_progress(f"ingest: one document, {small} claims, and {append.claims} claims added to them")
    one = write_documents(bench.folder, 1)
    start_s = median(_load_in_bulk(bench, one, 1).cpu_s for _ in range(STARTS))
    bulk, small_append = _small_loads(bench, small, append.claims)
    in_us = {"append": (small_append, append)}
    if bench.size in bench.loads:
        in_us["bulk"] = (bulk, bench.loads[bench.size])
    found = {name: tuple(net_us(load, start_s) for load in loads) for name, loads in in_us.items()}
    return {
        "from": small,
        "to": bench.size,
        "start_cpu_s": start_s,
        "built_us": {str(size): net_us(load, start_s) for size, load in bench.loads.items()},
        **{name: {"us": us, "times": us[1] / us[0]} for name, us in found.items()},
    }


def _small_loads(bench: Bench, claims: int, added: int) -> tuple[Load, Load]:
    """Load a small archive several times, and add claims to the last one; return the median of the loads, and the adding."""
    documents, more = write_documents(bench.folder, claims), write_documents(bench.folder, added, seed=2, archive=claims)
    loads = []
    for number in range(STARTS):
        with bench.storage.empty_database("bulk") as url:
            run_onrecord("migrate", url=url, log=bench.log)
            loads.append(ingest(documents, claims, url, bench.log, bench.storage.server_pid()))
            if number == STARTS - 1:
                append = ingest(more, added, url, bench.log, bench.storage.server_pid())
    return sorted(loads, key=lambda load: load.cpu_s)[STARTS // 2], append


def net_us(load: Load, start_s: float) -> float:
    """Return the microseconds of CPU that a claim takes, without those of starting."""
    return max(load.cpu_s - start_s, 0) / load.claims * 1e6


def _rates(load: Load) -> dict[str, float]:
    return {"claims": load.claims, "per_s": load.per_s, "per_cpu_s": load.per_cpu_s}


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
