"""Readers of XML: RSS and Atom feeds, and NewsML-G2 and NITF items."""

from collections.abc import Iterator
from typing import Any, BinaryIO

from lxml import etree

from app.extract.text.markup import text_of_html
from app.ingest.reading.formats.found import Found
from app.ingest.reading.limits import ReadingLimits

SUMMARY_ALONE = "the feed has a summary alone, not the text"
Element = Any  # of lxml


def read_xml(stream: BinaryIO, limits: ReadingLimits) -> Iterator[Found]:
    """Yield a record for each item of a feed, or for each news item."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True)
    try:
        root = etree.fromstring(limits.read_whole(stream), parser)
    except etree.XMLSyntaxError as error:
        yield Found(error.lineno or 1, refused=f"is no XML: {error.msg}")
        return
    items = [(read, each) for path, read in ITEMS.items() for each in root.xpath(path)]
    if not items:
        yield Found(1, refused="is XML of no kind that is read: RSS, Atom, NewsML-G2, NITF")
    for read, item in items:
        yield read(root, item)


def _rss_item(root: Element, item: Element) -> Found:
    full, summary = _child(item, "encoded"), _child(item, "description")
    record = {
        "title": _child(item, "title"),
        "url": _child(item, "link"),
        "published": _child(item, "pubDate") or _child(item, "date"),
        "author": _child(item, "creator") or _child(item, "author"),
        "publisher": _first(root, "*[local-name()='channel']/*[local-name()='title']/text()"),
    }
    return _feed_item(item, record, _plain(full), _plain(summary))


def _atom_entry(root: Element, entry: Element) -> Found:
    links = "*[local-name()='link'][not(@rel) or @rel='alternate']/@href"
    record = {
        "title": _child(entry, "title"),
        "url": _first(entry, links),
        "published": _child(entry, "published") or _child(entry, "updated"),
        "authors": [str(name) for name in entry.xpath("*[local-name()='author']/*[local-name()='name']/text()")],
        "publisher": _first(root, "*[local-name()='title']/text()"),
    }
    return _feed_item(entry, record, _content(entry, "content"), _content(entry, "summary"))


def _feed_item(item: Element, record: dict[str, Any], text: str, summary: str) -> Found:
    if not (text or summary):
        return Found(item.sourceline, refused=f"{record['title'] or 'an item'}: has no text")
    known = {key: value for key, value in record.items() if value}
    return Found(item.sourceline, {**known, "text": text or summary}, warnings=() if text else (SUMMARY_ALONE,))


def _news_item(root: Element, item: Element) -> Found:
    record = {
        "title": _anywhere(item, "headline") or _anywhere(item, "hl1") or _anywhere(item, "title"),
        "published": _anywhere(item, "contentCreated") or _anywhere(item, "versionCreated") or _first(item, ".//@date.publication"),
        "author": _anywhere(item, "by") or _anywhere(item, "byline"),
        "publisher": _first(item, ".//*[local-name()='provider' or local-name()='copyrightHolder']/*[local-name()='name']/text()"),
        "url": _first(item, ".//*[local-name()='link' or local-name()='remoteContent']/@href[starts-with(., 'http')]"),
    }
    paragraphs = item.xpath(".//*[local-name()='inlineXML' or local-name()='body.content']//*[local-name()='p']")
    text = "\n\n".join(dict.fromkeys(words for each in paragraphs if (words := " ".join(" ".join(each.itertext()).split()))))
    return _feed_item(item, record, text, "")


def _child(item: Element, name: str) -> str | None:
    found = item.xpath(f"*[local-name()='{name}']")
    return "".join(found[0].itertext()).strip() or None if found else None


def _anywhere(item: Element, name: str) -> str | None:
    found = item.xpath(f".//*[local-name()='{name}']")
    return " ".join("".join(found[0].itertext()).split()) or None if found else None


def _first(item: Element, path: str) -> str | None:
    found = item.xpath(path)
    return str(found[0]).strip() if found else None


def _content(entry: Element, name: str) -> str:
    found = entry.xpath(f"*[local-name()='{name}']")
    if not found:
        return ""
    markup = etree.tostring(found[0], encoding="unicode", with_tail=False) if len(found[0]) else (found[0].text or "")
    return _plain(markup)


def _plain(markup: str | None) -> str:
    return text_of_html(markup) if markup else ""


ITEMS = {
    "descendant-or-self::*[local-name()='item']": _rss_item,
    "descendant-or-self::*[local-name()='entry']": _atom_entry,
    "descendant-or-self::*[local-name()='newsItem']": _news_item,
    "descendant-or-self::*[local-name()='nitf'][not(ancestor::*[local-name()='newsItem'])]": _news_item,
}
