"""Reader of tables in Parquet: an article a row, read group by group."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import Any, BinaryIO

from app.ingest.reading.formats.found import Found, library
from app.ingest.reading.limits import ReadingLimits

ROWS = 64  # that are held at once


def read_parquet(stream: BinaryIO, limits: ReadingLimits) -> Iterator[Found]:
    """Yield a record for each row, with the columns as keys. Times are written in ISO 8601."""
    parquet, arrow = library("pyarrow.parquet"), library("pyarrow")
    source = stream if stream.seekable() else BytesIO(limits.read_whole(stream))
    try:
        number = 0
        for batch in parquet.ParquetFile(source).iter_batches(batch_size=ROWS):
            for row in batch.to_pylist():
                number += 1
                yield Found(number, {key: _plain(value) for key, value in row.items()})
    except arrow.ArrowException as error:
        yield Found(1, refused=f"is no Parquet: {error}")


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
