"""Speakers of claims in marked texts: <s>source</s>, <q>cue</q>, <c>content</c>; "|" ends the part that holds one claim."""

import re
from collections.abc import Sequence

from app.extract.attribution.relations import Attribution
from app.extract.names.recognizer import recognize_names
from app.extract.speakers.drafts import EntityDraft, Speakers
from app.extract.speakers.resolver import resolve_speakers
from app.extract.text.segmentation import Text

TAG = re.compile(r"</?[sqc]>")
KINDS_OF_SPANS = "sqc"  # source, cue, content


def marked(text: str) -> tuple[str, list[Attribution]]:
    """Return the text without marks, and an attribution for each part between "|" that has a content."""
    plain, attributions, start = "", [], 0
    for line in text.split("|"):
        spans: tuple[list[tuple[int, int]], ...] = ([], [], [])
        for piece in re.split(r"(</?[sqc]>)", line):
            if not TAG.fullmatch(piece):
                plain += piece
            elif piece[1] == "/":
                spans[KINDS_OF_SPANS.index(piece[2])].append((start, len(plain)))
            else:
                start = len(plain)
        if spans[2]:
            attributions.append(Attribution(tuple(spans[0]), tuple(spans[1]), tuple(spans[2])))
    return plain, attributions


def speakers_in(text: Text, attributions: Sequence[Attribution]) -> Speakers:
    return resolve_speakers(text, recognize_names(text), attributions)


def speakers_of(text: str) -> Speakers:
    plain, attributions = marked(text)
    return speakers_in(Text(plain), attributions)


def said_by(text: str) -> list[str | None]:
    """Return the name or descriptor of the speaker of each claim."""
    speakers = speakers_of(text)
    entities = {entity.id: entity for entity in speakers.entities}
    return [(entities[speaker].name or entities[speaker].descriptor) if speaker else None for speaker in speakers.speaker_of]


def only_entity(text: str) -> EntityDraft:
    (entity,) = speakers_of(text).entities
    return entity
