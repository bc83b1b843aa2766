"""Compression of stored JSON and of knowledge documents by zstd, with dictionaries that are part of the program.

A dictionary is trained on generated documents (``python -m tests.scale.dictionaries``), never on an archive: what is withdrawn from an
archive must be nowhere else. A frame names its dictionary by number, so a new dictionary gets a new number, and the old one stays.
"""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from threading import local
from typing import Any

from zstandard import ZstdCompressionDict, ZstdCompressor, ZstdDecompressor, get_frame_parameters

FOLDER = Path(__file__).parent / "dictionaries"
JSON_DICTIONARY, DOCUMENT_DICTIONARY = 1, 2  # the numbers of those that new frames are made with
LEVEL = 3  # level 9 takes six times as long, for frames that are a twentieth smaller


def compress_json(data: bytes) -> bytes:
    """Compress the stored JSON of a claim or an article."""
    return _compressor(JSON_DICTIONARY)(data)


def decompress_json(frame: bytes) -> bytes:
    """Return the stored JSON in a frame. A list of 50 claims takes 50 of them, so the dictionary is not looked up for each frame."""
    return _decompressors.of_json(frame)


def decompress_many_json(frames: list[Any]) -> Any:
    """Return the stored JSON in many frames as buffers to join. Of five hundred frames each takes a quarter less time than by itself."""
    return _decompressors.of_many_json(frames) if frames else ()


def compress_document(body: str) -> bytes:
    """Compress a knowledge document in JSON."""
    return _compressor(DOCUMENT_DICTIONARY)(body.encode())


def decompress_document(frame: bytes) -> bytes:
    """Return the knowledge document in a frame, as JSON."""
    return _decompressor(get_frame_parameters(frame).dict_id).decompress(frame)


class _Decompressors(local):
    """Decompressors of one thread: they are not safe for several at once."""

    def __init__(self) -> None:
        self.of_json = _decompressor(JSON_DICTIONARY).decompress
        self.of_many_json = _decompressor(JSON_DICTIONARY).multi_decompress_to_buffer


@lru_cache
def _dictionary(number: int) -> ZstdCompressionDict:
    return ZstdCompressionDict((FOLDER / f"{number}.zdict").read_bytes())


@lru_cache
def _compressor(number: int) -> Callable[[bytes], bytes]:
    return ZstdCompressor(LEVEL, _dictionary(number)).compress


def _decompressor(number: int) -> ZstdDecompressor:
    return ZstdDecompressor(_dictionary(number))


_decompressors = _Decompressors()
