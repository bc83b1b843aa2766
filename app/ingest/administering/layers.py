"""Edits and judgements on entities, where articles that named them are withdrawn: they may repeat what these said."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple, Protocol

from sqlalchemy import delete, select, update
from sqlmodel import Session, col

from app.database.tables.edits import Edit
from app.database.tables.entities import Appearance, Entity
from app.database.tables.judgements import Judgement
from app.database.tables.revisions import Revision
from app.document.edits import UNCORRECTED
from app.ingest.writing.numbers import IDS_PER_STATEMENT, chunks
from app.queries.documents import with_text
from app.terms.ids import stable_id
from app.terms.words import fold


class Named(NamedTuple):
    """What articles name: ids of entities, and their names and Wikidata items."""

    ids: set[str]
    words: set[str]


class _Article(Protocol):
    @property
    def number(self) -> int: ...
    @property
    def id(self) -> str: ...


def names_of(session: Session, articles: Sequence[_Article]) -> Named:
    """Return what articles name, or named in earlier texts; nothing if there are no judgements and corrections: else nobody asks."""
    named = Named(set(), set())
    if _has_layers(session):
        for key, *words in (*_named_in(session, [article.number for article in articles]), *_named_before(session, articles)):
            named.ids.add(key)
            named.words.update(filter(None, words))
    return named


def forget_layers(session: Session, named: Named) -> None:
    """Remove edits of those entities that are gone, and the reasons of judgements on them. The judgements wait.

    Of other edits, the names go that entities had before: the articles may have given them.
    """
    for chunk in chunks(sorted(named.ids), IDS_PER_STATEMENT):
        gone = {*chunk} - {*session.scalars(select(col(Entity.id)).where(col(Entity.id).in_(chunk)))}
        for end in (col(Judgement.entity_id), col(Judgement.other_id)):
            session.execute(update(Judgement).where(end.in_(gone)).values(reason=None, taken_back_reason=None))
        session.execute(delete(Edit).where(col(Edit.thing_id).in_(gone)))
    if named.words:
        _forget_names(session, named.words)


def _has_layers(session: Session) -> bool:
    are_there = select(col(Judgement.number)), select(col(Edit.number)).where(col(Edit.article_id).is_(None))
    return any(session.execute(rows.limit(1)).first() for rows in are_there)


def _named_in(session: Session, numbers: Sequence[int]) -> Iterator[Any]:
    columns = select(col(Entity.id), col(Appearance.name), col(Appearance.wikidata)).distinct()
    named = columns.join(Appearance, col(Appearance.key_number) == col(Entity.number))
    for chunk in chunks(numbers, IDS_PER_STATEMENT):
        yield from session.execute(named.where(col(Appearance.article_number).in_(chunk)))


def _named_before(session: Session, articles: Sequence[_Article]) -> Iterator[tuple[str, str, str | None]]:
    for chunk in chunks([article.id for article in articles], IDS_PER_STATEMENT):
        for body in session.scalars(select(col(Revision.body)).where(col(Revision.article_id).in_(chunk))):
            named = (entity for entity in with_text(body, None).get("entities", []) if entity.get("name"))
            yield from ((stable_id("ent", each["kind"], fold(each["name"])), each["name"], each.get("wikidata")) for each in named)


def _forget_names(session: Session, words: Collection[str]) -> None:
    for row in session.execute(select(col(Edit.number), col(Edit.before)).where(col(Edit.article_id).is_(None))).all():
        derived = {name for name in row.before.get(UNCORRECTED, ()) if row.before.get(name) in words}
        if derived:
            before = row.before | dict.fromkeys(derived)
            session.execute(update(Edit).where(col(Edit.number) == row.number).values(before=before))
