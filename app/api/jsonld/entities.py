"""Entities, and so speakers, in schema.org's words."""

from collections.abc import Sequence

from app.answers.entities import AppearanceOut, EntityDetail, EntityOut, RoleOut
from app.api.jsonld.annotations import annotation_node, span_targets
from app.api.jsonld.context import Node, document, graph, known
from app.api.jsonld.events import event_node
from app.api.jsonld.references import article_node, entity_node, named, speaker_node


def linked_entities(entities: Sequence[EntityOut]) -> Node:
    """Return entities as one graph, each with the role that the newest article gives it."""
    return graph([_entity(entity, [RoleOut(title=entity["role"], organization=entity["organization"])]) for entity in entities])


def linked_entity(entity: EntityDetail) -> Node:
    """Return one entity as a document: every role, where it is mentioned, its groups and members, and its events."""
    node = _entity(entity, entity["roles"])
    related = {
        "memberOf": [*node.get("memberOf", []), *map(entity_node, entity["groups"])] if entity["kind"] != "place" else None,
        "member": [speaker_node(member) for member in entity["members"]],
        "mentionedIn": [article_node(appearance["article"]) for appearance in entity["appearances"]],
        "annotation": [found for appearance in entity["appearances"] if (found := _mentions(node["@id"], appearance))],
        "subjectOf": [event_node(event) for event in entity["events"]],
    }
    return document(known({**node, **related}))


def _entity(entity: EntityOut, roles: Sequence[RoleOut]) -> Node:
    more = {
        "description": entity["descriptor"] if entity["name"] else None,
        "alternateName": entity["aliases"],
        "sameAs": f"http://www.wikidata.org/entity/{entity['wikidata']}" if entity["wikidata"] else None,
    }
    return known({**entity_node(entity), **more, **ROLES[entity["kind"]](roles)})


def _person(roles: Sequence[RoleOut]) -> Node:
    return {"jobTitle": _titles(roles), "affiliation": _organizations(roles, "affiliation")}


def _organization(roles: Sequence[RoleOut]) -> Node:
    alone = [role for role in roles if not role["organization"]]
    return {"disambiguatingDescription": _titles(alone), "memberOf": _organizations(roles, "memberOf")}


def _place(roles: Sequence[RoleOut]) -> Node:
    return {"disambiguatingDescription": _titles(roles)}


def _titles(roles: Sequence[RoleOut]) -> list[str]:
    return list(dict.fromkeys(role["title"] for role in roles if role["title"]))


def _organizations(roles: Sequence[RoleOut], relation: str) -> list[Node]:
    """Say what somebody is where: schema.org repeats the relation within the role."""
    found = [(role["title"], named("Organization", role["organization"])) for role in roles if role["organization"]]
    return [{"@type": "OrganizationRole", "roleName": title, relation: where} if title else where for title, where in found if where]


def _mentions(where: str, appearance: AppearanceOut) -> Node | None:
    article_id = appearance["article"]["id"]
    return annotation_node(f"{where}#{article_id}", span_targets(article_id, appearance["mentions"]))


# Persons alone have jobs and affiliations, and places belong to no organization.
ROLES = {"person": _person, "organization": _organization, "group": _organization, "place": _place}
