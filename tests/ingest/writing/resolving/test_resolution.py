"""Resolution of entities across articles. An appearance is written ``A.s0``: title of the article, local id."""

import tracemalloc
from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import Engine, select

from app.database.engines import write_engine
from app.database.tables import Table
from app.ingest.reading.validation import validated
from tests import make
from tests.conftest import Load
from tests.loading import load_document
from tests.tables import dump, wipe

SAYING = "<s0>They</s0> <q0>said</q0> <c0>so</c0>."
OF_DOCUMENTS = ("data_version", "articles", "documents", "earlier_documents")  # what tells documents apart, and names no entity


def naming(title: str, *entities: str | make.Json, **more: Any) -> make.Json:
    """Return a document that names these entities, the first of whom says something."""
    named = [make.entity(n, entity) if isinstance(entity, str) else {**make.entity(n), **entity} for n, entity in enumerate(entities)]
    return make.document(SAYING, title=title, entities=named, **more)


def alias(name: str, *aliases: str, **more: Any) -> make.Json:
    return {"name": name, "aliases": list(aliases), **more}


def unnamed(descriptor: str, **more: Any) -> make.Json:
    return {"name": None, "anonymous": True, "descriptor": descriptor, **more}


def together(engine: Engine) -> list[str]:
    """Return the appearances that resolve to one entity, for every entity: ``A.s0 = B.s1``."""
    appearances, articles = Table.metadata.tables["appearances"], Table.metadata.tables["articles"]
    rows = select(articles.c.title, appearances.c.local_id, appearances.c.entity_number).join(
        articles, articles.c.number == appearances.c.article_number
    )
    found: dict[str, list[str]] = {}
    with engine.connect() as connection:
        for title, local_id, entity_id in connection.execute(rows):
            found.setdefault(entity_id, []).append(f"{title}.{local_id}")
    return sorted(" = ".join(sorted(names)) for names in found.values())


def tables_after(engine: Engine, documents: Sequence[make.Json]) -> dict[str, list[dict[str, Any]]]:
    """Return all rows after these documents are loaded into an empty database."""
    wipe(engine)
    for document in documents:
        load_document(engine, validated(document))
    return dump(engine, "data_version", "earlier_documents")


def ids(engine: Engine) -> dict[str, str]:
    """Return the ids of the entities by name or descriptor."""
    return {row["name"] or row["descriptor"]: row["id"] for row in dump(engine)["entities"]}


@pytest.mark.parametrize(
    ("entities", "expected"),
    [
        (["Ana Novák", "ANA  NOVAK"], ["A.s0 = B.s0"]),
        (["Ana Novak", "Novak, Ana"], ["A.s0", "B.s0"]),
        (["Ana Novak", "Novak"], ["A.s0", "B.s0"]),
        ([alias("Ana Novak", "Novak"), "Novak"], ["A.s0", "B.s0"]),
        ([alias("Ana Novak", "Mayor Novak"), "Mayor Novák"], ["A.s0 = B.s0"]),
        ([alias("Ana Novak", "Mayor Novak"), alias("Petra Novak", "Mayor Novak")], ["A.s0", "B.s0"]),
        ([alias("Ana Novak", "Mayor Novak"), alias("Petra Novak", "Mayor Novak"), "Mayor Novak"], ["A.s0", "B.s0", "C.s0"]),
        ([alias("Ana Novak", "Mayor Novak"), alias("Ana Novak", "Mayor Novak"), "Mayor Novak"], ["A.s0 = B.s0 = C.s0"]),
        ([alias("Ana Novak", "Mayor Novak"), alias("Mayor Novak", "The Mayor"), "The Mayor"], ["A.s0 = B.s0 = C.s0"]),
        ([alias("Ana Novak", "A B"), alias("A B", "Ana Novak")], ["A.s0 = B.s0"]),
        ([alias("Ana Novak", "The Mayor"), alias("The Mayor", kind="organization")], ["A.s0", "B.s0"]),
        ([alias("City of Brno", "Brno", kind="organization"), alias("Brno", kind="organization")], ["A.s0 = B.s0"]),
        ([alias("City of Brno", "Brno", kind="organization"), alias("Brno", kind="place")], ["A.s0", "B.s0"]),
        ([unnamed("a US official"), unnamed("a US official")], ["A.s0", "B.s0"]),
        ([unnamed("a US official", aliases=["Ana Novak"]), "Ana Novak"], ["A.s0", "B.s0"]),
        ([unnamed("a US official"), alias("Ana Novak", "a US official")], ["A.s0", "B.s0"]),
        ([alias("Ana Novak", wikidata="Q1"), alias("A Novak", wikidata="Q1")], ["A.s0", "B.s0"]),
    ],
)
def test_entities_of_different_articles_are_joined_by_full_name_and_curated_alias_only(
    one_url: str, entities: list[str | make.Json], expected: list[str]
) -> None:
    engine = write_engine(one_url)
    tables_after(engine, [naming(title, entity) for title, entity in zip("ABC", entities, strict=False)])
    assert together(engine) == expected
    engine.dispose()


