"""Addresses for the log: without the words that people look for, and without the last part of a client's address."""

import re
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property, lru_cache
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any, get_args
from urllib.parse import parse_qsl

from app.parameters.listing import FilterValue, Parameters, SearchText, TitleWords

HIDDEN = "…"
SAFE_NAME = re.compile(r"[A-Za-z_.]{1,40}")  # a name of a parameter that may stand, known or not
SAFE_VALUE = re.compile(r"(?:art|clm|ent|evt)_[0-9a-z]{20}|\d{4}(?:-\d\d){0,2}|-?\d{1,6}(?:\.\d{1,6})?|true|false")
SAFE_ID = re.compile(r"(?:art|clm|ent|evt)_[0-9a-z]{20}")
# Types of parameters whose values are people's own words, whatever these look like.
FREE_TEXT = frozenset({str, FilterValue, SearchText, TitleWords})
MAX_CHARACTERS = 1_000  # of a query in a log line
MAX_READ_BYTES = 2_000  # of a query that is redacted for a log line
MAX_PARTS = 10  # of a path in a log line
MAX_KEPT_BYTES = 500  # of queries that are kept with what is logged of them
KEPT_PREFIX_BITS = {4: 24, 6: 48}  # of a client's address, by the version of IP


class QueryRedactor:
    """Hides values in queries: ids, dates, numbers and words of closed lists stand; all else may be a name, or what was searched for.

    Args:
        models: declare the known query parameters.
    """

    def __init__(self, models: Iterable[type[Parameters]]) -> None:
        self._models = frozenset(models)
        self._redact_and_keep = lru_cache(maxsize=1_024)(self._redact)

    def redact(self, query_string: bytes) -> str:
        """Return a query with ``…`` in place of the values that are hidden. Those of short queries are computed once."""
        return self._redact_and_keep(query_string) if len(query_string) <= MAX_KEPT_BYTES else self._redact(query_string)

    def _redact(self, query_string: bytes) -> str:
        pairs = parse_qsl(_whole_pairs(query_string).decode("latin-1"), keep_blank_values=True)
        shown = "&".join(
            [
                f"{name if SAFE_NAME.fullmatch(name) else HIDDEN}={value if self._may_stand(name, value) else HIDDEN}"
                for name, value in pairs
            ]
        )
        is_whole = len(shown) <= MAX_CHARACTERS and len(query_string) <= MAX_READ_BYTES
        return shown if is_whole else shown[:MAX_CHARACTERS] + HIDDEN

    def _may_stand(self, name: str, value: str) -> bool:
        words = self._words.get(name)
        return not value or (words is not None and (value in words or SAFE_VALUE.fullmatch(value) is not None))

    @cached_property
    def _words(self) -> dict[str, set[str]]:
        """The words of the closed list of each known parameter, without those that hold free text."""
        fields = [(field.alias or name, field.annotation) for model in self._models for name, field in model.model_fields.items()]
        words: dict[str, set[str]] = {}
        for name, annotation in fields:
            words.setdefault(name, set()).update(_literals(annotation))
        free = {name for name, annotation in fields if annotation is str or FREE_TEXT & {*get_args(annotation)}}
        return {name: values for name, values in words.items() if name not in free}


def _whole_pairs(query_string: bytes) -> bytes:
    """Return the beginning of a query that is read for the log. A value that is cut might look like one that may stand, so none is."""
    if len(query_string) <= MAX_READ_BYTES:
        return query_string
    return query_string[:MAX_READ_BYTES].rpartition(b"&")[0]


def _literals(annotation: Any) -> Iterator[str]:
    for argument in get_args(annotation):
        if isinstance(argument, str):
            yield argument
        else:
            yield from _literals(argument)


def redact_path(path: str, words: Collection[str]) -> str:
    """Return a path with ``…`` in place of each part that is neither an id nor one of the words of the program's own paths."""
    parts = path.split("/", MAX_PARTS)[:MAX_PARTS]
    return "/".join(part if not part or part in words or SAFE_ID.fullmatch(part) else HIDDEN for part in parts)


@lru_cache(maxsize=4_096)
def network_of(address: str) -> str | None:
    """Return the network of a client's address, which has lost its last part: /24 of IPv4, /48 of IPv6. None if it is no address."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return None
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    return str(ip_network(f"{parsed}/{KEPT_PREFIX_BITS[parsed.version]}", strict=False))
