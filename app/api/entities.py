"""Answer requests for entities: anyone or anything named."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from app.api.answering import Answers
from app.api.documenting import list_responses, one_responses
from app.api.linking.entities import linked_entities, linked_entity
from app.api.parameters import EntityId, LinkableQuery
from app.envelopes import AppearancePage, EntityPage
from app.filters import AppearanceQuery, EntityQuery
from app.queries import appearances, entities
from app.schemas import AppearanceOut, EntityDetail, EntityOut

router = APIRouter(tags=["entities"])


@router.get("/entities", operation_id="listEntities", response_model=EntityPage, responses=list_responses(jsonld=True))
async def list_entities(query: Annotated[EntityQuery, Query()], answers: Answers) -> Response:
    """List entities: people, organizations, groups and places, speaking or spoken of."""
    return await answers.listing(entities.list_entities, query, EntityOut, linked_entities)


@router.get(
    "/entities/{entity_id}", operation_id="getEntity", response_model=EntityDetail, responses=one_responses(jsonld=True, moved=True)
)
async def get_entity(entity_id: EntityId, query: LinkableQuery, answers: Answers) -> Response:
    """Get one entity: as articles present it, what it said, what it is spoken of, and its events."""
    return await answers.one(
        lambda connection: entities.get_entity(connection, entity_id, answers.units(query)), bounded=False, linked=linked_entity
    )


@router.get(
    "/entities/{entity_id}/appearances",
    operation_id="listAppearances",
    response_model=AppearancePage,
    responses=one_responses(moved=True) | list_responses(),
)
async def list_appearances(entity_id: EntityId, query: Annotated[AppearanceQuery, Query()], answers: Answers) -> Response:
    """List the appearances of an entity: name, role, organization and mentions as each article gives them."""
    return await answers.listing(lambda connection, page: appearances.list_appearances(connection, entity_id, page), query, AppearanceOut)
