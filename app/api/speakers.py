"""Answer requests for speakers: entities that make claims."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from app.api.answering import Answers
from app.api.documenting import list_responses, one_responses
from app.api.linking.entities import linked_entities, linked_entity
from app.api.parameters import EntityId, LinkableQuery
from app.envelopes import EntityPage
from app.filters import EntityQuery
from app.queries import entities
from app.schemas import EntityDetail, EntityOut

router = APIRouter(tags=["speakers"])


@router.get("/speakers", operation_id="listSpeakers", response_model=EntityPage, responses=list_responses(jsonld=True))
async def list_speakers(query: Annotated[EntityQuery, Query()], answers: Answers) -> Response:
    """List speakers: the entities that make claims, with counts of claims, articles and outlets."""
    return await answers.listing(entities.list_speakers, query, EntityOut, linked_entities)


@router.get(
    "/speakers/{speaker_id}", operation_id="getSpeaker", response_model=EntityDetail, responses=one_responses(jsonld=True, moved=True)
)
async def get_speaker(speaker_id: EntityId, query: LinkableQuery, answers: Answers) -> Response:
    """Get one speaker: roles by article, aliases, counts, first and last said, and whom and what they speak about."""
    return await answers.one(
        lambda connection: entities.get_speaker(connection, speaker_id, answers.units(query)), bounded=False, linked=linked_entity
    )
