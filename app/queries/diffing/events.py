"""Events of two revisions, paired by id, then by what comes nearest to their titles."""

from typing import Any

from app.answers.diffing.revisions import ChangedEvent, EventChange, EventInRevision, FigureInRevision
from app.queries.diffing.pairs import Words, pair_nearest
from app.queries.diffing.sides import Json, Side
from app.terms.words import fold

COMPARED = ("title", "kind", "status", "negated", "date", "place", "participants", "figures")


def diff_events(before: Side, after: Side) -> list[ChangedEvent]:
    """Compare the events of two revisions, in the order of the later one; those that it has no more come last."""
    pairs = {key: key for key in after.events if key in before.events}
    old, new = ([key for key in side.events if key not in pairs] for side in (before, after))
    nearest = pair_nearest([_words(before, key) for key in old], [_words(after, key) for key in new])
    pairs |= {new[there]: old[here] for here, there in nearest}
    changed = [
        _both(_event(before, pairs[key]), _event(after, key)) if key in pairs else _added(_event(after, key)) for key in after.events
    ]
    left = {*before.events} - {*pairs.values()}
    removed = [ChangedEvent(change="removed", fields=[], before=_event(before, key), after=None) for key in before.events if key in left]
    return changed + removed


def _words(side: Side, key: str) -> Words:
    event = side.events[key]
    return Words(fold(event["title"]), event["kind"])


def _both(before: EventInRevision, after: EventInRevision) -> ChangedEvent:
    here: Json = {**before}
    there: Json = {**after}
    fields = [name for name in COMPARED if here[name] != there[name]]
    change: EventChange = "kept"
    if before["id"] != after["id"]:
        change = "reworded"
    elif fields:
        change = "changed"
    elif before["mentions"] != after["mentions"]:
        change = "moved"
    return ChangedEvent(change=change, fields=fields, before=before, after=after)


def _added(after: EventInRevision) -> ChangedEvent:
    return ChangedEvent(change="added", fields=[], before=None, after=after)


def _event(side: Side, key: str) -> EventInRevision:
    event = side.events[key]
    return EventInRevision(
        id=key,
        title=event["title"],
        kind=event["kind"],
        status=event["status"],
        negated=event.get("negated", False),
        date=event.get("date"),
        place=event.get("place"),
        participants=[_participant(side, each) for each in event.get("participants", ())],
        figures=[_figure(each) for each in event.get("figures", ())],
        mentions=side.spans(event["mentions"]),
    )


def _participant(side: Side, participant: Json) -> str:
    return f"{participant['role']}: {participant.get('name') or side.label(participant.get('entity')) or ''}"


def _figure(figure: dict[str, Any]) -> FigureInRevision:
    return FigureInRevision(measure=figure["measure"], value=figure["value"], text=figure.get("text"), qualifier=figure["qualifier"])
