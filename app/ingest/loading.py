"""Load many documents, in batches: a bad one is refused alone and the others still load."""

import gc
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from time import monotonic
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Engine

from app.database.engines import read_connection
from app.errors import DocumentRefused, Fault
from app.ingest.preparing.documents import Prepared, prepare, prepared_quickly, with_text
from app.ingest.reading import json
from app.ingest.reading.files import STDIN, Given, Reading, Unparsed, read_files
from app.ingest.reading.validation import validated
from app.ingest.reading.workers import WorkerDied, Workers
from app.ingest.writing.articles import Outcome, Places, Write, transaction
from app.queries.documents import list_documents_of_text
from app.terms.ids import sha256_of

Made = Prepared | list[Fault]  # a document that is ready, or what is wrong with it
# Articles of a transaction, which writes each page of the file once: appended to a million claims, 10,000 cost a tenth less than 1,000.
BATCH = 10_000
# A part of it: articles, bytes of source, and seconds that its first article waits for more. Of 1,000 articles a part costs
# a third less for each than of 300: what they have in common is looked up, counted and indexed once.
PART, LARGEST, LONGEST_S = 1000, 8_000_000, 1.0
GARBAGE = 100_000  # objects


@dataclass
class Texts:
    """Texts to attach, by the SHA-256 of their bytes. ``used`` says which found a document."""

    by_hash: dict[str, tuple[str, str]] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def add(self, file: Path) -> None:
        """Read a text.

        Raises:
            DocumentRefused: it is not UTF-8.
        """
        try:
            text = file.read_bytes().decode()
        except UnicodeDecodeError as error:
            raise DocumentRefused([Fault((), f"byte {error.start} is not UTF-8")]) from error
        self.by_hash[sha256_of(text)] = (str(file), text)

    def attach(self, prepared: Prepared) -> Prepared:
        """Return the document with its text, if it is among these and the document has none.

        Raises:
            DocumentRefused: spans, quotes or words do not agree with the text.
        """
        wanted = prepared.text_sha256
        if wanted not in self.by_hash:
            return prepared
        self.used.add(wanted)
        return prepared if prepared.text is not None else with_text(prepared, self.by_hash[wanted][1])

    def unused(self) -> list[str]:
        """The files whose hash was no document's."""
        return [file for digest, (file, _) in self.by_hash.items() if digest not in self.used]


@dataclass(frozen=True)
class Loaded:
    """What became of one document."""

    given: Given
    outcome: Outcome | None
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)


def load_files(
    engine: Engine, files: Iterable[Path], texts: Texts, read: Reading = read_files, jobs: int = 1, most: int = BATCH
) -> Iterator[Loaded]:
    """Load the documents of the files, many in one transaction, and yield what became of each. ``read`` may make them of other things.

    With several ``jobs`` so many processes parse and check documents while this one writes; a part for each is read ahead.
    """
    files, places = list(files), Places()
    # What may come at any time, or never, is read between transactions: other writers would wait for it too.
    most = most if all(file != STDIN and file.is_file() for file in files) else min(most, PART)
    _collect_rarely()
    with Workers(preparing, jobs) as workers:
        parts = _prepared_ahead(workers, read(files), min(most, PART))
        for first in parts:
            yield from _load_together(engine, first, parts, texts, most, places)


def load_given(engine: Engine, given: Given, texts: Texts) -> Loaded:
    """Check a document, attach its text and load it, in one transaction."""
    (loaded,) = _load_together(engine, Part([given], prepared_of([given.data])), [], texts, 1, Places())
    return loaded


class Part(NamedTuple):
    """What is prepared together, and whether another one is waiting to be loaded."""

    givens: list[Given]
    made: list[Made]
    is_followed: bool = False


def _prepared_ahead(workers: Workers[list[Any], list[Made]], given: Iterable[Given], most: int) -> Iterator[Part]:
    """Yield what is prepared, in order: at once where the input is slow, else only when there is more."""
    waiting: deque[tuple[list[Given], Future[list[Made]] | None]] = deque()
    for number, givens in enumerate(batches(given, most)):
        # The first is prepared here: where it is all no process is started, and else one is started meanwhile for the second.
        waiting.append((givens, workers.submit(_data_of(givens)) if number else None))
        is_slow = len(givens) < most and _size(givens) < LARGEST
        while waiting and (is_slow or len(waiting) > workers.jobs or (len(waiting) > 1 and _is_ready(waiting[0][1]))):
            yield _part(waiting)
    while waiting:
        yield _part(waiting)


