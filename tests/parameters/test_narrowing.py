"""Advice on queries that take too long."""

from typing import Any

import pytest

from app.parameters.articles import ArticleQuery
from app.parameters.claims import ClaimQuery
from app.parameters.entities import EntityQuery
from app.parameters.graph import GraphQuery
from app.parameters.listing import AnswerQuery, Parameters
from app.parameters.narrowing import narrowing_of
from app.parameters.timeline import TimelineQuery


@pytest.mark.parametrize(
    ("model", "values", "advice"),
    [
        (ClaimQuery, {}, "add `said_from`"),
        (ClaimQuery, {"q": "the", "limit": 9, "format": "csv", "sort": "said"}, "narrow `q`, or add `said_from`"),
        (ClaimQuery, {"said_from": "2024-01-01", "said_to": "2024-12-31"}, "narrow `said_from`, `said_to`, or add `published_from`"),
        (ArticleQuery, {"q": "the", "count": "exact"}, "narrow `q`, or ask for `count=capped`, or add `published_from`"),
        (EntityQuery, {"q": "the", "count": "capped"}, "narrow `q`"),
        (ClaimQuery, {"kind": ["hope"], "facet": ["kind"]}, "narrow `kind`, or leave out `facet`, or add `said_from`"),
        (TimelineQuery, {"bucket": "day", "date_from": "2024-01-01"}, "narrow `date_from`, or leave out `bucket`"),
        (GraphQuery, {"depth": 2}, "ask for `depth=1`, or add `said_from`"),
        (AnswerQuery, {"fields": ["id"]}, ""),
    ],
)
def test_advice_names_what_was_given_and_what_could_be(model: type[Parameters], values: dict[str, Any], advice: str) -> None:
    assert narrowing_of(model.model_validate(values)) == advice
