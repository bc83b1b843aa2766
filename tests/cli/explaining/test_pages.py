"""Documents explained as a page."""

import re
from io import BytesIO
from xml.etree import ElementTree

from app.commands.explaining.pages import Page
from tests import make

TEXT = "<s0>Ana Novak</s0> <q0>said</q0> <c0>the ferry sails</c0>.\n\nNobody else spoke."


def page_of(*documents: make.Json) -> str:
    stream = BytesIO()
    page = Page(stream)
    for document in documents:
        page.add(document)
    page.end()
    return stream.getvalue().decode()


def test_the_markup_is_strict_whatever_the_text_holds() -> None:
    hostile = "<s0>Ana & \x00\x1b\x0b\ud83d\ufffe</s0> <q0>said</q0>\x85 <c0>\"]]> <i>'the</c0> ferry\u202e".replace("<i>", "< i>")
    page = page_of(make.document(hostile.replace("\ud83d", ""), title="<script>alert(1)</script>&amp;"), make.document(TEXT))
    root = ElementTree.fromstring(page)
    assert [heading.text for heading in root.iter("h2")] == ["<script>alert(1)</script>&amp;", "A bridge"]
    assert "<script" not in page


def test_roles_are_elements_and_notes_lead_to_contents() -> None:
    root = ElementTree.fromstring(page_of(make.document(TEXT, claims=[make.claim(confidence=0.5)])))
    (row, last) = root.findall(".//div")
    assert [(each.tag, each.text) for each in row.findall("p/*")] == [
        ("b", "Ana Novak"),
        ("em", "said"),
        ("sup", "1"),
        ("mark", "the ferry sails"),
    ]
    assert "".join(row.itertext()).endswith("Ana Novak 0.50 unsurestatement, indirect\n\n")
    assert last.find("ul") is None


def test_every_link_leads_into_the_page_and_no_id_stands_twice() -> None:
    page = page_of(make.document(TEXT), make.document(TEXT))
    ids, links = re.findall(r' id="([^"]+)"', page), re.findall(r'href="([^"]+)"', page)
    assert (len(ids), sorted(links)) == (len(set(ids)), ["#a1c1", "#a2c1"])
    assert {link[1:] for link in links} <= set(ids)


def test_the_page_names_no_address_and_lets_nothing_load() -> None:
    page = page_of(make.document(TEXT, article={"url": "https://bay.example/1"}))
    assert "://" not in page
    assert "default-src 'none'" in page


def test_a_document_without_its_text_shows_the_gists() -> None:
    page = page_of(make.document(TEXT, stand_off=True, claims=[make.claim(gist="The <ferry> will sail.")]))
    assert "The &lt;ferry&gt; will sail." in page
    assert "does not hold the text" in page
