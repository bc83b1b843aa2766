"""Entities and speakers as schema.org's Person, Organization and Place."""

from collections.abc import Sequence

from app.answers.entities import AppearanceOut, EntityDetail, EntityOut, RoleOut
from app.api.jsonld.annotations import annotation_node, span_targets
from app.api.jsonld.context import Node, jsonld_document, jsonld_graph, without_nulls
from app.api.jsonld.events import event_node
from app.api.jsonld.references import article_reference, entity_reference, node_of_name, speaker_reference


def entities_to_jsonld(entities: Sequence[EntityOut]) -> Node:
    """Return entities as one graph, each with its role in the newest article."""
    return jsonld_graph([_entity_node(entity, [RoleOut(title=entity["role"], organization=entity["organization"])]) for entity in entities])


def entity_to_jsonld(entity: EntityDetail) -> Node:
    """Return one entity as a document: with roles, articles that mention it, groups, members, and events."""
    entity_properties = _entity_node(entity, entity["roles"])
    iri = entity_properties["@id"]
    member_of = [*entity_properties.get("memberOf", []), *map(entity_reference, entity["groups"])]
    related = {
        "memberOf": member_of if entity["kind"] != "place" else None,
        "member": [speaker_reference(member) for member in entity["members"]],
        "mentionedIn": [article_reference(appearance["article"]) for appearance in entity["appearances"]],
        "annotation": [node for appearance in entity["appearances"] if (node := _mention_annotation(iri, appearance))],
        "subjectOf": [event_node(event) for event in entity["events"]],
    }
    return jsonld_document(without_nulls({**entity_properties, **related}))


def _entity_node(entity: EntityOut, roles: Sequence[RoleOut]) -> Node:
    properties = {
        "description": entity["descriptor"] if entity["name"] else None,
        "alternateName": entity["aliases"],
        "sameAs": f"http://www.wikidata.org/entity/{entity['wikidata']}" if entity["wikidata"] else None,
    }
    return without_nulls({**entity_reference(entity), **properties, **ROLE_PROPERTIES[entity["kind"]](roles)})


def _person_roles(roles: Sequence[RoleOut]) -> Node:
    return {"jobTitle": _titles(roles), "affiliation": _organizations(roles, "affiliation")}


def _organization_roles(roles: Sequence[RoleOut]) -> Node:
    without_organization = [role for role in roles if not role["organization"]]
    return {"disambiguatingDescription": _titles(without_organization), "memberOf": _organizations(roles, "memberOf")}


def _place_roles(roles: Sequence[RoleOut]) -> Node:
    return {"disambiguatingDescription": _titles(roles)}


def _titles(roles: Sequence[RoleOut]) -> list[str]:
    return list(dict.fromkeys(role["title"] for role in roles if role["title"]))


def _organizations(roles: Sequence[RoleOut], relation: str) -> list[Node]:
    """Return each organization, within an OrganizationRole if it comes with a title. Such a role repeats the relation that leads to it."""
    titles_and_nodes = [(role["title"], node_of_name("Organization", role["organization"])) for role in roles if role["organization"]]
    return [{"@type": "OrganizationRole", "roleName": title, relation: node} if title else node for title, node in titles_and_nodes if node]


def _mention_annotation(iri: str, appearance: AppearanceOut) -> Node | None:
    article_id = appearance["article"]["id"]
    return annotation_node(f"{iri}#{article_id}", span_targets(article_id, appearance["mentions"]))


# How each kind expresses its roles. In schema.org only a person has a job and affiliations, and a place is a member of nothing.
ROLE_PROPERTIES = {"person": _person_roles, "organization": _organization_roles, "group": _organization_roles, "place": _place_roles}
