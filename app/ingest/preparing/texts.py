"""Texts of articles that are attached to documents by their hash."""

from dataclasses import dataclass, field
from pathlib import Path

from app.errors import DocumentRefused, Fault
from app.ingest.preparing.documents import PreparedDocument, with_text
from app.ingest.reading.limits import NO_SETTINGS, ReadingLimits
from app.terms.ids import sha256_of


@dataclass
class Texts:
    """Files and their texts by SHA-256 of the text; ``used`` has the hashes that a document named."""

    limits: ReadingLimits = NO_SETTINGS
    by_hash: dict[str, tuple[str, str]] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def add(self, file: Path) -> None:
        """Read a text.

        Raises:
            DocumentRefused: it is not UTF-8.
            TooLarge: it is larger than a document may be.
        """
        try:
            with file.open("rb") as stream:
                text = self.limits.read_whole(stream).decode()
        except UnicodeDecodeError as error:
            raise DocumentRefused([Fault((), f"byte {error.start} is not UTF-8")]) from error
        self.by_hash[sha256_of(text)] = (str(file), text)

    def attach(self, document: PreparedDocument) -> PreparedDocument:
        """Return the document with its text attached, if it came without and the text is here.

        Raises:
            DocumentRefused: spans, quotes or words do not agree with the text.
        """
        digest = document.text_sha256
        if digest not in self.by_hash:
            return document
        self.used.add(digest)
        return document if document.text is not None else with_text(document, self.by_hash[digest][1])

    def unused(self) -> list[str]:
        """Return the files whose hash no document named."""
        return [file for digest, (file, _) in self.by_hash.items() if digest not in self.used]
