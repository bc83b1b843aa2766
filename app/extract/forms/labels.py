"""Labels of speakers ("Q", "JS", "MR. FERRIS"), and where the text names whom they stand for."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from app.extract.names.recognizer import Name
from app.extract.names.titles import ROLES
from app.extract.text.segmentation import Span, Text
from app.terms.words import fold

QUESTION, ANSWER = frozenset(("q", "question")), frozenset(("a", "answer"))
COURTESY = re.compile(r"(?:Mrs?|Ms|Miss|Dr|Prof|Sir|Dame|MRS?|MS|DR)\b\.?\s")
INITIALS = re.compile(r"(?:[^\W\d_a-z]\.?){2,4}")
BYLINE = re.compile(r"\b(?:by|words|photographs?|interview(?:er)?):?\s$", re.IGNORECASE)
INTRODUCED = re.compile(r"\b(?:I['’]m|I am|[Mm]y name is|[Tt]his is)\s$")
SHORTEST_NAME = 3  # letters of a word that is looked for in names


def is_speaker(label: str, people: Sequence[Name]) -> bool:
    """Whether a label alone, seen once, names somebody who speaks: an initial of an interview, a role, a person of the text."""
    words = fold(label).replace(".", "").split()
    is_letter = " ".join(words) in QUESTION | ANSWER
    return is_letter or bool(COURTESY.match(label)) or words[-1] in ROLES or name_of(label, people) is not None


def name_of(label: str, people: Sequence[Name]) -> Span | None:
    """Return where the text first names the person of a label in full, by initials or a part of the name; None where it does not."""
    if INITIALS.fullmatch(label):
        letters = fold(label).replace(".", "")
        by_initials = (name.span for name in people if "".join(word[0] for word in re.split(r"[ -]", name.key) if word) == letters)
        if span := next(by_initials, None):
            return span
    words = fold(label).replace(".", "").split()
    last = words[-1] if words else ""
    known = [name for name in people if len(last) >= SHORTEST_NAME and last in name.key.split()]
    full = [name for name in known if len(name.key.split()) > len(words)]
    return (full or known)[0].span if known else None


def introduced_name(text: Text, lines: Iterable[Span], people: Sequence[Name]) -> Span | None:
    """Return the name by which speakers introduce themselves in their own lines: "I'm Ana Ruiz"."""
    own = [*lines]
    inside = (name.span for name in people if any(start <= name.span[0] < end for start, end in own))
    return next((span for span in inside if INTRODUCED.search(text.words_at(max(0, span[0] - 12), span[0]))), None)


def interviewee(text: Text, people: Sequence[Name], end: int) -> Span | None:
    """Return the name of the person who is interviewed: of those named before the first question the one named most, else the first."""
    before = [
        name
        for name in people
        if name.kind == "person" and name.span[1] <= end and not BYLINE.search(text.words_at(max(0, name.span[0] - 15), name.span[0]))
    ]
    counts = Counter(name.key.split()[-1] for name in before)
    in_full = [name for name in before if len(name.key.split()) > 1] or before
    title_end = text.paragraphs[0][1] if text.paragraphs else 0
    if not in_full:
        return None
    return max(in_full, key=lambda name: (name.span[1] <= title_end, counts[name.key.split()[-1]])).span
