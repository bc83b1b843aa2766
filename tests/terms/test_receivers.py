"""URLs of receivers, and the addresses that may be connected to."""

from ipaddress import ip_address

import pytest

from app.terms.receivers import may_connect, parse_networks, parse_receiver

TAKEN = {
    "https://receiver.example": "https://receiver.example/",
    "HTTPS://Receiver.Example/Hook?to=a": "https://receiver.example/Hook?to=a",
    "https://receiver.example:443/": "https://receiver.example/",
    "https://receiver.example:8443/hook": "https://receiver.example:8443/hook",
    "https://receiver.example?to=a": "https://receiver.example/?to=a",
    "https://bücher.example/": "https://xn--bcher-kva.example/",
    "https://xn--bcher-kva.example/": "https://xn--bcher-kva.example/",
    "https://８.8.8.8/": "https://8.8.8.8/",  # digits of another alphabet are digits
    "https://8。8。8。8/": "https://8.8.8.8/",
    "https://[2001:4860:4860:0::8888]/": "https://[2001:4860:4860::8888]/",
}
REFUSED = [
    "http://receiver.example/",
    "ftp://receiver.example/",
    "receiver.example",
    "//receiver.example/",
    "https:receiver.example",
    "https://",
    "https:///hook",
    "https://user@receiver.example/",
    "https://user:word@receiver.example/",
    "https://127.0.0.1\\@receiver.example/",
    "https://receiver.example\\@127.0.0.1/",
    "https://receiver.example#@127.0.0.1/",
    "https://receiver.example/#part",
    "https://receiver.example./",  # the same name, under which no certificate is made out
    "https://.receiver.example/",
    "https://receiver..example/",
    "https://receiver_.example/",
    "https://-receiver.example/",
    "https://receiver.example:/",
    "https://receiver.example:0/",
    "https://receiver.example:22/",
    "https://receiver.example:65536/",
    "https://receiver.example:443:8443/",
    "https://receiver.example:４４３/",
    "https://receiver.example:+443/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0x7f.0.0.1/",
    "https://0177.0.0.1/",
    "https://127.0.0.01/",
    "https://127.1/",
    "https://1.2.3.4.5/",
    "https://receiver.0x1/",
    "https://256.0.0.1/",
    "https://[::1/",
    "https://[fe80::1%25eth0]/",
    "https://[127.0.0.1]/",
    "https://::1/",
    "https://127.0.0.1%2f.receiver.example/",
    "https://re%63eiver.example/",
    "https://receiver.example\t/",
    "https://receiver.\nexample/",
    " https://receiver.example/",
    "https://receiver.example/a b",
    "https://receiver.example/ü",
    "https://receiver.example/\r\nHost: other.example",
    "https://" + "a" * 64 + ".example/",
    "https://receiver.example/" + "a" * 2000,
]
PUBLIC = ["8.8.8.8", "1.1.1.1", "2001:4860:4860::8888", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8"]
NOT_PUBLIC = [
    *("0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "127.0.0.1", "127.255.255.254", "169.254.169.254", "172.16.0.1", "172.31.255.255"),
    *("192.0.0.1", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.0.1", "198.18.0.1", "198.51.100.1", "203.0.113.1"),
    *("100.100.100.200", "168.63.129.16", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255"),
    *(
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "::ffff:10.0.0.1",
        "64:ff9b::127.0.0.1",
        "64:ff9b::10.0.0.1",
    ),
    *("64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::1", "2002:808:808::1", "3fff::1", "5f00::1"),
    *("fc00::1", "fd00:ec2::254", "fe80::1", "fec0::1", "ff02::1", "ff0e::1"),
]


@pytest.mark.parametrize("url", TAKEN)
def test_a_url_is_stored_in_one_way(url: str) -> None:
    receiver = parse_receiver(url)
    assert receiver.url == TAKEN[url]
    assert parse_receiver(receiver.url) == receiver


@pytest.mark.parametrize("url", REFUSED)
def test_what_is_no_address_of_a_receiver_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parse_receiver(url)


def test_an_address_in_a_url_is_known_as_one() -> None:
    found = [parse_receiver(url).address for url in ("https://10.0.0.1/", "https://[fd00::1]:8443/", "https://receiver.example/")]
    assert found == [ip_address("10.0.0.1"), ip_address("fd00::1"), None]


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_may_be_connected_to(address: str) -> None:
    assert may_connect(ip_address(address), [])


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_other_addresses_may_not(address: str) -> None:
    assert not may_connect(ip_address(address), [])


def test_networks_that_the_operator_allows_may_be_connected_to() -> None:
    allowed = parse_networks("10.1.0.0/16, ::1/128")
    addresses = ["10.1.2.3", "::ffff:10.1.2.3", "::1", "10.2.0.1", "127.0.0.1", "fd00::1"]
    assert [may_connect(ip_address(address), allowed) for address in addresses] == [True, True, True, False, False, False]
