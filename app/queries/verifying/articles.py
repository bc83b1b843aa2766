"""Compare the claims of an article with a text."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from app.answers.verification import Verification, VerificationCounts, VerifiedClaim, VerifiedSpan
from app.queries.administering.tombstones import missing_article
from app.queries.rendering.hidden_text import with_hidden_passages
from app.queries.tables import articles, claims
from app.queries.verifying.passages import Found, find_passage
from app.terms.ids import sha256_of
from app.terms.spans import astral_offsets, quote_of, to_utf16
from app.terms.vocabulary import Units


def verify(connection: Connection, article_id: str, text: str, units: Units = "codepoint") -> Verification:
    """Compare the words of each claim of an article, as far as they are shown, with a text.

    Args:
        units: what offsets in the answer count.

    Raises:
        NotFound: no article has this id.
        Withdrawn: the article was withdrawn.
    """
    columns = select(articles.c.number, articles.c.text_sha256).where(articles.c.id == article_id)
    article = connection.execute(columns).one_or_none()
    if article is None:
        raise missing_article(connection, article_id)
    columns = select(claims.c.id, claims.c.content, claims.c.excerpts, claims.c.quote_key).where(claims.c.article_number == article.number)
    rows = with_hidden_passages(connection, connection.execute(columns.order_by(claims.c.position)).all())
    astral = astral_offsets(text) if units == "utf16" else []
    verified = [_verified(row, _find(row, text), text, astral) for row in rows]
    counts = Counter(claim["status"] for claim in verified)
    return Verification(
        id=article_id,
        same_text=sha256_of(text) == article.text_sha256.hex(),
        counts=VerificationCounts(
            exact=counts["exact"], moved=counts["moved"], changed=counts["changed"], gone=counts["gone"], unknown=counts["unknown"]
        ),
        claims=verified,
    )


def _find(row: Any, text: str) -> Found:
    spans = [(start, end) for start, end in row.content]
    if row.excerpts is not None:
        return find_passage(text, [exact for exact, _, _ in row.excerpts], spans)
    is_exact = bytes.fromhex(sha256_of(quote_of(text, spans)))[: len(row.quote_key)] == row.quote_key
    return Found("exact", spans, 0) if is_exact else Found("unknown", [], None)


def _verified(row: Any, found: Found, text: str, astral: Sequence[int]) -> VerifiedClaim:
    return VerifiedClaim(
        id=row.id,
        status=found.status,
        content=[VerifiedSpan(start=to_utf16(start, astral), end=to_utf16(end, astral)) for start, end in found.spans],
        found=[text[start:end] for start, end in found.spans],
        distance=found.distance,
    )
