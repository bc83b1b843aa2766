"""The article in a knowledge document: bibliographic data, text and its time expressions; and who made the document."""

from typing import Annotated

from pydantic import Field

from app.document.values import Edtf, Published, Sha256, ShortText, Span, StorableText, StrictModel, Url, example, optional_list


class ArticleDocument(StrictModel):
    """The published story. ``text`` may be left out where it may not be redistributed."""

    title: Annotated[StorableText, Field(min_length=1, max_length=2000, examples=["Harbour talks resume"])]
    published: Published | None
    url: Url | None = None
    publisher: Annotated[ShortText | None, example("The Times of Israel")] = None
    byline: list[Annotated[ShortText, example("Jacob Magid")]] = optional_list()
    dateline: Annotated[ShortText | None, example("Washington")] = None
    language: Annotated[str | None, Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$", examples=["en"])] = None
    text_sha256: Annotated[Sha256, Field(description="SHA-256 of the UTF-8 text.")]
    text: Annotated[StorableText | None, example("He refused the offer.")] = None


class TimeDocument(StrictModel):
    """A time expression and what it denotes."""

    span: Span
    edtf: Edtf


class ProducerDocument(StrictModel):
    """Who made the document: a person or an extractor."""

    name: Annotated[ShortText, example("On Record curators")]
    version: Annotated[ShortText, example("1")]
