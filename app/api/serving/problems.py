"""Problem responses (RFC 9457), redirects to survivors of merges, and the table from error class to status."""

import re
from http import HTTPStatus
from typing import Any

import orjson
import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.exc import DatabaseError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.types import Receive, Scope, Send

from app import errors
from app.answers.problems import Problem, ProblemPart
from app.api.serving.addresses import address_without_slash, methods_of_address
from app.api.serving.codings import NoCodingAcceptable
from app.api.serving.root_paths import address_of
from app.database.advice import advice_on

UNDEFINED_SQLSTATES = ("42P01", "42703")  # PostgreSQL's codes for an undefined table and column; SQLite raises OperationalError for both
# What SQLite says of a statement that has more conditions or values than it takes: the request asks for too much.
TOO_LARGE = re.compile("Expression tree is too large|too many SQL variables|too many terms|parser stack overflow|Recursion limit")
TOO_LARGE_DETAIL = "The request has more words or values than the database takes in one statement. Ask with fewer, or in several requests."
MOST_LOGGED = 2_000  # characters of what a database says, which may end in a whole statement
log = structlog.stdlib.get_logger("onrecord.answers")
PROBLEM_JSON = "application/problem+json"
RETRY_AFTER_S = {503: "5", 507: "60"}  # of every problem of these statuses
VARY = {"Vary": "Accept, Accept-Encoding, Authorization, Origin"}  # of every answer, redirects and problems included


class NotAcceptable(errors.OnRecordError):
    """None of the formats this address offers is acceptable."""


# An unlisted class takes the status of its nearest listed ancestor.
STATUS: dict[type[Exception], int] = {
    errors.KeyRevoked: 401,
    errors.NotFound: 404,
    NotAcceptable: 406,
    NoCodingAcceptable: 406,
    errors.IdempotencyKeyRefused: 422,
    errors.IdempotencyKeyInFlight: 409,
    errors.JobFinished: 409,
    errors.JobNotFailed: 409,
    errors.JudgementRefused: 409,
    errors.SecretKeyMissing: 409,
    errors.WebhookDisabled: 409,
    errors.Withdrawn: 410,
    errors.OtherDatabase: 410,
    errors.DatabaseBehind: 503,
    errors.DatabaseLocked: 503,
    errors.ReadTimedOut: 503,
    errors.ServerBusy: 503,
    errors.ReadOnly: 503,
    errors.NoRoom: 507,
    errors.MediaTypeNotRead: 415,
    errors.BodyTooLarge: 413,
    errors.BodyRefused: 400,
    errors.DocumentRefused: 422,
    errors.EditConflict: 412,
    errors.PreconditionMissing: 428,
    errors.NameTaken: 409,
    OperationalError: 503,
    PoolTimeout: 503,
    Exception: 500,
}
# By status, or by class where the problems of a status are of several types.
TITLES: dict[int | type[Exception], str] = {
    400: "Bad request",
    401: "API key needed",
    403: "Scope needed",
    404: "Not found",
    405: "Method not allowed",
    406: "Not acceptable",
    408: "Request timeout",
    409: "Conflict",
    410: "Gone",
    412: "Changed meanwhile",
    413: "Content too large",
    414: "URI too long",
    415: "Unsupported media type",
    422: "Invalid parameters",
    428: "If-Match needed",
    429: "Too many requests",
    431: "Request header fields too large",
    500: "Internal error",
    503: "The database does not answer, or is not migrated",
    507: "No room to write",
    errors.OtherDatabase: "Start over",
    errors.ReadTimedOut: "No answer in time",
    errors.ServerBusy: "Too busy",
    errors.ReadOnly: "Read-only",
    errors.DocumentRefused: "Invalid document",
    errors.IdempotencyKeyRefused: "Idempotency-Key refused",
}
EXPLANATIONS: dict[int | type[Exception], str] = {
    400: "The request is not HTTP/1.1, has no header Host, or a header twice of which there is one, or one that is malformed, such as an "
    "If-Match that is no ETag; `detail` says which.",
    401: "This address needs an API key, or the key that was sent is unknown or revoked. Send `Authorization: Bearer KEY`.",
    403: "The API key is valid, but lacks the scope that this address needs; `detail` names it.",
    404: "No such address, nothing has this id, or the cursor was not made by this list with these filters; `detail` says which.",
    405: "This address does not take this method; the header Allow lists what it takes.",
    406: "No format that the header Accept asks for is offered here, or no coding that Accept-Encoding allows; `detail` lists what is "
    "offered. `format=` overrules Accept.",
    408: "The request line and the headers, or the body, did not arrive in time. The connection is closed.",
    410: "The article was withdrawn, and everything of it was deleted; `detail` says when, and why.",
    409: "It cannot be done as things are; `detail` says why.",
    412: "The thing was changed after you read it. Read it again, and decide again.",
    413: "The body is larger than the server takes; `detail` says what it takes.",
    414: "The path and query have more bytes in all than the server takes. Ask in several requests. The connection is closed.",
    415: "The body is of a media type, charset or coding that this address does not read; `detail` says what it reads.",
    422: "A parameter is unknown, given twice, or has a value that it cannot have. `errors` names each, with a JSON pointer.",
    428: "A change needs the header If-Match with the ETag of what you have read, so that nobody's change is lost.",
    429: "The address or the API key sends more requests, or API keys that are not valid, than the server allows: `detail` says which. Try "
    "again after Retry-After seconds. The headers RateLimit-Policy and RateLimit of every answer say what is allowed, and what is left.",
    431: "The request line and the headers have more bytes in all than the server takes, and the connection is closed; or there are more "
    "headers than it takes.",
    500: "A defect of the server. Its log has the details under the `request_id` of the answer.",
    503: "The server cannot reach its database, or `onrecord migrate` has not been run. Try again after Retry-After seconds.",
    507: "The disk has no room for what was to be written, and nothing of it was. Try again after Retry-After seconds. Reading goes on.",
    errors.OtherDatabase: "The position in the feed of changes is one of another database, such as that before a backup was restored. "
    "Make a new copy of what you follow, and go on from its position.",
    errors.ReadTimedOut: "The answer takes longer than the server allows; `detail` names the parameters that could be narrowed. The same "
    "request takes as long again, unless the server was busy.",
    errors.ServerBusy: "More requests wait for the database, more exports run, more feeds or connections are open than the server allows: "
    "`detail` says which. Try again after Retry-After seconds.",
    errors.ReadOnly: "The server reads a database that it cannot write. What writes has to be sent to another server.",
    errors.IdempotencyKeyRefused: "The Idempotency-Key was sent with something else before, or is none of 1 to 255 visible characters.",
    errors.DocumentRefused: "The document has faults, and nothing of it was loaded. `errors` names each, with a JSON pointer.",
}


