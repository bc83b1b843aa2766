"""The graph: counts of edges and nodes, what is left out, a focus, every filter."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, select, update

from app.queries.tables import claim_abouts, claims, entities
from tests.conftest import DATABASES, Load
from tests.databases import Templates
from tests.queries.archive import MERGED, UNKNOWN, Json, Params, get, items, opened, statements
from tests.queries.filed import ids_by_name, one_of_each
from tests.queries.test_claim_filters import CASES
from tests.queries.voices import ANA, BO, BRNO, COUNCIL, EDGES, GUARD, OFFICIALS, VOICES, Edge, as_counted, graph_of

NOTHING_LEFT_OUT = {"edges": 0, "nodes": 0, "claims": 2}


@pytest.fixture(scope="module", params=DATABASES)
def voices(request: pytest.FixtureRequest, templates: Templates) -> Iterator[TestClient]:
    with opened(templates, request.param, *VOICES) as client:
        yield client


def graph(client: TestClient, params: Params) -> Json:
    """Return the graph; a value ``@name`` stands for the id of the thing with this name."""
    return dict(
        get(client, "/v1/graph", {key: id_of(client, value) if key in ("focus", "about") else value for key, value in params.items()})
    )


def id_of(client: TestClient, name: str) -> str:
    if not name.startswith("@"):
        return name
    found = [*items(client, "/v1/entities"), *items(client, "/v1/events")]
    return next(str(one["id"]) for one in found if name[1:] in (one.get("name"), one.get("descriptor"), one.get("title")))


def edges_by_names(found: Json) -> dict[Edge, Json]:
    """Return the edges by the names of their ends, in order."""
    names = {node["id"]: node["name"] or node["descriptor"] for node in found["nodes"]}
    return {(names[edge["source"]], names[edge["target"]]): edge for edge in found["edges"]}


def weights(found: Json) -> dict[Edge, int]:
    return {edge: value["counts"]["claims"] for edge, value in edges_by_names(found).items()}


def pairs(*counts: tuple[str, int]) -> list[Json]:
    return [{"value": value, "count": count} for value, count in counts]


def test_an_edge_counts_its_claims_articles_and_outlets_and_its_claims_by_kind_and_mode(voices: TestClient) -> None:
    found = graph(voices, {})
    assert weights(found) == EDGES
    edge = edges_by_names(found)[ANA, COUNCIL]
    assert edge["counts"] == {"claims": 4, "articles": 3, "outlets": 2}
    assert edge["kinds"] == pairs(("denial", 2), ("statement", 2))
    assert edge["modes"] == pairs(("direct", 2), ("indirect", 1), ("mixed", 1))
    assert edges_by_names(found)[OFFICIALS, ANA]["kinds"] == pairs(("accusation", 1))


def test_a_node_counts_each_of_its_claims_once(voices: TestClient) -> None:
    found = graph(voices, {})
    nodes = {
        node["name"] or node["descriptor"]: (*node["counts"].values(), node["speaks"], node["spoken_about"]) for node in found["nodes"]
    }
    assert nodes == {
        ANA: (6, 3, 2, 5, 2),
        COUNCIL: (6, 3, 2, 1, 5),
        BRNO: (2, 1, 1, 0, 2),
        OFFICIALS: (1, 1, 1, 1, 0),
        GUARD: (1, 1, 1, 1, 0),
    }
    (group,) = (node for node in found["nodes"] if node["kind"] == "group")
    assert (group["name"], group["anonymous"], group["descriptor"]) == (None, True, OFFICIALS)


def test_a_claim_that_is_about_an_entity_twice_counts_once(client: TestClient, load: Load, engine: Engine) -> None:
    load(*VOICES)
    before = graph(client, {})
    council = id_of(client, f"@{COUNCIL}")
    (claim,) = items(client, "/v1/claims", {"about": [id_of(client, "@Event 0")], "mode": "direct"})
    with engine.begin() as connection:  # no document holds this; it comes about when two entities of one article are merged later
        number_of = {row.id: row.number for table in (claims, entities) for row in connection.execute(select(table.c.id, table.c.number))}
        of_claim = update(claim_abouts).where(claim_abouts.c.claim_number == number_of[claim["id"]])
        twice = of_claim.values(event_number=None, entity_number=number_of[council])
        assert connection.execute(twice).rowcount == 2
    assert (graph(client, {})["edges"], graph(client, {})["nodes"]) == (before["edges"], before["nodes"])


def test_nodes_and_edges_come_by_claims_then_by_id(voices: TestClient, archive: TestClient, seeds: TestClient) -> None:
    for found in (graph(client, {}) for client in (voices, archive, seeds)):
        edges = [(-edge["counts"]["claims"], edge["source"], edge["target"]) for edge in found["edges"]]
        nodes = [(-node["counts"]["claims"], node["id"]) for node in found["nodes"]]
        assert (edges, nodes) == (sorted(edges), sorted(nodes))


def test_what_is_beyond_the_limit_is_counted(voices: TestClient) -> None:
    found = graph(voices, {"limit": 1})
    assert weights(found) == {(ANA, COUNCIL): 4}
    assert [node["counts"]["claims"] for node in found["nodes"]] == [6, 6]
    assert found["left_out"] == {"edges": 5, "nodes": 3, "claims": 2}
    assert [graph(voices, {"limit": limit})["left_out"]["edges"] for limit in (5, 6, 1000)] == [1, 0, 0]


FOCUSED: list[tuple[Json, set[Edge], Json]] = [
    ({"focus": "@Brno"}, {(ANA, BRNO), (COUNCIL, BRNO)}, NOTHING_LEFT_OUT),
    ({"focus": "@Brno", "depth": 2}, set(EDGES), NOTHING_LEFT_OUT),
    ({"focus": "@Brno", "depth": 2, "limit": 2}, {(ANA, BRNO), (COUNCIL, BRNO)}, {"edges": 4, "nodes": 2, "claims": 2}),
    ({"focus": "@Brno", "depth": 2, "limit": 3}, {(ANA, COUNCIL), (ANA, BRNO), (COUNCIL, BRNO)}, {"edges": 3, "nodes": 2, "claims": 2}),
    ({"focus": "@two officials"}, {(OFFICIALS, ANA)}, NOTHING_LEFT_OUT),
    ({"focus": "@two officials", "depth": 2}, {(OFFICIALS, ANA), (ANA, ANA), (ANA, COUNCIL), (ANA, BRNO)}, NOTHING_LEFT_OUT),
    ({"focus": "@two officials", "depth": 2, "limit": 1}, {(OFFICIALS, ANA)}, {"edges": 3, "nodes": 2, "claims": 2}),
    ({"focus": MERGED}, {(ANA, COUNCIL), (ANA, BRNO), (ANA, ANA), (OFFICIALS, ANA)}, NOTHING_LEFT_OUT),
    ({"focus": MERGED, "limit": 1}, {(ANA, COUNCIL)}, {"edges": 3, "nodes": 2, "claims": 2}),
    ({"focus": "@Brno", "kind": "denial"}, {(ANA, BRNO)}, {"edges": 0, "nodes": 0, "claims": 0}),
    ({"focus": "@Brno", "depth": 2, "kind": "denial"}, {(ANA, BRNO), (ANA, COUNCIL)}, {"edges": 0, "nodes": 0, "claims": 0}),
    ({"depth": 2}, set(EDGES), NOTHING_LEFT_OUT),
]


@pytest.mark.parametrize(("params", "edges", "left_out"), FOCUSED, ids=[str(params) for params, *_ in FOCUSED])
def test_around_a_focus_its_own_edges_come_before_those_of_its_neighbours(
    voices: TestClient, params: Json, edges: set[Edge], left_out: Json
) -> None:
    found = graph(voices, params)
    assert (set(edges_by_names(found)), found["left_out"]) == (edges, left_out)


def test_a_heavier_edge_of_a_neighbour_stands_first_in_the_answer(voices: TestClient) -> None:
    assert next(iter(edges_by_names(graph(voices, {"focus": "@Brno", "depth": 2, "limit": 3})))) == (ANA, COUNCIL)


@pytest.mark.parametrize("depth", [1, 2])
def test_a_focus_without_edges_stands_alone_and_an_unknown_one_not_at_all(voices: TestClient, depth: int) -> None:
    alone = graph(voices, {"focus": "@Bo", "depth": depth})
    (node,) = alone["nodes"]
    assert (node["name"], node["counts"], node["speaks"], node["spoken_about"]) == (BO, {"claims": 0, "articles": 0, "outlets": 0}, 0, 0)
    assert (alone["edges"], alone["left_out"]) == ([], NOTHING_LEFT_OUT)
    for unknown in (UNKNOWN["ent"],):
        assert graph(voices, {"focus": unknown, "depth": depth}) == {"nodes": [], "edges": [], "left_out": NOTHING_LEFT_OUT}


FILTERED: list[tuple[Json, dict[Edge, int]]] = [
    ({"anonymous": True}, {(OFFICIALS, ANA): 1, (GUARD, COUNCIL): 1}),
    ({"publisher": "GAZETTE"}, {(ANA, COUNCIL): 1, (GUARD, COUNCIL): 1}),
    ({"said_from": "2024-07-01"}, {(ANA, COUNCIL): 1}),
    ({"q": "harbour"}, {(COUNCIL, BRNO): 1}),
    ({"about": "@Brno"}, {(ANA, COUNCIL): 1, (ANA, BRNO): 1, (COUNCIL, BRNO): 1}),
    ({"about": "@Event 0"}, {(ANA, COUNCIL): 1}),
    ({"kind": "prediction"}, {}),
]


@pytest.mark.parametrize(("params", "expected"), FILTERED, ids=[str(params) for params, _ in FILTERED])
def test_filters_choose_the_claims_that_make_the_edges(voices: TestClient, params: Json, expected: dict[Edge, int]) -> None:
    assert weights(graph(voices, params)) == expected


@pytest.mark.parametrize("params", one_of_each(params for params, _ in CASES), ids=str)
def test_under_every_filter_the_graph_is_that_of_the_claims_listed(filed: TestClient, params: Json) -> None:
    ids = ids_by_name(filed)
    params_with_ids = {
        key: [ids.get(one, one) for one in value] if isinstance(value, list) else ids.get(value, value) for key, value in params.items()
    }
    assert as_counted(get(filed, "/v1/graph", params_with_ids)) == graph_of(items(filed, "/v1/claims", params_with_ids))


def test_the_whole_graph_is_that_of_all_claims(voices: TestClient, archive: TestClient, seeds: TestClient) -> None:
    for client in (voices, archive, seeds):
        assert as_counted(graph(client, {"limit": 1000})) == graph_of(items(client, "/v1/claims"))


def test_around_anybody_stand_exactly_the_edges_of_the_whole_graph_within_reach(seeds: TestClient) -> None:
    whole = [(edge["source"], edge["target"]) for edge in graph(seeds, {})["edges"]]
    ends = sorted({end for edge in whole for end in edge})
    for focus in ends[::5]:
        near = {end for edge in whole if focus in edge for end in edge}
        reached: dict[int, Any] = {depth: graph(seeds, {"focus": focus, "depth": depth})["edges"] for depth in (1, 2)}
        found = {depth: {(edge["source"], edge["target"]) for edge in edges} for depth, edges in reached.items()}
        assert found == {1: {edge for edge in whole if focus in edge}, 2: {edge for edge in whole if near & set(edge)}}


def test_whom_the_anonymous_officials_of_the_founding_article_speak_about(seeds: TestClient) -> None:
    (founding,) = items(seeds, "/v1/articles", {"q": "hezbollah"})
    found = weights(graph(seeds, {"anonymous": True, "article": founding["id"]}))
    about = defaultdict[str, set[str]](set)
    for source, target in found:
        about[source].add(target)
    assert about["two US and Israeli officials"] == {"Government of the United States", "Government of Israel", "Hezbollah"}
    assert about["a US official"] >= {"Government of Israel", "Hezbollah"}
    assert about["an Israeli official"] >= {"Hezbollah", "Hassan Nasrallah"}
    assert len(about) == 4


def test_an_archive_that_holds_nothing_has_an_empty_graph(client: TestClient) -> None:
    empty = {"nodes": [], "edges": [], "left_out": dict.fromkeys(("edges", "nodes", "claims"), 0)}
    assert graph(client, {"focus": UNKNOWN["ent"]}) == graph(client, {}) == empty


def test_a_graph_takes_at_most_four_statements_beside_the_data_version(voices: TestClient, seeds: TestClient) -> None:
    for params in ({}, {"limit": 1}, {"focus": MERGED}, {"focus": MERGED, "depth": 2, "limit": 1}, {"focus": UNKNOWN["ent"]}):
        for client in (voices, seeds):
            with statements(client) as seen:
                graph(client, params)
            assert len([one for one in seen if one.startswith(("SELECT", "WITH"))]) <= 5
