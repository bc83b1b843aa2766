"""Checks of a knowledge document beyond its shape: ids that resolve, relations that fit, words that agree with the text."""

from collections.abc import Iterator, Sequence
from itertools import chain
from re import compile
from typing import Protocol, get_args

from app.document.articles import ArticleDocument, TimeDocument
from app.document.claims import ClaimDocument, RelationDocument
from app.document.edits import EditDocument, EditedList, problems_of
from app.document.entities import EntityDocument
from app.document.events import EventDocument
from app.terms import spans
from app.terms.ids import sha256_of
from app.terms.vocabulary import ClaimRelation
from app.terms.words import fold

IDS = {name: compile(f"^{prefix}_[0-9a-z]{{20}}$") for name, prefix in (("claims", "clm"), ("events", "evt"), ("entities", "ent"))}
DocumentPath = tuple[str | int, ...]
Inconsistency = tuple[DocumentPath, str]  # where, and what is wrong there


class DocumentParts(Protocol):
    """The parts of a knowledge document that are checked. ``KnowledgeDocument`` cannot be named: its module imports this one."""

    @property
    def article(self) -> ArticleDocument: ...
    @property
    def entities(self) -> Sequence[EntityDocument]: ...
    @property
    def claims(self) -> Sequence[ClaimDocument]: ...
    @property
    def events(self) -> Sequence[EventDocument]: ...
    @property
    def relations(self) -> Sequence[RelationDocument]: ...
    @property
    def times(self) -> Sequence[TimeDocument]: ...
    @property
    def edits(self) -> Sequence[EditDocument]: ...


def inconsistencies(document: DocumentParts) -> Iterator[Inconsistency]:
    """Yield every repeated id or name, id that does not resolve, relation that does not fit, and word that does not agree with the text."""
    yield from _repeated_ids(document)
    yield from _repeated_names(document)
    yield from _bad_references(document)
    yield from _bad_relations(document)
    yield from _bad_edits(document) if document.edits else ()
    has_text = document.article.text is not None
    yield from (_disagreements_with_text(document) if has_text else _bad_kept_words(document))


def cut_words(document: DocumentParts) -> Iterator[Inconsistency]:
    """Yield a warning for every span that begins or ends inside a word; none where the article has no text."""
    if text := document.article.text:  # most documents leave out the text
        yield from ((path, f"cuts a word: {text[slice(*span)]!r}") for path, span in all_spans(document) if spans.cuts_word(text, span))


def all_spans(document: DocumentParts) -> Iterator[tuple[DocumentPath, spans.Span]]:
    """Yield every span of the document with its path, in the document's order."""
    for i, entity in enumerate(document.entities):
        yield from ((("entities", i, "mentions", n), span) for n, span in enumerate(entity.mentions))
    for i, claim in enumerate(document.claims):
        for key, spans_of_key in (("source", claim.source), ("cue", claim.cue), ("content", claim.content)):
            yield from ((("claims", i, key, n), span) for n, span in enumerate(spans_of_key))
    for i, event in enumerate(document.events):
        yield from ((("events", i, "mentions", n), span) for n, span in enumerate(event.mentions))
        yield from ((("events", i, "figures", n, "span"), figure.span) for n, figure in enumerate(event.figures) if figure.span)
    yield from ((("times", i, "span"), time.span) for i, time in enumerate(document.times))


def _repeated_ids(document: DocumentParts) -> Iterator[Inconsistency]:
    seen: set[str] = set()
    lists: dict[str, Sequence[EntityDocument | ClaimDocument | EventDocument]]
    lists = {"entities": document.entities, "claims": document.claims, "events": document.events}
    for key, items in lists.items():
        for i, item in enumerate(items):
            if item.id in seen:
                yield (key, i, "id"), f"{item.id!r} is used twice"
            seen.add(item.id)


def _repeated_names(document: DocumentParts) -> Iterator[Inconsistency]:
    ids_by_name: dict[tuple[str, str], str] = {}
    for i, entity in enumerate(document.entities):
        if entity.name and (first_id := ids_by_name.setdefault((entity.kind, fold(entity.name)), entity.id)) != entity.id:
            yield ("entities", i, "name"), f"{first_id!r} is a {entity.kind} of the same name: join the two, or name them apart"


def _bad_references(document: DocumentParts) -> Iterator[Inconsistency]:
    entities, events = {entity.id for entity in document.entities}, {event.id for event in document.events}
    for path, entity_id in _references_to_entities(document):
        if entity_id not in entities:
            yield path, f"{entity_id!r} is not the id of an entity of this document"
    for i, claim in enumerate(document.claims):
        for n, topic in enumerate(claim.about):
            if topic not in entities and topic not in events:
                yield ("claims", i, "about", n), f"{topic!r} is not the id of an entity or event of this document"
    for i, entity in enumerate(document.entities):
        for n, member in enumerate(entity.members):
            if member == entity.id:
                yield ("entities", i, "members", n), "a group is no member of itself"


