"""Corrections of entities: edits that belong to no article, by which names, kinds and Wikidata items are resolved."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, insert, select
from sqlmodel import Session, col

from app.database.engines import write_session
from app.database.tables import Edit, Entity
from app.document.edits import UNCORRECTED
from app.errors import DocumentRefused, EditConflict, Fault, Moved, NotFound
from app.ingest.writing.edit_numbers import raise_edit_numbers
from app.ingest.writing.resolving.clashes import settle
from app.ingest.writing.transactions import correct_entities
from app.queries.administering.corrections import corrections_of, list_corrections
from app.queries.administering.edits import get_edit_number
from app.review.edits import Reviewer
from app.review.patches import fields_of

UNNAMED = "stays null: its article does not name it"
OF_THE_NAMED = ("name", "wikidata")
BY_RULE = ("name", "kind")  # where null stands for what the articles say


def edit_entity(engine: Engine, entity_id: str, patch: Any, reviewer: Reviewer) -> None:
    """Correct an entity. What says nothing new changes nothing.

    Raises:
        NotFound: no entity has this id.
        Moved: it was merged; the error names the survivor.
        EditConflict: it was changed meanwhile.
        DocumentRefused: the patch is wrong.
    """
    with write_session(engine) as session:
        _Correcting(session, entity_id, reviewer).patch(fields_of(entity_id, patch))


def revert_entity(engine: Engine, entity_id: str, edit_number: int | None, reviewer: Reviewer) -> None:
    """Give the fields that an edit changed what they had before it: the last edit if no other is named.

    It may be an edit of an entity that was merged into this one.

    Raises:
        NotFound, Moved: as ``edit_entity`` raises them; or there is no such edit.
        EditConflict: it was changed meanwhile.
    """
    with write_session(engine) as session:
        _Correcting(session, entity_id, reviewer).revert(edit_number)


class _Correcting:
    """One change of one entity, in one transaction."""

    def __init__(self, session: Session, entity_id: str, reviewer: Reviewer) -> None:
        self._session, self._reviewer = session, reviewer
        self._entity = _find(session, entity_id)
        number = get_edit_number(session.connection(), entity_id)
        if reviewer.numbers is not None and number not in reviewer.numbers:
            raise EditConflict(entity_id, number)
        self._rows = list_corrections(session.connection(), [self._entity.number]).get(self._entity.number, [])
        self._corrected = corrections_of(self._rows)

    def patch(self, fields: Mapping[str, Any]) -> None:
        """Correct fields; null gives a name or kind back to the articles, whoever corrected it."""
        if self._entity.anonymous and (named := [name for name in OF_THE_NAMED if fields.get(name) is not None]):
            raise DocumentRefused([Fault((name,), UNNAMED) for name in named])
        given_back = {name for name in BY_RULE if name in fields and fields[name] is None}
        values = {name: fields[name] for name in fields.keys() - given_back if fields[name] != getattr(self._entity, name)}
        changes = defaultdict[str, dict[str, Any]](dict, {self._entity.id: values} if values else {})
        for thing_id, name in self._corrected:
            if name in given_back:
                changes[thing_id][name] = None
        self._write(changes, given_back)

    def revert(self, edit_number: int | None) -> None:
        """Revert an edit, of this entity or of one that resolves to it."""
        found = [row for row in self._rows if edit_number in (None, row.number)]
        if not found:
            raise NotFound(f"There is no such edit of {self._entity.id!r}.")
        edit = found[-1]
        given_back = {*edit.before.get(UNCORRECTED, ())}
        fields = {name: None if name in given_back else value for name, value in edit.before.items() if name != UNCORRECTED}
        changed = {name: value for name, value in fields.items() if self._is_news(edit.thing_id, name, value, name in given_back)}
        self._write({edit.thing_id: changed} if changed else {}, given_back)

    def _is_news(self, thing_id: str, name: str, value: Any, is_given_back: bool) -> bool:
        is_corrected = (thing_id, name) in self._corrected
        return is_corrected if is_given_back else not is_corrected or self._corrected[thing_id, name] != value

    def _write(self, changes: Mapping[str, Mapping[str, Any]], given_back: Collection[str]) -> None:
        """Store an edit for each entity of which fields change, and compute again what all of them resolve to.

        One of no field settles clashes, too.
        """
        if settle(self._session, self._members()) and not changes:
            changes = {self._entity.id: {}}
        if changes:
            rows = [self._row(thing_id, fields, given_back) for thing_id, fields in sorted(changes.items())]
            self._session.connection().execute(insert(Edit), rows)
            raise_edit_numbers(self._session, sorted({*changes, self._entity.id}))
            correct_entities(self._session, [self._entity.id])

    def _members(self) -> Sequence[str]:
        return self._session.scalars(select(col(Entity.id)).where(col(Entity.survivor_number) == self._entity.number)).all()

    def _row(self, thing_id: str, fields: Mapping[str, Any], given_back: Collection[str]) -> dict[str, Any]:
        before = {name: self._corrected.get((thing_id, name), getattr(self._entity, name)) for name in fields}
        return {
            "thing_id": thing_id,
            "article_id": None,
            "at": max([datetime.now(UTC), *(row.at + timedelta(microseconds=1) for row in self._rows)]),  # edits are in order of time
            "actor": self._reviewer.actor,
            "reason": self._reviewer.reason,
            "before": before | {UNCORRECTED: sorted(name for name in fields if (thing_id, name) not in self._corrected)},
            "after": {**fields, UNCORRECTED: sorted(name for name in fields if name in given_back)},
        }


def _find(session: Session, entity_id: str) -> Any:
    columns = (col(getattr(Entity, name)) for name in ("number", "id", "survivor_number", "anonymous", "name", "kind", "wikidata"))
    found = session.execute(select(*columns).where(col(Entity.id) == entity_id)).first()
    if found is None:
        raise NotFound(f"There is no entity {entity_id!r}.")
    if found.survivor_number != found.number:
        survivor = session.scalars(select(col(Entity.id)).where(col(Entity.number) == found.survivor_number)).one()
        raise Moved(entity_id, survivor)
    return found
