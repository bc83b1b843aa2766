"""Inflections of English verbs and nouns, from the base form to all forms and back."""

from collections.abc import Iterable, Iterator
from typing import Literal

from app.extract.words.lists import load

LISTS = load("verbs")

Form = Literal["base", "s", "ing", "past", "participle"]
VOWELS = frozenset("aeiou")
IRREGULAR = LISTS["irregular"]
PASTS = {verb: (past, participle) for verb, past, participle in (entry.split() for entry in IRREGULAR)}
COMMON_PRESENT = frozenset(LISTS["common present forms"])
_PAST_FORMS = frozenset(form for forms in PASTS.values() for form in forms) | COMMON_PRESENT
ALWAYS_DOUBLED = frozenset(LISTS["doubled consonants"])
DOUBLED_IN_BRITISH = frozenset(LISTS["doubled in British English"])


def forms_of(verb: str) -> Iterator[tuple[str, Form]]:
    """Yield every form of a verb as a word and the kind of form; a word may occur more than once ("cut")."""
    yield verb, "base"
    yield _with_s(verb), "s"
    for stem in _stems(verb):
        yield _with_ing(stem), "ing"
    if verb in PASTS:
        yield PASTS[verb][0], "past"
        yield PASTS[verb][1], "participle"
        return
    for stem in _stems(verb):
        yield _with_ed(stem), "past"
        yield _with_ed(stem), "participle"


def forms_by_word(verbs: Iterable[str]) -> dict[str, tuple[str, frozenset[Form]]]:
    """Map each word to the verb of which it is a form, and to the kinds of form; of two verbs with one form the first wins."""
    verb_by_word: dict[str, tuple[str, frozenset[Form]]] = {}
    for verb in verbs:
        for word, form in forms_of(verb):
            lemma, forms = verb_by_word.get(word, (verb, frozenset()))
            if lemma == verb:
                verb_by_word[word] = (verb, forms | {form})
    return verb_by_word


def is_past_form(word: str) -> bool:
    """Whether a word is an irregular past or participle, or a very common present form."""
    return word in _PAST_FORMS


def singular_and_plural(noun: str) -> tuple[str, ...]:
    """Return a noun and its plural."""
    return (noun, _with_s(noun)) if not noun.endswith("s") or noun.endswith("ss") else (noun,)


def _stems(verb: str) -> list[str]:
    if verb in DOUBLED_IN_BRITISH:
        return [verb, verb + verb[-1]]
    ends_in_single_consonant = len(verb) > 2 and verb[-1] not in "aeiouwxy" and verb[-2] in VOWELS and verb[-3] not in VOWELS
    has_one_vowel = sum(letter in VOWELS for letter in verb) == 1
    return [verb + verb[-1] if (ends_in_single_consonant and has_one_vowel) or verb in ALWAYS_DOUBLED else verb]


def _with_s(word: str) -> str:
    if word.endswith("y") and word[-2:-1] not in VOWELS:
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")


def _with_ing(stem: str) -> str:
    if stem.endswith("ie"):
        return stem[:-2] + "ying"
    return (stem[:-1] if stem.endswith("e") and not stem.endswith(("ee", "oe", "ye")) and len(stem) > 2 else stem) + "ing"


def _with_ed(stem: str) -> str:
    if stem.endswith("y") and stem[-2:-1] not in VOWELS:
        return stem[:-1] + "ied"
    return stem + ("d" if stem.endswith("e") else "ed")
