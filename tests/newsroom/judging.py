"""What must hold at the end of a day: every acknowledged write is there, once; no article is half; the mirror equals the server."""

from collections.abc import Iterator
from time import sleep

from app.ingest.preparing.numbering import assign_ids
from app.ingest.reading.validation import validated
from tests.mirror import Copy, Mirror, copy_of, items_of
from tests.newsroom.day import REJECTED, Correction, Day
from tests.newsroom.desk import Desk
from tests.newsroom.stories import FORMS, PUBLISHER, Story

JOB_PAUSE_S = 0.5
IN_DOCUMENTS = ("claims", "events")
# Why an article is not extracted again: edits came faster than extractions, or it was withdrawn, and its tombstone lifted.
GIVEN_UP = (["was changed again and again meanwhile"], ["is not in the archive any more"])


def wait_for_jobs(desk: Desk) -> None:
    """Wait until no job waits."""
    while desk.get("/v1/jobs?state=queued&state=running").json()["items"]:
        sleep(JOB_PAUSE_S)


def faults_of(desk: Desk, day: Day, mirror: Mirror) -> Iterator[str]:
    """Yield a sentence for each acknowledged write that is not there, or is there twice, and each list that the mirror has otherwise."""
    mirror.follow()
    there = copy_of(desk)
    yield from (f"{name} of the mirror are others than those of the server" for name in there if mirror.copy[name] != there[name])
    yield from _jobs(desk, day)
    yield from _stories(desk, day, there)
    yield from _strangers(day, there)
    yield from _parts(desk, day, there)
    yield from _corrections(desk, day)
    yield from _judgements(desk, day)


def _jobs(desk: Desk, day: Day) -> Iterator[str]:
    states = {path: desk.get(path) for path in day.jobs}
    yield from (f"{path} is not there: {answer.status_code}" for path, answer in states.items() if answer.status_code != 200)
    for job in desk.get("/v1/jobs?state=failed&state=cancelled&limit=200").json()["items"]:
        items = desk.get(f"/v1/jobs/{job['id']}/items?limit=200").json()["items"]
        undone = [item for item in items if item["outcome"] in (None, "failed")]
        if job["state"] == "failed":
            is_known = all([error["detail"] for error in item["errors"]] in GIVEN_UP for item in undone)
        else:
            is_known = all(item["article_id"] in day.ever_withdrawn for item in items)
        if not is_known:
            yield f"{job['kind']} {job['id']} {job['state']}: {undone}"


def _stories(desk: Desk, day: Day, there: Copy) -> Iterator[str]:
    for story in day.latest.values():
        article = there["articles"].get(story.article_id)
        if article is None:
            yield f"{story} is not there"
        elif article["text_sha256"] != story.text_sha256:
            yield f"{story} has another text"
        yield from _revisions(desk, story)
    for number in day.withdrawn:
        answer = desk.get(f"/v1/articles/{Story(number, 0, FORMS[0]).article_id}")
        if answer.status_code != 410:
            yield f"story {number} was withdrawn: {answer.status_code}"


def _revisions(desk: Desk, story: Story) -> Iterator[str]:
    found = desk.get(f"/v1/articles/{story.article_id}/revisions").json()["items"]
    texts = [story._replace(revision=revision).text_sha256 for revision in range(story.revision, -1, -1)]
    if [revision["text_sha256"] for revision in found] != texts:
        yield f"{story} has {len(found)} revisions, or in another order"


def _strangers(day: Day, there: Copy) -> Iterator[str]:
    posted = {story.article_id for story in day.latest.values()}
    found = {key for key, article in there["articles"].items() if article["publisher"] == PUBLISHER}
    yield from (f"{key} is there, which nobody has posted, or which was withdrawn" for key in found - posted)


def _parts(desk: Desk, day: Day, there: Copy) -> Iterator[str]:
    """Yield the articles whose claims or events are others than those of their documents."""
    served: dict[str, set[str]] = {}
    for name in IN_DOCUMENTS:
        for thing in [*there[name].values(), *items_of(desk, f"/v1/{name}?review=rejected")]:
            served.setdefault(thing["article"]["id"], set()).add(thing["id"])
    for story in day.latest.values():
        answer = desk.get(f"/v1/articles/{story.article_id}/document")
        ids = assign_ids(validated(answer.json())) if answer.status_code == 200 else None
        if ids is not None and served.get(story.article_id, set()) != {*ids.claims.values(), *ids.events.values()}:
            yield f"{story} has other claims or events than its document"


def _corrections(desk: Desk, day: Day) -> Iterator[str]:
    for thing, corrections in day.corrections.items():
        answer = desk.get(f"/v1/{thing}/history")
        reasons = [correction.reason for correction in corrections]
        if answer.status_code == 200:
            found = [entry["reason"] for entry in reversed(answer.json()["items"])]
            if found != reasons:
                yield f"{thing} has the history {found} in place of {reasons}"
            yield from _values(desk, thing, corrections)
        elif _must_be_there(desk, corrections[-1]):
            yield f"{thing} is not there, though its text is and people changed it: {reasons}"


def _values(desk: Desk, thing: str, corrections: list[Correction]) -> Iterator[str]:
    expected = {"review": "edited"}
    for correction in corrections:
        expected |= {"review": "edited", **correction.patch}
    found = desk.get(f"/v1/{thing}").json()
    different = {name: found.get(name) for name, value in expected.items() if found.get(name) != value}
    if different and _must_be_there(desk, corrections[-1]):
        yield f"{thing} has {different} in place of {expected}"


def _must_be_there(desk: Desk, correction: Correction) -> bool:
    """Return whether a thing has the text still that it had when it was changed; what is rejected may go when it is extracted again."""
    answer = desk.get(f"/v1/articles/{correction.article_id}")
    is_same_text = answer.status_code == 200 and answer.json()["text_sha256"] == correction.text_sha256
    return is_same_text and correction.patch != REJECTED


def _judgements(desk: Desk, day: Day) -> Iterator[str]:
    for reason, (first, second) in day.judgements.items():
        answers = [desk.get(f"/v1/entities/{key}") for key in (first, second)]
        if {answer.status_code for answer in answers} == {200}:
            yield f"{first} and {second} are two, though {reason} said that they are one"
