"""Coreference of pronouns and definite descriptions, by number, gender, recency, grammatical role and last speaker."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from app.extract.names.places import COUNTRY_NAMES, PEOPLES, PLACES
from app.extract.names.titles import EPITHETS, GROUPS, INTERCHANGEABLE_WRITINGS, ROLES, gender_of_head
from app.extract.speakers.entities import Entity
from app.extract.speakers.phrases import Phrase
from app.extract.text.segmentation import Span, Text
from app.extract.words.lists import load

LISTS = load("sources")

GENDERS = {
    **dict.fromkeys(("he", "him", "his", "himself"), "male"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "female"),
}
NEUTER = frozenset("it its itself which that".split())
PLURAL = frozenset("they them their theirs themselves".split())
FIRST_PERSON = frozenset("i me my we us our myself".split())
RELATIVE = frozenset("who whom whose which that".split())
MAX_MENTIONS = 60  # compared for one pronoun
MAX_ENTITIES = 1000  # compared for one description
MAX_LEAD = 80  # characters before the subject of a sentence
MAX_PARAGRAPHS = 6  # between a pronoun and its antecedent
KIND_BY_BODY_NOUN = {  # None: any kind of organization
    **dict.fromkeys(
        ("company", "firm", "corporation", "organization", "organisation", "group", "agency", "body", "association", "business"), None
    ),
    **dict.fromkeys(
        ("newspaper", "paper", "magazine", "outlet", "network", "channel", "site", "website", "broadcaster", "station"), "media"
    ),
    **dict.fromkeys(("country", "nation"), "country"),
    **dict.fromkeys(("city", "town", "municipality"), "city"),
}
UNNAMED = frozenset(LISTS["unnamed roles"])
GENERAL = frozenset(LISTS["general roles"])
# the letters that a people shares with its country: "russ"
PEOPLE_STEMS = {people[:4] for people in PEOPLES}
MEDIA = frozenset(LISTS["media"])
CITY_WORDS = frozenset("city town municipality village".split())


Predicate = Callable[[Entity], bool]


class Mention(NamedTuple):
    """A mention of an entity. ``salience``: how likely a later pronoun means it, by its place in the sentence."""

    start: int
    end: int
    salience: float
    entity_index: int  # in ``Discourse.entities``; breaks ties


@dataclass
class Discourse:
    """The entities mentioned up to some point of a text, and the last speaker."""

    text: Text
    entities: list[Entity] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    indexes: dict[int, int] = field(default_factory=dict)  # place in ``entities`` by the id() of an entity
    sentence_starts: list[int] = field(default_factory=list)
    last_speaker: Entity | None = None
    last_claim_start: int = 0  # of the last speaker's last claim

    def __post_init__(self) -> None:
        """Index the sentences once."""
        self.sentence_starts = [start for start, _ in self.text.sentences]

    def add_mention(self, entity: Entity, span: Span, salience: float = 0.0) -> None:
        """Add a mention, at any position of the text."""
        if id(entity) not in self.indexes:
            self.indexes[id(entity)] = len(self.entities)
            self.entities.append(entity)
        insort(self.mentions, Mention(*span, salience, self.indexes[id(entity)]))

    def sentence_index(self, offset: int) -> int:
        """Return the index of the sentence at an offset."""
        return max(0, bisect_right(self.sentence_starts, offset) - 1)

    def mentions_before(self, offset: int) -> Iterator[tuple[Mention, Entity]]:
        """Yield the mentions before an offset, nearest first: at most sixty, within six paragraphs."""
        last = bisect_left(self.mentions, (offset,))
        paragraph = self.text.paragraph_at(offset)
        for mention in reversed(self.mentions[max(0, last - MAX_MENTIONS) : last]):
            if self.text.paragraph_at(mention.start) < paragraph - MAX_PARAGRAPHS:
                return
            if mention.end <= offset:
                yield mention, self.entities[mention.entity_index]

    def note_speaker(self, entity: Entity | None, offset: int) -> None:
        """Record the speaker of a claim."""
        if entity is not None:
            self.last_speaker, self.last_claim_start = entity, offset


def resolve_pronoun(discourse: Discourse, pronoun: str, offset: int) -> Entity | None:
    """Return the antecedent of a relative pronoun or a pronoun of the third person; None without one."""
    if pronoun in RELATIVE:
        return _nearest(discourse, pronoun, offset)
    antecedent = _most_salient(discourse, offset, lambda entity: _pronoun_agrees(entity, pronoun))
    if antecedent is None and pronoun in PLURAL:
        return _most_salient(discourse, offset, lambda entity: entity.is_person)
    return antecedent


def resolve_description(discourse: Discourse, phrase: Phrase) -> Entity | None:
    """Return the antecedent of a definite description ("the spokesman", "the Oslo company"); None without one."""
    offset = phrase.span[0]
    kind = KIND_BY_BODY_NOUN.get(phrase.head, "")
    if phrase.modifiers & {"next", "future"} or phrase.words.lower().startswith("this "):
        return None
    described = _last_mentioned(discourse, offset, lambda entity: _is_described(entity, phrase))
    if not described and phrase.head in INTERCHANGEABLE_WRITINGS and not phrase.modifiers:
        described = _last_mentioned(
            discourse, offset, lambda entity: bool(entity.heads & INTERCHANGEABLE_WRITINGS) and entity.is_plural == phrase.is_plural
        )
    if described or phrase.is_plural:
        return described
    if phrase.head in KIND_BY_BODY_NOUN and not phrase.modifiers:
        return _most_salient(discourse, offset, lambda entity: _is_body_of_kind(entity, kind))
    if phrase.head in EPITHETS and phrase.determiner == "the":
        gender = gender_of_head(phrase.head)
        people_stems = {_stem(word) for word in phrase.modifiers} & PEOPLE_STEMS
        return _most_salient(discourse, offset, lambda entity: _fits_epithet(entity, gender, people_stems))
    return _last_speaker(discourse, phrase) if phrase.determiner == "the" else None


def _last_speaker(discourse: Discourse, phrase: Phrase) -> Entity | None:
    """Return the last speaker, at most one paragraph away, if the description may mean them: "the aide", "the former pilot"."""
    last, gender = discourse.last_speaker, gender_of_head(phrase.head)
    distance = discourse.text.paragraph_at(phrase.span[0]) - discourse.text.paragraph_at(discourse.last_claim_start)
    if last is None or last.kind != "person" or distance > 1 or phrase.head not in ROLES or (gender and last.gender not in (None, gender)):
        return None
    if last.name is None and last.heads and phrase.head not in last.heads | GENERAL:
        return None  # "the prosecutor" is not the lawyer who spoke before
    is_unnamed = phrase.head in UNNAMED
    return last if (last.name is None) == is_unnamed and (not phrase.modifiers or not is_unnamed) else None


def _fits_epithet(entity: Entity, gender: str | None, people_stems: set[str]) -> bool:
    is_of_people = not people_stems or bool(people_stems & {_stem(word) for word in entity.description_words})
    return entity.kind == "person" and entity.name is not None and is_of_people and (not gender or entity.gender in (None, gender))


def _pronoun_agrees(entity: Entity, pronoun: str) -> bool:
    if pronoun in PLURAL:
        return entity.is_plural or entity.kind in ("group", "organization")
    if pronoun in NEUTER:
        return not entity.is_plural and entity.kind in ("organization", "place", "writing")
    return entity.is_person and entity.gender in (None, GENDERS.get(pronoun))


def _most_salient(discourse: Discourse, offset: int, fits: Predicate) -> Entity | None:
    """Return the most salient antecedent: by distance, then by grammatical role, then the last speaker."""
    sentence, paragraph = discourse.sentence_index(offset), discourse.text.paragraph_at(offset)
    best, best_score = None, -1e9
    bonus = 0.5 if _has_other_subject(discourse, offset, fits) else 1.3
    for mention, entity in discourse.mentions_before(offset):
        if not fits(entity):
            continue
        distance = sentence - discourse.sentence_index(mention.start)
        score = mention.salience - min(distance, 8) - 0.3 * (paragraph - discourse.text.paragraph_at(mention.start))
        if entity is discourse.last_speaker and paragraph - discourse.text.paragraph_at(discourse.last_claim_start) <= 2:
            score += bonus
        if entity.is_plural and not entity.members:
            score += 0.8  # only "they" gets here, which may mean an organization too
        if entity.is_person and not entity.is_surely_person:
            score -= 2.0 if entity.kind == "person" else 4.0
        if score > best_score:
            best, best_score = entity, score
    return best


def _has_other_subject(discourse: Discourse, offset: int, fits: Predicate) -> bool:
    """Whether a sentence since the last claim is about another person: "Novak said it was fair. Lund was arrested. He ..."."""
    last_claim = discourse.sentence_index(discourse.last_claim_start)
    for mention, entity in discourse.mentions_before(offset):
        sentence = discourse.sentence_index(mention.start)
        if sentence <= last_claim:
            return False
        is_other = entity is not discourse.last_speaker and entity.is_surely_person and entity.gender is not None and fits(entity)
        if is_other and sentence < discourse.sentence_index(offset) and _opens_sentence(discourse, mention):
            return True
    return False


def _opens_sentence(discourse: Discourse, mention: Mention) -> bool:
    """Whether nothing but titles, or words up to a comma, stand between the start of the sentence and a mention."""
    start = discourse.sentence_starts[discourse.sentence_index(mention.start)]
    if mention.start - start > MAX_LEAD:
        return False
    before = discourse.text.words_at(start, mention.start).strip()
    return before.endswith(",") or all(word[0].isupper() for word in before.split())


def _nearest(discourse: Discourse, pronoun: str, offset: int) -> Entity | None:
    """Return the antecedent of "who" or "which": the nearest fitting mention in the sentence."""
    sentence = discourse.sentence_index(offset)
    for mention, entity in discourse.mentions_before(offset):
        if discourse.sentence_index(mention.start) != sentence or offset - mention.end > 120:
            return None
        if (entity.is_person and pronoun not in NEUTER) or entity.is_plural or (pronoun in NEUTER and not entity.is_person):
            return entity
    return None


def _last_mentioned(discourse: Discourse, offset: int, fits: Predicate) -> Entity | None:
    """Return the last entity mentioned before an offset that fits, at any distance."""
    near = next((entity for _, entity in discourse.mentions_before(offset) if fits(entity)), None)
    earlier = (
        entity for entity in islice(reversed(discourse.entities), MAX_ENTITIES) if entity.mentions and entity.mentions[0][0] < offset
    )
    return near or next(filter(fits, earlier), None)


def _is_described(entity: Entity, phrase: Phrase) -> bool:
    if entity.is_plural != phrase.is_plural or phrase.head not in entity.heads:
        return False
    known = {_stem(word) for word in entity.description_words - {phrase.head}}
    wanted = {_stem(word) for word in phrase.modifiers}
    if entity.name is None or entity.kind == "organization":
        return wanted <= known | {_stem(word) for word in entity.key.split()}
    return not wanted or bool(wanted & known) or not (known or wanted & PEOPLE_STEMS)


def _stem(word: str) -> str:
    """Return the common stem of a country and its adjective: "russia" and "russian"; other words as they are."""
    return word[:4] if word in PEOPLES or word in PLACES else word


def _is_body_of_kind(entity: Entity, kind: str | None) -> bool:
    """Whether "the company" or "the city" may mean an entity: a named one, since a description has a noun of its own."""
    if entity.name is None or entity.name.islower():
        return False
    words = set(entity.key.split())
    if kind == "country":
        return entity.key in COUNTRY_NAMES
    if kind == "city":
        return bool(words & CITY_WORDS) or (entity.kind == "place" and entity.key not in COUNTRY_NAMES)
    return entity.kind == "organization" and (kind != "media" or bool(words & MEDIA))


def resolve_group(discourse: Discourse, phrase: Phrase) -> Entity | None:
    """Return the group that a description like "several guards" repeats: the last one with that noun, if it says nothing more."""
    is_share = any(letter.isdigit() for letter in phrase.words) or "percent" in phrase.words
    if not phrase.is_plural or phrase.modifiers or phrase.determiner == "other" or phrase.head in GROUPS or is_share:
        return None
    return _last_mentioned(
        discourse, phrase.span[0], lambda entity: entity.is_plural and entity.name is None and phrase.head in entity.heads
    )
