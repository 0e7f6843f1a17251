"""Addresses: one canonical spelling for each, the identity made from it, and who owns it. Pure, no I/O.

Follows the WHATWG URL standard where web addresses in the wild need it (white space, backslashes, odd IPv4
spellings) and RFC 3986 section 6 for normalisation. Paths are never lower-cased: ids in them can differ by case alone.
"""

from __future__ import annotations

import hashlib
import ipaddress
import posixpath
import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, unquote, urljoin, urlsplit
from uuid import UUID

import idna

from newshouse.errors import RejectError

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

MAX_URL_CHARS = 8192
_DEFAULT_PORTS = {"http": 80, "https": 443}

_TRACKING = re.compile(
    r"""
    (?: utm_ | at_ | mtm_ | pk_ | piwik_ | matomo_ | hsa_ | ns_ | wt_ | _hs | fb_ | guce_ ) [^=]* (?: = .* )?
    | (?:  # click ids of advertising networks and social sites
        fbclid | gclid | gclsrc | dclid | gbraid | wbraid | msclkid | yclid | ysclid | twclid | ttclid | li_fat_id
        | igsh | igshid | mibextid | rb_clickid | s_kwcid | epik | sccid | wickedid | __twitter_impression | ref_src
        | ref_url
        # newsletters, analytics, sharing
        | mc_cid | mc_eid | mkt_tok | vero_id | oly_anon_id | oly_enc_id | _ga | _gl | guccounter | cmpid | cmp | icid
        | ocid | ncid | s_cid | xtor | maca | wtmc | smid | smtyp | sharetype | share_id | traffic_source | feedtype
        | rssfeed | _openstat | trk | trkcampaign | spm | __s | ml_subscriber | ml_subscriber_hash
        | sc_campaign | sc_channel | sc_content | sc_medium | sc_country
      ) (?: = .* )?
    | (?: ref | source | src | from | partner | cid | origin | via | link_source ) =
      (?: rss | rss2(?:\.0)? | rss_?feed | feeds? | atom | feedburner | feedly | twitter | facebook )
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
"""Parameters that name the visitor's way to the page, never the page."""

_WHITESPACE = re.compile(r"[\t\r\n]")
_C0_AND_SPACE = "".join(map(chr, range(33)))
_WEB = re.compile(r"https?:", re.IGNORECASE)
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_PLAIN = re.compile(r"[A-Za-z0-9\-._~!$&'()*+,;=:@/]*")
_PATH_SAFE = _UNRESERVED | frozenset("!$&'()*+,;=:@/")
_QUERY_SAFE = _PATH_SAFE | frozenset("?[]{}|")
_FORBIDDEN_IN_HOST = re.compile(r"[\x00-\x20\x7f#%/:<>?@\[\\\]^|]")
_IPV4_PART = re.compile(r"0[xX][0-9A-Fa-f]*|[0-9]+")


def canonicalise(url: str, base: str | None = None) -> str:
    """The one spelling of a web address, which makes its identity; relative ones are resolved against ``base``.

    As request_url, and tracking parameters off. Idempotent. Raises RejectError("bad_url").
    """
    address, _, query = request_url(url, base).partition("?")
    query = "&".join(piece for piece in query.split("&") if piece and not _TRACKING.fullmatch(piece))
    return address + (f"?{query}" if query else "")


def request_url(url: str, base: str | None = None) -> str:
    """The address to ask a server for: absolute, http or https, normalised, with every parameter.

    Host in lower-case IDNA (numeric IPv4 spellings as dotted quads), default port, credentials and fragment off, dot
    segments resolved, percent-encoding as RFC 3986 6.2.2 has it. Idempotent. Raises RejectError("bad_url").
    """
    if not isinstance(url, str):
        raise RejectError("bad_url", f"not text but {type(url).__name__}")
    text = _WHITESPACE.sub("", url.strip(_C0_AND_SPACE))
    if len(text) > MAX_URL_CHARS:
        raise RejectError("bad_url", f"longer than {MAX_URL_CHARS} characters: {text[:80]}...")
    try:
        return _normal(text, base)
    except (ValueError, UnicodeError, IndexError) as error:
        raise RejectError("bad_url", f"{text[:200]!r}: {error}") from error


def _normal(text: str, base: str | None) -> str:
    text = _slashes_forward(text)
    if base is not None:
        text = urljoin(request_url(base), text)
    parts = urlsplit(text)
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS:
        raise ValueError("not an http or https address")
    host = _host(parts.netloc.rpartition("@")[2])
    path = _without_dot_segments(_normalised(parts.path, _PATH_SAFE)) or "/"
    # "&amp;" in an address is always a forgotten unescape: no site names its parameters "amp;x".
    query = _normalised(parts.query.replace("&amp;", "&"), _QUERY_SAFE)
    normal = f"{scheme}://{host}{_port(parts, scheme)}{path}" + (f"?{query}" if query else "")
    if len(normal) > MAX_URL_CHARS:
        raise ValueError(f"longer than {MAX_URL_CHARS} characters once encoded")
    return normal


def _slashes_forward(text: str) -> str:
    """Browsers read a backslash before the query as a slash, and any number of slashes after the scheme as two."""
    cut = min((at for at in (text.find("?"), text.find("#")) if at >= 0), default=len(text))
    head = text[:cut].replace("\\", "/")
    scheme = _WEB.match(head)
    if scheme:
        head = scheme.group() + "//" + head[scheme.end() :].lstrip("/")
    return head + text[cut:]


@lru_cache(maxsize=65_536)
def _host(netloc: str) -> str:
    if netloc.startswith("["):
        literal, closed, _ = netloc[1:].partition("]")
        if not closed:
            raise ValueError("IPv6 address without its closing bracket")
        return f"[{ipaddress.IPv6Address(literal.partition('%')[0]).compressed}]"
    raw = unquote(netloc.partition(":")[0], errors="strict")
    host = raw if raw.isascii() else _idna(raw)
    host = host.lower().removesuffix(".")
    if not host or _FORBIDDEN_IN_HOST.search(host):
        raise ValueError("no host, or one with forbidden characters")
    if len(host) > 253 or any(not 0 < len(label) <= 63 for label in host.split(".")):
        raise ValueError("host with an empty or overlong label")
    return _ipv4(host) if _IPV4_PART.fullmatch(host.rpartition(".")[2]) else host


def _idna(host: str) -> str:
    try:
        return idna.encode(host, uts46=True, std3_rules=False, transitional=False).decode("ascii")
    except idna.IDNAError:
        return host.encode("idna").decode("ascii")  # IDNA 2003 still has the symbols that some hosts are named with


def _ipv4(host: str) -> str:
    """Dotted quad of an IPv4 address in any spelling browsers and inet_aton read: octal, hex, fewer parts."""
    numbers = [_ipv4_number(part) for part in host.split(".")]
    if len(numbers) > 4 or any(number > 255 for number in numbers[:-1]):
        raise ValueError("host ends in a number but is no IPv4 address")
    value = numbers[-1]
    if value >= 256 ** (5 - len(numbers)):
        raise ValueError("IPv4 address out of range")
    for index, number in enumerate(numbers[:-1]):
        value += number * 256 ** (3 - index)
    return str(ipaddress.IPv4Address(value))


def _ipv4_number(part: str) -> int:
    if part[:2].lower() == "0x":
        return int(part[2:] or "0", 16)
    return int(part, 8 if part.startswith("0") and part != "0" else 10)


def _port(parts: SplitResult, scheme: str) -> str:
    port = parts.port
    if port == 0:
        raise ValueError("port 0")
    return "" if port is None or port == _DEFAULT_PORTS[scheme] else f":{port}"


def _normalised(text: str, safe: frozenset[str]) -> str:
    """Percent-encode what is not ``safe``, decode what needs no encoding, hex digits in upper case."""
    if _PLAIN.fullmatch(text):
        return text
    out: list[str] = []
    for index, piece in enumerate(_ESCAPE.split(text)):
        if index % 2:
            char = chr(int(piece, 16))
            out.append(char if char in _UNRESERVED else f"%{piece.upper()}")
        else:
            out.extend(c if c in safe else "".join(f"%{byte:02X}" for byte in c.encode()) for c in piece)
    return "".join(out)


def _without_dot_segments(path: str) -> str:
    """RFC 3986 5.2.4. Empty segments stay: some sites tell ``//`` from ``/``."""
    kept: list[str] = []
    segments = path.split("/")
    for index, segment in enumerate(segments):
        last = index == len(segments) - 1
        if segment == "..":
            if len(kept) > 1:
                kept.pop()
        elif segment != ".":
            kept.append(segment)
            continue
        if last:
            kept.append("")
    return "/".join(kept)


def article_id(canonical_url: str) -> UUID:
    """UUID version 8 (RFC 9562 5.8): the first 128 bits of the address's sha256 under the version and variant bits."""
    value = int.from_bytes(hashlib.sha256(canonical_url.encode()).digest()[:16])
    value = value & ~(0xF << 76) | (8 << 76)
    return UUID(int=value & ~(0b11 << 62) | (0b10 << 62))


@cache
def _suffixes() -> PublicSuffixList:
    from publicsuffixlist import PublicSuffixList  # its list takes 30 ms to read: not at import

    return PublicSuffixList()


@lru_cache(maxsize=65_536)
def registrable_domain(url_or_host: str) -> str:
    """The domain somebody registered: ``bbc.co.uk`` of ``news.bbc.co.uk``, private suffixes included (``x.github.io``).

    Bare IP addresses and ``localhost`` keep their port, because there ports tell the outlets apart; a public suffix
    itself, and a single label, stand for themselves. Raises RejectError("bad_url").
    """
    parts = urlsplit(canonicalise(url_or_host if _WEB.match(url_or_host) else f"http://{url_or_host}"))
    host = parts.hostname or ""
    if host == "localhost" or _is_address(host):
        return parts.netloc
    return _suffixes().privatesuffix(host) or host


def _is_address(host: str) -> bool:
    return ":" in host or host.rpartition(".")[2].isdigit()


def host_key(url: str) -> str:
    """The server that politeness is owed to: the host, with the port where it is not the scheme's own."""
    return urlsplit(canonicalise(url)).netloc


def choose_canonical(requested: str, final: str, link_canonical: str | None = None) -> str:
    """Which address names the document got by asking for ``requested`` and arriving at ``final``.

    A redirect is followed, whatever its domain (nobody can forge where it ended), unless it leads from a deep page to
    a home page (the article is gone) or to a gate that carries the requested address in its query (consent, login).
    ``link_canonical``, the page's own word, counts within the registrable domain only, or a page could claim
    another outlet's article, and never names a home page for a deep page. Raises RejectError("bad_url") for
    a bad ``requested`` or ``final``; a bad ``link_canonical`` is ignored.
    """
    chosen = canonicalise(requested)
    arrived = canonicalise(final)
    if not (_is_home(arrived) and not _is_home(chosen)) and not _is_gate(final, chosen):
        chosen = arrived
    if not link_canonical or not link_canonical.strip():
        return chosen
    try:
        stated = canonicalise(link_canonical, chosen)
    except RejectError:
        return chosen
    if registrable_domain(stated) != registrable_domain(chosen) or (_is_home(stated) and not _is_home(chosen)):
        return chosen
    return stated


_HOME = re.compile(r"/(?:[a-z]{2}(?:[-_][a-z]{2})?/?)?(?:(?:index|home|default)(?:\.[a-z]{2,5})?/?)?", re.IGNORECASE)


def _is_home(url: str) -> bool:
    parts = urlsplit(url)
    return not parts.query and _HOME.fullmatch(parts.path) is not None


def _is_gate(final: str, requested: str) -> bool:
    parts = urlsplit(requested)
    wanted = parts.netloc + parts.path.rstrip("/")
    return "/" in wanted and wanted in unquote(unquote(urlsplit(final).query))


_VARIANT_HOST = re.compile(r"^(?:www|m|mobile|amp)\.(?=[^.]+\.)")
_VARIANT_PARAMETER = re.compile(
    r"amp(?:=1|=true)?|output(?:type)?=amp|print=(?:1|true|yes)|view=print|mobile=1", re.IGNORECASE
)


def same_document_hint(url: str) -> str:
    """A key that print, AMP and mobile addresses of one document share. A hint for finding copies, never an identity.

    Conservative: http/https, ``www. m. mobile. amp.`` in front of the host, ``/amp`` or ``/print`` as the last and
    ``/amp`` as the first path segment, ``.amp`` before or after ``.html``, ``index.html``, a closing slash and the
    well-known parameters (``amp=1 outputType=amp print=1`` ...). Raises RejectError("bad_url").
    """
    parts = urlsplit(canonicalise(url))
    host = _VARIANT_HOST.sub("", parts.netloc)
    path = re.sub(r"\.amp(?=\.html?$|$)", "", parts.path)
    path = re.sub(r"/index\.(?:html?|php)$", "/", path)
    segments = [segment for segment in path.split("/") if segment]
    if len(segments) > 1 and segments[-1] in ("amp", "print"):
        segments.pop()
    if len(segments) > 1 and segments[0] == "amp":
        del segments[0]
    query = "&".join(piece for piece in parts.query.split("&") if not _VARIANT_PARAMETER.fullmatch(piece))
    return f"{host}{posixpath.join('/', *segments)}" + (f"?{query}" if query else "")
