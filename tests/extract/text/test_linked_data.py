import json
from typing import Any

import pytest

from app.extract.text.linked_data import linked_article
from app.extract.text.pages import read_page
from tests.extract.text.pages import page

ARTICLE = {
    "@type": "NewsArticle",
    "headline": "Quay shut",
    "datePublished": "2024-05-02T07:30:00+01:00",
    "url": "https://bay.example/quay",
    "publisher": {"@type": "Organization", "name": "The Bay Herald"},
    "author": [{"@type": "Person", "name": "T. J. Lund"}, "Ana Novak"],
}
FOUND = {
    "title": "Quay shut",
    "published": "2024-05-02T07:30:00+01:00",
    "url": "https://bay.example/quay",
    "publisher": "The Bay Herald",
    "byline": ["T. J. Lund", "Ana Novak"],
}


def script(value: Any) -> bytes:
    """Return a script of linked data."""
    return b'<script type="application/ld+json">' + json.dumps(value).encode() + b"</script>"


@pytest.mark.parametrize(
    "value",
    [
        ARTICLE,
        [{"@type": "WebSite", "name": "Bay"}, ARTICLE],
        {"@graph": [{"@type": "Person", "name": "Jan"}, ARTICLE]},
        {**ARTICLE, "@type": ["ReportageNewsArticle", "Thing"], "publisher": [{"name": ["The Bay Herald"]}]},
        {**ARTICLE, "url": None, "mainEntityOfPage": {"@type": "WebPage", "@id": "https://bay.example/quay"}},
    ],
)
def test_the_article_is_found_in_lists_graphs_and_forms_that_publishers_use(value: Any) -> None:
    assert linked_article(script(value)) == FOUND


@pytest.mark.parametrize("raw", [b"", script(3), script([[]]), script({"@type": 4}), b'<script type="application/ld+json">{', script({})])
def test_a_page_without_an_article_in_its_linked_data_gives_nothing(raw: bytes) -> None:
    assert linked_article(raw) == {}


def test_a_broken_script_does_not_hide_the_next() -> None:
    assert linked_article(b'<script type="application/ld+json">{"a": </script>' + script(ARTICLE)) == FOUND


def test_a_page_takes_from_its_linked_data_what_stands_there_alone_and_the_time_of_day() -> None:
    found = read_page(page(head=script(ARTICLE).decode()))
    assert (found.url, found.publisher, found.published) == ("https://bay.example/quay", "The Bay Herald", "2024-05-02T07:30:00+01:00")
