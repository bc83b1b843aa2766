"""Routes of entities, named or anonymous: list, one entity, its appearances."""

from app.answers.entities import AppearanceOut, EntityDetail, EntityOut
from app.answers.pages import AppearancePage, EntityPage
from app.api.jsonld.entities import entities_to_jsonld, entity_to_jsonld
from app.api.serving.endpoint import ListEndpoint, ThingEndpoint
from app.api.serving.openapi import list_docs, thing_docs
from app.api.serving.parameters import EntityId, ThingQuery
from app.parameters.entities import AppearanceQuery, EntityQuery
from app.queries import appearances, entities

ENDPOINTS = (
    ListEndpoint(
        path="/entities",
        operation_id="listEntities",
        tag="entities",
        description="List entities: people, organizations, groups and places, speaking or spoken of.",
        model=EntityPage,
        responses=list_docs(jsonld=True),
        query_model=EntityQuery,
        read=entities.list_entities,
        item_type=EntityOut,
        to_jsonld=entities_to_jsonld,
    ),
    ThingEndpoint(
        path="/entities/{entity_id}",
        operation_id="getEntity",
        tag="entities",
        description="Get one entity: as articles present it, what it said, what it is spoken of, and its events.",
        model=EntityDetail,
        responses=thing_docs(jsonld=True, moved=True),
        id_type=EntityId,
        query_model=ThingQuery,
        read=lambda connection, entity_id, query: entities.get_entity(connection, entity_id, query.units),
        to_jsonld=entity_to_jsonld,
    ),
    ListEndpoint(
        path="/entities/{entity_id}/appearances",
        operation_id="listAppearances",
        tag="entities",
        description="List the appearances of an entity: name, role, organization and mentions as each article gives them.",
        model=AppearancePage,
        responses=thing_docs(moved=True) | list_docs(),
        id_type=EntityId,
        query_model=AppearanceQuery,
        read=appearances.list_appearances,
        item_type=AppearanceOut,
    ),
)
