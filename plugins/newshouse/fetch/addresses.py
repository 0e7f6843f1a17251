"""Which IP addresses may be connected to: public ones. Pure, no I/O.

After the IANA special-purpose registries (RFC 6890 and its updates). For IPv6 the rule is an allow-list: global unicast
2000::/3 and nothing else, less the ranges in it that tunnel to IPv4 addresses or are for documents.
"""

from __future__ import annotations

from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

_REFUSED_V4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # carrier-grade NAT
        "127.0.0.0/8",  # loopback
        "169.254.0.0/16",  # link-local, cloud metadata services
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # benchmarking
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
    )
)
_GLOBAL_V6 = IPv6Network("2000::/3")
_REFUSED_V6 = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # protocol assignments: Teredo, ORCHID, benchmarking
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4
        "3fff::/20",  # documentation
    )
)
_NAT64 = IPv6Network("64:ff9b::/96")


@lru_cache(maxsize=65_536)
def refusal(address: str, allow_loopback: bool = False) -> str | None:
    """Why ``address`` (as a socket has it, scope id and all) must not be connected to; None if it may be.

    Addresses that carry an IPv4 address to be reached (mapped, NAT64) are judged by that one.
    """
    try:
        ip = _embedded(ip_address(address.partition("%")[0]))
    except ValueError:
        return "not an IP address"
    if ip.is_loopback:
        return None if allow_loopback else "loopback"
    if isinstance(ip, IPv6Address) and ip not in _GLOBAL_V6:
        return "not global unicast"
    networks = _REFUSED_V4 if isinstance(ip, IPv4Address) else _REFUSED_V6
    return next((f"in {network}" for network in networks if ip in network), None)


@lru_cache(maxsize=1024)
def is_loopback(address: str) -> bool:
    """127.0.0.0/8, ::1, or the former mapped into IPv6."""
    return _embedded(ip_address(address.partition("%")[0])).is_loopback


def _embedded(ip: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    if isinstance(ip, IPv6Address):
        if ip.ipv4_mapped is not None:
            return ip.ipv4_mapped
        if ip in _NAT64:
            return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip
