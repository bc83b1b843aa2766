"""New extractions keep what people accepted or edited, with all that it refers to."""

from typing import Any

import pytest

from app.document.knowledge_document import KnowledgeDocument
from app.errors import DocumentRefused
from app.ingest.preparing import reextraction
from app.ingest.preparing.numbering import assign_ids
from app.ingest.preparing.reextraction import ClaimCounts, keep_reviewed
from tests import make

TEXT = "<s0>Ana Novak</s0> <q0>said</q0> <c0>the <e0>bridge opening</e0> is near</c0>. <s1>Jo Bell</s1> <q1>denied</q1> <c1>that</c1>."


def document(*numbers: int, **more: Any) -> KnowledgeDocument:
    """Return a document with some of the claims of the text, and their speakers."""
    claims = [make.claim(number, speaker=f"s{number}", confidence=0.5, **more.get(f"c{number}", {})) for number in numbers]
    names = ["Ana Novak", "Jo Bell"]
    entities = [make.entity(number, names[number]) for number in numbers]
    events = [make.event(0, confidence=0.5, participants=more.get("participants", []))] if more.get("has_event") else []
    return KnowledgeDocument.model_validate(
        make.document(TEXT, claims=claims, entities=entities, events=events, relations=more.get("relations", []))
    )


def claim_id(of: KnowledgeDocument, number: int) -> str:
    return assign_ids(of).claims[f"c{number}"]


def test_without_reviews_the_new_extraction_takes_the_place_of_the_old_one() -> None:
    old, new = document(0), document(1)
    assert keep_reviewed(old, new, [], []) == (new, ClaimCounts(0, 1, 1))
    assert keep_reviewed(old, old, [], []) == (old, ClaimCounts(1, 0, 0))


def test_a_reviewed_claim_that_the_new_extraction_lacks_is_kept_with_its_speaker() -> None:
    old, new = document(0), document(1)
    merged, counts = keep_reviewed(old, new, [claim_id(old, 0)], [])
    assert counts == ClaimCounts(1, 1, 0)
    assert {*assign_ids(merged).claims.values()} == {claim_id(old, 0), claim_id(new, 1)}
    kept = next(claim for claim in merged.claims if claim.id == "kept-1")
    assert next(entity.name for entity in merged.entities if entity.id == kept.speaker) == "Ana Novak"
    assert [entity.name for entity in merged.entities].count("Jo Bell") == 1


def test_a_reviewed_claim_stays_as_it_was_where_the_new_extraction_has_it_otherwise() -> None:
    old, new = document(0, 1, c0={"kind": "pledge"}), document(0, 1, c0={"kind": "denial"}, c1={"kind": "hope"})
    merged, counts = keep_reviewed(old, new, [claim_id(old, 0)], [])
    assert [(claim.id, claim.kind) for claim in sorted(merged.claims, key=lambda claim: claim.id)] == [("c0", "pledge"), ("c1", "hope")]
    assert counts == ClaimCounts(2, 0, 0)


def test_what_a_kept_claim_is_about_and_its_relations_are_kept() -> None:
    relation = {"from": "c1", "type": "contradicts", "to": "c0"}
    participants = [{"entity": "s0", "role": "actor"}]
    old = document(0, 1, has_event=True, c1={"about": ["e0"]}, relations=[relation], participants=participants)
    new = document(0)
    merged, counts = keep_reviewed(old, new, [claim_id(old, 1)], [])
    kept = next(claim for claim in merged.claims if claim.id != "c0")
    (event,) = merged.events
    assert (kept.about, event.participants[0].entity) == ([event.id], "s0")
    assert [(each.from_, each.type, each.to) for each in merged.relations] == [(kept.id, "contradicts", "c0")]
    assert counts == ClaimCounts(2, 0, 0)


def test_an_entity_that_an_edit_names_is_kept() -> None:
    old, new = document(0, 1), document(0)
    merged, _ = keep_reviewed(old, new, [claim_id(old, 0)], [assign_ids(old).entities["s1"]])
    assert {entity.name for entity in merged.entities} == {"Ana Novak", "Jo Bell"}


def test_the_article_stays_as_it_went_in() -> None:
    new = document(1)
    old = KnowledgeDocument.model_validate(document(0).dump() | {"article": {**document(0).dump()["article"], "dateline": "Springfield"}})
    assert keep_reviewed(old, new, [], [])[0].article == old.article


def test_a_claim_that_would_lose_its_id_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = document(0), document(1)
    # As if another thing had taken the id of the claim that is kept.
    monkeypatch.setattr(reextraction, "assign_ids", lambda each: assign_ids(each if each is old else new))
    with pytest.raises(DocumentRefused, match="does not go together"):
        keep_reviewed(old, new, [claim_id(old, 0)], [])
