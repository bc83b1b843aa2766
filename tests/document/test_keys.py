"""Keys of a document: known and unknown, required and optional, null and never null."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.document.consistency import DocumentPath
from app.ingest.reading.validation import validated
from tests.document.full import OBJECTS, dotted, faults_in, faulty_fields, full_document, with_value, without_key


@pytest.mark.parametrize("path", OBJECTS, ids=dotted)
@pytest.mark.parametrize("key", ["extra", "Id", "from_"])
def test_an_unknown_key_is_refused(path: DocumentPath, key: str) -> None:
    [(place, message)] = faults_in(with_value(full_document(), (*path, key), "x"))
    assert (place, message.partition(";")[0]) == (dotted((*path, key)), "is no field of this object")


def test_a_relation_begins_with_from_and_no_other_spelling() -> None:
    document = with_value(full_document(), ("relations", 0), {"from_": "c1", "type": "contradicts", "to": "c0"})
    assert faulty_fields(document) == {"relations[0].from", "relations[0].from_"}


REQUIRED: list[DocumentPath] = [
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
    *(("edits", 0, key) for key in ("target", "field", "before", "after", "when")),
    *(("judgements", 0, key) for key in ("entities", "judgement", "when")),
    ("produced_by", "name"),
    ("produced_by", "version"),
]


@pytest.mark.parametrize("path", REQUIRED, ids=dotted)
def test_a_required_key_is_missed(path: DocumentPath) -> None:
    assert faults_in(without_key(full_document(), path)) == [(dotted(path), "is missing")]


OPTIONAL: list[DocumentPath] = [
    ("id",),
    ("relations",),
    ("times",),
    ("edits",),
    ("judgements",),
    *((name, 0, key) for name in ("edits", "judgements") for key in ("who", "why")),
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
def test_optional_keys_may_stay_away_and_dump_gives_back_what_was_given(left_out: set[DocumentPath]) -> None:
    document = full_document()
    for path in sorted(left_out, key=len, reverse=True):
        document = without_key(document, path)
    assert validated(document).dump() == document


NULLABLE: list[DocumentPath] = [
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


@pytest.mark.parametrize("path", NULLABLE, ids=dotted)
def test_null_is_accepted_and_given_back_where_there_may_be_nothing(path: DocumentPath) -> None:
    document = with_value(with_value(full_document(), ("claims", 1, "as_said"), "Two officials"), ("claims", 1, "cue_text"), "denied")
    assert validated(with_value(document, path, None)).dump() == with_value(document, path, None)


NEVER_NULL: list[DocumentPath] = [
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


@pytest.mark.parametrize("path", NEVER_NULL, ids=dotted)
def test_null_is_refused_elsewhere(path: DocumentPath) -> None:
    assert faulty_fields(with_value(full_document(), path, None)) == {dotted(path)}
