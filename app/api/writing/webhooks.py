"""Make, change and remove webhooks, give them new secrets, and have messages sent again."""

from typing import Any, TypeVar

import orjson
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError
from sqlalchemy import Connection, Engine

from app.answers.webhooks import WebhookOut, WebhookWithSecret
from app.api.serving.etags import body_etag, edit_numbers_in
from app.api.serving.faults import MOST_FAULTS
from app.api.writing.actions import WriteRequest, Written
from app.database.engines import read_connection, write_session
from app.document.faults import explain_fault
from app.errors import PositionInvalid
from app.ingest.administering import webhooks
from app.ingest.administering.secrets import SecretBox
from app.parameters.webhooks import NewWebhook, WebhookPatch
from app.queries.administering.webhooks import get_delivery, get_webhook, get_webhook_edits
from app.settings import Settings
from app.terms.receivers import may_connect, parse_networks, parse_receiver

M = TypeVar("M", bound=BaseModel)


def create(engine: Engine, request: WriteRequest) -> Written:
    """Make a webhook.

    Raises:
        RequestValidationError: a field is wrong.
        SecretKeyMissing: there is no key that its secret could be encrypted by.
        OtherDatabase: ``after`` is a position of another database.
    """
    box = SecretBox(request.settings)
    fields = _parse(NewWebhook, request).model_dump()
    _check_address(fields["url"], request.settings)
    with write_session(engine) as session:
        try:
            made = webhooks.create_webhook(session, fields, box, request.asker.name)
        except PositionInvalid as error:
            raise _fault("after", str(error)) from error
    return _with_secret(engine, 201, made)


def edit(engine: Engine, request: WriteRequest) -> Written:
    """Change a webhook.

    Raises:
        NotFound, EditConflict, OtherDatabase: as ``edit_webhook`` raises them.
        PreconditionMissing: there is no If-Match.
        RequestValidationError: a field is wrong.
    """
    (webhook_id,), numbers = request.path_ids, edit_numbers_in(request.if_match)
    given = _parse(WebhookPatch, request).given
    if "url" in given:
        _check_address(given["url"], request.settings)
    with write_session(engine) as session:
        try:
            webhooks.edit_webhook(session, webhook_id, given, numbers)
        except PositionInvalid as error:
            raise _fault("after", str(error)) from error
    with read_connection(engine) as connection:
        return _shown(connection, webhook_id)


def delete(engine: Engine, request: WriteRequest) -> Written:
    """Remove a webhook; the answer shows it as it was.

    Raises:
        NotFound, EditConflict: as ``delete_webhook`` raises them.
        PreconditionMissing: there is no If-Match.
    """
    (webhook_id,), numbers = request.path_ids, edit_numbers_in(request.if_match)
    with write_session(engine) as session:
        shown = get_webhook(session.connection(), webhook_id)
        webhooks.delete_webhook(session, webhook_id, numbers)
    return Written(200, shown)


def rotate(engine: Engine, request: WriteRequest) -> Written:
    """Give a webhook a new secret.

    Raises:
        NotFound: there is none.
        SecretKeyMissing: as ``create`` raises it.
    """
    box = SecretBox(request.settings)
    with write_session(engine) as session:
        made = webhooks.rotate_secret(session, request.path_ids[0], box)
    return _with_secret(engine, 200, made)


def replay(engine: Engine, request: WriteRequest) -> Written:
    """Have a message sent again.

    Raises:
        NotFound, WebhookDisabled: as ``request_replay`` raises them.
        SecretKeyMissing: as ``create`` raises it.
    """
    SecretBox(request.settings)
    webhook_id, delivery_id = request.path_ids
    with write_session(engine) as session:
        webhooks.request_replay(session, webhook_id, delivery_id)
    return _accepted(engine, webhook_id, delivery_id)


def test(engine: Engine, request: WriteRequest) -> Written:
    """Have a message without changes sent.

    Raises:
        NotFound, WebhookDisabled: as ``request_test`` raises them.
        SecretKeyMissing: as ``create`` raises it.
    """
    SecretBox(request.settings)
    (webhook_id,) = request.path_ids
    with write_session(engine) as session:
        delivery_id = webhooks.request_test(session, webhook_id)
    return _accepted(engine, webhook_id, delivery_id)


def _accepted(engine: Engine, webhook_id: str, delivery_id: str) -> Written:
    with read_connection(engine) as connection:
        return Written(202, get_delivery(connection, webhook_id, delivery_id), f"/v1/webhooks/{webhook_id}/deliveries")


def _with_secret(engine: Engine, status: int, made: webhooks.MadeSecret) -> Written:
    with read_connection(engine) as connection:
        answer = WebhookWithSecret(**get_webhook(connection, made.webhook_id), secret=made.secret)
        etag = _shown(connection, made.webhook_id).etag
    return Written(status, answer, f"/v1/webhooks/{made.webhook_id}", etag)


def _shown(connection: Connection, webhook_id: str) -> Written:
    """Return a webhook as it is now, with the ETag that its address gives."""
    answer: WebhookOut = get_webhook(connection, webhook_id)
    return Written(200, answer, etag=body_etag(orjson.dumps(answer), get_webhook_edits(connection, webhook_id)))


def _parse(model: type[M], request: WriteRequest) -> M:
    try:
        return model.model_validate(orjson.loads(request.body))
    except orjson.JSONDecodeError as error:
        raise RequestValidationError([{"loc": ("body",), "msg": f"the body is no JSON: {error}", "type": "body"}]) from error
    except ValidationError as error:
        faults = error.errors(include_url=False)[:MOST_FAULTS]
        raise RequestValidationError([_explained(fault, model) for fault in faults]) from error


def _explained(fault: Any, model: type[BaseModel]) -> dict[str, Any]:
    place = ".".join(map(str, fault["loc"])) or "the body"
    return {"loc": ("body", *fault["loc"]), "msg": f"`{place}`: {explain_fault(fault, model)}", "type": "body"}


def _check_address(url: str, settings: Settings) -> None:
    """Check an address that stands in a URL. The addresses of names are checked whenever they are called: they change."""
    address = parse_receiver(url).address
    if address is not None and not may_connect(address, parse_networks(settings.webhook_networks)):
        raise _fault("url", f"{address} is not public, and in no network of ONRECORD_WEBHOOK_NETWORKS")


def _fault(field: str, message: str) -> RequestValidationError:
    return RequestValidationError([{"loc": ("body", field), "msg": f"`{field}`: {message}", "type": "body"}])
