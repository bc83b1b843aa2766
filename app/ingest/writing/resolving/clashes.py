"""Clashes: what articles of a batch say against judgements and corrections that were there before."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import delete, insert, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.database.tables import Alias, Appearance, Article, Clash, Entity
from app.ingest.writing.numbers import IDS_PER_STATEMENT, ColumnsByTable, chunks, select_columns
from app.ingest.writing.resolving.corrections import Corrections
from app.ingest.writing.resolving.judgements import Judgements
from app.terms.ids import stable_id
from app.terms.vocabulary import ClashingField
from app.terms.words import fold

named = aliased(Entity)


class Saying(NamedTuple):
    """What an article says of an entity: its Wikidata item, or a curated alias; by ids. ``kind`` is the entity's."""

    article_id: str
    entity_id: str
    field: ClashingField
    value: str
    kind: str = ""

    @property
    def target(self) -> str:
        """The entity whose name an alias is; nothing of an item."""
        return stable_id("ent", self.kind, fold(self.value)) if self.field == "alias" else ""

    @property
    def what(self) -> dict[str, str]:
        """What it says, as the row of a clash has it."""
        return {"field": self.field, "value": self.value}

    @property
    def key(self) -> tuple[str, ...]:
        """All but the kind."""
        return self[:4]


class Earlier(NamedTuple):
    """What articles that are replaced said, and which of it waits as a clash."""

    said: Collection[tuple[str, ...]] = frozenset()
    waiting: Collection[tuple[str, ...]] = frozenset()


class Clashes:
    """The clashes of one transaction. An archive without judgements and corrections costs nothing."""

    def __init__(self, session: Session, judgements: Judgements, corrections: Corrections) -> None:
        self._session, self._judgements, self._corrections = session, judgements, corrections
        self._are_there = judgements.are_there or corrections.are_there

    def earlier(self, articles: Collection[int]) -> Earlier:
        """Return what these stored articles say. Call it before their rows are removed."""
        if not self._are_there or not articles:
            return Earlier()
        waiting = select(col(Article.id), col(Clash.entity_id), col(Clash.field), col(Clash.value)).join_from(Clash, Article)
        known = {tuple(row) for row in self._session.execute(waiting.where(col(Clash.article_number).in_(articles)))}
        return Earlier({saying.key for saying in self._stored(articles)}, known)

    def find(self, rows: ColumnsByTable, without: Collection[str], earlier: Earlier) -> list[dict[str, Any]]:
        """Return rows of clashes. Call it before names are computed again: what is stored of entities is what was known before.

        Args:
            rows: of the batch, with numbers.
            without: ids of articles that carry judgements or edits themselves: what they say is no news to these.
            earlier: what the articles said before: that is no news either, unless it waits.
        """
        if not self._are_there:
            return []
        known = {*earlier.said} - {*earlier.waiting}
        news = [saying for saying in _said_in(rows) if saying.article_id not in without and saying.key not in known]
        judged = self._judgements.judged_among({key for saying in news for key in (saying.entity_id, saying.target) if key})
        stored = self._survivors_of({saying.entity_id for saying in news})
        held = self._corrections.held({row.number for row in stored.values()})
        numbers: dict[str, int] = {key: number for number, key in select_columns(rows, Article, "number", "id")}
        return [
            {"entity_id": each.entity_id, "other_id": other, "article_number": numbers[each.article_id], **each.what}
            for each in news
            for other in self._against(each, judged, stored.get(each.entity_id), held)
        ]

    def _survivors_of(self, ids: Collection[str]) -> dict[str, Any]:
        """Return number and Wikidata item of what stands for these entities, by their ids."""
        rows = select(col(named.id), col(Entity.number), col(Entity.wikidata)).join(named, col(named.survivor_number) == col(Entity.number))
        found = (self._session.execute(rows.where(col(named.id).in_(chunk))).all() for chunk in chunks(sorted(ids), IDS_PER_STATEMENT))
        return {row.id: row for part in found for row in part}

    def _stored(self, articles: Collection[int]) -> list[Saying]:
        items = select(col(Article.id), col(Entity.id), col(Appearance.wikidata)).join_from(
            Appearance, Article, col(Article.number) == col(Appearance.article_number)
        )
        items = items.join(Entity, col(Entity.number) == col(Appearance.key_number)).where(col(Appearance.wikidata).is_not(None))
        names = select(col(Article.id), col(Entity.id), col(Alias.alias)).join_from(
            Alias, Article, col(Article.number) == col(Alias.article_number)
        )
        names = names.join(Entity, col(Entity.number) == col(Alias.key_number)).where(col(Alias.folded) != "")
        found = list[Saying]()
        for chunk in chunks(sorted(articles), IDS_PER_STATEMENT):
            of_articles = col(Article.number).in_(chunk)
            found += [Saying(article, key, "wikidata", item) for article, key, item in self._session.execute(items.where(of_articles))]
            found += [Saying(article, key, "alias", name) for article, key, name in self._session.execute(names.where(of_articles))]
        return found

    def _against(self, saying: Saying, judged: Collection[str], stored: Any, held: Mapping[int, Mapping[str, Any]]) -> list[str | None]:
        """Return the other entities of judgements that something contradicts; None of a correction, or of entities that people joined.

        Args:
            judged: entities that judgements name.
            stored: what stands for the entity; None for a new one.
            held: corrections, by number of what stands for an entity.
        """
        found: list[str | None] = []
        if saying.entity_id in judged:
            others = {saying.target} & {*judged} if saying.field == "alias" else self._with_item(saying)
            found += [other for other in others if self._judgements.relation_of(saying.entity_id, other)[1]]
        if saying.field == "wikidata" and stored is not None:
            corrected = held.get(stored.number, {})
            is_joined = saying.entity_id in judged and self._judgements.is_joined(saying.entity_id)
            is_known = "wikidata" in corrected or (is_joined and stored.wikidata is not None)
            found += [None] if is_known and corrected.get("wikidata", stored.wikidata) != saying.value else []
        return found

    def _with_item(self, saying: Saying) -> Sequence[str]:
        rows = select(col(Entity.id)).where(col(Entity.wikidata) == saying.value, col(Entity.id) != saying.entity_id)
        return self._session.scalars(rows).all()


def _said_in(rows: ColumnsByTable) -> list[Saying]:
    articles: Mapping[int, str] = dict(select_columns(rows, Article, "number", "id"))
    entities: Mapping[int, str] = dict(select_columns(rows, Entity, "number", "id"))
    appearances = select_columns(rows, Appearance, "article_number", "key_number", "wikidata")
    aliases = select_columns(rows, Alias, "article_number", "key_number", "alias", "folded", "kind")
    found = [Saying(articles[article], entities[key], "wikidata", item) for article, key, item in appearances if item is not None]
    return found + [
        Saying(articles[article], entities[key], "alias", alias, kind) for article, key, alias, folded, kind in aliases if folded
    ]


def store(session: Session, rows: Collection[dict[str, Any]]) -> None:
    """Store clashes."""
    if rows:
        session.connection().execute(insert(Clash), [*rows])


def settle(session: Session, entity_ids: Collection[str]) -> bool:
    """Remove the clashes of these entities, of which people said something since; return whether there were any."""
    is_meant = or_(col(Clash.entity_id).in_(entity_ids), col(Clash.other_id).in_(entity_ids))
    return bool(session.connection().execute(delete(Clash).where(is_meant)).rowcount)
