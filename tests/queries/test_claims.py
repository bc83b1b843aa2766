"""Claims of small documents: speaker, passage, topics."""

from collections.abc import Callable
from typing import Any

from fastapi.testclient import TestClient

from tests import make


def test_a_claim_in_a_list_carries_all_that_a_card_shows(client: TestClient, load: Callable[..., Any]) -> None:
    role = {"title": "mayor", "organization": "City of Brno"}
    load(
        make.document(
            "<s0>Mayor Ana Novak</s0> <q0>told</q0> reporters <c0>the <e0>bridge opening</e0> is near</c0>.",
            entities=[make.entity(roles=[role])],
            claims=[make.claim(said="2024-06-25", about=["e0", "s0"], gist="It opens soon.", addressee="reporters", place="Brno")],
            events=[make.event(title="The opening")],
        )
    )
    (claim,) = client.get("/v1/claims").json()["items"]
    assert claim["speaker"] == {
        "id": claim["speaker"]["id"],
        "kind": "person",
        "name": "Ana Novak",
        "anonymous": False,
        "descriptor": None,
        "as_said": "Mayor Ana Novak",
        "role": "mayor",
        "organization": "City of Brno",
    }
    assert claim["quote"] == "the bridge opening is near"
    assert claim["said"] == {"edtf": "2024-06-25", "earliest": "2024-06-25", "latest": "2024-06-25", "precision": "day"}
    assert [(topic["type"], topic["label"]) for topic in claim["about"]] == [("event", "The opening"), ("entity", "Ana Novak")]
    assert claim["passage"]["selector"] == [
        {"type": "TextPositionSelector", "start": 31, "end": 57},
        {"type": "TextQuoteSelector", "exact": "the bridge opening is near", "prefix": "Mayor Ana Novak told reporters ", "suffix": "."},
    ]
    assert (claim["review"], claim["article"]["title"]) == ("accepted", "A bridge")