def add_handlers(app: FastAPI) -> None:
    """Make the application answer every error with a problem, or a redirect."""
    for error in (errors.OnRecordError, RequestValidationError, DatabaseError, PoolTimeout):
        app.add_exception_handler(error, _answer_expected_error)
    app.add_exception_handler(HTTPException, _answer_http_error)
    app.add_exception_handler(Exception, _answer_bug)


def respond_to_error(scope: Scope, error: Exception) -> Response | None:
    """Return the response to an error of the domain, of parameters or of the database; None if the error is a bug."""
    if isinstance(error, errors.Moved):
        return _redirect_to_survivor(scope, error)
    if isinstance(error, RequestValidationError):
        parts = [_problem_part(fault["msg"], fault["loc"]) for fault in error.errors()]
        return problem_response(scope, 422, "\n".join(part["detail"] for part in parts), parts)
    status = _status_of(error)
    if isinstance(error, errors.DocumentRefused):
        parts = [_fault_part(fault) for fault in error.faults]
        return problem_response(scope, status, "\n".join(part["detail"] for part in parts), parts, title=TITLES[errors.DocumentRefused])
    return _domain_or_database_problem(scope, status, error) if status != 500 else None


def problem_response(
    scope: Scope,
    status: int,
    detail: str | None = None,
    parts: list[ProblemPart] | None = None,
    headers: dict[str, str] | None = None,
    *,
    title: str | None = None,
) -> Response:
    """Return the response of a problem.

    Args:
        scope: of the request, for its path and id.
        status: of the response.
        detail: a sentence about this case.
        parts: the faults of single parameters.
        headers: to send beside Content-Type.
        title: of the type of the problem; that of the status if there is none.
    """
    title = title or TITLES.get(status) or HTTPStatus(status).phrase
    body = Problem(
        type=address_of(scope, f"/problems/{slug_of(title)}"),
        title=title,
        status=status,
        detail=detail,
        instance=scope["path"],
        request_id=scope.get("state", {}).get("request_id", ""),
    )
    if parts:
        body["errors"] = parts
    return Response(orjson.dumps(body), status, {**VARY, **(headers or {})}, PROBLEM_JSON)


