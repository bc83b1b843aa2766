"""Build the JSON of an article from its row, both for answers and for stored JSON."""

from typing import Any

from app.answers.articles import ArticleOut, ProducerOut
from app.answers.parts import ArticleCounts
from app.queries.rendering.parts import article_ref


def build_article(row: Any) -> ArticleOut:
    """Build an article from a row with its columns."""
    return ArticleOut(
        **article_ref(row),
        byline=row.byline,
        dateline=row.dateline,
        language=row.language,
        text_sha256=row.text_sha256.hex(),
        has_text=row.has_text,
        text_policy=row.text_policy or "full",
        counts=ArticleCounts(claims=row.claims, speakers=row.speakers, events=row.events),
        produced_by=ProducerOut(name=row.producer_name, version=row.producer_version),
    )
