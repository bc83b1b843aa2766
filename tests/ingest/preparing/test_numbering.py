"""Ids of entities, claims and events: they stay the same in every order, with or without text, and in a revised text."""

from typing import Any

from app.ingest.preparing.numbering import DocumentIds, assign_ids
from app.ingest.reading.validation import validated
from app.terms.ids import stable_id
from tests import generated, make

STRIKE = "<e0>Dockers walked out</e0>. The <e1>talks</e1> failed. "
TALKS = [make.event(title="Strike"), make.event(1, title="Talks")]
UNNAMED: make.Json = {"name": None, "descriptor": "an official"}


def ids_of(document: make.Json) -> DocumentIds:
    return assign_ids(validated(document))


def events(text: str, *given: make.Json) -> dict[str, str]:
    return ids_of(make.document(text, entities=[], claims=[], events=list(given))).events


def entities(*given: make.Json, claims: list[make.Json] | None = None, text: str = "x" * 99, **more: Any) -> dict[str, str]:
    return ids_of(make.document(text, entities=list(given), claims=claims or [], **more)).entities


def unnamed(number: int, place: int | None = None, **more: Any) -> make.Json:
    return make.entity(number, **{**UNNAMED, **more}, mentions=[] if place is None else [[place, place + 3]])


def reversed_in_all(document: make.Json) -> make.Json:
    return {**document, **{name: document[name][::-1] for name in ("entities", "claims", "events")}}


def test_an_inserted_sentence_keeps_the_ids_of_events() -> None:
    before = events(STRIKE, *TALKS)
    assert events("It rained in the harbour. " + STRIKE, *TALKS) == before
    assert len(set(before.values())) == 2


def test_an_inserted_event_keeps_the_ids_of_the_others() -> None:
    inserted = events("<e2>A storm</e2> came. " + STRIKE, *TALKS, make.event(2, title="Storm"))
    assert {name: inserted[name] for name in ("e0", "e1")} == events(STRIKE, *TALKS)


def test_an_event_is_known_by_its_article_kind_and_folded_title() -> None:
    text = "<e0>It</e0>."
    one = events(text, make.event(title="Strike in Łódź"))
    assert one == events(text, make.event(title="strike, in Lodz"))
    assert one != events(text, make.event(title="Strike in Radom"))
    assert one != events(text, make.event(title="Strike in Łódź", kind="protest"))
    document = make.document(text, title="Another", entities=[], claims=[], events=[make.event(title="Strike in Łódź")])
    assert one != ids_of(document).events


def test_events_of_one_title_are_counted_by_their_mentions() -> None:
    first, second = make.event(title="Strike"), make.event(1, title="STRIKE")
    ids = events(STRIKE, first, second)
    assert ids == events(STRIKE, second, first)
    assert events("<e0>The strike</e0> began.", first) == {"e0": ids["e0"]}
    assert len(set(ids.values())) == 2


def test_an_unnamed_source_is_known_by_its_article_kind_and_folded_descriptor() -> None:
    one = entities(unnamed(0, 5))["s0"]
    assert entities(unnamed(7, 20, descriptor="An Official"))["s7"] == one
    others = [
        entities(unnamed(0, 5, descriptor="a guard"))["s0"],
        entities(unnamed(0, 5, descriptor=None))["s0"],
        entities(unnamed(0, 5, kind="group"))["s0"],
        entities(unnamed(0, 5), title="Another")["s0"],
    ]
    assert len({one, *others}) == 5


def test_an_inserted_unnamed_source_inherits_no_id() -> None:
    before = entities(unnamed(0, 20), unnamed(1, 40, descriptor="a guard"))
    after = entities(unnamed(0, 5, descriptor="a driver"), unnamed(1, 20), unnamed(2, 40, descriptor="a guard"))
    assert (after["s1"], after["s2"]) == (before["s0"], before["s1"])
    assert after["s0"] not in before.values()


def test_unnamed_sources_of_one_descriptor_are_counted_by_first_mention() -> None:
    ids = entities(unnamed(0, 5), unnamed(1, 40))
    assert entities(unnamed(1, 40), unnamed(0, 5)) == ids
    assert entities(unnamed(0, 40), unnamed(1, 5)) == {"s0": ids["s1"], "s1": ids["s0"]}
    assert len(set(ids.values())) == 2


def test_unnamed_sources_without_mentions_are_counted_by_their_first_claim_and_silent_ones_last() -> None:
    text = "<s1>An official</s1> <q1>said</q1> <c1>no</c1>, <s2>an official</s2> <q2>said</q2> <c2>yes</c2>."
    claims = [make.claim(2, speaker="s2"), make.claim(1, speaker="s1")]
    ids = entities(unnamed(1), unnamed(2), unnamed(3), claims=claims, text=text)
    assert entities(unnamed(3), unnamed(2), unnamed(1), claims=claims[::-1], text=text) == ids
    assert entities(unnamed(1, 0), unnamed(2, 28), unnamed(3, 50)) == ids


def test_a_named_entity_is_known_by_kind_and_name_in_every_article() -> None:
    assert entities(make.entity(4), title="Another")["s4"] == stable_id("ent", "person", "ana novak")


def test_everything_has_the_same_id_in_whatever_order_a_document_lists_it() -> None:
    for document in generated.documents(30):
        assert ids_of(reversed_in_all(document)) == _without_positions(ids_of(document), document)


def _without_positions(ids: DocumentIds, document: make.Json) -> DocumentIds:
    ids.positions = {name: len(document["entities"]) - 1 - position for name, position in ids.positions.items()}
    return ids


def test_everything_has_the_same_id_with_its_text_and_without() -> None:
    for document in generated.documents(30):
        if "text" in document["article"]:
            assert ids_of(make.stand_off(document)) == ids_of(document)
