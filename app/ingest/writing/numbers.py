"""Numbers of rows, given in the order of arrival, in place of the ids that prepared rows hold."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlmodel import Session, SQLModel, col

from app.database.tables import Article, Claim, Entity, Event, Table, VersionStart
from app.ingest.preparing.documents import PreparedDocument
from app.ingest.preparing.driver_rows import DriverRows, column_names, table_name

T = TypeVar("T")
Columns = dict[str, Sequence[Any]]  # of rows of one table, by name
ColumnsByTable = dict[type[SQLModel], Columns]
NumbersById = dict[str | None, int | None]  # of things of all kinds, whose ids differ by prefix; a row that refers to nothing has None
IDS_PER_STATEMENT = 10_000  # PostgreSQL takes some 65,000 parameters in a statement, SQLite some 32,000
NUMBER = "_number"  # the end of the names of columns that refer to a row of another table
TABLES: dict[str, type[SQLModel]] = {table_name(table): table for table in Table.__subclasses__()}


class NextNumbers:
    """The next numbers of tables, in one transaction. No other transaction writes meanwhile.

    They are read before any row is removed: within a transaction, no number stands for two things. Numbers of articles that are gone may
    be given again, but none before the first of the latest version: ``added_since`` takes all from there on.

    Attributes:
        first_article: the first number of articles that is given in the transaction.
    """

    def __init__(self, session: Session) -> None:
        self._next: dict[type[SQLModel], int] = {
            table: (session.scalar(select(func.max(col(table.number)))) or 0) + 1 for table in (Article, Claim, Entity, Event)
        }
        latest = select(col(VersionStart.first_article)).order_by(col(VersionStart.version).desc()).limit(1)
        self._next[Article] = self.first_article = max(self._next[Article], session.scalar(latest) or 0)

    def take(self, table: type[SQLModel], count: int) -> range:
        """Return this many numbers that no row has."""
        first = self._next[table]
        self._next[table] = first + count
        return range(first, first + count)


def columns_of(documents: Iterable[PreparedDocument]) -> ColumnsByTable:
    """Return the rows of documents as columns, which refer to other rows by id."""
    rows = defaultdict[str, DriverRows](list)
    for document in documents:
        for name, table_rows in document.rows.items():
            rows[name] += table_rows
    return {TABLES[name]: _columns(column_names(TABLES[name]), table_rows) for name, table_rows in rows.items()}


def _columns(names: Sequence[str], rows: DriverRows) -> Columns:
    return dict(zip(names, zip(*rows, strict=True), strict=True))


def number_rows(numbers: NextNumbers, rows: ColumnsByTable, entities: Mapping[str, int]) -> ColumnsByTable:
    """Return the rows with numbers of their own, where they have ids, and with the numbers of the rows that they refer to.

    Args:
        entities: the number of each entity that the rows name, by id.
    """
    by_id: NumbersById = {None: None}
    by_id.update(entities)
    own: dict[type[SQLModel], Columns] = {}
    for table in (Article, Claim, Event):
        if ids := column(rows, table, "id"):
            own[table] = {"number": numbers.take(table, len(ids))}
            by_id.update(zip(ids, own[table]["number"], strict=True))
    own[Entity] = {"number": [entities[key] for key in column(rows, Entity, "id")]}
    return {table: {**own.get(table, {}), **_with_numbers(columns, by_id)} for table, columns in rows.items()}


def _with_numbers(columns: Columns, by_id: NumbersById) -> Columns:
    number_of = by_id.__getitem__
    return {name: [*map(number_of, values)] if name.endswith(NUMBER) else values for name, values in columns.items()}


def select_columns(rows: ColumnsByTable, table: type[SQLModel], *names: str) -> Iterator[tuple[Any, ...]]:
    """Return these columns of the rows of a table, row by row."""
    return zip(*(column(rows, table, name) for name in names), strict=True)


def column(rows: ColumnsByTable, table: type[SQLModel], name: str) -> Sequence[Any]:
    """Return a column of the rows of a table; an empty one where it has no rows."""
    return rows[table][name] if table in rows else ()


def chunks(values: Sequence[T], most: int) -> Iterator[Sequence[T]]:
    """Yield the values in order, at most so many at once."""
    return (values[start : start + most] for start in range(0, len(values), most))


def rows_at(columns: Columns, places: Collection[int]) -> Columns:
    """Return the rows at these places."""
    return {name: [values[place] for place in places] for name, values in columns.items()}
