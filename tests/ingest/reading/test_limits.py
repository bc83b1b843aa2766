"""Files that are too large, unpack to too much, or have too many faults."""

import gzip
import io
import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from app.errors import DocumentRefused
from app.ingest.preparing.parts import prepare_all
from app.ingest.reading import json as json_reader
from app.ingest.reading.extraction import Task, extract_document
from app.ingest.reading.files import InputItem, UnparsedJson, read_file
from app.ingest.reading.limits import ReadingLimits
from app.ingest.reading.validation import validated
from tests import make
from tests.ingest.reading.conftest import Write

SMALL = ReadingLimits(document_mb=1, unpacked_ratio=10)
MIB = 1 << 20
TOO_LARGE = "is larger than 1 MiB; ONRECORD_MAX_DOCUMENT_MB allows more"


def refusals(file: Path) -> list[tuple[int | None, str]]:
    """Return line and message of each item of a file that is refused."""
    return [(fault.line, fault.message) for item in read_file(file, SMALL) if item.refused for fault in item.refused.faults]


def faults_of(data: Any) -> list[str]:
    """Return the faults of a document as text."""
    with pytest.raises(DocumentRefused) as refused:
        validated(data)
    return list(map(str, refused.value.faults))


@pytest.mark.parametrize("name", ["a.json", "a.yaml", "a.txt", "a.html"])
@pytest.mark.parametrize("is_packed", [False, True])
def test_a_document_larger_than_the_setting_is_refused_by_its_name(write: Write, name: str, is_packed: bool) -> None:
    assert refusals(_written(write, name, b"x" * (MIB + 1), is_packed)) == [(1, TOO_LARGE)]
    assert [message for _, message in refusals(_written(write, name, b"{}" + b" " * (MIB - 2), is_packed))] == []


def test_a_line_that_is_too_long_is_refused_and_those_behind_it_are_read(write: Write) -> None:
    file = write("a.jsonl", b'{"a": 1}\n{"a": "' + b"x" * 3 * MIB + b'"}\n{"a": 3}\n' + b"y" * (MIB + 1))
    assert refusals(file) == [(2, TOO_LARGE), (4, TOO_LARGE)]
    assert [(item.line, item.data) for item in read_file(file, SMALL) if not item.refused] == [(1, {"a": 1}), (3, {"a": 3})]


def test_a_file_that_unpacks_to_far_more_than_its_size_is_refused_before_it_is_read(write: Write) -> None:
    lines = b"{}\n" * (7 * MIB)
    file = write("a.jsonl.gz", gzip.compress(lines))
    found = list(read_file(file, SMALL))
    assert [str(item.refused) for item in found if item.refused] == [
        "document: unpacks to more than 10 times its size; ONRECORD_MAX_UNPACKED_RATIO allows more"
    ]
    assert len(found) < 3 * MIB / 3
    assert not any(item.refused for item in read_file(write("b.jsonl.gz", gzip.compress(lines[:300_000])), SMALL))


@pytest.mark.parametrize("name", ["a.json.gz", "a.jsonl.gz"])
@pytest.mark.parametrize(("end", "expected"), [(-8, "CRC check failed"), (-4, "Incorrect length of data")])
def test_a_gzip_file_that_lies_of_its_content_is_refused(write: Write, name: str, end: int, expected: str) -> None:
    lying = bytearray(gzip.compress(b'{"a": 1}\n', mtime=0))
    lying[end] ^= 255
    (message,) = [message for _, message in refusals(write(name, bytes(lying)))]
    assert message.startswith(f"cannot be read: {expected}")


def test_a_text_longer_than_the_setting_is_refused_by_its_name() -> None:
    task = Task("text", b"Ten chars!", "a.txt", {})
    refused = extract_document(lambda article: make.document(), task, ReadingLimits(text_chars=9))
    assert list(map(str, refused)) == ["text: has 10 characters, more than 9; ONRECORD_MAX_TEXT_CHARS allows more"]
    assert isinstance(extract_document(lambda article: make.document(), task, ReadingLimits(text_chars=10)), bytes)


@pytest.mark.parametrize(
    "broken",
    [
        {"claims": [1] * 200},
        {"claims": [make.claim(kind="rumour")] * 200},
        {"relations": [{"from": f"c{n}", "type": "supports", "to": "c0"} for n in range(200)]},
    ],
    ids=["numbers", "fields", "references"],
)
def test_faults_of_a_document_are_named_up_to_a_hundred(broken: dict[str, Any]) -> None:
    faults = faults_of({**make.document(), **broken})
    assert faults[100:] == ["document: and more: the first 100 faults are named"]


