"""Compression of stored JSON by LZ4, and of knowledge documents by zstd, with dictionaries that are part of the program.

A list takes 50 pieces of JSON apart for each answer; documents are read rarely. A dictionary is trained on generated documents
(``python -m tests.scale.dictionaries``), never on an archive: what is withdrawn from an archive must be nowhere else. Dictionaries are
numbered, and a number is never given twice: frames of zstd hold it, and ``RENDERED_SHAPE`` stands for that of stored JSON.
"""

from collections.abc import Callable
from functools import lru_cache, partial
from pathlib import Path
from threading import local

import lz4.block
from zstandard import ZstdCompressionDict, ZstdCompressor, ZstdDecompressor, get_frame_parameters

FOLDER = Path(__file__).parent / "dictionaries"
JSON_DICTIONARY, DOCUMENT_DICTIONARY = 1, 2  # the numbers of those that are used now
LEVEL = 3  # of zstd; level 9 takes six times as long, for frames that are a twentieth smaller


def _read_dictionary(number: int) -> bytes:
    return (FOLDER / f"{number}.dict").read_bytes()


_JSON_BYTES = _read_dictionary(JSON_DICTIONARY)
compress_json: Callable[[bytes], bytes] = partial(lz4.block.compress, dict=_JSON_BYTES)
decompress_json: Callable[[bytes], bytes] = partial(lz4.block.decompress, dict=_JSON_BYTES)


def compress_document(body: str) -> bytes:
    """Compress a knowledge document in JSON."""
    return _own.compress(body.encode())


def decompress_document(frame: bytes) -> bytes:
    """Return the knowledge document in a frame, as JSON."""
    return _own.decompressors(get_frame_parameters(frame).dict_id)(frame)


def compress_posted(body: bytes) -> bytes:
    """Compress what was posted, by no dictionary: it is stored until its job is done."""
    return ZstdCompressor(LEVEL).compress(body)


def decompress_posted(frame: bytes) -> bytes:
    """Return what was posted."""
    return ZstdDecompressor().decompress(frame)


class _Own(local):
    """The compressor and decompressors of one thread: others cannot use them at the same time, and making one takes 40 microseconds."""

    def __init__(self) -> None:
        self.compress = ZstdCompressor(LEVEL, _zstd_dictionary(DOCUMENT_DICTIONARY)).compress
        self.decompressors = lru_cache(_decompressor)


@lru_cache
def _zstd_dictionary(number: int) -> ZstdCompressionDict:
    return ZstdCompressionDict(_read_dictionary(number))


def _decompressor(number: int) -> Callable[[bytes], bytes]:
    return ZstdDecompressor(_zstd_dictionary(number)).decompress


_own = _Own()
