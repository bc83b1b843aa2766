"""Webhooks that are made in tests, and senders whose receivers answer as the test says."""

from base64 import urlsafe_b64encode
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Engine, select

from app.database.engines import write_session
from app.ingest.administering.secrets import SecretBox
from app.ingest.administering.webhooks import MadeSecret, create_webhook
from app.jobs.delivering.connections import Answer
from app.jobs.delivering.senders import Sender
from app.queries.tables import deliveries, webhooks
from app.settings import Settings
from app.terms.receivers import Receiver
from tests.jobs.delivering.receiving import LOOPBACK, Received

SECRET_KEY = urlsafe_b64encode(bytes(range(32))).decode()
OK = Answer("succeeded", 204)
FAILED = Answer("refused", 500)
Answering = Callable[[Received], Answer]


def settings_of(url: str, **more: Any) -> Settings:
    return Settings(database_url=url, secret_key=SECRET_KEY, webhook_networks=LOOPBACK, worker_id="desk", log_level="error", **more)


def make_webhook(engine: Engine, url: str = "https://receiver.example/", **fields: Any) -> MadeSecret:
    """Make a webhook that is sent all changes from the first on, unless fields say otherwise."""
    with engine.connect() as connection:
        database_id = connection.exec_driver_sql("SELECT database_id FROM data_version").scalar_one()
    given = {"url": url, "description": "", "types": [], "actions": [], "after": f"{database_id}.0.0", **fields}
    with write_session(engine) as session:
        return create_webhook(session, given, SecretBox(settings_of("sqlite:///unused.db")), "operator")


class TestSender(Sender):
    """A sender that calls nobody.

    Attributes:
        received: what it has posted.
        answer: returns the answer to a message.
    """

    __test__ = False

    def __init__(self, url: str, answer: Answering = lambda _: OK) -> None:
        super().__init__(settings_of(url))
        self.received: list[Received] = []
        self.answer = answer
        self._client = self  # type: ignore[assignment]  # it has the same method

    def post(self, receiver: Receiver, headers: dict[str, str], body: bytes) -> Answer:
        """Keep a message, and answer it."""
        self.received.append(Received(receiver.url, headers, body))
        return self.answer(self.received[-1])

    @property
    def ids(self) -> list[str]:
        """The ids of the articles that it was told of, in order."""
        return [each for received in self.received for each in article_ids(received)]


def article_ids(received: Received) -> list[str]:
    """Return the ids of the articles that a message names. An article that joins or parts entities makes changes of these, too."""
    return [each["id"] for each in received.data["changes"] if each["type"] == "article"]


def row_of(engine: Engine, webhook_id: str) -> Any:
    with engine.connect() as connection:
        return connection.execute(select(webhooks).where(webhooks.c.id == webhook_id)).one()


def log_of(engine: Engine) -> Sequence[Any]:
    """Return all messages, in the order in which they were made."""
    with engine.connect() as connection:
        return connection.execute(select(deliveries).order_by(deliveries.c.number)).all()


def change(engine: Engine, webhook_id: str, **values: Any) -> None:
    """Set columns of a webhook."""
    with engine.begin() as connection:
        connection.execute(webhooks.update().where(webhooks.c.id == webhook_id).values(**values))
