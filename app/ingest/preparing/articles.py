"""Rows of an article, its byline and its times."""

from app.document.knowledge_document import KnowledgeDocument
from app.ingest.preparing.columns import Row, namesake_key, published_order
from app.ingest.preparing.numbering import DocumentIds
from app.terms import spans
from app.terms.words import fold, words_to_index


def article_row(document: KnowledgeDocument, ids: DocumentIds) -> Row:
    """Return the row of ``articles``, without its stored JSON."""
    article = document.article
    published_on = article.published[:10] if article.published else None
    return {
        "id": ids.article_id,
        "tie": ids.article_tie,
        "title": article.title,
        "title_folded": fold(article.title),
        "published": article.published,
        "publisher": article.publisher,
        "url": article.url,
        "byline": article.byline,
        "dateline": article.dateline,
        "language": article.language,
        "text_sha256": bytes.fromhex(article.text_sha256),
        "namesake_key": namesake_key(document),
        "text": article.text,
        "published_on": published_on,
        "published_order": published_order(document),
        "publisher_folded": fold(article.publisher) if article.publisher else None,
        "astral": spans.astral_offsets(article.text or ""),
        "producer_name": document.produced_by.name,
        "producer_version": document.produced_by.version,
        "claims": len(document.claims),
        "speakers": len({claim.speaker for claim in document.claims if claim.speaker}),
        "events": len(document.events),
        "words": words_to_index(article.title, article.publisher, *article.byline, article.text),
        "text_policy": None,
        "hidden_text": None,
    }


def byline_rows(document: KnowledgeDocument, ids: DocumentIds) -> list[Row]:
    """Return the rows of ``bylines``."""
    return [{"article_number": ids.article_id, "position": n, "folded": fold(name)} for n, name in enumerate(document.article.byline)]


def time_rows(document: KnowledgeDocument, ids: DocumentIds) -> list[Row]:
    """Return the rows of ``times``."""
    return [
        {"article_number": ids.article_id, "position": n, "start": time.span[0], "end": time.span[1], "edtf": time.edtf}
        for n, time in enumerate(document.times)
    ]
