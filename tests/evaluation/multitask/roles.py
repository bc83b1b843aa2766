"""What the next tagger learns to find: anchors, roles and values of claims and events, and under which rule."""

from collections.abc import Sequence
from typing import Literal, get_args

from app.terms.vocabulary import ClaimKind, ClaimMode, EventKind, EventStatus

Anchor = Literal["cue", "content", "event"]  # where a cue, a content without a cue, and the first mention of an event begin
ANCHORS: tuple[Anchor, ...] = get_args(Anchor)
CLAIM_ROLES = ("source", "cue", "content", "speaker", "said")  # speaker: its name, if the source is none; said: the time of saying
EVENT_ROLES = ("trigger", "date")
TRUTHS = ("false", "true")
# the values of claims and of events, in the order of the scores
CLAIM_VALUES: dict[str, tuple[str, ...]] = {"kind": get_args(ClaimKind), "mode": get_args(ClaimMode), "explicit": TRUTHS}
EVENT_VALUES: dict[str, tuple[str, ...]] = {"kind": get_args(EventKind), "status": get_args(EventStatus), "negated": TRUTHS, "main": TRUTHS}
POLNEAR, GUIDE = 0, 1  # rules of what a claim is: with plans and beliefs, or with speech and attitudes alone


def tags_of(roles: Sequence[str]) -> tuple[str, ...]:
    """Return the tags of roles: "outside", then "begin" and "inside" of each role."""
    return ("outside", *(f"{where} {role}" for role in roles for where in ("begin", "inside")))


CLAIM_TAGS, EVENT_TAGS = tags_of(CLAIM_ROLES), tags_of(EVENT_ROLES)
