"""Encodings of texts and pages: UTF-8, or what a byte order mark, the page itself or a detector names."""

import codecs
import re
from typing import NamedTuple

from charset_normalizer import from_bytes

UTF_16 = "utf-16"
BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: UTF_16, codecs.BOM_UTF16_BE: UTF_16}
META = re.compile(rb"""<(?:meta[^>]{0,200}charset|\?xml[^>]{0,200}encoding)\s*=\s*["']?\s*([\w-]{3,30})""", re.I)
HEAD = 4096  # bytes in which a page names its encoding
SAMPLE = 1 << 18  # bytes that the detector looks at
WESTERN = "cp1252"
# Browsers read these names as windows-1252, and pages are written for them.
BROWSER_NAMES = {"iso-8859-1": WESTERN, "latin-1": WESTERN, "latin1": WESTERN, "us-ascii": WESTERN, "ascii": WESTERN}


class Utf8(NamedTuple):
    """Bytes in UTF-8, and the encoding in which they came if that had to be guessed."""

    raw: bytes
    guessed: str | None = None


def text_in_utf8(raw: bytes) -> Utf8:
    """Return a plain text in UTF-8. Bytes that are none and have no encoding that fits come back unchanged, to be refused."""
    encoding = encoding_of_bom(raw)
    if encoding is not None or _is_utf8(raw) or b"\0" in raw:
        return Utf8(_converted(raw, encoding or "utf-8"))
    found = _detected(raw)
    return Utf8(_converted(raw, found), found) if found else Utf8(raw)


def page_in_utf8(raw: bytes) -> bytes:
    """Return a page in UTF-8, by its mark or the encoding that it names; unchanged where that is wrong."""
    named = META.search(raw[:HEAD])
    encoding = encoding_of_bom(raw) or (named and not _is_utf8(raw) and named[1].decode().lower())
    return _converted(raw, BROWSER_NAMES.get(encoding, encoding)) if encoding else raw


def _detected(raw: bytes) -> str | None:
    """Return the encoding that the detector finds. Of those that fit, windows-1252 is preferred: English is rarely written in others."""
    matches = from_bytes(raw[:SAMPLE])
    best = matches.best()
    if best is None:
        return None
    return WESTERN if any(WESTERN in (each.encoding, *each.could_be_from_charset) for each in matches) else best.encoding


def _converted(raw: bytes, encoding: str) -> bytes:
    try:
        return raw.decode(encoding).encode()
    except (UnicodeError, LookupError):
        return raw


def encoding_of_bom(raw: bytes) -> str | None:
    """Return the encoding that a byte order mark names; None without one."""
    return next((name for bom, name in BOMS.items() if raw.startswith(bom)), None)


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True
