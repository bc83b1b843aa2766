"""JSON answers, one file a noun. Typed dictionaries: the shape and its documentation, at no cost per row."""

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

MODULES = (articles, claims, comparison, entities, events, graph, pages, parts, problems, search, server, sources, stats, timeline)