def test_things_behind_a_fault_are_checked_too() -> None:
    claims = [make.claim(kind="rumour"), make.claim(1, content=[[1, 2]]), make.claim(2, content=[[1, 2], [4, 3], [6, 5]])]
    assert [fault.split(":")[0] for fault in faults_of({**make.document(claims=claims), "more": 1})] == [
        "claims[0].kind",
        "claims[2].content[1]",
        "more",
    ]


def memory_of_refusal(source: str) -> int:
    """Return the bytes that are used at most while a wrong document is refused and the lines of its faults are found."""
    tracemalloc.start()
    try:
        (faults,) = prepare_all([UnparsedJson(source)])
        assert isinstance(faults, list)
        assert InputItem("a.jsonl", source, data=UnparsedJson(source)).with_lines(DocumentRefused(faults))
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("start", ['{"title": "x"', '{"format": "onrecord/2"', '{"format": "onrecord/1"'])
def test_a_document_of_wrong_things_takes_little_more_memory_than_its_size(start: str) -> None:
    source = f'{start}, "claims": [{"1, " * 300_000}1]}}'
    assert memory_of_refusal(source) < 10 * len(source)


@pytest.mark.parametrize(
    "item", ["1", "476", "6917.5", '"ab"', "[]", "{}", "[" * 90 + "]" * 90, '{"kind":"x","source":[[1,2]]}', '"\\n\\n"', f'"{"ab" * 700}"']
)
def test_large_json_of_wrong_things_takes_at_most_ten_times_its_size(item: str) -> None:
    source = f'{{"format": "onrecord/1", "claims": [{",".join([item] * (1_200_000 // (len(item) + 1)))}]}}'
    assert len(source) > json_reader.LARGE
    assert memory_of_refusal(source) < 10 * len(source)


def test_crowded_json_is_refused_with_what_it_is_crowded_of() -> None:
    (faults,) = prepare_all([UnparsedJson('{"claims": [' + "[]," * 400_000 + "1]}")])
    assert list(map(str, faults)) == [
        "document: is crowded (lists 400,001, objects 1, commas 400,000 in 1,200,015 characters): "
        "it would take more than 10 times its size in memory"
    ]


@pytest.mark.parametrize("is_spaced", [False, True])
def test_a_large_document_of_claims_is_not_crowded(is_spaced: bool) -> None:
    document = make.stand_off(make.document(claims=[make.claim()]))
    (claim,) = document["claims"]
    claims = [{**claim, "id": f"c{n}", "content": [[n, n + 9], [n + 20, n + 33]]} for n in range(4_000)]
    separators = (", ", ": ") if is_spaced else (",", ":")
    source = json.dumps({**document, "claims": claims}, separators=separators)
    assert len(source) > json_reader.LARGE
    assert json_reader.load(source)["claims"] == claims


def test_commas_and_brackets_of_a_long_text_do_not_crowd_a_record() -> None:
    record = {"text": '1, {[2,"3":' * 100_000}
    assert json_reader.load(json.dumps(record)) == record


def test_an_object_of_very_many_keys_is_refused() -> None:
    source = json.dumps({"format": "onrecord/1", "article": {str(n): 1 for n in range(150_000)}})
    apart = json.dumps({"format": "onrecord/1", "article": {str(n): {"title": "x" * 1000} for n in range(1_001)}})
    for large in (source, apart):
        (faults,) = prepare_all([UnparsedJson(large)])
        assert list(map(str, faults)) == ["document: an object has more than 1,000 keys"]


def test_yaml_of_very_many_values_is_refused(write: Write) -> None:
    ((line, message),) = [
        (fault.line, fault.message)
        for item in read_file(write("a.yaml", "a: 1\nb:\n" + "- 1\n" * 300_000))
        for fault in (item.refused or DocumentRefused([])).faults
    ]
    assert (message, (line or 0) > 200_000) == ("is no YAML: more than 300,000 values: JSON may hold more", True)


@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a.yaml"])
@pytest.mark.parametrize("key", ["text", "format"])
def test_half_of_a_surrogate_pair_in_a_key_is_refused(write: Write, name: str, key: str) -> None:
    found = [item.refused for item in read_file(write(name, f'{{"{key}": "x", "a": {{"\\ud83c": 1}}}}'))]
    assert [bool(refused) for refused in found] == [True]


def test_a_whole_surrogate_pair_in_a_key_is_read(write: Write) -> None:
    assert [item.data for item in read_file(write("a.json", '{"a": {"\\ud83c\\udf89": 1}}'))] == [{"a": {"🎉": 1}}]


def _written(write: Write, name: str, content: bytes, is_packed: bool) -> Path:
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as stream:
        stream.write(content)
    return write(f"{name}.gz", packed.getvalue()) if is_packed else write(name, content)
