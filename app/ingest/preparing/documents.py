"""Knowledge documents made ready to be written: what takes no database and most of the time, in whichever process has the time."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

import orjson
from pydantic import ValidationError
from sqlmodel import SQLModel

from app.database import tables
from app.document.articles import ArticleDocument
from app.document.knowledge_document import KnowledgeDocument, Problem, cut_words
from app.errors import DocumentRefused
from app.ingest.preparing import events as event_rows
from app.ingest.preparing.articles import article_row, time_rows
from app.ingest.preparing.claims import about_rows, claim_rows, holder_rows, relation_rows
from app.ingest.preparing.columns import Row
from app.ingest.preparing.entities import alias_rows, appearance_rows, entity_rows, member_rows, role_rows
from app.ingest.preparing.numbering import number
from app.ingest.preparing.rendering import Rendering
from app.ingest.reading.validation import faults_of
from app.queries.rendering.placeholders import RENDERED_SHAPE
from app.terms.ids import sha256_of

Tuples = list[tuple[Any, ...]]
Rows = dict[str, Tuples]  # by table


class Prepared(NamedTuple):
    """A document as rows for the driver, by table and in the order of ``columns_of``; entities as they are named there.

    ``body`` is the document without its text, as JSON; ``warnings`` are of words that spans cut; ``place`` is the file and line that gave
    it, for reports.
    """

    article_id: str
    body: str
    sha256: str
    text_sha256: str
    text: str | None
    namesake_key: str
    rows: dict[str, Tuples]
    warnings: Sequence[Problem]
    place: str = ""


def prepare(document: KnowledgeDocument) -> Prepared:
    """Make a document ready. The same document always gives the same."""
    numbered = number(document)
    body = document.model_dump_json(by_alias=True, exclude_unset=True, exclude={"article": {"text"}})
    sha256, article, rendering = sha256_of(body), document.article, Rendering(document, numbered)
    own, events = article_row(document, numbered), event_rows.event_rows(document, numbered)
    made: dict[type[SQLModel], list[Row]] = {
        tables.Article: [{**own, "rendered": rendering.article(own, events), "rendered_shape": RENDERED_SHAPE}],
        tables.Document: [{"article_id": numbered.article_id, "sha256": sha256, "body": body}],
        tables.Entity: entity_rows(document, numbered),
        tables.Appearance: appearance_rows(document, numbered),
        tables.Role: role_rows(document, numbered),
        tables.Alias: alias_rows(document, numbered),
        tables.Member: member_rows(document, numbered),
        tables.Claim: claim_rows(document, numbered, rendering),
        tables.Event: events,
        tables.Holder: holder_rows(document, numbered),
        tables.About: about_rows(document, numbered),
        tables.Participant: event_rows.participant_rows(document, numbered),
        tables.Figure: event_rows.figure_rows(document, numbered),
        tables.Relation: relation_rows(document, numbered),
        tables.Time: time_rows(document, numbered),
    }
    tuples = {name_of(table): list(map(itemgetter(*columns_of(table)), its_rows)) for table, its_rows in made.items() if its_rows}
    identity = numbered.article_id, body, sha256, article.text_sha256, article.text, own["namesake_key"]
    return Prepared(*identity, tuples, list(cut_words(document)))


def prepared_quickly(source: str) -> Prepared | None:
    """Make a document in JSON ready, parsed and checked at once: in two thirds of the time of one after the other.

    None if it is none, which who looks closer can tell why, or if a key stands twice: one of the two is lost in silence, and two
    quotation marks at least with it.
    """
    try:
        document = KnowledgeDocument.model_validate_json(source)
    except ValidationError:
        return None
    prepared = prepare(document)
    quotes = source.count('"') - _quotes_of_text(document.article)
    return None if "\\u0022" in source or quotes != prepared.body.count('"') else prepared


def _quotes_of_text(article: ArticleDocument) -> int:
    if "text" not in article.model_fields_set:
        return 0
    return 2 if article.text is None else 4 + article.text.count('"')


def with_text(prepared: Prepared, text: str) -> Prepared:
    """Return the document with the article's text attached.

    Raises:
        DocumentRefused: spans, quotes or words do not agree with the text.
    """
    body = orjson.loads(prepared.body)
    try:
        document = KnowledgeDocument.model_validate({**body, "article": {**body["article"], "text": text}})
    except ValidationError as error:
        raise DocumentRefused(faults_of(error, body)) from error
    return prepare(document)._replace(place=prepared.place)


@lru_cache
def columns_of(table: type[SQLModel]) -> tuple[str, ...]:
    """Return the columns that are given, in order: not the number that the database counts up."""
    columns = table.__table__.columns  # type: ignore[attr-defined]
    return tuple(column.name for column in columns if not (column.primary_key and column.name == "number" and "id" in columns))


def name_of(table: type[SQLModel]) -> str:
    """Return the name of the table in the database."""
    return str(table.__tablename__)


def given(rows: Rows, table: type[SQLModel], *columns: str) -> Iterator[tuple[Any, ...]]:
    """Return these columns of the rows of a table: at least two."""
    return map(itemgetter(*map(columns_of(table).index, columns)), rows.get(name_of(table), ()))
