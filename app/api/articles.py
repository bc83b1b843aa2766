"""Answer requests for articles."""

from app.answers.articles import AnnotatedArticle, ArticleDetail, ArticleOut
from app.answers.pages import ArticlePage
from app.api.jsonld.annotations import linked_annotations
from app.api.jsonld.articles import linked_article, linked_articles
from app.api.serving.endpoint import ListEndpoint, ThingEndpoint
from app.api.serving.openapi import list_responses, one_responses
from app.api.serving.parameters import ArticleId, Linkable
from app.document.knowledge_document import KnowledgeDocument
from app.parameters.articles import ArticleQuery
from app.queries import annotated_articles, articles, documents

ENDPOINTS = (
    ListEndpoint(
        path="/articles",
        operation_id="listArticles",
        tag="articles",
        doc="List articles with counts of what they hold.",
        model=ArticlePage,
        responses=list_responses(jsonld=True),
        parameters=ArticleQuery,
        read=articles.list_articles,
        item=ArticleOut,
        linked=linked_articles,
    ),
    ThingEndpoint(
        path="/articles/{article_id}",
        operation_id="getArticle",
        tag="articles",
        doc="Get one article with its speakers, claims and events.",
        model=ArticleDetail,
        responses=one_responses(jsonld=True),
        path_id=ArticleId,
        parameters=Linkable,
        read=lambda connection, article_id, query: articles.get_article(connection, article_id, query.units),
        write=lambda connection, article_id, query: articles.write_article(connection, article_id, query.units),
        linked=linked_article,
        is_bounded=True,
    ),
    ThingEndpoint(
        path="/articles/{article_id}/annotated",
        operation_id="getAnnotatedArticle",
        tag="articles",
        doc="Get what a page needs to highlight an article: its text, if kept, and every span with its role, in order.",
        model=AnnotatedArticle,
        responses=one_responses(jsonld=True),
        path_id=ArticleId,
        parameters=Linkable,
        read=lambda connection, article_id, query: annotated_articles.get_annotated_article(connection, article_id, query.units),
        linked=linked_annotations,
    ),
    ThingEndpoint(
        path="/articles/{article_id}/document",
        operation_id="getDocument",
        tag="articles",
        doc="Get the knowledge document back: what went in, local ids kept, with the text if one is attached.",
        model=KnowledgeDocument,
        responses=one_responses(),
        path_id=ArticleId,
        read=lambda connection, article_id, _: documents.get_document(connection, article_id),
    ),
)
