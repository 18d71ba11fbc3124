"""URLs, parsed and written as browsers do: scheme, user-info, host, port, path.

Python's `urllib.parse` follows RFC 3986 and calls other things valid than browsers do, so this is the URL
standard's parser (https://url.spec.whatwg.org/#concept-url-parser) for the schemes that have a server.
"""

from __future__ import annotations

import re
from dataclasses import replace
from difflib import get_close_matches
from functools import lru_cache

from cors_wizard.fetch_standard.hosts import parse_host
from cors_wizard.fetch_standard.url_paths import merged, split_rest, written_rest, written_user_info
from cors_wizard.frozen import dataclass

DEFAULT_PORTS = {"ftp": 21, "http": 80, "https": 443, "ws": 80, "wss": 443}
"""The special schemes that have a host, with their default ports (URL, "special scheme")."""

HTTP_SCHEMES = ("http", "https")
"""Fetch, "HTTP(S) scheme"."""

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")
HOST_AND_PORT = re.compile(r"[A-Za-z0-9.-]{1,255}:[0-9]{1,5}(?:[/?#]|$)")
_SLASHES = re.compile(r"[/\\]{2}")
_AUTHORITY_END = re.compile(r"[/\\?#]")
_C0_CONTROLS_AND_SPACE = "".join(map(chr, range(0x21)))


@dataclass(frozen=True)
class ParsedUrl:
    """The parts of a URL; `port` is None where it is the scheme's default."""

    scheme: str
    host: str = ""
    port: int | None = None
    user_info: str = ""
    """The user name and the password, percent-encoded."""
    rest: str = ""
    """Everything after the authority, percent-encoded; after the scheme, as it is, where there is none."""

    @property
    def has_credentials(self) -> bool:
        """Whether a user name or password is in the URL (URL, "includes credentials")."""
        return bool(self.user_info)

    @property
    def is_http(self) -> bool:
        """Whether the scheme is an HTTP(S) scheme."""
        return self.scheme in HTTP_SCHEMES

    @property
    def origin(self) -> str:
        """The serialized origin (URL, "origin" and HTML, "serialization of an origin")."""
        if self.scheme == "blob":
            inner = parse_url(self.rest)
            return inner.origin if inner and inner.is_http else "null"
        if self.scheme not in DEFAULT_PORTS:
            return "null"
        return f"{self.scheme}://{self.authority}"

    @property
    def href(self) -> str:
        """The URL as browsers show it (URL, "URL serializer")."""
        if self.scheme not in DEFAULT_PORTS:
            return f"{self.scheme}:{self.rest}"
        user = f"{self.user_info}@" if self.user_info else ""
        return f"{self.scheme}://{user}{self.authority}{self.rest}"

    @property
    def authority(self) -> str:
        """Host and port, as the `Host` header has them."""
        return self.host if self.port is None else f"{self.host}:{self.port}"

    @property
    def path(self) -> str:
        """The path, percent-encoded; `/` where there is none."""
        return split_rest(self.rest)[0] or "/"

    @property
    def query(self) -> str:
        """What follows the `?`, percent-encoded; empty where there is none."""
        return split_rest(self.rest)[1] or ""

    @property
    def path_and_query(self) -> str:
        """What a request line has: everything after the authority but the fragment."""
        rest = self.rest.partition("#")[0]
        return rest if rest.startswith("/") else f"/{rest}"


def host_of(url: str) -> str:
    """The host of a URL; empty where it isn't one."""
    parsed = parse_url(url)
    return parsed.host if parsed else ""


@lru_cache(maxsize=1024)
def parse_url(url: str, base: str = "") -> ParsedUrl | None:
    """The parts of a URL, or None on failure (URL, "basic URL parser").

    Args:
        url: absolute, or relative to `base`.
        base: a page's URL or serialized origin; without one (or with "null") a relative URL is a failure.
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


def is_of_socketio(url: ParsedUrl) -> bool:
    """Whether a request is Socket.IO's: by its usual path, or by what it puts into the query."""
    return "/socket.io" in url.path or ("EIO=" in url.query and "transport=" in url.query)


def meant_url(text: str) -> str:
    """The address that was meant by one that no browser can request; empty where that isn't clear."""
    scheme, separator, rest = text.partition("://")
    if separator and scheme.lower() in HTTP_SCHEMES:
        is_unspecified = rest.startswith("0.0.0.0")
        return f"{scheme}://localhost{rest.removeprefix('0.0.0.0')}" if is_unspecified else ""
    if HOST_AND_PORT.match(text):
        return f"http://{text}"
    usual = get_close_matches(scheme.lower(), HTTP_SCHEMES, n=1) if separator else []
    return f"{usual[0]}://{rest}" if usual else ""


def absolute(url: str, base: str) -> str:
    """A URL as it is requested: a relative one is resolved against `base`, an invalid one stays as it is."""
    parsed = parse_url(url, base)
    return url if parsed is None else parsed.href


def _is_relative(scheme: str, rest: str, base: str) -> bool:
    """URL, "scheme state": without two slashes the scheme of the page itself counts for nothing."""
    if not scheme:
        return True
    same_scheme = scheme in DEFAULT_PORTS and base.startswith(f"{scheme}://")
    return same_scheme and _SLASHES.match(rest) is None


def _parse_relative(rest: str, base: str) -> ParsedUrl | None:
    page = parse_url(base) if _SCHEME.match(base) else None
    if page is None or page.scheme not in (*DEFAULT_PORTS, "file"):
        return None
    if page.scheme == "file":
        return _parse_beside_file(rest, page)
    if _SLASHES.match(rest):
        return _parse_authority(page.scheme, rest.lstrip("/\\"))
    changed = written_rest(*split_rest(merged(rest, page.rest)))
    return replace(page, rest=changed)


def _parse_beside_file(rest: str, page: ParsedUrl) -> ParsedUrl:
    """URL, "file state", as far as pages on a disk ask relative URLs."""
    if _SLASHES.match(rest):
        return ParsedUrl("file", rest=rest.replace("\\", "/"))
    path = merged(rest, page.rest.removeprefix("//"))
    return ParsedUrl("file", rest=f"//{written_rest(*split_rest(path))}")


def _parse_authority(scheme: str, rest: str) -> ParsedUrl | None:
    """URL, "authority state" to "port state"."""
    end = _AUTHORITY_END.search(rest)
    authority = rest[: end.start()] if end else rest
    after = rest[end.start() :] if end else ""
    user_info, _, host_and_port = authority.rpartition("@")
    raw_host, port_text = _split_port(host_and_port)
    host = parse_host(raw_host)
    port = _parse_port(scheme, port_text)
    if host is None or port == -1:
        return None
    return ParsedUrl(scheme, host, port, written_user_info(user_info), written_rest(*split_rest(after)))


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
