"""The knowledge document: everything known about one article, in one JSON or YAML file."""

from itertools import islice
from typing import Annotated, Any, Literal, Self

from pydantic import Field, ValidationError, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from app.document.articles import ArticleDocument, ProducerDocument, TimeDocument
from app.document.claims import ClaimDocument, RelationDocument
from app.document.consistency import inconsistencies
from app.document.edits import EditDocument, JudgementDocument
from app.document.entities import EntityDocument
from app.document.events import EventDocument
from app.document.values import StorableText, StrictModel, optional_list

FORMAT = "onrecord/1"
INCONSISTENT = "inconsistent"  # kind of the errors that are looked for where the shape is right
MOST_FAULTS = 100  # of one document that are named


class KnowledgeDocument(StrictModel):
    """Everything known about one article."""

    format: Annotated[Literal["onrecord/1"], Field(description="The format and its version.")]
    id: Annotated[
        StorableText | None, Field(min_length=1, max_length=500, description="Any string; given back unchanged.", examples=["harbour-1"])
    ] = None
    article: Annotated[ArticleDocument, Field(description="The published story.")]
    entities: list[EntityDocument] = optional_list("Anyone and anything named, and unnamed sources.")
    claims: list[ClaimDocument] = optional_list("Who said what.")
    events: list[EventDocument] = optional_list("What happened, happens, is planned or is imagined.")
    relations: list[RelationDocument] = optional_list("How claims and events relate to each other.")
    times: list[TimeDocument] = optional_list("Time expressions of the text.")
    edits: list[EditDocument] = optional_list("What people changed of claims and events, in order. Ids come from the document without it.")
    judgements: list[JudgementDocument] = optional_list("What people said of its entities: which are one.")
    produced_by: Annotated[ProducerDocument, Field(description="Who made the document.")]

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        errors = [
            InitErrorDetails(type=PydanticCustomError(INCONSISTENT, "{problem}", {"problem": problem}), loc=path, input=None)
            for path, problem in islice(inconsistencies(self), MOST_FAULTS + 1)
        ]
        if errors:
            raise ValidationError.from_exception_data("KnowledgeDocument", errors)
        return self

    @property
    def is_curated(self) -> bool:
        """Whether a person made the document: an extractor gives every claim and event a confidence, a person none."""
        return all(claim.confidence is None for claim in self.claims) and all(event.confidence is None for event in self.events)

    def dump(self) -> dict[str, Any]:
        """Return the document as it was given, without the keys that it left out."""
        return self.model_dump(mode="json", by_alias=True, exclude_unset=True)

    def with_text(self, text: str) -> "KnowledgeDocument":
        """Return the document with the article's text attached.

        Raises:
            ValidationError: the text has another hash, or spans, quotes or words do not agree with it.
        """
        return KnowledgeDocument.model_validate({**self.dump(), "article": {**self.article.model_dump(exclude_unset=True), "text": text}})
