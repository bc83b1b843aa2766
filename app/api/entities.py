"""Routes of entities, named or anonymous: list, one entity, its appearances."""

from app.answers.edits import EntityHistory
from app.answers.entities import AppearanceOut, Candidates, EntityDetail, EntityOut
from app.answers.pages import AppearancePage, EntityPage
from app.api.jsonld.entities import entities_to_jsonld, entity_to_jsonld
from app.api.serving.endpoint import ListEndpoint, ThingEndpoint
from app.api.serving.openapi import MOVED_DOCS, list_docs, problem_docs, thing_docs
from app.api.serving.parameters import EntityId, ThingQuery
from app.api.writing.actions import MERGE_PATCH, WriteEndpoint, edit_docs
from app.parameters.edits import EditQuery, RevertQuery, SplitQuery
from app.parameters.entities import AppearanceQuery, EntityQuery
from app.queries import appearances, entities
from app.queries.administering import judgements
from app.queries.resolving import candidates

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
        is_edited=True,
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
    ThingEndpoint(
        path="/entities/{entity_id}/candidates",
        operation_id="listCandidates",
        tag="entities",
        description="List entities that may be one with this one, best first, with score and reasons. Those that somebody judged to be "
        "others are left out.",
        model=Candidates,
        responses=thing_docs(moved=True),
        id_type=EntityId,
        read=lambda connection, entity_id, _: candidates.list_candidates(connection, entity_id),
        scope="review",
    ),
    ThingEndpoint(
        path="/entities/{entity_id}/history",
        operation_id="getEntityHistory",
        tag="entities",
        description="Get what people corrected of an entity, and judged on it and others, latest first.",
        model=EntityHistory,
        responses=thing_docs(moved=True),
        id_type=EntityId,
        read=lambda connection, entity_id, _: judgements.get_entity_history(connection, entity_id),
        scope="review",
        is_bounded=True,
    ),
)

WRITES = (
    WriteEndpoint(
        method="PATCH",
        path="/entities/{entity_id}",
        operation_id="editEntity",
        tag="entities",
        description="Correct the name, kind or Wikidata item of an entity, by a merge patch (RFC 7396). A correction beats what articles "
        "say, whatever is loaded later; what they call it stays. The id stays, and the history keeps who, when, why and the values before.",
        scope="review",
        write="app.api.writing.edits:edit_entity",
        model=EntityDetail,
        bodies=dict.fromkeys(MERGE_PATCH, "app.review.patches:EntityPatch"),
        responses=MOVED_DOCS | edit_docs(),
        query_model=EditQuery,
        id_type=EntityId,
    ),
    WriteEndpoint(
        method="POST",
        path="/entities/{entity_id}/revert",
        operation_id="revertEntity",
        tag="entities",
        description="Revert an edit of an entity, or of one that was merged into it. The fields that it changed get what they had before "
        "it, or are as articles say again. The revert is an edit, too.",
        scope="review",
        write="app.api.writing.edits:revert_entity",
        model=EntityDetail,
        responses=MOVED_DOCS | edit_docs(),
        query_model=RevertQuery,
        id_type=EntityId,
    ),
    WriteEndpoint(
        method="POST",
        path="/entities/{entity_id}/merge",
        operation_id="mergeEntities",
        tag="entities",
        description="Judge whether two entities are one. A judgement beats every rule that joins or parts entities, whatever is loaded "
        "later, until it is taken back. The id of a merged entity leads to the one that stands for both; what articles say stays.",
        scope="review",
        write="app.api.writing.merges:merge_entities",
        model=EntityDetail,
        bodies={"application/json": "app.review.merges:Merge"},
        responses=edit_docs() | problem_docs(409),
        has_tags_in_body=True,
        id_type=EntityId,
    ),
    WriteEndpoint(
        method="POST",
        path="/entities/{entity_id}/split",
        operation_id="splitEntity",
        tag="entities",
        description="Take back a judgement on an entity, or on one that was merged into it. What the rules say holds again.",
        scope="review",
        write="app.api.writing.merges:split_entity",
        model=EntityDetail,
        responses=edit_docs(),
        query_model=SplitQuery,
        id_type=EntityId,
    ),
)