def _is_ready(made: "Future[list[Made]] | None") -> bool:
    return made is None or made.done()


def _part(waiting: "deque[tuple[list[Given], Future[list[Made]] | None]]") -> Part:
    givens, made = waiting.popleft()
    return Part(givens, _result(givens, made), bool(waiting))


def _load_together(engine: Engine, first: Part, more: Iterable[Part], texts: Texts, most: int, places: Places) -> list[Loaded]:
    """Load parts in one transaction, as many as follow each other at once and have no more articles than so many."""
    loaded: list[Loaded] = []
    with transaction(engine, is_large=first.is_followed and most > PART, places=places) as write:
        for part in chain([first], more):
            loaded += _load(write, part, texts)
            if len(loaded) + PART > most or not part.is_followed:
                break
    return loaded


def batches(givens: Iterable[Given], most: int) -> Iterator[list[Given]]:
    """Yield what is loaded together: so much that it pays, and no more than a moment's worth of slow input."""
    batch: list[Given] = []
    size, begun = 0, monotonic()
    for given in givens:
        batch.append(given)
        size += _size([given])
        if len(batch) == most or size >= LARGEST or monotonic() - begun > LONGEST_S:
            yield batch
            batch, size, begun = [], 0, monotonic()
    if batch:
        yield batch


def _size(givens: Iterable[Given]) -> int:
    return sum([len(given.source) or LARGEST // PART for given in givens])


def preparing() -> Callable[[list[Any]], list[Made]]:
    """Return the function that prepares documents, in the process that calls this."""
    _collect_rarely()
    return prepared_of


def _collect_rarely() -> None:
    """Documents and rows are no cycles: looking for some took a fifth of the time."""
    gc.set_threshold(GARBAGE)


def _data_of(batch: list[Given]) -> list[Any]:
    return [given.data for given in batch if not given.refused]


def _result(batch: list[Given], made: "Future[list[Made]] | None") -> list[Made]:
    try:
        return made.result() if made else prepared_of(_data_of(batch))
    except WorkerDied:  # killed, maybe for its memory: here there is more
        return prepared_of(_data_of(batch))


def prepared_of(batch: list[Any]) -> list[Made]:
    """Check documents and make them ready to be written; return in place of a bad one what is wrong with it."""
    return [_prepared(data) for data in batch]


def _prepared(data: Any) -> Made:
    try:
        if isinstance(data, Unparsed):
            return prepared_quickly(data) or prepare(validated(json.load(data)))
        return prepare(validated(data))
    except DocumentRefused as refused:
        return refused.faults


def _load(write: Write, part: Part, texts: Texts) -> Iterator[Loaded]:
    ready = iter(part.made)
    checked = [given.refused or _attached(given, next(ready), texts) for given in part.givens]
    outcomes = iter(write([each for each in checked if isinstance(each, Prepared)]))
    for given, each in zip(part.givens, checked, strict=True):
        outcome = next(outcomes) if isinstance(each, Prepared) else each
        if isinstance(outcome, Outcome):
            warnings = [*_warnings(given, each), *(Fault((), message, given.line) for message in outcome.warnings)]
            yield Loaded(replace(given, source="", data=None), outcome, warnings=warnings)
        else:
            parsed = given.parsed()
            yield Loaded(given, None, faults=parsed.located(parsed.refused or outcome))


def _attached(given: Given, made: Made, texts: Texts) -> Prepared | DocumentRefused:
    if not isinstance(made, Prepared):
        return DocumentRefused(made)
    try:
        return texts.attach(made._replace(place=f"{given.file}:{given.line}"))
    except DocumentRefused as refused:
        return refused


def _warnings(given: Given, prepared: Any) -> list[Fault]:
    if given.is_extracted or not prepared.warnings:
        return []
    return given.located(DocumentRefused([Fault(path, message) for path, message in prepared.warnings]))


def load_waiting(engine: Engine, texts: Texts) -> Iterator[Loaded]:
    """Attach the texts to the documents that were loaded before without them."""
    for digest in texts.by_hash:
        with read_connection(engine) as connection:
            stored = list_documents_of_text(connection, digest)
        texts.used.update([digest] if stored else [])
        for document in stored:
            if "text" not in document["article"]:
                yield load_given(engine, Given(document["article"]["title"], orjson.dumps(document).decode(), data=document), texts)
