"""Who is who: the names of a text that mean the same one, and what the text says of each."""

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
MAX_SURNAMES = 500  # to compare a misspelt one with
SUFFIXES = frozenset("jr sr ii iii iv".split())
SMALL_WORDS = frozenset("of the and for on in de la".split())


@dataclass(eq=False)
class Entity:
    """One person, organization, group or place of a text. Named, or with a descriptor; grows as the text is read."""

    kind: NameKind | str
    key: str = ""
    name: str | None = None
    descriptor: str | None = None
    is_plural: bool = False
    gender: str | None = None
    heads: set[str] = field(default_factory=set)  # what it is: "senator"
    words: set[str] = field(default_factory=set)  # and what else is said of that: "florida"
    mentions: list[Span] = field(default_factory=list)
    aliases: dict[str, None] = field(default_factory=dict)
    members: list["Entity"] = field(default_factory=list)

    @property
    def is_person(self) -> bool:
        """Whether "he" or "she" may mean it: one whose kind is not known may be a person."""
        return self.kind in ("person", "unknown") and not self.is_plural

    @property
    def is_surely_person(self) -> bool:
        """Whether more than capitals tells that it is one: a title, a first name, a role, or a surname by itself."""
        return self.kind == "person" and bool(self.gender or self.heads or len(self.aliases) > 1)


def cluster_names(text: Text, names: Sequence[Name]) -> list[Entity]:
    """Return for each name whom it means, the same object for the same one.

    Short names follow the fullest one of the text: a surname, a first name, initials, the beginning or end of an organization's name.
    Where two share a surname, "Mrs." and "Mr." tell, and else the commoner is meant.
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
    """The persons that the text gives a full name, to be found by any part of it."""

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
        """Those with nearly this surname: "Ms. Novack" where the text has named one Ana Novak."""
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
    """Return "male" or "female" where the title before a name or the first name tells."""
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
    """Return the identity that another one is, by the other's id: acronyms, and beginnings or ends of longer names."""
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
    """Letters in another order make no other name, in long names: "Costal Agency" is "Coastal Agency" only if letters agree."""
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
    """Yield the initials of a name, and its beginnings and ends where the rest says only what kind of body it is."""
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
    for _ in range(3):  # an acronym of a short form of a name, at most; never around in a circle
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
