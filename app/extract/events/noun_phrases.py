"""Noun phrases around a trigger: its subject, its object, and objects of "by", "with" and "of"."""

import re

from app.extract.events.triggers import Trigger, is_verb_form
from app.extract.text.function_words import (
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    MAGNITUDES,
    MODALS,
    NEGATIONS,
    NUMERALS,
    PREPOSITIONS,
    PRONOUNS,
    TIME_WORDS,
)
from app.extract.text.inflections import is_past_form
from app.extract.text.segmentation import Span
from app.extract.text.sentences import Sentence
from app.extract.words.lists import load

LISTS = load("noun_phrases")

LONGEST_PHRASE = 6  # words
REACH = 12  # words between a trigger and its participant
# words that belong to no noun phrase
PHRASE_ENDS = (
    PREPOSITIONS
    | CONJUNCTIONS
    | AUXILIARIES
    | MODALS
    | NEGATIONS
    | PRONOUNS
    | TIME_WORDS
    | frozenset(["to", "then", "there", "here", "now", "not"])
)
NO_PARTICIPANTS = frozenset(LISTS["no participants"])
CONTRACTED = re.compile(r"[’'](?:d|ll|re|ve|m)$")  # "he'd" is no noun
LIGHT_WORDS = frozenset(LISTS["light words"])


def subject_phrase(trigger: Trigger) -> Span | None:
    """Return the noun phrase before a verb and its auxiliaries and adverbs."""
    index = trigger.first - 1
    while index >= 0 and trigger.first - index < REACH and _belongs_to_verb(trigger.sentence.lower(index)):
        if trigger.sentence.words[index].follows_mark:
            return None
        index -= 1
    return _phrase_ending_at(trigger.sentence, index)


def _belongs_to_verb(word: str) -> bool:
    return (
        word in AUXILIARIES
        or word in MODALS
        or word in NEGATIONS
        or word in ("to", "also", "then", "first", "later")
        or word.endswith("ly")
    )


def _phrase_ending_at(sentence: Sentence, last: int) -> Span | None:
    """Return the noun phrase whose last word has an index."""
    first = last
    while first >= 0 and last - first < LONGEST_PHRASE and not _ends_phrase(sentence, first):
        if sentence.words[first].follows_mark or sentence.lower(first) in DETERMINERS:
            first -= 1
            break
        first -= 1
    return _span_between(sentence, first + 1, last)


def prepositional_object(trigger: Trigger, preposition: str) -> Span | None:
    """Return the noun phrase behind "by", "with" or "of" in the same clause."""
    for offset, word in enumerate(trigger.sentence.after(trigger.last, REACH)):
        if word == preposition:
            return object_phrase(trigger.sentence, trigger.last + offset + 2)
        if word in CONJUNCTIONS or (preposition == "of" and offset):
            return None
    return None


def object_phrase(sentence: Sentence, first: int) -> Span | None:
    """Return the noun phrase that begins at an index."""
    last = first
    while last < len(sentence.words) and last - first < LONGEST_PHRASE and not _ends_phrase(sentence, last):
        if sentence.words[last].follows_mark:
            break
        last += 1
    return _span_between(sentence, first, last - 1)


def _ends_phrase(sentence: Sentence, index: int) -> bool:
    word = sentence.words[index]
    return word.lower in PHRASE_ENDS or (not word.is_capital and _is_verbal(word.lower))


def _is_verbal(word: str) -> bool:
    return is_past_form(word) or (len(word) > 4 and word.endswith(("ed", "ing"))) or word.endswith("ly") or is_verb_form(word)


def _span_between(sentence: Sentence, first: int, last: int) -> Span | None:
    """Return the span of some words, without determiners and numbers at the start; None if the last word is no noun."""
    while first <= last and _is_light(sentence.lower(first)):
        first += 1
    return sentence.span_of(first, last) if first <= last and _is_noun(sentence.lower(last)) else None


def _is_noun(word: str) -> bool:
    return word[:1].isalpha() and word.replace("’", "'") not in NO_PARTICIPANTS and not CONTRACTED.search(word)


def _is_light(word: str) -> bool:
    return word in DETERMINERS or word in LIGHT_WORDS or word in NUMERALS or word in MAGNITUDES or word[:1].isdigit()
