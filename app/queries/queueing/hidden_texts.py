"""Search of texts that policies hide, for reviewers: article by article, since no index has their words."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from app.answers.edits import HiddenTextOut, HiddenTextPage
from app.parameters.review import HiddenTextQuery
from app.queries.articles import COLUMNS, ORDERS
from app.queries.listing.keyset import read_page
from app.queries.listing.scans import Scan
from app.queries.rendering.articles import build_article
from app.queries.searching.snippets import snippet_of
from app.queries.searching.terms import SearchTerms, parse_search
from app.queries.tables import articles
from app.terms.words import words_of

HAS_HIDDEN_TEXT = articles.c.hidden_text.is_not(None)


def list_hidden_texts(connection: Connection, query: HiddenTextQuery) -> HiddenTextPage:
    """Look through the next articles whose text is hidden, latest published first, and list those of which the text has all words.

    Returns:
        Those among ``limit`` articles. A page may be short, or empty, and is not the last while it has a cursor.

    Raises:
        CursorInvalid: the cursor was not made by this search.
    """
    order = ORDERS["-published"]
    scan = Scan([HAS_HIDDEN_TEXT], in_order=[])
    rows, next_cursor = read_page(connection, select(*COLUMNS), order, scan, query, "hidden texts")
    terms = parse_search(query.q)
    found = _texts_with(connection, rows, terms) if len(terms) else {}
    items = [
        HiddenTextOut(article=build_article(row), snippet=snippet_of([("text", found[row.article_id])], terms))
        for row in rows
        if row.article_id in found
    ]
    return HiddenTextPage(items=items, next_cursor=next_cursor)


def _texts_with(connection: Connection, rows: Sequence[Any], terms: SearchTerms) -> dict[str, str]:
    """Return the texts of these articles that have all terms, by article. One text is in memory at a time, beside those that are found."""
    texts = select(articles.c.id, articles.c.hidden_text).where(articles.c.id.in_([row.article_id for row in rows]))
    read = connection.execute(texts.execution_options(yield_per=1))
    return {key: text for key, text in read if _has(text, terms)}


def _has(text: str, terms: SearchTerms) -> bool:
    words = words_of(text)
    joined = f" {' '.join(words)} "
    has_words = {*terms.words} <= {*words}
    has_phrases = all(f" {phrase} " in joined for phrase in terms.phrases)
    return has_words and has_phrases and not any(f" {excluded} " in joined for excluded in terms.excluded)
