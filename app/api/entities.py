"""Answer requests for entities: anyone or anything named."""

from app.answers.entities import AppearanceOut, EntityDetail, EntityOut
from app.answers.pages import AppearancePage, EntityPage
from app.api.jsonld.entities import linked_entities, linked_entity
from app.api.serving.endpoint import ListEndpoint, ThingEndpoint
from app.api.serving.openapi import list_responses, one_responses
from app.api.serving.parameters import EntityId, Linkable
from app.parameters.entities import AppearanceQuery, EntityQuery
from app.queries import appearances, entities

ENDPOINTS = (
    ListEndpoint(
        path="/entities",
        operation_id="listEntities",
        tag="entities",
        doc="List entities: people, organizations, groups and places, speaking or spoken of.",
        model=EntityPage,
        responses=list_responses(jsonld=True),
        parameters=EntityQuery,
        read=entities.list_entities,
        item=EntityOut,
        linked=linked_entities,
    ),
    ThingEndpoint(
        path="/entities/{entity_id}",
        operation_id="getEntity",
        tag="entities",
        doc="Get one entity: as articles present it, what it said, what it is spoken of, and its events.",
        model=EntityDetail,
        responses=one_responses(jsonld=True, moved=True),
        path_id=EntityId,
        parameters=Linkable,
        read=lambda connection, entity_id, query: entities.get_entity(connection, entity_id, query.units),
        linked=linked_entity,
    ),
    ListEndpoint(
        path="/entities/{entity_id}/appearances",
        operation_id="listAppearances",
        tag="entities",
        doc="List the appearances of an entity: name, role, organization and mentions as each article gives them.",
        model=AppearancePage,
        responses=one_responses(moved=True) | list_responses(),
        path_id=EntityId,
        parameters=AppearanceQuery,
        read=appearances.list_appearances,
        item=AppearanceOut,
    ),
)
