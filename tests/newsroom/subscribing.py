"""Subscribers: receivers of webhooks that verify signatures, refuse messages now and then, and keep what they were told."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random
from threading import Lock
from time import monotonic, sleep
from typing import Any

from standardwebhooks import Webhook, WebhookVerificationError

from tests.jobs.delivering.receiving import Received, Receiver
from tests.newsroom.desk import Desk

REFUSED_SHARE = 0.1  # of messages, for which a receiver has no time
PATIENCE_S, PAUSE_S = 180.0, 0.5
ALL: tuple[str, ...] = ()
NAMED = ("cursor", "version", "type", "id", "action")  # of a change, in messages
Json = dict[str, Any]


@dataclass
class Subscription:
    """One webhook, and what it was sent.

    Attributes:
        types, actions: that it asks for; all, if there are none.
        bodies: by the id of the message, in the order in which they were received first.
        repetitions: messages that were received once more.
        refused: messages that were answered with 503.
        invalid: faults of messages.
    """

    types: Sequence[str]
    actions: Sequence[str]
    webhook: Webhook
    bodies: dict[str, bytes] = field(default_factory=dict)
    changes: list[Json] = field(default_factory=list)
    repetitions: int = 0
    refused: int = 0
    invalid: list[str] = field(default_factory=list)

    def asks_for(self, change: Json) -> bool:
        """Return whether it is to be told of a change of the feed."""
        return (not self.types or change["type"] in self.types) and (not self.actions or change["action"] in self.actions)

    def take(self, received: Received) -> None:
        """Keep a message that was verified."""
        if received.id not in self.bodies:
            self.bodies[received.id] = received.body
            self.changes += received.data["changes"]
            return
        self.repetitions += 1
        if self.bodies[received.id] != received.body:
            self.invalid.append(f"{received.id} came again with another body")


class Subscribers:
    """All subscriptions of a receiver, each under a path of its own."""

    def __init__(self, receiver: Receiver, seed: int) -> None:
        self._receiver, self._chance, self._lock = receiver, Random(seed), Lock()
        self._subscriptions: dict[str, Subscription] = {}
        receiver.answer = self._answer

    def subscribe(self, desk: Desk, types: Sequence[str] = ALL, actions: Sequence[str] = ALL) -> None:
        """Subscribe to changes of these types and actions, from the beginning of the feed on."""
        path = f"/hook/{len(self._subscriptions)}"
        url = self._receiver.url.removesuffix("/hook") + path
        after = desk.get("/v1/articles?limit=1").headers["Data-Version"]
        made = desk.try_once("POST", "/v1/webhooks", json={"url": url, "types": [*types], "actions": [*actions], "after": after})
        assert made is not None
        assert made.status_code == 201, made.text
        self._subscriptions[path] = Subscription(types, actions, Webhook(made.json()["secret"]))

    def faults(self, feed: Sequence[Json]) -> Iterator[str]:
        """Wait until all of the feed was delivered; yield a sentence for each thing that is wrong."""
        end = monotonic() + PATIENCE_S
        for path, subscription in self._subscriptions.items():
            wanted = [{name: change[name] for name in NAMED} for change in feed if subscription.asks_for(change)]
            while len(subscription.changes) < len(wanted) and monotonic() < end:
                sleep(PAUSE_S)
            yield from (f"{path}: {fault}" for fault in subscription.invalid)
            if subscription.changes != wanted:
                yield f"{path}: {_difference(wanted, subscription.changes)}"

    def report(self) -> str:
        """Return how much was delivered, in words."""
        parts = (
            f"{len(each.bodies)} messages with {len(each.changes)} changes, {each.repetitions} once more, {each.refused} refused"
            for each in self._subscriptions.values()
        )
        return "; ".join(parts)

    def _answer(self, received: Received) -> tuple[int, dict[str, str]]:
        with self._lock:
            subscription = self._subscriptions[received.path]
            try:
                subscription.webhook.verify(received.body, received.headers)
            except WebhookVerificationError as error:
                subscription.invalid.append(f"{received.id} has no valid signature: {error}")
                return 401, {}
            if self._chance.random() < REFUSED_SHARE:
                subscription.refused += 1
                return 503, {}
            subscription.take(received)
            return 204, {}


def _difference(wanted: Sequence[Json], found: Sequence[Json]) -> str:
    place = next((n for n, (one, other) in enumerate(zip(wanted, found, strict=False)) if one != other), min(len(wanted), len(found)))
    first = [changes[place] if place < len(changes) else None for changes in (wanted, found)]
    return f"told of {len(found)} changes in place of {len(wanted)}; change {place} is {first[1]} in place of {first[0]}"
