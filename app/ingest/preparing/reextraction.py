"""Documents of a new extraction, with what people accepted or edited in the document before."""

from collections.abc import Collection
from itertools import count
from typing import Any, NamedTuple

from pydantic import ValidationError

from app.document.knowledge_document import KnowledgeDocument
from app.errors import DocumentRefused, Fault
from app.ingest.preparing.numbering import assign_ids
from app.ingest.reading.validation import faults_of

Json = dict[str, Any]


class ClaimCounts(NamedTuple):
    """How many claims stayed, by their ids, were added, and went."""

    kept: int
    added: int
    removed: int


def keep_reviewed(
    old: KnowledgeDocument, new: KnowledgeDocument, thing_ids: Collection[str], entity_ids: Collection[str]
) -> tuple[KnowledgeDocument, ClaimCounts]:
    """Return a new document of the same text with claims and events of the old one, as they are there, and what they refer to.

    Args:
        thing_ids: of these claims and events.
        entity_ids: of entities that edits name, which the document then has, too.

    Raises:
        DocumentRefused: the two do not go together.
    """
    merging = _Merging(old, new)
    for local_id, entity_id in merging.old_ids.entities.items():
        if entity_id in entity_ids:
            merging.entity(local_id)
    for event in old.events:
        if merging.old_ids.events[event.id] in thing_ids:
            merging.event(event.id)
    for claim in old.claims:
        if merging.old_ids.claims[claim.id] in thing_ids:
            merging.claim(claim.id)
    merging.relations()
    merged = _validated({**merging.document, "article": old.article.model_dump(mode="json", exclude_unset=True)})
    return merged, merging.counts(merged, thing_ids)


class _Merging:
    """The new document, to which things of the old one are added, and the local ids that they have there."""

    def __init__(self, old: KnowledgeDocument, new: KnowledgeDocument) -> None:
        self.old_ids, self._new_ids = assign_ids(old), assign_ids(new)
        self.document = new.dump()
        self._old = {name: {thing["id"]: thing for thing in old.dump().get(name, [])} for name in ("entities", "claims", "events")}
        self._relations = old.dump().get("relations", [])
        new_ids = (self._new_ids.entities, self._new_ids.claims, self._new_ids.events)
        self._local_ids = {public: local for ids in new_ids for local, public in ids.items()}
        self._taken = {local for ids in new_ids for local in ids}
        self._names: dict[str, str] = {}  # local ids in the new document by those in the old one
        self._kept: set[str] = set()

    def entity(self, local_id: str) -> str:
        """Return the local id of an entity of the old document, which is added if the new one lacks it."""
        if local_id not in self._names:
            known = self._local_ids.get(self.old_ids.entities[local_id])
            self._names[local_id] = known or self._new_name(local_id)
            if known is None:
                thing = self._old["entities"][local_id]
                members = {"members": [self.entity(member) for member in thing["members"]]} if "members" in thing else {}
                self._put("entities", {**thing, **members, "id": self._names[local_id]})
        return self._names[local_id]

    def event(self, local_id: str) -> str:
        """Put an event of the old document into the new one, in place of that of the same id; return its local id."""
        if local_id not in self._names:
            self._names[local_id] = self._local_ids.get(self.old_ids.events[local_id]) or self._new_name(local_id)
            self._kept.add(local_id)
            thing = self._old["events"][local_id]
            participants = [
                {**each, "entity": self.entity(each["entity"])} if each.get("entity") is not None else each
                for each in thing.get("participants", [])
            ]
            self._put("events", {**thing, **({"participants": participants} if participants else {}), "id": self._names[local_id]})
        return self._names[local_id]

    def claim(self, local_id: str) -> None:
        """Put a claim of the old document into the new one, likewise."""
        thing = self._old["claims"][local_id]
        self._names[local_id] = self._local_ids.get(self.old_ids.claims[local_id]) or self._new_name(local_id)
        self._kept.add(local_id)
        lists = {name: [self._topic(each) for each in thing[name]] for name in ("holders", "about") if name in thing}
        ones = {name: self.entity(thing[name]) for name in ("speaker", "reported_via") if thing.get(name) is not None}
        self._put("claims", {**thing, **lists, **ones, "id": self._names[local_id]})

    def relations(self) -> None:
        """Add the relations of things that were kept, where the new document has the other end."""
        for relation in self._relations:
            ends = {end: self._end(relation[end]) for end in ("from", "to")}
            if None not in ends.values() and self._kept & {relation["from"], relation["to"]}:
                moved = {**relation, **ends}
                if moved not in self.document.setdefault("relations", []):
                    self.document["relations"].append(moved)

    def counts(self, merged: KnowledgeDocument, thing_ids: Collection[str]) -> ClaimCounts:
        """Count claims; raises that things of the old or the new document are lost, since others took their ids."""
        ids = assign_ids(merged)
        things = {*ids.claims.values(), *ids.events.values()}
        reviewed = {*thing_ids} & {*self.old_ids.claims.values(), *self.old_ids.events.values()}  # an earlier text may have had others
        if not things >= {*reviewed, *self._new_ids.claims.values(), *self._new_ids.events.values()}:
            raise DocumentRefused([Fault((), "what people accepted or edited does not go together with the new extraction")])
        before, after = {*self.old_ids.claims.values()}, {*ids.claims.values()}
        return ClaimCounts(len(before & after), len(after - before), len(before - after))

    def _topic(self, local_id: str) -> str:
        if local_id in self._old["entities"]:
            return self.entity(local_id)
        return self._local_ids.get(self.old_ids.events[local_id]) or self.event(local_id)

    def _end(self, local_id: str) -> str | None:
        public = self.old_ids.claims.get(local_id) or self.old_ids.events.get(local_id, "")
        return self._names.get(local_id) or self._local_ids.get(public)

    def _new_name(self, local_id: str) -> str:
        name = next(name for number in count(1) if (name := f"kept-{number}") not in self._taken)
        self._taken.add(name)
        return name

    def _put(self, list_name: str, thing: Json) -> None:
        things = self.document.setdefault(list_name, [])
        things[:] = [each for each in things if each["id"] != thing["id"]] + [thing]


def _validated(data: Json) -> KnowledgeDocument:
    try:
        return KnowledgeDocument.model_validate(data)
    except ValidationError as error:
        raise DocumentRefused(faults_of(error, data)) from error
