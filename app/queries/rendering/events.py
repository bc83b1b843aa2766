"""Build the JSON of an event from its row, both for answers and for stored JSON."""

from collections.abc import Sequence
from typing import Any

from app.answers.events import EventOut, FigureOut, ParticipantOut
from app.answers.parts import EventCounts
from app.queries.rendering.parts import Offsets, article_ref, date_out


def build_event(row: Any, participants: list[ParticipantOut], figures: Sequence[Any], offsets: Offsets) -> EventOut:
    """Build an event from a row with its columns and its article's; participants are already built, figures are rows."""
    return EventOut(
        id=row.id,
        title=row.title,
        kind=row.kind,
        label=row.title,
        status=row.status,
        negated=row.negated,
        date=date_out(row.date_edtf, row.date_earliest, row.date_latest, row.date_precision),
        place=row.place,
        participants=participants,
        figures=[_figure(figure, offsets) for figure in figures],
        mentions=offsets.spans(row.mentions),
        units=offsets.units,
        main=row.main,
        counts=EventCounts(claims_about=row.claims),
        article=article_ref(row),
        confidence=row.confidence,
        review=row.review,
    )


def _figure(row: Any, offsets: Offsets) -> FigureOut:
    span = offsets.span(row.span) if row.span else None
    return FigureOut(measure=row.measure, value=_number(row.value), text=row.text, qualifier=row.qualifier, span=span)


def _number(value: float | None) -> float | int | None:
    return int(value) if value is not None and float(value).is_integer() else value
