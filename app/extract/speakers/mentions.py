"""Entities that claims mention and that make no claim themselves."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from app.extract.attribution.relations import Attribution
from app.extract.names.recognizer import Name
from app.extract.speakers.drafts import MAX_NAME, EntityDraft
from app.extract.speakers.entities import Entity, cluster_names
from app.extract.text.segmentation import Span, Text
from app.extract.text.span_sets import SpanSet
from app.terms.vocabulary import EntityKind
from app.terms.words import fold

DOCUMENT_KINDS: dict[str, EntityKind] = {"person": "person", "organization": "organization", "group": "group", "place": "place"}


def mentioned_entities(
    text: Text, names: Sequence[Name], attributions: Sequence[Attribution], speakers: Sequence[EntityDraft]
) -> list[EntityDraft]:
    """Return the named entities that a claim mentions and that do not speak, in the order of the text.

    Names of unknown kind are left out.
    """
    speaker_spans = SpanSet(mention for speaker in speakers for mention in speaker.mentions)
    contents = SpanSet(span for attribution in attributions for span in attribution.content)
    speaker_names = {fold(name) for speaker in speakers for name in (speaker.name, *speaker.aliases) if name}
    spans_by_name: dict[tuple[EntityKind, str], list[Span]] = {}
    for entity, spans in _spans_by_entity(text, names):
        name = max((text.words_at(*span) for span in spans), key=len)
        key = (DOCUMENT_KINDS.get(entity.kind, "person"), fold(name))
        is_new = key[1] and key[1] not in speaker_names and not any(speaker_spans.overlaps(span) for span in spans)
        if entity.kind in DOCUMENT_KINDS and is_new and any(contents.overlaps(span) for span in spans):
            spans_by_name.setdefault(key, []).extend(spans)
    return [_draft(text, f"n{number}", kind, sorted(spans)) for number, ((kind, _), spans) in enumerate(spans_by_name.items(), 1)]


def _spans_by_entity(text: Text, names: Sequence[Name]) -> Iterator[tuple[Entity, list[Span]]]:
    names = [name for name in names if 0 < name.span[1] - name.span[0] <= MAX_NAME and "\0" not in text.words_at(*name.span)]
    spans = defaultdict(list)
    for name, entity in zip(names, cluster_names(text, names), strict=True):
        spans[entity].append(name.span)
    yield from spans.items()


def _draft(text: Text, entity_id: str, kind: EntityKind, mentions: list[Span]) -> EntityDraft:
    words = dict.fromkeys(" ".join(text.words_at(*span).split()) for span in mentions)
    name = max(words, key=len)
    return EntityDraft(entity_id, kind, name, False, aliases=[word for word in words if word != name], mentions=mentions)
