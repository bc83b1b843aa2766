"""Receivers of webhooks: which URLs they may have, and which network addresses may be connected to."""

import re
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import NamedTuple

import idna

MOST_CHARACTERS = 2000
HTTPS_PORT, FIRST_FREE_PORT = 443, 1024
PARTS = re.compile(r"(?:\[(?P<ipv6>[0-9A-Fa-f:.]+)\]|(?P<name>[^\[\]:]+))(?::(?P<port>[0-9]{1,5}))?")
NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")  # browsers take a host whose last part is one for an address, in several notations

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# What ``is_global`` of Python lets through, or of which it differs between versions, though no receiver of webhooks is there.
NOT_PUBLIC = [
    ip_network(network)
    for network in (
        "168.63.129.16/32",  # metadata of Azure's machines
        "192.0.0.0/24",  # protocol assignments, among them the metadata of Oracle's machines
        "192.88.99.0/24",  # relays of 6to4
        "2001::/23",  # protocol assignments, among them Teredo, which holds an IPv4 address
        "2002::/16",  # 6to4, which holds an IPv4 address
        "3fff::/20",  # documentation
    )
]
GLOBAL_UNICAST = IPv6Network("2000::/3")  # all that is given out of IPv6; what is outside is mapped, local, translated or reserved
TRANSLATED = IPv6Network("64:ff9b::/96")  # NAT64: behind its translator is the IPv4 address of the last 32 bits


class Receiver(NamedTuple):
    """Where messages of a webhook are sent.

    Attributes:
        host: a name, in ASCII, or an address without brackets.
        port: of TCP.
        target: path and query.
    """

    host: str
    port: int
    target: str

    @property
    def authority(self) -> str:
        """Host and port, as a URL and the header Host have them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == HTTPS_PORT else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The URL, written in the one way in which it is stored."""
        return f"https://{self.authority}{self.target}"

    @property
    def address(self) -> Address | None:
        """The address that stands in the URL; None where a name does."""
        return ip_address(self.host) if ":" in self.host or NUMBER.fullmatch(self.host.rpartition(".")[2]) else None


def parse_receiver(url: str) -> Receiver:
    """Return the receiver of a URL. What could be read in two ways is refused, so that nothing else is checked than is called.

    Raises:
        ValueError: with what is wrong.
    """
    scheme, _, rest = url.partition("://")
    if scheme.lower() != "https":
        raise ValueError("must begin with https://")
    if len(url) > MOST_CHARACTERS:
        raise ValueError(f"has more than {MOST_CHARACTERS:,} characters")
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    target = rest[len(authority) :]
    if "@" in authority:
        raise ValueError("has a user or password, which would be stored and shown")
    if not re.fullmatch(r"[!-~]*", target) or re.search(r"[#\\]", url):
        raise ValueError("has a fragment, or a character that a URL has percent-encoded only")
    host, port = _host_and_port(authority)
    return Receiver(host, port, target if target.startswith("/") else f"/{target}")


def _host_and_port(authority: str) -> tuple[str, int]:
    parts = PARTS.fullmatch(authority)
    if parts is None:
        raise ValueError("has no host, or one that cannot be read")
    port = int(parts["port"] or HTTPS_PORT)
    if port != HTTPS_PORT and not FIRST_FREE_PORT <= port <= 65535:
        raise ValueError(f"has the port {port}; take {HTTPS_PORT}, or one from {FIRST_FREE_PORT} on")
    try:
        return str(IPv6Address(parts["ipv6"])) if parts["ipv6"] else _name(parts["name"]), port
    except UnicodeError as error:  # of ``idna``, whose message may hold what cannot be shown
        raise ValueError("has a host that is no name of the Internet") from error


def _name(text: str) -> str:
    name = idna.encode(text, uts46=True, std3_rules=True).decode()
    if name.endswith("."):
        raise ValueError("has a dot behind its host; leave it out")
    if NUMBER.fullmatch(name.rpartition(".")[2]):
        return str(IPv4Address(name))  # refuses other notations than four decimal numbers
    return name


def may_connect(address: Address, allowed: Sequence[Network]) -> bool:
    """Return whether a receiver may be at an address: a public one, or one of the networks that the operator has allowed."""
    if any(address in network for network in allowed):
        return True
    if isinstance(address, IPv6Address) and (address.ipv4_mapped or address in TRANSLATED):
        return may_connect(IPv4Address(int(address) & 0xFFFFFFFF), allowed)
    is_given_out = isinstance(address, IPv4Address) or address in GLOBAL_UNICAST
    return is_given_out and address.is_global and not address.is_multicast and not any(address in network for network in NOT_PUBLIC)


def parse_networks(text: str) -> list[Network]:
    """Return the networks of a setting, comma-separated.

    Raises:
        ValueError: one is no network.
    """
    return [ip_network(network.strip()) for network in text.split(",") if network.strip()]
