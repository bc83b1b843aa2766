"""Load many documents: each alone, so that a bad one is refused and the others still load."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import orjson
from pydantic import ValidationError
from sqlalchemy import Engine

from app.db import read_connection
from app.document import KnowledgeDocument, cut_words
from app.errors import DocumentRefused, Fault
from app.ids import sha256_of
from app.ingest.articles import Outcome, load_document
from app.ingest.files import Given, read_files
from app.ingest.validation import faults_of, validated
from app.queries.documents import documents_of_text

Reading = Callable[[Iterable[Path]], Iterator[Given]]


@dataclass
class Texts:
    """Texts to attach, by the SHA-256 of their bytes. ``used`` says which found a document."""

    by_hash: dict[str, tuple[str, str]] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def add(self, file: Path) -> None:
        """Read a text.

        Raises:
            DocumentRefused: it is not UTF-8.
        """
        try:
            text = file.read_bytes().decode()
        except UnicodeDecodeError as error:
            raise DocumentRefused([Fault((), f"byte {error.start} is not UTF-8")]) from error
        self.by_hash[sha256_of(text)] = (str(file), text)

    def attach(self, document: KnowledgeDocument) -> KnowledgeDocument:
        """Return the document with its text, if it is among these and the document has none.

        Raises:
            ValidationError: spans, quotes or words do not agree with the text.
        """
        wanted = document.article.text_sha256
        if wanted not in self.by_hash:
            return document
        self.used.add(wanted)
        return document if document.article.text is not None else document.with_text(self.by_hash[wanted][1])

    def unused(self) -> list[str]:
        """The files whose hash was no document's."""
        return [file for digest, (file, _) in self.by_hash.items() if digest not in self.used]


@dataclass(frozen=True)
class Loaded:
    """What became of one document."""

    given: Given
    outcome: Outcome | None
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)


def load_files(engine: Engine, files: Iterable[Path], texts: Texts, read: Reading = read_files) -> Iterator[Loaded]:
    """Load the documents of the files one by one, and yield what became of each. ``read`` may make documents of other things."""
    for given in read(files):
        yield load_given(engine, given, texts)


def load_given(engine: Engine, given: Given, texts: Texts) -> Loaded:
    """Check a document, attach its text and load it, in one transaction."""
    try:
        if given.refused:
            raise given.refused
        document = _attached(validated(given.data), given, texts)
        warnings = [] if given.is_extracted else [Fault(path, message) for path, message in cut_words(document)]
        return Loaded(given, load_document(engine, document), warnings=given.located(DocumentRefused(warnings)) if warnings else [])
    except DocumentRefused as refused:
        return Loaded(given, None, faults=given.located(refused))


def load_waiting(engine: Engine, texts: Texts) -> Iterator[Loaded]:
    """Attach the texts to the documents that were loaded before without them."""
    for digest in texts.by_hash:
        with read_connection(engine) as connection:
            stored = documents_of_text(connection, digest)
        texts.used.update([digest] if stored else [])
        for document in stored:
            if "text" not in document["article"]:
                yield load_given(engine, Given(document["article"]["title"], orjson.dumps(document).decode(), data=document), texts)


def _attached(document: KnowledgeDocument, given: Given, texts: Texts) -> KnowledgeDocument:
    try:
        return texts.attach(document)
    except ValidationError as error:
        raise DocumentRefused(faults_of(error, given.data)) from error
