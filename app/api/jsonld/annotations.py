"""Passages as W3C Web Annotations (https://www.w3.org/TR/annotation-model/). Their offsets count code points, always."""

from collections.abc import Sequence

from app.answers.articles import AnnotatedArticle, AnnotatedSpan
from app.answers.parts import Selector, SpanOut, TopicRef
from app.api.jsonld.context import PAGE_CONTEXT, Node, document, known
from app.api.jsonld.references import TOPICS, address
from app.terms.spans import excerpt


def annotation_node(where: str, targets: Sequence[Node]) -> Node | None:
    """Return the annotation that says where a thing stands, each span a target of its own; None where it stands nowhere."""
    return {"id": where, "type": "Annotation", "motivation": "identifying", "target": list(targets)} if targets else None


def selected_targets(article_id: str, selectors: Sequence[Selector]) -> list[Node]:
    """Return the spans that pairs of a position and a quote selector choose."""
    pairs = zip(selectors[::2], selectors[1::2], strict=True)
    return [_target(article_id, [dict(one) for one in pair if one.get("exact", "") is not None]) for pair in pairs]


def span_targets(article_id: str, spans: Sequence[SpanOut]) -> list[Node]:
    """Return spans of which the offsets alone are known."""
    return [_target(article_id, [_position(span["start"], span["end"])]) for span in spans]


def linked_annotations(article: AnnotatedArticle) -> Node:
    """Return every span of an article as a page of annotations: what it belongs to, and its role there."""
    page = f"{address('articles', article['article']['id'])}/annotated"
    collection = {"id": f"{page}#all", "type": "AnnotationCollection", "total": len(article["spans"])}
    items = [_annotation(f"{page}#{number}", article, span) for number, span in enumerate(article["spans"], 1)]
    return document({"id": page, "type": "AnnotationPage", "partOf": collection, "items": items}, PAGE_CONTEXT)


def _annotation(where: str, article: AnnotatedArticle, span: AnnotatedSpan) -> Node:
    bodies = [_said_to_be(span["role"], "classifying"), *([_belongs_to(span["of"])] if span["of"] else [])]
    time = [_said_to_be(span["edtf"], "identifying")] if span["edtf"] else []
    selectors = [_position(span["start"], span["end"]), *_quote(article["text"], span)]
    target = _target(article["article"]["id"], selectors)
    return {"id": where, "type": "Annotation", "motivation": "identifying", "body": bodies + time, "target": target}


def _said_to_be(value: str, purpose: str) -> Node:
    return {"type": "TextualBody", "value": value, "purpose": purpose}


def _belongs_to(topic: TopicRef) -> Node:
    kind, plural = TOPICS[topic["type"]]
    return known({"id": address(plural, topic["id"]), "type": kind, "name": topic["label"]})


def _target(article_id: str, selectors: Sequence[Node]) -> Node:
    return {"type": "SpecificResource", "source": address("articles", article_id), "selector": list(selectors)}


def _position(start: int, end: int) -> Node:
    return {"type": "TextPositionSelector", "start": start, "end": end}


def _quote(text: str | None, span: AnnotatedSpan) -> list[Node]:
    if text is None:
        return []
    exact, prefix, suffix = excerpt(text, (span["start"], span["end"]))
    return [{"type": "TextQuoteSelector", "exact": exact, "prefix": prefix, "suffix": suffix}]
