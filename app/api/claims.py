"""Routes of claims: list and one claim."""

from app.answers.claims import ClaimDetail, ClaimOut
from app.answers.pages import ClaimPage, CompactClaimPage
from app.api.jsonld.claims import claim_to_jsonld, claims_to_jsonld
from app.api.serving.endpoint import ListEndpoint, ThingEndpoint
from app.api.serving.openapi import list_docs, thing_docs
from app.api.serving.parameters import ClaimId, ThingQuery
from app.parameters.claims import ClaimQuery
from app.queries import claims

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
    ),
)
