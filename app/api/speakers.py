"""Routes of speakers, the entities that make claims: list and one speaker."""

from app.answers.entities import EntityDetail, EntityOut
from app.answers.pages import EntityPage
from app.api.jsonld.entities import entities_to_jsonld, entity_to_jsonld
from app.api.serving.endpoint import ListEndpoint, ThingEndpoint
from app.api.serving.openapi import list_docs, thing_docs
from app.api.serving.parameters import EntityId, ThingQuery
from app.parameters.entities import EntityQuery
from app.queries import entities

ENDPOINTS = (
    ListEndpoint(
        path="/speakers",
        operation_id="listSpeakers",
        tag="speakers",
        description="List speakers: the entities that make claims, with counts of claims, articles and outlets.",
        model=EntityPage,
        responses=list_docs(jsonld=True),
        query_model=EntityQuery,
        read=entities.list_speakers,
        item_type=EntityOut,
        to_jsonld=entities_to_jsonld,
    ),
    ThingEndpoint(
        path="/speakers/{speaker_id}",
        operation_id="getSpeaker",
        tag="speakers",
        description="Get one speaker: roles by article, aliases, counts, first and last said, and whom and what they speak about.",
        model=EntityDetail,
        responses=thing_docs(jsonld=True, moved=True),
        id_type=EntityId,
        query_model=ThingQuery,
        read=lambda connection, speaker_id, query: entities.get_speaker(connection, speaker_id, query.units),
        to_jsonld=entity_to_jsonld,
        is_edited=True,
    ),
)
