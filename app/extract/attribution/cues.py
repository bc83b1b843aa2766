"""Words that tell a saying, by what they say of it. Verbs stand in their base form; all their forms count."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal

from app.extract.attribution.relations import Attribution
from app.extract.text.inflections import forms_by_word
from app.extract.text.segmentation import Text
from app.extract.words.lists import load

LISTS = load("cues")

Shade = Literal["speech", "pledge", "accusation", "denial", "demand", "hope", "prediction", "assessment"]

SHADES: tuple[Shade, ...] = ("pledge", "accusation", "denial", "demand", "hope", "prediction", "assessment", "speech")
VERBS = {shade: LISTS[f"{shade}: verbs"] for shade in SHADES}
NOUNS = {shade: LISTS[f"{shade}: nouns"] for shade in SHADES}
# What tells an attitude, and no act of speaking: by this alone nobody is known to have said anything.
ATTITUDES = frozenset(LISTS["attitudes"])
PARTICLES: dict[str, Shade] = {
    r"\bcall\w* (?:\w+ ){0,2}?(?:for|on|upon|to)\b": "demand",
    r"\b(?:push|hit|fir|fought|fight)\w* back\b": "denial",
    r"\b(?:spoke|speak|spoken|speaking|lash|lashed|lashing|hit|came) (?:\w+ )?(?:out|against)\b": "accusation",
    r"\btook (?:aim|issue|exception)\b": "accusation",
    r"\blook\w* forward\b": "hope",
    r"\bissu\w* an order\b": "demand",
    r"\b(?:came|come|coming) to the conclusion\b": "assessment",
    r"\bon (?:the )?grounds\b": "assessment",
}
PHRASES = [(re.compile(pattern), shade) for pattern, shade in PARTICLES.items()]
WORD = re.compile(r"[a-z]+")
LONGEST_CUE = 300


def cue_of(text: Text, attribution: Attribution) -> str:
    """Return the words of the cue in lower case, at most 300 characters of each of its spans; "" without one."""
    return " ".join(text[start, min(end, start + LONGEST_CUE)].lower() for start, end in attribution.cue[:9])


def shades_of(cue: str) -> list[Shade]:
    """Return what the words of a cue in lower case say of the saying, in their order; a phrase before its words."""
    phrases = [shade for pattern, shade in PHRASES if pattern.search(cue)]
    return [*phrases, *(shade for word in WORD.findall(cue) if (shade := _shades().get(word)))]


def lemmas_of(cue: str) -> Iterator[str]:
    """Yield the words of a cue in lower case, verbs of this lexicon in their base form."""
    return (_lemmas().get(word, (word, frozenset()))[0] for word in WORD.findall(cue))


@cache
def _lemmas() -> dict[str, tuple[str, frozenset[str]]]:
    return {**forms_by_word([verb for verbs in VERBS.values() for verb in verbs] + sorted(ATTITUDES))}


@cache
def _shades() -> dict[str, Shade]:
    """By word form: a noun before the verb that it looks like, the first list before later ones."""
    found: dict[str, Shade] = {}
    for shade, verbs in VERBS.items():
        for word in forms_by_word(verbs):
            found.setdefault(word, shade)
    for shade, nouns in NOUNS.items():
        for noun in nouns:
            found.setdefault(noun, shade)
    return found
