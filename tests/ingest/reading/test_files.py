"""Items of files, and the lines of faults in them."""

import gzip
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.errors import DocumentRefused
from app.ingest.reading.files import STDIN, UnparsedJson, read_file, read_lazily
from app.ingest.reading.validation import validated
from tests import make
from tests.ingest.reading.conftest import Write

FAULTY = make.document(
    claims=[make.claim(kind="rumour", gist="\t🎉 tab and party"), make.claim(1, content=[[4, 2]], said="yesterday")],
    relations=[{"from": "c0", "type": "supports", "to": "c9"}],
    colour="red",
)
FAULTY["entities"].append({"id": "s1", "kind": "person", "nme": "Ana"})


def faults(file: Path) -> list[tuple[int | None, str, str]]:
    """Return line, field and message of each fault in the documents of a file."""
    found = []
    for item in read_file(file):
        try:
            if item.refused:
                raise item.refused
            validated(item.data)
        except DocumentRefused as refused:
            found += [(fault.line, fault.field, fault.message) for fault in item.with_lines(refused)]
    return found


def lines_of_fields(file: Path, source: str) -> list[tuple[str, str]]:
    """Return the field of each fault, and the source line that the fault names."""
    return [(field, source.splitlines()[(line or 0) - 1].strip()) for line, field, _ in faults(file)]


def test_every_kind_of_file_gives_the_same_document(write: Write) -> None:
    item = make.document("<s0>Ana</s0> <q0>said</q0>: <c0>“Žluťoučký 🎉”</c0>")
    plain = {
        "a.json": json.dumps(item, indent=2),
        "a.yaml": yaml.safe_dump(item),
        "a.yml": yaml.safe_dump(item, allow_unicode=True),
        "a.jsonl": json.dumps(item),
        "a.ndjson": json.dumps(item),
    }
    files = [write(name, source) for name, source in plain.items()] + [
        write(f"{name}.gz", gzip.compress(source.encode(), mtime=0)) for name, source in plain.items()
    ]
    assert [[document.data for document in read_file(file)] for file in files] == [[item]] * 10


def test_a_hyphen_is_json_lines_on_stdin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b'{"a": 1}\n\n{"a": 2}\n')))
    assert [(item.line, item.data) for item in read_file(STDIN)] == [(1, {"a": 1}), (3, {"a": 2})]


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        (
            "a.doc",
            "x",
            (
                1,
                "is of no kind that can be read; files end in .yaml, .yml, .json, .jsonl, .ndjson, .txt, .html, .htm, .csv, .tsv, "
                ".xml, .rss, .atom, .nitf, .parquet, .warc, .pdf, .docx, or one of these and .gz",
            ),
        ),
        ("a.json", "", (1, "is no JSON: Expecting value")),
        ("a.yaml", "", (1, "is not an object")),
        ("a.yaml", "# nothing\n", (1, "is not an object")),
        ("a.json", "[]", (1, "is not an object")),
        ("a.json", b'{\n\n"a": "\xff"}', (3, "byte 9 is not UTF-8")),
        ("a.yaml", b"a: 1\nb: \xff", (2, "byte 8 is not UTF-8")),
        ("a.jsonl", b"[1]\n\xff\n", (2, "byte 0 is not UTF-8")),
        ("a.json.gz", b"no gzip", (1, "cannot be read: Not a gzipped file (b'no')")),
        (
            "a.json.gz",
            gzip.compress(b"{}", mtime=0)[:-9],
            (1, "cannot be read: Compressed file ended before the end-of-stream marker was reached"),
        ),
        ("a.json", '{\n"a": 1,\n"b" 2}', (3, "is no JSON: Expecting ':' delimiter")),
        ("a.json", "[" * 100_000, (1, "is nested too deeply")),
        ("a.yaml", "a: 1\nb: [1\nc: 2\n", (3, "is no YAML: did not find expected ',' or ']'")),
        ("a.jsonl", '[]\n\n{"a": NaN}\n', (3, "NaN is no JSON number")),
        ("a.jsonl", '[]\n{"a": 1, "b": {"c": 1, "c": 1}}\n', (2, "the key 'c' stands twice")),
        ("a.jsonl", '[]\n{"a":\n', (2, "is no JSON: Expecting value")),
        ("a.json", '{\n"a": "' + "1" * 5000 + '",\n"b": -' + "1" * 5000 + "}", (3, "a number has more than 4,300 digits")),
    ],
)
def test_input_that_cannot_be_parsed_is_refused_with_its_line(
    write: Write, name: str, content: str | bytes, expected: tuple[int, str]
) -> None:
    line, message = expected
    assert faults(write(name, content))[-1] == (line, "document", message)


