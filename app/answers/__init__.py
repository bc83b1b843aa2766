"""JSON answers, one file a noun: typed dictionaries that give the shape and its documentation in OpenAPI."""

from app.answers import (
    articles,
    claims,
    comparison,
    entities,
    events,
    graph,
    pages,
    parts,
    problems,
    search,
    server,
    sources,
    stats,
    timeline,
)

# ``api.serving.openapi`` defers the schemas of all typed dictionaries in these modules.
MODULES = (articles, claims, comparison, entities, events, graph, pages, parts, problems, search, server, sources, stats, timeline)
