import pytest

from app.errors import BodyTooLarge
from app.ingest.reading.limits import NO_SETTINGS, ReadingLimits
from app.jobs import splitting
from app.jobs.splitting import PART_LINES, LineSplitter, Part, Whole


def split(body: bytes, step: int = 1 << 20, limits: ReadingLimits = NO_SETTINGS) -> list[Part]:
    splitter = LineSplitter(limits)
    parts = [part for start in range(0, len(body), step) for part in splitter.add(body[start : start + step])]
    return [*parts, *splitter.end()]


def lines_of(parts: list[Part]) -> list[tuple[int, bytes]]:
    """Return the lines that hold something, with their numbers."""
    numbered = [(part.first_line + n, line) for part in parts for n, line in enumerate(part.body.split(b"\n"))]
    return [(number, line) for number, line in numbered if line]


@pytest.mark.parametrize("step", [1, 7, 1 << 20])
@pytest.mark.parametrize("end", [b"", b"\n", b"\n\n\n"])
def test_lines_keep_their_numbers_however_they_come(step: int, end: bytes) -> None:
    body = b"\n\none\n  \ntwo\n" + b"\n" * 250 + b"three"
    assert lines_of(split(body + end, step)) == [(3, b"one"), (5, b"two"), (256, b"three")]


def test_a_part_has_so_many_lines_and_no_part_is_blank() -> None:
    parts = split(b"line\n" * (2 * PART_LINES) + b"\n" * 1000)
    assert [(part.first_line, part.last_line) for part in parts] == [(1, PART_LINES), (PART_LINES + 1, 2 * PART_LINES)]


def test_a_part_ends_at_so_many_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(splitting, "PART_BYTES", 10)
    assert [part.body for part in split(b"123456\n123456\n1\n")] == [b"123456\n123456", b"1"]


@pytest.mark.parametrize("step", [1 << 10, 1 << 22])
def test_a_line_that_is_too_large_is_named_and_not_kept(step: int) -> None:
    (part,) = split(b"one\n" + b"x" * ((1 << 20) + 1) + b"\ntwo\n" + b"y" * (1 << 20), step, ReadingLimits(document_mb=1))
    assert (part.first_line, part.last_line, part.too_large) == (1, 4, [2])
    assert part.body.split(b"\n")[:3] == [b"one", b"", b"two"]


def test_too_many_lines_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(splitting, "MOST_LINES", 3)
    assert len(split(b"x\n\n" * 3)) == 1
    with pytest.raises(BodyTooLarge, match="more than 3 lines"):
        split(b"x\n" * 4)


def test_a_body_that_is_one_article_is_one_part() -> None:
    whole = Whole(NO_SETTINGS)
    assert [*whole.add(b"one\n"), *whole.add(b"two")] == []
    assert [*whole.end()] == [Part(1, 1, b"one\ntwo", [])]
    blank = Whole(NO_SETTINGS)
    assert [*blank.add(b" \n"), *blank.end()] == []


def test_an_article_that_is_too_large_is_refused() -> None:
    with pytest.raises(BodyTooLarge, match="is larger than 1 MiB"):
        [*Whole(ReadingLimits(document_mb=1)).add(b"x" * ((1 << 20) + 1))]
