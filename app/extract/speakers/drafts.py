"""Entities of the document, drafted from the speakers of a text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.extract.speakers.entities import Entity
from app.extract.speakers.roles import Role, parse_role
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
    """The speakers as entities, in the order of their first claim; and for each attribution the id of its speaker or None."""

    entities: list[EntityDraft]
    speaker_of: list[str | None]


def draft_speakers(
    text: Text, speakers: Sequence[Entity | None], order: Sequence[int], roles: Mapping[int, list[Role]], conditions: Mapping[int, str]
) -> Speakers:
    """Draft the speakers, in the given order of the attributions, and the members of groups among them.

    ``roles`` and ``conditions`` are keyed by the ``id()`` of the entity. Entities of one kind and name are merged.
    """
    chosen = [one for i in order if (one := speakers[i]) is not None]
    same = _merge_same_names(list(dict.fromkeys(one for speaker in chosen for one in (speaker, *speaker.members))))
    kept = list(dict.fromkeys(same.values()))
    numbers = {one: f"s{n}" for n, one in enumerate(kept, 1)}
    ids = {one: numbers[its] for one, its in same.items()}
    entities = [_draft(text, one, ids, roles.get(id(one), []), conditions.get(id(one))) for one in kept]
    return Speakers(entities, [ids[one] if one else None for one in speakers])


def _merge_same_names(chosen: Sequence[Entity]) -> dict[Entity, Entity]:
    """Map each entity to the first one of the same kind and name."""
    first: dict[tuple[str, str], Entity] = {}
    same = {}
    for one in chosen:
        same[one] = first.setdefault((_kind(one), fold(one.name)), one) if one.name else one
        if same[one] is not one:
            same[one].mentions += one.mentions
    return same


def _draft(text: Text, one: Entity, ids: Mapping[Entity, str], roles: list[Role], condition: str | None) -> EntityDraft:
    mentions = sorted_spans(one.mentions)
    kind, members = _kind(one), list(dict.fromkeys(ids[member] for member in one.members))
    if one.name is None:
        role = parse_role(one.descriptor or "")
        return EntityDraft(ids[one], kind, None, True, _clean(one.descriptor), condition, [role] if role else [], [], members, mentions)
    words = dict.fromkeys(_clean(text.words_at(*span)) or "" for span in mentions)
    aliases = [alias for alias in words if alias != one.name and _is_name(one, alias)]
    return EntityDraft(ids[one], kind, one.name, False, roles=roles, aliases=aliases, members=members, mentions=mentions)


def _clean(words: str | None) -> str | None:
    """Return words with blanks collapsed and without U+0000, which no document may hold; None where nothing is left."""
    return " ".join(words.replace("\0", " ").split()) or None if words else None


def _is_name(one: Entity, words: str) -> bool:
    """Whether other words for an entity name it, as "the Church" does and "the report" does not."""
    return 0 < len(words) <= MAX_NAME and (words in one.aliases or any(word[0].isupper() for word in words.split()[1:]))


def _kind(one: Entity) -> EntityKind:
    """Return the kind in the document: a place that speaks is its government, a name of unknown kind is a person's."""
    if one.kind in ("person", "unknown"):
        return "person"
    return "group" if one.kind == "group" else "organization"


def sorted_spans(spans: Sequence[Span]) -> list[Span]:
    """Return spans in order, without those that overlap an earlier one."""
    kept: list[Span] = []
    for span in sorted(set(spans), key=lambda span: (span[0], -span[1])):
        if not kept or kept[-1][1] <= span[0]:
            kept.append(span)
    return kept
