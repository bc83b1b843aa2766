"""Answer requests for claims."""

from app.answers.claims import ClaimDetail, ClaimOut
from app.answers.pages import ClaimPage
from app.api.jsonld.claims import linked_claim, linked_claims
from app.api.serving.endpoint import ListEndpoint, ThingEndpoint
from app.api.serving.openapi import list_responses, one_responses
from app.api.serving.parameters import ClaimId, Linkable
from app.parameters.claims import ClaimQuery
from app.queries import claims

ENDPOINTS = (
    ListEndpoint(
        path="/claims",
        operation_id="listClaims",
        tag="claims",
        doc="List claims: who said what. A claim here already carries all that a claim card shows.",
        model=ClaimPage,
        responses=list_responses(jsonld=True),
        parameters=ClaimQuery,
        read=claims.list_claims,
        write=claims.write_claims_page,
        item=ClaimOut,
        linked=linked_claims,
        is_bounded=claims.PAGES.has,
    ),
    ThingEndpoint(
        path="/claims/{claim_id}",
        operation_id="getClaim",
        tag="claims",
        doc="Get one claim with its relations, both ways, and how widely it is reported.",
        model=ClaimDetail,
        responses=one_responses(jsonld=True),
        path_id=ClaimId,
        parameters=Linkable,
        read=lambda connection, claim_id, query: claims.get_claim(connection, claim_id, query.units),
        write=lambda connection, claim_id, query: claims.write_claim(connection, claim_id, query.units),
        linked=linked_claim,
        is_bounded=True,
    ),
)
