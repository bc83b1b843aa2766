"""The knowledge document: everything known about one article, one JSON or YAML file.

What ingest reads. The models of ``annotations.py`` say the shape of its parts; here stands the
whole, and what a shape cannot say: ids that resolve, words that agree with the text.
"""

from collections.abc import Iterator
from itertools import chain
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import Field, ValidationError, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from app.document.articles import ArticleDocument, ProducerDocument, TimeDocument
from app.document.claims import ClaimDocument, RelationDocument
from app.document.entities import EntityDocument
from app.document.events import EventDocument
from app.document.values import StorableText, StrictModel, optional_list
from app.terms import spans
from app.terms.ids import sha256_of
from app.terms.vocabulary import ClaimRelation
from app.terms.words import fold

FORMAT = "onrecord/1"
Path = tuple[str | int, ...]
Problem = tuple[Path, str]


class KnowledgeDocument(StrictModel):
    """Everything known about one article."""

    format: Literal["onrecord/1"]
    id: Annotated[
        StorableText | None, Field(min_length=1, max_length=500, description="Any string; given back unchanged.", examples=["harbour-1"])
    ] = None
    article: ArticleDocument
    entities: list[EntityDocument] = optional_list()
    claims: list[ClaimDocument] = optional_list()
    events: list[EventDocument] = optional_list()
    relations: list[RelationDocument] = optional_list()
    times: list[TimeDocument] = optional_list()
    produced_by: ProducerDocument

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        found = [
            InitErrorDetails(type=PydanticCustomError("inconsistent", "{problem}", {"problem": problem}), loc=path, input=None)
            for path, problem in inconsistencies(self)
        ]
        if found:
            raise ValidationError.from_exception_data("KnowledgeDocument", found)
        return self

    @property
    def is_curated(self) -> bool:
        """Whether a person made it: an extractor says of every claim and event how sure it is, a person of none."""
        return all(claim.confidence is None for claim in self.claims) and all(event.confidence is None for event in self.events)

    def dump(self) -> dict[str, Any]:
        """Return the document as it was given: keys that were not set stay away."""
        return self.model_dump(mode="json", by_alias=True, exclude_unset=True)

    def with_text(self, text: str) -> "KnowledgeDocument":
        """Return the document with the article's text attached.

        Raises:
            ValidationError: the text has another hash, or spans, quotes or words do not agree with it.
        """
        return KnowledgeDocument.model_validate({**self.dump(), "article": {**self.article.model_dump(exclude_unset=True), "text": text}})


def all_spans(document: KnowledgeDocument) -> Iterator[tuple[Path, spans.Span]]:
    """Yield every span of the document with its path, in the document's order."""
    for i, entity in enumerate(document.entities):
        yield from ((("entities", i, "mentions", n), span) for n, span in enumerate(entity.mentions))
    for i, claim in enumerate(document.claims):
        for key, found in (("source", claim.source), ("cue", claim.cue), ("content", claim.content)):
            yield from ((("claims", i, key, n), span) for n, span in enumerate(found))
    for i, event in enumerate(document.events):
        yield from ((("events", i, "mentions", n), span) for n, span in enumerate(event.mentions))
        yield from ((("events", i, "figures", n, "span"), figure.span) for n, figure in enumerate(event.figures) if figure.span)
    yield from ((("times", i, "span"), time.span) for i, time in enumerate(document.times))


def cut_words(document: KnowledgeDocument) -> Iterator[Problem]:
    """Yield a warning for every span that begins or ends inside a word. Nothing without a text."""
    if text := document.article.text:  # most have none
        yield from _cuts(document, text)


def _cuts(document: KnowledgeDocument, text: str) -> Iterator[Problem]:
    yield from ((path, f"cuts a word: {text[slice(*span)]!r}") for path, span in all_spans(document) if spans.cuts_word(text, span))


def inconsistencies(document: KnowledgeDocument) -> Iterator[Problem]:
    """Yield (path, problem) for ids that do not resolve and words that do not agree with the text."""
    yield from _repeated_ids(document)
    yield from _repeated_names(document)
    yield from _unresolved_ids(document)
    yield from _bad_relations(document)
    yield from _disagreements_with_text(document) if document.article.text is not None else _missing_words(document)


def _repeated_ids(document: KnowledgeDocument) -> Iterator[Problem]:
    seen: set[str] = set()
    for key in ("entities", "claims", "events"):
        for i, item in enumerate(getattr(document, key)):
            if item.id in seen:
                yield (key, i, "id"), f"{item.id!r} is used twice"
            seen.add(item.id)


