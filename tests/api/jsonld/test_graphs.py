"""The checks of JSON-LD documents in graphs.py find invalid ones."""

import pytest

from app.api.jsonld.context import CONTEXT
from tests.api.jsonld.graphs import faults, graph_of
from tests.queries.archive import Json

SCHEMA = "https://schema.org/"
CLAIM = {"@context": CONTEXT, "@id": "/v1/claims/c", "@type": "Claim", "text": "so", "author": {"@type": "Person", "name": "Ana"}}
INVALID = [
    ({"@type": "Assertion"}, ("type", f"{SCHEMA}Assertion")),
    ({"saidBy": "Ana"}, ("property", f"{SCHEMA}saidBy")),
    ({"oa:says": "so"}, ("property", "http://www.w3.org/ns/oa#says")),
    ({"startDate": "2024-06-25"}, ("domain", f"{SCHEMA}startDate")),
    ({"author": "Ana"}, ("range", f"{SCHEMA}author")),
    ({"author": {"@type": "Event"}}, ("range", f"{SCHEMA}author")),
    ({"text": {"@id": "/v1/claims/d"}}, ("range", f"{SCHEMA}text")),
]


def test_a_valid_document_has_no_fault() -> None:
    assert faults(graph_of(CLAIM, "/")) == set()


@pytest.mark.parametrize(("change", "fault"), INVALID, ids=str)
def test_a_fault_is_found(change: Json, fault: tuple[str, str]) -> None:
    assert fault in faults(graph_of({**CLAIM, **change}, "/"))
