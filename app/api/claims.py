"""Routes of claims: list and one claim."""

from app.answers.claims import ClaimDetail, ClaimOut
from app.answers.edits import History
from app.answers.pages import ClaimPage, CompactClaimPage
from app.api.jsonld.claims import claim_to_jsonld, claims_to_jsonld
from app.api.serving.endpoint import ListEndpoint, ThingEndpoint
from app.api.serving.openapi import list_docs, thing_docs
from app.api.serving.parameters import ClaimId, ThingQuery
from app.api.writing.actions import MERGE_PATCH, WriteEndpoint, edit_docs
from app.parameters.claims import ClaimQuery
from app.parameters.edits import EditQuery, RevertQuery
from app.queries import claims
from app.queries.administering import edits

ENDPOINTS = (
    ListEndpoint(
        path="/claims",
        operation_id="listClaims",
        tag="claims",
        description="List claims: who said what. A claim here already carries all that a claim card shows.",
        model=ClaimPage,
        responses=list_docs(jsonld=True),
        query_model=ClaimQuery,
        read=claims.list_claims,
        read_json=claims.list_claims_json,
        item_type=ClaimOut,
        compact_model=CompactClaimPage,
        to_jsonld=claims_to_jsonld,
        is_bounded=claims.PAGES.has,
    ),
    ThingEndpoint(
        path="/claims/{claim_id}",
        operation_id="getClaim",
        tag="claims",
        description="Get one claim with its relations, both ways, and how widely it is reported.",
        model=ClaimDetail,
        responses=thing_docs(jsonld=True),
        id_type=ClaimId,
        query_model=ThingQuery,
        read=lambda connection, claim_id, query: claims.get_claim(connection, claim_id, query.units),
        read_json=lambda connection, claim_id, query: claims.get_claim_json(connection, claim_id, query.units),
        to_jsonld=claim_to_jsonld,
        is_bounded=True,
        is_edited=True,
    ),
    ThingEndpoint(
        path="/claims/{claim_id}/history",
        operation_id="getClaimHistory",
        tag="claims",
        description="Get what people changed of a claim, latest first, with who, when, why and the values before.",
        model=History,
        responses=thing_docs(),
        id_type=ClaimId,
        read=lambda connection, claim_id, _: edits.get_history(connection, claim_id, "clm_"),
        scope="review",
        is_bounded=True,
    ),
)

WRITES = (
    WriteEndpoint(
        method="PATCH",
        path="/claims/{claim_id}",
        operation_id="editClaim",
        tag="claims",
        description="Accept or correct a claim, by a merge patch (RFC 7396) in the form in which it is served. The document stays as "
        "it went in, and the id stays; the history keeps who, when, why and the values before.",
        scope="review",
        write="app.api.writing.edits:edit_claim",
        model=ClaimDetail,
        bodies=dict.fromkeys(MERGE_PATCH, "app.review.patches:ClaimPatch"),
        responses=edit_docs(),
        query_model=EditQuery,
        id_type=ClaimId,
    ),
    WriteEndpoint(
        method="POST",
        path="/claims/{claim_id}/revert",
        operation_id="revertClaim",
        tag="claims",
        description="Revert an edit of a claim: the fields that it changed get the values that they had before it. "
        "The revert is an edit, too.",
        scope="review",
        write="app.api.writing.edits:revert_claim",
        model=ClaimDetail,
        responses=edit_docs(),
        query_model=RevertQuery,
        id_type=ClaimId,
    ),
)