@pytest.mark.parametrize("content", ['{\n"a": {\n"b": NaN}}', '{\n"a": 1,\n"a": 2}', '{\n"a": 1,\n"b": -Infinity}'])
def test_a_value_or_key_that_json_forbids_is_refused_with_its_line_in_pretty_printed_json(write: Write, content: str) -> None:
    assert [line for line, _, _ in faults(write("a.json", content))] == [3]


def test_a_gzip_file_that_is_damaged_inside_is_refused(write: Write) -> None:
    damaged = bytearray(gzip.compress(b'{"a": 1}' * 100, mtime=0))
    damaged[20] ^= 255
    assert [(line, field) for line, field, _ in faults(write("a.json.gz", bytes(damaged)))] == [(1, "document")]


@pytest.mark.parametrize("name", ["a.json", "a.yaml", "a.jsonl"])
def test_a_number_of_thousands_of_digits_is_refused(write: Write, name: str) -> None:
    assert faults(write(name, '{"format": "onrecord/1", "article": ' + "1" * 5_000 + "}")) != []


def test_the_kind_of_an_item_is_known_by_its_file_or_its_keys(write: Write) -> None:
    files: dict[str, str | bytes] = {
        "a.txt": "x",
        "a.html.gz": gzip.compress(b"x"),
        "a.json": '{"text": 1}',
        "b.json": '{"text": "", "format": "x"}',
        "c.json": "{}",
        "a.yaml": "text: x",
    }
    items = [item for name, content in files.items() for item in read_file(write(name, content))]
    assert [item.kind for item in items] == ["text", "page", "record", "document", "document", "record"]
    assert [item.data for item in items[:2]] == [b"x", b"x"]


def test_items_say_how_many_bytes_of_the_file_were_read(write: Write) -> None:
    lines = b"{}\n" * 100_000
    for file in (write("a.jsonl", lines), write("a.jsonl.gz", gzip.compress(lines))):
        positions = [item.bytes_read for item in read_file(file)]
        assert 0 < positions[0] <= file.stat().st_size == positions[-1]
        assert positions == sorted(positions)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    (tmp_path / "folder.json").mkdir()
    assert faults(tmp_path / "missing.json") == [(1, "document", "cannot be read: No such file or directory")]
    assert faults(tmp_path / "folder.json") == [(1, "document", "cannot be read: Is a directory")]


def test_a_byte_order_mark_is_no_part_of_the_document(write: Write) -> None:
    assert [item.data for name in ("a.json", "a.yaml", "a.jsonl") for item in read_file(write(name, b'\xef\xbb\xbf{"a": 1}'))] == [
        {"a": 1}
    ] * 3


def test_a_file_of_json_lines_without_lines_has_no_documents(write: Write) -> None:
    assert list(read_file(write("a.jsonl", "\n \r\n"))) == []


def test_a_bad_line_does_not_hide_the_others(write: Write) -> None:
    items = list(read_file(write("a.jsonl", '{"a": 1}\n{\n{"a": 3}')))
    assert [(item.line, item.data, item.refused is None) for item in items] == [(1, {"a": 1}, True), (2, None, False), (3, {"a": 3}, True)]


FIELDS = ["entities[1].name", "entities[1].nme", "claims[0].kind", "claims[1].content[0]", "claims[1].said", "colour"]


@pytest.mark.parametrize("indent", [2, "\t", "\t  "])
@pytest.mark.parametrize("is_ascii", [True, False])
def test_faults_in_pretty_printed_json_have_the_line_of_their_field(write: Write, indent: int | str, is_ascii: bool) -> None:
    source = json.dumps(FAULTY, indent=indent, ensure_ascii=is_ascii)
    found = lines_of_fields(write("a.json", source), source)
    assert [field for field, _ in found] == FIELDS
    expected = ["{", '"nme": "Ana"', '"kind": "rumour",', "[", '"said": "yesterday"', '"colour": "red"']
    assert [line for _, line in found] == expected


