"""Extract knowledge documents from texts, pages and records, in several processes, in the order of the input."""

import logging
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from importlib.metadata import version
from pathlib import Path
from traceback import extract_tb
from typing import Any

import orjson

from app.errors import DocumentRefused, Fault, OnRecordError
from app.extract.pipeline import PRODUCER, Extractor, extract_article
from app.extract.text.inputs import ArticleText, read_record, read_text, stub_warning
from app.extract.text.pages import read_page
from app.extract.text.record_keys import unread_keys
from app.ingest.asking.chat import ChatExtractor
from app.ingest.asking.documents import producer_name
from app.ingest.reading.files import InputItem, ReadFiles, kind_of, read_files, read_lazily
from app.ingest.reading.limits import NO_SETTINGS, ReadingLimits
from app.ingest.reading.validation import validated
from app.ingest.reading.workers import WorkerDied, Workers
from app.logs import configure_logs
from app.settings import Settings
from app.terms.ids import sha256_of

LOG = logging.getLogger(__name__)
HASH_LENGTH = 8  # characters of the text's hash in an id made of the file name
READ_AHEAD = 4  # articles that are read ahead of the output, for each process
READERS: Mapping[str, Callable[[Any], ArticleText]] = {"text": read_text, "page": read_page, "record": read_record}

KnownFields = Mapping[str, Any]  # fields of ArticleText
JsonOrFaults = bytes | list[Fault]  # of a document


@dataclass(frozen=True)
class Task:
    """An article to extract from. The fields in ``known`` replace those of the input.

    ``file_name`` makes the id of a text or page, which brings none; None for a record.
    """

    kind: str
    data: Any
    file_name: str | None
    known: KnownFields


@contextmanager
def extraction(settings: Settings, jobs: int, known: KnownFields | None = None, *, is_lazy: bool = False) -> Iterator[ReadFiles]:
    """Lend a function that reads files and yields documents, extracted where the files hold texts, pages or records.

    Items keep their order. If ``is_lazy``, documents in JSON stay unparsed. At most ``READ_AHEAD`` articles for each of the
    ``jobs`` processes are held in memory.
    """
    limits = ReadingLimits.of(settings)
    with Workers(partial(extractor_in_worker, settings), jobs) as workers:
        yield lambda files: _extract_all((read_lazily if is_lazy else read_files)(files, limits), workers, known or {})


def jobs_for(files: list[Path], jobs: int) -> int:
    """Return the number of processes, up to ``jobs``, that these files can keep busy."""
    return jobs if any(kind_of(file) == "lines" for file in files) else max(1, min(jobs, len(files)))


def extractor_in_worker(settings: Settings) -> Callable[[Task], JsonOrFaults]:
    """Set up the process that calls this and return the function that extracts the document of a task."""
    configure_logs(settings)
    return partial(extract_document, extractor_of(settings), limits=ReadingLimits.of(settings))


def extractor_of(settings: Settings) -> Extractor:
    """Return the extractor that the settings choose."""
    return extract_article if settings.extractor == "builtin" else ChatExtractor(settings)


def producer_of(settings: Settings) -> tuple[str, str]:
    """Return name and version of the extractor that the settings choose, as its documents have them."""
    return PRODUCER if settings.extractor == "builtin" else producer_name(settings.chat_model), version("onrecord")


def extract_document(extract: Extractor, task: Task, limits: ReadingLimits = NO_SETTINGS) -> JsonOrFaults:
    """Return the document of an article as JSON, or faults of the article or the extractor. Raises nothing."""
    try:
        article = READERS[task.kind](task.data)
        article = replace(article, **task.known, id=article.id or _id_of_file(task.file_name, article.text))
    except DocumentRefused as refused:
        return refused.faults
    return extract_from(extract, article, limits)


def extract_from(extract: Extractor, article: ArticleText, limits: ReadingLimits = NO_SETTINGS) -> JsonOrFaults:
    """Return the document of an article that was read, as JSON, or faults. Raises nothing."""
    if fault := limits.too_long(article.text):
        return [Fault(("text",), fault)]
    try:
        document = extract(article)
        validated(document)
        return orjson.dumps(document)
    except DocumentRefused as refused:
        return [Fault((), f"the extractor made no valid document: {fault}") for fault in refused.faults]
    except OnRecordError as error:
        return [Fault((), str(error))]
    except Exception as error:  # an extractor that fails at one article must not stop the others
        LOG.debug("the extractor failed", exc_info=error)
        frame = extract_tb(error.__traceback__)[-1]
        return [Fault((), f"the extractor failed: {type(error).__name__}: {error} ({Path(frame.filename).name}:{frame.lineno})")]


def _id_of_file(file_name: str | None, text: str) -> str | None:
    """Return an id such as ``article.txt#9f2c01ab``: two files of one name in different folders may have different texts."""
    return None if file_name is None else f"{file_name}#{sha256_of(text)[:HASH_LENGTH]}"


def _extract_all(items: Iterable[InputItem], workers: Workers[Task, JsonOrFaults], known: KnownFields) -> Iterator[InputItem]:
    waiting: deque[tuple[InputItem, Future[JsonOrFaults] | None]] = deque()
    for item in map(_with_unread, items):
        is_ready = item.refused is not None or item.kind == "document"
        waiting.append((item, None if is_ready else workers.submit(_task_of(item, known))))
        while waiting and (_is_done(waiting[0][1]) or len(waiting) > READ_AHEAD * workers.jobs):
            yield _with_result(*waiting.popleft())
    while waiting:
        yield _with_result(*waiting.popleft())


def _task_of(item: InputItem, known: KnownFields) -> Task:
    return Task(item.kind, item.data, None if item.kind == "record" else Path(item.file).name, known)


def _with_unread(item: InputItem) -> InputItem:
    if item.kind != "record":
        return item
    warning = stub_warning(item.data)
    return replace(item, unread_keys=unread_keys(item.data), warnings=(*item.warnings, *([warning] if warning else [])))


def _is_done(future: Future[JsonOrFaults] | None) -> bool:
    return future is None or future.done()


def _with_result(item: InputItem, future: Future[JsonOrFaults] | None) -> InputItem:
    if future is None:
        return item
    try:
        result = future.result()
    except WorkerDied as error:
        result = [Fault((), f"the extractor died: {error}")]
    if isinstance(result, bytes):
        return replace(item, data=orjson.loads(result), is_extracted=True)
    return replace(item, refused=DocumentRefused(result))
