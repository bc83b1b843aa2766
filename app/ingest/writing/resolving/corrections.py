"""Corrections of entities by people, as a transaction that writes needs them: what holds, and kinds that change."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select, update
from sqlmodel import Session, col

from app.database.tables.edits import Edit
from app.database.tables.entities import Entity
from app.ingest.writing.numbers import IDS_PER_STATEMENT, chunks
from app.ingest.writing.resolving.resolution import Changes
from app.queries.administering.corrections import corrections_of, holding, list_corrections
from app.queries.administering.edits import list_edits_of

COLUMNS = ("number", "id", "survivor_number", "kind", "named_kind")


class KindChanges(NamedTuple):
    """Kinds that change by corrections.

    Attributes:
        kinds: by entity, its kind, and the one that articles give if that is another.
        renamed: entities among them that stand for themselves: claims show another kind.
        keys: entities, as articles name them, whose claims show another kind.
    """

    kinds: dict[int, tuple[str, str | None]] = {}  # never changed
    renamed: frozenset[int] = frozenset()
    keys: frozenset[int] = frozenset()


class Corrections:
    """What people corrected of entities.

    Attributes:
        are_there: whether anything was corrected: an archive without corrections costs one look into an index.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self.are_there = session.execute(select(col(Edit.number)).where(col(Edit.article_id).is_(None)).limit(1)).first() is not None

    def held(self, survivors: Collection[int]) -> dict[int, dict[str, Any]]:
        """Return the corrected fields of these entities, which stand for themselves; nothing for those without corrections."""
        if not self.are_there:
            return {}
        found = (list_corrections(self._session.connection(), chunk) for chunk in chunks(sorted(survivors), IDS_PER_STATEMENT))
        return {number: holding(corrections_of(rows)) for part in found for number, rows in part.items()}

    def corrected_among(self, numbers: Mapping[str, int]) -> set[int]:
        """Return those of these entities, numbers by id, that people corrected before they were there, or when they were there before."""
        return {numbers[row.thing_id] for row in self._edits_of(numbers)}

    def kind_changes(self, numbers: Collection[int], changes: Changes) -> KindChanges:
        """Return the kinds that change when changes of resolution are applied.

        Args:
            numbers: entities that may get or lose a correction of their kind by that, or since.
        """
        if not self.are_there or not numbers:
            return KindChanges()
        rows = {row.number: row for row in self._clusters_of(numbers)}
        survivors = {key: changes.survivors.get(key, row.survivor_number) for key, row in rows.items() if key not in changes.orphans}
        wanted = self._wanted_kinds(rows, survivors)
        kinds = {key: kind for key, kind in wanted.items() if kind != (rows[key].kind, rows[key].named_kind)}
        moved = {key for key, survivor in survivors.items() if rows[rows[key].survivor_number].kind != wanted[survivor][0]}
        shown = {key for key in kinds if survivors[key] == key and kinds[key][0] != rows[key].kind}
        return KindChanges(kinds, frozenset(shown), frozenset(moved))

    def store_kinds(self, changed: KindChanges) -> None:
        """Store the kinds of entities."""
        if changed.kinds:
            values: dict[str, Any] = {"kind": bindparam("kind_now"), "named_kind": bindparam("kind_of_articles")}
            statement = update(Entity.__table__).where(col(Entity.number) == bindparam("key")).values(values)  # type: ignore[attr-defined]
            rows = [{"key": key, "kind_now": kind, "kind_of_articles": named} for key, (kind, named) in sorted(changed.kinds.items())]
            self._session.connection().execute(statement, rows)

    def _clusters_of(self, numbers: Collection[int]) -> list[Any]:
        columns = select(*(col(getattr(Entity, name)) for name in COLUMNS))
        survivors = {
            survivor
            for chunk in chunks(sorted(numbers), IDS_PER_STATEMENT)
            for survivor in self._session.scalars(select(col(Entity.survivor_number)).where(col(Entity.number).in_(chunk)))
        }
        return [
            row
            for chunk in chunks(sorted(survivors), IDS_PER_STATEMENT)
            for row in self._session.connection().execute(columns.where(col(Entity.survivor_number).in_(chunk)))
        ]

    def _wanted_kinds(self, rows: Mapping[int, Any], survivors: Mapping[int, int]) -> dict[int, tuple[str, str | None]]:
        """Return the kind of each entity, and the one that articles give if that is another. A merged one has that of the articles."""
        by_survivor = defaultdict[int, list[Any]](list)
        numbers = {rows[key].id: key for key in survivors}
        for row in self._edits_of(numbers):
            by_survivor[survivors[numbers[row.thing_id]]].append(row)
        corrected = {survivor: holding(corrections_of(edits)).get("kind") for survivor, edits in by_survivor.items()}
        wanted = dict[int, tuple[str, str | None]]()
        for key in survivors:
            named = rows[key].named_kind or rows[key].kind
            kind = corrected.get(key) or named
            wanted[key] = kind, (None if kind == named else named)
        return wanted

    def _edits_of(self, ids: Collection[str]) -> list[Any]:
        connection = self._session.connection()
        found = [row for chunk in chunks(sorted(ids), IDS_PER_STATEMENT) for row in list_edits_of(connection, chunk)]
        return sorted(found, key=lambda row: (row.at, row.number))
