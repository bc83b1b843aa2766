"""The article in a knowledge document: bibliographic data, text and its time expressions; and who made the document."""

from typing import Annotated

from pydantic import Field

from app.document.values import (
    LANGUAGE_PATTERN,
    Edtf,
    Published,
    Sha256,
    ShortText,
    Span,
    StorableText,
    StrictModel,
    Url,
    example,
    optional_list,
)


class ArticleDocument(StrictModel):
    """The published story. ``text`` may be left out where it may not be redistributed."""

    title: Annotated[StorableText, Field(min_length=1, max_length=2000, description="The headline.", examples=["Harbour talks resume"])]
    published: Annotated[Published | None, Field(description="A date, or a date with time; null if unknown.")]
    url: Annotated[Url | None, Field(description="Where it was published. It identifies the article.")] = None
    publisher: Annotated[ShortText | None, example("The Ellery Sample", "The outlet.")] = None
    byline: list[Annotated[ShortText, example("Tamsin Oakrill", "The name of an author.")]] = optional_list("Names of the authors.")
    dateline: Annotated[ShortText | None, example("PORT ELLERY", "Where it was written, as its first line says.")] = None
    language: Annotated[str | None, Field(pattern=LANGUAGE_PATTERN, description="Language tag of the text.", examples=["en"])] = None
    text_sha256: Annotated[Sha256, Field(description="SHA-256 of the UTF-8 text.")]
    text: Annotated[
        StorableText | None, example("He refused the offer.", "The text, to the letter; left out where it may not be passed on.")
    ] = None


class TimeDocument(StrictModel):
    """A time expression and what it denotes."""

    span: Annotated[Span, Field(description="Where it stands.")]
    edtf: Edtf


class ProducerDocument(StrictModel):
    """Who made the document: a person or an extractor."""

    name: Annotated[ShortText, example("On Record curators", "A person, a group of people, or a program.")]
    version: Annotated[ShortText, example("1", "Of the program, or of the rules that people followed.")]
