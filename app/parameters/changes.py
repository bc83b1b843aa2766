"""Query parameters of the feed of changes."""

from typing import Annotated

from pydantic import Field

from app.parameters.listing import ListQuery


class ChangeQuery(ListQuery):
    """Where the feed begins, and its paging."""

    after: Annotated[
        str | None,
        Field(
            description="Changes behind this position: the `cursor` of a change, or the header `Data-Version` of a list or export. "
            "Without it, from the first change on. 404 if it is no position; 410 if it is one of another database: start over.",
            examples=["3f2a9c1d8e7b.2"],
        ),
    ] = None
    cursor: Annotated[
        str | None, Field(description="`next_cursor` of the page before, in place of `after`. Both are positions, and can be kept.")
    ] = None

    @property
    def is_bounded(self) -> bool:
        """Whether the cost of a page does not grow with the archive: unless the rest is counted, too."""
        return self.count == "none"
