"""Errors of the domain. They know no HTTP: ``api/serving/problems.py`` has the table from error to status.

OnRecordError
  NotFound
    CursorInvalid
      PositionInvalid
    NothingToCompare
  DatabaseBehind
    DatabaseMissing
    RevisionNotSupported
      RevisionAbandoned
      RevisionUnknown
  ServerBusy
    WriterBusy
  BodyRefused
    MediaTypeNotRead
    BodyTooLarge
  Moved, Withdrawn, OtherDatabase, DocumentRefused, DatabaseLocked, ReadTimedOut, ReadOnly, NoRoom, LogUnread, ChatFailed, NameTaken
  EditConflict, JudgementRefused, PreconditionMissing, IdempotencyKeyRefused, IdempotencyKeyInFlight, JobFinished, JobNotFailed
  KeyRevoked, SecretKeyMissing, WebhookDisabled
"""

from dataclasses import dataclass
from datetime import datetime


class OnRecordError(Exception):
    """Something went wrong."""

    def __str__(self) -> str:
        return super().__str__() or (type(self).__doc__ or "").splitlines()[0]


class NotFound(OnRecordError):
    """Nothing has this id."""


class CursorInvalid(NotFound):
    """The cursor was not made by this list with these filters.

    Attributes:
        parameter: the query parameter that is wrong.
    """

    parameter = "cursor"


class PositionInvalid(CursorInvalid):
    """This is no position in the feed of changes."""

    def __init__(self, parameter: str) -> None:
        super().__init__()
        self.parameter = parameter


class NothingToCompare(NotFound):
    """There is nothing to compare: give two or more speakers, or two or more publishers.

    Attributes:
        parameter: the query parameter that is wrong.
    """

    parameter = "speaker"


class Moved(OnRecordError):
    """This id was merged into another one.

    Attributes:
        merged_id: the id that was asked for.
        survivor: the id to ask for instead.
    """

    def __init__(self, merged_id: str, survivor: str) -> None:
        super().__init__(f"{merged_id} was merged into {survivor}")
        self.merged_id, self.survivor = merged_id, survivor


class Withdrawn(OnRecordError):
    """The article was withdrawn.

    Attributes:
        article_id: of the article, of which nothing else is stored.
        withdrawn_at: when.
        reason: a code, or a few words.
    """

    def __init__(self, article_id: str, withdrawn_at: datetime, reason: str) -> None:
        super().__init__(f"The article {article_id!r} was withdrawn at {withdrawn_at:%Y-%m-%dT%H:%M:%SZ}: {reason}")
        self.article_id = article_id
        self.withdrawn_at = withdrawn_at
        self.reason = reason


class OtherDatabase(OnRecordError):
    """This position is one of another database: start over, with a new copy or from the first change."""


class DatabaseBehind(OnRecordError):
    """The database is not migrated to this version of the program: run `onrecord migrate`."""


class DatabaseMissing(DatabaseBehind):
    """There is no database file.

    Attributes:
        file: its absolute path.
    """

    def __init__(self, file: str) -> None:
        super().__init__(f"There is no database {file}: run `onrecord migrate`, which makes it.")
        self.file = file


class RevisionNotSupported(DatabaseBehind):
    """The database is at a revision from which `onrecord migrate` cannot bring it to this version.

    Attributes:
        revision: of the database.
    """

    def __init__(self, revision: str, advice: str) -> None:
        super().__init__(f"The database is at revision {revision!r}, {advice}")
        self.revision = revision


class RevisionAbandoned(RevisionNotSupported):
    """The database was made by a version before the first release, which no migration leads on from."""

    def __init__(self, revision: str) -> None:
        super().__init__(
            revision,
            "which is older than any that this version can migrate. Write its documents with the version of On Record that made it "
            "(`onrecord export documents -o documents.jsonl`), then load them into a new database with this one "
            "(`onrecord migrate`, `onrecord ingest documents.jsonl`).",
        )


class RevisionUnknown(RevisionNotSupported):
    """The database was made by a later version, or is another program's."""

    def __init__(self, revision: str) -> None:
        super().__init__(
            revision,
            "which this version does not know: a later version of On Record made it, or another program. Use the version that made it, "
            "or set ONRECORD_DATABASE_URL to another database.",
        )