def test_faults_in_yaml_have_the_line_of_their_field(write: Write) -> None:
    source = yaml.safe_dump(FAULTY, sort_keys=False)
    found = lines_of_fields(write("a.yaml", source), source)
    assert [field for field, _ in found] == FIELDS
    assert [line for _, line in found] == ["- id: s1", "nme: Ana", "kind: rumour", "- - 4", "said: yesterday", "colour: red"]


def test_faults_in_yaml_in_flow_style_have_the_line_of_their_field(write: Write) -> None:
    source = (
        "# one\nformat: onrecord/1\narticle: {title: x,\n  published: 2024-02-30, text_sha256: no}\nproduced_by: {name: x, version: '1'}\n"
    )
    assert [(line, field) for line, field, _ in faults(write("a.yaml", source))] == [(4, "article.published"), (4, "article.text_sha256")]


def test_ids_that_do_not_resolve_have_the_line_of_their_reference(write: Write) -> None:
    source = json.dumps(make.document(relations=[{"from": "c0", "type": "supports", "to": "c9"}]), indent=1)
    assert lines_of_fields(write("a.json", source), source) == [("relations[0].to", '"to": "c9"')]


def test_a_missing_key_has_the_line_of_the_object_that_lacks_it(write: Write) -> None:
    source = json.dumps({"format": "onrecord/1", "article": {"title": "x", "published": None}, "produced_by": {"name": "x"}}, indent=1)
    found = lines_of_fields(write("a.json", source), source)
    assert found == [("article.text_sha256", '"article": {'), ("produced_by.version", '"produced_by": {')]


def test_faults_in_json_lines_have_the_line_of_their_document(write: Write) -> None:
    line = json.dumps(FAULTY, ensure_ascii=False)
    file = write("a.jsonl", f"{json.dumps(make.document())}\n\n{line}\n{line}\n")
    assert [(line, field) for line, field, _ in faults(file)] == [(line, field) for line in (3, 4) for field in FIELDS]


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\u0085"])
def test_line_ends_that_only_unicode_knows_are_not_counted(write: Write, separator: str) -> None:
    document = {"id": f"a{separator}b", **make.document(), "produced_by": 1}
    assert [line for line, _, _ in faults(write("a.jsonl", json.dumps(document, ensure_ascii=False)))] == [1]


@pytest.mark.parametrize("odd", ["\x7f", "\ufffe", "\\ud83c\\udf89", "\\/", "k" * 2_000])
def test_a_fault_has_its_line_whatever_json_comes_before_it(write: Write, odd: str) -> None:
    source = f'{{"format": "onrecord/1", "article":\n{{"{odd}": 1}},\n"produced_by": 2}}'
    assert faults(write("a.json", source))[-1][:2] == (3, "produced_by")


def test_every_fault_of_a_document_is_reported(write: Write) -> None:
    source: dict[str, Any] = {"format": "onrecord/1", "article": {}, "claims": [{"id": 1}], "more": 1}
    assert {field for _, field, _ in faults(write("a.json", json.dumps(source)))} >= {
        "article.title",
        "claims[0].id",
        "claims[0].mode",
        "more",
        "produced_by",
    }


@pytest.mark.parametrize("source", ['{"a": "x\\u0022", "b": {"c": 1, "c": 2}}', '{"a": "\\\\\\"", "a": 1}', '{"\\u0061": 1, "a": 2}'])
def test_a_key_that_stands_twice_is_found_whatever_is_quoted(write: Write, source: str) -> None:
    assert "stands twice" in faults(write("a.json", source))[-1][2]


def test_json_that_is_nested_too_deeply_is_refused_without_a_crash(write: Write) -> None:
    assert [field for _, field, _ in faults(write("a.json", '{"format": "onrecord/1", "article": ' + "[" * 500 + "]" * 500 + "}"))]


def test_lines_that_can_only_be_documents_stay_unparsed_until_they_are_needed(write: Write) -> None:
    lines = ['{"format": "onrecord/1", "a": NaN}', '{"text": "x", "format": 1}', ' { "format" : "x"}', '{"formats": 1}', '["format"]']
    file = write("a.jsonl", "\n".join(lines))
    found = list(read_lazily([file]))
    assert [isinstance(item.data, UnparsedJson) for item in found] == [True, False, True, False, False]
    assert [item.kind for item in found] == ["document"] * 5
    assert [(item.parsed().data, str(item.parsed().refused)) for item in found] == [
        (item.data, str(item.refused)) for item in read_file(file)
    ]
    assert found[0].parsed().refused
