"""Articles as schema.org's NewsArticle."""

from collections.abc import Sequence

from app.answers.articles import ArticleDetail, ArticleOut
from app.api.jsonld.claims import claim_node
from app.api.jsonld.context import Node, jsonld_document, jsonld_graph, without_nulls
from app.api.jsonld.events import event_node
from app.api.jsonld.references import article_reference, entity_reference


def articles_to_jsonld(articles: Sequence[ArticleOut]) -> Node:
    """Return articles as one graph."""
    return jsonld_graph([_article_node(article) for article in articles])


def article_to_jsonld(article: ArticleDetail) -> Node:
    """Return one article as a document: claims are its parts, speakers and events its mentions."""
    node = _article_node(article)
    reference = {"@id": node["@id"]}
    claims = [{**claim_node(claim), "isPartOf": reference} for claim in article["claims"]]
    events = [{**event_node(event), "mentionedIn": reference} for event in article["events"]]
    return jsonld_document(without_nulls({**node, "mentions": [*map(entity_reference, article["speakers"]), *events], "hasPart": claims}))


def _article_node(article: ArticleOut) -> Node:
    """Return the node of an article. Its authors have no type: a name in a byline may be a person's or an agency's."""
    return without_nulls(
        {
            **article_reference(article),
            "author": [{"name": name} for name in article["byline"]],
            "dateline": article["dateline"],
            "inLanguage": article["language"],
            "encoding": {"@type": "MediaObject", "encodingFormat": "text/plain; charset=utf-8", "sha256": article["text_sha256"]},
        }
    )
