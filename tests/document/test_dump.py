"""A document is given back as it was given."""

from copy import deepcopy

import pytest

from app.ingest.reading.validation import validated
from tests import make
from tests.document.full import full_document
from tests.make import Json


@pytest.mark.parametrize(
    "document",
    [
        full_document(),
        full_document(stand_off=True),
        make.document(),
        make.document(stand_off=True),
        make.document(entities=[], claims=[]),
        {**make.document(entities=[], claims=[]), "id": "a\nb", "events": [], "relations": [], "times": []},
    ],
)
def test_a_document_is_given_back_as_it_was_given(document: Json) -> None:
    before = deepcopy(document)
    assert validated(document).dump() == document == before


def test_a_document_given_back_is_the_same_document() -> None:
    document = validated(full_document())
    assert validated(document.dump()) == document
