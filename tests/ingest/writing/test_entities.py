"""Names, aliases, counts and dates of entities; counts and dates equal those of plain SQL over all rows."""

from typing import Any

from sqlalchemy import Engine, text

from app.terms.dates import EARLIEST_DAY, LATEST_DAY
from tests import make
from tests.conftest import Load
from tests.tables import dump

SAYING = "<s0>They</s0> <q0>said</q0> <c0>so</c0>. <s1>They</s1> <q1>said</q1> <c1>no</c1>."
COUNTED = """
SELECT survivor.id,
       (SELECT COUNT(*) FROM claims WHERE speaker_number = survivor.number) AS claims,
       (SELECT COUNT(DISTINCT article_number) FROM appearances WHERE entity_number = survivor.number) AS articles,
       (SELECT COUNT(DISTINCT publisher_folded) FROM appearances JOIN articles ON articles.number = article_number
         WHERE entity_number = survivor.number) AS outlets,
       (SELECT MIN(said_earliest) FROM claims WHERE speaker_number = survivor.number AND said_earliest <> :first) AS first_said,
       (SELECT MAX(said_latest) FROM claims WHERE speaker_number = survivor.number AND said_latest <> :last) AS last_said
FROM entities survivor WHERE survivor.survivor_number = survivor.number
"""


def saying(title: str, *entities: make.Json, publisher: str | None = "The Test", claims: list[make.Json] | None = None) -> make.Json:
    return make.document(SAYING, title=title, entities=list(entities), claims=claims, article={"publisher": publisher})


def counted(engine: Engine) -> dict[str, dict[str, Any]]:
    with engine.connect() as connection:
        return {row["id"]: dict(row) for row in connection.execute(text(COUNTED), {"first": EARLIEST_DAY, "last": LATEST_DAY}).mappings()}


def stored(engine: Engine) -> dict[str, dict[str, Any]]:
    columns = ("id", "claims", "articles", "outlets", "first_said", "last_said")
    survivors = [row for row in dump(engine)["entities"] if row["survivor_number"] == row["id"]]
    return {row["id"]: {name: row[name] for name in columns} for row in survivors}


def entity_columns(engine: Engine, folded: str, *columns: str) -> list[Any]:
    (row,) = (row for row in dump(engine)["entities"] if row["folded"] == folded)
    return [row[name] for name in columns]


def test_counts_equal_those_of_all_rows_after_every_change(engine: Engine, load: Load) -> None:
    ana, zora = make.entity(), make.entity(1, "Zora Kos")
    for document in (
        saying("A", ana, zora, claims=[make.claim(said="2024-06"), make.claim(1, speaker="s1")]),
        saying("B", ana, publisher="Another", claims=[make.claim(said="2024-05-01/.."), make.claim(1, said="2023")]),
        saying("C", make.entity(0, "Zora Kos", aliases=["Ana Novak"]), publisher=None),
        saying("D", make.entity(0, "Zora Kos", aliases=["Ana Novak"]), publisher="ANOTHER", claims=[make.claim(said="../2022-01-01")]),
        saying("A", ana),
        saying("C", make.entity(0, "Zora Kos")),
        saying("D", make.entity(0, None, descriptor="a guard")),
        saying("B", zora, claims=[make.claim(speaker="s1")]),
    ):
        load(document)
        assert stored(engine) == counted(engine)


def test_claims_articles_and_outlets_are_three_numbers(engine: Engine, load: Load) -> None:
    two_claims = [make.claim(), make.claim(1)]
    load(
        saying("A", make.entity(), claims=two_claims),
        saying("B", make.entity(), publisher="THE TEST"),
        saying("C", make.entity(), publisher=None),
    )
    load(saying("D", make.entity(), publisher="Another", claims=[]))
    assert entity_columns(engine, "ana novak", "claims", "articles", "outlets") == [4, 4, 2]


def test_first_and_last_said_leave_out_open_ends(engine: Engine, load: Load) -> None:
    cases: list[tuple[list[str | None], list[str | None]]] = [
        ([None, None], [None, None]),
        (["2024-06-25", None], ["2024-06-25", "2024-06-25"]),
        (["2024-06-25", "2024-05"], ["2024-05-01", "2024-06-25"]),
        (["2024-06-25/..", "2024-07-01"], ["2024-06-25", "2024-07-01"]),
        (["../2024-06-25", None], [None, "2024-06-25"]),
    ]
    for number, (said, _) in enumerate(cases):
        claims = [make.claim(n, speaker="s0", said=date) for n, date in enumerate(said)]
        load(saying(str(number), make.entity(0, f"Ana {number}"), claims=claims))
    assert [entity_columns(engine, f"ana {number}", "first_said", "last_said") for number in range(5)] == [
        expected for _, expected in cases
    ]


def test_the_name_is_in_its_commonest_spelling_and_the_others_are_aliases(engine: Engine, load: Load) -> None:
    load(*(saying(str(n), make.entity(0, name)) for n, name in enumerate(["ANA NOVAK", "Ana Novák", "Ana Novak", "Ana Novák"])))
    assert entity_columns(engine, "ana novak", "name", "aliases") == ["Ana Novák", ["ANA NOVAK", "Ana Novak"]]


def test_the_longest_name_of_joined_entities_is_the_name(engine: Engine, load: Load) -> None:
    load(saying("A", make.entity(0, "Ana Novak")), saying("B", make.entity(0, "Ana Novak")))
    load(saying("C", make.entity(0, "Ana Maria Novak", aliases=["Ana Novak", "Novak"])))
    assert entity_columns(engine, "ana maria novak", "name", "aliases") == ["Ana Maria Novak", ["Ana Novak", "Novak"]]


def test_an_alias_is_removed_with_the_one_article_that_gave_it(engine: Engine, load: Load) -> None:
    load(saying("A", make.entity(aliases=["Novak"])), saying("B", make.entity(aliases=["The Mayor"])), saying("A", make.entity()))
    assert entity_columns(engine, "ana novak", "aliases") == [["The Mayor"]]


def test_wikidata_is_what_most_articles_say(engine: Engine, load: Load) -> None:
    items = ["Q2", "Q1", None, "Q2", None, None]
    load(*(saying(str(n), make.entity(wikidata=wikidata)) for n, wikidata in enumerate(items)))
    assert entity_columns(engine, "ana novak", "wikidata") == ["Q2"]


def test_an_anonymous_source_keeps_descriptor_and_condition_and_has_no_name(engine: Engine, load: Load) -> None:
    load(saying("A", make.entity(0, None, descriptor="a guard", anonymity_condition="for fear of losing his job")))
    (row,) = dump(engine)["entities"]
    assert (row["name"], row["descriptor"], row["anonymity_condition"]) == (None, "a guard", "for fear of losing his job")
    assert (row["claims"], row["articles"], row["words"]) == (1, 1, "a guard")


def test_roles_and_descriptors_belong_to_the_appearance_and_not_to_a_named_entity(engine: Engine, load: Load) -> None:
    load(saying("A", make.entity(descriptor="the mayor", roles=[{"title": "mayor"}])))
    assert entity_columns(engine, "ana novak", "descriptor", "words") == [None, "ana novak"]
    assert [row["descriptor"] for row in dump(engine)["appearances"]] == ["the mayor"]
