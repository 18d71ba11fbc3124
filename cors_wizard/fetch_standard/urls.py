"""URLs, as far as an origin depends on them: scheme, user-info, host and port by the URL standard.

Python's `urllib.parse` follows RFC 3986 and calls other things valid than browsers do, so hosts and ports are
parsed here (https://url.spec.whatwg.org/#concept-url-parser); paths stay as they are.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urljoin

DEFAULT_PORTS = {"ftp": 21, "http": 80, "https": 443, "ws": 80, "wss": 443}
"""The special schemes that have a host, with their default ports (URL, "special scheme")."""

HTTP_SCHEMES = ("http", "https")
"""Fetch, "HTTP(S) scheme"."""

LONGEST_DOMAIN = 1000
"""No domain is longer than 253 characters; what comes from a paste may be, and is not worth the work."""

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")
_AUTHORITY_END = re.compile(r"[/\\?#]")
_FORBIDDEN_IN_DOMAIN = re.compile(r"[\x00-\x20\"#%/:<>?@\[\\\]^`{|}\x7f]")
_C0_CONTROLS_AND_SPACE = "".join(map(chr, range(0x21)))
_IPV4_LAST_PART = re.compile(r"[0-9]+|0[xX][0-9A-Fa-f]*")
_OTHER_DOTS = str.maketrans({"\u3002": ".", "\uff0e": ".", "\uff61": ".", "\u00ad": None, "\u200b": None})


@dataclass(frozen=True)
class ParsedUrl:
    """What of a URL decides about origins; `port` is None where it is the scheme's default."""

    scheme: str
    host: str = ""
    port: int | None = None
    has_credentials: bool = False
    """A user name or password stands in the URL (URL, "includes credentials")."""
    rest: str = ""
    """Everything after the authority, or after the scheme where there is none."""

    @property
    def is_http(self) -> bool:
        """Whether the scheme is an HTTP(S) scheme."""
        return self.scheme in HTTP_SCHEMES

    @property
    def origin(self) -> str:
        """The serialised origin (URL, "origin" and HTML, "serialization of an origin")."""
        if self.scheme == "blob":
            inner = parse_url(self.rest)
            return inner.origin if inner and inner.is_http else "null"
        if self.scheme not in DEFAULT_PORTS:
            return "null"
        return f"{self.scheme}://{self.host}" + ("" if self.port is None else f":{self.port}")


@lru_cache(maxsize=1024)
def parse_url(url: str, base: str = "") -> ParsedUrl | None:
    """The parts of a URL that matter here, or None on failure (URL, "basic URL parser").

    Args:
        url: absolute, or relative to `base`.
        base: a page's URL or serialised origin; without one (or with "null") a relative URL is a failure.
    """
    text = url.strip(_C0_CONTROLS_AND_SPACE).translate({9: None, 10: None, 13: None})
    scheme_match = _SCHEME.match(text)
    scheme = scheme_match.group(1).lower() if scheme_match else ""
    rest = text[scheme_match.end() :] if scheme_match else text
    if _is_relative(scheme, rest, base):
        return _parse_relative(rest, base)
    if scheme in DEFAULT_PORTS:
        return _parse_authority(scheme, rest.lstrip("/\\"))
    return ParsedUrl(scheme, rest=rest)


def absolute(url: str, page: str) -> str:
    """A page's URL as it is asked: relative ones against the page's URL or origin, others as they are."""
    parsed = parse_url(url, page)
    if parsed is None or parsed == parse_url(url):
        return url
    host = "" if parsed.scheme == "file" else parsed.origin.removeprefix(f"{parsed.scheme}://")
    if parsed.rest.startswith(("/", "\\")):
        slash = ""
    elif "/" in page.partition("://")[2]:
        return resolve(url, page)
    else:
        slash = "/"
    return f"{parsed.scheme}://{host}{slash}{parsed.rest}"


def resolve(url: str, base: str) -> str:
    """A Location as an absolute URL, for people to read; what cannot be resolved stays as it is."""
    try:
        return urljoin(base, url)
    except ValueError:
        return url


def _is_relative(scheme: str, rest: str, base: str) -> bool:
    """URL, "scheme state": without two slashes the scheme of the page itself counts for nothing."""
    if not scheme:
        return True
    same_scheme = scheme in DEFAULT_PORTS and base.startswith(f"{scheme}://")
    return same_scheme and not rest.startswith("//")


def _parse_relative(rest: str, base: str) -> ParsedUrl | None:
    page = parse_url(base) if _SCHEME.match(base) else None
    if page is None or page.scheme not in (*DEFAULT_PORTS, "file"):
        return None
    if page.scheme in DEFAULT_PORTS and rest[:2].replace("\\", "/") == "//":
        return _parse_authority(page.scheme, rest.lstrip("/\\"))
    return ParsedUrl(page.scheme, page.host, page.port, rest=rest)


