"""Entities and speakers as schema.org's Person, Organization and Place."""

from collections.abc import Sequence

from app.answers.entities import AppearanceOut, EntityDetail, EntityOut, RoleOut
from app.api.jsonld.annotations import annotation_node, span_targets
from app.api.jsonld.context import Node, jsonld_document, jsonld_graph, without_nulls
from app.api.jsonld.events import event_node
from app.api.jsonld.references import article_node, entity_node, node_of_name, speaker_node


def entities_to_jsonld(entities: Sequence[EntityOut]) -> Node:
    """Return entities as one graph, each with its role in the newest article."""
    return jsonld_graph([_entity(entity, [RoleOut(title=entity["role"], organization=entity["organization"])]) for entity in entities])


def entity_to_jsonld(entity: EntityDetail) -> Node:
    """Return one entity as a document: with roles, articles that mention it, groups, members, and events."""
    entity_properties = _entity(entity, entity["roles"])
    iri = entity_properties["@id"]
    related = {
        "memberOf": [*entity_properties.get("memberOf", []), *map(entity_node, entity["groups"])] if entity["kind"] != "place" else None,
        "member": [speaker_node(member) for member in entity["members"]],
        "mentionedIn": [article_node(appearance["article"]) for appearance in entity["appearances"]],
        "annotation": [node for appearance in entity["appearances"] if (node := _mentions(iri, appearance))],
        "subjectOf": [event_node(event) for event in entity["events"]],
    }
    return jsonld_document(without_nulls({**entity_properties, **related}))


def _entity(entity: EntityOut, roles: Sequence[RoleOut]) -> Node:
    properties = {
        "description": entity["descriptor"] if entity["name"] else None,
        "alternateName": entity["aliases"],
        "sameAs": f"http://www.wikidata.org/entity/{entity['wikidata']}" if entity["wikidata"] else None,
    }
    return without_nulls({**entity_node(entity), **properties, **ROLES[entity["kind"]](roles)})


def _person(roles: Sequence[RoleOut]) -> Node:
    return {"jobTitle": _titles(roles), "affiliation": _organizations(roles, "affiliation")}


def _organization(roles: Sequence[RoleOut]) -> Node:
    without_organization = [role for role in roles if not role["organization"]]
    return {"disambiguatingDescription": _titles(without_organization), "memberOf": _organizations(roles, "memberOf")}


def _place(roles: Sequence[RoleOut]) -> Node:
    return {"disambiguatingDescription": _titles(roles)}


def _titles(roles: Sequence[RoleOut]) -> list[str]:
    return list(dict.fromkeys(role["title"] for role in roles if role["title"]))


def _organizations(roles: Sequence[RoleOut], relation: str) -> list[Node]:
    """Return a role of a title in each organization: schema.org repeats the relation within the role."""
    titled = [(role["title"], node_of_name("Organization", role["organization"])) for role in roles if role["organization"]]
    return [{"@type": "OrganizationRole", "roleName": title, relation: node} if title else node for title, node in titled if node]


def _mentions(iri: str, appearance: AppearanceOut) -> Node | None:
    article_id = appearance["article"]["id"]
    return annotation_node(f"{iri}#{article_id}", span_targets(article_id, appearance["mentions"]))


# In schema.org only a person has a job and affiliations, and a place is a member of nothing.
ROLES = {"person": _person, "organization": _organization, "group": _organization, "place": _place}
