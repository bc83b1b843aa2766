"""The cast of a text: those who speak in it, as entities of a document."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.extract.speakers.entities import Entity
from app.extract.speakers.roles import Role, parse_role
from app.extract.text.segmentation import Span, Text
from app.vocabulary import EntityKind
from app.words import fold

MAX_NAME = 200  # characters of a name, an alias or a descriptor


@dataclass(frozen=True)
class EntityDraft:
    """An entity as the document will have it: named, or anonymous with a descriptor. ``members``: ids of entities of the same cast."""

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
    """Who speaks in a text: the entities in the order of their first claim, and for each attribution its speaker's id or None."""

    entities: list[EntityDraft]
    speaker_of: list[str | None]


def draft_speakers(
    text: Text, speakers: Sequence[Entity | None], order: Sequence[int], roles: Mapping[int, list[Role]], conditions: Mapping[int, str]
) -> Speakers:
    """Write down all who speak, in the given order of the attributions, and the members of the groups among them.

    ``roles`` and ``conditions`` by the ``id()`` of the identity. No two entities of a kind get one name.
    """
    chosen = [one for i in order if (one := speakers[i]) is not None]
    same = _merge_same_names(list(dict.fromkeys(one for speaker in chosen for one in (speaker, *speaker.members))))
    kept = list(dict.fromkeys(same.values()))
    numbers = {one: f"s{n}" for n, one in enumerate(kept, 1)}
    ids = {one: numbers[its] for one, its in same.items()}
    entities = [_draft(text, one, ids, roles.get(id(one), []), conditions.get(id(one))) for one in kept]
    return Speakers(entities, [ids[one] if one else None for one in speakers])


def _merge_same_names(chosen: Sequence[Entity]) -> dict[Entity, Entity]:
    """Return for each the first of the same kind and name."""
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
    """Blanks single, and no U+0000, which no document may hold; None where nothing is left."""
    return " ".join(words.replace("\0", " ").split()) or None if words else None


def _is_name(one: Entity, words: str) -> bool:
    """Whether other words for somebody name them, as "the Church" does and "the report" does not."""
    return 0 < len(words) <= MAX_NAME and (words in one.aliases or any(word[0].isupper() for word in words.split()[1:]))


def _kind(one: Entity) -> EntityKind:
    """A place that speaks is its government; who has a name and may be anything is taken for a person."""
    if one.kind in ("person", "unknown"):
        return "person"
    return "group" if one.kind == "group" else "organization"


def sorted_spans(spans: Sequence[Span]) -> list[Span]:
    """Return spans in order without those that overlap one before."""
    kept: list[Span] = []
    for span in sorted(set(spans), key=lambda span: (span[0], -span[1])):
        if not kept or kept[-1][1] <= span[0]:
            kept.append(span)
    return kept
