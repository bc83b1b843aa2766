"""Answer requests for speakers: entities that make claims."""

from app.answers.entities import EntityDetail, EntityOut
from app.answers.pages import EntityPage
from app.api.jsonld.entities import linked_entities, linked_entity
from app.api.serving.endpoint import ListEndpoint, ThingEndpoint
from app.api.serving.openapi import list_responses, one_responses
from app.api.serving.parameters import EntityId, Linkable
from app.parameters.entities import EntityQuery
from app.queries import entities

ENDPOINTS = (
    ListEndpoint(
        path="/speakers",
        operation_id="listSpeakers",
        tag="speakers",
        doc="List speakers: the entities that make claims, with counts of claims, articles and outlets.",
        model=EntityPage,
        responses=list_responses(jsonld=True),
        parameters=EntityQuery,
        read=entities.list_speakers,
        item=EntityOut,
        linked=linked_entities,
    ),
    ThingEndpoint(
        path="/speakers/{speaker_id}",
        operation_id="getSpeaker",
        tag="speakers",
        doc="Get one speaker: roles by article, aliases, counts, first and last said, and whom and what they speak about.",
        model=EntityDetail,
        responses=one_responses(jsonld=True, moved=True),
        path_id=EntityId,
        parameters=Linkable,
        read=lambda connection, speaker_id, query: entities.get_speaker(connection, speaker_id, query.units),
        linked=linked_entity,
    ),
)
