"""Which addresses count as outside, whatever clothes they wear."""

from __future__ import annotations

import doctest
import socket
from ipaddress import ip_address

import pytest

from zaplecze.platform import outside
from zaplecze.platform.outside import NotOutside, connect_outside, is_outside, networks

INNER = (
    "127.0.0.1", "10.9.8.7", "172.16.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
    "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1",
    "2002:a00:1::", "ff02::1",
)  # fmt: skip


@pytest.mark.parametrize("address", INNER)
def test_an_inner_address_is_refused_until_its_network_is_opened(address: str) -> None:
    found = ip_address(address)
    assert not is_outside(found)
    mapped = getattr(found, "ipv4_mapped", None)
    if not address.startswith(("64:", "2002:")):
        assert is_outside(found, networks(str(mapped or found)))


def test_outer_addresses_may_be_connected_to() -> None:
    assert is_outside(ip_address("198.41.0.4")) and is_outside(ip_address("2001:503:ba3e::2:30"))


def test_doctests() -> None:
    assert doctest.testmod(outside).failed == 0


def test_the_address_that_was_checked_is_the_one_connected_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A name that leads inside the second time gains nothing: it is asked once."""
    asked = []

    def answer(*place: object, **more: object) -> list[object]:
        asked.append(place)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 9))]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    with pytest.raises(NotOutside):
        connect_outside("poczta.example", 993, seconds=1)
    assert len(asked) == 1
