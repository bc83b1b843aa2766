"""Entities of the document, drafted from the speakers of a text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.extract.speakers.entities import Entity
from app.extract.speakers.roles import Role, is_role_beside, parse_role
from app.extract.text.segmentation import Span, Text
from app.terms.vocabulary import EntityKind
from app.terms.words import fold

MAX_NAME = 200  # characters of a name, an alias or a descriptor


@dataclass(frozen=True)
class EntityDraft:
    """An entity of the document: named, or anonymous with a descriptor. ``members`` are ids of other entities."""

    id: str
    kind: EntityKind
    name: str | None
    anonymous: bool
    descriptor: str | None = None
    anonymity_condition: str | None = None
    roles: list[Role] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    members: list[str] = field(default_factory=list)
    mentions: list[Span] = field(default_factory=list)


@dataclass(frozen=True)
class Speakers:
    """The speakers as entities in the order of their first claims, and for each attribution the id of its speaker or None."""

    entities: list[EntityDraft]
    speaker_of: list[str | None]


def draft_speakers(
    text: Text, speakers: Sequence[Entity | None], order: Sequence[int], roles: Mapping[int, list[Role]], conditions: Mapping[int, str]
) -> Speakers:
    """Draft the speakers and the members of speaking groups; ``order`` holds the indexes of the attributions in the order of the text.

    ``roles`` and ``conditions`` are keyed by the ``id()`` of the entity. Entities of one kind and name are merged.
    """
    ordered = [speaker for i in order if (speaker := speakers[i]) is not None]
    merged_into = _merge_same_names(list(dict.fromkeys(entity for speaker in ordered for entity in (speaker, *speaker.members))))
    kept = list(dict.fromkeys(merged_into.values()))
    id_of_kept = {entity: f"s{number}" for number, entity in enumerate(kept, 1)}
    ids = {entity: id_of_kept[kept_entity] for entity, kept_entity in merged_into.items()}
    drafts = [_draft(text, entity, ids, roles.get(id(entity), []), conditions.get(id(entity))) for entity in kept]
    return Speakers(drafts, [ids[speaker] if speaker else None for speaker in speakers])


def _merge_same_names(entities: Sequence[Entity]) -> dict[Entity, Entity]:
    """Map each entity to the first one of the same kind and name, to which its mentions are added."""
    first_by_name: dict[tuple[str, str], Entity] = {}
    merged_into = {}
    for entity in entities:
        first = first_by_name.setdefault((_kind(entity), fold(entity.name)), entity) if entity.name else entity
        merged_into[entity] = first
        if first is not entity:
            first.mentions += entity.mentions
    return merged_into


def _draft(text: Text, entity: Entity, ids: Mapping[Entity, str], roles: list[Role], condition: str | None) -> EntityDraft:
    mentions = sorted_spans(entity.mentions)
    kind, members = _kind(entity), list(dict.fromkeys(ids[member] for member in entity.members))
    if entity.name is None:
        role = parse_role(entity.descriptor or "")
        if role and entity.owner and is_role_beside(entity.owner, role):
            role = role._replace(organization=None)
        return EntityDraft(
            ids[entity], kind, None, True, _clean(entity.descriptor), condition, [role] if role else [], [], members, mentions
        )
    words = dict.fromkeys(_clean(text.words_at(*span)) or "" for span in mentions)
    aliases = [alias for alias in words if alias != entity.name and _is_alias(entity, alias)]
    return EntityDraft(ids[entity], kind, entity.name, False, roles=roles, aliases=aliases, members=members, mentions=mentions)


def _clean(words: str | None) -> str | None:
    """Return words with blanks collapsed and without U+0000, which no document may hold; None where nothing is left."""
    return " ".join(words.replace("\0", " ").split()) or None if words else None


def _is_alias(entity: Entity, words: str) -> bool:
    """Whether words for an entity are another name of it: "the Church" is, "the report" is not."""
    return 0 < len(words) <= MAX_NAME and (words in entity.aliases or any(word[0].isupper() for word in words.split()[1:]))


def _kind(entity: Entity) -> EntityKind:
    """Return the kind in the document: a place that speaks is its government, and a name of unknown kind is taken for a person's."""
    if entity.kind in ("person", "unknown"):
        return "person"
    return "group" if entity.kind == "group" else "organization"


def sorted_spans(spans: Sequence[Span]) -> list[Span]:
    """Return spans in order, without those that overlap an earlier one."""
    kept: list[Span] = []
    for span in sorted(set(spans), key=lambda span: (span[0], -span[1])):
        if not kept or kept[-1][1] <= span[0]:
            kept.append(span)
    return kept
