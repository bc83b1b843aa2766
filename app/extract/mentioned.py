"""Who and what is spoken about without speaking: the names within claims, as entities of the document."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence

from app.extract.attributions import Attribution
from app.extract.casts import LONGEST_NAME, EntityDraft
from app.extract.identities import Identity, identify
from app.extract.names import find_names
from app.extract.texts import Span, Text
from app.vocabulary import EntityKind
from app.words import fold

KINDS: dict[str, EntityKind] = {"person": "person", "organization": "organization", "group": "group", "place": "place"}


def find_mentioned(text: Text, attributions: Sequence[Attribution], speakers: Sequence[EntityDraft]) -> list[EntityDraft]:
    """Return the named entities that some claim mentions and that do not speak, in the order of the text.

    A name of which nothing tells whether it is one of a person, an organization or a place, is left out.
    """
    known = Overlaps([mention for speaker in speakers for mention in speaker.mentions])
    contents = Overlaps([span for attribution in attributions for span in attribution.content])
    named = {fold(name) for speaker in speakers for name in (speaker.name, *speaker.aliases) if name}
    found: dict[tuple[EntityKind, str], list[Span]] = {}
    for identity, spans in _spans_by_identity(text):
        name = max((text[span] for span in spans), key=len)
        key = (KINDS.get(identity.kind, "person"), fold(name))
        is_new = key[1] and key[1] not in named and not any(known.touch(span) for span in spans)
        if identity.kind in KINDS and is_new and any(contents.touch(span) for span in spans):
            found.setdefault(key, []).extend(spans)
    return [_draft(text, f"n{number}", kind, sorted(spans)) for number, ((kind, _), spans) in enumerate(found.items(), 1)]


def _spans_by_identity(text: Text) -> Iterator[tuple[Identity, list[Span]]]:
    names = [name for name in find_names(text) if 0 < name.span[1] - name.span[0] <= LONGEST_NAME and "\0" not in text[name.span]]
    spans = defaultdict(list)
    for name, identity in zip(names, identify(text, names), strict=True):
        spans[identity].append(name.span)
    yield from spans.items()


def _draft(text: Text, entity_id: str, kind: EntityKind, mentions: list[Span]) -> EntityDraft:
    words = dict.fromkeys(" ".join(text[span].split()) for span in mentions)
    name = max(words, key=len)
    return EntityDraft(entity_id, kind, name, False, aliases=[word for word in words if word != name], mentions=mentions)


class Overlaps:
    """Spans, to be asked whether one of them shares a letter with another."""

    def __init__(self, spans: Sequence[Span]) -> None:
        joined: list[Span] = []
        for start, end in sorted(spans):
            if joined and start <= joined[-1][1]:
                start, end = joined[-1][0], max(end, joined.pop()[1])
            joined.append((start, end))
        self._ends, self._starts = [end for _, end in joined], [start for start, _ in joined]

    def touch(self, span: Span) -> bool:
        """Whether one of the spans shares a letter with this one."""
        place = bisect_left(self._ends, span[0] + 1)
        return place < len(self._starts) and self._starts[place] < span[1]
