"""Ids and hashes made from content, so that loading twice changes nothing."""

import hashlib
import re
from itertools import product

import orjson
from w3lib.url import canonicalize_url, url_query_cleaner

from app.terms.ties import BASE_32_DIGITS

# Two digits by their ten bits. Writing an id by pairs takes a third of the time that single digits take.
DIGIT_PAIRS = ["".join(pair) for pair in product(BASE_32_DIGITS, repeat=2)]
TRACKING_PARAMETERS = (
    "utm_source",
    "utm_medium",
    "utm_campaign",
    "utm_term",
    "utm_content",
    "utm_id",
    "fbclid",
    "gclid",
    "mc_cid",
    "mc_eid",
)
ID_LENGTH = 20  # characters of 5 bits each, behind the prefix: at 300 million ids the chance of one collision is below 1e-13


def stable_id(prefix: str, *parts: str | int | None) -> str:
    """Return ``prefix`` + ``_`` + 20 base-32 characters of a SHA-256 over the parts.

    The parts are separated (as a JSON array) before hashing, so that ("ab", "c") and ("a", "bc") differ. Integers have at most
    64 bits.
    """
    number = int.from_bytes(hashlib.sha256(orjson.dumps(parts)).digest()[:13]) >> 4
    return f"{prefix}_" + "".join([DIGIT_PAIRS[number >> shift & 1023] for shift in range(5 * ID_LENGTH - 10, -1, -10)])


def sha256_of(text: str) -> str:
    """Return the SHA-256 of the UTF-8 text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def article_id(
    url: str | None, publisher: str | None, title: str, published: str | None, *, document_id: str | None, text_sha256: str
) -> str:
    """Return the id of an article: from its canonical URL, else from publisher, title, published date and the id of its document.

    Where the document has no id either, the hash of its text takes the place of that id, so that articles of one title and day differ.
    A tag says which of the two was hashed, so that an id that looks like a hash is not taken for one.
    """
    if url is not None:
        return stable_id("art", canonical_url(url))
    tagged = ("text_sha256", text_sha256) if document_id is None else ("id", document_id)
    return stable_id("art", publisher, title, published, *tagged)


def canonical_url(url: str) -> str:
    """Return the URL without scheme, fragment, tracking parameters and closing slash, its other parameters sorted."""
    cleaned = url_query_cleaner(url, TRACKING_PARAMETERS, remove=True, unique=False)
    return re.sub(r"^https?://|/+(?=\?|$)", "", canonicalize_url(cleaned))