def _parse_authority(scheme: str, rest: str) -> ParsedUrl | None:
    """URL, "authority state" to "port state"."""
    end = _AUTHORITY_END.search(rest)
    authority = rest[: end.start()] if end else rest
    after = rest[end.start() :] if end else ""
    credentials, at, host_and_port = authority.rpartition("@")
    raw_host, port_text = _split_port(host_and_port)
    host = parse_host(raw_host)
    port = _parse_port(scheme, port_text)
    if host is None or port == -1:
        return None
    return ParsedUrl(scheme, host, port, bool(at) and credentials not in ("", ":"), after)


def _split_port(host_and_port: str) -> tuple[str, str]:
    closing = host_and_port.rfind("]")
    colon = host_and_port.find(":", closing + 1)
    if colon == -1:
        return host_and_port, ""
    return host_and_port[:colon], host_and_port[colon + 1 :]


def _parse_port(scheme: str, text: str) -> int | None:
    """The port, None where it is the scheme's default, -1 on failure."""
    if not text:
        return None
    if not re.fullmatch(r"[0-9]{1,40}", text) or int(text) > 0xFFFF:
        return -1
    port = int(text)
    return None if port == DEFAULT_PORTS[scheme] else port


def parse_host(text: str) -> str | None:
    """A host in its serialised form, or None on failure (URL, "host parser" for special URLs)."""
    if text.startswith("["):
        return _parse_ipv6(text[1:-1]) if text.endswith("]") else None
    decoded = _percent_decode(text)
    domain = "" if "\ufffd" in decoded else domain_to_ascii(decoded)
    if not domain or len(domain) > LONGEST_DOMAIN or _FORBIDDEN_IN_DOMAIN.search(domain):
        return None
    last = domain.rstrip(".").rpartition(".")[2] if domain != "." else ""
    if _IPV4_LAST_PART.fullmatch(last):
        return _parse_ipv4(domain)
    return domain


def domain_to_ascii(domain: str) -> str:
    """A domain in lower case and Punycode (UTS 46, non-transitional, less its check of code points)."""
    if domain.isascii() or len(domain) > LONGEST_DOMAIN:
        return domain.lower()
    mapped = "".join(letter.lower() for letter in domain.translate(_OTHER_DOTS))
    labels = unicodedata.normalize("NFKC", mapped).translate(_OTHER_DOTS).split(".")
    return ".".join(label if label.isascii() else _to_punycode(label) for label in labels)


def _to_punycode(label: str) -> str:
    return "xn--" + label.encode("punycode").decode("ascii")


def _percent_decode(text: str) -> str:
    if "%" not in text:
        return text
    as_bytes = re.sub(
        rb"%([0-9A-Fa-f]{2})",
        lambda found: bytes([int(found.group(1), 16)]),
        text.encode("utf-8", "replace"),
    )
    return as_bytes.decode("utf-8", "replace")


def _parse_ipv6(text: str) -> str | None:
    """URL, "IPv6 parser" and "IPv6 serializer"."""
    if "%" in text:
        return None
    try:
        packed = ipaddress.IPv6Address(text).packed
    except ValueError:
        return None
    groups = [f"{int.from_bytes(packed[i : i + 2], 'big'):x}" for i in range(0, 16, 2)]
    start, length = _longest_run_of_zeros(groups)
    if length < 2:
        return f"[{':'.join(groups)}]"
    return f"[{':'.join(groups[:start])}::{':'.join(groups[start + length :])}]"


def _longest_run_of_zeros(groups: list[str]) -> tuple[int, int]:
    best, length, position = 0, 0, 0
    while position < len(groups):
        end = position
        while end < len(groups) and groups[end] == "0":
            end += 1
        if end - position > length:
            best, length = position, end - position
        position = end + 1
    return best, length


def _parse_ipv4(domain: str) -> str | None:
    """URL, "IPv4 parser": up to four parts, each decimal, octal or hexadecimal."""
    parts = domain.removesuffix(".").split(".")
    numbers = [_ipv4_number(part) for part in parts]
    if len(parts) > 4 or any(number is None for number in numbers):
        return None
    values = [number for number in numbers if number is not None]
    if any(value > 255 for value in values[:-1]) or values[-1] >= 256 ** (5 - len(values)):
        return None
    address = values[-1] + sum(value << (8 * (3 - place)) for place, value in enumerate(values[:-1]))
    return str(ipaddress.IPv4Address(address))


def _ipv4_number(part: str) -> int | None:
    if part[:2].lower() == "0x":
        digits, base, allowed = part[2:] or "0", 16, r"[0-9A-Fa-f]{1,40}"
    elif len(part) > 1 and part[0] == "0":
        digits, base, allowed = part[1:], 8, r"[0-7]{1,40}"
    else:
        digits, base, allowed = part, 10, r"[0-9]{1,40}"
    return int(digits, base) if re.fullmatch(allowed, digits) else None
