"""Discourse: the entities that a text mentions, where it mentions them, and who spoke so far."""

from bisect import bisect_left, bisect_right, insort
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from app.extract.attribution.contents import ContentIndex
from app.extract.speakers.entities import Entity
from app.extract.text.segmentation import Span, Text

MAX_MENTIONS = 60  # compared for one reference
MAX_PARAGRAPHS = 6  # between a reference and its antecedent
MAX_RECENT = 3  # speakers that are looked at however far away they spoke
MAX_NAMED = 12  # of the entities named most often
OBJECT_PREPOSITIONS = (" of ", "with ", "for ", " to ", "in ", "from ", " by ")


class Mention(NamedTuple):
    """A mention of an entity and its place in the sentence."""

    start: int
    end: int
    entity_index: int  # in ``Discourse.entities``
    is_first: bool = False  # of its sentence
    is_owner: bool = False
    is_object: bool = False
    is_source: bool = False  # inside the source of a claim


@dataclass
class Discourse:
    """The entities mentioned in a text, and the turns of speaking up to some point of it."""

    text: Text
    contents: ContentIndex
    source_starts: frozenset[int] = frozenset()
    entities: list[Entity] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    indexes: dict[Entity, int] = field(default_factory=dict)
    turns: list[tuple[Span, Entity]] = field(default_factory=list)  # the speaker of each claim so far, with the span of the claim
    turn_counts: Counter[Entity] = field(default_factory=Counter)

    @cached_property
    def sentence_starts(self) -> list[int]:
        """The starts of the sentences."""
        return [start for start, _ in self.text.sentences]

    @cached_property
    def most_named(self) -> list[Entity]:
        """The named entities with most mentions, most first."""
        named = [entity for entity in self.entities if entity.name is not None]
        return sorted(named, key=lambda entity: -len(entity.mentions))[:MAX_NAMED]

    @cached_property
    def main_person(self) -> Entity | None:
        """The person named most often."""
        return next((entity for entity in self.most_named if entity.kind == "person"), None)

    def add_mention(self, entity: Entity, span: Span, *, is_owner: bool = False, last_end: int | None = None) -> None:
        """Add a mention, at any position of the text; ``last_end`` is the end of the mention before it, if that is known."""
        if entity not in self.indexes:
            self.indexes[entity] = len(self.entities)
            self.entities.append(entity)
        before = self.text.text[max(0, span[0] - 5) : span[0]].lower()
        is_first = (self._end_before(span[0]) if last_end is None else last_end) < self.text.sentence_at(span[0])[0]
        is_object = before.endswith(OBJECT_PREPOSITIONS)
        insort(self.mentions, Mention(*span, self.indexes[entity], is_first, is_owner, is_object, span[0] in self.source_starts))

    def _end_before(self, offset: int) -> int:
        at = bisect_left(self.mentions, (offset,))
        return self.mentions[at - 1].end if at else -1

    def sentence_index(self, offset: int) -> int:
        """Return the index of the sentence at an offset."""
        return max(0, bisect_right(self.sentence_starts, offset) - 1)

    def is_quoted(self, offset: int) -> bool:
        """Whether an offset is inside the quoted content of a claim."""
        return self.contents.is_quoted(offset)

    def mentions_before(self, offset: int) -> Iterator[tuple[Mention, Entity]]:
        """Yield the mentions before an offset, nearest first: at most sixty, within six paragraphs."""
        last = bisect_left(self.mentions, (offset,))
        paragraph = self.text.paragraph_at(offset)
        for mention in reversed(self.mentions[max(0, last - MAX_MENTIONS) : last]):
            if self.text.paragraph_at(mention.start) < paragraph - MAX_PARAGRAPHS:
                return
            if mention.end <= offset:
                yield mention, self.entities[mention.entity_index]

    def sources_behind(self, offset: int) -> Iterator[Entity]:
        """Yield the entities that speak behind an offset in its paragraph, as far as the text names them there."""
        end = self.text.paragraphs[self.text.paragraph_at(offset)][1]
        first, last = bisect_left(self.mentions, (offset,)), bisect_left(self.mentions, (end,))
        yield from (self.entities[mention.entity_index] for mention in self.mentions[first:last] if mention.is_source)

    def recent_speakers(self) -> list[Entity]:
        """Return the last speakers, last first."""
        return list(dict.fromkeys(entity for _, entity in reversed(self.turns[-8:])))[:MAX_RECENT]

    def note_speaker(self, entity: Entity, span: Span) -> None:
        """Record the speaker of a claim."""
        self.turns.append((span, entity))
        self.turn_counts[entity] += 1
