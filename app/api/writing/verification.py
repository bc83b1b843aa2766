"""Verify the claims of an article against a text that is sent. Nothing is written."""

from sqlalchemy import Connection

from app.api.writing.actions import WriteRequest, Written
from app.errors import DocumentRefused, Fault
from app.extract.text.pages import read_page
from app.queries.verifying.articles import verify


def verify_article(connection: Connection, request: WriteRequest) -> Written:
    """Compare the claims of an article with a text, or with the main text of a page.

    Raises:
        DocumentRefused: the body is no text.
        NotFound, Withdrawn: as ``queries.verifying.articles.verify`` raises them.
    """
    if request.media_type == "text/html":
        return Written(200, verify(connection, request.path_ids[0], read_page(request.body).text, request.query.units))
    try:
        text = request.body.decode()
    except UnicodeDecodeError as error:
        raise DocumentRefused([Fault((), f"byte {error.start} is not UTF-8")]) from error
    return Written(200, verify(connection, request.path_ids[0], text, request.query.units))
