"""Closed vocabularies: database, knowledge documents and query parameters accept no other words."""

from typing import Literal

EntityKind = Literal["person", "organization", "group", "place"]
ClaimKind = Literal["statement", "assessment", "prediction", "pledge", "demand", "accusation", "denial", "hope"]
ClaimMode = Literal["direct", "indirect", "mixed"]
Section = Literal["headline", "standfirst", "body"]
Review = Literal["extracted", "accepted", "edited", "rejected"]
ServedReview = Literal["extracted", "accepted", "edited"]  # of what lists, counts and searches have
ReviewedType = Literal["claim", "event"]
QueuedType = Literal["claim", "event", "entity"]
ClashingField = Literal["wikidata", "alias"]  # what an article says of an entity against a judgement or correction
QueueReason = Literal["clash", "orphaned_edit", "unknown_confidence", "low_confidence", "unresolved_speaker", "unreviewed"]
EventKind = Literal[
    "attack",
    "armed_conflict",
    "military_operation",
    "withdrawal",
    "ceasefire",
    "detention",
    "release",
    "meeting",
    "negotiation",
    "agreement",
    "diplomatic_act",
    "sanction",
    "aid",
    "protest",
    "election",
    "legal_action",
    "crime",
    "disaster",
    "accident",
    "economic",
    "other",
]
EventStatus = Literal["occurred", "ongoing", "planned", "hypothetical"]
ParticipantRole = Literal["actor", "target", "party", "mediator", "recipient"]
Measure = Literal["killed", "injured", "abducted", "detained", "displaced", "missing", "rescued", "attackers", "money", "other"]
Qualifier = Literal["exact", "approximate", "at_least", "at_most"]
ClaimRelation = Literal["restates", "contradicts", "supports", "elaborates", "responds_to"]
EventRelation = Literal["before", "causes", "part_of"]
Precision = Literal["day", "week", "month", "season", "year", "range", "unknown"]
SpanRole = Literal["source", "cue", "content", "mention", "figure", "time"]
Units = Literal["codepoint", "utf16"]
JobKind = Literal["text", "page", "import", "reextraction"]
TextPolicy = Literal["full", "quotes", "hidden"]
JobState = Literal["queued", "running", "succeeded", "failed", "cancelled"]
ItemOutcome = Literal["added", "changed", "same", "withdrawn", "failed"]
ChangedType = Literal["article", "claim", "event", "entity"]
ChangeAction = Literal["created", "updated", "resolved", "merged", "deleted", "undeleted"]
Judgement = Literal["positive", "negative", "unsure"]  # on two entities: one, two, or not known
DisabledReason = Literal["asked", "gone", "failing"]
MessageKind = Literal["changes", "test"]
DeliveryState = Literal["waiting", "succeeded", "failed", "cancelled"]
DeliveryOutcome = Literal[
    "succeeded", "refused", "redirected", "gone", "timed_out", "unreachable", "address_refused", "tls_failed", "secret_unreadable"
]
