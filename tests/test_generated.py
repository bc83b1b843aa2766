"""Generated documents: valid, the same for the same seed, and as varied as the news."""

from collections import Counter
from functools import cache
from typing import Any, get_args

import pytest

from app.document.consistency import cut_words
from app.document.knowledge_document import KnowledgeDocument
from app.ingest.preparing.numbering import assign_ids
from app.ingest.reading.validation import validated
from app.terms import vocabulary
from app.terms.dates import parse_edtf
from tests.generated import documents


@cache
def archive() -> list[KnowledgeDocument]:
    return [validated(document) for document in documents(500)]


def test_the_same_seed_gives_the_same_documents_and_a_longer_archive_begins_with_the_shorter_one() -> None:
    assert documents(20) == documents(30)[:20]
    assert documents(20) != documents(20, seed=2)


def test_all_documents_are_of_different_articles_and_cut_no_word() -> None:
    assert len({assign_ids(document).article_id for document in archive()}) == 500
    assert [problem for document in archive() for problem in cut_words(document)] == []


@pytest.mark.parametrize(
    ("part", "key", "vocabularies"),
    [
        ("claims", "mode", [vocabulary.ClaimMode]),
        ("claims", "kind", [vocabulary.ClaimKind]),
        ("claims", "section", [vocabulary.Section]),
        ("entities", "kind", [vocabulary.EntityKind]),
        ("events", "kind", [vocabulary.EventKind]),
        ("events", "status", [vocabulary.EventStatus]),
        ("relations", "type", [vocabulary.ClaimRelation, vocabulary.EventRelation]),
    ],
)
def test_every_word_of_a_vocabulary_occurs(part: str, key: str, vocabularies: list[Any]) -> None:
    found = {getattr(item, key) for document in archive() for item in getattr(document, part)}
    assert found - {None} == {word for closed in vocabularies for word in get_args(closed)}


def test_dates_are_of_every_sort() -> None:
    said = {claim.said for document in archive() for claim in document.claims}
    assert {parse_edtf(edtf).precision for edtf in said if edtf} >= {"day", "month", "season", "year", "range"}
    assert {edtf[0] for edtf in said if edtf} == {"2", "[", ".", "/"}
    assert None in said


def test_articles_differ_in_text_publisher_date_and_curation() -> None:
    facts = [
        (document.article.text is None, document.article.publisher is None, document.article.published is None, document.is_curated)
        for document in archive()
    ]
    for fact in zip(*facts, strict=True):
        assert 15 < sum(fact) < 485


def test_a_few_speakers_make_many_claims_and_one_in_seven_is_unnamed() -> None:
    names = [{entity.id: entity.name for entity in document.entities} for document in archive()]
    said = Counter(
        named[claim.speaker] for named, document in zip(names, archive(), strict=True) for claim in document.claims if claim.speaker
    )
    assert 0.1 < said.pop(None) / said.total() < 0.25
    assert said.most_common(1)[0][1] > 20 * sorted(said.values())[len(said) // 2]


def test_quotes_recur_at_other_publishers() -> None:
    said = {(claim.quote_sha256, document.article.publisher) for document in archive() for claim in document.claims}
    assert sum(number > 1 for number in Counter(quote for quote, _ in said).values()) > 50
