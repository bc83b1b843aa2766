"""Runs SQL on the driver's connection, without what SQLAlchemy does around it."""

from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

PIPELINE = "pipeline"  # in the ``info`` of a connection that the event loop awaits: what runs statements on it


class NotCompiled(Exception):
    """A read has a statement that is not compiled once and for all, and needs SQLAlchemy to run it."""


def on_driver(connection: Connection, sql: str, parameters: Any) -> tuple[list[Any], Any]:
    """Run SQL on the driver's connection, in the connection's transaction.

    Returns:
        The rows, and an object whose ``description`` describes them as the driver's cursor does.

    Raises:
        DBAPIError: as SQLAlchemy raises it.
    """
    driver: Any = connection.connection.dbapi_connection
    try:
        if connection.dialect.is_async:
            pipeline = connection.info[PIPELINE]
            rows, cursor = driver.run_async(lambda _: pipeline.execute(sql, parameters))
        else:
            cursor = driver.execute(sql, parameters)
            rows = cursor.fetchall()
    except connection.dialect.loaded_dbapi.Error as error:
        raise DBAPIError.instance(sql, parameters, error, connection.dialect.loaded_dbapi.Error, dialect=connection.dialect) from error
    return rows, cursor
