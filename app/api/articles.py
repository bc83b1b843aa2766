"""Answer requests for articles."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from app.api.answering import Answers
from app.api.documenting import list_responses, one_responses
from app.api.linking.annotations import linked_annotations
from app.api.linking.articles import linked_article, linked_articles
from app.api.parameters import ArticleId, LinkableQuery, NoQuery
from app.document import KnowledgeDocument
from app.envelopes import ArticlePage
from app.filters import ArticleQuery
from app.queries import annotations, articles, documents
from app.schemas import AnnotatedArticle, ArticleDetail, ArticleOut

router = APIRouter(tags=["articles"])


@router.get("/articles", operation_id="listArticles", response_model=ArticlePage, responses=list_responses(jsonld=True))
async def list_articles(query: Annotated[ArticleQuery, Query()], answers: Answers) -> Response:
    """List articles with counts of what they hold."""
    return await answers.listing(articles.list_articles, query, ArticleOut, linked_articles)


@router.get("/articles/{article_id}", operation_id="getArticle", response_model=ArticleDetail, responses=one_responses(jsonld=True))
async def get_article(article_id: ArticleId, query: LinkableQuery, answers: Answers) -> Response:
    """Get one article with its speakers, claims and events."""
    return await answers.one(
        lambda connection: articles.get_article(connection, article_id, answers.units(query)),
        linked=linked_article,
        write=lambda connection: articles.write_article(connection, article_id, query.units),
    )


@router.get(
    "/articles/{article_id}/annotated",
    operation_id="getAnnotatedArticle",
    response_model=AnnotatedArticle,
    responses=one_responses(jsonld=True),
)
async def get_annotated_article(article_id: ArticleId, query: LinkableQuery, answers: Answers) -> Response:
    """Get what a page needs to highlight an article: its text, if kept, and every span with its role, in order."""
    return await answers.one(
        lambda connection: annotations.get_annotated_article(connection, article_id, answers.units(query)),
        bounded=False,
        linked=linked_annotations,
    )


@router.get("/articles/{article_id}/document", operation_id="getDocument", response_model=KnowledgeDocument, responses=one_responses())
async def get_document(article_id: ArticleId, query: NoQuery, answers: Answers) -> Response:
    """Get the knowledge document back: what went in, local ids kept, with the text if one is attached."""
    return await answers.one(lambda connection: documents.get_document(connection, article_id), bounded=False)
