"""Preparing of what was posted, in a child: read, extracted, checked, as rows for the database."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import orjson

from app.errors import DocumentRefused
from app.extract.pipeline import Extractor
from app.extract.text.inputs import ArticleText, read_record
from app.extract.text.pages import read_page
from app.ingest.preparing.parts import PreparedOrFaults, prepare_all
from app.ingest.reading.extraction import extract_from, extractor_of
from app.ingest.reading.files import UnparsedJson
from app.ingest.reading.limits import ReadingLimits
from app.jobs.children import PostedPart
from app.logs import configure_logs
from app.settings import Settings


def prepare_in_child(settings: Settings) -> Callable[[PostedPart], list[PreparedOrFaults]]:
    """Set up the child that calls this and return the function that prepares the articles of a part."""
    configure_logs(settings)
    return partial(prepare_part, extractor_of(settings), ReadingLimits.of(settings))


def prepare_part(extract: Extractor, limits: ReadingLimits, posted: PostedPart) -> list[PreparedOrFaults]:
    """Return the prepared document of each article of a part, in order, or its faults. Raises nothing."""
    try:
        article = _read(posted)
    except DocumentRefused as refused:
        return [refused.faults]
    made = extract_from(extract, article, limits)
    return [made] if isinstance(made, list) else prepare_all([UnparsedJson(made.decode())])


def _read(posted: PostedPart) -> ArticleText:
    if posted.kind == "text":
        return read_record(orjson.loads(posted.body))
    return replace(read_page(posted.body), **posted.known)
