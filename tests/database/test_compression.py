"""What was compressed once can be read for ever: dictionaries never change under their number."""

from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from zstandard import get_frame_parameters

from app.database.compression import (
    DOCUMENT_DICTIONARY,
    FOLDER,
    compress_document,
    compress_json,
    decompress_document,
    decompress_json,
)

# Add lines; never change one. Archives hold frames that only this dictionary can unpack.
DICTIONARIES = {
    1: "9beb1616a10ccba9f39b93f49c6c3441e7cc0138096cf99f775aa55f81190bef",
    2: "b0e36aaeda374cc0c8cdfb8a89d39c7621a2732f96d05195b1bec54e0b3a0df5",
}


@pytest.mark.parametrize("number", DICTIONARIES)
def test_a_dictionary_stays_as_it_is(number: int) -> None:
    assert sha256((FOLDER / f"{number}.dict").read_bytes()).hexdigest() == DICTIONARIES[number]


def test_every_dictionary_has_its_number() -> None:
    assert sorted(int(file.stem) for file in FOLDER.iterdir()) == sorted(DICTIONARIES)


@given(st.binary(max_size=3_000))
def test_json_comes_back_as_it_was(data: bytes) -> None:
    assert decompress_json(compress_json(data)) == data


@given(st.text(max_size=3_000))
def test_documents_come_back_as_they_were(body: str) -> None:
    frame = compress_document(body)
    assert (decompress_document(frame).decode(), get_frame_parameters(frame).dict_id) == (body, DOCUMENT_DICTIONARY)


def test_threads_do_not_disturb_each_other() -> None:
    bodies = [f'{{"article": {{"title": "Story {number}"}}}}' * 50 for number in range(200)]
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda body: decompress_document(compress_document(body)).decode(), bodies))
    assert found == bodies