def _repeated_names(document: KnowledgeDocument) -> Iterator[Problem]:
    seen: dict[tuple[str, str], str] = {}
    for i, entity in enumerate(document.entities):
        if entity.name and (other := seen.setdefault((entity.kind, fold(entity.name)), entity.id)) != entity.id:
            yield ("entities", i, "name"), f"{other!r} is a {entity.kind} of the same name: join the two, or name them apart"


def _unresolved_ids(document: KnowledgeDocument) -> Iterator[Problem]:
    entities, events = {entity.id for entity in document.entities}, {event.id for event in document.events}
    for path, wanted in _references_to_entities(document):
        if wanted not in entities:
            yield path, f"{wanted!r} is not the id of an entity of this document"
    for i, claim in enumerate(document.claims):
        for n, topic in enumerate(claim.about):
            if topic not in entities and topic not in events:
                yield ("claims", i, "about", n), f"{topic!r} is not the id of an entity or event of this document"
    for i, entity in enumerate(document.entities):
        yield from (
            (("entities", i, "members", n), "a group is no member of itself")
            for n, member in enumerate(entity.members)
            if member == entity.id
        )


def _references_to_entities(document: KnowledgeDocument) -> Iterator[tuple[Path, str]]:
    for i, entity in enumerate(document.entities):
        yield from ((("entities", i, "members", n), member) for n, member in enumerate(entity.members))
    for i, claim in enumerate(document.claims):
        yield from ((("claims", i, key), wanted) for key in ("speaker", "reported_via") if (wanted := getattr(claim, key)))
        yield from ((("claims", i, "holders", n), holder) for n, holder in enumerate(claim.holders))
    for i, event in enumerate(document.events):
        yield from ((("events", i, "participants", n, "entity"), p.entity) for n, p in enumerate(event.participants) if p.entity)


def _bad_relations(document: KnowledgeDocument) -> Iterator[Problem]:
    claims, events = {claim.id for claim in document.claims}, {event.id for event in document.events}
    seen: set[tuple[str, str, str]] = set()
    for i, relation in enumerate(document.relations):
        of_claims = relation.type in get_args(ClaimRelation)
        for key, wanted, known in (
            ("from", relation.from_, claims if of_claims else events),
            ("to", relation.to, events | (claims if of_claims else set())),
        ):
            if wanted not in known:
                yield (
                    ("relations", i, key),
                    f"{wanted!r} is no {'claim' if of_claims else 'event'} of this document that {relation.type!r} can join",
                )
        if relation.from_ == relation.to or (triple := (relation.from_, relation.type, relation.to)) in seen:
            yield ("relations", i), "stands twice, or joins a thing to itself"
        else:
            seen.add(triple)


def _missing_words(document: KnowledgeDocument) -> Iterator[Problem]:
    for i, claim in enumerate(document.claims):
        for key, words, found in (("as_said", claim.as_said, claim.source), ("cue_text", claim.cue_text, claim.cue)):
            if found and words is None:
                yield ("claims", i, key), "is required where the article has no text and the spans are not empty"
            elif words is not None and not found:
                yield ("claims", i, key), "is given although there are no spans for it"
            elif words is not None and words != spans.first_words(words):
                yield ("claims", i, key), "has more than eleven words, or blanks that are not single spaces"


def _disagreements_with_text(document: KnowledgeDocument) -> Iterator[Problem]:
    text = document.article.text or ""
    if sha256_of(text) != document.article.text_sha256:
        yield ("article", "text_sha256"), "is not the hash of the text"
        return
    outside = [
        (path, f"{list(span)} is outside the text of {len(text)} code points") for path, span in all_spans(document) if span[1] > len(text)
    ]
    yield from outside or chain.from_iterable(_claim_disagreements(text, i, claim) for i, claim in enumerate(document.claims))


def _claim_disagreements(text: str, i: int, claim: ClaimDocument) -> Iterator[Problem]:
    if sha256_of(spans.quote_of(text, claim.content)) != claim.quote_sha256:
        yield ("claims", i, "quote_sha256"), "is not the hash of the content's words"
    for key, words, found in (("as_said", claim.as_said, claim.source), ("cue_text", claim.cue_text, claim.cue)):
        if words is not None and words != (said := spans.first_words(spans.quote_of(text, found))):
            yield ("claims", i, key), f"is not what the text says there: {said!r}"
