"""Columns that other modules fill: dates and their sort keys, words of spans, the namesake key, an entity's defaults.

The modules beside this one build rows field by field, which takes a third of the time of ``model_dump``.
"""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

import orjson
from sqlmodel import SQLModel

from app.document.knowledge_document import KnowledgeDocument
from app.terms import spans
from app.terms.dates import parse_edtf
from app.terms.words import fold

Row = dict[str, Any]
RowsByTable = dict[type[SQLModel], list[Row]]

NAMESAKE_BYTES = 10

# Values of an entity's computed columns until names and counts are computed.
ENTITY_DEFAULTS: Row = {
    "claims": 0,
    "articles": 0,
    "outlets": 0,
    "first_said": None,
    "last_said": None,
    "aliases": [],
    "wikidata": None,
    "name_order": "",
    "words": "",
}


def namesake_key(document: KnowledgeDocument) -> bytes:
    """Return a hash of folded title, folded publisher and day of publication. Two unknown publishers, or days, count as equal."""
    article = document.article
    publisher = fold(article.publisher) if article.publisher else None
    parts = fold(article.title) or article.title, publisher, published_order(document)
    return sha256(orjson.dumps(parts)).digest()[:NAMESAKE_BYTES]


def published_order(document: KnowledgeDocument) -> str:
    """Return the day of publication, or '' where it is unknown."""
    return (document.article.published or "")[:10]


def date_columns(name: str, edtf_date: str | None) -> Row:
    """Return the columns of an EDTF date, whose names begin with ``name``."""
    edtf, earliest, latest, precision = parse_edtf(edtf_date) if edtf_date else (None, None, None, None)
    return {
        f"{name}_edtf": edtf,
        f"{name}_earliest": earliest,
        f"{name}_latest": latest,
        f"{name}_precision": precision,
        f"{name}_order": latest or "",
    }


def confidence_columns(confidence: float | None, *, is_curated: bool) -> Row:
    """Return the columns of a confidence: hundredths to sort by, 101 where a person made the thing, -1 where the extractor does not say."""
    without = 101 if is_curated else -1
    # SQLite would store -0.0 as 0.0
    return {
        "confidence": None if confidence is None else abs(confidence),
        "confidence_order": without if confidence is None else round(confidence * 100),
    }


def words_of(document: KnowledgeDocument, places: Sequence[spans.Span], fallback: str | None) -> str | None:
    """Return the words of a source or cue, at most eleven: taken from the text at ``places``, or without a text or places ``fallback``."""
    if document.article.text is None or not places:
        return fallback
    return spans.first_words(spans.quote_of(document.article.text, places))
