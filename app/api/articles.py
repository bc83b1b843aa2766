"""Routes of articles: list, one article, its annotated text, its knowledge document."""

from app.answers.articles import AnnotatedArticle, ArticleDetail, ArticleOut, CompactArticleDetail
from app.answers.diffing.revisions import RevisionDiff, RevisionList
from app.answers.edits import History
from app.answers.jobs import JobDetail
from app.answers.pages import ArticlePage
from app.answers.posting import PostedArticle
from app.answers.verification import Verification
from app.answers.withdrawals import LiftedArticle, WithdrawnArticle
from app.api.jsonld.annotations import annotations_to_jsonld
from app.api.jsonld.articles import article_to_jsonld, articles_to_jsonld
from app.api.serving.endpoint import ListEndpoint, ThingEndpoint
from app.api.serving.openapi import LOCATION_HEADER, list_docs, problem_docs, thing_docs
from app.api.serving.parameters import ArticleId, ClaimsThingQuery, RevisionNumber, ThingQuery
from app.api.writing.actions import MERGE_PATCH, WriteEndpoint, edit_docs
from app.parameters.articles import ArticleQuery, DocumentQuery
from app.parameters.edits import ArticlePatch, EditQuery, WithdrawalQuery
from app.parameters.posting import PostQuery, TextRecord, VerificationQuery
from app.parameters.revisions import DiffQuery
from app.queries import annotated_articles, articles, documents
from app.queries.administering import edits
from app.queries.claims import reader_for
from app.queries.diffing import revisions

ENDPOINTS = (
    ListEndpoint(
        path="/articles",
        operation_id="listArticles",
        tag="articles",
        description="List articles with counts of what they hold.",
        model=ArticlePage,
        responses=list_docs(jsonld=True),
        query_model=ArticleQuery,
        read=articles.list_articles,
        item_type=ArticleOut,
        to_jsonld=articles_to_jsonld,
    ),
    ThingEndpoint(
        path="/articles/{article_id}",
        operation_id="getArticle",
        tag="articles",
        description="Get one article with its speakers, claims and events.",
        model=ArticleDetail,
        responses=thing_docs(jsonld=True, withdrawn=True),
        id_type=ArticleId,
        query_model=ClaimsThingQuery,
        read=lambda connection, article_id, query: articles.get_article(
            connection, article_id, query.units, reader_for(query.units, query.view)
        ),
        read_json=lambda connection, article_id, query: articles.get_article_json(connection, article_id, query.units, query.view),
        compact_model=CompactArticleDetail,
        to_jsonld=article_to_jsonld,
        is_bounded=True,
        is_edited=True,
    ),
    ThingEndpoint(
        path="/articles/{article_id}/annotated",
        operation_id="getAnnotatedArticle",
        tag="articles",
        description="Get what a page needs to highlight an article: its text, if kept, and every span with its role, in order.",
        model=AnnotatedArticle,
        responses=thing_docs(jsonld=True, withdrawn=True),
        id_type=ArticleId,
        query_model=ThingQuery,
        read=lambda connection, article_id, query: annotated_articles.get_annotated_article(connection, article_id, query.units),
        to_jsonld=annotations_to_jsonld,
    ),
    ThingEndpoint(
        path="/articles/{article_id}/document",
        operation_id="getDocument",
        tag="articles",
        description="Get the knowledge document back: what went in, local ids kept, with the text if one is attached. "
        "With `edited=true`, and a key of the scope `review`, it carries what people changed.",
        model="app.document.knowledge_document:KnowledgeDocument",
        responses=thing_docs(withdrawn=True),
        id_type=ArticleId,
        query_model=DocumentQuery,
        private_parameters=frozenset({"edited"}),
        read=lambda connection, article_id, query: documents.get_document(connection, article_id, edited=query.edited),
    ),
    ThingEndpoint(
        path="/articles/{article_id}/history",
        operation_id="getArticleHistory",
        tag="articles",
        description="Get who changed what everybody may see of the text of an article, latest first, with when, why and the policy before.",
        model=History,
        responses=thing_docs(withdrawn=True),
        id_type=ArticleId,
        read=lambda connection, article_id, _: edits.get_article_history(connection, article_id),
        scope="review",
        is_bounded=True,
    ),
    ThingEndpoint(
        path="/articles/{article_id}/revisions",
        operation_id="listRevisions",
        tag="articles",
        description="List the texts that an article had, latest first. The latest is the one that everything else is served from.",
        model=RevisionList,
        responses=thing_docs(withdrawn=True),
        id_type=ArticleId,
        read=lambda connection, article_id, _: revisions.list_revisions(connection, article_id),
        is_bounded=True,
    ),
    ThingEndpoint(
        path="/articles/{article_id}/revisions/{number}/diff",
        operation_id="diffRevision",
        tag="articles",
        description="Compare a text that an article had with the one before, or with another. Claims and events are kept, moved, reworded, "
        "somebody else's, added or removed, each as both documents have it.",
        model=RevisionDiff,
        responses=thing_docs(withdrawn=True),
        query_model=DiffQuery,
        id_type=[ArticleId, RevisionNumber],
        read=revisions.diff_revision,
    ),
)

