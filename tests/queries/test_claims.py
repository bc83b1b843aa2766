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
        "label": "Ana Novak",
        "name": "Ana Novak",
        "anonymous": False,
        "descriptor": None,
        "as_said": "Mayor Ana Novak",
        "role": "mayor",
        "organization": "City of Brno",
    }
    assert (claim["quote"], claim["quote_parts"]) == ("the bridge opening is near", ["the bridge opening is near"])
    assert claim["article"]["label"] == claim["article"]["title"]
    assert claim["said"] == {"edtf": "2024-06-25", "earliest": "2024-06-25", "latest": "2024-06-25", "precision": "day"}
    assert [(topic["type"], topic["label"]) for topic in claim["about"]] == [("event", "The opening"), ("entity", "Ana Novak")]
    assert claim["passage"]["selector"] == [
        {"type": "TextPositionSelector", "start": 31, "end": 57},
        {"type": "TextQuoteSelector", "exact": "the bridge opening is near", "prefix": "Mayor Ana Novak told reporters ", "suffix": "."},
    ]
    assert (claim["review"], claim["article"]["title"]) == ("accepted", "A bridge")


def test_the_words_between_the_parts_of_a_quote_are_marked_as_left_out(client: TestClient, load: Callable[..., Any]) -> None:
    text = "<c0>“Not  today,”</c0> <s0>Ana Novak</s0> <q0>said</q0>, <c0>“or ever.”</c0>"
    document = make.document(text, claims=[make.claim(about=["s0"])])
    load(document)
    (claim,) = client.get("/v1/claims").json()["items"]
    assert (claim["quote"], claim["quote_parts"]) == ("“Not  today,” … “or ever.”", ["“Not  today,”", "“or ever.”"])
    assert document["claims"][0]["quote_sha256"] == make.sha256("“Not  today,” “or ever.”")
    (hit,) = client.get("/v1/search?q=today+ever&type=claim").json()["items"]
    assert "".join(part["text"] for part in hit["snippet"]["parts"]) == claim["quote"]
    assert hit["claim"] == claim
    (about,) = client.get(f"/v1/articles/{claim['article']['id']}/annotated").json()["spans"][:1]
    assert about["of"]["label"] == claim["quote"]


def test_a_source_that_could_not_be_resolved_keeps_its_words(client: TestClient, load: Callable[..., Any]) -> None:
    claims = [make.claim(0, speaker=None), make.claim(1, speaker=None)]
    load(make.document("<s0>He</s0> <q0>said</q0> <c0>it rains</c0>. <c1>It snows</c1>.", claims=claims))
    found = {claim["quote"]: (claim["speaker"], claim["as_said"]) for claim in client.get("/v1/claims").json()["items"]}
    assert found == {"it rains": (None, "He"), "It snows": (None, None)}


def test_an_unnamed_speaker_is_labelled_by_its_descriptor(client: TestClient, load: Callable[..., Any]) -> None:
    load(make.document(entities=[make.entity(0, None, descriptor="a guard")]))
    (claim,) = client.get("/v1/claims").json()["items"]
    (entity,) = client.get("/v1/entities").json()["items"]
    (appearance,) = client.get(f"/v1/entities/{entity['id']}/appearances").json()["items"]
    assert {thing["label"] for thing in (claim["speaker"], entity, appearance)} == {"a guard"}
    assert {thing["name"] for thing in (claim["speaker"], entity, appearance)} == {None}
