"""Contents that their attribution interrupts ("The dam, said Ana Ruiz, will hold"): the subject before it, the predicate behind."""

import re
from collections.abc import Iterator, Sequence

from app.extract.attribution.relations import Attribution
from app.extract.text.quotations import Quotation
from app.extract.text.segmentation import Span, Text
from app.extract.text.span_sets import SpanSet
from app.extract.words.lists import alternatives, load

SAID = alternatives(load("patterns")["verbs in a report"])
NAME = r"(?:(?:the|an?|his|her|their|its)(?: [\w’'-]+){1,4}|[^\W\d_a-z][\w.’'-]*(?: (?:(?:of|the|de|van|von|bin|al) )*[\w.’'-]+){0,5})"
# The subject has no predicate of its own, so the words behind begin with one. A relative clause goes on about the speaker.
PREDICATE = r"(?:will|would|is|was|are|were|has|have|had|can|could|may|might|must|should|does|did|do|needs?|remains?|looks?|seems?)"
INTERRUPTED = re.compile(
    rf"(?P<before>[^.,;:!?\"“”()\n]{{2,120}}), (?P<cue>{SAID}|believes?|thinks?) (?P<source>{NAME})"
    rf"(?:, (?!{PREDICATE}\b)[^.,;:!?\"“”\n]{{2,80}})?, (?P<behind>(?:also |now |still )?{PREDICATE}\b)"
)
PREDICATES = re.compile(rf"\b{PREDICATE}\b")


def with_interrupted_contents(text: Text, attributions: Sequence[Attribution], quotations: Sequence[Quotation]) -> list[Attribution]:
    """Return the attributions with those of interrupted contents, which replace others of the same cue. Quotations are read elsewhere."""
    quoted = SpanSet(quotation.span for quotation in quotations)
    found = [each for each in _interrupted(text) if not quoted.covers(each.cue[0][0])]
    cues = SpanSet(each.cue[0] for each in found)
    return [*(each for each in attributions if not any(map(cues.overlaps, each.cue))), *found]


def _interrupted(text: Text) -> Iterator[Attribution]:
    for match in INTERRUPTED.finditer(text.text):
        sentence = text.sentence_at(match.start("cue"))
        before: Span = (max(sentence[0], match.start("before")), match.end("before"))
        words = text.words_at(*before)
        before = (before[0] + len(words) - len(words.lstrip()), before[1])
        if sentence[0] <= match.start("before") + 1 and not PREDICATES.search(text.words_at(*before)):
            end = sentence[1] - len(text.words_at(*sentence)) + len(text.words_at(*sentence).rstrip(" ."))
            yield Attribution((match.span("source"),), (match.span("cue"),), (before, (match.start("behind"), end)))
