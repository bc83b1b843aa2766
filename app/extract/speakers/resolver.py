"""Who the sources are: each attribution's words resolved to one person, organization or group of the text."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import takewhile

from app.extract.attribution.contents import Contents
from app.extract.attribution.relations import Attribution
from app.extract.names.name_words import COMMON_NOUNS
from app.extract.names.recognizer import Name
from app.extract.names.titles import BODY_NAMES, NAMED_BODIES, gender_of_head, kind_of_head
from app.extract.speakers.anonymity import find_condition
from app.extract.speakers.cast import LONGEST_NAME, Cast, EntityDraft, write_cast
from app.extract.speakers.coreference import FIRST, GENDERS, RELATIVE, Discourse, resolve_description, resolve_plural, resolve_pronoun
from app.extract.speakers.headlines import Saying, restated_below
from app.extract.speakers.identities import Identity, identify
from app.extract.speakers.phrases import POSSESSIVES, Phrase, parse, phrase_before
from app.extract.speakers.repetitions import Repetitions
from app.extract.speakers.roles import Role, learn_roles
from app.extract.text.segmentation import Span, Text
from app.extract.words.lists import alternatives, load
from app.words import fold

LISTS = load("sources")

__all__ = ["Cast", "EntityDraft", "find_speakers"]

VERBS = LISTS["verbs that go on"]
# A cue that goes on with the claim before it.
SAYING = re.compile(rf":|(?:(?:and|also|later|then) )*(?:{alternatives(VERBS)})\b", re.IGNORECASE)


def find_speakers(text: Text, names: Sequence[Name], attributions: Sequence[Attribution]) -> Cast:
    """Return the cast of a text in which these names stand. ``speaker_of`` is parallel to the attributions, in whatever order they come.

    None where the text names nobody ("it was reported"), where the author speaks, and where a pronoun has nobody to mean.
    No two entities of a kind have one name. Mentions do not overlap within an entity and are in order.
    """
    resolver = _Resolver(text, names, attributions)
    order = sorted(range(len(attributions)), key=lambda i: _place(attributions[i]))
    for i in order:
        resolver.resolve(i)
    speakers = restated_below(text, [Saying(attributions[i], resolver.speakers[i], i) for i in order], resolver.speakers)
    return write_cast(text, speakers, order, resolver.roles, resolver.conditions)


def _place(attribution: Attribution) -> Span:
    first = (attribution.source or attribution.cue or attribution.content)[0]
    return first[0], attribution.start


class _Resolver:
    """Reads the attributions in the text's order; what one source means depends on those before it."""

    def __init__(self, text: Text, names: Sequence[Name], attributions: Sequence[Attribution]) -> None:
        self.text = text
        self.attributions = attributions
        self.speakers: list[Identity | None] = [None] * len(attributions)
        self.last: Attribution | None = None  # the last one whose speaker is known
        self.names = names
        self.identities = identify(text, self.names)
        self.roles: dict[int, list[Role]] = learn_roles(text, self.names, self.identities)
        self.conditions: dict[int, str] = {}  # by the id() of the identity
        self.contents = Contents(text, attributions)
        self.repetitions = Repetitions(text)
        self.discourse = Discourse(text)
        self.described: dict[str, Identity] = {}
        self.speaker_of_words: dict[str, Identity] = {}  # a pull quote has the words of another
        self._note_names()

    def resolve(self, i: int) -> None:
        """Find the speaker of one attribution, after all that stand before it."""
        attribution = self.attributions[i]
        found = self._of_words(attribution.source) if attribution.source else self._elided(attribution)
        self.speakers[i] = found
        if found is None:
            return
        self.last = attribution
        self.discourse.said(found, attribution.start)
        self.speaker_of_words.setdefault(self.text[attribution.content[0]], found)

    def _note_names(self) -> None:
        last_end = -1
        for name, identity in zip(self.names, self.identities, strict=True):
            self.discourse.add(identity, name.span, self._standing(name, last_end))
            last_end = name.span[1]

    def _standing(self, name: Name, last_end: int) -> float:
        """How likely a pronoun means who is named here: the subject of a sentence more than others, and who is quoted less."""
        before = self.text.text[max(0, name.span[0] - 5) : name.span[0]].lower()
        is_object = before.endswith((" of ", "with ", "for ", " to ", "in ", "from ", " by "))
        is_first = last_end < self.text.sentence_at(name.span[0])[0]
        return 0.7 * is_first - 0.5 * name.is_possessive - 0.4 * is_object - 1.0 * self.contents.is_quoted(name.span[0])

    def _of_words(self, source: Sequence[Span]) -> Identity | None:
        phrases = [parse(self.text, self.names, span) for span in source]
        phrase = next((one for one in phrases if one.names), phrases[0])
        if phrase.pronoun:
            return self._of_pronoun(phrase)
        if len(phrase.names) > 1:
            return self._several(phrase)
        return self._named(phrase) if phrase.names else self._titled(phrase) or self._of_description(phrase)

    def _titled(self, phrase: Phrase) -> Identity | None:
        """Who stands at the end behind a title of several words: "Chief of Staff Ana Novak"."""
        at = bisect_left(self.names, phrase.span[0], key=lambda name: name.span[0])
        inside = takewhile(lambda i: self.names[i].span[1] <= phrase.span[1], range(at, len(self.names)))
        last = max(inside, default=None)
        is_titled = last is not None and self.names[last].title and self.names[last].span[1] == phrase.span[1]
        return self.identities[last] if last is not None and is_titled else None

    def _named(self, phrase: Phrase) -> Identity:
        named = self.identities[phrase.names[0]]
        named.kind = "person" if named.kind == "unknown" else named.kind
        return named

    def _of_pronoun(self, phrase: Phrase) -> Identity | None:
        if phrase.pronoun in FIRST:
            around = self.contents.around(phrase.span[0])
            return None if around is None else self.speakers[around]
        if phrase.pronoun in RELATIVE and (noun := phrase_before(self.text, self.names, phrase.span[0])):
            return self._named(noun) if noun.names else self._of_description(noun)
        found = resolve_pronoun(self.discourse, phrase.pronoun, phrase.span[0])
        if found and found.kind == "person":
            found.gender = found.gender or GENDERS.get(phrase.pronoun)
        return found

    def _several(self, phrase: Phrase) -> Identity:
        members = list(dict.fromkeys(self.identities[i] for i in phrase.names))
        if len(members) == 1:
            return members[0]
        name = " and ".join(one.name or one.descriptor or "" for one in members)[:LONGEST_NAME]
        return self._mentioned(phrase, f"several {fold(name)}", Identity("group", fold(name), name, is_plural=True, members=members))

    def _of_description(self, phrase: Phrase) -> Identity | None:
        owner = self._owner(phrase)
        if 0 < len(name := self._proper(phrase, owner)) <= LONGEST_NAME:
            kind = "organization" if phrase.head in NAMED_BODIES else "person"
            return self._mentioned(phrase, f"proper {fold(name)}", Identity(kind, fold(name), name, heads={phrase.head}))
        meant = resolve_description(self.discourse, phrase) if phrase.article == "the" else resolve_plural(self.discourse, phrase)
        if meant and not owner:
            return self._mentioned(phrase, "", meant)
        if 0 < len(name := self._bare_body(phrase)) <= LONGEST_NAME:
            return self._mentioned(phrase, f"proper {fold(name)}", Identity("organization", fold(name), name, heads={phrase.head}))
        place = phrase.span[0] if phrase.article == "other" else ""  # "another official" is nobody named before
        key = f"described {id(owner)} {phrase.head} {' '.join(sorted(phrase.modifiers))} {phrase.is_plural} {place}"
        return self._mentioned(phrase, key, self.described.get(key) or self._anonymous(phrase))

    def _proper(self, phrase: Phrase, owner: Identity | None) -> str:
        """Return the name of a body called by its owner's, or of somebody with a capital that is in no list of names."""
        words = phrase.words.split()
        if phrase.proper or (owner and owner.name and phrase.head in NAMED_BODIES):
            return phrase.proper or f"{(owner.name or '').split()[-1] if owner else ''} {phrase.head}"
        is_name = 0 < len(words) < 3 and not phrase.is_plural and all(word[0].isupper() and word.isalpha() for word in words)
        return " ".join(words) if is_name and fold(words[-1]) not in COMMON_NOUNS and phrase.article == "none" else ""

    def _bare_body(self, phrase: Phrase) -> str:
        """Return the name of a body that its kind names by a capital: "the Navy"."""
        words = phrase.words.split()
        is_body = len(words) == 2 and phrase.article == "the" and words[1][0].isupper() and fold(words[1]) in BODY_NAMES
        return words[1] if is_body else ""

    def _owner(self, phrase: Phrase) -> Identity | None:
        """Whose it is: "her lawyer", "Novak's lawyer"."""
        first = next(iter(phrase.words.lower().split()), "")
        if phrase.owner is not None:
            return self.identities[phrase.owner]
        return resolve_pronoun(self.discourse, first, phrase.span[0]) if first in POSSESSIVES & GENDERS.keys() | {"their", "its"} else None

    def _anonymous(self, phrase: Phrase) -> Identity:
        kind, words = kind_of_head(phrase.head, phrase.is_plural), phrase.words[:LONGEST_NAME].strip() or None
        one = Identity(kind, descriptor=words, is_plural=phrase.is_plural, gender=gender_of_head(phrase.head))
        one.heads, one.words = {phrase.head}, set(phrase.modifiers)
        for span in self.repetitions.of(phrase):
            one.mentions.append(span)
            self.discourse.add(one, span, 0.3)
        return one

    def _mentioned(self, phrase: Phrase, key: str, identity: Identity) -> Identity:
        """Note a mention by other words than a name; the one with the same key is the same."""
        known = self.described.setdefault(key, identity) if key else identity
        words = self.text[phrase.span].rstrip(" ,;")
        span = (phrase.span[0], phrase.span[0] + len(words))
        if words:
            known.mentions.append(span)
            self.discourse.add(known, span, 0.6)
        if known.name is None and known.kind in ("person", "group") and (condition := find_condition(self.text, phrase.span)):
            self.conditions.setdefault(id(known), condition)
        return known

    def _elided(self, attribution: Attribution) -> Identity | None:
        """The speaker of the claim before: of a quotation that stands alone, or of a further verb in the sentence ("and added").

        Other cues without a source are passive ("was told") or nouns ("criticism of"), and name nobody.
        """
        words = self.text[attribution.content[0]]
        if not attribution.cue and words in self.speaker_of_words:
            return self.speaker_of_words[words]
        if self.last is None or (attribution.cue and not self._goes_on(attribution)):
            return None
        distance = self.text.paragraph_at(attribution.start) - self.text.paragraph_at(self.last.start)
        return self.discourse.last_speaker if distance <= 1 else None

    def _goes_on(self, attribution: Attribution) -> bool:
        is_same = self.last is not None and self.text.sentence_at(self.last.start) == self.text.sentence_at(attribution.start)
        return is_same and SAYING.match(self.text[attribution.cue[0]]) is not None
