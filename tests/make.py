"""Builders of knowledge documents with defaults, so that a test names only the values that matter to it.

A text is written with marks: ``"<c0>We will win</c0>, <s0>Ana</s0> <q0>said</q0>."`` gives claim 0 its content, source and
cue; ``<e0>`` an event, ``<m0>`` a mention of entity 0, ``<t0>`` a time. A mark that stands twice gives two spans.
"""

import hashlib
import re
from collections import defaultdict
from typing import Any

Json = dict[str, Any]
Spans = dict[str, list[list[int]]]
MARK = re.compile(r"</?([a-z]+\d*)>")


def marked(text: str) -> tuple[str, Spans]:
    """Return the text without its marks, and the spans by mark. Marks may nest; offsets are code points."""
    plain, spans = "", defaultdict(list)
    opened: dict[str, int] = {}
    last = 0
    for match in MARK.finditer(text):
        plain += text[last : match.start()]
        last = match.end()
        if match.group().startswith("</"):
            spans[match.group(1)].append([opened.pop(match.group(1)), len(plain)])
        else:
            opened[match.group(1)] = len(plain)
    assert not opened
    return plain + text[last:], dict(spans)


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def quote(text: str, spans: list[list[int]]) -> str:
    return " ".join(text[start:end] for start, end in spans)


def entity(number: int = 0, name: str | None = "Ana Novak", **more: Any) -> Json:
    return {"id": f"s{number}", "kind": "person", "name": name, **({"anonymous": True} if name is None else {}), **more}


def event(number: int = 0, **more: Any) -> Json:
    """Return an event. Its mentions are the mark ``<e0>``, unless given."""
    return {"id": f"e{number}", "title": f"Event {number}", "kind": "meeting", "status": "occurred", **more}


def claim(number: int = 0, **more: Any) -> Json:
    """Return a claim. Spans and hash are of the marks ``<s0> <q0> <c0>``; the speaker is entity 0 unless given."""
    return {"id": f"c{number}", "speaker": "s0", "mode": "indirect", "kind": "statement", **more}


def document(
    text: str = "<s0>Ana Novak</s0> <q0>said</q0> <c0>the bridge will open</c0>.",
    *,
    title: str = "A bridge",
    published: str | None = "2024-06-27",
    stand_off: bool = False,
    own_id: str | None = "1",
    entities: list[Json] | None = None,
    claims: list[Json] | None = None,
    events: list[Json] | None = None,
    **more: Any,
) -> Json:
    """Return a knowledge document of a marked text. ``article`` in ``more`` is merged into the article.

    The document has an id, so another text under the same title is a revision; with ``own_id=None`` it is another article.
    """
    plain, spans = marked(text)
    text_field = {} if stand_off else {"text": plain}
    article = {
        "title": title,
        "published": published,
        "publisher": "The Test",
        "text_sha256": sha256(plain),
        **text_field,
        **more.pop("article", {}),
    }
    return {
        "format": "onrecord/1",
        **({"id": own_id} if own_id else {}),
        "article": article,
        "entities": entities if entities is not None else [entity()],
        "claims": [_claim(fields, plain, spans, stand_off) for fields in (claims if claims is not None else [claim()])],
        "events": [{"mentions": spans.get(f"e{fields['id'][1:]}", [[0, 1]]), **fields} for fields in events or []],
        "produced_by": {"name": "tests", "version": "1"},
        **more,
    }


def _claim(fields: Json, plain: str, spans: Spans, stand_off: bool) -> Json:
    number = fields["id"][1:]
    source, cue, content = (spans.get(f"{mark}{number}", []) for mark in "sqc")
    source_words = {"as_said": quote(plain, source), "cue_text": quote(plain, cue)} if stand_off else {}
    return {"source": source, "cue": cue, "content": content, "quote_sha256": sha256(quote(plain, content)), **source_words, **fields}


def stand_off(document: Json) -> Json:
    """Return the document without its text, but with the words of its sources and cues, which it must then hold."""
    text = document["article"]["text"]
    claims = [
        {**claim, **{key: quote(text, claim[spans]) or None for key, spans in (("as_said", "source"), ("cue_text", "cue"))}}
        for claim in document["claims"]
    ]
    return {**document, "claims": claims, "article": {key: value for key, value in document["article"].items() if key != "text"}}
