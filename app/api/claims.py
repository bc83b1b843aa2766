"""Answer requests for claims."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from sqlalchemy import Connection

from app.api.answering import Answers
from app.api.documenting import list_responses, one_responses
from app.api.linking.claims import linked_claim, linked_claims
from app.api.parameters import ClaimId, LinkableQuery
from app.envelopes import ClaimPage
from app.filters import ClaimQuery
from app.queries import claims
from app.schemas import ClaimDetail, ClaimOut

router = APIRouter(tags=["claims"])


@router.get("/claims", operation_id="listClaims", response_model=ClaimPage, responses=list_responses(jsonld=True))
async def list_claims(query: Annotated[ClaimQuery, Query()], answers: Answers) -> Response:
    """List claims: who said what. A claim here already carries all that a claim card shows."""
    return await answers.listing(claims.list_claims, query, ClaimOut, linked_claims, claims.write_claims_page)


@router.get("/claims/{claim_id}", operation_id="getClaim", response_model=ClaimDetail, responses=one_responses(jsonld=True))
async def get_claim(claim_id: ClaimId, query: LinkableQuery, answers: Answers) -> Response:
    """Get one claim with its relations, both ways, and how widely it is reported."""

    def read(connection: Connection) -> ClaimDetail:
        return claims.get_claim(connection, claim_id, answers.units(query))

    def write(connection: Connection) -> Any:
        return claims.write_claim(connection, claim_id, query.units)

    return await answers.one(read, bounded=False, linked=linked_claim, write=write)  # unbounded: what repeats it grows with the archive
