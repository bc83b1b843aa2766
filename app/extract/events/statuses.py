"""Factuality of an event (occurred, ongoing, planned, hypothetical, negated), by the verbs around its trigger."""

from typing import NamedTuple

from app.extract.events.triggers import Trigger
from app.extract.text.function_words import BE, DETERMINERS, DO, FUTURE, HAVE, NEGATIONS, PREPOSITIONS
from app.extract.words.lists import load
from app.terms.vocabulary import EventStatus

LISTS = load("statuses")


class Factuality(NamedTuple):
    """Status and polarity of an event."""

    status: EventStatus
    negated: bool


HYPOTHETICAL = frozenset(LISTS["hypothetical"])
CONDITIONS = frozenset(LISTS["conditions"])
PLANS = frozenset(LISTS["plans"])  # with forms of "be", which make a plan only right before "to": "is to leave"
WISHES = frozenset(LISTS["wishes"])
BEGINNING_VERBS = frozenset(LISTS["beginnings"])
LASTING_NOUNS = frozenset(LISTS["lasting"])
SIGNS_OF_END = frozenset(LISTS["over"])
SIGNS_OF_OCCURRENCE = frozenset(LISTS["done"])
REFUSALS = frozenset(LISTS["refusals"])


def factuality_of(trigger: Trigger) -> Factuality:
    """Return the status of an event at one mention, and whether the mention is negated."""
    is_headline = trigger.sentence.paragraph == 0
    status = _verb_status(trigger, is_headline) if trigger.pos == "verb" else _noun_status(trigger)
    return Factuality(status, is_negated(trigger))


def is_negated(trigger: Trigger) -> bool:
    """Whether "not", "no", "without", "refused to" or the like is among the two or three words before the verb or noun of a trigger."""
    before = trigger.sentence.before(trigger.first, 3)
    if trigger.pos == "noun":
        return bool(set(before[:2]) & {"no", "without", "neither", "nor"})
    if before[:1] == ["to"] or "ing" in trigger.forms:
        return bool(set(before[:2]) & (REFUSALS | {"not", "never"}))
    return bool(set(_verb_group_before(before)) & NEGATIONS)


def _verb_group_before(before: list[str]) -> list[str]:
    """Return those of the words before a verb, nearest first, that can belong to it: auxiliaries, negations, adverbs."""
    for count, word in enumerate(before):
        if word in DETERMINERS or (word in PREPOSITIONS and word != "to"):
            return before[:count]
    return before


def _verb_status(trigger: Trigger, is_headline: bool) -> EventStatus:
    before = trigger.sentence.before(trigger.first, 5)
    near = _verb_group_before(before[:4])
    if _has_condition(trigger):
        return "hypothetical"
    if before[:1] == ["to"] or before[1:2] == ["to"]:
        return _infinitive_status(before, is_headline)
    if set(near) & FUTURE:
        return "planned"
    if set(near) & HYPOTHETICAL:
        return "hypothetical"
    return _finite_status(trigger, near, before, is_headline)


def _has_condition(trigger: Trigger) -> bool:
    return bool(CONDITIONS & set(trigger.sentence.before(trigger.first, 10)))


def _infinitive_status(before: list[str], is_headline: bool) -> EventStatus:
    before_to = before[before.index("to") + 1 :]
    if before_to and before_to[0] in BE:
        return "planned"
    for word in before_to[:3]:
        if word in WISHES or word in HYPOTHETICAL:
            return "hypothetical"
        if (word in PLANS and word not in BE) or word in FUTURE:
            return "planned"
        if word in BEGINNING_VERBS:
            return "ongoing"
        if word in SIGNS_OF_OCCURRENCE:
            return "occurred"
    return "planned" if is_headline and not before_to else "hypothetical"


def _finite_status(trigger: Trigger, near: list[str], before: list[str], is_headline: bool) -> EventStatus:
    auxiliaries = set(near) & (BE | HAVE | DO)
    if "ing" in trigger.forms:
        return _progressive_status(near, before)
    if trigger.forms & {"past", "participle"} and ("base" not in trigger.forms or auxiliaries & HAVE):
        present = auxiliaries & {"is", "are", "am", "isn't", "aren't"}
        return "ongoing" if present or "being" in near else "occurred"
    return "occurred" if is_headline or "did" in near or "didn't" in near else "ongoing"


def _progressive_status(near: list[str], before: list[str]) -> EventStatus:
    if set(near) & {"is", "are", "am", "been", "'re", "'s", "'m", "isn't", "aren't"}:
        return "planned" if "going" in near else "ongoing"
    if set(before[:2]) & BEGINNING_VERBS:
        return "ongoing"
    return "hypothetical" if set(before[:3]) & WISHES else "occurred"


def _noun_status(trigger: Trigger) -> EventStatus:
    """Return the status of a noun, by the words around it.

    "ongoing" and the like before it count first, then signs of a plan close to it, then conditions and wishes, then plans further before
    it, and last all other signs that it goes on.
    """
    before, after = trigger.sentence.before(trigger.first, 7), trigger.sentence.after(trigger.last, 5)
    if set(before[:3]) & {"ongoing", "current", "continuing"}:
        return "ongoing"
    if set(before[:3]) & {"next", "upcoming", "planned", "scheduled", "forthcoming"} or _is_ahead(after):
        return "planned"
    if set(before[:4]) & (WISHES - {"told", "order"}) or set(before[:6]) & CONDITIONS or set(before + after) & HYPOTHETICAL:
        return "hypothetical"
    if set(before) & FUTURE or (set(before[:4]) & (PLANS - BE) and "to" in before):
        return "planned"
    lasts = trigger.lemma in LASTING_NOUNS and not set(before + after[:2]) & SIGNS_OF_END
    return "ongoing" if lasts or _is_ongoing(before, after) else "occurred"


def _is_ahead(after: list[str]) -> bool:
    return bool(set(after[:3]) & FUTURE) or after[:2] in (["is", "scheduled"], ["is", "expected"], ["are", "scheduled"], ["is", "due"])


def _is_ongoing(before: list[str], after: list[str]) -> bool:
    return (
        bool(set(before[:4]) & (BEGINNING_VERBS - {"began", "started", "begun", "kept"}))
        or after[:1] in (["continues"], ["continue"])
        or (after[:1] in (["is"], ["are"]) and "over" not in after)
        or "ongoing" in after[:3]
    )
