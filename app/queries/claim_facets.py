"""Facets of claims: the columns and look-ups that find their values."""

from sqlalchemy import func, null, select

from app.queries.counting.facets import FacetColumns, Lookup
from app.queries.tables import articles, entities, roles

SPEAKER, ARTICLE, APPEARANCE = ("speaker_number",), ("article_number",), ("article_number", "speaker_position")
NO_LABEL = null()
SPEAKERS = select(entities.c.number, entities.c.id, entities.c.id, func.coalesce(entities.c.name, entities.c.descriptor))
SPEAKER_KINDS = select(entities.c.number, entities.c.kind, entities.c.kind, NO_LABEL)
ARTICLES = select(articles.c.number, articles.c.id, articles.c.id, articles.c.title)
PUBLISHERS = select(articles.c.number, articles.c.publisher_folded, articles.c.publisher, NO_LABEL)
# A claim is counted with the organizations in its speaker's roles, and also with its speaker if this is an organization.
ORGANIZATIONS_OF_ROLES = select(
    roles.c.article_number, roles.c.position, roles.c.organization_folded, roles.c.organization, NO_LABEL
).where(roles.c.organization.is_not(None))
ORGANIZATIONS = select(entities.c.number, entities.c.folded, entities.c.name, NO_LABEL).where(entities.c.kind == "organization")
FACETS = {
    "speaker": FacetColumns(SPEAKER, (Lookup(SPEAKER, SPEAKERS),), is_of_ids=True),
    "speaker_kind": FacetColumns(SPEAKER, (Lookup(SPEAKER, SPEAKER_KINDS),)),
    "organization": FacetColumns((*APPEARANCE, *SPEAKER), (Lookup(APPEARANCE, ORGANIZATIONS_OF_ROLES), Lookup(SPEAKER, ORGANIZATIONS))),
    "kind": FacetColumns(("kind",)),
    "mode": FacetColumns(("mode",)),
    "cue": FacetColumns(("cue_folded",)),
    "article": FacetColumns(ARTICLE, (Lookup(ARTICLE, ARTICLES),), is_of_ids=True),
    "publisher": FacetColumns(ARTICLE, (Lookup(ARTICLE, PUBLISHERS),)),
    "place": FacetColumns(("place_folded", "place")),
    "section": FacetColumns(("section",)),
    "review": FacetColumns(("review",)),
}
