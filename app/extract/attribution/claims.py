"""Claims of the knowledge document, built from attributions and from their speakers, dates and outlets."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Any

from app.extract.attribution.addressees import addressee_of
from app.extract.attribution.explicitness import is_explicit
from app.extract.attribution.kinds import claim_kind
from app.extract.attribution.modes import claim_mode
from app.extract.attribution.outlets import claim_section, outer_attributions
from app.extract.attribution.relations import Attribution
from app.extract.text.quotations import Quotation
from app.extract.text.segmentation import Span, Text
from app.terms.ids import sha256_of
from app.terms.spans import quote_of

Topic = tuple[Span, str]  # a mention, and the id of its entity or event


def build_claims(
    text: Text,
    attributions: Sequence[Attribution],
    speakers: Sequence[str | None],
    said: Sequence[str | None],
    outlets: Sequence[str | None],
    topics: Sequence[Topic],
    quotations: Sequence[Quotation],
) -> list[dict[str, Any]]:
    """Return the claims of a document in the order of the attributions.

    Args:
        text: the article.
        attributions: one for each claim.
        speakers: for each attribution the id of its speaker, or None.
        said: for each attribution the date of saying (EDTF), or None.
        outlets: for each attribution the id of the entity that reported it, or None; a claim told within another came through its speaker.
        topics: all mentions of entities and events; a claim is about those within its content.
        quotations: all quotations of the text, in order.
    """
    sorted_topics = sorted(topics)
    outer_speakers = [None if outer is None else speakers[outer] for outer in outer_attributions(attributions)]
    through = [outlet or outer for outlet, outer in zip(outlets, outer_speakers, strict=True)]
    return [
        {
            "id": f"c{number}",
            "speaker": speaker,
            "mode": claim_mode(text, attribution, quotations),
            "kind": claim_kind(text, attribution),
            **_passages(text, attribution),
            "said": when,
            "about": _topics_of(attribution, sorted_topics, speaker),
            "explicit": is_explicit(text, attribution),
            "reported_via": via if via != speaker else None,
            "addressee": addressee_of(text, attribution),
            "section": claim_section(text, attribution),
            "confidence": attribution.score,
        }
        for number, (attribution, speaker, when, via) in enumerate(zip(attributions, speakers, said, through, strict=True), 1)
    ]


def _passages(text: Text, attribution: Attribution) -> dict[str, Any]:
    content = [list(span) for span in attribution.content]
    return {
        "source": [list(span) for span in attribution.source],
        "cue": [list(span) for span in attribution.cue],
        "content": content,
        "quote_sha256": sha256_of(quote_of(text.text, attribution.content)),
    }


def _topics_of(attribution: Attribution, topics: Sequence[Topic], speaker: str | None) -> list[str]:
    """Return the ids mentioned within the content, in the order of the text, without the speaker."""
    ids = (topic_id for span in attribution.content for topic_id in _topics_in(topics, span))
    return [topic_id for topic_id in dict.fromkeys(ids) if topic_id != speaker]


def _topics_in(topics: Sequence[Topic], span: Span) -> Iterator[str]:
    for (start, end), topic_id in topics[bisect_left(topics, (span, "")) :]:
        if start >= span[1]:
            return
        if end <= span[1]:
            yield topic_id
