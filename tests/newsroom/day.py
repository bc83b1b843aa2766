"""A day in a newsroom: stories are posted, imported, corrected, merged, revised, verified, withdrawn and extracted again, at random."""

from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from random import Random
from time import sleep
from typing import Any, NamedTuple, Protocol

import orjson

from tests.newsroom.desk import Desk, NotAcknowledged
from tests.newsroom.stories import FORMS, Story

IMPORT_SIZES = (1, 1, 1, 20, 20, 20, 20, 120)  # a part of an import has 100 lines
PIECES, PIECE_PAUSE_S = 8, 0.03
PATCH = {"Content-Type": "application/merge-patch+json"}
REJECTED = {"review": "rejected"}


class Correction(NamedTuple):
    """An edit that was acknowledged.

    Attributes:
        reason: of the edit.
        article_id: of the article that the thing is of.
        text_sha256: of the article's text before and after it; None if that became another meanwhile.
    """

    reason: str
    patch: dict[str, Any]
    article_id: str
    text_sha256: str | None


class Upload:
    """A body that comes piece by piece, as often as it is sent."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def __iter__(self) -> Iterator[bytes]:
        size = len(self._body) // PIECES + 1
        for start in range(0, len(self._body), size):
            sleep(PIECE_PAUSE_S)
            yield self._body[start : start + size]


class Surroundings(Protocol):
    """Those who do something while things are written."""

    def call(self, write: str) -> None:
        """Take notice that something is written: it may be disturbed."""

    def begin(self, *arguments: str) -> None:
        """Start a command of ``onrecord``, unless one runs."""


class Day:
    """What happens, and what was acknowledged of it.

    Attributes:
        latest: the story as it was posted last, by its number, of those that are not withdrawn.
        withdrawn: numbers of stories.
        ever_withdrawn: ids of articles, also of those whose tombstones were lifted.
        corrections: of each claim and each event, by its path, in order.
        judgements: the ids of two entities, by the reason of the judgement that is still held.
        jobs: addresses.
    """

    def __init__(self, desk: Desk, seed: int, most_imported: int, surroundings: Surroundings, first_number: int = 1) -> None:
        self._desk, self._chance, self._surroundings = desk, Random(seed), surroundings
        self._import_sizes = [size for size in IMPORT_SIZES if size <= most_imported]
        self.latest: dict[int, Story] = {}
        self.withdrawn: set[int] = set()
        self.ever_withdrawn: set[str] = set()
        self.corrections: dict[str, list[Correction]] = {}
        self.judgements: dict[str, tuple[str, str]] = {}
        self.jobs: list[str] = []
        self.steps: Counter[str] = Counter()
        self._number = first_number - 1
        self._serial = 0

    def step(self) -> None:
        """Do one thing."""
        kinds: dict[Callable[[], None], float] = {
            self.post: 8,
            self.import_many: 1,
            self.revise: 4,
            self.correct: 5,
            self.accept: 2,
            self.reject: 1,
            self.merge: 2,
            self.undo: 1,
            self.verify: 1,
            self.withdraw: 2,
            self.lift: 1,
            self.reextract: 0.25,
        }
        chosen = self._chance.choices([*kinds], [*kinds.values()])[0]
        chosen()
        self.steps[chosen.__name__] += 1

    def post(self) -> None:
        """Post a new story."""
        self._post(self._new(self._chance.choice(FORMS[:2])))

    def import_many(self) -> None:
        """Import new stories in one request, documents and texts mixed."""
        stories = [self._new(self._chance.choice(FORMS[2:])) for _ in range(self._chance.choice(self._import_sizes))]
        lines = b"\n".join(orjson.dumps(story.document() if "document" in story.form else story.record()) for story in stories)
        headers = {"Content-Type": "application/x-ndjson"}
        self._surroundings.call("import")
        answer = self._desk.post("/v1/imports", self._reason("import"), content=Upload(lines), headers=headers)
        self._surroundings.call("work")
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

    def accept(self) -> None:
        """Accept a claim or event."""
        self._edit(self._chance.choice(["claims", "events"]), {"review": "accepted"}, "acceptance")

    def reject(self) -> None:
        """Reject a claim."""
        self._edit("claims", REJECTED, "rejection")

    def reextract(self) -> None:
        """Begin to extract the archive again, beside all else."""
        self._surroundings.begin("reextract")

    def merge(self) -> None:
        """Judge that two people are one."""
        people = self._desk.get("/v1/entities?kind=person&anonymous=false&limit=50").json()["items"]
        if len(people) < 2:
            return
        ids = tuple(sorted(person["id"] for person in self._chance.sample(people, 2)))
        reason, (first, second) = self._reason("merge"), ids

        def send() -> Any:
            seen = [self._desk.get(f"/v1/entities/{key}") for key in ids]
            if gone := [answer for answer in seen if answer.status_code == 404]:
                return gone[0]
            tags = [answer.headers.get("ETag", "*") for answer in seen]
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
        number = self._history(f"entities/{first}").get(reason)
        if number is None:  # the entity is not there, or none of those of this judgement are
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
        self._surroundings.call("withdrawal")
        if self._desk.change(path, lambda: self._desk.get(path).status_code == 410, send):
            del self.latest[story.number]
            self.withdrawn.add(story.number)
            self.ever_withdrawn.add(story.article_id)

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
            self._surroundings.call("work")
            self.jobs.append(answer.headers["Location"])
        self.latest[story.number] = story

    def _edit(self, name: str, patch: dict[str, Any], word: str) -> None:
        found = self._desk.get(f"/v1/{name}?limit=50").json()["items"]
        items = [item for item in found if any(item[field] != value for field, value in patch.items())]  # else nothing is noted
        if not items:
            return
        thing, reason = self._chance.choice(items), self._reason(word)
        thing_id, article_id = thing["id"], thing["article"]["id"]
        path, before = f"/v1/{name}/{thing_id}", self._text_of(article_id)

        def send() -> Any:
            headers = {**PATCH, "If-Match": self._desk.etag(path) or "*"}
            return self._desk.try_once("PATCH", f"{path}?reason={reason}", content=orjson.dumps(patch), headers=headers)

        if self._desk.change(path, lambda: self._has_in_history(f"{name}/{thing_id}", reason), send):
            is_same = before == self._text_of(article_id)
            correction = Correction(reason, patch, article_id, before if is_same else None)
            self.corrections.setdefault(f"{name}/{thing_id}", []).append(correction)

    def _text_of(self, article_id: str) -> str | None:
        answer = self._desk.get(f"/v1/articles/{article_id}")
        return answer.json()["text_sha256"] if answer.status_code == 200 else None

    def _has_in_history(self, thing: str, reason: str) -> bool:
        return reason in self._history(thing)

    def _history(self, thing: str) -> dict[str, int | None]:
        """Return the judgement of each entry by its reason; nothing if the thing is not there. Of a merged entity it is its survivor's."""
        answer = self._desk.get(f"/v1/{thing}/history", follow_redirects=True)
        if answer.status_code not in (200, 404):
            raise NotAcknowledged(f"{thing}: {answer.status_code} {answer.text}")
        return {entry["reason"]: entry.get("judgement") for entry in answer.json()["items"]} if answer.status_code == 200 else {}

    def _reason(self, word: str) -> str:
        self._serial += 1
        return f"{word}-{self._serial}"
