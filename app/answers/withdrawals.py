"""JSON answers to withdrawals."""

from typing import Annotated

from app.answers.parts import AnswerObject, ArticleId, Example, Number

DataVersion = Annotated[int, Example(9, "The data version from which on every answer knows of it.")]


class WithdrawnArticle(AnswerObject):
    """An article that was withdrawn: its tombstone, and how much went with it."""

    id: ArticleId
    withdrawn_at: Annotated[str, Example("2024-06-28T09:30:00Z", "When.")]
    actor: Annotated[str | None, Example("editor", "The name of the API key.")]
    reason: Annotated[str, Example("wrong person named", "Why: whoever asks for the article is told it.")]
    claims: Number
    events: Number
    data_version: DataVersion


class LiftedArticle(AnswerObject):
    """An article that may be loaded again."""

    id: ArticleId
    data_version: DataVersion
