"""Candidates for merges: what is proposed, in which order and why, and what is left out."""

from typing import Any

import pytest
from sqlalchemy import Engine, event

from app.answers.entities import CandidateOut
from app.database.engines import read_connection
from app.errors import Moved, NotFound
from app.queries.resolving.candidates import MOST_CANDIDATES, MOST_WITH_WORD, list_candidates
from app.review.judgements import Judge, judge
from app.terms.ids import stable_id
from app.terms.words import fold
from tests.conftest import Load
from tests.ingest.writing.resolving.test_resolution import alias, naming, unnamed

ROLE = {"title": "mayor", "organization": "Town Hall"}


def key(name: str, kind: str = "person") -> str:
    return stable_id("ent", kind, fold(name))


def proposed(engine: Engine, name: str, kind: str = "person") -> list[CandidateOut]:
    with read_connection(engine) as connection:
        return list_candidates(connection, key(name, kind))["items"]


def labels(engine: Engine, name: str) -> list[Any]:
    return [item["entity"]["label"] for item in proposed(engine, name)]


def test_like_names_are_proposed_best_first_and_others_not(engine: Engine, load: Load) -> None:
    load(
        *(naming(f"{n}", name) for n, name in enumerate(["Ana Novak", "Anna Novak", "Novak, Ana", "Ana Marie Novak", "Novak", "Zora Kos"]))
    )
    assert labels(engine, "Ana Novak") == ["Novak, Ana", "Anna Novak", "Ana Marie Novak", "Novak"]
    assert [item["score"] for item in proposed(engine, "Ana Novak")][:2] == [1.0, 0.947]
    assert labels(engine, "Zora Kos") == []


def test_a_shared_item_or_organization_counts_and_another_item_speaks_against(engine: Engine, load: Load) -> None:
    load(
        naming("A", alias("Ana Novak", wikidata="Q1", roles=[ROLE])),
        naming("B", alias("Mayor Novak", wikidata="Q1")),
        naming("C", alias("Anna Novak", wikidata="Q2")),
        naming("D", alias("A. Novak", roles=[ROLE])),
    )
    found = {item["entity"]["label"]: item["reasons"] for item in proposed(engine, "Ana Novak")}
    assert found == {"Mayor Novak": ["name", "wikidata"], "A. Novak": ["name", "organization"]}


def test_unnamed_sources_are_never_proposed_and_have_no_candidates(engine: Engine, load: Load) -> None:
    load(naming("A", "An official"), naming("B", unnamed("an official")))
    assert labels(engine, "An official") == []
    with read_connection(engine) as connection:
        rows = connection.exec_driver_sql("SELECT id FROM entities WHERE name IS NULL").scalars().all()
        assert list_candidates(connection, rows[0])["items"] == []


def test_what_was_judged_to_be_another_is_left_out_and_who_was_unsure_is_told(engine: Engine, load: Load) -> None:
    load(*(naming(name, name) for name in ("Ana Novak", "Anna Novak", "Anne Novak", "Ana Novakova")))
    judge(engine, (key("Ana Novak"), key("Anna Novak")), "negative", (None, None), Judge(None, None))
    judge(engine, (key("Anne Novak"), key("Ana Novak")), "unsure", (None, None), Judge(None, None))
    found = {item["entity"]["label"]: item["judgement"] for item in proposed(engine, "Ana Novak")}
    assert found == {"Anne Novak": "unsure", "Ana Novakova": None}
    judge(engine, (key("Ana Novakova"), key("Anna Novak")), "positive", (None, None), Judge(None, None))
    assert labels(engine, "Ana Novak") == ["Anne Novak"]


def test_a_merged_entity_leads_to_the_other_and_an_unknown_one_is_not_found(engine: Engine, load: Load) -> None:
    load(naming("A", "Ana Novak"), naming("B", "Anna Novak"))
    judge(engine, (key("Ana Novak"), key("Anna Novak")), "positive", (None, None), Judge(None, None))
    assert labels(engine, "Ana Novak") == []
    with pytest.raises(Moved):
        proposed(engine, "Anna Novak")
    with pytest.raises(NotFound):
        proposed(engine, "Zora Kos")


def test_however_many_share_a_word_few_are_compared_by_few_statements(engine: Engine, load: Load) -> None:
    names = [f"{chr(97 + n % 26)}{chr(97 + n // 26)} Novak" for n in range(MOST_WITH_WORD + 20)]
    load(*(naming(str(n), *names[n : n + 60]) for n in range(0, len(names), 60)), naming("Z", "zz Novak"))
    statements: list[str] = []
    with read_connection(engine) as connection:
        event.listen(engine, "before_cursor_execute", lambda *arguments: statements.append(arguments[2]))
        found = list_candidates(connection, key("zz Novak"))["items"]
    assert len(found) <= MOST_CANDIDATES
    assert len(statements) <= 17
