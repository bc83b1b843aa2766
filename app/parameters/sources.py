"""Query parameters of the source mix."""

from app.parameters.claims import ClaimFilters


class SourcesQuery(ClaimFilters):
    """Which claims the source mix is made of; all if there is no filter."""