class DatabaseLocked(OnRecordError):
    """Another session has locked the tables, as a migration does."""


class ReadTimedOut(OnRecordError):
    """The answer takes too long.

    Attributes:
        timeout_s: seconds that it was given.
    """

    def __init__(self, timeout_s: float, advice: str = "") -> None:
        super().__init__(f"No answer within {timeout_s:g} seconds{': ' if advice else ''}{advice}.")
        self.timeout_s = timeout_s


class ServerBusy(OnRecordError):
    """Too many slow reads wait already. Try again after Retry-After seconds."""


class WriterBusy(ServerBusy):
    """Another program, such as a load, has been writing for long. Nothing was written; try again after Retry-After seconds."""


class ReadOnly(OnRecordError):
    """This server cannot write: its database is on read-only media (ONRECORD_IMMUTABLE)."""


class NoRoom(OnRecordError):
    """The disk has no room left for what was to be written, and nothing of it was: make room, then try again."""


class BodyRefused(OnRecordError):
    """The body of the request cannot be read."""


class MediaTypeNotRead(BodyRefused):
    """The body is of a media type that this address does not read."""


class BodyTooLarge(BodyRefused):
    """The body is larger than the server takes."""


class LogUnread(OnRecordError):
    """The write-ahead log beside an immutable database would be skipped.

    Attributes:
        file: the absolute path of the log.
    """

    def __init__(self, file: str) -> None:
        database = file.removesuffix("-wal")
        super().__init__(
            f"{file} holds changes that are not in {database} yet, and that ONRECORD_IMMUTABLE would skip. Bring them in by "
            f'`sqlite3 {database} "PRAGMA wal_checkpoint(TRUNCATE)"`; where the folder cannot be written, in a copy of both files.'
        )
        self.file = file


class ChatFailed(OnRecordError):
    """The language model gave no answer that can be used."""


class EditConflict(OnRecordError):
    """The thing was changed meanwhile.

    Attributes:
        number: its edit number now.
    """

    def __init__(self, thing_id: str, number: int, sent_as: str = "as If-Match") -> None:
        super().__init__(f"{thing_id} was changed meanwhile: read it again, and send the ETag that it has now {sent_as}.")
        self.number = number


class JudgementRefused(OnRecordError):
    """The judgement contradicts what people judged before, or says nothing that it could."""


class PreconditionMissing(OnRecordError):
    """A change needs the header If-Match, with the ETag of what you have read, so that nobody's change is lost."""


class IdempotencyKeyRefused(OnRecordError):
    """The Idempotency-Key was sent with something else before. Send a new one with each new request."""


class IdempotencyKeyInFlight(OnRecordError):
    """A request with this Idempotency-Key is being done. Send it again a little later."""


class JobFinished(OnRecordError):
    """The job is finished, so that nothing is left to cancel."""


class JobNotFailed(OnRecordError):
    """Only a job that failed can be tried again."""


class SecretKeyMissing(OnRecordError):
    """Webhooks need a key by which their secrets are encrypted: set ONRECORD_SECRET_KEY, and start the server again."""


class WebhookDisabled(OnRecordError):
    """The webhook is disabled, so that nothing is sent. Enable it first."""


class KeyRevoked(OnRecordError):
    """The API key was revoked."""


class NameTaken(OnRecordError):
    """The name is taken."""


@dataclass(frozen=True)
class Fault:
    """One fault of a document.

    Attributes:
        path: keys and indexes that lead to it.
        message: the fault, in a few words.
        line: its number in the file, if known.
    """

    path: tuple[str | int, ...]
    message: str
    line: int | None = None

    @property
    def field(self) -> str:
        """The path in one string: ``claims[3].said``."""
        return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in self.path).removeprefix(".") or "document"

    def __str__(self) -> str:
        return f"{self.field}: {self.message}"


class DocumentRefused(OnRecordError):
    """The document was refused; nothing of it was loaded.

    Attributes:
        faults: all of them, in the order of the document.
    """

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(map(str, faults)))
        self.faults = faults
