"""Count the claims, articles and publishers that report a claim, and the publishers without copied wording.

The cluster is the claim and all claims that can be reached from it in at most ``MOST_STEPS`` steps of two kinds:

1. along a relation ``restates``, in either direction; it joins claims of one document;
2. to a claim with the same words (``quote_key``) and the same resolved speaker, in any article. A claim without a speaker repeats
   no other.

Two publishers share copied wording if a claim of one and a claim of the other in the cluster have the same words, or, where both texts are
attached, the same folded words or a common run of ``COPIED_RUN`` of them. ``independent`` is the number of groups of publishers that share
wording. It is a lower bound, and no proof of copying: two reporters who quote the same sentence of one speech count once, and a speaker
who says the same short words twice counts once. Without texts a common run is not seen, so attaching texts can lower the number. An
article without a publisher is in no group.
"""

from collections.abc import Hashable, Sequence
from typing import Any

from sqlalchemy import Connection, Integer, Row, Select, bindparam, exists, select, union

from app.answers.claims import Corroboration
from app.queries.statements.compiled import Parameter, Statement
from app.queries.tables import articles, claims, relations
from app.terms.words import words_of

MOST_CLAIMS = 1_000  # of a cluster; the farthest claims are left out, and of equally far ones those with the greatest ids
MOST_STEPS = 20  # a chain of restatements costs two statements for each link
COPIED_RUN = 8  # words
Run = tuple[str, ...]

repeated = claims.alias("repeated")
RESTATED, RESTATES = relations.c.to_claim_number, relations.c.from_claim_number
MEMBER_ROWS: Select[Any] = select(
    claims.c.article_number, articles.c.publisher_folded.label("publisher"), claims.c.quote_key, claims.c.quote
).join(articles, articles.c.number == claims.c.article_number)
MEMBERS = Statement(MEMBER_ROWS.where(claims.c.number.in_(bindparam("numbers", expanding=True))))
# Parameters of a step: the claims it starts from, all claims of the cluster, and the most claims that it may add.
FRONTIER: Parameter = bindparam("frontier", expanding=True)
CLUSTER: Parameter = bindparam("cluster", expanding=True)
MOST_ADDED = bindparam("most", type_=Integer())

# The condition that another claim has the same words and speaker. An index answers it without reading claims.
IS_REPEATED = exists().where(
    repeated.c.quote_key == claims.c.quote_key,
    repeated.c.speaker_number == claims.c.speaker_number,
    repeated.c.number != claims.c.number,
)


def corroboration_of_one(has_publisher: bool) -> Corroboration:
    """Return the corroboration of a claim that no other restates or repeats."""
    outlets = 1 if has_publisher else 0
    return Corroboration(claims=1, articles=1, outlets=outlets, independent=outlets)


def get_corroboration(connection: Connection, claim: int) -> Corroboration:
    """Return the corroboration of a claim, by its number. It is counted too.

    Counting stops at the nearest 1,000 claims, and at 20 steps. One statement for each step, and one more.
    """
    cluster = _find_cluster(connection, claim)
    members = MEMBERS.rows(connection, numbers=[*cluster])
    return Corroboration(
        claims=len(members),
        articles=len({member.article_number for member in members}),
        outlets=len({member.publisher for member in members if member.publisher is not None}),
        independent=_count_independent([member for member in members if member.publisher is not None]),
    )


def _find_cluster(connection: Connection, claim: int) -> set[int]:
    cluster, frontier = {claim}, {claim}
    for _ in range(MOST_STEPS):
        if not frontier or len(cluster) >= MOST_CLAIMS:
            break
        reached = [row.number for row in NEXT_STEP.rows(connection, most=MOST_CLAIMS, frontier=[*frontier], cluster=[*cluster])]
        frontier = set(reached[: MOST_CLAIMS - len(cluster)])
        cluster |= frontier
    return cluster


def _next_step() -> Select[Any]:
    """Select the claims outside the cluster that one step reaches, at most ``most`` of them, by id."""
    restatements = [_restatements(far, near) for far, near in ((RESTATED, RESTATES), (RESTATES, RESTATED))]
    reached = union(*restatements, _repetitions()).subquery()
    rows = select(reached.c.number).join(claims, claims.c.number == reached.c.number)
    return rows.order_by(claims.c.tie, claims.c.id).limit(MOST_ADDED)


def _restatements(far: Any, near: Any) -> Select[Any]:
    return select(far.label("number")).where(relations.c.type == "restates", near.in_(FRONTIER), far.not_in(CLUSTER))


def _repetitions() -> Select[Any]:
    """Select the claims outside the cluster with the words and the speaker of a claim of the frontier."""
    # DISTINCT, since any number of claims may share a pair of words and speaker.
    frontier_quotes = (
        select(repeated.c.quote_key, repeated.c.speaker_number)
        .where(repeated.c.number.in_(FRONTIER), repeated.c.speaker_number.is_not(None))
        .distinct()
        .subquery()
    )
    same_words_and_speaker = (claims.c.quote_key == frontier_quotes.c.quote_key) & (
        claims.c.speaker_number == frontier_quotes.c.speaker_number
    )
    rows = (
        select(claims.c.number)
        .join(frontier_quotes, same_words_and_speaker)
        .where(claims.c.number.not_in(CLUSTER))
        .order_by(claims.c.tie, claims.c.id)
        .limit(MOST_ADDED)
        .subquery()
    )
    return select(rows.c.number)


NEXT_STEP = Statement(_next_step())


def _count_independent(members: Sequence[Row[Any]]) -> int:
    """Count groups of publishers. Each publisher is joined with its quotes, and each quote with those that share a run of words."""
    groups = UnionFind()
    for member in members:
        groups.join(("publisher", member.publisher), member.quote_key)
    quotes = {member.quote_key: member.quote for member in members if member.quote is not None}
    first_quote_with: dict[Run, bytes] = {}  # from run to quote, so that quotes need not be compared in pairs
    for sha256, quote in quotes.items():
        for run in _runs(words_of(quote)):
            first = first_quote_with.setdefault(run, sha256)
            if first != sha256:
                groups.join(first, sha256)
    return len({groups.find(("publisher", member.publisher)) for member in members})


def _runs(words: list[str]) -> set[Run]:
    """Return all runs of ``COPIED_RUN`` successive words; a shorter text is one run."""
    return {tuple(words[n : n + COPIED_RUN]) for n in range(max(1, len(words) - COPIED_RUN + 1))} if words else set()


class UnionFind:
    """Disjoint groups of things."""

    def __init__(self) -> None:
        self._parents: dict[Hashable, Hashable] = {}

    def find(self, thing: Hashable) -> Hashable:
        """Return the representative of a thing's group."""
        while (parent := self._parents.setdefault(thing, thing)) != thing:
            self._parents[thing] = thing = self._parents[parent]  # path halving, for the next look-up
        return thing

    def join(self, first: Hashable, second: Hashable) -> None:
        """Merge the groups of two things."""
        self._parents[self.find(second)] = self.find(first)
