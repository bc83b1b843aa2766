"""Which keys there are, which must be there, and which may be null."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ingest.reading.validation import validated
from tests.document.full import OBJECTS, Path, faults, fields, full, put, without, written


@pytest.mark.parametrize("path", OBJECTS, ids=written)
@pytest.mark.parametrize("key", ["extra", "Id", "from_"])
def test_an_unknown_key_is_refused(path: Path, key: str) -> None:
    assert faults(put(full(), (*path, key), "x")) == [(written((*path, key)), "Extra inputs are not permitted")]


def test_a_relation_begins_with_from_and_no_other_spelling() -> None:
    given = put(full(), ("relations", 0), {"from_": "c1", "type": "contradicts", "to": "c0"})
    assert fields(given) == {"relations[0].from", "relations[0].from_"}


REQUIRED: list[Path] = [
    ("article",),
    ("produced_by",),
    ("article", "title"),
    ("article", "published"),
    ("article", "text_sha256"),
    ("entities", 0, "id"),
    ("entities", 0, "kind"),
    ("entities", 0, "name"),
    *(("claims", 0, key) for key in ("id", "speaker", "mode", "kind", "source", "cue", "content", "quote_sha256")),
    *(("events", 0, key) for key in ("id", "title", "kind", "status", "mentions")),
    ("events", 0, "participants", 0, "role"),
    *(("events", 0, "figures", 0, key) for key in ("measure", "value", "qualifier")),
    *(("relations", 0, key) for key in ("from", "type", "to")),
    ("times", 0, "span"),
    ("times", 0, "edtf"),
    ("produced_by", "name"),
    ("produced_by", "version"),
]


@pytest.mark.parametrize("path", REQUIRED, ids=written)
def test_a_required_key_is_missed(path: Path) -> None:
    assert faults(without(full(), path)) == [(written(path), "Field required")]


OPTIONAL: list[Path] = [
    ("id",),
    ("relations",),
    ("times",),
    *(("article", key) for key in ("url", "publisher", "byline", "dateline", "language")),
    *(("entities", 0, key) for key in ("anonymous", "descriptor", "roles", "aliases", "wikidata", "mentions")),
    ("entities", 0, "roles", 0, "organization"),
    *(("entities", 1, key) for key in ("anonymity_condition", "members")),
    *(("claims", 0, key) for key in ("holders", "reported_via", "as_said", "cue_text", "gist", "said", "addressee", "place")),
    *(("claims", 0, key) for key in ("about", "explicit", "section", "confidence")),
    *(("events", 0, key) for key in ("negated", "date", "place", "participants", "figures", "main", "confidence")),
    ("events", 0, "figures", 0, "text"),
    ("events", 0, "figures", 0, "span"),
]


@given(st.sets(st.sampled_from(OPTIONAL)))
def test_optional_keys_may_stay_away_and_dump_gives_back_what_was_given(left_out: set[Path]) -> None:
    given = full()
    for path in sorted(left_out, key=len, reverse=True):
        given = without(given, path)
    assert validated(given).dump() == given


NULLABLE: list[Path] = [
    ("id",),
    *(("article", key) for key in ("published", "url", "publisher", "dateline", "language", "text")),
    *(("entities", 0, key) for key in ("descriptor", "anonymity_condition", "wikidata")),
    ("entities", 0, "roles", 0, "title"),
    ("entities", 0, "roles", 0, "organization"),
    *(("claims", 0, key) for key in ("speaker", "reported_via", "as_said", "cue_text", "gist", "said", "addressee", "place")),
    ("claims", 0, "section"),
    ("claims", 0, "confidence"),
    *(("events", 0, key) for key in ("date", "place", "confidence")),
    *(("events", 0, "figures", 0, key) for key in ("value", "text", "span")),
]


@pytest.mark.parametrize("path", NULLABLE, ids=written)
def test_null_is_accepted_and_given_back_where_there_may_be_nothing(path: Path) -> None:
    given = put(put(full(), ("claims", 1, "as_said"), "Two officials"), ("claims", 1, "cue_text"), "denied")
    assert validated(put(given, path, None)).dump() == put(given, path, None)


NEVER_NULL: list[Path] = [
    ("article",),
    ("produced_by",),
    ("relations",),
    ("times",),
    *(("article", key) for key in ("title", "byline", "text_sha256")),
    *(("entities", 0, key) for key in ("id", "kind", "anonymous", "roles", "aliases", "members", "mentions")),
    *(("claims", 0, key) for key in ("id", "holders", "mode", "kind", "source", "cue", "content", "quote_sha256", "about", "explicit")),
    *(("events", 0, key) for key in ("id", "title", "kind", "status", "negated", "participants", "figures", "mentions", "main")),
    ("events", 0, "participants", 0, "role"),
    *(("events", 0, "figures", 0, key) for key in ("measure", "qualifier")),
    *(("relations", 0, key) for key in ("from", "type", "to")),
    ("times", 0, "span"),
    ("times", 0, "edtf"),
    ("produced_by", "name"),
    ("produced_by", "version"),
]


@pytest.mark.parametrize("path", NEVER_NULL, ids=written)
def test_null_is_refused_elsewhere(path: Path) -> None:
    assert fields(put(full(), path, None)) == {written(path)}
