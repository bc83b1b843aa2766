"""Candidates for a merge with an entity: entities with like names, scored, with the reasons.

However large the archive, a bounded number of entities is compared: at most 200 for each of eight words of its names (a word in more names
tells little, and is left out, but not all words together), and 50 on each side of its name in the order of names.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from rapidfuzz.fuzz import token_sort_ratio
from sqlalchemy import Connection, Row, and_, or_, select

from app.answers.entities import CandidateOut, CandidateReason, Candidates
from app.queries.administering.judgements import list_judgements
from app.queries.entities import COLUMNS, IS_SURVIVOR, build_entities
from app.queries.listing.survivors import require_entity
from app.queries.searching.full_text import contains_all
from app.queries.searching.terms import SearchTerms
from app.queries.tables import entities, roles
from app.terms.words import fold, words_of

MOST_CANDIDATES = 20
MOST_WORDS = 8  # of the names of the entity that are looked for
MOST_WITH_WORD = 200
NEIGHBOURS = 50  # on each side, in the order of names
MOST_NAMES = 10  # of an entity that are compared
LEAST_SCORE = 0.7
# What is added to the likeness of names, which is between 0 and 1.
SAME_ITEM, OTHER_ITEM, SAME_ORGANIZATION, OTHER_KIND = 0.5, -0.5, 0.1, -0.1
IS_NAMED = and_(IS_SURVIVOR, entities.c.anonymous.is_(False))


class Scored(NamedTuple):
    """A candidate with its score and the reasons for it."""

    score: float
    reasons: list[CandidateReason]
    row: Row[Any]


def list_candidates(connection: Connection, entity_id: str) -> Candidates:
    """Return the entities most like one, best first, then most claims, then by id. At most 17 statements; at most 20 candidates.

    Those that somebody judged to be another are left out. A source that its article does not name has none, and is none.

    Raises:
        NotFound: no entity has this id.
        Moved: it was merged; the error names the survivor.
    """
    number = require_entity(connection, entity_id)
    entity = connection.execute(_rows().where(entities.c.number == number)).one()
    if entity.anonymous:
        return Candidates(items=[])
    found = _compared(connection, entity)
    judged = _judgements(connection, [number, *found])
    kept = [row for row in found.values() if "negative" not in judged.get(frozenset((number, row.number)), ())]
    scored = sorted(_scored(connection, entity, kept), key=lambda each: (-each.score, -each.row.claims, each.row.entity_id))[
        :MOST_CANDIDATES
    ]
    shown = build_entities(connection, [each.row for each in scored])
    return Candidates(
        items=[
            CandidateOut(
                entity=shown[place],
                score=each.score,
                reasons=each.reasons,
                judgement="unsure" if "unsure" in judged.get(frozenset((number, each.row.number)), ()) else None,
            )
            for place, each in enumerate(scored)
        ]
    )


def _rows() -> Any:
    more = [entities.c[name] for name in ("number", "kind", "anonymous", "folded", "name_order", "tie")]
    return select(*COLUMNS, *more)


def _compared(connection: Connection, entity: Row[Any]) -> dict[int, Row[Any]]:
    """Return the entities that are compared with one, by number."""
    words = sorted({word for name in _names(entity) for word in name.split()}, key=lambda word: (-len(word), word))[:MOST_WORDS]
    own = tuple(sorted({*words_of(entity.entity_name)}))
    found = {row.number: row for terms in {*((word,) for word in words), own} for row in _with_words(connection, terms)}
    for row in (*_neighbours(connection, entity), *_with_item(connection, entity.wikidata)):
        found[row.number] = row
    found.pop(entity.number, None)
    return found


def _with_words(connection: Connection, words: tuple[str, ...]) -> Sequence[Row[Any]]:
    """Return the entities of which these words are in names; none if they are too many."""
    conditions = contains_all(connection, entities, SearchTerms(words))
    rows = connection.execute(_rows().where(IS_NAMED, *conditions).limit(MOST_WITH_WORD + 1)).all()
    return rows if len(rows) <= MOST_WITH_WORD else []


def _neighbours(connection: Connection, entity: Row[Any]) -> Iterator[Row[Any]]:
    place, order = (entity.name_order, entity.tie), (entities.c.name_order, entities.c.tie)
    before = or_(order[0] < place[0], and_(order[0] == place[0], order[1] < place[1]))
    after = or_(order[0] > place[0], and_(order[0] == place[0], order[1] > place[1]))
    ascending, descending = order, [each.desc() for each in order]
    yield from connection.execute(_rows().where(IS_NAMED, entities.c.name_order >= place[0], after).order_by(*ascending).limit(NEIGHBOURS))
    yield from connection.execute(
        _rows().where(IS_NAMED, entities.c.name_order <= place[0], before).order_by(*descending).limit(NEIGHBOURS)
    )


def _with_item(connection: Connection, item: str | None) -> Sequence[Row[Any]]:
    if item is None:
        return []
    rows = _rows().where(IS_NAMED, entities.c.wikidata == item).order_by(entities.c.id).limit(MOST_WITH_WORD)
    return connection.execute(rows).all()


def _scored(connection: Connection, entity: Row[Any], rows: Sequence[Row[Any]]) -> Iterator[Scored]:
    names = _names(entity)
    likely = [(row, _likeness(names, _names(row))) for row in rows]
    likely = [(row, likeness) for row, likeness in likely if likeness + SAME_ITEM + SAME_ORGANIZATION >= LEAST_SCORE]
    organizations = _organizations(connection, [entity.number, *(row.number for row, _ in likely)])
    for row, likeness in likely:
        score, reasons = likeness, list[CandidateReason](["name"] if likeness >= LEAST_SCORE else [])
        if entity.wikidata and row.wikidata:
            score += SAME_ITEM if entity.wikidata == row.wikidata else OTHER_ITEM
            reasons += ["wikidata"] if entity.wikidata == row.wikidata else []
        if organizations.get(entity.number, set()) & organizations.get(row.number, set()):
            score, reasons = score + SAME_ORGANIZATION, [*reasons, "organization"]
        score += OTHER_KIND if entity.kind != row.kind else 0
        if score >= LEAST_SCORE:
            yield Scored(round(min(score, 1.0), 3), reasons, row)


def _likeness(names: Sequence[str], others: Sequence[str]) -> float:
    return max(token_sort_ratio(one, other) for one in names for other in others) / 100


def _names(row: Row[Any]) -> list[str]:
    """Return the folded name of an entity, then its other names."""
    return [*dict.fromkeys(fold(name) for name in [row.entity_name, *row.aliases])][:MOST_NAMES]


def _organizations(connection: Connection, numbers: Iterable[int]) -> dict[int, set[str]]:
    named = select(roles.c.entity_number, roles.c.organization_folded).distinct()
    found: dict[int, set[str]] = {}
    for number, organization in connection.execute(
        named.where(roles.c.entity_number.in_([*numbers]), roles.c.organization_folded.is_not(None))
    ):
        found.setdefault(number, set()).add(organization)
    return found


def _judgements(connection: Connection, numbers: Sequence[int]) -> dict[frozenset[int], set[str]]:
    """Return the judgements that hold between the first of these entities and others, also of what was merged into them: by pair."""
    of_members = select(entities.c.id, entities.c.survivor_number)
    own = dict(connection.execute(of_members.where(entities.c.survivor_number == numbers[0])).all())
    rows = [row for row in list_judgements(connection, own) if row.taken_back_at is None]
    ends = {key for row in rows for key in (row.entity_id, row.other_id)}
    survivors = dict(connection.execute(of_members.where(entities.c.id.in_(ends))).all())
    found: dict[frozenset[int], set[str]] = {}
    for row in rows:
        pair = frozenset(survivors[key] for key in (row.entity_id, row.other_id) if key in survivors)
        found.setdefault(pair, set()).add(row.judgement)
    return found
