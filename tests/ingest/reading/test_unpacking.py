import gzip
import tracemalloc

import pytest
import zstandard

from app.errors import DocumentRefused
from app.ingest.reading.limits import NO_SETTINGS, ReadingLimits, TooLarge
from app.ingest.reading.unpacking import unpacking_of

LINES = b'{"text": "Ana Novak said so."}\n' * 5_000
PACKED = {"gzip": gzip.compress(LINES), "zstd": zstandard.compress(LINES), "identity": LINES}
codings = pytest.mark.parametrize("coding", ["gzip", "zstd"])


def unpack(coding: str, packed: bytes, step: int = 1 << 20, limits: ReadingLimits = NO_SETTINGS) -> bytes:
    unpacking = unpacking_of(coding, limits)
    unpacked = [piece for start in range(0, len(packed), step) for piece in unpacking.add(packed[start : start + step])]
    unpacking.end()
    return b"".join(unpacked)


@pytest.mark.parametrize("coding", PACKED)
@pytest.mark.parametrize("step", [1, 100, 1 << 20])
def test_what_comes_in_pieces_is_unpacked(coding: str, step: int) -> None:
    assert unpack(coding, PACKED[coding][: 1 << 12] if coding == "identity" else PACKED[coding], step) in (LINES, LINES[: 1 << 12])


@codings
def test_frames_behind_each_other_are_unpacked(coding: str) -> None:
    assert unpack(coding, PACKED[coding] * 3, 77) == LINES * 3


@codings
@pytest.mark.parametrize("left_out", [1, 30])
def test_a_missing_end_is_noticed(coding: str, left_out: int) -> None:
    with pytest.raises(DocumentRefused, match=f"cannot be unpacked by {coding}: its end is missing"):
        unpack(coding, PACKED[coding][:-left_out])


@codings
def test_what_is_not_packed_is_refused(coding: str) -> None:
    with pytest.raises(DocumentRefused, match=f"cannot be unpacked by {coding}"):
        unpack(coding, LINES)


@codings
def test_a_bomb_is_refused_before_it_takes_memory(coding: str) -> None:
    zeros = bytes(64 << 20)
    bomb = gzip.compress(zeros) if coding == "gzip" else zstandard.compress(zeros)
    unpacking = unpacking_of(coding, ReadingLimits(document_mb=1))
    tracemalloc.start()
    with pytest.raises(TooLarge, match="unpacks to more than 100 times its size"):
        for _ in unpacking.add(bomb):
            pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 12 << 20
