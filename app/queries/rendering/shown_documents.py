"""Knowledge documents without what the policies of their articles hide from whoever asks."""

from typing import Any

from app.queries.rendering.hidden_text import is_hidden_text_shown
from app.terms.spans import first_words, quote_of

KEPT_WORDS = {"as_said": "source", "cue_text": "cue"}  # of a claim, where there is no text, and the spans that they stand at


def shown_document(document: dict[str, Any], policy: str | None) -> dict[str, Any]:
    """Return a document, which is changed, without what a policy hides from whoever asks."""
    if policy is None or is_hidden_text_shown():
        return document
    return _without_passages(document) if policy == "hidden" else _without_text(document)


def _without_text(document: dict[str, Any]) -> dict[str, Any]:
    """Return the document without its text, and with the words of sources and cues, which it then must hold to be loaded."""
    text = document["article"].pop("text", None)
    for claim in document.get("claims", []) if text is not None else []:
        words = {key: first_words(quote_of(text, claim[spans])) for key, spans in KEPT_WORDS.items() if claim.get(spans)}
        claim.update({key: word for key, word in words.items() if word})
    return document


def _without_passages(document: dict[str, Any]) -> dict[str, Any]:
    """Return the document without its text and any words of its passages."""
    document["article"].pop("text", None)
    for claim in document.get("claims", []):
        for key in KEPT_WORDS:
            claim.pop(key, None)
    for event in document.get("events", []):
        for figure in event.get("figures", []):
            figure.pop("text", None)
    return document
