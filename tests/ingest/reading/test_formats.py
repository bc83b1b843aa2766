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
from tests.cli.running import invoke
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


STORY = "The quay had been shut for nine days after a barge ran into it, and the crews of three ferries had to wait in the next harbour."
LINKED = '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2025-03-12"}</script>'


def pdf_of(lines: list[str]) -> bytes:
    """Return a PDF with one page, each line a paragraph."""
    words = "".join(f"({line}) Tj 0 -40 Td " for line in lines).encode()
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\nBT /F 12 Tf 50 700 Td %sET\nendstream" % (len(words) + 25, words),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body, places = b"%PDF-1.4\n", list[int]()
    for number, part in enumerate(parts, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    return body + b"xref\n0 6\n0000000000 65535 f \n%strailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (rows, len(body))


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
    (tmp_path / "letter.pdf").write_bytes(pdf_of(["Quay opens", "12 March 2025", SAID.replace("“", '"').replace("”", '"')]))
    (tmp_path / "page.html").write_bytes(page(text=f"Quay opens\n{SAID}\n{STORY}", head=LINKED))
    return tmp_path


def test_one_file_of_each_format_gives_its_article(folder: Path) -> None:
    for file in find_files([folder]):
        (item,) = read_file(file)
        assert item.refused is None, file
        article = READERS[item.kind](item.data)
        assert (file.name, article.title, (article.published or "")[:10]) == (file.name, "Quay opens", "2025-03-12")
        assert "quay is safe again" in article.text


def test_one_command_loads_the_folder_and_shows_what_it_read(folder: Path, one_url: str) -> None:
    result = invoke("ingest", folder, "--jobs", 1, env={"ONRECORD_DATABASE_URL": one_url})
    assert result.exit_code == 0, result.stderr
    for file in find_files([folder]):
        assert f"{file}" in result.stdout


def test_a_table_in_another_encoding_is_read_with_a_warning_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(f'title,text\nA,"{SAID}"\nB,"The café is open."\n'.encode("cp1252"))
    assert [(item.warnings, item.data["title"]) for item in read_file(tmp_path / "a.csv")] == [
        (("is not UTF-8; read as cp1252",), "A"),
        (("is not UTF-8; read as cp1252",), "B"),
    ]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "utf-8"])
def test_a_table_is_read_in_the_encoding_that_its_mark_names(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.csv").write_bytes(f"title\ttext\nQuay opens\t{SAID}\n".encode(encoding))
    (item,) = read_file(tmp_path / "a.csv")
    assert (item.data, item.warnings) == ({"title": "Quay opens", "text": SAID}, ())


def test_an_export_in_another_encoding_is_read_with_a_warning_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(TEXTS["factiva.txt"].encode("cp1252"))
    assert [item.warnings for item in read_file(tmp_path / "a.txt")] == [("is not UTF-8; read as cp1252",)]


def test_pages_of_a_web_archive_are_read_with_their_address(tmp_path: Path) -> None:
    (tmp_path / "crawl.warc.gz").write_bytes(gzip.compress(warc_of(page())))
    (item,) = read_file(tmp_path / "crawl.warc.gz")
    assert READERS[item.kind](item.data).title == "Ferry strike ends"


def test_a_text_in_another_encoding_is_read_with_a_warning_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(f"Café opens\n\n{SAID}\n\nThe café’s owner, Zoë Brûlé, said so.".encode("cp1252"))
    (item,) = read_file(tmp_path / "a.txt")
    assert item.warnings == ("is not UTF-8; read as cp1252",)
    assert SAID in READERS[item.kind](item.data).text