def _references_to_entities(document: DocumentParts) -> Iterator[tuple[DocumentPath, str]]:
    for i, entity in enumerate(document.entities):
        yield from ((("entities", i, "members", n), member) for n, member in enumerate(entity.members))
    for i, claim in enumerate(document.claims):
        yield from ((("claims", i, key), entity_id) for key in ("speaker", "reported_via") if (entity_id := getattr(claim, key)))
        yield from ((("claims", i, "holders", n), holder) for n, holder in enumerate(claim.holders))
    for i, event in enumerate(document.events):
        yield from ((("events", i, "participants", n, "entity"), p.entity) for n, p in enumerate(event.participants) if p.entity)


def _bad_relations(document: DocumentParts) -> Iterator[Inconsistency]:
    claims, events = {claim.id for claim in document.claims}, {event.id for event in document.events}
    triples: set[tuple[str, str, str]] = set()
    for i, relation in enumerate(document.relations):
        yield from ((("relations", i, key), problem) for key, problem in _bad_ends(relation, claims, events))
        triple = relation.from_, relation.type, relation.to
        if relation.from_ == relation.to or triple in triples:
            yield ("relations", i), "stands twice, or joins a thing to itself"
        else:
            triples.add(triple)


def _bad_edits(document: DocumentParts) -> Iterator[Inconsistency]:
    lists: dict[EditedList, Sequence[ClaimDocument | EventDocument | EntityDocument]]
    lists = {"claims": document.claims, "events": document.events, "entities": document.entities}
    list_of = {thing.id: name for name, things in lists.items() for thing in things}
    for i, edit in enumerate(document.edits):
        things = list_of.get(edit.target) or next((name for name in lists if IDS[name].match(edit.target)), None)
        if things is None:
            yield ("edits", i, "target"), f"{edit.target!r} is no claim, event or entity of this document"
        else:
            yield from ((("edits", i, key), problem) for key, problem in problems_of(edit, things))


def _bad_ends(relation: RelationDocument, claims: set[str], events: set[str]) -> Iterator[tuple[str, str]]:
    is_claim_relation = relation.type in get_args(ClaimRelation)
    thing, ids = ("claim", claims) if is_claim_relation else ("event", events)
    if relation.from_ not in ids:
        yield "from", f"{relation.from_!r} is no {thing} of this document that {relation.type!r} can join"
    if relation.to not in events and relation.to not in ids:  # a claim relation may lead to an event, too
        yield "to", f"{relation.to!r} is no {thing} of this document that {relation.type!r} can join"


def _bad_kept_words(document: DocumentParts) -> Iterator[Inconsistency]:
    for i, claim in enumerate(document.claims):
        for key, words, spans_of_words in (("as_said", claim.as_said, claim.source), ("cue_text", claim.cue_text, claim.cue)):
            if spans_of_words and words is None:
                yield ("claims", i, key), "is required where the article has no text and the spans are not empty"
            elif words is not None and not spans_of_words:
                yield ("claims", i, key), "is given although there are no spans for it"
            elif words is not None and words != spans.first_words(words):
                yield ("claims", i, key), "has more than eleven words, or blanks that are not single spaces"


def _disagreements_with_text(document: DocumentParts) -> Iterator[Inconsistency]:
    text = document.article.text or ""
    if sha256_of(text) != document.article.text_sha256:
        yield ("article", "text_sha256"), "is not the hash of the text"
        return
    outside = [
        (path, f"{list(span)} is outside the text of {len(text)} code points") for path, span in all_spans(document) if span[1] > len(text)
    ]
    yield from outside or chain.from_iterable(_claim_disagreements(text, i, claim) for i, claim in enumerate(document.claims))


def _claim_disagreements(text: str, i: int, claim: ClaimDocument) -> Iterator[Inconsistency]:
    quote_sha256 = sha256_of(spans.quote_of(text, claim.content))
    if quote_sha256 != claim.quote_sha256:
        yield ("claims", i, "quote_sha256"), f"is not the hash of the content's words, which is {quote_sha256}"
    for key, words, spans_of_words in (("as_said", claim.as_said, claim.source), ("cue_text", claim.cue_text, claim.cue)):
        if words is not None and words != (in_text := spans.first_words(spans.quote_of(text, spans_of_words))):
            yield ("claims", i, key), f"is not what the text says there: {in_text!r}"
