"""Fixtures of tests of messages:

``fill``    loads articles by their numbers, and returns their ids
``sender``  sends messages to nobody, and is answered as the test says
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache

import pytest
from sqlalchemy import Engine

from app.ingest.preparing.documents import PreparedDocument, prepare
from app.ingest.reading.validation import validated
from app.queries.administering.webhooks import list_due_webhooks
from tests import generated
from tests.jobs.delivering.sending import TestSender, log_of
from tests.loading import load_batch

Fill = Callable[..., list[str]]


@cache
def documents() -> list[PreparedDocument]:
    return [prepare(validated(document)) for document in generated.documents(12)]


@pytest.fixture
def fill(engine: Engine) -> Fill:
    """Load the articles of these numbers, one by one, or ``together``; return their ids."""

    def load(*numbers: int, together: bool = False) -> list[str]:
        chosen = [documents()[number] for number in numbers]
        for batch in [chosen] if together else [[document] for document in chosen]:
            load_batch(engine, batch)
        return [document.article_id for document in chosen]

    return load


@pytest.fixture
def sender(url: str) -> Iterator[TestSender]:
    opened = TestSender(url)
    yield opened
    opened.stop()


def due(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return [webhook.id for webhook in list_due_webhooks(connection, datetime.now(UTC))]


def states(engine: Engine) -> list[tuple[str, int]]:
    return [(row.state, row.attempts) for row in log_of(engine)]
