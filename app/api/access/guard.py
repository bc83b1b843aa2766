"""The guard of all addresses: finds the API key of a request, and compares its scopes with the one needed."""

from collections.abc import Mapping
from re import compile, escape
from urllib.parse import parse_qsl

from fastapi.responses import Response
from starlette.types import Scope

from app.api.access.rates import WrongKeys
from app.api.reading.session import Reader
from app.api.serving.addresses import ID, EndpointKey, endpoint_key
from app.api.serving.problems import problem_response, respond_to_error
from app.queries.administering.keys import ANONYMOUS, Asker, find_asker
from app.terms.api_keys import NeededScope, alternatives, digest_of

READING = frozenset({"GET", "HEAD"})
BEARER = b"bearer "
MethodAndKey = tuple[str, EndpointKey]
REALM = 'Bearer realm="onrecord"'


class Guard:
    """Refuses requests without a key that is needed, with a key that is not valid, or with one that lacks the scope.

    Args:
        reader: finds keys.
        scopes: that are needed, by method and address. Addresses that are not among them hold no data, and need none.
        prefix: of the paths of all endpoints: ``/v1``.
        wrong_keys: counts keys that are not valid.
        private_parameters: names of parameters, by address, with which reading needs the scope ``review``.
        is_reading_open: whether what needs the scope ``read`` needs no key.
    """

    def __init__(
        self,
        reader: Reader,
        scopes: Mapping[MethodAndKey, NeededScope],
        prefix: str,
        wrong_keys: WrongKeys,
        private_parameters: Mapping[EndpointKey, frozenset[str]],
        *,
        is_reading_open: bool,
    ) -> None:
        self._private_parameters = private_parameters
        self._wrong_keys = wrong_keys
        self._reader, self._scopes, self._prefix, self._is_reading_open = reader, scopes, f"{prefix}/", is_reading_open
        private = [key for (method, key), scope in scopes.items() if method == "GET" and (scope != "read" or key in private_parameters)]
        patterns = ["/".join("[^/]+" if part == ID else escape(part) for part in key) for key in private]
        self._matches_private = compile("|".join(patterns) or "(?!)").fullmatch

    def looks_at(self, method: str, path: str, headers: Mapping[bytes, bytes]) -> bool:
        """Return whether a request has to be looked at: nearly all are without a key, for what anybody may read."""
        is_for_all = self._is_reading_open and method in READING and not self._matches_private(path)
        return b"authorization" in headers or not is_for_all

    def is_guarded(self, path: str) -> bool:
        """Return whether a path is one of the API: all others hold no data, and are not limited."""
        return path.startswith(self._prefix)

    async def refuse(self, scope: Scope, path: str, headers: Mapping[bytes, bytes]) -> Response | None:
        """Return the refusal of a request; None if it may be made. Who sends it is ``asker`` in the state of the ASGI scope."""
        if not self.is_guarded(path):
            return None
        try:
            asker = await self._find(scope, headers.get(b"authorization"))
        except Exception as error:
            if response := respond_to_error(scope, error):
                return response
            raise
        if isinstance(asker, Response):
            return asker
        if asker is None:
            return _unauthorized(scope, "No valid API key is sent: it is unknown, or was revoked.", 'error="invalid_token"')
        scope["state"]["asker"] = asker
        return self._compare(scope, asker, self._needed(scope, endpoint_key(path)))

    def _needed(self, scope: Scope, key: EndpointKey) -> NeededScope | None:
        method = "GET" if scope["method"] == "HEAD" else scope["method"]
        private = self._private_parameters.get(key) if method == "GET" else None
        if private and any(name in private for name, _ in parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)):
            return "review"
        return self._scopes.get((method, key))

    def _compare(self, scope: Scope, asker: Asker, needed: NeededScope | None) -> Response | None:
        if needed is None or (needed == "read" and self._is_reading_open) or asker.scopes & {*alternatives(needed)}:
            return None
        names = " or ".join(map(repr, alternatives(needed)))
        if asker.key_id is None:
            return _unauthorized(scope, f"An API key with the scope {names} is needed: send `Authorization: Bearer KEY`.")
        challenge = {"WWW-Authenticate": f'{REALM}, error="insufficient_scope", scope="{alternatives(needed)[0]}"'}
        return problem_response(scope, 403, f"The API key lacks the scope {names}.", headers=challenge)

    async def _find(self, scope: Scope, authorization: bytes | None) -> Asker | Response | None:
        """Return who has the key; None if nobody; the refusal if too many keys of this address were wrong."""
        if authorization is None:
            return ANONYMOUS
        if authorization[: len(BEARER)].lower() != BEARER:
            return None
        digest = digest_of(authorization[len(BEARER) :].strip().decode("latin-1"))
        if excess := self._wrong_keys.refuse(scope, digest):
            return excess
        asker = await self._reader.look_up(lambda connection: find_asker(connection, digest))
        self._wrong_keys.note(scope, digest, is_valid=asker is not None)
        return asker


def _unauthorized(scope: Scope, detail: str, parameters: str = "") -> Response:
    challenge = f"{REALM}, {parameters}" if parameters else REALM
    return problem_response(scope, 401, detail, headers={"WWW-Authenticate": challenge})
