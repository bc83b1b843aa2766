"""Words that name events, found in a sentence: which words, which kind of event, as a verb or as a noun."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple, get_args

from app.extract.text.function_words import AUXILIARIES, DETERMINERS, MODALS, NOT_NOUNS, PARTICLES, PREPOSITIONS, PRONOUNS, SUBJECTS
from app.extract.text.inflections import Form, forms_by_word, plurals_of
from app.extract.text.segmentation import Span
from app.extract.text.sentences import Sentence
from app.extract.words.lists import load
from app.vocabulary import EventKind

PartOfSpeech = Literal["verb", "noun"]
WEAK = "deed:"
TRIGGER_LISTS = ("triggers_conflict", "triggers_politics", "triggers_civil", "triggers_other")
KINDS: dict[str, EventKind] = {kind: kind for kind in get_args(EventKind)}
REACH = 6  # words in which another tells the kind
ADVERBS = frozenset("not never also already still then later now again".split())
AMBIGUOUS_FORMS = frozenset("found founds saw fine".split())  # forms of two verbs


class Entry(NamedTuple):
    """A verb or noun of the lexicon as it may stand in a text."""

    rest: tuple[str, ...]  # the words behind the first
    kind: EventKind
    family: str
    lemma: str
    forms: frozenset[Form]  # none: a noun


@dataclass(frozen=True)
class Trigger:
    """Words of a sentence, from the place of the first to that of the last, that name an event."""

    sentence: Sentence
    first: int
    last: int
    kind: EventKind
    family: str
    lemma: str
    forms: frozenset[Form]

    @property
    def pos(self) -> PartOfSpeech:
        """Whether it stands as a verb or as a noun."""
        return "verb" if self.forms else "noun"

    @property
    def span(self) -> Span:
        """Where it stands in the text."""
        return self.sentence.span_of(self.first, self.last)


Table = dict[str, list[Entry]]


def find_triggers(sentence: Sentence) -> Iterator[Trigger]:
    """Yield the triggers of a sentence in order; where two begin at one word the longer one, and none within another."""
    index = 0
    while index < len(sentence.words):
        trigger = _trigger_at(sentence, index)
        if trigger:
            yield trigger
        index = trigger.last + 1 if trigger else index + 1


def _trigger_at(sentence: Sentence, index: int) -> Trigger | None:
    verbs, nouns = lexicon()
    verb, noun = _longest(verbs, sentence, index), _longest(nouns, sentence, index)
    if verb and noun:
        length = len(verb.rest) - len(noun.rest)
        verb, noun = (verb, None) if length > 0 or (length == 0 and is_verb(sentence, index, verb.forms)) else (None, noun)
    entry = verb if verb and (verb.rest or is_verb(sentence, index, verb.forms)) else noun
    if entry is None:
        return None
    kind, family = _kind_in_context(entry, sentence, index)
    return Trigger(sentence, index, index + len(entry.rest), kind, family, entry.lemma, entry.forms)


def _kind_in_context(entry: Entry, sentence: Sentence, index: int) -> tuple[EventKind, str]:
    """The entry's own kind and family, or those that a word near it tells: "fired rockets", "fired the coach"."""
    near = {*sentence.before(index, REACH), *sentence.after(index, REACH)} if entry.lemma in context_rules() else set()
    return next(
        (kind_and_family for words, kind_and_family in context_rules().get(entry.lemma, ()) if words & near), (entry.kind, entry.family)
    )


@lru_cache(maxsize=1)
def context_rules() -> dict[str, list[tuple[frozenset[str], tuple[EventKind, str]]]]:
    """Return, by word, the words near it that tell its kind, and the kind and family."""
    kinds = {entry.lemma: (entry.kind, entry.family) for table in lexicon() for entries in table.values() for entry in entries}
    found: dict[str, list[tuple[frozenset[str], tuple[EventKind, str]]]] = {}
    for section, near in load("trigger_contexts").items():
        words, other = section.split(" -> ")
        for word in words.split(", "):
            found.setdefault(word, []).append((frozenset(near), kinds[other]))
    return found


