"""Windows of word pieces: the input of the tagger, with letter case and quotation of each piece."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path

from tokenizers import Tokenizer

from app.extract.text.segmentation import Span, Text

MODEL = Path(__file__).parent
MAX_PIECES = 400  # in a window. The encoder has 512 positions; longer windows cost more for each piece, shorter ones cut more relations
MAX_CHUNK = 20_000  # characters of a paragraph that are tokenized at once
# News has .2 pieces for each character. A window costs the same whatever its pieces are, so one of .6 costs three times as much.
LONG, MOST_PIECES_PER_CHARACTER = 100, 0.6
CLS, SEP = 101, 102  # ids of the special pieces that begin a window and end a paragraph
OPENING, CLOSING, STRAIGHT, SINGLE = "“„«", "”»", '"', "'‘’"
# classes of pieces by letter case
NOTHING, LOWER, CAPITAL, CAPITALS, SIGN, MARK, SINGLE_MARK, DIGIT = range(8)

Piece = tuple[int, int, int, int]  # id, start, end, whether it is quoted


@dataclass(frozen=True)
class PieceWindow:
    """The word pieces of whole paragraphs, as far as they fit, in lists of equal length. Special pieces have an empty span."""

    ids: list[int]
    spans: list[Span]
    cases: list[int]
    quoted: list[int]

    @property
    def may_be_prose(self) -> bool:
        """Whether the tagger may find sayings in it: not in a long run of marks, numbers or letters of other scripts, each a piece."""
        pieces, (start, _), (_, end) = len(self.spans) - 2, self.spans[1], self.spans[-2]
        return pieces < LONG or pieces <= MOST_PIECES_PER_CHARACTER * (end - start)


def split_windows(text: Text, first: int = MAX_PIECES) -> Iterator[PieceWindow]:
    """Yield the windows of a text in order. Each holds paragraphs of up to 400 pieces together; a longer paragraph is cut.

    The first window holds at most ``first`` pieces where its paragraphs allow, so that training can shift the borders.
    """
    window: list[Piece] = []
    most = first
    for paragraph in text.paragraphs:
        pieces = _pieces_of(text, paragraph)
        while chunk := list(islice(pieces, MAX_PIECES - 2)):
            if window and len(window) + 1 + len(chunk) > most - 2:
                yield _window(text, window)
                window, most = [], MAX_PIECES
            separator: list[Piece] = [(SEP, chunk[0][1], chunk[0][1], 0)] if window else []
            window = [*window, *separator, *chunk]
    if window:
        yield _window(text, window)


def _window(text: Text, pieces: list[Piece]) -> PieceWindow:
    spans = [(0, 0), *((start, end) for _, start, end, _ in pieces), (0, 0)]
    return PieceWindow(
        ids=[CLS, *(piece[0] for piece in pieces), SEP],
        spans=spans,
        cases=[letter_case(text.words_at(*span)) for span in spans],
        quoted=[0, *(piece[3] for piece in pieces), 0],
    )


def _pieces_of(text: Text, paragraph: Span) -> Iterator[Piece]:
    quoted = _quoted(text.words_at(*paragraph))
    for start in range(*paragraph, MAX_CHUNK):
        encoded = _tokenizer().encode(text.words_at(start, min(start + MAX_CHUNK, paragraph[1])), add_special_tokens=False)
        for piece, (first, last) in zip(encoded.ids, encoded.offsets, strict=True):
            yield piece, start + first, start + last, quoted[start + first - paragraph[0]]


def _quoted(paragraph: str) -> bytearray:
    """Return for each character whether it is a double quotation mark or quoted by one; an unclosed mark quotes to the end."""
    quoted, inside = bytearray(len(paragraph)), False
    for n, character in enumerate(paragraph):
        quoted[n] = inside
        if character in OPENING or (character == STRAIGHT and not inside):
            quoted[n], inside = 1, True
        elif character in CLOSING or character == STRAIGHT:
            quoted[n], inside = 1, False
    return quoted


def letter_case(piece: str) -> int:
    """Return the class of a piece by its letters and signs, which tells an uncased encoder of capitals."""
    if not piece:
        return NOTHING
    first = piece[0]
    if first in OPENING + CLOSING + STRAIGHT:
        return MARK
    if first in SINGLE:
        return SINGLE_MARK
    if not first.isalnum():
        return SIGN
    if piece.isupper() and len(piece) > 1:
        return CAPITALS
    if first.isupper():
        return CAPITAL
    return DIGIT if first.isdigit() else LOWER


@cache
def _tokenizer() -> Tokenizer:
    loaded = Tokenizer.from_file(str(MODEL / "tokenizer.json"))
    loaded.no_truncation()
    loaded.no_padding()
    return loaded
