"""Facets of claims: the columns and look-ups that find their values."""

from sqlalchemy import case, func, select

from app.queries.counting.facets import FacetColumns, Lookup
from app.queries.tables import articles, entities, roles

SPEAKER, ARTICLE, APPEARANCE = ("speaker_number",), ("article_number",), ("article_number", "speaker_position")
LABEL = func.coalesce(entities.c.name, entities.c.descriptor)
IS_ORGANIZATION = entities.c.kind == "organization"
ENTITIES = select(entities.c.number, entities.c.id, LABEL, entities.c.kind, case((IS_ORGANIZATION, entities.c.folded)), entities.c.name)
ARTICLES = select(articles.c.number, articles.c.id, articles.c.title, articles.c.publisher_folded, articles.c.publisher)
# A claim is counted with the organizations in its speaker's roles, and also with its speaker if this is an organization.
ROLES = select(roles.c.article_number, roles.c.position, roles.c.organization_folded, roles.c.organization)
FACETS = {
    "speaker": FacetColumns(SPEAKER, (Lookup(SPEAKER, ENTITIES, (0, 0, 1)),), is_of_ids=True),
    "speaker_kind": FacetColumns(SPEAKER, (Lookup(SPEAKER, ENTITIES, (2, 2, None)),)),
    "organization": FacetColumns(
        (*APPEARANCE, *SPEAKER), (Lookup(APPEARANCE, ROLES, (0, 1, None)), Lookup(SPEAKER, ENTITIES, (3, 4, None)))
    ),
    "kind": FacetColumns(("kind",)),
    "mode": FacetColumns(("mode",)),
    "cue": FacetColumns(("cue_folded",)),
    "article": FacetColumns(ARTICLE, (Lookup(ARTICLE, ARTICLES, (0, 0, 1)),), is_of_ids=True),
    "publisher": FacetColumns(ARTICLE, (Lookup(ARTICLE, ARTICLES, (2, 3, None)),)),
    "place": FacetColumns(("place_folded", "place")),
    "section": FacetColumns(("section",)),
    "review": FacetColumns(("review",)),
}
