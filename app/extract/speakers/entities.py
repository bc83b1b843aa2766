"""Entities of a text: names clustered by whom they mean."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import pairwise

from app.extract.names.first_names import FEMALE, MALE, NICKNAMES
from app.extract.names.kinds import NameKind
from app.extract.names.organizations import KNOWN_ORGANIZATIONS
from app.extract.names.recognizer import PLACES_AND_PEOPLES, Name, is_group_name
from app.extract.names.titles import BODIES, COURTESY, FEMALE_ROLES, MALE_ROLES, WRITINGS, singular
from app.extract.names.tokens import with_last_dot
from app.extract.text.segmentation import Span, Text

KIND_WORDS = (BODIES | WRITINGS) - {"research"}
MAX_NAMESAKES = 50
MAX_SURNAMES = 500  # compared with a misspelt one
SUFFIXES = frozenset("jr sr ii iii iv".split())
SMALL_WORDS = frozenset("of the and for on in de la".split())


@dataclass(eq=False)
class Entity:
    """A person, organization, group or place of one text, named or with a descriptor. Mentions add to it."""

    kind: NameKind | str
    key: str = ""
    name: str | None = None
    descriptor: str | None = None
    is_plural: bool = False
    gender: str | None = None
    heads: set[str] = field(default_factory=set)  # head nouns that describe it: "senator"
    words: set[str] = field(default_factory=set)  # other words of its descriptions: "florida"
    mentions: list[Span] = field(default_factory=list)
    aliases: dict[str, None] = field(default_factory=dict)
    members: list["Entity"] = field(default_factory=list)

    @property
    def is_person(self) -> bool:
        """Whether "he" or "she" may mean it; true for unknown kinds."""
        return self.kind in ("person", "unknown") and not self.is_plural

    @property
    def is_surely_person(self) -> bool:
        """Whether it is a person by more than capitals: by a title, a first name, a role, or its surname alone."""
        return self.kind == "person" and bool(self.gender or self.heads or len(self.aliases) > 1)


def cluster_names(text: Text, names: Sequence[Name]) -> list[Entity]:
    """Return for each name the entity that it means, one object for each entity.

    Short names mean the fullest name of the text that includes them: a surname, a first name, initials, the beginning or end of the name
    of an organization. Of two persons with one surname, "Mrs." and "Mr." decide, and then the more frequent name.
    """
    people = _PersonIndex(text, [name for name in names if name.kind == "person" and " " in name.key])
    others: dict[str, Entity] = {}
    found = [people.find(name) or others.setdefault(name.key, Entity(name.kind, name.key)) for name in names]
    same = _same_organizations(text, names, others)
    found = [_canonical(same, entity) for entity in found]
    for name, entity in zip(names, found, strict=True):
        _describe(text, entity, name)
    return found


class _PersonIndex:
    """Index of persons with a full name by each part of it."""

    def __init__(self, text: Text, names: Iterable[Name]) -> None:
        self.text = text
        self.full: dict[tuple[str, str], Entity] = {}
        self.by_part: dict[str, list[Entity]] = defaultdict(list)
        self.count: Counter[int] = Counter()
        for name in names:
            self._add(name)
        self.initials: dict[str, list[str]] = defaultdict(list)
        for _, surname in list(self.full)[:MAX_SURNAMES]:
            if len(surname) > 5 and surname not in self.initials[surname[0]]:
                self.initials[surname[0]].append(surname)

    def find(self, name: Name) -> Entity | None:
        parts = _parts(name.key)
        if name.kind == "person" and len(parts) > 1:
            return self.full.get((NICKNAMES.get(parts[0], parts[0]), parts[-1]))
        is_elsewhere = self.text.text[max(0, name.span[0] - 3) : name.span[0]].lower() in ("in ", "at ")
        is_upper = len(parts) == 1 and len(parts[0]) > 3 and parts[0] in self.by_part and self.text.words_at(*name.span).isupper()
        if (name.kind == "organization" and not is_upper) or (name.kind == "place" and is_elsewhere):
            return None
        wanted = COURTESY.get(name.title.split()[0]) if name.title else None
        alike = [one for one in self.by_part.get(" ".join(parts), []) if not (wanted and one.gender and one.gender != wanted)]
        if not alike and name.title and len(parts) == 1:
            alike = self._similar_surname(parts[0])
        return max(alike, key=lambda one: self.count[id(one)], default=None)

    def _similar_surname(self, surname: str) -> list[Entity]:
        """Return the persons with almost this surname: "Ms. Novack" in a text that names one Ana Novak."""
        if len(surname) < 6:
            return []
        alike = [key for key in self.initials[surname[0]] if key != surname and SequenceMatcher(None, surname, key).ratio() >= 0.85]
        return self.by_part[alike[0]] if len(alike) == 1 else []

    def _add(self, name: Name) -> None:
        parts = _parts(name.key)
        if len(parts) < 2:
            return
        key = (NICKNAMES.get(parts[0], parts[0]), parts[-1])
        if key not in self.full:
            self.full[key] = Entity("person", name.key, gender=name_gender(name))
            for part in dict.fromkeys((parts[-1], parts[0], NICKNAMES.get(parts[0], parts[0]), " ".join(parts[-2:]), *parts[1:-1])):
                if len(self.by_part[part]) < MAX_NAMESAKES:
                    self.by_part[part].append(self.full[key])
        self.full[key].gender = self.full[key].gender or name_gender(name)
        self.count[id(self.full[key])] += 1


def name_gender(name: Name) -> str | None:
    """Return "male" or "female" by the title before a name or by the first name; None where neither shows it."""
    titles = name.title.split()
    for title in titles:
        if gender := COURTESY.get(title) or ("male" if title in MALE_ROLES else "female" if title in FEMALE_ROLES else None):
            return gender
    first = name.key.split()[0]
    if name.kind != "person" or (first in MALE) == (first in FEMALE) or (titles and " " not in name.key):
        return None
    return "male" if first in MALE else "female"


def _parts(key: str) -> list[str]:
    words = [word for word in key.split() if word not in SUFFIXES]
    return [word for i, word in enumerate(words) if len(word) > 1 or i == len(words) - 1] or words


def _same_organizations(text: Text, names: Sequence[Name], others: dict[str, Entity]) -> dict[int, Entity]:
    """Map the ``id()`` of an organization to the entity with its full name: acronyms, and beginnings or ends of longer names."""
    longer: dict[str, Entity] = {}
    for key, entity in others.items():
        words = key.split()
        if len(words) > 1 and entity.kind != "place":
            for part in _short_forms(words):
                longer.setdefault(part, entity)
    same = {id(one): longer[key] for key, one in others.items() if key in longer and one.kind in ("organization", "unknown")}
    same |= _misspelt(others)
    for full, short in pairwise(names):
        between = text.text[full.span[1] : short.span[0]]
        if between in (" (", " (the ", ", or ") and full.key in others and short.key in others and text.words_at(*short.span).isupper():
            same[id(others[short.key])] = others[full.key]
    return same


def _misspelt(others: dict[str, Entity]) -> dict[int, Entity]:
    """Map misspelt names to the first spelling: long names that differ only in the order of letters."""
    same: dict[int, Entity] = {}
    first: dict[str, Entity] = {}
    for key, entity in others.items():
        letters = " ".join("".join(sorted(word)) for word in key.split())
        known = first.setdefault(letters, entity)
        if known is not entity and len(key) > 8 and " " in key:
            same[id(known)] = entity if known.kind == "unknown" else known
            same[id(entity)] = known
            same.pop(id(same[id(entity)]), None)
    return same


def _short_forms(words: list[str]) -> Iterable[str]:
    """Yield the initials of a name, and its beginnings and ends where the rest only says its kind."""
    yield "".join(word[0] for word in words)
    yield "".join(word[0] for word in words if word not in SMALL_WORDS)
    for cut in range(1, len(words)):
        left, right = words[:cut], words[cut:]
        for part, rest in ((left, right), (right, left)):
            is_rest = all(word in BODIES or word in SMALL_WORDS for word in rest) or " ".join(rest) in PLACES_AND_PEOPLES
            is_place = " ".join(part) in PLACES_AND_PEOPLES and " ".join(part) not in KNOWN_ORGANIZATIONS
            if is_rest and not is_place and part[0] not in SMALL_WORDS and part[-1] not in SMALL_WORDS:
                yield " ".join(part)


def _canonical(same: dict[int, Entity], entity: Entity) -> Entity:
    for _ in range(3):  # an acronym of a short form of a name, at most; never in a circle
        entity = same.get(id(entity), entity)
    return entity


def _describe(text: Text, entity: Entity, name: Name) -> None:
    words = " ".join(with_last_dot(text, name.span).split())
    entity.mentions.append(name.span)
    if is_group_name(name):
        _describe_many(entity, name, words)
        return
    entity.aliases.setdefault(words)
    if entity.name is None or (name.key == entity.key and len(words) > len(entity.name)):
        entity.name = words
    entity.gender = entity.gender or name_gender(name)
    if name.title:
        entity.kind = "person"
        entity.heads.update(name.title.split())
    if entity.kind == "organization":
        entity.heads.update(word for word in name.key.split() if word in KIND_WORDS)


def _describe_many(entity: Entity, name: Name, words: str) -> None:
    entity.kind, entity.is_plural = "group", True
    entity.descriptor = entity.descriptor or words
    *modifiers, head = name.key.split()
    entity.heads.add(singular(head))
    entity.words.update(modifiers)
