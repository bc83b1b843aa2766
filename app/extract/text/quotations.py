"""Quotations in a text: curly, straight, angled and single marks; nested, reopened in each paragraph, unbalanced.

A mark opens or closes by its shape and by the characters on either side, so that typing slips (a curly mark turned the wrong way, a
straight one that closes a curly one) do no harm. Only outermost quotations are returned.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.extract.text.segmentation import Span, Text

# two single marks side by side are a double mark of typewriters and some wire feeds
DOUBLE = re.compile(r"[\"“”„‟«»‹›＂]|``|''|’’|‘‘")
SINGLE = re.compile(r"(?<!['‘’`])['‘’‚](?!['‘’])")
OPENING, CLOSING = frozenset(("“", "„", "‟", "«", "‹", "``", "‘‘")), frozenset(("”", "»", "›", "’’"))
BEFORE_OPENING = frozenset("([{<-–—―/:=…>*_‘'“\"«")
AFTER_CLOSING = frozenset(")]}<>-–—―/,.;:!?…*_’'”\"»")
# words that begin with an apostrophe: 'em, '90s
ELISION = re.compile(r"(?:em|til|till|tis|twas|twere|cause|cuz|cos|bout|round|neath|n|nuff|sup|ere|ello|\d0s|\d\d)\b", re.IGNORECASE)
MAX_SINGLE = 1500  # characters; two apostrophes farther apart are no quotation


@dataclass(frozen=True)
class Quotation:
    """A quotation with its marks: one span for each paragraph, in order."""

    paragraphs: tuple[Span, ...]
    is_closed: bool = True  # False if the last mark is missing
    is_single: bool = False

    @property
    def span(self) -> Span:
        """The span from the first mark to the last, over paragraphs."""
        return self.paragraphs[0][0], self.paragraphs[-1][1]


def find_quotations(text: Text) -> list[Quotation]:
    """Return the outermost quotations in order, without overlap. Linear in the length of the text."""
    quotations: list[Quotation] = []
    last_paragraph: Span | None = None
    for paragraph in text.paragraphs:
        found = _outermost(_double_quotations(text.text, paragraph), list(_single_quotations(text.text, paragraph)))
        if quotations and found and last_paragraph and _continues(quotations[-1], found[0], last_paragraph, paragraph):
            reopened = found[0]
            found[0] = Quotation((*quotations.pop().paragraphs, *reopened.paragraphs), reopened.is_closed, reopened.is_single)
        quotations.extend(found)
        last_paragraph = paragraph
    return [quotation for quotation in quotations if quotation.is_closed or not quotation.is_single]


def _continues(before: Quotation, after: Quotation, last_paragraph: Span, paragraph: Span) -> bool:
    """Whether a mark at the start of a paragraph reopens the quotation that the paragraph before left open."""
    is_open = not before.is_closed and before.span[1] == last_paragraph[1]
    return is_open and after.span[0] == paragraph[0] and before.is_single == after.is_single


def _outermost(doubles: list[Quotation], singles: list[Quotation]) -> list[Quotation]:
    """Return the outermost quotations: single ones that no double one encloses or crosses, double ones that no single one encloses."""
    starts = [quotation.span[0] for quotation in doubles]
    kept = [quotation for quotation in singles if not _is_enclosed_or_crossed(quotation.span, doubles, starts)]
    kept_starts = [quotation.span[0] for quotation in kept]
    free_doubles = [quotation for quotation in doubles if not _covers(kept, kept_starts, quotation.span[0])]
    return sorted([*free_doubles, *kept], key=lambda quotation: quotation.span)


def _is_enclosed_or_crossed(span: Span, doubles: Sequence[Quotation], starts: Sequence[int]) -> bool:
    first, last = (bisect_right(starts, offset) - 1 for offset in (span[0], span[1] - 1))
    return (first >= 0 and doubles[first].span[1] > span[0]) or (last >= 0 and doubles[last].span[1] > span[1])


def _covers(quotations: Sequence[Quotation], starts: Sequence[int], offset: int) -> bool:
    before = bisect_right(starts, offset) - 1
    return before >= 0 and quotations[before].span[1] > offset


def _double_quotations(text: str, paragraph: Span) -> list[Quotation]:
    """Return the double quotations. Of unclosed marks only the first counts, up to the next quotation that it does not enclose."""
    closed: list[Quotation] = []
    opened_at: list[tuple[int, int]] = []  # offset, and how many quotations were closed before it
    for match in DOUBLE.finditer(text, *paragraph):
        if _opens(text, paragraph, match.span(), is_open=bool(opened_at)):
            opened_at.append((match.start(), len(closed)))
        elif opened_at:
            start, closed_before = opened_at.pop()
            closed[closed_before:] = [Quotation(((start, match.end()),))]
    return [*closed[: opened_at[0][1]], *_left_open(text, paragraph, opened_at, closed)] if opened_at else closed


def _left_open(text: str, paragraph: Span, opened_at: list[tuple[int, int]], closed: list[Quotation]) -> Iterator[Quotation]:
    starts = sorted([*(start for start, _ in opened_at), *(quotation.span[0] for quotation in closed[opened_at[0][1] :])])
    closed_by_start = {quotation.span[0]: quotation for quotation in closed[opened_at[0][1] :]}
    for start, following in zip(starts, [*starts[1:], paragraph[1]], strict=True):
        end = start + len(text[start:following].rstrip())
        yield closed_by_start.get(start) or Quotation(((start, end),), is_closed=False)


def _opens(text: str, paragraph: Span, mark: Span, *, is_open: bool) -> bool:
    can_open, can_close = _can_open_and_close(text, paragraph, mark)
    sign = text[slice(*mark)]
    if can_open != can_close and sign not in (CLOSING if can_open and is_open else OPENING if can_close and not is_open else ()):
        return can_open
    return sign in OPENING or (sign not in CLOSING and not is_open)


def _can_open_and_close(text: str, paragraph: Span, mark: Span) -> tuple[bool, bool]:
    """Return whether a mark can open and can close a quotation, by the characters on either side."""
    before = text[mark[0] - 1] if mark[0] > paragraph[0] else " "
    after = text[mark[1]] if mark[1] < paragraph[1] else " "
    can_open = (before.isspace() or before in BEFORE_OPENING) and not after.isspace()
    can_close = (after.isspace() or after in AFTER_CLOSING) and not before.isspace()
    return can_open, can_close


def _single_quotations(text: str, paragraph: Span) -> Iterator[Quotation]:
    """Yield single quotations: closed ones, and an unclosed one that begins the paragraph. Other marks are apostrophes."""
    start, end = -1, -1
    for match in SINGLE.finditer(text, *paragraph):
        can_open, can_close = _can_open_and_close(text, paragraph, match.span())
        if can_open and not can_close and match[0] != "’" and not ELISION.match(text, match.end(), paragraph[1]):
            yield from _closed_single(start, end)
            start, end = match.start(), -1
        elif can_close and start >= 0:
            end = match.end()
            if not _may_be_possessive(text, match.start(), paragraph[1]):
                yield from _closed_single(start, end)
                start, end = -1, -1
    yield from _closed_single(start, end)
    if start == paragraph[0] and end < 0:
        yield Quotation((paragraph,), is_closed=False, is_single=True)


def _closed_single(start: int, end: int) -> Iterator[Quotation]:
    if 0 <= start < end <= start + MAX_SINGLE:
        yield Quotation(((start, end),), is_single=True)


def _may_be_possessive(text: str, mark: int, end: int) -> bool:
    """Whether a mark may be possessive, as in "the workers' union"; it closes only if no later mark does."""
    return text[mark - 1] in "szx" and mark + 2 < end and text[mark + 1] == " " and text[mark + 2].isalnum()
