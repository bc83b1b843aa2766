"""Lexicon of cue words by kind of claim."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal

from app.extract.attribution.relations import Attribution
from app.extract.text.inflections import forms_by_word
from app.extract.text.segmentation import Text
from app.extract.words.lists import alternatives, load

LISTS = load("cues")

CueClass = Literal["speech", "pledge", "accusation", "denial", "demand", "hope", "prediction", "assessment"]

CUE_CLASSES: tuple[CueClass, ...] = ("pledge", "accusation", "denial", "demand", "hope", "prediction", "assessment", "speech")
VERBS = {cue_class: LISTS[f"{cue_class}: verbs"] for cue_class in CUE_CLASSES}
NOUNS = {cue_class: LISTS[f"{cue_class}: nouns"] for cue_class in CUE_CLASSES}
ATTITUDES = frozenset(LISTS["attitudes"])
TELLING = alternatives(load("patterns")["verbs of telling"])
PHRASE_PATTERNS: dict[str, CueClass] = {
    rf"\b(?:(?:would|will)(?: not|n[’']t)|won[’']t) (?:\w+ly )?(?:{TELLING})\b": "denial",
    r"\bcall\w* (?:\w+ ){0,2}?(?:for|on|upon|to)\b": "demand",
    r"\b(?:push|hit|fir|fought|fight)\w* back\b": "denial",
    r"\b(?:spoke|speak|spoken|speaking|lash|lashed|lashing|hit|came) (?:\w+ )?(?:out|against)\b": "accusation",
    r"\btook (?:aim|issue|exception)\b": "accusation",
    r"\blook\w* forward\b": "hope",
    r"\bissu\w* an order\b": "demand",
    r"\b(?:came|come|coming) to the conclusion\b": "assessment",
    r"\bon (?:the )?grounds\b": "assessment",
}
PHRASES = [(re.compile(pattern), cue_class) for pattern, cue_class in PHRASE_PATTERNS.items()]
WORD = re.compile(r"[a-z]+")
MAX_CUE = 300  # characters of each span of a cue


def cue_text(text: Text, attribution: Attribution) -> str:
    """Return the words of the cue in lower case, at most 300 characters of each span; "" without a cue."""
    return " ".join(text.words_at(start, min(end, start + MAX_CUE)).lower() for start, end in attribution.cue[:9])


def cue_classes(cue: str) -> list[CueClass]:
    """Return the classes of a cue in lower case: first those of its phrases, then those of its words in order."""
    phrases = [cue_class for pattern, cue_class in PHRASES if pattern.search(cue)]
    return [*phrases, *(cue_class for word in WORD.findall(cue) if (cue_class := _classes_by_form().get(word)))]


def cue_lemmas(cue: str) -> Iterator[str]:
    """Yield the words of a cue in lower case, verbs of the lexicon in their base form."""
    return (_lemmas_by_form().get(word, word) for word in WORD.findall(cue))


@cache
def _lemmas_by_form() -> dict[str, str]:
    verbs = [verb for verbs in VERBS.values() for verb in verbs] + sorted(ATTITUDES)
    return {word: lemma for word, (lemma, _) in forms_by_word(verbs).items()}


@cache
def _classes_by_form() -> dict[str, CueClass]:
    """Return the class of each word form: nouns take precedence over verbs, earlier classes over later ones."""
    classes: dict[str, CueClass] = {}
    for cue_class, verbs in VERBS.items():
        for word in forms_by_word(verbs):
            classes.setdefault(word, cue_class)
    for cue_class, nouns in NOUNS.items():
        for noun in nouns:
            classes.setdefault(noun, cue_class)
    return classes
