from collections import Counter
from itertools import islice

import orjson

from app.document.knowledge_document import KnowledgeDocument
from tests.benchmark.archives.documents import documents
from tests.benchmark.archives.world import COMMONEST, WORDS, word
from tests.make import Json

NUMBER = 1_500


def _claims(found: list[Json]) -> list[Json]:
    return [claim for document in found for claim in document["claims"]]


def test_documents_are_valid() -> None:
    for document in documents(NUMBER):
        KnowledgeDocument.model_validate(document)


def test_there_are_as_many_claims_as_asked_for_in_articles_of_about_ten() -> None:
    found = list(documents(NUMBER))
    assert len(_claims(found)) == NUMBER
    assert 8 < NUMBER / len(found) < 12


def test_the_same_seed_gives_the_same_bytes_and_another_one_other_articles() -> None:
    first, again, other = (orjson.dumps(list(documents(200, seed))) for seed in (1, 1, 2))
    assert first == again
    urls = [{document["article"]["url"] for document in orjson.loads(found)} for found in (first, other)]
    assert not urls[0] & urls[1]


def test_added_documents_are_about_people_of_the_archive() -> None:
    archive, added = ({_name(document) for document in documents(NUMBER, seed, archive=NUMBER)} for seed in (1, 2))
    assert len(archive & added) > len(added) / 10


def _name(document: Json) -> str | None:
    speaker: str | None = document["entities"][0]["name"]
    return speaker


def test_most_documents_are_without_text_and_some_have_it() -> None:
    shares = Counter("text" in document["article"] for document in documents(NUMBER))
    assert shares[False] > shares[True] > 5


def test_a_quarter_is_said_by_unnamed_sources_and_few_people_say_much() -> None:
    speakers: Counter[str | None] = Counter()
    for document in documents(20_000):
        names = {entity["id"]: entity["name"] for entity in document["entities"]}
        speakers.update(names[claim["speaker"]] for claim in document["claims"])
    assert 0.2 < speakers[None] / 20_000 < 0.3
    assert 0.03 < len(speakers) / 20_000 < 0.08
    assert speakers.most_common(2)[1][1] > 100


def test_one_word_is_in_nearly_every_claim_and_many_words_are_in_one() -> None:
    gists = [set(claim["gist"].lower().strip(".").split()) for claim in _claims(list(documents(NUMBER)))]
    found = Counter(word for words in gists for word in words)
    assert found[COMMONEST] > 0.95 * NUMBER
    assert sum(number == 1 for number in found.values()) > 1_000


def test_no_two_words_are_the_same() -> None:
    assert len({word(number) for number in range(WORDS)}) == WORDS


def test_documents_are_generated_one_at_a_time() -> None:
    assert len(list(islice(documents(10_000), 3))) == 3
