"""Texts and words that the policies of articles hide, read for askers who may see them."""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from types import SimpleNamespace
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, bindparam, func, select

from app.queries.statements.compiled import Statement
from app.queries.tables import articles, claims

T = TypeVar("T")
_is_shown: ContextVar[bool] = ContextVar("hidden_text_is_shown", default=False)
HAS_POLICY = articles.c.text_policy.is_not(None)
ANY_POLICY = Statement(select(articles.c.number).where(HAS_POLICY).limit(1))
HIDDEN_OF_CLAIMS = Statement(
    select(claims.c.id, claims.c.hidden).where(claims.c.id.in_(bindparam("ids", expanding=True)), claims.c.hidden.is_not(None))
)
# The text of an article whatever its policy: for what writes, and for checks. What answers a request takes ``shown_text``.
EITHER_TEXT: ColumnElement[Any] = func.coalesce(articles.c.text, articles.c.hidden_text)
KEPT_TEXT: ColumnElement[Any] = EITHER_TEXT.label("text")
# SQLite finds that a column is null without reading it, nor the long ones before it.
HAS_TEXT: ColumnElement[bool] = (articles.c.text.is_not(None) | articles.c.hidden_text.is_not(None)).label("has_text")


def showing_hidden_text(read: Callable[..., T]) -> Callable[..., T]:
    """Return a read, whose first argument is a connection, that sees what policies hide, if there is any: else it reads as for all."""

    def read_all(connection: Connection, *arguments: Any) -> T:
        with hidden_text_shown(connection):
            return read(connection, *arguments)

    return read_all


@contextmanager
def hidden_text_shown(connection: Connection, *, if_: bool = True) -> Iterator[None]:
    """Let reads in this context see what policies hide, if they may."""
    token = _is_shown.set(if_ and bool(ANY_POLICY.rows(connection)))
    try:
        yield
    finally:
        _is_shown.reset(token)


def is_hidden_text_shown() -> bool:
    """Return whether reads see what policies hide. Stored JSON then must not be served: it is what everybody sees."""
    return _is_shown.get()


def shown_text() -> ColumnElement[Any]:
    """Return the text of an article, as whoever asks may see it."""
    return EITHER_TEXT if is_hidden_text_shown() else articles.c.text


def with_hidden_passages(connection: Connection, rows: Sequence[Any]) -> Sequence[Any]:
    """Return rows of claims, by ``id``, with the hidden values of the columns that they have, if these are shown. One more statement."""
    if not is_hidden_text_shown() or not rows:
        return rows
    hidden = _hidden_of_claims(connection, [row.id for row in rows])
    return [SimpleNamespace(**{**row._asdict(), **hidden[row.id]}) if row.id in hidden else row for row in rows]


def hidden_quotes(connection: Connection, ids: Collection[str]) -> dict[str, str]:
    """Return the hidden quotes of these claims, if they are shown."""
    found = _hidden_of_claims(connection, ids) if is_hidden_text_shown() and ids else {}
    return {key: hidden["quote"] for key, hidden in found.items() if hidden.get("quote")}


def _hidden_of_claims(connection: Connection, ids: Collection[str]) -> dict[str, dict[str, Any]]:
    return {row.id: row.hidden for row in HIDDEN_OF_CLAIMS.rows(connection, ids=[*ids])}
