"""A folder with one file of each format: each is loaded by one command, with its title, date and text."""

import gzip
import json
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest
from docx import Document

from app.ingest.reading.extraction import READERS
from app.ingest.reading.files import find_files, read_file
from tests.extract.text.pages import page

SAID = "“The quay is safe again,” said harbour master Mona Lisk."
ROW = {"text": SAID, "title": "Quay opens", "published": "2025-03-12"}
RECORDS = {
    "newsplease.json": {"maintext": SAID, "title": "Quay opens", "date_publish": "2025-03-12 00:00:00"},
    "newspaper.json": {"text": SAID, "title": "Quay opens", "publish_date": "2025-03-12", "authors": ["Ed Voss"]},
    "trafilatura.json": {"text": SAID, "title": "Quay opens", "date": "2025-03-12", "source": "https://quay.example/1"},
    "fundus.json": {"plaintext": SAID, "title": "Quay opens", "publishing_date": "2025-03-12 08:00:00+01:00"},
    "guardian.json": {
        "response": {"results": [{"webTitle": "Quay opens", "webPublicationDate": "2025-03-12T08:00:00Z", "fields": {"bodyText": SAID}}]}
    },
    "nyt.json": {"response": {"docs": [{"headline": {"main": "Quay opens"}, "pub_date": "2025-03-12", "lead_paragraph": SAID}]}},
    "newsapi.json": {"articles": [{"title": "Quay opens", "publishedAt": "2025-03-12", "content": f"{SAID}… [+900 chars]"}]},
    "ninjs.json": {"headline": "Quay opens", "versioncreated": "2025-03-12", "body_xhtml": f"<p>{SAID}</p>"},
    "array.json": [ROW],
}
TEXTS = {
    "head.txt": f"Quay opens\nBy Ed Voss and Ina Holm\n12 March 2025\n\n{SAID}\n",
    "nexis.txt": "1 of 1 DOCUMENTS\n\n   The Quay Post\n\n   March 12, 2025 Wednesday\n\nQuay opens\n\n"
    f"BYLINE: Ed Voss\n\nLENGTH: 9 words\n\n{SAID}\n\nLOAD-DATE: March 13, 2025\n",
    "factiva.txt": "HD\nQuay opens\nBY\nBy Ed Voss\nWC\n9 words\n"
    f"PD\n12 March 2025\nSN\nThe Quay Post\nLP\n{SAID}\nTD\n\nAN\nDocument QP0001\n",
    "table.csv": f"title,date,text\nQuay opens,2025-03-12,{SAID.replace(',', '')}\n",
    "table.tsv": f"title\tdate\ttext\nQuay opens\t2025-03-12\t{SAID}\n",
    "feed.rss": "<rss xmlns:c='http://purl.org/rss/1.0/modules/content/'><channel><title>Post</title><item><title>Quay opens</title>"
    f"<pubDate>Wed, 12 Mar 2025 08:00:00 GMT</pubDate><c:encoded><![CDATA[<p>{SAID}</p>]]></c:encoded></item></channel></rss>",
    "feed.atom": "<feed xmlns='http://www.w3.org/2005/Atom'><title>Post</title><entry><title>Quay opens</title>"
    "<published>2025-03-12</published>"
    f"<content type='html'>&lt;p&gt;{SAID}&lt;/p&gt;</content></entry></feed>",
    "item.xml": "<newsItem><itemMeta><versionCreated>2025-03-12</versionCreated></itemMeta>"
    "<contentMeta><headline>Quay opens</headline></contentMeta>"
    f"<contentSet><inlineXML><html><body><p>{SAID}</p></body></html></inlineXML></contentSet></newsItem>",
}


def warc_of(body: bytes) -> bytes:
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
    names = f"WARC-Type: response\r\nWARC-Target-URI: https://quay.example/2\r\nWARC-Date: 2025-03-12T08:00:00Z\r\n\
WARC-Record-ID: <urn:uuid:1>\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n"
    return b"WARC/1.0\r\n" + names.encode() + b"\r\n" + answer + b"\r\n\r\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, record in RECORDS.items():
        (tmp_path / name).write_text(json.dumps(record))
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text)
    (tmp_path / "packed.csv.gz").write_bytes(gzip.compress(TEXTS["table.tsv"].encode()))
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist([ROW]), tmp_path / "table.parquet")
    document = Document()
    for line in ("Quay opens", "12 March 2025", SAID):
        document.add_paragraph(line)
    document.save(str(tmp_path / "letter.docx"))
    return tmp_path


def test_one_file_of_each_format_gives_its_article(folder: Path) -> None:
    for file in find_files([folder]):
        (item,) = read_file(file)
        assert item.refused is None, file
        article = READERS[item.kind](item.data)
        assert (file.name, article.title, (article.published or "")[:10]) == (file.name, "Quay opens", "2025-03-12")
        assert "quay is safe again" in article.text


def test_pages_of_a_web_archive_are_read_with_their_address(tmp_path: Path) -> None:
    (tmp_path / "crawl.warc.gz").write_bytes(gzip.compress(warc_of(page())))
    (item,) = read_file(tmp_path / "crawl.warc.gz")
    assert READERS[item.kind](item.data).title == "Ferry strike ends"


def test_a_text_in_another_encoding_is_read_with_a_warning_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(f"Café opens\n\n{SAID}\n\nThe café’s owner, Zoë Brûlé, said so.".encode("cp1252"))
    (item,) = read_file(tmp_path / "a.txt")
    assert item.warnings == ("is not UTF-8; read as cp1252",)
    assert SAID in READERS[item.kind](item.data).text
