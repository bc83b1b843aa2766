"""A day in a newsroom: stories are posted, imported, corrected, rejected, merged, revised, verified and withdrawn, in random order."""

from collections import Counter
from collections.abc import Callable
from functools import partial
from random import Random
from typing import Any

import orjson

from tests.newsroom.desk import Desk, NotAcknowledged
from tests.newsroom.stories import FORMS, Story

IMPORTED_AT_ONCE = 20
PATCH = {"Content-Type": "application/merge-patch+json"}


class Day:
    """What happens, and what was acknowledged of it.

    Attributes:
        latest: the story as it was posted last, by its number, of those that are not withdrawn.
        withdrawn: numbers of stories.
        corrections: reasons of the edits of each claim and each event, by its id, in order.
        judgements: the ids of two entities, by the reason of the judgement that is still held.
        jobs: addresses.
    """

    def __init__(self, desk: Desk, seed: int) -> None:
        self._desk, self._chance = desk, Random(seed)
        self.latest: dict[int, Story] = {}
        self.withdrawn: set[int] = set()
        self.corrections: dict[str, list[str]] = {}
        self.judgements: dict[str, tuple[str, str]] = {}
        self.jobs: list[str] = []
        self.steps: Counter[str] = Counter()
        self._number = 0
        self._serial = 0

    def step(self) -> None:
        """Do one thing."""
        kinds: dict[Callable[[], None], int] = {
            self.post: 8,
            self.import_many: 1,
            self.revise: 4,
            self.correct: 5,
            self.reject: 1,
            self.merge: 2,
            self.undo: 1,
            self.verify: 1,
            self.withdraw: 1,
            self.lift: 1,
        }
        chosen = self._chance.choices([*kinds], [*kinds.values()])[0]
        chosen()
        self.steps[chosen.__name__] += 1

    def post(self) -> None:
        """Post a new story."""
        self._post(self._new(self._chance.choice(FORMS[:2])))

    def import_many(self) -> None:
        """Import new stories in one request, documents and texts mixed."""
        stories = [self._new(self._chance.choice(FORMS[2:])) for _ in range(IMPORTED_AT_ONCE)]
        lines = b"\n".join(orjson.dumps(story.document() if "document" in story.form else story.record()) for story in stories)
        headers = {"Content-Type": "application/x-ndjson"}
        answer = self._desk.post("/v1/imports", self._reason("import"), content=lines, headers=headers)
        self.jobs.append(answer.headers["Location"])
        self.latest |= {story.number: story for story in stories}

    def revise(self) -> None:
        """Post another text of a story."""
        if self.latest:
            story = self.latest[self._chance.choice([*self.latest])]
            self._post(story._replace(revision=story.revision + 1))

    def correct(self) -> None:
        """Correct a claim or event."""
        place = self._chance.choice(["Port Ellery", "the quay", "Springfield"])
        self._edit(self._chance.choice(["claims", "events"]), {"place": f"{place} {self._serial}"}, "correction")

    def reject(self) -> None:
        """Reject a claim."""
        self._edit("claims", {"review": "rejected"}, "rejection")

    def merge(self) -> None:
        """Judge that two people are one."""
        people = self._desk.get("/v1/entities?kind=person&anonymous=false&limit=50").json()["items"]
        if len(people) < 2:
            return
        ids = tuple(sorted(person["id"] for person in self._chance.sample(people, 2)))
        reason, (first, second) = self._reason("merge"), ids

        def send() -> Any:
            tags = [self._desk.etag(f"/v1/entities/{key}") for key in ids]
            body = {"with": second, "judgement": "positive", "if_match": tags, "reason": reason}
            return self._desk.try_once("POST", f"/v1/entities/{first}/merge", json=body)

        if self._desk.change(f"/v1/entities/{first}", lambda: self._has_in_history(f"entities/{first}", reason), send):
            self.judgements[reason] = (first, second)

    def undo(self) -> None:
        """Take a judgement back."""
        if not self.judgements:
            return
        reason = self._chance.choice([*self.judgements])
        first, _ = self.judgements[reason]
        number = self._numbers_in_history(f"entities/{first}").get(reason)
        if number is None:  # the entity is not there
            return
        undoing = self._reason("undo")

        def send() -> Any:
            tag = self._desk.etag(f"/v1/entities/{first}") or "*"
            path = f"/v1/entities/{first}/split?judgement={number}&reason={undoing}"
            return self._desk.try_once("POST", path, headers={"If-Match": tag})

        if self._desk.change(f"/v1/entities/{first}", lambda: self._has_in_history(f"entities/{first}", undoing), send):
            del self.judgements[reason]

    def verify(self) -> None:
        """Verify a story against its own text."""
        if not self.latest:
            return
        story = self.latest[self._chance.choice([*self.latest])]
        headers, text = {"Content-Type": "text/plain"}, story.record()["text"]
        answer = self._desk.try_once("POST", f"/v1/articles/{story.article_id}/verify", content=text.encode(), headers=headers)
        if answer is not None and answer.status_code not in (200, 404, 503):  # 404: its job is not done
            raise NotAcknowledged(f"verify: {answer.status_code} {answer.text}")

    def withdraw(self) -> None:
        """Withdraw a story that is there."""
        there = [story for story in self.latest.values() if self._desk.etag(f"/v1/articles/{story.article_id}")]
        if not there:
            return
        story = self._chance.choice(there)
        path = f"/v1/articles/{story.article_id}"
        send = partial(self._desk.try_once, "DELETE", f"{path}?reason=wrong+person", headers={"If-Match": "*"})
        if self._desk.change(path, lambda: self._desk.get(path).status_code == 410, send):
            del self.latest[story.number]
            self.withdrawn.add(story.number)

    def lift(self) -> None:
        """Lift a tombstone. The story is not posted again."""
        if not self.withdrawn:
            return
        number = self._chance.choice(sorted(self.withdrawn))
        path = f"/v1/articles/{Story(number, 0, FORMS[0]).article_id}"
        send = partial(self._desk.try_once, "DELETE", f"{path}/tombstone")
        if self._desk.change(path, lambda: self._desk.get(path).status_code == 404, send):
            self.withdrawn.remove(number)

    def _new(self, form: str) -> Story:
        self._number += 1
        return Story(self._number, 0, form)

    def _post(self, story: Story) -> None:
        key, record = self._reason("post"), story.record()
        if "document" in story.form:
            self._desk.post("/v1/articles", key, json=story.document())
        else:
            text, headers = record.pop("text"), {"Content-Type": "text/plain"}
            answer = self._desk.post("/v1/articles", key, content=text.encode(), params=record, headers=headers)
            self.jobs.append(answer.headers["Location"])
        self.latest[story.number] = story

    def _edit(self, name: str, patch: dict[str, Any], word: str) -> None:
        items = self._desk.get(f"/v1/{name}?limit=50").json()["items"]
        if not items:
            return
        thing_id, reason = self._chance.choice(items)["id"], self._reason(word)
        path = f"/v1/{name}/{thing_id}"

        def send() -> Any:
            headers = {**PATCH, "If-Match": self._desk.etag(path) or "*"}
            return self._desk.try_once("PATCH", f"{path}?reason={reason}", content=orjson.dumps(patch), headers=headers)

        if self._desk.change(path, lambda: self._has_in_history(f"{name}/{thing_id}", reason), send):
            self.corrections.setdefault(f"{name}/{thing_id}", []).append(reason)

    def _has_in_history(self, thing: str, reason: str) -> bool:
        return reason in self._numbers_in_history(thing)

    def _numbers_in_history(self, thing: str) -> dict[str, int]:
        """Return the number of each entry by its reason; nothing if the thing is not there. A merged entity's is that of its survivor."""
        answer = self._desk.get(f"/v1/{thing}/history?limit=200", follow_redirects=True)
        return {entry["reason"]: entry["number"] for entry in answer.json()["items"]} if answer.status_code == 200 else {}

    def _reason(self, word: str) -> str:
        self._serial += 1
        return f"{word}-{self._serial}"
