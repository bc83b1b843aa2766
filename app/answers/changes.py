"""JSON answers for the feed of changes."""

from typing import Annotated

from app.answers.parts import AnswerObject, Example
from app.terms.vocabulary import ChangeAction, ChangedType


class ChangeOut(AnswerObject):
    """A change: what to read again, or to remove."""

    cursor: Annotated[str, Example("3f2a9c1d8e7b.2.1", "The position behind this change: keep it, and give it as `after` to go on.")]
    version: Annotated[int, Example(2, "The first version of the data that has the change.")]
    type: Annotated[ChangedType, Example("article", "What changed.")]
    id: Annotated[str, Example("art_fwdphrcwn8q60bnwxda3", "Its id.")]
    action: Annotated[
        ChangeAction,
        Example(
            "created",
            "`created`, `updated`, `deleted`: of an article with all that it holds (it was withdrawn), of a claim or event that was "
            "rejected (`created`: that is so no more), of an entity that no article names any more. `undeleted`: the article may be "
            "loaded again, and is not there yet. `resolved`: an entity shows under another id or name than before in the articles that "
            "name it. `merged`: an entity stands for `survivor` now.",
        ),
    ]
    survivor: Annotated[str | None, Example(None, "Of an entity that was `merged`: the one that its id leads to now; else null.")]
