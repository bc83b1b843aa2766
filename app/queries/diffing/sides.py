"""One side of a comparison of revisions: a document with its text, and the ids of its claims and events."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from app.answers.parts import SpanOut
from app.terms.spans import Span, astral_offsets, first_words, quote_of, to_utf16
from app.terms.vocabulary import Units
from app.terms.words import fold

Json = dict[str, Any]
Ids = Mapping[str, Mapping[str, str]]  # by local id, of claims and of events


class Side:
    """A revision as it went in, as far as whoever asks may see it.

    Args:
        document: without its text.
        text: None where it is not attached.
        ids: the public ids of its claims and events; what has none there is left out.
        units: what the offsets that it gives count.
    """

    def __init__(self, document: Json, text: str | None, ids: Ids, units: Units) -> None:
        self.article: Json = document["article"]
        self.text = text
        self.claims = self._things(document, "claims", ids)
        self.events = self._things(document, "events", ids)
        self._entities = {entity["id"]: entity for entity in document.get("entities", ())}
        self._units = units

    @staticmethod
    def _things(document: Json, name: str, ids: Ids) -> dict[str, Json]:
        """Return the claims or events by public id, in the order of the document."""
        return {ids[name][thing["id"]]: thing for thing in document.get(name, ()) if thing["id"] in ids[name]}

    @cached_property
    def _astral(self) -> Sequence[int]:
        return astral_offsets(self.text or "") if self._units == "utf16" else []

    def spans(self, places: Sequence[Span]) -> list[SpanOut]:
        """Return spans as answers have them."""
        return [SpanOut(start=to_utf16(start, self._astral), end=to_utf16(end, self._astral)) for start, end in places]

    def quote(self, claim: Json) -> str | None:
        """Return the words of a claim; None without a text."""
        return None if self.text is None else quote_of(self.text, claim["content"])

    def as_said(self, claim: Json) -> str | None:
        """Return the words that name the source of a claim."""
        if self.text is None or not claim["source"]:
            said: str | None = claim.get("as_said")
            return said
        return first_words(quote_of(self.text, claim["source"]))

    def label(self, local_id: str | None) -> str | None:
        """Return the name of an entity, or its descriptor."""
        entity = self._entities.get(local_id or "", {})
        label: str | None = entity.get("name") or entity.get("descriptor")
        return label

    def speaker_key(self, claim: Json) -> tuple[str, str] | None:
        """Return what a speaker is compared by: kind, and folded name or descriptor; None where nobody is named."""
        entity = self._entities.get(claim.get("speaker") or "")
        return None if entity is None else (entity["kind"], fold(entity.get("name") or entity.get("descriptor") or ""))
