"""Judgements of people on entities, as resolution needs them: groups that people joined, and pairs that they keep apart."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from app.database.tables.entities import Entity
from app.database.tables.judgements import Judgement
from app.ingest.writing.numbers import IDS_PER_STATEMENT, chunks

HOLDS = col(Judgement.taken_back_at).is_(None), col(Judgement.judgement) != "unsure"


class Judgements:
    """The judgements that hold, each read when resolution meets one of its entities.

    Attributes:
        are_there: whether there are any: an archive without judgements costs one look into an empty table.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self.are_there = session.execute(select(col(Judgement.number)).where(*HOLDS).limit(1)).first() is not None
        self._groups: dict[str, set[str]] = {}  # by id: all that people joined to it, and itself
        self._apart: set[tuple[str, str]] = set()
        self._read_ids: set[str] = set()  # of which all judgements, and those of all that were joined to them, were read

    def judged_among(self, ids: Collection[str]) -> set[str]:
        """Return those of these entities that a judgement names."""
        if not self.are_there:
            return set()
        return {key for row in self._rows_on(ids) for key in (row.entity_id, row.other_id)} & {*ids}

    def relation_of(self, one: str, other: str) -> tuple[bool, bool]:
        """Return whether people joined these two entities, however indirectly, and whether they keep them apart, however indirectly."""
        if not self.are_there:
            return False, False
        self._read([one, other])
        return self._groups[one] is self._groups[other], self._are_apart(one, other)

    def add(self, entity_id: str, other_id: str, judgement: str) -> bool:
        """Take one more judgement for given, positive or negative, unless it contradicts those that hold; return whether it does not."""
        self._read([entity_id, other_id])
        if judgement == "positive":
            is_possible = not self._are_apart(entity_id, other_id)
            if is_possible:
                self._join(entity_id, other_id)
        else:
            is_possible = self._groups[entity_id] is not self._groups[other_id]
            if is_possible:
                self._apart.add((entity_id, other_id))
        return is_possible

    def is_joined(self, one: str) -> bool:
        """Return whether people joined an entity to another one."""
        if self.are_there:
            self._read([one])
        return self.are_there and len(self._groups[one]) > 1

    def joined_to(self, keys: Collection[int]) -> set[int]:
        """Return the entities that people joined to these, however indirectly: also by way of some that are not there now."""
        if not self.are_there or not keys:
            return set()
        ids = _ids_of(self._session, keys)
        self._read(ids.values())
        others = {other for key in ids.values() for other in self._groups[key]} - {*ids.values()}
        return set(_numbers_of(self._session, others).values())

    def groups_of(self, keys: Collection[int]) -> dict[int, int]:
        """Return, for each of these entities, one that stands for all of them that people joined with it: most often itself.

        ``joined_to`` has read them.
        """
        if not self.are_there:
            return {key: key for key in keys}
        standing_for: dict[int, int] = {}
        ids = sorted(_ids_of(self._session, keys).items())
        return {key: standing_for.setdefault(id(self._groups[entity_id]), key) for key, entity_id in ids}

    def kept_apart(self, groups: Mapping[int, int]) -> set[tuple[int, int]]:
        """Return the pairs of these groups, in both orders, that people keep apart."""
        if not self._apart:
            return set()
        group_of = {id(self._groups[key]): groups[number] for number, key in _ids_of(self._session, groups).items()}
        found = [(group_of.get(id(self._groups[one])), group_of.get(id(self._groups[other]))) for one, other in self._apart]
        return {pair for one, other in found if one is not None and other is not None for pair in ((one, other), (other, one))}

    def _are_apart(self, one: str, other: str) -> bool:
        wanted = {id(self._groups[one]), id(self._groups[other])}
        return len(wanted) > 1 and any({id(self._groups[key]) for key in pair} == wanted for pair in self._apart)

    def _read(self, ids: Iterable[str]) -> None:
        frontier = {*ids} - self._read_ids
        while frontier:
            self._read_ids |= frontier
            rows = self._rows_on(frontier)
            for key in frontier.union(*((row.entity_id, row.other_id) for row in rows)):
                self._groups.setdefault(key, {key})
            positive = [row for row in rows if row.judgement == "positive"]
            for row in positive:
                self._join(row.entity_id, row.other_id)
            self._apart |= {(row.entity_id, row.other_id) for row in rows if row.judgement == "negative"}
            frontier = {key for row in positive for key in (row.entity_id, row.other_id)} - self._read_ids

    def _join(self, one: str, other: str) -> None:
        smaller, larger = sorted((self._groups[one], self._groups[other]), key=len)
        if smaller is not larger:
            larger |= smaller
            self._groups.update(dict.fromkeys(smaller, larger))

    def _rows_on(self, ids: Collection[str]) -> list[Any]:
        columns = select(col(Judgement.entity_id), col(Judgement.other_id), col(Judgement.judgement)).where(*HOLDS)
        return [
            row
            for chunk in chunks(sorted(ids), IDS_PER_STATEMENT)
            for end in (col(Judgement.entity_id), col(Judgement.other_id))
            for row in self._session.connection().execute(columns.where(end.in_(chunk)))
        ]


def _ids_of(session: Session, numbers: Collection[int]) -> dict[int, str]:
    return _pairs(session, col(Entity.number), col(Entity.id), numbers)


def _numbers_of(session: Session, ids: Collection[str]) -> dict[str, int]:
    return _pairs(session, col(Entity.id), col(Entity.number), ids)


def _pairs(session: Session, key: Any, value: Any, keys: Collection[Any]) -> dict[Any, Any]:
    found = select(key, value)
    return {
        row[0]: row[1]
        for chunk in chunks(sorted(keys), IDS_PER_STATEMENT)
        for row in session.connection().execute(found.where(key.in_(chunk)))
    }
