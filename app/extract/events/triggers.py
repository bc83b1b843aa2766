"""Triggers: verbs and nouns of a sentence that name an event, with its kind."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple, get_args

from app.extract.text.function_words import AUXILIARIES, DETERMINERS, MODALS, NOT_NOUNS, PARTICLES, PREPOSITIONS, PRONOUNS, SUBJECTS
from app.extract.text.inflections import Form, forms_by_word, singular_and_plural
from app.extract.text.segmentation import Span
from app.extract.text.sentences import Sentence
from app.extract.words.lists import load
from app.terms.vocabulary import EventKind

PartOfSpeech = Literal["verb", "noun"]
WEAK = "weak: "  # prefix of the families of weak triggers
TRIGGER_LISTS = ("triggers_conflict", "triggers_politics", "triggers_civil", "triggers_other")
# each kind by its text, which a word list gives
KINDS: dict[str, EventKind] = {kind: kind for kind in get_args(EventKind)}
REACH = 6  # words around a trigger that decide its kind
ADVERBS = frozenset("not never also already still then later now again".split())
AMBIGUOUS_FORMS = frozenset("found founds saw fine".split())  # forms of two verbs


class Entry(NamedTuple):
    """A verb or noun of the lexicon in one of its forms."""

    rest: tuple[str, ...]  # words behind the first
    kind: EventKind
    family: str
    lemma: str
    forms: frozenset[Form]  # empty for a noun


@dataclass(frozen=True)
class Trigger:
    """Words of a sentence, from index ``first`` to ``last``, that name an event."""

    sentence: Sentence
    first: int
    last: int
    kind: EventKind
    family: str
    lemma: str
    forms: frozenset[Form]

    @property
    def pos(self) -> PartOfSpeech:
        """The part of speech."""
        return "verb" if self.forms else "noun"

    @property
    def span(self) -> Span:
        """The place in the text."""
        return self.sentence.span_of(self.first, self.last)


EntriesByWord = dict[str, list[Entry]]


def find_triggers(sentence: Sentence) -> Iterator[Trigger]:
    """Yield the triggers of a sentence in order, without overlap; of several that begin at one word, the longest."""
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
    """Return the kind and family of an entry, which words near it may decide: "fired rockets", "fired the coach"."""
    near = {*sentence.before(index, REACH), *sentence.after(index, REACH)} if entry.lemma in context_rules() else set()
    return next(
        (kind_and_family for words, kind_and_family in context_rules().get(entry.lemma, ()) if words & near), (entry.kind, entry.family)
    )


@lru_cache(maxsize=1)
def context_rules() -> dict[str, list[tuple[frozenset[str], tuple[EventKind, str]]]]:
    """Return for each lemma the sets of words near it that decide its kind, each with that kind and its family."""
    kinds = {entry.lemma: (entry.kind, entry.family) for table in lexicon() for entries in table.values() for entry in entries}
    rules: dict[str, list[tuple[frozenset[str], tuple[EventKind, str]]]] = {}
    for section, near in load("trigger_contexts").items():
        words, other = section.split(" -> ")
        for word in words.split(", "):
            rules.setdefault(word, []).append((frozenset(near), kinds[other]))
    return rules


def is_verb(sentence: Sentence, index: int, forms: frozenset[Form]) -> bool:
    """Whether the word at an index is a verb there, and no noun or adjective."""
    first = _verb_start(sentence, index)
    before, after = sentence.lower(first - 1), sentence.lower(index + 1)
    if (index and sentence.words[index - 1].is_possessive) or before in DETERMINERS:
        return False
    if before in AUXILIARIES or before in MODALS or before == "to" or (before in SUBJECTS and not sentence.words[index].follows_mark):
        return True
    if forms & {"past", "participle"} and "base" not in forms:
        return True
    if "ing" in forms:
        return before in PREPOSITIONS or before.endswith("ly") or before in PARTICLES or after in DETERMINERS
    return _is_finite_present(sentence, index, forms)


def _verb_start(sentence: Sentence, index: int) -> int:
    """Return the index of the first adverb between an auxiliary and its verb: "did not", "has never", "was also"."""
    while index > 0 and (sentence.lower(index - 1) in ADVERBS) and not sentence.words[index].follows_mark:
        index -= 1
    return index


def _is_finite_present(sentence: Sentence, index: int, forms: frozenset[Form]) -> bool:
    """Whether a possible subject precedes a word and an object follows it; in the headline a subject is enough."""
    before, after = sentence.lower(index - 1), sentence.lower(index + 1)
    if not before or before in NOT_NOUNS or before[0].isdigit() or sentence.words[index].follows_mark:
        return False
    agrees = before.endswith("s") if "base" in forms else sentence.words[index - 1].is_capital or not before.endswith("s")
    return agrees and (sentence.paragraph == 0 or after in DETERMINERS or after in PRONOUNS)


@lru_cache(maxsize=1)
def lexicon() -> tuple[EntriesByWord, EntriesByWord]:
    """Return the entries for verbs, in all their forms, and for nouns, also in the plural, by first word."""
    verbs: EntriesByWord = {}
    nouns: EntriesByWord = {}
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


def _add_verbs(table: EntriesByWord, phrases: list[str], kind: EventKind, family: str) -> None:
    for phrase in phrases:
        head, *rest = phrase.split()
        for word, (_, forms) in forms_by_word([head]).items():
            if word not in AMBIGUOUS_FORMS:
                _add(table, word, Entry(tuple(rest), kind, family, phrase, forms))


def _add_noun(table: EntriesByWord, phrase: str, kind: EventKind, family: str) -> None:
    *start, last = phrase.split()
    for word in singular_and_plural(last):
        first, *rest = (*start, word)
        _add(table, first, Entry(tuple(rest), kind, family, phrase, frozenset()))


def _add(table: EntriesByWord, word: str, entry: Entry) -> None:
    entries = table.setdefault(word, [])
    if all(known.rest != entry.rest for known in entries):
        entries.append(entry)


def _longest(table: EntriesByWord, sentence: Sentence, index: int) -> Entry | None:
    entries = [entry for entry in table.get(sentence.words[index].lower, ()) if _follow(entry.rest, sentence, index)]
    return max(entries, key=lambda entry: len(entry.rest), default=None)


def _follow(rest: tuple[str, ...], sentence: Sentence, index: int) -> bool:
    return all(sentence.lower(index + 1 + offset) == word for offset, word in enumerate(rest))


@lru_cache(maxsize=8192)
def is_verb_form(word: str) -> bool:
    """Whether a word can only be the past form of a verb of the lexicon."""
    return any(entry.forms & {"past", "participle"} and "base" not in entry.forms for entry in lexicon()[0].get(word, ()) if not entry.rest)
