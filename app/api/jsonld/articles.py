"""Articles in schema.org's words."""

from collections.abc import Sequence

from app.answers.articles import ArticleDetail, ArticleOut
from app.api.jsonld.claims import claim_node
from app.api.jsonld.context import Node, document, graph, known
from app.api.jsonld.events import event_node
from app.api.jsonld.references import article_node, entity_node


def linked_articles(articles: Sequence[ArticleOut]) -> Node:
    """Return articles as one graph."""
    return graph([_article(article) for article in articles])


def linked_article(article: ArticleDetail) -> Node:
    """Return one article as a document: its claims are parts of it, its speakers and events it mentions."""
    node = _article(article)
    here = {"@id": node["@id"]}
    claims = [{**claim_node(claim), "isPartOf": here} for claim in article["claims"]]
    events = [{**event_node(event), "mentionedIn": here} for event in article["events"]]
    return document(known({**node, "mentions": [*map(entity_node, article["speakers"]), *events], "hasPart": claims}))


def _article(article: ArticleOut) -> Node:
    """Shape an article. Whether a name in a byline is a person's or an agency's, it does not say."""
    return known(
        {
            **article_node(article),
            "author": [{"name": name} for name in article["byline"]],
            "dateline": article["dateline"],
            "inLanguage": article["language"],
            "encoding": {"@type": "MediaObject", "encodingFormat": "text/plain; charset=utf-8", "sha256": article["text_sha256"]},
        }
    )
