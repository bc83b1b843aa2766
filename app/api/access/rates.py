"""Rate limits: requests a minute of an API key, or of an address without one; wrong keys of an address."""

from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil
from time import monotonic

from fastapi.responses import Response
from starlette.types import Scope

from app.api.serving.problems import problem_response
from app.api.serving.requests import asker_of
from app.api.serving.responses import Headers

WINDOW_S = 60.0
MOST_CLIENTS = 50_000  # in one of the two dictionaries of ``Buckets``: 6 MB each
MOST_KNOWN_KEYS = 1_000
MOST_CHARACTERS = 64  # of an address, which a trusted proxy may send in any length
NETWORK_BITS = 64  # of an IPv6 address: each customer of a provider has so many addresses


class Buckets:
    """For each client a bucket that holds the requests of a minute, and is filled again evenly.

    Of each client one number is kept: when its bucket will be full (the generic cell rate algorithm). Memory is bounded: a minute after the
    last request the bucket is full, so the dictionary of before the last minute is dropped; with more clients than fit, earlier.

    Args:
        quota: requests a minute.
    """

    def __init__(self, quota: float) -> None:
        self.interval_s = WINDOW_S / quota
        self._current: dict[str, float] = {}
        self._previous: dict[str, float] = {}
        self._began = 0.0

    def take(self, client: str, now: float) -> float:
        """Take one request out, and return the seconds until the bucket is full again. If they are more than a minute, none was left.

        What is over a minute are the seconds until there is one.
        """
        full_in_s = self.full_in_s(client, now) + self.interval_s
        if full_in_s <= WINDOW_S:
            if now - self._began > WINDOW_S or len(self._current) >= MOST_CLIENTS:
                self._previous, self._current, self._began = self._current, {}, now
            self._current[client] = now + full_in_s
        return full_in_s

    def full_in_s(self, client: str, now: float) -> float:
        """Return the seconds until a bucket is full, if nothing more is taken."""
        full_at = self._current.get(client) or self._previous.get(client, 0.0)
        return max(full_at - now, 0.0)

    def __len__(self) -> int:
        return len(self._current) + len(self._previous)


class Policy:
    """A limit with the headers that tell clients of it (draft-ietf-httpapi-ratelimit-headers-10).

    Args:
        name: of the policy in the headers.
        per_minute: requests; of all processes together.
        processes: that serve. Each allows its part, one request at least: connections are spread over them.
    """

    def __init__(self, name: str, per_minute: int, processes: int) -> None:
        quota = max(per_minute / processes, 1.0)
        self.buckets = Buckets(quota)
        self._name = name
        self._header = (b"ratelimit-policy", f'"{name}";q={int(quota)};w={WINDOW_S:.0f}'.encode())

    def headers(self, full_in_s: float) -> Headers:
        """Return the headers, from what ``Buckets.take`` returned: requests that are left, and seconds until all are there again."""
        left = max(int((WINDOW_S - full_in_s) / self.buckets.interval_s + 1e-6), 0)
        return [(b"ratelimit", f'"{self._name}";r={left};t={ceil(min(full_in_s, WINDOW_S))}'.encode()), self._header]


class RateLimits:
    """Counts requests by API key, or by address where none is sent, and refuses those beyond the limit. Zero is no limit.

    Args:
        by_address: requests a minute.
        by_key: the same.
        processes: that serve.
    """

    def __init__(self, by_address: int, by_key: int, processes: int = 1) -> None:
        self._of_addresses = Policy("address", by_address, processes) if by_address else None
        self._of_keys = Policy("key", by_key, processes) if by_key else None

    def __bool__(self) -> bool:
        return self._of_addresses is not None or self._of_keys is not None

    def take(self, scope: Scope) -> tuple[Headers, Response | None]:
        """Count a request; return the headers of its answer, and the refusal if there were too many."""
        key_id = asker_of(scope).key_id
        policy, client = (self._of_addresses, address_of(scope)) if key_id is None else (self._of_keys, key_id)
        if policy is None:
            return [], None
        full_in_s = policy.buckets.take(client, monotonic())
        refusal = _refusal(scope, full_in_s - WINDOW_S, "Too many requests are sent.") if full_in_s > WINDOW_S else None
        return policy.headers(full_in_s), refusal


class WrongKeys:
    """Counts API keys that are not valid by address. Beyond the limit no key from there is looked up, so that guessing is slow.

    Keys that were valid before are looked up all the same: behind a proxy that is not named to us, one client with a revoked key keeps no
    other out.

    Args:
        per_minute: wrong keys of one address; zero is no limit.
        processes: that serve.
    """

    def __init__(self, per_minute: int, processes: int = 1) -> None:
        self._buckets = Buckets(max(per_minute / processes, 1.0)) if per_minute else None
        self._known: dict[bytes, None] = {}

    def refuse(self, scope: Scope, digest: bytes) -> Response | None:
        """Return the refusal of a request with a key of this hash, if too many of its address were wrong."""
        if self._buckets is None or digest in self._known:
            return None
        wait_s = self._buckets.full_in_s(address_of(scope), monotonic()) + self._buckets.interval_s - WINDOW_S
        return _refusal(scope, wait_s, "Too many API keys that are not valid are sent.") if wait_s > 0 else None

    def note(self, scope: Scope, digest: bytes, *, is_valid: bool) -> None:
        """Note what became of a key."""
        if self._buckets is None:
            return
        if is_valid:
            if digest not in self._known and len(self._known) >= MOST_KNOWN_KEYS:
                del self._known[next(iter(self._known))]
            self._known[digest] = None
        else:
            self._known.pop(digest, None)
            self._buckets.take(address_of(scope), monotonic())


def address_of(scope: Scope) -> str:
    """Return by what clients without a key are told apart: the address, or the network of an IPv6 address."""
    client = scope.get("client")
    address: str = client[0] if client else ""
    return _network_of(address[:MOST_CHARACTERS]) if ":" in address else address[:MOST_CHARACTERS]


@lru_cache(maxsize=4_096)
def _network_of(address: str) -> str:
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ip_network(f"{parsed}/{NETWORK_BITS}", strict=False))


def _refusal(scope: Scope, wait_s: float, reason: str) -> Response:
    seconds = ceil(wait_s)
    detail = f"{reason} Try again in {seconds} second{'' if seconds == 1 else 's'}."
    return problem_response(scope, 429, detail, headers={"Retry-After": str(seconds)})
