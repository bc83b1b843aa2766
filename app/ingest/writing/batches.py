"""Write batches of articles: replace their rows, resolve entities, update names, counts, full text and counters."""

from collections import defaultdict
from dataclasses import dataclass, field

from sqlalchemy import delete, select
from sqlmodel import Session, SQLModel, col

from app.database import tables
from app.ingest.preparing.documents import PreparedDocument
from app.ingest.preparing.driver_rows import DriverRows, DriverRowsByTable, table_name
from app.ingest.writing import counters, entities, full_text, indexes, new_entities, resolution, stored_entities
from app.ingest.writing.inserts import insert_rows
from app.ingest.writing.rows_to_count import rows_to_count

# Tables that refer to others come first, for the foreign keys. Resolution removes entities that no article names any more.
TABLES_OF_ARTICLE = (
    tables.Relation,
    tables.Claim,
    tables.Event,
    tables.Time,
    tables.Member,
    tables.Role,
    tables.Alias,
    tables.Document,
    tables.Appearance,
    tables.Entity,
)
# Resolution reads the first of these, so their rows are written before it. Rows of the second hold ids that it finds.
BEFORE_RESOLUTION = (tables.Appearance, tables.Alias)
AFTER_RESOLUTION = (
    tables.Role,
    tables.Member,
    tables.Claim,
    tables.Event,
    tables.Holder,
    tables.About,
    tables.Participant,
    tables.Figure,
    tables.Relation,
    tables.Byline,
    tables.Time,
)


@dataclass
class Batch:
    """Articles written together: their rows, the ids of entities named in them (``keys``), and the survivors of these.

    ``earlier_entities`` are the entities of the replaced versions of the articles, and entities that may be joined to them.
    """

    articles: set[str]
    rows: DriverRowsByTable
    keys: set[str]
    earlier_entities: set[str]
    survivors: dict[str, str] = field(default_factory=dict)

    @property
    def entities(self) -> set[str]:
        return self.keys | self.earlier_entities


def replace_articles(session: Session, documents: list[PreparedDocument], replaced: set[str], counts: counters.Counts) -> None:
    """Write the rows of documents, resolve their entities, and add the differences to ``counts``.

    Args:
        replaced: ids of the articles among them that are stored already.
    """
    if replaced:
        indexes.restore(session)  # without indexes each deleted row costs a scan of whole tables
    batch = _batch_of(session, documents, replaced)
    counts.subtract(_count(session, replaced, batch.entities))
    batch.survivors = entities.survivors_of(session, batch.keys)
    with_new_aliases = resolution.entities_with_new_aliases(session, batch.rows["aliases"], set(batch.survivors))
    if replaced:
        _remove(session, replaced)
        batch.survivors = entities.survivors_of(session, batch.keys)
    added = _write_before_resolution(session, batch)
    clashing = resolution.clashing_entities(batch.rows["appearances"], batch.survivors)
    changes = resolution.find_changes(session, with_new_aliases | added | clashing, batch.earlier_entities)
    other_articles = resolution.articles_of(session, changes.survivors) - batch.articles
    counts.subtract(_count(session, other_articles, changes.affected - batch.entities))
    resolution.apply_changes(session, changes)
    _write_after_resolution(session, batch, changes)
    _write_entities(session, batch, added, (batch.earlier_entities | changes.affected) - changes.orphans)
    _index_full_text(session, batch.articles)
    counts.update(_count(session, other_articles, batch.entities | changes.affected))
    counters.count_rows(counts, rows_to_count(batch.rows, entities.kinds_and_names(session, batch.rows, batch.survivors)))


def _batch_of(session: Session, documents: list[PreparedDocument], replaced: set[str]) -> Batch:
    rows: dict[str, DriverRows] = defaultdict(list)
    for document in documents:
        for name, table_rows in document.rows.items():
            rows[name] += table_rows
    keys = {row[0] for row in rows[table_name(tables.Entity)]}
    return Batch({document.article_id for document in documents}, rows, keys, _entities_near(session, replaced))


def _entities_near(session: Session, articles: set[str]) -> set[str]:
    """Return the entities that appear in the articles, and entities that may be joined to them."""
    if not articles:
        return set()
    appearing = select(col(tables.Appearance.key_id)).where(col(tables.Appearance.article_id).in_(articles))
    return resolution.neighbourhood(session, session.scalars(appearing))


def _count(session: Session, articles: set[str], entity_ids: set[str]) -> counters.Counts:
    counts = counters.count(session, articles)
    counts.update(counters.count_entities(session, entity_ids))
    return counts


def _remove(session: Session, articles: set[str]) -> None:
    """Remove all rows of articles, except for entities that are not theirs alone."""
    for table in TABLES_OF_ARTICLE:
        session.execute(delete(table).where(col(table.article_id).in_(articles)))
    session.execute(delete(tables.Article).where(col(tables.Article.id).in_(articles)))


def _write_before_resolution(session: Session, batch: Batch) -> set[str]:
    """Write the rows that resolution reads; return the ids of new entities."""
    _insert(session, batch.rows, tables.Article, tables.Document)
    added = entities.insert_missing(session, batch.rows["entities"], batch.survivors)
    _insert(session, batch.rows, *BEFORE_RESOLUTION)
    batch.survivors |= {key: key for key in added}
    return added


def _write_after_resolution(session: Session, batch: Batch, changes: resolution.Changes) -> None:
    batch.survivors |= {key: survivor for key, survivor in changes.survivors.items() if key in batch.keys}
    merged = {key: survivor for key, survivor in batch.survivors.items() if key != survivor}
    resolution.resolve_articles(session, batch.articles, merged)
    batch.rows = resolution.with_survivors(batch.rows, merged)
    _insert(session, batch.rows, *AFTER_RESOLUTION)


def _write_entities(session: Session, batch: Batch, added: set[str], changed: set[str]) -> None:
    """Write names and counts of entities: new ones from the rows; known ones by adding; changed or renamed ones from the tables."""
    recomputed = added | changed
    stored = {key: survivor for key, survivor in batch.survivors.items() if key not in recomputed and survivor not in recomputed}
    unchanged_names = stored_entities.entities_with_known_names(session, batch.rows, stored)
    stored_entities.add_counts(session, batch.rows, {key: stored[key] for key in unchanged_names})
    new_entities.write_new_entities(session, batch.rows, added - changed)
    entities.recompute(session, changed | (batch.keys - unchanged_names - added), added)


def _index_full_text(session: Session, articles: set[str]) -> None:
    full_text.index_rows(session, tables.Article, col(tables.Article.id).in_(articles))
    for table in (tables.Claim, tables.Event):
        full_text.index_rows(session, table, col(table.article_id).in_(articles))


def _insert(session: Session, rows: DriverRowsByTable, *tables_to_write: type[SQLModel]) -> None:
    for table in tables_to_write:
        insert_rows(session, table, rows.get(table_name(table), []))
