"""What kind of saying a claim is: by its cue first, then by what was said."""

from collections import defaultdict
from typing import get_args

from app.extract.attribution.cues import Shade, cue_of, lemmas_of, shades_of
from app.extract.attribution.opinions import (
    ABSENT,
    ACCUSING,
    ATTITUDE,
    DEMANDING,
    FORWARD,
    FUTURE,
    HOPING,
    IMPERATIVE,
    JUDGING,
    MIGHT,
    MISSED,
    OWN_ACT,
    OWN_ACT_TOLD,
    REFUTING,
    TO_DO,
    WEAKLY_JUDGING,
)
from app.extract.attribution.relations import Attribution
from app.extract.text.segmentation import Text
from app.extract.words.lists import load
from app.vocabulary import ClaimKind

LISTS = load("cues")

KINDS: tuple[ClaimKind, ...] = get_args(ClaimKind)
ENOUGH = 600  # characters of each content span that are looked at: the kind of a long one shows early
STATEMENT = 1.0  # what any other kind must exceed
CUE = 4.0  # a cue that names the kind outweighs what the content hints at
MARKS = "\"“”„«»'‘`"
# Verbs that tell somebody to do something where "to" follows: "told to leave".
ORDERS = frozenset(LISTS["orders"])
CLAIMS = frozenset(LISTS["unproved"])
ARGUMENTS = frozenset(LISTS["arguments"])


def kind_of(text: Text, attribution: Attribution) -> ClaimKind:
    """Tell the kind with the highest score; of equals the one that stands first in the vocabulary."""
    cue = cue_of(text, attribution)
    content = " ".join(text[start, min(end, start + ENOUGH)] for start, end in attribution.content[:9])
    by_cue, by_content = _by_cue(cue, content), _by_content(content, is_quoted=content[:1] in MARKS)
    return max(KINDS, key=lambda kind: by_cue[kind] + by_content.get(kind, 0))


def _by_cue(cue: str, content: str) -> defaultdict[ClaimKind | Shade, float]:
    """Score what the cue tells: its first word that tells more than that something was said."""
    scores: defaultdict[ClaimKind | Shade, float] = defaultdict(float, {"statement": STATEMENT})
    lemmas = set(lemmas_of(cue))
    if TO_DO.match(content) and not ORDERS.isdisjoint(lemmas):
        scores["demand"] += CUE
    if not ARGUMENTS.isdisjoint(lemmas):
        scores["assessment"] += 0.7
    if not CLAIMS.isdisjoint(lemmas):
        scores["accusation"] += 0.7
    shade = next((shade for shade in shades_of(cue) if shade != "speech"), None)
    if shade == "prediction" and not (FUTURE.search(content) or MIGHT.search(content)):
        scores["assessment"] += CUE / 2
    if shade:
        scores[shade] += CUE
    return scores


def _by_content(content: str, *, is_quoted: bool) -> dict[ClaimKind, float]:
    accusing, judging, weakly = (min(3, sum(1 for _ in pattern.finditer(content))) for pattern in (ACCUSING, JUDGING, WEAKLY_JUDGING))
    absent = bool(ABSENT.search(content))
    own = bool(OWN_ACT.search(content) if is_quoted else OWN_ACT_TOLD.match(content))
    future = bool(FUTURE.search(content)) and not own
    demanded = bool(DEMANDING.search(content)) and not MISSED.search(content)
    return {
        "pledge": 2.0 * own,
        "accusation": 0.8 * accusing,
        "denial": 1.8 * (absent and bool(REFUTING.search(content))),
        "demand": 2.0 * demanded + 2.0 * (is_quoted and bool(IMPERATIVE.match(content))),
        "hope": 2.5 * bool(HOPING.search(content) or FORWARD.search(content)),
        "prediction": 1.6 * future + 0.4 * bool(MIGHT.search(content)),
        "assessment": 1.1 * min(2, judging) + 0.3 * weakly + 0.8 * bool(ATTITUDE.search(content)),
    }
