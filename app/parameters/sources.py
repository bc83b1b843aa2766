"""Query parameters of the source mix."""

from app.parameters.claims import ClaimFilters
from app.parameters.listing import AnswerQuery


class SourcesQuery(ClaimFilters, AnswerQuery):
    """Filters of the claims in the source mix. Without any, all claims."""
