"""A language model's answers to a knowledge document: nothing is taken from them that does not stand in the article."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any

from app.document.knowledge_document import FORMAT
from app.extract.text.inputs import ArticleText
from app.ingest.asking.places import following, in_order, nearest, places_of, without
from app.ingest.asking.prompt import ToldClaim, ToldSpeaker, Words
from app.terms.dates import parse_edtf
from app.terms.ids import sha256_of
from app.terms.spans import Span, quote_of
from app.terms.words import fold

Json = dict[str, Any]
LONGEST_NAME = 500


@dataclass
class Quotes:
    """The claims found in an article so far. ``tally`` counts what the model told and how much of it was left out."""

    article: ArticleText
    claims: dict[tuple[tuple[Span, ...], ...], Json] = field(default_factory=dict)
    entities: dict[tuple[str, str], Json] = field(default_factory=dict)
    tally: Counter[str] = field(default_factory=Counter)

    def add(self, told: Iterable[ToldClaim], passage: Span) -> None:
        """Take over what a model told of a passage, as far as it stands there."""
        after = passage[0]
        for claim in told:
            if content := self._content(claim.content, passage, after):
                after = content[0][0]
                self._add(claim, content, passage)

    def document(self, model: str) -> Json:
        """Return the knowledge document, its claims in the order of the text."""
        claims = sorted(self.claims.values(), key=lambda claim: claim["content"][0])
        return {
            "format": FORMAT,
            **({"id": self.article.id} if self.article.id else {}),
            "article": self.article.article(),
            "entities": list(self.entities.values()),
            "claims": [{"id": f"c{number}", **claim} for number, claim in enumerate(claims, 1)],
            "produced_by": {"name": f"On Record with {model}"[:LONGEST_NAME], "version": version("onrecord")},
        }

    def _add(self, told: ToldClaim, content: Sequence[Span], passage: Span) -> None:
        source = self._near(told.source, content, passage)
        cue = self._near(told.cue, source or content, passage)
        content = without(self.article.text, content, [*source, *cue])
        if not content:
            return
        self.claims.setdefault(
            (tuple(source), tuple(content)),
            {
                "speaker": self._speaker(told.speaker),
                "mode": told.mode,
                "kind": told.kind,
                "source": source,
                "cue": cue,
                "content": content,
                "quote_sha256": sha256_of(quote_of(self.article.text, content)),
                "said": _date(told.said),
                "confidence": min(1.0, max(0.0, told.confidence)),
            },
        )

    def _content(self, told: Sequence[Words], passage: Span, after: int) -> list[Span]:
        found: list[Span] = []
        for each in told:
            places = places_of(self.article.text, each.words, passage)
            place = following(places, each.occurrence, found[-1][1] if found else after, is_first=not found)
            found += self._counted(place)
        return found

    def _near(self, told: Sequence[Words], anchors: Sequence[Span], passage: Span) -> list[Span]:
        found = [nearest(places_of(self.article.text, each.words, passage), anchors) for each in told]
        return in_order(span for place in found for span in self._counted(place))

    def _counted(self, place: Span | None) -> list[Span]:
        self.tally["told"] += 1
        self.tally["left out"] += place is None
        return [place] if place else []

    def _speaker(self, told: ToldSpeaker | None) -> str | None:
        """Return the id of the entity that is named or described with words of the article. None if there are no such words."""
        if told is None:
            return None
        words = (told.name or told.descriptor or "").strip()[:LONGEST_NAME]
        mentions = places_of(self.article.text, words, (0, len(self.article.text)))
        self._counted(mentions[0] if mentions else None)
        if not mentions or not fold(words):
            return None
        named = {"name": words} if told.name else {"name": None, "anonymous": True, "descriptor": words}
        new = {"id": f"s{len(self.entities) + 1}", "kind": told.kind, **named, "mentions": mentions}
        found = self.entities.setdefault((f"{told.kind} {bool(told.name)}", fold(words)), new)
        return str(found["id"])


def _date(said: str | None) -> str | None:
    try:
        return parse_edtf(said).edtf if said else None
    except ValueError:
        return None
