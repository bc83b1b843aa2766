"""Inflections of English verbs and nouns: base form to word forms, and back."""

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
DOUBLED = frozenset(LISTS["doubled consonants"])
BRITISH = frozenset(LISTS["doubled in British English"])


def forms_of(verb: str) -> Iterator[tuple[str, Form]]:
    """Yield every form of a verb with its tense; a word may occur more than once ("cut")."""
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
    """Map each form of the verbs to its verb and tenses; of two verbs with one form the first wins."""
    found: dict[str, tuple[str, frozenset[Form]]] = {}
    for verb in verbs:
        for word, form in forms_of(verb):
            lemma, forms = found.get(word, (verb, frozenset()))
            if lemma == verb:
                found[word] = (verb, forms | {form})
    return found


def is_past_form(word: str) -> bool:
    """Whether a word is an irregular past or participle, or a very common present form."""
    return word in _PAST_FORMS


def plurals_of(noun: str) -> tuple[str, ...]:
    """Return a noun and its plural."""
    return (noun, _with_s(noun)) if not noun.endswith("s") or noun.endswith("ss") else (noun,)


def _stems(verb: str) -> list[str]:
    if verb in BRITISH:
        return [verb, verb + verb[-1]]
    ends = len(verb) > 2 and verb[-1] not in "aeiouwxy" and verb[-2] in VOWELS and verb[-3] not in VOWELS
    is_short = sum(letter in VOWELS for letter in verb) == 1
    return [verb + verb[-1] if (ends and is_short) or verb in DOUBLED else verb]


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