def test_two_that_one_article_keeps_apart_stay_apart(engine: Engine, load: Load) -> None:
    load(naming("A", alias("Ana Novak", "The Mayor")), naming("B", "The Mayor"), naming("C", "Ana Novak", "The Mayor"))
    assert together(engine) == ["A.s0 = C.s0", "B.s0 = C.s1"]


def test_two_that_one_article_keeps_apart_stay_apart_in_their_own_article(engine: Engine, load: Load) -> None:
    load(naming("A", alias("Ana Novak", "The Mayor"), "The Mayor"), naming("B", "The Mayor"))
    assert together(engine) == ["A.s0", "A.s1 = B.s0"]


def test_two_that_one_article_keeps_apart_are_not_joined_by_way_of_a_third(engine: Engine, load: Load) -> None:
    load(
        naming("A", alias("Ana Novak", "The Mayor")),
        naming("B", alias("The Mayor", "Petra Novak")),
        naming("C", "Ana Novak", "Petra Novak"),
    )
    ana, petra = (next(line for line in together(engine) if f"C.s{n}" in line) for n in (0, 1))
    assert ana != petra


@pytest.mark.parametrize("part", ["claims", "events"])
def test_an_alias_found_by_an_extractor_joins_nothing(engine: Engine, load: Load, part: str) -> None:
    extracted = {"claims": [make.claim(confidence=0.9)]} if part == "claims" else {"events": [make.event(confidence=0.9)]}
    load(naming("A", alias("Ana Novak", "The Mayor"), **extracted), naming("B", "The Mayor"), naming("C", "ana novak", **extracted))
    assert together(engine) == ["A.s0 = C.s0", "B.s0"]


def test_removing_an_alias_splits_the_entities_that_it_joined(engine: Engine, load: Load) -> None:
    load(naming("A", alias("Ana Novak", "The Mayor")), naming("B", "The Mayor"), naming("A", "Ana Novak"))
    assert together(engine) == ["A.s0", "B.s0"]
    assert [row["survivor_number"] == row["id"] for row in dump(engine)["entities"]] == [True, True]


def test_an_article_that_no_longer_keeps_two_apart_lets_them_join(engine: Engine, load: Load) -> None:
    load(
        naming("A", alias("Ana Novak", "The Mayor")),
        naming("B", "The Mayor"),
        naming("C", "Ana Novak", "The Mayor"),
        naming("C", "Ana Novak"),
    )
    assert together(engine) == ["A.s0 = B.s0 = C.s0"]


def test_an_alias_that_is_no_longer_ambiguous_joins(engine: Engine, load: Load) -> None:
    load(
        naming("A", alias("Ana Novak", "The Mayor")),
        naming("B", alias("Petra Novak", "The Mayor")),
        naming("C", "The Mayor"),
        naming("B", "Petra Novak"),
    )
    assert together(engine) == ["A.s0 = C.s0", "B.s0"]


def test_an_alias_is_no_longer_ambiguous_when_the_other_entity_is_gone(engine: Engine, load: Load) -> None:
    load(
        naming("A", alias("Ana Novak", "The Mayor")),
        naming("B", alias("Petra Novak", "The Mayor")),
        naming("C", "The Mayor"),
        naming("B", "Jan Kos"),
    )
    assert together(engine) == ["A.s0 = C.s0", "B.s0"]


def test_a_name_that_becomes_ambiguous_is_split_again(engine: Engine, load: Load) -> None:
    load(naming("A", alias("Ana Novak", "The Mayor")), naming("B", "The Mayor"))
    assert together(engine) == ["A.s0 = B.s0"]
    load(naming("C", alias("Petra Novak", "The Mayor")))
    assert together(engine) == ["A.s0", "B.s0", "C.s0"]


def test_a_cluster_that_loses_its_middle_falls_apart(engine: Engine, load: Load) -> None:
    load(naming("A", alias("Zed Novak", "B Novak")), naming("B", alias("B Novak", "A Novak")), naming("C", "A Novak"))
    assert together(engine) == ["A.s0 = B.s0 = C.s0"]
    load(naming("B", "Jan Kos"))
    assert together(engine) == ["A.s0", "B.s0", "C.s0"]


def test_the_smallest_name_gives_the_id_and_the_others_point_to_it(engine: Engine, load: Load) -> None:
    load(naming("A", "Zora Novak"))
    (zora,) = ids(engine).values()
    load(naming("B", alias("Zora Novak", "Ana Novak")), naming("C", "Ana Novak"))
    rows = dump(engine)["entities"]
    (ana,) = (row["id"] for row in rows if row["folded"] == "ana novak")
    assert {row["id"]: row["survivor_number"] for row in rows} == {ana: ana, zora: ana}
    assert {row["entity_number"] for row in dump(engine)["appearances"]} == {ana}
    assert sorted(row["key_number"] for row in dump(engine)["appearances"]) == sorted([zora, zora, ana])


