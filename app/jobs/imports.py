"""Imports: what comes in is stored part by part in a spool, which becomes a job with its last part."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Literal

from sqlalchemy import Engine, delete, update
from sqlmodel import Session, col

from app.database.compression import compress_posted
from app.database.engines import write_session
from app.database.tables.jobs import NEW, REVISION, InboxPart, Spool
from app.errors import BodyTooLarge, DocumentRefused, Fault, IdempotencyKeyRefused, WriterBusy
from app.extract.text.inputs import checked_metadata
from app.ingest.administering.repetitions import Done, KeyedRequest, OpenKey, open_key
from app.ingest.reading.limits import ReadingLimits, TooLarge
from app.ingest.reading.unpacking import unpacking_of
from app.jobs.inbox import add_job, begin_spool
from app.jobs.splitting import LineSplitter, Part, Whole
from app.queries.administering.keys import Asker, require_valid

Format = Literal["lines", "json", "yaml", "text", "page"]
ACCEPTED = 202


@dataclass(frozen=True)
class ImportRequest:
    """What is told of an import before its body.

    Attributes:
        format: of the body.
        coding: of the body: ``gzip``, ``zstd`` or ``identity``.
        given: fields of the article that come beside a text or page.
        is_new_revision: whether texts that articles had before become their latest again.
        asker: who sends it. Only what a key with the scope ``review`` posts may count as accepted.
        keyed: the request with its Idempotency-Key, whose hash is that of what came before the body; None without one.
        most_mb: MiB that the body may have, unpacked.
    """

    format: Format
    coding: str
    given: Mapping[str, str]
    is_new_revision: bool
    asker: Asker
    keyed: KeyedRequest | None
    most_mb: int


class Import:
    """One import while it comes in. Its methods are called one after another, by the thread that writes.

    Where its Idempotency-Key was answered before, what comes is compared by its hash and not stored.
    """

    def __init__(self, request: ImportRequest, limits: ReadingLimits) -> None:
        self._request, self._limits = request, limits
        self._unpacking = unpacking_of(request.coding, limits)
        self._splitter = LineSplitter(limits) if request.format == "lines" else Whole(limits)
        self._digest = sha256(request.keyed.sha256 if request.keyed else b"")
        self._bytes = self._parts = 0
        self._spool: int | None = None
        self._key: OpenKey | None = None

    def begin(self, engine: Engine) -> None:
        """Begin a spool, and hold the key.

        Raises:
            IdempotencyKeyInFlight: a request with this key is being done.
        """
        with write_session(engine) as session:
            self._key = open_key(session, self._request.keyed) if self._request.keyed else None
            if self._key is None or self._key.answered is None:
                self._spool = begin_spool(session)

    def add(self, engine: Engine, piece: bytes) -> None:
        """Store what came.

        Raises:
            BodyTooLarge: it is too much, or unpacks to too much.
            DocumentRefused: it cannot be unpacked.
            IdempotencyKeyInFlight: another request took the key over, since nothing was heard of this one for long.
        """
        parts = [part for unpacked in self._unpacked(piece) for part in self._splitter.add(unpacked)]
        if parts and self._spool is not None:
            with write_session(engine) as session:
                self._touch(session)
                self._store(session, parts)

    def touch(self, engine: Engine) -> None:
        """Note that the rest is still to come; raises what ``add`` raises of the key."""
        if self._spool is not None:
            with write_session(engine) as session:
                self._touch(session)

    def end(self, engine: Engine) -> Done:
        """Store the last part, with the job and the answer to the key, in one transaction; return the answer.

        Raises:
            DocumentRefused: the body is empty, or its end is missing.
            IdempotencyKeyRefused: the key was sent with something else.
            IdempotencyKeyInFlight: as ``add`` raises it.
            KeyRevoked: the API key was revoked meanwhile.
        """
        self._unpacking.end()
        digest, parts = self._digest.digest(), [*self._splitter.end()]
        if self._key is not None and self._key.answered is not None:
            if self._key.sha256 != digest:
                raise IdempotencyKeyRefused
            return self._key.answered
        if not self._splitter.items:
            raise DocumentRefused([Fault((), "is empty")])
        with write_session(engine) as session:
            require_valid(session.connection(), self._request.asker)
            self._touch(session)
            self._store(session, parts)
            job = add_job(session, "import", self._request.asker.key_id, digest, self._splitter.items)
            session.execute(update(Spool).where(col(Spool.number) == self._spool).values(job_number=job.number))
            done = Done(ACCEPTED, f"/v1/jobs/{job.id}")
            if self._key is not None:
                self._key.settle(session, digest, done)
        return done

    def give_up(self, engine: Engine) -> None:
        """Remove what was stored, and give the key free: the rest does not come."""
        with write_session(engine) as session:
            if self._spool is not None:
                session.execute(delete(Spool).where(col(Spool.number) == self._spool, col(Spool.job_number).is_(None)))
            if self._key is not None:
                self._key.release(session)

    def _unpacked(self, piece: bytes) -> Iterator[bytes]:
        try:
            for unpacked in self._unpacking.add(piece):
                self._digest.update(unpacked)
                self._bytes += len(unpacked)
                if self._bytes > self._request.most_mb << 20:
                    raise BodyTooLarge(f"The body has more than {self._request.most_mb} MiB, unpacked (ONRECORD_MAX_IMPORT_MB).")
                yield unpacked
        except TooLarge as error:
            raise BodyTooLarge(f"The body {error}.") from error

    def _touch(self, session: Session) -> None:
        touched = update(Spool).where(col(Spool.number) == self._spool).values(touched_at=datetime.now(UTC))
        if not session.execute(touched).rowcount:  # type: ignore[attr-defined]  # of an update
            raise WriterBusy("The import stood still for so long that what had come was removed.")
        if self._key is not None:
            self._key.touch(session)

    def _store(self, session: Session, parts: Iterable[Part]) -> None:
        asker = self._request.asker
        posted_by = None if "review" in asker.scopes else asker.key_id
        known: dict[str, Any] = {"format": self._request.format, "given": {**self._request.given}, "posted_by": posted_by}
        for part in parts:
            self._parts += 1
            more = ({"too_large": part.too_large} if part.too_large else {}) | ({REVISION: NEW} if self._request.is_new_revision else {})
            row = InboxPart(
                spool=self._spool or 0,
                part=self._parts,
                first_line=part.first_line,
                last_line=part.last_line,
                known=known | more,
                body=compress_posted(part.body),
            )
            session.add(row)


def checked_fields(given: Mapping[str, str]) -> dict[str, Any]:
    """Return fields of an article that come beside its text or page, as they are stored.

    Raises:
        DocumentRefused: one of them cannot be.
    """
    own_id = {"id": given["id"]} if "id" in given else {}
    return {**checked_metadata({**given}), **own_id}