async def answer_failure(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer 500 in place of an application that raised an exception. This function is an ASGI application, too."""
    await problem_response(scope, 500)(scope, receive, send)


def retry_headers(status: int) -> dict[str, str]:
    """Return the header that says when to try again, of problems that pass."""
    return {"Retry-After": RETRY_AFTER_S[status]} if status in RETRY_AFTER_S else {}


def titles_of(status: int) -> list[str]:
    """Return the titles of the types of problems that have a status."""
    return [title for key, title in TITLES.items() if (key if isinstance(key, int) else STATUS[key]) == status]


def slug_of(title: str) -> str:
    """Return the last part of a problem's type."""
    return title.lower().replace(",", "").replace(" ", "-")


def _status_of(error: Exception) -> int:
    if _is_too_large(error):
        return 422
    is_undefined = isinstance(error, ProgrammingError) and getattr(error.orig, "sqlstate", None) in UNDEFINED_SQLSTATES
    if is_undefined or type(error) is DatabaseError:  # the class itself, no subclass: the file is no database
        return 503
    return next(STATUS[ancestor] for ancestor in type(error).__mro__ if ancestor in STATUS)


def _is_too_large(error: Exception) -> bool:
    return isinstance(error, OperationalError) and TOO_LARGE.search(str(error.orig)) is not None


async def _answer_expected_error(request: Request, error: Exception) -> Response:
    response = respond_to_error(request.scope, error)
    if response is None:
        raise error  # a bug: access/middleware.py logs and answers it
    return response


def _domain_or_database_problem(scope: Scope, status: int, error: Exception) -> Response:
    if _is_too_large(error):
        return problem_response(scope, status, TOO_LARGE_DETAIL)
    title = next((TITLES[ancestor] for ancestor in type(error).__mro__ if ancestor in TITLES), None)
    detail = str(error) if isinstance(error, errors.OnRecordError) else advice_on(error) if isinstance(error, DatabaseError) else None
    if status == 503 and title is None:
        log.error("the database does not answer", error=str(error)[:MOST_LOGGED], **({"advice": detail} if detail else {}), exc_info=False)
    parameter = getattr(error, "parameter", None)
    parts = [_problem_part(str(error), ("query", parameter))] if parameter else None
    return problem_response(scope, status, detail, parts, retry_headers(status), title=title)


async def _answer_bug(request: Request, _: Exception) -> Response:
    return problem_response(request.scope, 500)  # Starlette raises the error again afterwards; access/middleware.py logs it


def _redirect_to_survivor(scope: Scope, error: errors.Moved) -> Response:
    url = Request(scope).url
    path = url.path.replace(error.merged_id, error.survivor)
    return RedirectResponse(f"{path}?{url.query}" if url.query else path, 308, VARY)


def _fault_part(fault: errors.Fault) -> ProblemPart:
    line = f" (line {fault.line})" if fault.line and not fault.path else ""
    part = _problem_part(f"{fault}{line}" if fault.path else f"the body {fault.message}{line}", ("body", *fault.path))
    return {**part, "parameter": "body"}


def _problem_part(detail: str, loc: tuple[Any, ...]) -> ProblemPart:
    pointer = "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in loc)  # RFC 6901
    return ProblemPart(detail=detail, parameter=str(loc[1] if len(loc) > 1 else loc[0]), pointer=pointer)


async def _answer_http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 405:
        return _method_not_allowed(request, error)
    if error.status_code == 404 and (address := address_without_slash(request)):
        return RedirectResponse(address, 308, VARY)
    detail = error.detail if error.detail != HTTPStatus(error.status_code).phrase else None
    if error.status_code == 404 and detail is None:
        detail = f"There is no such address. {_where_addresses_are(request.scope)}"
    return problem_response(request.scope, error.status_code, detail, headers=dict(error.headers or {}))


def _method_not_allowed(request: Request, error: HTTPException) -> Response:
    """Answer 405 with all methods of the address in Allow; to OPTIONS 204 with the same header."""
    allowed = ", ".join(methods_of_address(request, (error.headers or {}).get("Allow", "")))
    if request.method == "OPTIONS":
        return Response(status_code=204, headers={"Allow": allowed})
    detail = f"This address takes {allowed}. {_where_addresses_are(request.scope)}"
    return problem_response(request.scope, 405, detail, headers={"Allow": allowed})


def _where_addresses_are(scope: Scope) -> str:
    index, openapi = address_of(scope, "/v1"), address_of(scope, "/openapi.json")
    return f"`{index}` lists the addresses that need no id, `{openapi}` all of them with their methods."
