"""A user's program on the generated client: page through the claims, tell them from events on the timeline, and read an error."""
# mypy: disable-error-code="import-not-found,no-any-return"
# The client is there only while the test runs this, under a checker that then has it.

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import assert_never

from onrecord_client import Client
from onrecord_client.api.claims import get_claim, list_claims
from onrecord_client.api.timeline import list_timeline
from onrecord_client.models import ClaimOut, ClaimPage, Problem, TimelineClaim, TimelineEvent, TimelinePage
from onrecord_client.types import UNSET


@dataclass
class Read:
    """What of an answer the test compares."""

    claims: list[tuple[str, str | None]]
    timeline: list[tuple[str, str, str | None]]
    problem: tuple[str, str, int, str | None]


def claims(client: Client, limit: int) -> Iterator[ClaimOut]:
    """Follow the cursors to the last page."""
    cursor: str | None = None
    while True:
        page = list_claims.sync(client=client, limit=limit, cursor=cursor or UNSET)
        assert isinstance(page, ClaimPage)
        yield from page.items
        cursor = page.next_cursor
        if cursor is None:
            return


def problem(client: Client, claim_id: str) -> Problem:
    answer = get_claim.sync(claim_id, client=client)
    assert isinstance(answer, Problem)
    return answer


def words(item: TimelineClaim | TimelineEvent) -> str | None:
    """Return what a claim or an event says; each case has its own fields, and a type that has no case is an error."""
    match item:
        case TimelineClaim():
            return item.claim.gist
        case TimelineEvent():
            return item.event.title
        case _:
            assert_never(item)


def timeline(client: Client) -> list[tuple[str, str, str | None]]:
    page = list_timeline.sync(client=client, limit=200)
    assert isinstance(page, TimelinePage)
    return [(item.type_, item.date.edtf, words(item)) for item in page.items]


def main(address: str, unknown_claim: str) -> None:
    with Client(base_url=address) as client:
        listed = [(claim.id, claim.speaker.name if claim.speaker else None) for claim in claims(client, limit=20)]
        dated = timeline(client)
        found = problem(client, unknown_claim)
    json.dump(asdict(Read(listed, dated, (found.type_, found.title, found.status, found.detail))), sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
