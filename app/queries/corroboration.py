"""How widely a claim is reported: its cluster, and how many of the publishers in it do not share copied wording.

The cluster is the claim and everything reached from it in at most ``MOST_STEPS`` steps, by

1. a relation ``restates``, either way; the relations of a document join claims of that document alone;
2. the same words (``quote_sha256``) of the same speaker, as resolved, in any article. Claims without a speaker do not repeat one another.

Two publishers share copied wording if a claim of one and a claim of the other in the cluster have the same words, or, where both texts are
attached, the same folded words or a common run of ``COPIED_RUN`` of them. ``independent`` counts the groups that this makes of the
publishers. It is a lower bound, and no proof of copying: two reporters who quote the same sentence of the same speech share its words and
count once, and a speaker who says the same short words twice is taken to have said one thing. Without texts only equal words are seen,
not a common run, so that attaching texts can lower it. An article without a publisher counts in no group and joins none.
"""

from collections.abc import Hashable, Sequence
from typing import Any

from sqlalchemy import Connection, Integer, Row, Select, bindparam, exists, select, union

from app.answers.claims import Corroboration
from app.queries.statements.compiled import Parameter, Statement
from app.queries.tables import articles, claims, relations
from app.terms.words import words_of

MOST_CLAIMS = 1_000  # of a cluster: what is further from the claim, or has a greater id at the same distance, is left out
MOST_STEPS = 20  # a chain of restatements costs two statements for each link
COPIED_RUN = 8
Run = tuple[str, ...]

here = claims.alias("here")
RESTATED, RESTATES = relations.c.to_claim_id, relations.c.from_claim_id
MEMBER_ROWS: Select[Any] = select(
    claims.c.article_id, articles.c.publisher_folded.label("publisher"), claims.c.quote_sha256, claims.c.quote
).join(articles, articles.c.id == claims.c.article_id)
MEMBERS = Statement(MEMBER_ROWS.where(claims.c.id.in_(bindparam("ids", expanding=True))))
# Of a step beyond the cluster: where it starts, what is there, and how many claims it may lead to.
FRONTIER: Parameter = bindparam("frontier", expanding=True)
CLUSTER: Parameter = bindparam("cluster", expanding=True)
MOST = bindparam("most", type_=Integer())

# Whether another claim has the words and the speaker of a claim; told by the index alone.
IS_REPEATED = exists().where(
    here.c.quote_sha256 == claims.c.quote_sha256, here.c.speaker_id == claims.c.speaker_id, here.c.number != claims.c.number
)


def corroboration_of_one(has_publisher: bool) -> Corroboration:
    """Return how widely a claim is reported that nothing restates and nobody repeats."""
    outlets = 1 if has_publisher else 0
    return Corroboration(claims=1, articles=1, outlets=outlets, independent=outlets)


def get_corroboration(connection: Connection, claim_id: str) -> Corroboration:
    """Return how widely a claim is reported, itself included.

    Counting stops at 1,000 claims, the nearest ones, and at 20 steps. A statement for each step, and one more.
    """
    cluster = _cluster(connection, claim_id)
    members = MEMBERS.rows(connection, ids=[*cluster])
    return Corroboration(
        claims=len(members),
        articles=len({member.article_id for member in members}),
        outlets=len({member.publisher for member in members if member.publisher is not None}),
        independent=_count_independent([member for member in members if member.publisher is not None]),
    )


def _cluster(connection: Connection, claim_id: str) -> set[str]:
    cluster, frontier = {claim_id}, {claim_id}
    for _ in range(MOST_STEPS):
        if not frontier or len(cluster) >= MOST_CLAIMS:
            break
        found = [row.id for row in BEYOND.rows(connection, most=MOST_CLAIMS, frontier=[*frontier], cluster=[*cluster])]
        frontier = set(found[: MOST_CLAIMS - len(cluster)])
        cluster |= frontier
    return cluster


def _beyond() -> Select[Any]:
    """The claims beyond the cluster that one step leads to; the first ``most`` by id."""
    ends = [_ends(far, near) for far, near in ((RESTATED, RESTATES), (RESTATES, RESTATED))]
    reached = union(*ends, _repeated()).subquery()
    return select(reached.c.id).order_by(reached.c.id).limit(MOST)


def _ends(far: Any, near: Any) -> Select[Any]:
    return select(far.label("id")).where(relations.c.type == "restates", near.in_(FRONTIER), far.not_in(CLUSTER))


def _repeated() -> Select[Any]:
    """The claims beyond the cluster that have the words and the speaker of one of these."""
    # Each pair of words and speaker once: as many claims as there are may share them.
    said = (
        select(here.c.quote_sha256, here.c.speaker_id).where(here.c.id.in_(FRONTIER), here.c.speaker_id.is_not(None)).distinct().subquery()
    )
    same = (claims.c.quote_sha256 == said.c.quote_sha256) & (claims.c.speaker_id == said.c.speaker_id)
    rows = select(claims.c.id).join(said, same).where(claims.c.id.not_in(CLUSTER)).order_by(claims.c.id).limit(MOST).subquery()
    return select(rows.c.id)


BEYOND = Statement(_beyond())


def _count_independent(members: Sequence[Row[Any]]) -> int:
    """Count the groups of publishers: each is joined with its words, and words with words that have a run in common."""
    groups = Groups()
    for member in members:
        groups.join(("publisher", member.publisher), member.quote_sha256)
    quotes = {member.quote_sha256: member.quote for member in members if member.quote is not None}
    first_with: dict[Run, str] = {}  # each run is looked up, so that texts are not compared with one another
    for sha256, quote in quotes.items():
        for run in _runs(words_of(quote)):
            first = first_with.setdefault(run, sha256)
            if first != sha256:
                groups.join(first, sha256)
    return len({groups.of(("publisher", member.publisher)) for member in members})


def _runs(words: list[str]) -> set[Run]:
    """All runs of ``COPIED_RUN`` words; fewer words are one run."""
    return {tuple(words[n : n + COPIED_RUN]) for n in range(max(1, len(words) - COPIED_RUN + 1))} if words else set()


class Groups:
    """Things in groups: a union-find."""

    def __init__(self) -> None:
        self._above: dict[Hashable, Hashable] = {}

    def of(self, thing: Hashable) -> Hashable:
        """Return what stands for the group of a thing."""
        while (above := self._above.setdefault(thing, thing)) != thing:
            self._above[thing] = thing = self._above[above]  # halves the way for the next
        return thing

    def join(self, one: Hashable, other: Hashable) -> None:
        """Make the groups of the two one."""
        self._above[self.of(other)] = self.of(one)
