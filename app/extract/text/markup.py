"""Texts of records made plain: tags of HTML, character references, and UTF-8 that was read as windows-1252."""

import re
from html import unescape

from lxml.etree import ParserError
from lxml.html import HtmlElement, fragment_fromstring

BLOCKS = "p div section article h1 h2 h3 h4 h5 h6 li tr blockquote figcaption pre".split()
UNSEEN = "script style noscript iframe template svg figure aside form button".split()
MARKUP = re.compile(r"</(?:p|div|h[1-6]|li|blockquote|article|section)>|<br ?/?>", re.I)
REFERENCE = re.compile(r"&(?:quot|amp|apos|lt|gt|nbsp|[lr][sd]quo|[mn]dash|hellip|pound|euro|#\d{2,5}|#[xX][0-9a-fA-F]{2,5});")
# Two to four characters of windows-1252 that are one of UTF-8, as in "â€œ": a lead byte, then continuation bytes.
CONTINUATION = "[\u00a0-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
MOJIBAKE = re.compile(f"[\u00c2-\u00df]{CONTINUATION}|[\u00e0-\u00ef]{CONTINUATION}{{2}}|[\u00f0-\u00f4]{CONTINUATION}{{3}}")
MOST_TAGS = 100_000  # as of pages
MARK = "\ue000"  # lxml refuses U+0000, so a private character stands at the edges of blocks until the text is whole


def plain_text_of(text: str) -> str:
    """Return a text as it is stored: without markup, references and mojibake. A text that has none of these is unchanged."""
    if MARKUP.search(text) and text.count("<") <= MOST_TAGS:
        text = text_of_html(text)
    elif REFERENCE.search(text):
        text = unescape(text)
    return MOJIBAKE.sub(_repaired, text) if MOJIBAKE.search(text) else text


def text_of_html(markup: str) -> str:
    """Return the text of a fragment of HTML, with a blank line between its blocks."""
    try:
        root = fragment_fromstring(markup, create_parent="div")
    except (ParserError, ValueError):
        return unescape(re.sub(r"<[^>]*>", " ", markup))
    _mark_blocks(root)
    paragraphs = (" ".join(each.split()) for each in root.text_content().split(MARK))
    return "\n\n".join(each for each in paragraphs if each)


def _mark_blocks(root: HtmlElement) -> None:
    """Put a mark around each block and at each line break, at which the text is cut later."""
    for element in list(root.iter(*UNSEEN)):
        element.drop_tree()
    for quotation in root.iter("q"):
        quotation.text = f"“{quotation.text or ''}"
        quotation.tail = f"”{quotation.tail or ''}"
    for element in root.iter(*BLOCKS, "br"):
        _add_mark(element)


def _add_mark(element: HtmlElement) -> None:
    element.text = f"{MARK}{element.text or ''}"
    element.tail = f"{MARK}{element.tail or ''}"


def _repaired(match: re.Match[str]) -> str:
    try:
        return b"".join(_byte_of(character) for character in match.group()).decode()
    except UnicodeError:
        return match.group()


def _byte_of(character: str) -> bytes:
    return character.encode("latin-1") if ord(character) < 0x100 else character.encode("cp1252")
