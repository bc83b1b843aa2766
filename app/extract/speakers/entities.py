"""Entities of a text, each with all the names that mean it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from itertools import pairwise

from app.extract.names.first_names import FEMALE, MALE, NICKNAMES
from app.extract.names.kinds import NameKind
from app.extract.names.organizations import KNOWN_ORGANIZATIONS
from app.extract.names.recognizer import PLACES_AND_PEOPLES, SUFFIXES, Name, is_group_name
from app.extract.names.titles import BODIES, BODY_NAMES, COURTESY, FEMALE_ROLES, MALE_ROLES, WRITINGS, singular
from app.extract.names.tokens import with_last_dot
from app.extract.text.segmentation import Span, Text

KIND_WORDS = (BODIES | WRITINGS) - {"research"}
MAX_NAMESAKES = 50  # persons with one name that are told apart
MAX_SURNAMES = 500  # with which a misspelt one is compared
MIN_SIMILARITY = 0.85  # of a misspelt surname and the right one
LEGAL_FORMS = frozenset("co corp inc ltd plc llc ag nv spa gmbh".split())
SMALL_WORDS = frozenset("of the and for on in de la".split())


@dataclass(eq=False)
class Entity:
    """A person, organization, group or place of one text, named or with a descriptor. Each mention adds to what is known of it."""

    kind: NameKind | str
    key: str = ""
    name: str | None = None
    descriptor: str | None = None
    is_plural: bool = False
    gender: str | None = None
    heads: set[str] = field(default_factory=set)  # head nouns that describe it: "senator"
    description_words: set[str] = field(default_factory=set)  # of its descriptions and roles: "florida"
    mentions: list[Span] = field(default_factory=list)
    aliases: dict[str, None] = field(default_factory=dict)
    owner: "Entity | None" = None  # of whom a description tells: "her lawyer"
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
    names = _with_companies(names)
    people = _PersonIndex(text, [name for name in names if name.kind == "person" and " " in name.key])
    by_key: dict[str, Entity] = {}
    found = [people.find(name) or by_key.setdefault(name.key, Entity(name.kind, name.key)) for name in names]
    merged_into = _merge_organizations(text, names, by_key)
    found = [_full_entity(merged_into, entity) for entity in found]
    for name, entity in zip(names, found, strict=True):
        _add_name(text, entity, name)
    return found


def _with_companies(names: Sequence[Name]) -> list[Name]:
    """Return the names, as organizations those that begin the name of a company: "Ana Quarrel" beside Ana Quarrel Co."""
    companies = [name.key.split() for name in names if name.kind == "organization" and name.key.split()[-1] in LEGAL_FORMS]
    short = {" ".join(words[:cut]) for words in companies for cut in range(1, len(words))}
    return [replace(name, kind="organization") if name.key in short and not name.title else name for name in names]


class _PersonIndex:
    """Index of persons with a full name, by each part of the name."""

    def __init__(self, text: Text, names: Iterable[Name]) -> None:
        self.text = text
        self.by_full_name: dict[tuple[str, str], Entity] = {}
        self.by_part: dict[str, list[Entity]] = defaultdict(list)
        self.mention_counts: Counter[int] = Counter()
        for name in sorted(names, key=lambda name: name.key.count(" ")):  # "Ana Novak" before a run that goes on: "Ana Novak Calls"
            self._add(name)
        self.surnames_by_initial: dict[str, list[str]] = defaultdict(list)
        for _, surname in list(self.by_full_name)[:MAX_SURNAMES]:
            if len(surname) > 5 and surname not in self.surnames_by_initial[surname[0]]:
                self.surnames_by_initial[surname[0]].append(surname)

    def find(self, name: Name) -> Entity | None:
        """Return the person that a full or partial name means: of several the one named most often."""
        parts = _parts(name.key)
        if name.kind == "person" and len(parts) > 1:
            bearers = self.by_part.get(" ".join(parts), [])  # of a surname of two words, of whom one may have it as full name
            return next(iter(bearers), None) or self.by_full_name.get(self._full_name(parts))
        is_elsewhere = self.text.text[max(0, name.span[0] - 3) : name.span[0]].lower() in ("in ", "at ")
        may_be_surname = len(parts) == 1 and len(parts[0]) > 3 and parts[0] not in KNOWN_ORGANIZATIONS | BODY_NAMES
        if (name.kind == "organization" and not may_be_surname) or (name.kind == "place" and is_elsewhere):
            return None
        gender = COURTESY.get(name.title.split()[0]) if name.title else None
        candidates = [one for one in self.by_part.get(" ".join(parts), []) if not (gender and one.gender and one.gender != gender)]
        if not candidates and name.title and len(parts) == 1:
            candidates = self._similar_surname(parts[0])
        return max(candidates, key=lambda one: self.mention_counts[id(one)], default=None)

    def _full_name(self, parts: Sequence[str]) -> tuple[str, str]:
        first = NICKNAMES.get(parts[0], parts[0])
        return (first, parts[1]) if (first, parts[1]) in self.by_full_name else (first, parts[-1])

    def _similar_surname(self, surname: str) -> list[Entity]:
        """Return the persons with almost this surname: "Ms. Novack" in a text that names one Ana Novak."""
        if len(surname) < 6:
            return []
        near = [one for one in self.surnames_by_initial[surname[0]] if one != surname and _similarity(surname, one) >= MIN_SIMILARITY]
        return self.by_part[near[0]] if len(near) == 1 else []

    def _add(self, name: Name) -> None:
        parts = _parts(name.key)
        if len(parts) < 2:
            return
        key = self._full_name(parts)
        if key not in self.by_full_name:
            self.by_full_name[key] = Entity("person", name.key, gender=name_gender(name))
            for part in dict.fromkeys((parts[-1], parts[0], NICKNAMES.get(parts[0], parts[0]), " ".join(parts[-2:]), *parts[1:-1])):
                if len(self.by_part[part]) < MAX_NAMESAKES:
                    self.by_part[part].append(self.by_full_name[key])
        self.by_full_name[key].gender = self.by_full_name[key].gender or name_gender(name)
        self.mention_counts[id(self.by_full_name[key])] += 1


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


def _similarity(surname: str, other: str) -> float:
    return SequenceMatcher(None, surname, other).ratio()


def _parts(key: str) -> list[str]:
    words = [word for word in key.split() if word not in SUFFIXES]
    return [word for i, word in enumerate(words) if len(word) > 1 or i == len(words) - 1] or words


def _merge_organizations(text: Text, names: Sequence[Name], by_key: dict[str, Entity]) -> dict[int, Entity]:
    """Map the ``id()`` of an organization to the entity with its full name: an acronym, a beginning or an end of it."""
    longer: dict[str, Entity] = {}
    for key, entity in by_key.items():
        words = key.split()
        if len(words) > 1 and entity.kind != "place":
            for part in (*_short_forms(words), *(_cut_forms(words) if entity.kind == "organization" else ())):
                longer.setdefault(part, entity)
    merged_into = {id(one): longer[key] for key, one in by_key.items() if key in longer and one.kind in ("organization", "unknown")}
    merged_into |= _merge_misspellings(by_key)
    for full, short in pairwise(names):
        between = text.text[full.span[1] : short.span[0]]
        if between in (" (", " (the ", ", or ") and full.key in by_key and short.key in by_key and text.words_at(*short.span).isupper():
            merged_into[id(by_key[short.key])] = by_key[full.key]
    return merged_into


def _merge_misspellings(by_key: dict[str, Entity]) -> dict[int, Entity]:
    """Map misspelt names to the first spelling: long names that differ only in the order of the letters of a word."""
    merged_into: dict[int, Entity] = {}
    first_by_letters: dict[str, Entity] = {}
    for key, entity in by_key.items():
        letters = " ".join("".join(sorted(word)) for word in key.split())
        known = first_by_letters.setdefault(letters, entity)
        if known is not entity and len(key) > 8 and " " in key:
            merged_into[id(entity)] = known
    return merged_into


def _short_forms(words: list[str]) -> Iterable[str]:
    """Yield the initials of a name, and each beginning or end whose rest only says a kind or a place."""
    yield "".join(word[0] for word in words)
    yield "".join(word[0] for word in words if word not in SMALL_WORDS)
    for cut in range(1, len(words)):
        left, right = words[:cut], words[cut:]
        for part, rest in ((left, right), (right, left)):
            rest_says_kind = all(word in BODIES or word in SMALL_WORDS for word in rest) or " ".join(rest) in PLACES_AND_PEOPLES
            is_place = " ".join(part) in PLACES_AND_PEOPLES and " ".join(part) not in KNOWN_ORGANIZATIONS
            if rest_says_kind and not is_place and part[0] not in SMALL_WORDS and part[-1] not in SMALL_WORDS:
                yield " ".join(part)


def _cut_forms(words: list[str]) -> Iterable[str]:
    """Yield the beginnings and ends by which a text calls a body: "Quarrel" for Quarrel Marine Corp; no kind, place or people."""
    for cut in range(1, len(words)):
        for part in (words[:cut], words[cut:]):
            says_nothing = all(word in KIND_WORDS or word in SMALL_WORDS for word in part) or " ".join(part) in PLACES_AND_PEOPLES
            if not says_nothing and part[0] not in SMALL_WORDS and part[-1] not in SMALL_WORDS:
                yield " ".join(part)


def _full_entity(merged_into: dict[int, Entity], entity: Entity) -> Entity:
    for _ in range(3):  # an acronym of a short form of a name, at most; never in a circle
        entity = merged_into.get(id(entity), entity)
    return entity


def _add_name(text: Text, entity: Entity, name: Name) -> None:
    words = " ".join(with_last_dot(text, name.span).split())
    entity.mentions.append(name.span)
    if is_group_name(name):
        _add_group_name(entity, name, words)
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


def _add_group_name(entity: Entity, name: Name, words: str) -> None:
    entity.kind, entity.is_plural = "group", True
    entity.descriptor = entity.descriptor or words
    *modifiers, head = name.key.split()
    entity.heads.add(singular(head))
    entity.description_words.update(modifiers)
