"""Rules that drop triggers, and evidence that a trigger is an event of the article and no passing remark."""

from collections.abc import Collection, Sequence
from itertools import zip_longest

from app.extract.events.statuses import CONDITIONS, PLANS, WISHES
from app.extract.events.triggers import WEAK, Trigger
from app.extract.text.function_words import AUXILIARIES, BE, DETERMINERS, MODALS, NOT_NOUNS, PARTICLES, PREPOSITIONS, SUBJECTS
from app.extract.words.lists import load

LISTS = load("event_evidence")

VERB_LIKE_MONTHS = frozenset("march may".split())
BOUND_NOUNS = frozenset(LISTS["bound nouns"])
BINDERS = frozenset("of to for with".split())  # prepositions behind a bound noun
GENERIC_WORDS = frozenset(LISTS["generic"])
OUTCOMES = frozenset(LISTS["outcomes"])
SPEECH_VERBS = frozenset(LISTS["sayings"])
SUPPORT_VERBS = frozenset(LISTS["support verbs"])
# kinds of event that kill and injure
HARMFUL_KINDS = ("attack", "accident", "disaster", "armed_conflict", "crime")
# kinds of event that have names in capitals
NAMED_KINDS = ("other", "disaster", "armed_conflict", "election", "meeting", "agreement")
# Weights of the signs for and against an event, as log-odds.
WEIGHTS: dict[str, float] = {
    "is_headline": 1.2,
    "is_lead": 0.4,
    "is_phrase": 1.0,
    "is_past": 0.5,
    "is_passive": 0.3,
    "has_named_subject": 0.6,
    "is_dated": 0.4,
    "has_determiner": 0.6,
    "is_quoted": -0.4,
    "is_weak": -0.7,
    "is_purpose": -0.9,
    "is_bare": -0.4,
    "is_modifier": -0.7,
    "is_generic": -0.8,
    "is_conditional": -0.6,
    "is_present": -0.5,
}


def is_excluded(trigger: Trigger) -> bool:
    """Whether a trigger names no event: it is part of a name, a month, or part of a phrase such as "in order to"."""
    return _is_name(trigger) or _is_bound(trigger)


def drop_outcomes(triggers: Sequence[Trigger]) -> list[Trigger]:
    """Drop triggers that tell the fate of victims, if the sentence names its cause: "were killed in a crash" is one event, the crash."""
    if not any(trigger.kind in HARMFUL_KINDS and trigger.lemma not in OUTCOMES for trigger in triggers):
        return list(triggers)
    return [trigger for trigger in triggers if trigger.lemma not in OUTCOMES]


def drop_support_verbs(triggers: Sequence[Trigger]) -> list[Trigger]:
    """Drop support verbs before the noun of the event: "launched an attack" is the attack."""
    return [trigger for trigger, following in zip_longest(triggers, triggers[1:]) if not _is_support_verb(trigger, following)]


def _is_support_verb(trigger: Trigger, following: Trigger | None) -> bool:
    if following is None or trigger.lemma not in SUPPORT_VERBS or trigger.pos == "noun" or following.pos == "verb":
        return False
    between = trigger.sentence.words[trigger.last + 1 : following.first + 1]
    return len(between) <= 4 and not any(word.follows_mark or word.lower in PREPOSITIONS for word in between)


def is_speech_trigger(trigger: Trigger) -> bool:
    """Whether a trigger that is a cue reports speech and no event."""
    return trigger.family.startswith(WEAK) or trigger.lemma in SPEECH_VERBS


def event_evidence(trigger: Trigger, *, is_dated: bool, is_quoted: bool) -> float:
    """Return the log-odds that a trigger is an event of the article."""
    paragraph = trigger.sentence.paragraph
    signs = _verb_signs(trigger) if trigger.pos == "verb" else _noun_signs(trigger)
    signs |= _shared_signs(trigger)
    circumstances = {"is_headline": paragraph == 0, "is_lead": 1 <= paragraph <= 2, "is_dated": is_dated, "is_quoted": is_quoted}
    return sum(WEIGHTS[sign] for sign, is_so in (signs | circumstances).items() if is_so)


def _shared_signs(trigger: Trigger) -> dict[str, bool]:
    """Return the signs that verbs and nouns have in common."""
    words = set(trigger.sentence.before(trigger.first, 8))
    return {
        "is_phrase": trigger.last > trigger.first,
        "is_weak": trigger.family.startswith(WEAK),
        "is_generic": bool(words & GENERIC_WORDS),
        "is_conditional": bool(words & CONDITIONS),
    }


def _noun_signs(trigger: Trigger) -> dict[str, bool]:
    before = trigger.sentence.before(trigger.first, 2)
    return {"has_determiner": bool(set(before) & DETERMINERS), "is_modifier": _is_modifier(trigger)}


def _verb_signs(trigger: Trigger) -> dict[str, bool]:
    before = trigger.sentence.before(trigger.first, 4)
    is_past = bool(trigger.forms & {"past", "participle"})
    return {
        "is_past": is_past and "to" not in before[:2],
        "is_passive": is_past and bool(set(before[:2]) & BE),
        "has_named_subject": has_named_subject(trigger),
        "is_purpose": "to" in before[:2] and not set(before) & (WISHES | PLANS | MODALS),
        "is_bare": "ing" in trigger.forms and not set(before[:2]) & AUXILIARIES,
        "is_present": not is_past and "ing" not in trigger.forms and "to" not in before[:2] and not set(before[:3]) & MODALS,
    }


def has_named_subject(trigger: Trigger) -> bool:
    """Whether a name or a pronoun is among the six words before a verb."""
    words = trigger.sentence.words[max(0, trigger.first - 6) : trigger.first]
    return any((word.is_capital and word.lower not in NOT_NOUNS) or word.lower in SUBJECTS for word in words)


def _is_modifier(trigger: Trigger) -> bool:
    """Whether a noun trigger only modifies the noun behind it: "election officials"."""
    after = trigger.sentence.after(trigger.last, 1)
    return bool(after) and after[0].isalpha() and not after[0].endswith(("ed", "ly")) and after[0] not in NOT_NOUNS | PARTICLES


def _is_name(trigger: Trigger) -> bool:
    """Whether a capital, outside the headline, makes a trigger a name.

    It does for any "March" or "May", a verb not at the start of its sentence, and a noun beside another capital unless its kind has names.
    """
    words = trigger.sentence.words
    word = words[trigger.first]
    if not word.is_capital or trigger.sentence.paragraph == 0:
        return False
    if word.lower in VERB_LIKE_MONTHS or trigger.pos == "verb":
        return trigger.first > 0 or word.lower in VERB_LIKE_MONTHS
    is_behind_capital = trigger.first > 0 and words[trigger.first - 1].is_capital and not word.follows_mark
    return (is_behind_capital or _capital_follows(trigger)) and trigger.kind not in NAMED_KINDS


def _capital_follows(trigger: Trigger) -> bool:
    words = trigger.sentence.words[trigger.last + 1 : trigger.last + 2]
    return any(word.is_capital and not word.follows_mark for word in words)


def _is_bound(trigger: Trigger) -> bool:
    """Whether a noun stands in a fixed phrase, such as "in response to"."""
    before, after = trigger.sentence.before(trigger.first, 1), trigger.sentence.after(trigger.last, 1)
    return trigger.lemma in BOUND_NOUNS and before == ["in"] and _any_of(after, BINDERS)


def _any_of(words: list[str], allowed: Collection[str]) -> bool:
    return any(word in allowed for word in words)
