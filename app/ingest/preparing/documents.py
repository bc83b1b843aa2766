"""Prepare knowledge documents for writing: number them, make their rows, render their JSON. No database is needed."""

import re
from collections.abc import Sequence
from hashlib import sha256
from itertools import islice
from typing import NamedTuple

import orjson
from pydantic import ValidationError

from app.database import tables
from app.database.compression import compress_document, decompress_document
from app.document.articles import ArticleDocument
from app.document.consistency import Inconsistency, cut_words
from app.document.knowledge_document import FORMAT, MOST_FAULTS, KnowledgeDocument
from app.errors import DocumentRefused
from app.ingest.preparing.articles import article_row, byline_rows, time_rows
from app.ingest.preparing.claims import about_rows, claim_rows, holder_rows, relation_rows
from app.ingest.preparing.columns import Row, RowsByTable
from app.ingest.preparing.driver_rows import DriverRowsByTable, driver_rows, table_name
from app.ingest.preparing.edits import ThingEdit, orphan_rows, with_edits
from app.ingest.preparing.entities import alias_rows, appearance_rows, entity_rows, member_rows, role_rows
from app.ingest.preparing.events import event_rows, figure_rows, participant_rows
from app.ingest.preparing.numbering import DocumentIds, assign_ids
from app.ingest.preparing.policies import apply_policy
from app.ingest.preparing.reextraction import ClaimCounts
from app.ingest.preparing.rejected import rejected_rows, without_rejected
from app.ingest.preparing.rendering import add_rendered
from app.ingest.preparing.restored import Restored, restored_of, without_restored
from app.ingest.reading.json import LARGE
from app.ingest.reading.validation import faults_of
from app.queries.reextracting.articles import ArchivedState
from app.terms.vocabulary import TextPolicy

FORMAT_FIRST = re.compile(rf'\s*\{{\s*"format"\s*:\s*"{FORMAT}"')


class ReplacedDocument(NamedTuple):
    """A document that was extracted again: what tells whether its article was changed meanwhile, and what became of its claims."""

    state: ArchivedState
    claims: ClaimCounts


class Arrivals(NamedTuple):
    """When a text and its document arrived; None where there was no job yet."""

    of_text: int | None
    of_document: int | None


class PreparedDocument(NamedTuple):
    """A document as rows for the driver, by table.

    Each entity has the id that its own name gives, before it is joined to entities already in the database.
    ``warnings`` name words that spans cut in two; ``place`` is the document's file
    and line, for reports. If ``is_extracted``, the load itself extracted it from a text. ``posted_by`` is the id of the API key that
    posted it, if it is not trusted. ``text_policy`` says what of the text the rows show to everybody. ``arrival`` is its place among all
    that was posted, if it was; None for what is loaded as it comes. If ``is_new_revision``, a text that the article had before, and has no
    more, becomes its latest again. ``restored`` are edits and judgements that it carries. ``replaces`` tells of the document in the
    archive that it is a new extraction of, with what people accepted or edited in it.
    """

    article_id: str
    sha256: bytes
    text_sha256: str
    text: str | None
    namesake_key: bytes
    rows: DriverRowsByTable
    warnings: Sequence[Inconsistency]
    place: str = ""
    is_extracted: bool = False
    posted_by: str | None = None
    text_policy: TextPolicy = "full"
    arrival: int | None = None
    is_new_revision: bool = False
    restored: Restored = Restored()
    replaces: "ReplacedDocument | None" = None

    @property
    def counts_as_extracted(self) -> bool:
        """Whether what a person made of the article goes before it."""
        return self.replaces is None and (self.is_extracted or self.posted_by is not None)

    @property
    def carries_layers(self) -> bool:
        """Whether it brings edits or judgements with it."""
        return bool(self.restored.edits or self.restored.judgements)

    @property
    def body(self) -> bytes:
        """The document as JSON without its text."""
        ((_, _, body, *_),) = self.rows[table_name(tables.Document)]
        return decompress_document(body)

    def with_arrivals(self, arrivals: Arrivals) -> "PreparedDocument":
        """Return the document with a row that tells when its text and it arrived."""
        ((*row, _, _),) = self.rows[table_name(tables.Document)]
        return self._replace(rows={**self.rows, table_name(tables.Document): [(*row, *arrivals)]})


def prepare(
    document: KnowledgeDocument, posted_by: str | None = None, edits: Sequence[ThingEdit] = (), policy: TextPolicy = "full"
) -> PreparedDocument:
    """Prepare a document. The same document always gives the same result.

    Args:
        posted_by: the id of the API key that posted it, if it is not trusted.
        edits: of its claims and events by people, in order: rows are made of what was edited, ids and the stored document of what went in.
        policy: what of the text everybody may see.
    """
    return _prepare(document, _stored(_body_of(document)), posted_by, edits, policy)


