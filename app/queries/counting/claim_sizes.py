"""The number of claims that pass a filter: whether an index or the order finds them sooner."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Integer, Text, bindparam, case, func, literal_column, select
from sqlalchemy.types import NullType

from app.queries.listing.scans import most_by_index
from app.queries.listing.survivors import is_survivor_of
from app.queries.statements.compiled import Parameter, Statement, Value
from app.queries.tables import claim_abouts, claim_holders, claims, counts, entities, roles
from app.terms.dates import LATEST_DAY

VALUES: Parameter = bindparam("values", type_=NullType(), expanding=True)
LAST = Statement(select(func.max(claims.c.number).label("number")))
IS_OF_ALL_TIME = (counts.c.earliest == "", counts.c.latest == "")
BY_COUNTER = Statement(
    select(func.sum(counts.c.number).label("number")).where(
        counts.c.what == "claims", counts.c.facet == bindparam("facet", type_=Text()), *IS_OF_ALL_TIME, counts.c.value.in_(VALUES)
    )
)
BY_SPEAKER = Statement(select(func.sum(entities.c.claims).label("number")).where(is_survivor_of(entities.c.number, VALUES)))


def _up_to_most(condition: ColumnElement[bool]) -> Statement:
    rows = select(literal_column("1")).where(condition).limit(bindparam("most", type_=Integer())).subquery()
    return Statement(select(func.count().label("number")).select_from(rows))


BY_INDEX: Mapping[str, Statement] = {
    "about": _up_to_most(is_survivor_of(claim_abouts.c.entity_number, VALUES)),
    "holder": _up_to_most(is_survivor_of(claim_holders.c.entity_number, VALUES)),
    "reported_via": _up_to_most(is_survivor_of(claims.c.reported_via_number, VALUES)),
    "role": _up_to_most(roles.c.title_folded.in_(VALUES)),
}
# The claims of all who have such a role in some article, which is where the index of roles leads.
BY_ROLE = Statement(
    select(func.sum(entities.c.claims).label("number")).where(
        entities.c.number.in_(select(roles.c.entity_number).where(roles.c.title_folded.in_(VALUES)))
    )
)
CLAIMS_OF_ROLE = 5  # and more: so many are made where a role is given
IS_WITHIN = counts.c.earliest.between(bindparam("first", type_=Text()), bindparam("last", type_=Text()))
PUBLISHED = Statement(
    select(func.sum(counts.c.number).label("all"), func.sum(case((IS_WITHIN, counts.c.number), else_=0)).label("within")).where(
        counts.c.what == "articles", counts.c.facet == "date"
    )
)
COUNTERS, DAYS = {"cue", "place", "publisher", "organization"}, {"published_from", "published_to"}
SIZED = frozenset({*COUNTERS, *DAYS, *BY_INDEX, "speaker"})
FEW = frozenset({"id", "article", "event"})  # never many claims, found by an index
# An index that gives articles gives so many claims in the time of one: those of an article lie together.
TOGETHER = {"publisher": 3}
IN_ORDER = frozenset({"speaker", "cue", "place"})  # the index of one value has the order of the list of claims


class IndexChoice(NamedTuple):
    """The filter by whose index claims are read, None for the order of the list; ``gives_few`` if it gives few claims.

    ``without_index`` are the filters that are checked claim by claim.
    """

    without_index: frozenset[str]
    used: str | None = None
    gives_few: bool = False


def choose_index(connection: Connection, values: Mapping[str, Value], rows: int | None, *, by_said: bool = True) -> IndexChoice:
    """Return the index to read claims by. At most one is used, that of the rarest values, if it gives few, or in the order of the list.

    SQLite plans without knowing how common a value is: of a million claims, one in three takes 0.3 s to sort.

    Args:
        values: of the filters; of ``role`` the folded titles.
        rows: as ``most_by_index`` takes it.
        by_said: whether the order of the list is that in which indexes of one value have their claims.
    """
    sized = {name: value if isinstance(value, list) else [value] for name, value in values.items() if name in SIZED}
    if values.keys() & FEW or not sized:
        return IndexChoice(frozenset(sized), gives_few=bool(values.keys() & FEW))
    number = LAST.rows(connection)[0].number or 0
    most = most_by_index(rows, number)
    sizes = {name: _size(connection, name, each, most + 1, number) // TOGETHER.get(name, 1) for name, each in sized.items()}
    in_order = {name for name in sized.keys() & IN_ORDER if len(sized[name]) == 1 and by_said}
    usable = {name: size for name, size in sizes.items() if size <= most or name in in_order}
    used = min(usable, key=usable.__getitem__, default=None)
    return IndexChoice(frozenset(sizes) - {used}, used, gives_few=used is not None and sizes[used] <= most)


def common_publishers(connection: Connection, names: Sequence[str], rows: int) -> list[str]:
    """Return the publishers with so many claims that ``rows`` of them are found sooner in the order of the list than by the index."""
    number = LAST.rows(connection)[0].number or 0
    rare = TOGETHER["publisher"] * most_by_index(rows, number)
    return [name for name in names if _size(connection, "publisher", [name], rare, number) > rare]


def _size(connection: Connection, name: str, values: list[Any], most: int, number_of_claims: int) -> int:
    if name in COUNTERS:
        return int(BY_COUNTER.rows(connection, facet=name, values=values)[0].number or 0)
    if (
        name == "role"
        and int(BY_INDEX[name].rows(connection, values=values, most=most // CLAIMS_OF_ROLE)[0].number) < most // CLAIMS_OF_ROLE
    ):
        return int(BY_ROLE.rows(connection, values=values)[0].number or 0)
    if name == "role":
        return most
    if name in BY_INDEX:
        return int(BY_INDEX[name].rows(connection, values=values, most=most)[0].number)
    if name == "speaker":
        return int(BY_SPEAKER.rows(connection, values=values)[0].number or 0)
    (day,) = values
    days = {"first": day, "last": LATEST_DAY} if name == "published_from" else {"first": "0", "last": day}
    articles_of = PUBLISHED.rows(connection, **days)[0]
    return int(number_of_claims * articles_of.within / articles_of.all) if articles_of.all else 0
