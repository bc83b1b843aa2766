"""Resolution of entities across articles: changes by a load, a removal or a judgement, and the rows that change.

``clusters`` has the rules.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from sqlalchemy import delete, select, text, tuple_, update
from sqlmodel import Session, col

from app.database.tables.claims import About, Claim, Holder
from app.database.tables.entities import Alias, Appearance, Entity, Member, Role
from app.database.tables.events import Participant
from app.ingest.writing.numbers import ColumnsByTable, select_columns
from app.ingest.writing.resolving.clusters import NAMED_KIND, Edge, find_survivors
from app.ingest.writing.resolving.judgements import Judgements
from app.queries.statements.compiled import on_driver

# Table, column with a resolved number, and column with the position of the entity's appearance. Add new references here.
RESOLVED_COLUMNS = (
    (Claim, "speaker_number", "speaker_position"),
    (Claim, "reported_via_number", "reported_via_position"),
    (Holder, "entity_number", "appearance_position"),
    (About, "entity_number", "appearance_position"),
    (About, "speaker_number", "speaker_position"),
    (Participant, "entity_number", "appearance_position"),
    (Role, "entity_number", "position"),
    (Member, "entity_number", "position"),
    (Member, "group_number", "group_position"),
)

# The condition of the indexes of aliases, which have only those that join articles.
JOINS_ARTICLES = "aliases.folded <> ''"
ALIAS_EXISTS = "SELECT 1 FROM aliases WHERE key_number = ? AND folded = ? AND folded <> '' LIMIT 1"


class Changes(NamedTuple):
    """Changes of resolution: new survivors of entities, their former ones, and entities that no article names any more."""

    survivors: dict[int, int]
    former: dict[int, int]
    orphans: set[int]

    @property
    def affected(self) -> set[int]:
        """The entities with a new survivor, and both survivors: their names and counts must be computed again."""
        return {*self.survivors, *self.former.values(), *self.survivors.values()} - self.orphans


def neighbourhood(session: Session, judgements: Judgements, keys: Iterable[int]) -> set[int]:
    """Return the entities that are, or may be, joined to these. Call it before rows of an article are removed."""
    return set(_neighbourhood(session, judgements, set(keys))[0])


def find_changes(session: Session, judgements: Judgements, keys: set[int], earlier_entities: set[int]) -> Changes:
    """Return the changes of resolution of these entities and of their neighbourhood.

    Args:
        earlier_entities: entities of articles whose rows were removed; some may appear nowhere any more.
    """
    stored, edges = _neighbourhood(session, judgements, keys | earlier_entities)
    orphans = earlier_entities - set(
        session.scalars(select(col(Appearance.key_number)).where(col(Appearance.key_number).in_(earlier_entities)).distinct())
    )
    edges = {edge for edge in edges if not orphans & set(edge)}
    groups = judgements.groups_of(stored.keys() - orphans)
    members, joined_by_people = Counter(stored.values()), Counter(groups.values())
    joined = {end for edge in edges for end in edge} | {key for key, survivor in stored.items() if members[survivor] > 1}
    joined |= {key for key, group in groups.items() if joined_by_people[group] > 1}
    groups = {key: groups[key] for key in joined - orphans}
    survivors = find_survivors(session, groups, edges, judgements.kept_apart(groups))
    changed = {key: survivor for key, survivor in survivors.items() if stored[key] != survivor}
    return Changes(changed, {key: stored[key] for key in changed}, orphans)


def articles_of(session: Session, keys: Iterable[int]) -> set[int]:
    """Return the articles in which these entities are named."""
    return set(session.scalars(select(col(Appearance.article_number)).where(col(Appearance.key_number).in_(keys)).distinct()))


def apply_changes(session: Session, changes: Changes) -> None:
    """Store the new survivors at the entities and at all references to their appearances; remove the orphans."""
    for key, survivor in sorted(changes.survivors.items()):
        _set_survivor(session, key, survivor)
    _remove_orphans(session, changes.orphans)


def with_survivors(rows: ColumnsByTable, survivors: Mapping[int, int]) -> ColumnsByTable:
    """Return the rows of documents with the survivors in place of merged entities."""
    merged = {number: survivor for number, survivor in survivors.items() if number != survivor}
    resolved = dict(rows)
    for table, name in ((Appearance, "entity_number"), *((table, name) for table, name, _ in RESOLVED_COLUMNS)):
        if table in rows and merged:
            resolved[table] = {**resolved[table], name: [merged.get(number, number) for number in resolved[table][name]]}
    return resolved


def clashing_entities(rows: ColumnsByTable) -> set[int]:
    """Return the entities that are merged although one of these articles names them side by side."""
    appearances = [*select_columns(rows, Appearance, "article_number", "entity_number", "key_number")]
    named: dict[tuple[int, int], set[int]] = {(article, survivor): set() for article, survivor, key in appearances if survivor != key}
    for article, survivor, key in appearances if named else ():
        if (article, survivor) in named:
            named[article, survivor].add(key)
    return {key for keys in named.values() if len(keys) > 1 for key in keys}


def entities_with_new_aliases(session: Session, rows: ColumnsByTable, added: Collection[int]) -> set[int]:
    """Return the entities, beside those that are added, that get a curated alias which they did not have before."""
    curated = {(number, folded) for number, folded in select_columns(rows, Alias, "key_number", "folded") if folded and number not in added}
    connection = session.connection()
    exists = ALIAS_EXISTS if connection.dialect.name == "sqlite" else ALIAS_EXISTS.replace("?", "%s")
    return {number for number, folded in curated if not on_driver(connection, exists, (number, folded))[0]}


def _clusters_around(session: Session, keys: set[int]) -> dict[int, int]:
    """Return all members of the clusters of these entities, with their survivors."""
    survivors = select(col(Entity.survivor_number)).where(col(Entity.number).in_(keys))
    return dict(
        session.connection()
        .execute(select(col(Entity.number), col(Entity.survivor_number)).where(col(Entity.survivor_number).in_(survivors)))
        .all()
    )


def _neighbourhood(session: Session, judgements: Judgements, keys: set[int]) -> tuple[dict[int, int], set[Edge]]:
    found, edges = _clusters_around(session, keys), set[Edge]()
    frontier = set(found)
    while frontier:
        nearby = _edges(session, frontier)
        edges |= nearby
        ends = {end for edge in nearby for end in edge if end not in found}
        ends |= judgements.joined_to(frontier)
        reached = _clusters_around(session, ends)
        frontier = {key for key in reached if key not in found}
        found |= reached
    return found, edges


def _edges(session: Session, keys: set[int]) -> set[Edge]:
    is_other = col(Entity.number) != col(Alias.key_number)
    is_namesake = (col(Alias.kind) == NAMED_KIND) & (col(Entity.folded) == col(Alias.folded)) & is_other
    edges = select(col(Alias.key_number), col(Entity.number)).distinct().join_from(Alias, Entity, is_namesake).where(text(JOINS_ARTICLES))
    found = [session.connection().execute(edges.where(end.in_(keys))) for end in (col(Alias.key_number), col(Entity.number))]
    return {(source, target) for rows in found for source, target in rows}


def _remove_orphans(session: Session, orphans: set[int]) -> None:
    session.execute(update(Entity).where(col(Entity.number).in_(orphans)).values(survivor_number=col(Entity.number)))
    session.execute(delete(Entity).where(col(Entity.number).in_(orphans)))


def _set_survivor(session: Session, key: int, survivor: int) -> None:
    """Store another survivor at an entity and at all references to its appearances."""
    session.execute(update(Entity).where(col(Entity.number) == key).values(survivor_number=survivor))
    session.execute(
        update(Appearance)
        .where(col(Appearance.key_number) == key)
        .values(entity_number=survivor)
        .execution_options(synchronize_session=False)
    )
    places = select(col(Appearance.article_number), col(Appearance.position)).where(col(Appearance.key_number) == key)
    for table, column, position in RESOLVED_COLUMNS:
        at = tuple_(col(table.article_number), getattr(table, position)).in_(places)
        session.execute(update(table).where(at).values({column: survivor}).execution_options(synchronize_session=False))
