"""Seeds that are loaded again into an archive that is in use: nothing is undone that came later."""

from typing import Any

from sqlalchemy import Engine, select

from app.database.engines import write_engine
from app.ingest.administering.tombstones import withdraw
from app.ingest.loading import load_files
from app.ingest.preparing.documents import prepare
from app.ingest.preparing.texts import Texts
from app.ingest.reading.files import find_files
from app.ingest.reading.validation import validated
from app.queries.documents import list_documents
from app.queries.tables import claims
from app.review.edits import Reviewer, edit
from tests import make
from tests.databases import SEEDS
from tests.loading import load_batch
from tests.tables import dump


def statuses_of_seeds(engine: Engine) -> list[str]:
    return [result.outcome.status if result.outcome else "refused" for result in load_files(engine, find_files([SEEDS]), Texts())]


def stored_documents(engine: Engine) -> list[tuple[str, dict[str, Any]]]:
    with engine.connect() as connection:
        return list_documents(connection, "", 10)


def other_text(document: dict[str, Any]) -> dict[str, Any]:
    """Return a document of the same article that has another text, and nobody who says anything."""
    article = {**document["article"], "text": "Nothing is left.", "text_sha256": make.sha256("Nothing is left.")}
    return {"format": document["format"], "id": document.get("id"), "article": article, "entities": [], "claims": [], "events": []} | {
        "produced_by": document["produced_by"]
    }


def test_seeds_that_are_loaded_again_undo_nothing_that_came_later(seeded_url: str) -> None:
    engine = write_engine(seeded_url)
    with engine.connect() as connection:
        claim = connection.scalars(select(claims.c.id).order_by(claims.c.id)).first()
    edit(engine, str(claim), {"kind": "hope"}, Reviewer("ana", "a mistake", None))
    (_, first), (_, second) = stored_documents(engine)
    better = {**first, "produced_by": {"name": "ana", "version": "2"}}
    outcomes = load_batch(engine, [prepare(validated(document)) for document in (better, other_text(second))])
    assert [getattr(outcome, "status", None) for outcome in outcomes] == ["changed", "changed"]
    before = dump(engine)
    assert statuses_of_seeds(engine) == ["same", "same"]
    assert dump(engine) == before
    withdraw(engine, [stored_documents(engine)[0][0]], "error", None)
    assert sorted(statuses_of_seeds(engine)) == ["same", "withdrawn"]
    engine.dispose()
