"""Passages as W3C Web Annotations (https://www.w3.org/TR/annotation-model/), with offsets in code points."""

from collections.abc import Sequence

from app.answers.articles import AnnotatedArticle, AnnotatedSpan
from app.answers.parts import Selector, SpanOut, TopicRef
from app.api.jsonld.context import PAGE_CONTEXT, Node, jsonld_document, without_nulls
from app.api.jsonld.references import TOPIC_TYPES, iri_of
from app.terms.spans import excerpt


def annotation_node(iri: str, targets: Sequence[Node]) -> Node | None:
    """Return the annotation of the passages of a thing, with a target for each span; None if it has no passage."""
    return {"id": iri, "type": "Annotation", "motivation": "identifying", "target": list(targets)} if targets else None


def selector_targets(article_id: str, selectors: Sequence[Selector]) -> list[Node]:
    """Return a target for each pair of selectors, position and quote. The quote is left out while the article has no text."""
    pairs = zip(selectors[::2], selectors[1::2], strict=True)
    return [_target(article_id, [dict(selector) for selector in pair if selector.get("exact", "") is not None]) for pair in pairs]


def span_targets(article_id: str, spans: Sequence[SpanOut]) -> list[Node]:
    """Return the targets of spans of which only the offsets are known."""
    return [_target(article_id, [_position_selector(span["start"], span["end"])]) for span in spans]


def annotations_to_jsonld(annotated: AnnotatedArticle) -> Node:
    """Return every span of an article as a page of annotations, each with its role and the thing that it belongs to."""
    page = f"{iri_of('articles', annotated['article']['id'])}/annotated"
    collection = {"id": f"{page}#all", "type": "AnnotationCollection", "total": len(annotated["spans"])}
    items = [_annotation(f"{page}#{number}", annotated, span) for number, span in enumerate(annotated["spans"], 1)]
    return jsonld_document({"id": page, "type": "AnnotationPage", "partOf": collection, "items": items}, PAGE_CONTEXT)


def _annotation(iri: str, annotated: AnnotatedArticle, span: AnnotatedSpan) -> Node:
    bodies = [_textual_body(span["role"], "classifying"), *([_topic_body(span["of"])] if span["of"] else [])]
    time_bodies = [_textual_body(span["edtf"], "identifying")] if span["edtf"] else []
    selectors = [_position_selector(span["start"], span["end"]), *_quote_selectors(annotated["text"], span)]
    target = _target(annotated["article"]["id"], selectors)
    return {"id": iri, "type": "Annotation", "motivation": "identifying", "body": bodies + time_bodies, "target": target}


def _textual_body(value: str, purpose: str) -> Node:
    return {"type": "TextualBody", "value": value, "purpose": purpose}


def _topic_body(topic: TopicRef) -> Node:
    schema_type, plural = TOPIC_TYPES[topic["type"]]
    return without_nulls({"id": iri_of(plural, topic["id"]), "type": schema_type, "name": topic["label"]})


def _target(article_id: str, selectors: Sequence[Node]) -> Node:
    return {"type": "SpecificResource", "source": iri_of("articles", article_id), "selector": list(selectors)}


def _position_selector(start: int, end: int) -> Node:
    return {"type": "TextPositionSelector", "start": start, "end": end}


def _quote_selectors(text: str | None, span: AnnotatedSpan) -> list[Node]:
    if text is None or span["exact"] is None:
        return []
    exact, prefix, suffix = excerpt(text, (span["start"], span["end"]))
    return [{"type": "TextQuoteSelector", "exact": exact, "prefix": prefix, "suffix": suffix}]
