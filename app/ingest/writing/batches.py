"""Write batches of articles: replace their rows, resolve entities, update names, counts, full text and counters."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import delete, select
from sqlmodel import Session, SQLModel, col

from app.database import tables
from app.ingest.preparing.documents import PreparedDocument
from app.ingest.writing import counters, entities, full_text, indexes, new_entities, role_titles
from app.ingest.writing.counted_rows import Speakers, new_counted_rows
from app.ingest.writing.feed import changed_entities
from app.ingest.writing.feed.changes import ChangeLog
from app.ingest.writing.increments import Increments
from app.ingest.writing.inserts import insert_columns
from app.ingest.writing.numbers import ColumnsByTable, NextNumbers, column, columns_of, number_rows, select_columns
from app.ingest.writing.resolving import clashes, resolution
from app.ingest.writing.resolving.clashes import Clashes
from app.ingest.writing.resolving.corrections import Corrections
from app.ingest.writing.resolving.judgements import Judgements
from app.ingest.writing.stored_entities import StoredEntities

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
# Resolution reads the second of these, so their rows are written before it. Rows of the third hold numbers that it finds.
BEFORE_ENTITIES = (tables.Article, tables.Document)
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
    tables.Rejected,
    tables.Orphan,
)
INDEXED = (tables.Article, tables.Claim, tables.Event)  # for full text


class BatchWriter:
    """Writes the batches of one transaction, with what it knows of entities, and the counts that are written at its end.

    Entities that change, beside those which the articles name, are added to ``changes``. The articles themselves are not.
    """

    def __init__(self, session: Session, changes: ChangeLog) -> None:
        self._session = session
        self._log = changes
        self._counts = counters.Counts()
        self._increments = Increments()
        self._numbers = NextNumbers(session)
        self._entities = StoredEntities(session)
        self._judgements = Judgements(session)
        self._corrections = Corrections(session)

    @property
    def first_article(self) -> int:
        """The number of the first article that the transaction writes, or would write."""
        return self._numbers.first_article

    def forget_layers(self) -> None:
        """Read judgements and corrections again, some of which were added since this writer was made."""
        self._judgements, self._corrections = Judgements(self._session), Corrections(self._session)

    @property
    def _clashes(self) -> Clashes:
        return Clashes(self._session, self._judgements, self._corrections)

    def write(self, documents: Sequence[PreparedDocument], replaced: Collection[int]) -> None:
        """Write the rows of documents and resolve their entities.

        Args:
            replaced: numbers of the articles among them that are stored already.
        """
        ids_before = changed_entities.ids_named_in(self._session, replaced) if replaced else {}
        earlier = self._clashes.earlier(replaced)
        to_recompute = self._remove(replaced) if replaced else set()
        unresolved, added = self._number(columns_of(documents))
        rows, survivors = self._resolved(unresolved, added)
        with_new_aliases = resolution.entities_with_new_aliases(self._session, rows, added)
        increments = Increments()
        increments.add_rows(rows)
        carrying = {document.article_id for document in documents if document.carries_layers}
        said_against = self._clashes.find(rows, carrying, earlier)
        named = self._write_before_resolution(rows, added, increments)
        clashes.store(self._session, said_against)
        clashing = resolution.clashing_entities(rows)
        changes = resolution.find_changes(self._session, self._judgements, with_new_aliases | named | clashing, to_recompute)
        self._take_out_of_counts(self._corrected_among(rows, added), to_recompute)
        of_other_kind = self._resolve(rows, changes, to_recompute, ids_before)
        rows = resolution.with_survivors(unresolved, {**survivors, **changes.survivors})
        self._insert(rows, AFTER_RESOLUTION)
        role_titles.add(self._session, column(rows, tables.Role, "title_folded"))
        increments.remove(changes.orphans)
        # Where people joined what an article names side by side, the article was counted twice.
        self._take_out_of_counts(clashing.union(*self._entities.survivors_of(clashing).items()), to_recompute)
        renamed = self._count_entities(rows, added, increments, to_recompute - changes.orphans)
        no_longer_named = {*ids_before} - {*column(rows, tables.Appearance, "entity_number")}
        changed_entities.log_entities(self._session, self._log, changes, added, renamed | of_other_kind, no_longer_named)
        self._index_full_text(rows)
        counters.count_rows(self._counts, new_counted_rows(rows, self._speakers(rows)))

    def remove(self, articles: Collection[int]) -> None:
        """Remove all rows of articles, and what no other article names."""
        ids_before = changed_entities.ids_named_in(self._session, articles)
        to_recompute = self._remove(articles)
        changes = resolution.find_changes(self._session, self._judgements, set(), to_recompute)
        self._apply(changes, to_recompute, ids_before)

    def resolve(self, entities_judged: Collection[int]) -> resolution.Changes:
        """Resolve entities again, of which a judgement was made or taken back since; return what changed."""
        changes = resolution.find_changes(self._session, self._judgements, {*entities_judged}, set())
        self._apply(changes, set(), {})
        return changes

    def correct(self, ids: Collection[str]) -> None:
        """Compute entities again that people corrected since, by the ids that the edits name."""
        self.forget_layers()
        numbers = self._entities.numbers_of(ids).values()
        to_recompute, survivors = set[int](), {*self._entities.survivors_of(numbers).values()}
        self._take_out_of_counts(survivors, to_recompute)
        self._apply(resolution.Changes({}, {}, set()), to_recompute, {}, survivors)

    def _apply(
        self, changes: resolution.Changes, to_recompute: set[int], ids_before: Mapping[int, str], updated: Collection[int] = ()
    ) -> None:
        """Apply changes of resolution where no rows are written, and log the entities that change, and those that are updated."""
        of_other_kind = self._resolve({}, changes, to_recompute, ids_before)
        renamed = self._count_entities({}, range(0), Increments(), to_recompute - changes.orphans)
        changed_entities.log_entities(self._session, self._log, changes, (), renamed | of_other_kind, {*ids_before, *updated})

    def finish(self) -> None:
        """Write what was gathered over all batches: counts of entities, and counters."""
        self._increments.write(self._session, self._counts)
        counters.record(self._session, self._counts)

    def _remove(self, replaced: Collection[int]) -> set[int]:
        """Remove all rows of articles, except for entities that are not theirs alone; return the entities whose counts change by that."""
        indexes.restore(self._session)  # without indexes each deleted row costs a scan of whole tables
        appearing = select(col(tables.Appearance.key_number)).where(col(tables.Appearance.article_number).in_(replaced))
        to_recompute = resolution.neighbourhood(self._session, self._judgements, self._session.scalars(appearing))
        self._counts.subtract(counters.count(self._session, replaced))
        self._counts.subtract(counters.count_entities(self._session, to_recompute))
        titles = role_titles.titles_in(self._session, replaced)
        for table in TABLES_OF_ARTICLE:
            self._session.execute(delete(table).where(col(table.article_number).in_(replaced)))
        self._session.execute(delete(tables.Article).where(col(tables.Article.number).in_(replaced)))
        role_titles.remove_unused(self._session, titles)
        self._entities.forget(to_recompute)
        self._increments.remove(to_recompute)
        return to_recompute

    def _number(self, rows: ColumnsByTable) -> tuple[ColumnsByTable, range]:
        """Return the rows with numbers in place of ids, and the numbers of new entities."""
        ids = [*dict.fromkeys(column(rows, tables.Entity, "id"))]
        known = self._entities.numbers_of(ids)
        new = [key for key in ids if key not in known]
        added = self._numbers.take(tables.Entity, len(new))
        return number_rows(self._numbers, rows, {**known, **dict(zip(new, added, strict=True))}), added

    def _resolved(self, rows: ColumnsByTable, added: range) -> tuple[ColumnsByTable, dict[int, int]]:
        """Return the rows with the survivors that are stored for entities, and these survivors."""
        survivors = self._entities.survivors_of({*column(rows, tables.Entity, "number")} - {*added})
        return resolution.with_survivors(rows, survivors), survivors

    def _write_before_resolution(self, rows: ColumnsByTable, added: range, increments: Increments) -> set[int]:
        """Write the rows that resolution reads; return the new entities that have names."""
        self._insert(rows, BEFORE_ENTITIES)
        columns = new_entities.write_new_entities(self._session, rows, added, increments, self._counts)
        self._entities.add(columns)
        self._insert(rows, BEFORE_RESOLUTION)
        return {number for number, name in zip(columns["number"], columns["name"], strict=True) if name} if columns else set()

    def _corrected_among(self, rows: ColumnsByTable, added: range) -> set[int]:
        """Return the new entities that people corrected when they were there before."""
        if not self._corrections.are_there:
            return set()
        new = {key: number for number, key in select_columns(rows, tables.Entity, "number", "id") if number in added}
        return self._corrections.corrected_among(new)

    def _resolve(
        self, rows: ColumnsByTable, changes: resolution.Changes, to_recompute: set[int], ids_before: Mapping[int, str]
    ) -> frozenset[int]:
        """Apply changes of resolution and of kinds, and count other articles anew; return the entities that get another kind.

        Add the entities that change to ``to_recompute``.
        """
        kinds = self._corrections.kind_changes(changes.affected | to_recompute, changes)
        keys = {*changes.survivors, *kinds.keys}
        other_articles = resolution.articles_of(self._session, keys) - {*column(rows, tables.Article, "number")}
        self._counts.subtract(counters.count_speakers(self._session, other_articles, keys))
        self._take_out_of_counts(changes.affected | kinds.kinds.keys(), to_recompute)
        changed_entities.log_orphans(self._session, self._log, changes.orphans, ids_before)
        resolution.apply_changes(self._session, changes)
        self._corrections.store_kinds(kinds)
        self._entities.forget(changes.affected | changes.orphans | kinds.kinds.keys())
        self._counts.update(counters.count_speakers(self._session, other_articles, keys))
        return kinds.renamed

    def _take_out_of_counts(self, changing: Iterable[int], to_recompute: set[int]) -> None:
        """Take entities out of the counts before they change, and add them to ``to_recompute``."""
        numbers = {*changing} - to_recompute
        self._counts.subtract(counters.count_entities(self._session, numbers))
        to_recompute |= numbers

    def _count_entities(self, rows: ColumnsByTable, added: range, increments: Increments, to_recompute: set[int]) -> set[int]:
        """Compute changed entities from the tables, and keep the increments of all others until the end; return those renamed."""
        self._take_out_of_counts(self._with_other_names(rows, added, to_recompute), to_recompute)
        recomputed, renamed = entities.recompute(self._session, to_recompute, self._corrections)
        self._entities.forget(recomputed)
        self._counts.update(counters.count_entities(self._session, to_recompute))
        increments.remove_counts(added)
        increments.remove(recomputed)
        self._increments.remove(recomputed)
        self._increments.add(increments)
        return renamed

    def _with_other_names(self, rows: ColumnsByTable, added: range, to_recompute: Collection[int]) -> set[int]:
        """Return the stored entities, and their survivors, whose names, aliases or Wikidata items may change by these rows."""
        appearances = {*select_columns(rows, tables.Appearance, "key_number", "name", "wikidata")}
        aliases = {*select_columns(rows, tables.Alias, "key_number", "alias")}
        stored = {number for number, *_ in appearances} - {*added} - {*to_recompute}
        self._entities.load(stored)
        survivors = {number: self._entities.survivor_of(number) for number in stored}
        held = self._corrections.held({survivor.number for survivor in survivors.values()})
        changed = {
            key
            for key, name, wikidata in appearances
            if key in stored
            and not self._entities.get(key).is_known(name, wikidata, survivors[key], held.get(survivors[key].number, {}).keys())
        }
        changed |= {key for key, alias in aliases if key in stored and not survivors[key].has_alias(alias)}
        return changed | {survivors[key].number for key in changed}

    def _speakers(self, rows: ColumnsByTable) -> Speakers:
        numbers = {*column(rows, tables.Claim, "speaker_number")} - {None}
        self._entities.load(numbers)
        speakers = map(self._entities.get, numbers)
        return {speaker.number: (speaker.kind, speaker.folded) for speaker in speakers}

    def _index_full_text(self, rows: ColumnsByTable) -> None:
        for table in INDEXED:
            full_text.index_numbers(self._session, table, column(rows, table, "number"))

    def _insert(self, rows: ColumnsByTable, tables_to_write: Iterable[type[SQLModel]]) -> None:
        for table in tables_to_write:
            insert_columns(self._session, table, rows.get(table, {}))