def _stored(body: str) -> Row:
    """Return the hash of a document in JSON, and the document as it is stored. The JSON itself, of many MB, is needed no more then."""
    return {"sha256": sha256(body.encode()).digest(), "body": compress_document(body)}


def _body_of(document: KnowledgeDocument) -> str:
    """Return the document as JSON without its text."""
    return document.model_dump_json(by_alias=True, exclude_unset=True, exclude={"article": {"text"}, "edits": True, "judgements": True})


def _prepare(
    document: KnowledgeDocument, stored: Row, posted_by: str | None, edits: Sequence[ThingEdit], policy: TextPolicy
) -> PreparedDocument:
    ids = assign_ids(document, is_trusted=posted_by is None)
    restored, document = restored_of(document, ids, posted_by), without_restored(document)
    document = with_edits(document, ids, edits) if edits else document
    served = without_rejected(document, ids)
    rows = rows_of(served, ids)
    apply_policy(rows, served, ids, policy)
    arrivals = {"arrival": None, "document_arrival": None}
    rows[tables.Document] = [{"article_number": ids.article_id, **stored, "posted_by": posted_by, **arrivals}]
    add_rendered(served, ids, rows)
    rows[tables.Rejected] = rejected_rows(document, ids, policy)
    rows[tables.Orphan] = orphan_rows(ids)
    article, namesake_key = document.article, rows[tables.Article][0]["namesake_key"]
    by_table = {table_name(table): driver_rows(table, table_rows) for table, table_rows in rows.items() if table_rows}
    fields = ids.article_id, stored["sha256"], article.text_sha256, article.text, namesake_key
    warnings = list(islice(cut_words(document), MOST_FAULTS))
    return PreparedDocument(*fields, by_table, warnings, posted_by=posted_by, text_policy=policy, restored=restored)


def rows_of(document: KnowledgeDocument, ids: DocumentIds) -> RowsByTable:
    """Return all rows of a document, without stored JSON."""
    return {
        tables.Article: [article_row(document, ids)],
        tables.Entity: entity_rows(document, ids),
        tables.Appearance: appearance_rows(document, ids),
        tables.Role: role_rows(document, ids),
        tables.Alias: alias_rows(document, ids),
        tables.Member: member_rows(document, ids),
        tables.Claim: claim_rows(document, ids),
        tables.Event: event_rows(document, ids),
        tables.Holder: holder_rows(document, ids),
        tables.About: about_rows(document, ids),
        tables.Participant: participant_rows(document, ids),
        tables.Figure: figure_rows(document, ids),
        tables.Relation: relation_rows(document, ids),
        tables.Byline: byline_rows(document, ids),
        tables.Time: time_rows(document, ids),
    }


def prepare_json(source: str, posted_by: str | None = None, policy: TextPolicy = "full") -> PreparedDocument | None:
    """Parse, check and prepare a document in JSON, in two thirds of the time that ``json.load``, ``validated`` and ``prepare`` take.

    Return None if the document is not valid, or if a key may stand twice; the caller has ``json.load`` and ``validated`` name the fault.
    Pydantic silently drops one of two equal keys; the document then has fewer quotation marks than the source.
    A mark escaped as \\u0022 would upset the count, so such a source gives None, too; and so do another format, before its parts are
    looked at, and a very large source, of which ``json.load`` looks at the objects first.
    """
    if len(source) > LARGE or not FORMAT_FIRST.match(source):
        return None
    try:
        document = KnowledgeDocument.model_validate_json(source)
    except ValidationError:
        return None
    body, quotation_marks = _body_of(document), source.count('"') - _quotation_marks_of_text(document.article)
    return None if "\\u0022" in source or quotation_marks != body.count('"') else _prepare(document, _stored(body), posted_by, (), policy)


def _quotation_marks_of_text(article: ArticleDocument) -> int:
    """Return how many quotation marks the text takes in the source: two around its key, two around its value unless null, and its own."""
    if "text" not in article.model_fields_set:
        return 0
    return 2 if article.text is None else 4 + article.text.count('"')


def with_text(
    prepared: PreparedDocument, text: str | None, edits: Sequence[ThingEdit] = (), policy: TextPolicy | None = None
) -> PreparedDocument:
    """Return the document with the article's text attached, as people edited it, and under another policy if one is given.

    Raises:
        DocumentRefused: spans, quotes or words do not agree with the text.
    """
    body = orjson.loads(prepared.body)
    article = body["article"] if text is None else {**body["article"], "text": text}
    try:
        document = KnowledgeDocument.model_validate({**body, "article": article})
    except ValidationError as error:
        raise DocumentRefused(faults_of(error, body)) from error
    again = prepare(document, prepared.posted_by, edits, policy or prepared.text_policy)
    kept = {name: getattr(prepared, name) for name in ("place", "is_extracted", "restored", "arrival")}
    return again._replace(**kept)
