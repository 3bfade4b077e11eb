"""Connections to servers that people name: the outer network only, unless the installation opens its own.

Whoever may type a server's name could otherwise feel out the network that the program stands in, by what it answers.
The address that is connected to is the one that was checked, so a name that resolves differently the second time
gains nothing.
"""

from __future__ import annotations

import socket
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Network = IPv4Network | IPv6Network
_TRANSLATED = IPv6Network("64:ff9b::/96")  # IPv4 behind a gateway (RFC 6052)


class NotOutside(OSError):
    """The name leads to no address of the outer network."""


def networks(text: str) -> tuple[Network, ...]:
    """Networks out of a setting: ``10.1.0.0/16, 127.0.0.1``; raises ValueError.

    >>> [str(n) for n in networks("10.1.0.0/16, 127.0.0.1")]
    ['10.1.0.0/16', '127.0.0.1/32']
    """
    return tuple(ip_network(part.strip()) for part in text.split(",") if part.strip())


def is_outside(address: IPv4Address | IPv6Address, opened: Sequence[Network] = ()) -> bool:
    """True for an address of the outer network, or of one that the installation opened.

    >>> [is_outside(ip_address(a)) for a in ("8.8.8.8", "10.0.0.1", "169.254.169.254", "::ffff:127.0.0.1")]
    [True, False, False, False]
    """
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return is_outside(address.ipv4_mapped, opened)
        if address in _TRANSLATED or address.sixtofour is not None or address.teredo is not None:
            return False
    if any(address in network for network in opened):
        return True
    return address.is_global and not address.is_multicast


def connect_outside(
    host: str, port: int, *, seconds: float, opened: Sequence[Network] = ()
) -> socket.socket:
    """A connection to the first address of ``host`` that may be connected to and answers; raises OSError."""
    last: OSError = NotOutside(f"{host} is not outside")
    for family, kind, protocol, _, place in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        if not is_outside(ip_address(str(place[0]).partition("%")[0]), opened):
            continue
        connection = socket.socket(family, kind, protocol)
        try:
            connection.settimeout(seconds)
            connection.connect(place)
        except OSError as error:
            connection.close()
            last = error
        else:
            return connection
    raise last
