"""What must hold at the end of a day: every acknowledged write is there, once; the mirror equals the server."""

from collections.abc import Iterator
from time import sleep

from tests.mirror import Mirror, copy_of
from tests.newsroom.day import Day
from tests.newsroom.desk import Desk
from tests.newsroom.stories import FORMS, Story

JOB_PAUSE_S = 0.5
UNFINISHED = ("queued", "running")


def wait_for_jobs(desk: Desk, day: Day) -> Iterator[str]:
    """Wait until no job waits; yield a sentence for each that did not succeed."""
    for path in day.jobs:
        while (job := desk.get(path).json())["state"] in UNFINISHED:
            sleep(JOB_PAUSE_S)
        if job["state"] != "succeeded":
            yield f"{path} {job['state']}: {job['items']}"


def faults_of(desk: Desk, day: Day, mirror: Mirror) -> Iterator[str]:
    """Yield a sentence for each acknowledged write that is not there, or is there twice, and each list that the mirror has otherwise."""
    yield from _stories(desk, day)
    yield from _corrections(desk, day)
    yield from _judgements(desk, day)
    yield from _mirror(desk, mirror)


def _stories(desk: Desk, day: Day) -> Iterator[str]:
    for story in day.latest.values():
        answer = desk.get(f"/v1/articles/{story.article_id}")
        if answer.status_code != 200:
            yield f"{story} is not there: {answer.status_code}"
        elif answer.json()["text_sha256"] != story.text_sha256:
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


def _corrections(desk: Desk, day: Day) -> Iterator[str]:
    for thing, reasons in day.corrections.items():
        answer = desk.get(f"/v1/{thing}/history")
        if answer.status_code != 200:
            continue  # its article was withdrawn, or has another text
        found = [entry["reason"] for entry in reversed(answer.json()["items"])]
        if found != reasons:
            yield f"{thing} has the history {found} in place of {reasons}"


def _judgements(desk: Desk, day: Day) -> Iterator[str]:
    for reason, (first, second) in day.judgements.items():
        answers = [desk.get(f"/v1/entities/{key}") for key in (first, second)]
        if {answer.status_code for answer in answers} == {200}:
            yield f"{first} and {second} are two, though {reason} said that they are one"


def _mirror(desk: Desk, mirror: Mirror) -> Iterator[str]:
    mirror.follow()
    there = copy_of(desk)
    yield from (f"{name} of the mirror are others than those of the server" for name in there if mirror.copy[name] != there[name])
