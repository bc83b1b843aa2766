"""Texts, pages and records to knowledge documents, in several processes, in the order in which they were given."""

import logging
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from traceback import extract_tb
from typing import Any

import orjson

from app.errors import DocumentRefused, Fault, OnRecordError
from app.extract.pipeline import Extractor, extract_article
from app.extract.text.inputs import ArticleText, read_record, read_text
from app.extract.text.pages import read_page
from app.extract.text.record_keys import unread_keys
from app.ingest.asking.chat import ChatExtractor
from app.ingest.reading.files import Given, Reading, kind_of, read_files, read_lazily
from app.ingest.reading.validation import validated
from app.ingest.reading.workers import WorkerDied, Workers
from app.logs import configure_logs
from app.settings import Settings
from app.terms.ids import sha256_of

LOG = logging.getLogger(__name__)
HASH_LENGTH = 8  # characters of the text's hash in an id that is made up
WINDOW = 4  # articles for each process: how far the input is read ahead of the output
READERS: Mapping[str, Callable[[Any], ArticleText]] = {"text": read_text, "page": read_page, "record": read_record}

Known = Mapping[str, Any]  # fields of ArticleText
Made = bytes | list[Fault]  # a document as JSON, or why there is none


@dataclass(frozen=True)
class Task:
    """One article to read and to extract from. ``known`` is what the caller knows better than the input.

    ``file_name`` is that of a text or page, which has no id of its own; records have none.
    """

    kind: str
    data: Any
    file_name: str | None
    known: Known


@contextmanager
def extraction(settings: Settings, jobs: int, known: Known | None = None, *, is_lazy: bool = False) -> Iterator[Reading]:
    """Lend a reading of files that yields documents alone: those that are given, and those that are extracted from the rest.

    What is given comes out in the same order, documents in JSON Lines unparsed if ``is_lazy``. At most a few articles for each
    of the ``jobs`` processes are held in memory.
    """
    with Workers(partial(working, settings), jobs) as workers:
        yield lambda files: _extracted((read_lazily if is_lazy else read_files)(files), workers, known or {})


def jobs_for(files: list[Path], jobs: int) -> int:
    """Return how many processes so many files can keep busy."""
    return jobs if any(kind_of(file) == "lines" for file in files) else max(1, min(jobs, len(files)))


def working(settings: Settings) -> Callable[[Task], Made]:
    """Return the function that works off tasks, in the process that calls this."""
    configure_logs(settings)
    return partial(made, extract_article if settings.extractor == "builtin" else ChatExtractor(settings))


def made(extract: Extractor, task: Task) -> Made:
    """Return the document of an article, or what was wrong with the article, or with the extractor. Raises nothing."""
    try:
        article = READERS[task.kind](task.data)
        article = replace(article, **task.known, id=article.id or _made_up_id(task.file_name, article.text))
    except DocumentRefused as refused:
        return refused.faults
    try:
        document = extract(article)
        validated(document)
        return orjson.dumps(document)
    except DocumentRefused as refused:
        return [Fault((), f"the extractor made no valid document: {fault}") for fault in refused.faults]
    except OnRecordError as error:
        return [Fault((), str(error))]
    except Exception as error:  # of an extractor that fails at one article the others are not to suffer
        LOG.debug("the extractor failed", exc_info=error)
        frame = extract_tb(error.__traceback__)[-1]
        return [Fault((), f"the extractor failed: {type(error).__name__}: {error} ({Path(frame.filename).name}:{frame.lineno})")]


def _made_up_id(file_name: str | None, text: str) -> str | None:
    """Return ``article.txt#9f2c01ab``: the name alone would be that of another text in another folder, too."""
    return None if file_name is None else f"{file_name}#{sha256_of(text)[:HASH_LENGTH]}"


def _extracted(givens: Iterable[Given], workers: Workers[Task, Made], known: Known) -> Iterator[Given]:
    waiting: deque[tuple[Given, Future[Made] | None]] = deque()
    for given in map(_with_unread, givens):
        is_ready = given.refused is not None or given.kind == "document"
        waiting.append((given, None if is_ready else workers.submit(_task_of(given, known))))
        while waiting and (_is_done(waiting[0][1]) or len(waiting) > WINDOW * workers.jobs):
            yield _finished(*waiting.popleft())
    while waiting:
        yield _finished(*waiting.popleft())


def _task_of(given: Given, known: Known) -> Task:
    return Task(given.kind, given.data, None if given.kind == "record" else Path(given.file).name, known)


def _with_unread(given: Given) -> Given:
    return replace(given, unread=unread_keys(given.data)) if given.kind == "record" else given


def _is_done(future: Future[Made] | None) -> bool:
    return future is None or future.done()


def _finished(given: Given, future: Future[Made] | None) -> Given:
    if future is None:
        return given
    try:
        found = future.result()
    except WorkerDied as error:
        found = [Fault((), f"the extractor died: {error}")]
    if isinstance(found, bytes):
        return replace(given, data=orjson.loads(found), is_extracted=True)
    return replace(given, refused=DocumentRefused(found))
