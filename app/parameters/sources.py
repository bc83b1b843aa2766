"""Query parameters of the source mix."""

from app.parameters.claims import ClaimFilters


class SourcesQuery(ClaimFilters):
    """Filters of the claims in the source mix. Without any, all claims."""
