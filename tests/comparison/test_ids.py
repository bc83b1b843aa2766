"""Ids of two archives: matched, translated and compared."""

import pytest
from sqlalchemy import Engine

from tests import make
from tests.comparison.ids import Ids, Translation, read_ids
from tests.conftest import Load

OLD, NEW, OTHER = "art_00000000000000000001", "art_00000000000000000002", "art_00000000000000000003"


def test_ids_are_known_by_article_and_local_id(engine: Engine, url: str, load: Load) -> None:
    load(make.document(title="A bridge"), make.document(title="A tunnel", article={"url": "https://news.example/1"}))
    found = read_ids(url)
    assert sorted((key[0], key[-3]) for key in found) == [
        (kind, title) for kind in ("article", "claim", "entity", "entity as resolved") for title in ("A bridge", "A tunnel")
    ]
    assert {key[1] for key in found if key[0] != "article"} == {"c0", "s0"}


def test_ids_are_replaced_in_texts_and_bodies_where_they_are_whole() -> None:
    translation = Translation.between({("article", "a"): OLD}, {("article", "a"): NEW})
    assert translation.text(f"/v1/articles/{OLD}?speaker={OTHER}") == f"/v1/articles/{NEW}?speaker={OTHER}"
    assert translation.body(f'{{"id":"{OLD}","more":"{OLD}x"}}'.encode()) == f'{{"id":"{NEW}","more":"{OLD}x"}}'.encode()


@pytest.mark.parametrize("may_change", [True, False])
def test_an_id_that_only_one_archive_holds_is_a_difference(may_change: bool) -> None:
    translation = Translation.between({("article", "a"): OLD, ("article", "b"): OTHER}, {("article", "a"): OLD})
    assert [(one.base, one.head) for one in translation.differences(may_change)] == [(OTHER, None)]


def test_an_id_that_changes_is_a_difference_unless_ids_may_change() -> None:
    translation = Translation.between({("article", "a"): OLD}, {("article", "a"): NEW})
    assert [len([*translation.differences(may_change)]) for may_change in (True, False)] == [0, 1]


def test_an_id_that_becomes_two_is_a_difference() -> None:
    translation = Translation.between({("entity", "a"): OLD, ("entity", "b"): OLD}, {("entity", "a"): NEW, ("entity", "b"): OTHER})
    assert [one.request for one in translation.differences(may_change=True)] == ["a"]


def test_an_entity_that_resolves_to_another_id_is_a_difference() -> None:
    base: Ids = {("entity", "a"): OLD, ("entity", "b"): OTHER, ("entity as resolved", "a"): OTHER}
    head: Ids = {("entity", "a"): NEW, ("entity", "b"): OTHER, ("entity as resolved", "a"): NEW}
    assert [(one.subject, one.base, one.head) for one in Translation.between(base, head).differences(may_change=True)] == [
        ("entity as resolved", OTHER, NEW)
    ]
