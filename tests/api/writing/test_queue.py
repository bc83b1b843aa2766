"""The review queue over HTTP: its order, reasons, filters and pages, what leaves it, and edits that are orphaned."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests import make
from tests.api.writing.conftest import TEXT, Edit, bearer, story
from tests.conftest import Load
from tests.queries.archive import get, joined, statements

QUEUE = "/v1/review/queue"
AROUND = 300


@pytest.fixture
def reviewer(writer: TestClient, keys: dict[str, str]) -> TestClient:
    """Ask with a key of the scope ``review``."""
    writer.headers.update(bearer(keys["review"]))
    return writer


def extracted(
    number: int, of_claim: float | None, of_event: float | None, more_of_claim: make.Json | None = None, **more: Any
) -> make.Json:
    """Return a document that an extractor made, with a claim and an event, as sure as this."""
    sure_of_claim, sure_of_event = (dict[str, Any]() if each is None else {"confidence": each} for each in (of_claim, of_event))
    claims = [make.claim(about=["e0"], **sure_of_claim, **(more_of_claim or {}))]
    return story(title=f"Story {number}", own_id=str(number), claims=claims, events=[make.event(**sure_of_event)], **more)


def shown(client: TestClient, **params: Any) -> list[tuple[str, Any, list[str]]]:
    """Return type, confidence and reasons of what waits."""
    found = get(client, QUEUE, params)["items"]
    return [(item["type"], (item["claim"] or item["event"] or {}).get("confidence"), item["reasons"]) for item in found]


def test_what_is_least_sure_comes_first_with_the_reasons(reviewer: TestClient, load: Load) -> None:
    load(
        extracted(0, 0.8, 0.3),
        extracted(1, 0.2, 0.9, {"speaker": None}),
        extracted(2, None, 0.6),
        story(title="By a person", own_id="3"),
    )
    assert shown(reviewer) == [
        ("claim", None, ["unknown_confidence", "unreviewed"]),
        ("claim", 0.2, ["low_confidence", "unresolved_speaker", "unreviewed"]),
        ("event", 0.3, ["low_confidence", "unreviewed"]),
        ("event", 0.6, ["unreviewed"]),
        ("claim", 0.8, ["unreviewed"]),
        ("event", 0.9, ["unreviewed"]),
    ]


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"type": "event"}, [0.3, 0.9]),
        ({"type": ["claim", "event"]}, [0.2, 0.3, 0.8, 0.9]),
        ({"reason": "low_confidence"}, [0.2, 0.3]),
        ({"reason": "unresolved_speaker"}, [0.2]),
        ({"reason": ["unknown_confidence", "unresolved_speaker"]}, [0.2]),
        ({"reason": "orphaned_edit"}, []),
        ({"reason": "unreviewed"}, [0.2, 0.3, 0.8, 0.9]),
        ({"publisher": "the post"}, [0.2, 0.9]),
        ({"max_confidence": 0.3}, [0.2, 0.3]),
    ],
    ids=str,
)
def test_filters_choose_what_waits(reviewer: TestClient, load: Load, params: dict[str, Any], expected: list[float]) -> None:
    load(extracted(0, 0.8, 0.3), extracted(1, 0.2, 0.9, {"speaker": None}, article={"publisher": "The Post"}))
    assert [confidence for _, confidence, _ in shown(reviewer, **params)] == expected
    assert get(reviewer, QUEUE, {**params, "count": "exact"})["total"] == {"value": len(expected), "relation": "eq"}


def test_an_item_has_the_claim_as_lists_serve_it_and_the_text_around_it(reviewer: TestClient, load: Load) -> None:
    filler = "x " * AROUND
    load(make.document(f"{filler}{TEXT}{filler}", claims=[make.claim(confidence=0.4)]))
    (item,) = get(reviewer, QUEUE)["items"]
    (claim,) = get(reviewer, "/v1/claims")["items"]
    text = get(reviewer, f"/v1/articles/{claim['article']['id']}/document")["article"]["text"]
    context = item["context"]
    assert (item["claim"], item["article"], item["event"], item["edits"]) == (claim, claim["article"], None, [])
    assert context["text"] == text[context["start"] : context["end"]]
    assert context["start"] == claim["passage"]["source"][0]["start"] - AROUND
    assert context["end"] == claim["passage"]["content"][0]["end"] + AROUND


def test_without_its_text_a_claim_has_no_words_around_it(reviewer: TestClient, load: Load) -> None:
    load(make.document(claims=[make.claim(confidence=0.4)], stand_off=True))
    assert get(reviewer, QUEUE)["items"][0]["context"]["text"] is None


def test_pages_join_in_a_fixed_number_of_statements(reviewer: TestClient, load: Load, edit: Edit) -> None:
    load(*(extracted(number, number / 10, 0.3) for number in range(5)))
    whole = get(reviewer, QUEUE)["items"]
    assert joined(reviewer, QUEUE, {"limit": 3}) == whole
    numbers = []
    for limit in (6, 10):
        with statements(reviewer) as seen:
            get(reviewer, QUEUE, {"limit": limit})
        numbers.append(len(seen))
    assert numbers[0] == numbers[1]
    assert reviewer.get(f"{QUEUE}?cursor=nonsense").status_code == 404
    assert reviewer.get("/v1/review/another").status_code == 404


@pytest.mark.parametrize("patch", [{"review": "accepted"}, {"review": "rejected"}, {"kind": "denial"}], ids=str)
def test_what_somebody_looked_at_leaves_the_queue(reviewer: TestClient, load: Load, edit: Edit, patch: dict[str, str]) -> None:
    load(extracted(0, 0.4, 0.5))
    edit(f"/v1/claims/{get(reviewer, QUEUE)['items'][0]['id']}", patch)
    assert [kind for kind, *_ in shown(reviewer)] == ["event"]
    edit(f"/v1/events/{get(reviewer, QUEUE)['items'][0]['id']}", {"review": "accepted"})
    assert shown(reviewer) == []


def test_an_edit_whose_passage_is_gone_waits_until_another_edit_is_made(reviewer: TestClient, claim: str, edit: Edit, load: Load) -> None:
    end = len(make.marked(TEXT)[0])
    edit(claim, {"passage": {"content": [{"start": end - 9, "end": end}]}}, "?reason=said+later")
    assert shown(reviewer) == []
    load(make.document(TEXT.partition(" <s1>")[0], entities=[make.entity(0, "Ana Novak")], claims=[make.claim()]))
    (item,) = get(reviewer, QUEUE)["items"]
    assert (item["id"], item["reasons"], item["edits"][0]["reason"]) == (claim.rpartition("/")[2], ["orphaned_edit"], "said later")
    assert item["claim"]["quote"] == "the bridge will open"
    edit(claim, {"review": "accepted"})
    assert shown(reviewer) == []


def test_an_edit_whose_speaker_is_named_no_more_waits_and_goes_to_no_namesake(
    reviewer: TestClient, claim: str, edit: Edit, load: Load
) -> None:
    ids = {item["label"]: item["id"] for item in get(reviewer, "/v1/entities")["items"]}
    edit(claim, {"speaker": {"id": ids["Tom Reed"]}})
    load(story(entities=[make.entity(0, "Ana Novak"), make.entity(1, "Tom Reed", kind="organization")]))
    assert get(reviewer, claim)["speaker"]["label"] == "Ana Novak"
    assert shown(reviewer) == [("claim", None, ["orphaned_edit"])]


def test_an_edit_of_what_is_gone_waits_too_and_leaves_once_it_is_there_again(
    reviewer: TestClient, claim: str, edit: Edit, load: Load
) -> None:
    edit(claim, {"kind": "denial"})
    load(story(claims=[], events=[]))
    (item,) = get(reviewer, QUEUE)["items"]
    assert (item["id"], item["claim"], item["context"], item["article"]["title"]) == (claim.rpartition("/")[2], None, None, "A bridge")
    assert item["edits"][0]["after"] == {"kind": "denial", "review": "edited"}
    assert [len(get(reviewer, QUEUE, {"type": kind})["items"]) for kind in ("claim", "event")] == [1, 0]
    load(story(produced_by={"name": "tests", "version": "2"}))  # the first document is an earlier one, and changes nothing
    assert (shown(reviewer), get(reviewer, claim)["kind"]) == ([], "denial")


def test_the_queue_is_for_reviewers(writer: TestClient, keys: dict[str, str], load: Load) -> None:
    load(extracted(0, 0.4, 0.5))
    assert writer.get(QUEUE).status_code == 401
    assert [writer.get(QUEUE, headers=bearer(keys[name])).status_code for name in ("read", "write", "admin", "review")] == [
        403,
        403,
        403,
        200,
    ]
