"""Where a request goes, and where a redirect leads. Pure, no I/O."""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass

from newshouse.errors import RejectError
from newshouse.fetch.headers import values
from newshouse.records import Headers
from newshouse.urls import request_url

MAX_REDIRECTS = 5
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_DEFAULT_PORTS = {"http": 80, "https": 443}
_SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*):(?!\d)")  # "host:8080/path" has none


@dataclass(frozen=True, slots=True)
class Target:
    """An address that request_url made, taken apart once for all who need a part."""

    url: str
    origin: str  # scheme://host[:port]
    host: str  # urls.host_key
    port: int


def target_of(url: str, base: str | None = None) -> Target:
    """Where ``url`` leads. RejectError: bad_scheme for what is no web address by its scheme, else bad_url."""
    scheme = _SCHEME.match(url) if isinstance(url, str) else None
    if scheme and scheme.group(1).lower() not in _DEFAULT_PORTS:
        raise RejectError("bad_scheme", f"{scheme.group(1)} in {url[:200]}")
    address = request_url(url, base)
    origin = address[: address.index("/", 8)]
    protocol, _, host = origin.partition("://")
    _, colon, port = host.rpartition("]")[2].rpartition(":")
    return Target(address, origin, host, int(port) if colon else _DEFAULT_PORTS[protocol])


def redirect_target(status: int, headers: Headers, url: str) -> Target | None:
    """Where a response from ``url`` leads on to, None if it is no redirect. Raises as target_of."""
    if status not in _REDIRECTS:
        return None
    location = next(iter(values(headers, "location")), "").strip()
    if not location:
        return None
    with contextlib.suppress(UnicodeError):
        location = location.encode("latin-1").decode("utf-8")  # sent as raw UTF-8 more often than as Latin-1
    return target_of(location, url)


def check_hops(requested: str, redirects: list[tuple[int, str]]) -> None:
    """Raise RejectError: redirect_loop if the last hop was seen before, too_many_redirects beyond five."""
    *earlier, (_, target) = redirects
    if target == requested or any(target == seen for _, seen in earlier):
        raise RejectError("redirect_loop", f"{requested} comes back to {target}")
    if len(redirects) > MAX_REDIRECTS:
        raise RejectError("too_many_redirects", f"over {MAX_REDIRECTS} from {requested}")