def is_verb(sentence: Sentence, index: int, forms: frozenset[Form]) -> bool:
    """Say whether the word at the place stands there as a verb and not as a noun or an adjective."""
    first = _verb_start(sentence, index)
    before, after = sentence.lower(first - 1), sentence.lower(index + 1)
    if (index and sentence.words[index - 1].is_possessive) or before in DETERMINERS:
        return False
    if before in AUXILIARIES or before in MODALS or before == "to" or (before in SUBJECTS and not sentence.words[index].breaks):
        return True
    if forms & {"past", "participle"} and "base" not in forms:
        return True
    if "ing" in forms:
        return before in PREPOSITIONS or before.endswith("ly") or before in PARTICLES or after in DETERMINERS
    return _is_finite_present(sentence, index, forms)


def _verb_start(sentence: Sentence, index: int) -> int:
    """Step back over what stands between an auxiliary and its verb: "did not", "has never", "was also"."""
    while index > 0 and (sentence.lower(index - 1) in ADVERBS) and not sentence.words[index].breaks:
        index -= 1
    return index


def _is_finite_present(sentence: Sentence, index: int, forms: frozenset[Form]) -> bool:
    """A noun before it that can be its subject, and what a verb governs behind it; in the headline the first is enough."""
    before, after = sentence.lower(index - 1), sentence.lower(index + 1)
    if not before or before in NOT_NOUNS or before[0].isdigit() or sentence.words[index].breaks:
        return False
    agrees = before.endswith("s") if "base" in forms else sentence.words[index - 1].is_capital or not before.endswith("s")
    return agrees and (sentence.paragraph == 0 or after in DETERMINERS or after in PRONOUNS)


@lru_cache(maxsize=1)
def lexicon() -> tuple[Table, Table]:
    """Return the entries of the lexicon by their first word: of verbs in all their forms, of nouns also in the plural."""
    verbs: Table = {}
    nouns: Table = {}
    for name in TRIGGER_LISTS:
        for family, words in load(name).items():
            kind = KINDS[family.split(": ")[0]]
            _add_verbs(verbs, [word.removeprefix("to ") for word in words if word.startswith("to ")], kind, family)
            for word in words:
                if not word.startswith("to "):
                    _add_noun(nouns, word, kind, family)
    for verb in load("triggers_weak")["verbs"]:
        _add_verbs(verbs, [verb], "other", f"{WEAK}{verb}")
    return verbs, nouns


def _add_verbs(table: Table, phrases: list[str], kind: EventKind, family: str) -> None:
    for phrase in phrases:
        head, *rest = phrase.split()
        for word, (_, forms) in forms_by_word([head]).items():
            if word not in AMBIGUOUS_FORMS:
                _add(table, word, Entry(tuple(rest), kind, family, phrase, forms))


def _add_noun(table: Table, phrase: str, kind: EventKind, family: str) -> None:
    *start, last = phrase.split()
    for word in plurals_of(last):
        first, *rest = (*start, word)
        _add(table, first, Entry(tuple(rest), kind, family, phrase, frozenset()))


def _add(table: Table, word: str, entry: Entry) -> None:
    entries = table.setdefault(word, [])
    if all(known.rest != entry.rest for known in entries):
        entries.append(entry)


def _longest(table: Table, sentence: Sentence, index: int) -> Entry | None:
    found = [entry for entry in table.get(sentence.words[index].lower, ()) if _stands(entry.rest, sentence, index)]
    return max(found, key=lambda entry: len(entry.rest), default=None)


def _stands(rest: tuple[str, ...], sentence: Sentence, index: int) -> bool:
    return all(sentence.lower(index + 1 + offset) == word for offset, word in enumerate(rest))


@lru_cache(maxsize=8192)
def is_verb_form(word: str) -> bool:
    """Say whether a word can only be a verb of the lexicon in a past form."""
    return any(entry.forms & {"past", "participle"} and "base" not in entry.forms for entry in lexicon()[0].get(word, ()) if not entry.rest)