WRITES = (
    WriteEndpoint(
        method="POST",
        path="/articles",
        operation_id="postArticle",
        tag="articles",
        description="Post an article: as a knowledge document, which is loaded at once; or as a text or page, which a job extracts. "
        "The same content again changes nothing, and is answered with 200. What a key without the scope `review` posts counts as "
        "extracted, whoever made it: nobody has accepted it, and its aliases join no entities of other articles.",
        scope="write",
        write="app.api.writing.articles:post_article",
        answer_again="app.api.writing.texts:answer_again",
        model=PostedArticle,
        bodies={
            "application/json": ["app.document.knowledge_document:KnowledgeDocument", TextRecord],
            "text/plain": [],
            "text/html": [],
        },
        query_model=PostQuery,
        responses={
            200: {"description": "It is there: nothing was done, or another document took the place of its document."},
            201: {"description": "It was added.", "model": PostedArticle, "headers": LOCATION_HEADER},
            202: {"description": "A job extracts it.", "model": JobDetail, "headers": LOCATION_HEADER},
            **problem_docs(401, 403, 409, 410, 413, 414, 415, 422, 503),
        },
    ),
    WriteEndpoint(
        method="PATCH",
        path="/articles/{article_id}",
        operation_id="editArticle",
        tag="articles",
        description="Set what everybody may see of the text of an article. `full`: all of it; `quotes`: passages only; `hidden`: offsets "
        "and gists only. Keys with the scope `review` see all of every article. The history keeps who, when, why and the policy before.",
        scope="admin",
        write="app.api.writing.policies:edit_article",
        model=ArticleDetail,
        bodies=dict.fromkeys(MERGE_PATCH, ArticlePatch),
        responses={200: edit_docs()[200], **problem_docs(400, 401, 403, 404, 410, 412, 413, 414, 415, 422, 428, 503)},
        query_model=EditQuery,
        id_type=ArticleId,
    ),
    WriteEndpoint(
        method="DELETE",
        path="/articles/{article_id}",
        operation_id="withdrawArticle",
        tag="articles",
        description="Withdraw an article with everything that only it holds: claims, events, unnamed sources, its text and document, what "
        "people edited. Id, time, reason and who did it stay as a tombstone. Files of the database are scrubbed afterwards.",
        scope="admin",
        write="app.api.writing.withdrawals:withdraw_article",
        model=WithdrawnArticle,
        responses={200: {"description": "Nothing serves it any more."}, **problem_docs(400, 401, 403, 404, 410, 412, 414, 422, 428, 503)},
        query_model=WithdrawalQuery,
        id_type=ArticleId,
    ),
    WriteEndpoint(
        method="DELETE",
        path="/articles/{article_id}/tombstone",
        operation_id="liftTombstone",
        tag="articles",
        description="Let a withdrawn article be loaded and posted again. It is not restored.",
        scope="admin",
        write="app.api.writing.withdrawals:lift_tombstone",
        model=LiftedArticle,
        responses={200: {"description": "It may be posted again."}, **problem_docs(401, 403, 404, 414, 422, 503)},
        id_type=ArticleId,
    ),
    WriteEndpoint(
        method="POST",
        path="/articles/{article_id}/verify",
        operation_id="verifyArticle",
        tag="articles",
        description="Compare the claims of an article with a text or page. Each is exact, moved, changed (with what comes nearest) or "
        "gone. Nothing is stored.",
        scope="read",
        write="app.api.writing.verification:verify_article",
        model=Verification,
        bodies={"text/plain": [], "text/html": []},
        query_model=VerificationQuery,
        responses={200: {"description": "Each claim, compared."}, **problem_docs(401, 403, 404, 410, 413, 414, 415, 422, 503)},
        id_type=ArticleId,
        is_read=True,
    ),
)
