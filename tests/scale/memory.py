"""Measure the memory of ``onrecord ingest --jobs 1`` by kind of file: ``python -m tests.scale.memory [MEGABYTES]``.

Prints a Markdown table with a line for each kind: the most memory above that of a load of one small file of its ending, in times of
the file's size, the seconds it took, and what was said of it. Each file has 15 MB, unless MEGABYTES are given.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import NamedTuple

from app.database.migrate import migrate
from tests import make

ROOT = Path(__file__).parent.parent.parent
KIB = 1024
TEXT = "<s0>Ana Novak</s0> <q0>said</q0> <c0>the <e0>bridge</e0> will open</c0>."
SMALL = {".json": "[]", ".yaml": "a: 1", ".html": "<p>Ana Novak said no.</p>", ".txt": "Ana Novak said no."}
LONG_STRING = 2_000_000  # characters


class Load(NamedTuple):
    """A load of a file: KiB of memory at most, seconds, and the last line on stderr."""

    peak: int
    seconds: float
    said: str


def good_document(size: int) -> str:
    """Return a document of ``size`` bytes at least, in which nothing is wrong: one claim after the other, and no text."""
    claim = make.stand_off(make.document(TEXT, entities=[make.entity()], claims=[make.claim()]))
    (first,) = claim["claims"]
    number = size // (len(json.dumps(first)) + 8)
    spans = [{key: [[start + n, end + n] for start, end in first[key]] for key in ("source", "cue", "content")} for n in range(number)]
    return json.dumps({**claim, "claims": [{**first, **moved, "id": f"c{n}"} for n, moved in enumerate(spans)]})


def claims_of(item: str) -> Callable[[int], str]:
    """Return the function that makes a document of many equal things in place of claims."""
    head = '{"format": "onrecord/1", "article": {"title": "On the quay"}, "claims": ['
    return lambda size: head + ",".join([item] * (size // (len(item) + 1))) + "]}"


def many_keys(size: int) -> str:
    """Return an object of many keys."""
    return json.dumps({f"key{n}": 1 for n in range(size // 15)})


def attributes(size: int) -> str:
    """Return a page with one tag of many attributes."""
    return f"<html><body><p {' '.join(f'a{n}' for n in range(size // 8))}>Ana Novak said no.</p></body></html>"


KINDS: dict[str, tuple[str, Callable[[int], str]]] = {
    "a good document": (".json", good_document),
    "ones": (".json", claims_of("1")),
    "integers of three digits": (".json", claims_of("476")),
    "floating-point numbers": (".json", claims_of("6917.5")),
    "empty lists": (".json", claims_of("[]")),
    "empty objects": (".json", claims_of("{}")),
    "lists in 90 lists": (".json", claims_of("[" * 90 + "]" * 90)),
    "texts of two letters": (".json", claims_of('"ab"')),
    "texts of 20 letters": (".json", claims_of(f'"{"ab" * 10}"')),
    "wrong claims": (".json", claims_of('{"id":"c1","kind":"x","mode":"y","source":[[1,2]],"cue":[]}')),
    "long wrong claims": (".json", claims_of(f'{{"id":"c1","kind":"{"x" * 150}","mode":"y","source":[[1,2]],"cue":[]}}')),
    "many keys": (".json", many_keys),
    "one emoji in long texts": (".json", lambda size: claims_of(f'"{"x" * LONG_STRING}"')(size).replace("x", "🎉", 1)),
    "a long record": (".json", lambda size: json.dumps({"text": "Ana Novak said no. " * (size // 19)})),
    "a list in YAML": (".yaml", lambda size: "a:\n" + "- 1\n" * (size // 4)),
    "a text in YAML": (".yaml", lambda size: "text: " + "Ana Novak said no. " * (size // 19)),
    "a long text": (".txt", lambda size: "Ana Novak said no. " * (size // 19)),
    "a page of short paragraphs": (".html", lambda size: "<p>Ana Novak said no.</p>" * (size // 25)),
    "a page of one paragraph": (".html", lambda size: f"<p>{'Ana Novak said no. ' * (size // 19)}</p>"),
    "a tag of many attributes": (".html", attributes),
}


def load(database: str, file: Path) -> Load:
    """Load a file in a process of its own, and return what that took."""
    command = [sys.executable, "-m", "app", "ingest", "--jobs", "1", str(file)]
    environment, started = {**os.environ, "ONRECORD_DATABASE_URL": database}, monotonic()
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, errors="replace"
    ) as process:
        assert process.stderr
        lines = process.stderr.read().splitlines()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    return Load(usage.ru_maxrss, monotonic() - started, lines[-1].removeprefix(f"{file}:") if lines else "")


def report(folder: Path, size: int) -> Iterator[str]:
    """Yield the lines of a Markdown table."""
    database = f"sqlite:///{folder}/memory.db"
    migrate(database)
    least = {ending: load(database, _write(folder / f"small{ending}", small.format, 0)).peak for ending, small in SMALL.items()}
    yield "| kind | MB | times its size | seconds | said |"
    yield "|---|---|---|---|---|"
    for kind, (ending, content) in KINDS.items():
        file = _write(folder / f"large{ending}", content, size)
        found, written = load(database, file), file.stat().st_size
        times = (found.peak - least[ending]) * KIB / written
        yield f"| {kind} | {written / 1e6:.1f} | {times:.1f} | {found.seconds:.1f} | {found.said[:90]} |"


def _write(file: Path, content: Callable[[int], str], size: int) -> Path:
    """Write a file in a process of its own: what this one takes would count as memory of the loads that it starts."""
    writer = get_context("fork").Process(target=lambda: file.write_text(content(size)))
    writer.start()
    writer.join()
    return file


def main() -> None:
    """Print the table."""
    megabytes = float(sys.argv[1]) if len(sys.argv) > 1 else 15
    with TemporaryDirectory() as folder:
        for line in report(Path(folder), int(megabytes * 1e6)):
            sys.stdout.write(line + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