def _peak_of_loading(load: Load, document: make.Json) -> int:
    """Return the most bytes of Python's objects that are held while a document is loaded."""
    tracemalloc.start()
    load(document)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def test_a_chain_of_aliases_in_one_article_costs_no_more_memory_than_names_apart(load: Load) -> None:
    chain = [alias(f"Ana Novak {n}", f"Ana Novak {n + 1}", id=f"s{n}") for n in range(1000)]
    apart = [alias(f"Zora Kos {n}", f"Zora Rus {n}", id=f"s{n}") for n in range(1000)]
    load(naming("A", *apart[:2]))  # what is made once
    assert _peak_of_loading(load, naming("B", *chain)) < 2.5 * _peak_of_loading(load, naming("C", *apart))


def test_a_chain_of_aliases_in_one_article_joins_nothing(engine: Engine, load: Load) -> None:
    load(naming("A", *(alias(f"Ana Novak {n}", f"Ana Novak {n + 1}") for n in range(50))))
    load(naming("B", "Ana Novak 49"))
    assert len(together(engine)) == 50
    load(naming("A", alias("Ana Novak 0", "Ana Novak 1")), naming("C", alias("Ana Novak 1", "Ana Novak 49")))
    assert together(engine) == ["A.s0 = B.s0 = C.s0"]


def test_as_said_stays_beside_as_resolved(engine: Engine, load: Load) -> None:
    load(naming("A", alias("Zora Novak", "Ana Novak")), naming("B", "Ana Novak"))
    assert sorted(row["name"] for row in dump(engine)["appearances"]) == ["Ana Novak", "Zora Novak"]


def test_counts_and_aliases_are_stored_only_at_the_survivor(engine: Engine, load: Load) -> None:
    load(naming("A", "Zora Novak"), naming("B", alias("Zora Novak", "Ana Novak")), naming("C", "Ana Novak"))
    derived = {
        row["folded"]: (row["claims"], row["articles"], row["outlets"], row["aliases"], row["words"]) for row in dump(engine)["entities"]
    }
    assert derived == {"ana novak": (3, 3, 1, ["Ana Novak"], "zora novak | ana novak"), "zora novak": (0, 0, 0, [], "")}


@pytest.mark.parametrize("joining_first", [True, False])
def test_everything_that_names_an_entity_follows_it(engine: Engine, load: Load, joining_first: bool) -> None:
    everywhere = naming(
        "A",
        "Zora Novak",
        alias("The Council", kind="group", members=["s0"]),
        claims=[make.claim(speaker="s0", holders=["s0"], reported_via="s0", about=["s0", "e0"])],
        events=[make.event(participants=[{"entity": "s0", "role": "actor"}])],
    )
    joins = [
        naming("B", alias("Zora Novak", "Ana Novak")),
        naming("C", alias("Ana Novak")),
        naming("D", alias("The Council", "A Council", kind="group")),
        naming("E", alias("A Council", kind="group")),
    ]
    load(*(joins if joining_first else []), everywhere, *joins)
    rows = dump(engine)
    ana, council = (next(row["id"] for row in rows["entities"] if row["folded"] == name) for name in ("ana novak", "a council"))
    in_a = next(row["id"] for row in rows["articles"] if row["title"] == "A")
    of_a = {
        name: [row for row in rows[name] if row["article_number"] == in_a]
        for name in ("claims", "claim_holders", "claim_abouts", "participants", "members")
    }
    assert [(row["speaker_number"], row["reported_via_number"]) for row in of_a["claims"]] == [(ana, ana)]
    assert [row["entity_number"] for row in of_a["claim_holders"]] == [ana]
    assert sorted(str(row["entity_number"]) for row in of_a["claim_abouts"]) == ["None", ana]
    assert [row["entity_number"] for row in of_a["participants"]] == [ana]
    assert [(row["group_number"], row["entity_number"]) for row in of_a["members"]] == [(council, ana)]


def test_everything_that_named_an_entity_goes_back_when_it_is_split(engine: Engine, load: Load) -> None:
    plain = [
        naming(
            "A",
            "Zora Novak",
            alias("The Council", kind="group", members=["s0"]),
            claims=[make.claim(speaker="s0", holders=["s0"], reported_via="s0", about=["s0"])],
            events=[make.event(participants=[{"entity": "s0", "role": "actor"}])],
        ),
        naming("B", "Zora Novak"),
        naming("C", "Ana Novak"),
    ]
    load(*plain)
    before = dump(engine, *OF_DOCUMENTS)
    load(naming("B", alias("Zora Novak", "Ana Novak")))
    assert dump(engine, *OF_DOCUMENTS) != before
    load({**plain[1], "produced_by": {"name": "tests", "version": "2"}})  # the very document is an earlier one, and changes nothing
    assert dump(engine, *OF_DOCUMENTS) == before
