"""Knowledge documents from a language model's answers, with nothing that the article does not say."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any

from app.document.knowledge_document import FORMAT
from app.extract.text.inputs import ArticleText
from app.ingest.asking.places import find_places, nearest_place, next_place, sorted_without_overlaps, subtract_spans
from app.ingest.asking.prompt import ModelClaim, ModelSpeaker, Words
from app.terms.dates import parse_edtf
from app.terms.ids import sha256_of
from app.terms.spans import Span, quote_of
from app.terms.words import fold

Json = dict[str, Any]
LONGEST_NAME = 500


def producer_name(model: str) -> str:
    """Return the name under which documents say that a model made them."""
    return f"On Record with {model}"[:LONGEST_NAME]


@dataclass
class FoundClaims:
    """Claims found in an article so far. ``tally`` counts the model's wordings, and those that the article does not have."""

    article: ArticleText
    claims: dict[tuple[tuple[Span, ...], ...], Json] = field(default_factory=dict)
    entities: dict[tuple[str, str], Json] = field(default_factory=dict)
    tally: Counter[str] = field(default_factory=Counter)

    def add(self, answer: Iterable[ModelClaim], passage: Span) -> None:
        """Add the claims of an answer about a passage, where the passage has the words of their content."""
        after = passage[0]
        for claim in answer:
            if content := self._content(claim.content, passage, after):
                after = content[0][0]
                self._add(claim, content, passage)

    def document(self, model: str) -> Json:
        """Return the knowledge document, its claims in the order of the text."""
        claims = sorted(self.claims.values(), key=lambda claim: claim["content"][0])
        return {
            "format": FORMAT,
            **({"id": self.article.id} if self.article.id else {}),
            "article": self.article.document_part(),
            "entities": list(self.entities.values()),
            "claims": [{"id": f"c{number}", **claim} for number, claim in enumerate(claims, 1)],
            "produced_by": {"name": producer_name(model), "version": version("onrecord")},
        }

    def _add(self, claim: ModelClaim, content: Sequence[Span], passage: Span) -> None:
        source = self._near(claim.source, content, passage)
        cue = self._near(claim.cue, source or content, passage)
        content = subtract_spans(self.article.text, content, [*source, *cue])
        if not content:
            return
        self.claims.setdefault(
            (tuple(source), tuple(content)),
            {
                "speaker": self._speaker(claim.speaker),
                "mode": claim.mode,
                "kind": claim.kind,
                "source": source,
                "cue": cue,
                "content": content,
                "quote_sha256": sha256_of(quote_of(self.article.text, content)),
                "said": _date(claim.said),
                "confidence": min(1.0, max(0.0, claim.confidence)),
            },
        )

    def _content(self, pieces: Sequence[Words], passage: Span, after: int) -> list[Span]:
        found: list[Span] = []
        for piece in pieces:
            places = find_places(self.article.text, piece.words, passage)
            place = next_place(places, piece.occurrence, found[-1][1] if found else after, is_first=not found)
            found += self._found_and_tallied(place)
        return found

    def _near(self, wordings: Sequence[Words], anchors: Sequence[Span], passage: Span) -> list[Span]:
        places = [nearest_place(find_places(self.article.text, wording.words, passage), anchors) for wording in wordings]
        return sorted_without_overlaps(span for place in places for span in self._found_and_tallied(place))

    def _found_and_tallied(self, place: Span | None) -> list[Span]:
        """Count a wording; return its place, if it has one."""
        self.tally["all"] += 1
        self.tally["left out"] += place is None
        return [place] if place else []

    def _speaker(self, speaker: ModelSpeaker | None) -> str | None:
        """Return the id of the speaker's entity; None if the article does not have the words of its name or descriptor."""
        if speaker is None:
            return None
        words = (speaker.name or speaker.descriptor or "").strip()[:LONGEST_NAME]
        mentions = find_places(self.article.text, words, (0, len(self.article.text)))
        self._found_and_tallied(mentions[0] if mentions else None)
        if not mentions or not fold(words):
            return None
        name = {"name": words} if speaker.name else {"name": None, "anonymous": True, "descriptor": words}
        new = {"id": f"s{len(self.entities) + 1}", "kind": speaker.kind, **name, "mentions": mentions}
        entity = self.entities.setdefault((f"{speaker.kind} {bool(speaker.name)}", fold(words)), new)
        return str(entity["id"])


def _date(said: str | None) -> str | None:
    try:
        return parse_edtf(said).edtf if said else None
    except ValueError:
        return None
