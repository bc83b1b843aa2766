"""A document is given back as it was given."""

from copy import deepcopy

import pytest

from app.ingest.reading.validation import validated
from tests import make
from tests.document.full import full
from tests.make import Json


@pytest.mark.parametrize(
    "given",
    [
        full(),
        full(stand_off=True),
        make.document(),
        make.document(stand_off=True),
        make.document(entities=[], claims=[]),
        {**make.document(entities=[], claims=[]), "id": "a\nb", "events": [], "relations": [], "times": []},
    ],
)
def test_a_document_is_given_back_as_it_was_given(given: Json) -> None:
    before = deepcopy(given)
    assert validated(given).dump() == given == before


def test_a_document_given_back_is_the_same_document() -> None:
    document = validated(full())
    assert validated(document.dump()) == document
