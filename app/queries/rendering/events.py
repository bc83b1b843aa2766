"""The shape of an event, for who reads one and for who writes it ready-made. Pure: no database."""

from collections.abc import Sequence
from typing import Any

from app.answers.events import EventOut, FigureOut, ParticipantOut
from app.answers.parts import EventCounts
from app.queries.rendering.parts import Offsets, article_ref, date_out


def shape_event(row: Any, taking_part: list[ParticipantOut], numbers: Sequence[Any], offsets: Offsets) -> EventOut:
    """Shape a row with an event's own columns and those of its article; who takes part comes ready, figures as rows."""
    return EventOut(
        id=row.id,
        title=row.title,
        kind=row.kind,
        status=row.status,
        negated=row.negated,
        date=date_out(row.date_edtf, row.date_earliest, row.date_latest, row.date_precision),
        place=row.place,
        participants=taking_part,
        figures=[_figure(number, offsets) for number in numbers],
        mentions=offsets.spans(row.mentions),
        units=offsets.units,
        main=row.main,
        counts=EventCounts(claims=row.claims),
        article=article_ref(row),
        confidence=row.confidence,
        review=row.review,
    )


def _figure(row: Any, offsets: Offsets) -> FigureOut:
    span = offsets.span(row.span) if row.span else None
    return FigureOut(measure=row.measure, value=_number(row.value), text=row.text, qualifier=row.qualifier, span=span)


def _number(value: float | None) -> float | int | None:
    return int(value) if value is not None and float(value).is_integer() else value
