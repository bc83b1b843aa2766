"""What a transaction knows of an entity that it added is what the table holds."""

from sqlalchemy import Engine

from app.database.engines import write_session
from app.ingest.reading.validation import validated
from app.ingest.writing.numbers import Columns
from app.ingest.writing.stored_entities import StoredEntities
from tests import make
from tests.loading import load_document


def test_an_entity_without_aliases_has_none(engine: Engine) -> None:
    columns: Columns = {"number": [1], "id": ["ent_x"], "survivor_number": [1], "kind": ["person"], "name": ["Ana"], "folded": ["ana"]}
    with write_session(engine) as session:
        known = StoredEntities(session)
        known.add({**columns, "aliases": ["[]"], "wikidata": [None]})
        known.add({**columns, "number": [2], "id": ["ent_y"], "aliases": ['["Anka"]'], "wikidata": [None]})
        assert [known.get(1).has_alias(alias) for alias in ("[", "[]", "Ana", "Anka")] == [False, False, True, False]
        assert known.get(2).has_alias("Anka")


def test_what_was_added_equals_what_is_read(engine: Engine) -> None:
    load_document(engine, validated(make.document(entities=[make.entity(aliases=["Anka"])])))
    with write_session(engine) as session:
        read = StoredEntities(session)
        read.load([1])
        assert (read.get(1).name, read.get(1).aliases, read.survivor_of(1).number) == ("Ana Novak", ["Anka"], 1)
