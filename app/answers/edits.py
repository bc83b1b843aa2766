"""JSON answers for review: histories of edits and merges, and the queue."""

from typing import Annotated, Any

from pydantic import Field

from app.answers.articles import ArticleOut
from app.answers.claims import ClaimOut
from app.answers.entities import EntityOut
from app.answers.events import EventOut
from app.answers.pages import Page
from app.answers.parts import AnswerObject, ArticleRef, Example
from app.answers.search import Snippet
from app.terms.vocabulary import ClashingField, QueuedType, QueueReason


class EditOut(AnswerObject):
    """One change by a person. Its fields are those of the knowledge document, and `review`; of an article, `text_policy`."""

    edit: Annotated[int, Example(3, "Its number, by which it is reverted; numbers count the edits of the whole archive.")]
    at: Annotated[str, Example("2024-06-28T09:30:00Z", "When.")]
    actor: Annotated[str | None, Example("newsroom", "The name of the API key.")]
    reason: Annotated[str | None, Example("he denies it", "Why, as whoever made it says.")]
    before: Annotated[
        dict[str, Any], Field(description="What the changed fields were.", examples=[{"kind": "statement", "review": "extracted"}])
    ]
    after: Annotated[dict[str, Any], Field(description="What they became.", examples=[{"kind": "denial", "review": "edited"}])]


class History(AnswerObject):
    """What people changed of a claim or event, or of the policy of an article, latest first; all of it, in one page."""

    items: Annotated[list[EditOut], Field(description="Latest first.")]


class EntityEditOut(EditOut):
    """One change of an entity by a person: an edit, or a judgement on two entities that was made or taken back."""

    edit: Annotated[int | None, Example(None, "The number of an edit, by which it is reverted; null for a judgement.")]  # type: ignore[misc]
    judgement: Annotated[int | None, Example(7, "The number of a judgement, by which it is taken back; null for an edit.")]
    entities: Annotated[
        list[str],
        Field(
            description="The two entities that are judged, as they are named before they are merged; empty for an edit.",
            examples=[["ent_27wd6x5ype2yv3m78b30", "ent_tzvs1ra8j0f04fqqfwey"]],
        ),
    ]


class EntityHistory(AnswerObject):
    """What people corrected of an entity, and judged on it, latest first; all of it, in one page.

    In an edit of an entity, `uncorrected` names the fields that are as articles say, before and after it.
    """

    items: Annotated[list[EntityEditOut], Field(description="Latest first.")]


class ContextOut(AnswerObject):
    """The text around a passage."""

    start: Annotated[int, Example(2934, "The first code point of the text that is given.")]
    end: Annotated[int, Example(3565, "The code point behind its last.")]
    text: Annotated[str | None, Example(None, "Null while the article's text is not attached.")]


class ClashOut(AnswerObject):
    """Something that an article says against a judgement or correction that was there before."""

    article: Annotated[ArticleRef, Field(description="The article that says it.")]
    field: Annotated[ClashingField, Example("wikidata", "What it gives: a Wikidata item, or an alias that would join two entities.")]
    value: Annotated[str, Example("Q801", "The item or alias.")]
    entities: Annotated[
        list[str],
        Field(
            description="The entity as the article names it; behind it the one that people keep apart from it, if that is contradicted. "
            "Else another item was corrected or known, and the entity's history tells who said so.",
            examples=[["ent_27wd6x5ype2yv3m78b30", "ent_tzvs1ra8j0f04fqqfwey"]],
        ),
    ]


class QueueItem(AnswerObject):
    """A claim, event or entity to look at, with what a decision needs."""

    type: Annotated[QueuedType, Example("claim", "What it is.")]
    id: Annotated[str, Example("clm_7enrzhhz2zns32q0f1c0", "Its id.")]
    reasons: Annotated[list[QueueReason], Field(description="Why it is in the queue.", examples=[["low_confidence"]])]
    article: Annotated[ArticleRef, Field(description="Where it stands; of an entity, where the first clash stands.")]
    claim: Annotated[ClaimOut | None, Field(description="The claim, as lists serve it; null for an event, and for a claim that is gone.")]
    event: Annotated[EventOut | None, Field(description="The event, as lists serve it; null for a claim, and for an event that is gone.")]
    entity: Annotated[EntityOut | None, Field(description="The entity, or the one that it was merged into; null for claims and events.")]
    context: Annotated[
        ContextOut | None, Field(description="The passage with the text around it; null for what is gone, and for entities.")
    ]
    clashes: Annotated[list[ClashOut], Field(description="Of an entity: what articles say against people, oldest first.")]
    edits: Annotated[list[EditOut], Field(description="Its orphaned edits, oldest first: their passage, speaker or thing is not there.")]


class QueuePage(Page):
    """What to look at, most pressing first."""

    items: Annotated[list[QueueItem], Field(description="The claims, events and entities of this page.")]


class HiddenTextOut(AnswerObject):
    """An article of which the hidden text has what was searched for."""

    article: Annotated[ArticleOut, Field(description="The article.")]
    snippet: Annotated[Snippet, Field(description="Where the words were found.")]


class HiddenTextPage(Page):
    """Those among the next articles whose text is hidden. It is not the last page while it has a cursor, even if it is empty."""

    items: Annotated[list[HiddenTextOut], Field(description="The articles of this page.")]
