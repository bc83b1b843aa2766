"""Entities and speakers as schema.org's Person, Organization and Place."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from rdflib import SDO

from tests import make
from tests.api.jsonld.graphs import OA, graph_of, iri, linked
from tests.queries.archive import Json, items

KINDS = [("person", "Person"), ("organization", "Organization"), ("group", "Organization"), ("place", "Place")]
ROLES = [{"title": "mayor", "organization": "Brno"}, {"organization": "Senate"}, {"title": "poet"}]


def loaded(client: TestClient, load: Callable[..., Any], **more: Any) -> Json:
    """Load an article with one entity of these properties, and return the JSON-LD document of the entity."""
    load(make.document(entities=[make.entity(**more)]))
    (entity,) = items(client, "/v1/entities")
    return linked(client, f"/v1/entities/{entity['id']}")


@pytest.mark.parametrize(("kind", "expected"), KINDS)
def test_a_kind_is_a_type(client: TestClient, load: Callable[..., Any], kind: str, expected: str) -> None:
    document = loaded(client, load, kind=kind, aliases=["A. N."], wikidata="Q801", mentions=[[0, 3], [4, 9]])
    where = document["@id"]
    assert (document["@type"], document["name"], document["alternateName"]) == (expected, "Ana Novak", ["A. N."])
    graph = graph_of(document, where)
    assert [str(same) for same in graph.objects(iri(where), SDO.sameAs)] == ["http://www.wikidata.org/entity/Q801"]
    assert len(list(graph.objects(graph.value(None, OA.hasBody, iri(where)), OA.hasTarget))) == 2
    assert graph.value(None, SDO.mentions, iri(where)) == iri(f"/v1/articles/{items(client, '/v1/articles')[0]['id']}")


def test_a_person_has_jobs_and_affiliations(client: TestClient, load: Callable[..., Any]) -> None:
    document = loaded(client, load, roles=ROLES)
    brno, senate = ({"@type": "Organization", "name": name} for name in ("Brno", "Senate"))
    assert sorted(document["jobTitle"]) == ["mayor", "poet"]
    role = {"@type": "OrganizationRole", "roleName": "mayor", "affiliation": brno}
    assert sorted(document["affiliation"], key=str) == sorted([role, senate], key=str)
    assert "memberOf" not in document


def test_an_organization_belongs_to_others_and_a_place_to_none(client: TestClient, load: Callable[..., Any]) -> None:
    document = loaded(client, load, roles=ROLES, kind="group")
    assert {node.get("roleName"): node["@type"] for node in document["memberOf"]} == {"mayor": "OrganizationRole", None: "Organization"}
    assert document["disambiguatingDescription"] == ["poet"]
    load(make.document(entities=[make.entity(name="Oslo", kind="place", roles=ROLES)], title="Oslo"))
    (oslo,) = items(client, "/v1/entities", {"kind": "place"})
    document = linked(client, f"/v1/entities/{oslo['id']}")
    assert [key for key in ("memberOf", "affiliation", "jobTitle") if key in document] == []
    assert sorted(document["disambiguatingDescription"]) == ["mayor", "poet"]


def test_a_group_and_its_members_name_each_other(library: TestClient) -> None:
    (group,) = [item for item in items(library, "/v1/entities") if item["descriptor"] == "two officials"]
    document = linked(library, f"/v1/entities/{group['id']}")
    assert (document["name"], len(document["member"])) == ("two officials", 2)
    for member in document["member"]:
        assert group["id"] in [node.get("identifier") for node in linked(library, member["@id"])["memberOf"]]


def test_an_entity_names_the_events_it_takes_part_in(library: TestClient) -> None:
    (ana,) = items(library, "/v1/entities", {"q": "novak maria"})
    document = linked(library, f"/v1/entities/{ana['id']}")
    assert "opening" in [node["name"] for node in document["subjectOf"]]
    assert len(document["mentionedIn"]) == 5


def test_a_speaker_is_the_entity(library: TestClient) -> None:
    for item in items(library, "/v1/speakers")[:5]:
        assert linked(library, f"/v1/speakers/{item['id']}") == linked(library, f"/v1/entities/{item['id']}")


def test_a_list_gives_the_role_of_the_newest_article(library: TestClient) -> None:
    nodes = {node["identifier"]: node for node in linked(library, "/v1/entities", {"limit": 200})["@graph"]}
    given = [item for item in items(library, "/v1/entities") if item["kind"] == "person" and item["role"]]
    assert len(given) > 3
    assert [nodes[item["id"]]["jobTitle"] for item in given] == [[item["role"]] for item in given]
