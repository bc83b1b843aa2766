"""Kind of a claim, scored by its cue and its content."""

import re
from collections import defaultdict
from typing import get_args

from app.extract.attribution.cues import CueClass, cue_classes, cue_lemmas, cue_text
from app.extract.attribution.hints import (
    ACCUSING,
    ATTITUDE,
    COMMITMENT,
    COUNTERFACTUAL,
    DEMANDING,
    DENYING,
    FUTURE,
    HOPING,
    IMPERATIVE,
    INFINITIVE,
    JUDGING,
    LOOKING_FORWARD,
    NEGATION,
    PERFECT,
    POSSIBILITY,
    REFUTING,
    REPORTED_COMMITMENT,
    WEAKLY_JUDGING,
)
from app.extract.attribution.relations import Attribution
from app.extract.text.segmentation import Text
from app.extract.words.lists import load
from app.terms.vocabulary import ClaimKind

LISTS = load("cues")

KINDS: tuple[ClaimKind, ...] = get_args(ClaimKind)
PREPOSITION = re.compile(r" (?:for|on|upon)\b", re.IGNORECASE)
MAX_CONTENT = 600  # characters of each content span; the kind of a long content shows early
STATEMENT_SCORE = 1.0  # the score that any other kind must exceed
CUE_SCORE = 4.0  # of the kind that the cue names; hints of the content hardly ever add up to as much
QUOTATION_MARKS = "\"“”„«»'‘`"
PLEADING, PLEA = re.compile(r"\bple(?:ad|d)"), re.compile(r"(?:not )?guilty\b", re.IGNORECASE)
VERBS_OF_ORDER = frozenset(LISTS["orders"])
VERBS_OF_UNPROVED_CLAIM = frozenset(LISTS["unproved"])
VERBS_OF_ARGUMENT = frozenset(LISTS["arguments"])


def claim_kind(text: Text, attribution: Attribution) -> ClaimKind:
    """Return the kind with the highest score; of equal ones the first of the vocabulary."""
    cue = cue_text(text, attribution) + _preposition_behind(text, attribution)
    if PLEA.match(words := text.words_at(*attribution.content[0])) and PLEADING.search(cue):
        return "denial" if words.lower().startswith("not") else "statement"
    content = " ".join(text.words_at(start, min(end, start + MAX_CONTENT)) for start, end in attribution.content[:9])
    cue_scores, content_scores = _cue_scores(cue, content), _content_scores(content, is_quoted=content[:1] in QUOTATION_MARKS)
    return max(KINDS, key=lambda kind: cue_scores[kind] + content_scores.get(kind, 0))


def _preposition_behind(text: Text, attribution: Attribution) -> str:
    """Return the preposition that belongs to the verb of the cue: " on" in "called on both sides"; "" without one."""
    match = PREPOSITION.match(text.text, attribution.cue[0][1]) if attribution.cue else None
    return match[0].lower() if match else ""


def _cue_scores(cue: str, content: str) -> defaultdict[ClaimKind | CueClass, float]:
    """Return the scores that the cue gives, most of them by its first class that is not mere speech; phrases come before words."""
    scores: defaultdict[ClaimKind | CueClass, float] = defaultdict(float, {"statement": STATEMENT_SCORE})
    lemmas = set(cue_lemmas(cue))
    if INFINITIVE.match(content) and not VERBS_OF_ORDER.isdisjoint(lemmas):
        scores["demand"] += CUE_SCORE
    if not VERBS_OF_ARGUMENT.isdisjoint(lemmas):
        scores["assessment"] += 0.7
    if not VERBS_OF_UNPROVED_CLAIM.isdisjoint(lemmas):
        scores["accusation"] += 0.7
    cue_class = next((cue_class for cue_class in cue_classes(cue) if cue_class != "speech"), None)
    if cue_class == "prediction" and not (FUTURE.search(content) or POSSIBILITY.search(content)):
        scores["assessment"] += CUE_SCORE / 2
        if PERFECT.search(content):
            return scores  # what has happened is not foretold: "warned that talks have stalled"
    if cue_class:
        scores[cue_class] += CUE_SCORE
    return scores


def _content_scores(content: str, *, is_quoted: bool) -> dict[ClaimKind, float]:
    accusing, judging, weakly_judging = (
        min(3, sum(1 for _ in pattern.finditer(content))) for pattern in (ACCUSING, JUDGING, WEAKLY_JUDGING)
    )
    is_negated = bool(NEGATION.search(content))
    is_commitment = bool(COMMITMENT.search(content) if is_quoted else REPORTED_COMMITMENT.match(content))
    is_future = bool(FUTURE.search(content)) and not is_commitment
    is_demand = bool(DEMANDING.search(content)) and not COUNTERFACTUAL.search(content)
    return {
        "pledge": 2.0 * is_commitment,
        "accusation": 0.8 * accusing,
        "denial": 1.8 * (bool(DENYING.search(content)) or (is_negated and bool(REFUTING.search(content)))),
        "demand": 2.0 * is_demand + 2.0 * (is_quoted and bool(IMPERATIVE.match(content))),
        "hope": 2.5 * bool(HOPING.search(content) or LOOKING_FORWARD.search(content)),
        "prediction": 1.6 * is_future + 0.4 * bool(POSSIBILITY.search(content)),
        "assessment": 1.1 * min(2, judging) + 0.3 * weakly_judging + 0.8 * bool(ATTITUDE.search(content)),
    }
