"""Texts around the passages of claims and events."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Integer, bindparam, func, literal, select, union_all

from app.answers.edits import ContextOut
from app.queries.rendering.hidden_text import shown_text
from app.queries.tables import articles

AROUND = 300  # code points before and behind a passage


def contexts_of(connection: Connection, things: Mapping[str, Any]) -> dict[str, ContextOut]:
    """Return the text around each claim or event, by id. One statement, which reads no more of a text than it returns."""
    bounds = {key: _bounds(thing) for key, thing in things.items()}
    parts = [
        select(literal(key).label("key"), func.substr(shown_text(), _number(start + 1), _number(end - start)).label("text")).where(
            articles.c.id == things[key]["article"]["id"]
        )
        for key, (start, end) in bounds.items()
    ]
    texts = {row.key: row.text for row in connection.execute(union_all(*parts))} if parts else {}
    return {key: _context(start, end, texts[key]) for key, (start, end) in bounds.items()}


def _bounds(thing: Any) -> tuple[int, int]:
    spans = [span for name in ("source", "cue", "content") for span in thing["passage"][name]] if "passage" in thing else thing["mentions"]
    return max(0, min(span["start"] for span in spans) - AROUND), max(span["end"] for span in spans) + AROUND


def _number(value: int) -> Any:
    return bindparam(None, value, Integer(), unique=True)


def _context(start: int, end: int, text: str | None) -> ContextOut:
    return ContextOut(start=start, end=end if text is None else start + len(text), text=text)
