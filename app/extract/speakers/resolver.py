"""Resolver of sources: finds the person, organization or group that speaks in each attribution."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import takewhile

from app.extract.attribution.contents import ContentIndex
from app.extract.attribution.relations import Attribution
from app.extract.names.lexicon import COMMON_NOUNS
from app.extract.names.recognizer import Name
from app.extract.names.titles import BODY_NAMES, NAMED_BODIES, WRITINGS, gender_of_head, kind_of_head
from app.extract.speakers.anonymity import find_condition
from app.extract.speakers.antecedent_features import Reference
from app.extract.speakers.antecedents import find_antecedent
from app.extract.speakers.coreference import FIRST_PERSON, GENDERS, NEUTER, PLURAL, RELATIVE, kind_of_pronoun, resolve_relative
from app.extract.speakers.discourse import Discourse
from app.extract.speakers.drafts import MAX_NAME, Speakers, draft_speakers
from app.extract.speakers.entities import Entity, cluster_names
from app.extract.speakers.headlines import SpokenClaim, resolve_headline_speakers
from app.extract.speakers.phrases import POSSESSIVES, Phrase, antecedent_phrase, parse_source
from app.extract.speakers.repetitions import Repetitions
from app.extract.speakers.roles import Role, learn_roles
from app.extract.speakers.source_names import with_source_names
from app.extract.text.segmentation import Span, Text
from app.terms.words import fold

SHARES = frozenset("percent cent percentage majority minority half third quarter".split())
ARTICLE = re.compile(r"(?:the|this|that)\s+", re.IGNORECASE)


def resolve_speakers(text: Text, names: Sequence[Name], attributions: Sequence[Attribution]) -> Speakers:
    """Return the speakers of a text, given its names. ``speaker_of`` is parallel to the attributions, which may be in any order.

    The speaker is None where the text names nobody ("it was reported"), where the author speaks, and for a pronoun without an antecedent.
    Entities of one kind have different names. The mentions of an entity are in order and do not overlap.
    """
    resolver = _Resolver(text, with_source_names(text, names, attributions), attributions)
    order = sorted(range(len(attributions)), key=lambda i: _position(attributions[i]))
    for i in order:
        resolver.resolve(i)
    speakers = resolve_headline_speakers(text, [SpokenClaim(attributions[i], resolver.speakers[i], i) for i in order], resolver.speakers)
    return draft_speakers(text, speakers, order, resolver.roles, resolver.conditions)


def _position(attribution: Attribution) -> Span:
    first = (attribution.source or attribution.cue or attribution.content)[0]
    return first[0], attribution.start


class _Resolver:
    """Resolves the attributions in the order of the text, since each source may refer to those before it."""

    def __init__(self, text: Text, names: Sequence[Name], attributions: Sequence[Attribution]) -> None:
        self.text = text
        self.attributions = attributions
        self.speakers: list[Entity | None] = [None] * len(attributions)
        self.names = names
        self.entities = cluster_names(text, self.names)
        self.roles: dict[int, list[Role]] = learn_roles(text, self.names, self.entities)
        self.conditions: dict[int, str] = {}  # by the id() of the entity
        self.contents = ContentIndex(text, attributions)
        self.repetitions = Repetitions(text)
        self.discourse = Discourse(text, self.contents, frozenset(start for one in attributions for start, _ in one.source))
        self.entities_by_description: dict[str, Entity] = {}
        self.speaker_of_words: dict[str, Entity] = {}  # by the words of a claim, which a pull quote repeats
        self._note_names()

    def resolve(self, i: int) -> None:
        """Resolve the speaker of one attribution, after all that precede it."""
        attribution = self.attribution = self.attributions[i]
        naming = attribution.named_at or (() if self._is_letter(attribution) else attribution.source)
        found = self._resolve_source(naming) if naming else self._resolve_elided(attribution)
        self.speakers[i] = found
        if found is None:
            return
        self.discourse.note_speaker(found, (attribution.start, attribution.end))
        self.speaker_of_words.setdefault(self.text.words_at(*attribution.content[0]), found)

    def _is_letter(self, attribution: Attribution) -> bool:
        """Whether a source only tells question from answer: "Q", "A"."""
        return bool(attribution.source) and not attribution.cue and self.text.words_at(*attribution.source[0]) in ("A", "Q")

    def _note_names(self) -> None:
        last_end = -1
        for name, entity in zip(self.names, self.entities, strict=True):
            self.discourse.add_mention(entity, name.span, is_owner=name.is_possessive, last_end=last_end)
            last_end = name.span[1]

    def _resolve_source(self, source: Sequence[Span]) -> Entity | None:
        phrases = [parse_source(self.text, self.names, span) for span in source]
        phrase = next((phrase for phrase in phrases if phrase.name_indexes), phrases[0])
        if phrase.pronoun:
            return self._resolve_pronoun(phrase)
        if len(phrase.name_indexes) > 1:
            return self._resolve_conjunction(phrase)
        return self._named_entity(phrase) if phrase.name_indexes else self._titled_name(phrase) or self._resolve_description(phrase)

    def _titled_name(self, phrase: Phrase) -> Entity | None:
        """Return the person whose name ends the phrase, after a title of several words: "Chief of Staff Ana Novak"."""
        at = bisect_left(self.names, phrase.span[0], key=lambda name: name.span[0])
        inside = takewhile(lambda i: self.names[i].span[1] <= phrase.span[1], range(at, len(self.names)))
        last = max(inside, default=None)
        is_titled = last is not None and self.names[last].title and self.names[last].span[1] == phrase.span[1]
        return self.entities[last] if last is not None and is_titled else None

    def _named_entity(self, phrase: Phrase) -> Entity:
        named = self.entities[phrase.name_indexes[0]]
        named.kind = "person" if named.kind == "unknown" else named.kind
        return named

    def _resolve_pronoun(self, phrase: Phrase) -> Entity | None:
        if phrase.pronoun in FIRST_PERSON:
            attribution = self.contents.attribution_at(phrase.span[0])
            return None if attribution is None else self.speakers[attribution]
        if phrase.pronoun in RELATIVE and (noun := antecedent_phrase(self.text, self.names, phrase.span[0])):
            return self._named_entity(noun) if noun.name_indexes else self._resolve_description(noun)
        if phrase.pronoun in RELATIVE:
            return resolve_relative(self.discourse, phrase.pronoun, phrase.span[0])
        found = self._antecedent(phrase.pronoun, phrase.span[0])
        if found and found.kind == "person":
            found.gender = found.gender or GENDERS.get(phrase.pronoun)
        return found

    def _antecedent(self, pronoun: str, offset: int) -> Entity | None:
        reference = Reference(kind_of_pronoun(pronoun), offset, self.attribution, gender=GENDERS.get(pronoun))
        return find_antecedent(self.discourse, reference)

    def _resolve_conjunction(self, phrase: Phrase) -> Entity:
        members = list(dict.fromkeys(self.entities[i] for i in phrase.name_indexes))
        if len(members) == 1:
            return members[0]
        name = " and ".join(entity.name or entity.descriptor or "" for entity in members)[:MAX_NAME]
        return self._note_mention(phrase, f"several {fold(name)}", Entity("group", fold(name), name, is_plural=True, members=members))

    def _resolve_description(self, phrase: Phrase) -> Entity | None:
        owner = self._owner(phrase)
        if 0 < len(name := self._proper_name(phrase, owner)) <= MAX_NAME:
            kind = "organization" if phrase.head in NAMED_BODIES else "person"
            return self._note_mention(phrase, f"proper {fold(name)}", Entity(kind, fold(name), name, heads={phrase.head}))
        is_new = is_share(phrase) or phrase.determiner == "other"
        antecedent = None if is_new else find_antecedent(self.discourse, Reference("description", phrase.span[0], self.attribution, phrase))
        if antecedent:
            return self._note_mention(phrase, "", antecedent)
        if 0 < len(name := _name_of_body(phrase)) <= MAX_NAME:
            return self._note_mention(phrase, f"proper {fold(name)}", self._body(phrase, name))
        place = phrase.span[0] if phrase.determiner == "other" or is_share(phrase) else ""  # "another official" is nobody named before
        key = f"described {id(owner)} {phrase.head} {' '.join(sorted(phrase.modifiers))} {phrase.is_plural} {place}"
        return self._note_mention(phrase, key, self.entities_by_description.get(key) or self._anonymous_entity(phrase, owner))

    def _proper_name(self, phrase: Phrase, owner: Entity | None) -> str:
        """Return the name of a body called by its owner, or capitalized words that were not recognized as a name; "" without one."""
        words = phrase.words.split()
        if phrase.proper_name or (owner and owner.name and phrase.head in NAMED_BODIES):
            return phrase.proper_name or f"{(owner.name or '').split()[-1] if owner else ''} {phrase.head}"
        is_name = 0 < len(words) < 3 and not phrase.is_plural and all(word[0].isupper() and word.isalpha() for word in words)
        return " ".join(words) if is_name and fold(words[-1]) not in COMMON_NOUNS and phrase.determiner == "none" else ""

    def _body(self, phrase: Phrase, name: str) -> Entity:
        return Entity("organization", fold(name), name, heads={phrase.head}, description_words=set(phrase.modifiers))

    def _owner(self, phrase: Phrase) -> Entity | None:
        """Return the owner in "her lawyer" or "Novak's lawyer"."""
        first = next(iter(phrase.words.lower().split()), "")
        if phrase.owner_index is not None:
            return self.entities[phrase.owner_index]
        return self._antecedent(first, phrase.span[0]) if first in POSSESSIVES & (GENDERS.keys() | PLURAL | NEUTER) else None

    def _anonymous_entity(self, phrase: Phrase, owner: Entity | None) -> Entity:
        kind, words = kind_of_head(phrase.head, phrase.is_plural), phrase.words[:MAX_NAME].strip() or None
        entity = Entity(kind, descriptor=words, is_plural=phrase.is_plural, gender=gender_of_head(phrase.head), owner=owner)
        entity.heads, entity.description_words = {phrase.head}, set(phrase.modifiers)
        for span in self.repetitions.find(phrase):
            entity.mentions.append(span)
            self.discourse.add_mention(entity, span)
        return entity

    def _note_mention(self, phrase: Phrase, key: str, entity: Entity) -> Entity:
        """Add a mention of the entity known by this key, or else of the given entity; return the one mentioned."""
        known = self.entities_by_description.setdefault(key, entity) if key else entity
        words = self.text.words_at(*phrase.span).rstrip(" ,;")
        span = (phrase.span[0], phrase.span[0] + len(words))
        if words:
            known.mentions.append(span)
            self.discourse.add_mention(known, span)
        if known.name is None and known.kind in ("person", "group") and (condition := find_condition(self.text, phrase.span)):
            self.conditions.setdefault(id(known), condition)
        return known

    def _resolve_elided(self, attribution: Attribution) -> Entity | None:
        """Return the speaker of a claim without source; None for one that nobody in the text makes ("was told").

        A quotation that repeats the words of a claim has the speaker of that claim.
        """
        words = self.text.words_at(*attribution.content[0])
        if attribution.is_turn:  # the previous speaker is whom it answers
            return None
        if not attribution.cue and words in self.speaker_of_words:
            return self.speaker_of_words[words]
        return find_antecedent(self.discourse, Reference("elided", attribution.start, attribution))


def is_share(phrase: Phrase) -> bool:
    """Whether a description counts people: "14 percent of voters", "four in ten"."""
    return (any(letter.isdigit() for letter in phrase.words) and not phrase.name_indexes) or phrase.head in SHARES


def _name_of_body(phrase: Phrase) -> str:
    """Return the words, without article, for a body that has no other name in the text: "the harbour ministry"; "" for persons and groups.

    A body speaks as itself, and so does a writing that is known already ("the statement"); "a report" stays unnamed.
    """
    is_known = phrase.determiner not in ("a", "other") and not is_share(phrase)
    is_like_body = kind_of_head(phrase.head, phrase.is_plural) in ("organization", "writing")
    is_body = is_like_body and (phrase.determiner == "the" or phrase.head in BODY_NAMES | WRITINGS)
    return ARTICLE.sub("", phrase.words) if is_known and is_body else ""
