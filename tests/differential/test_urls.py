"""URLs are read and written as each browser does: a table, and as many again put together at random."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator

import pytest

from cors_wizard.fetch_standard import Engine
from cors_wizard.fetch_standard.hosts import LONGEST_DOMAIN
from cors_wizard.fetch_standard.urls import DEFAULT_PORTS, parse_url
from tests.browsers.driver import Browser
from tests.differential.server import RawServer
from tests.fetch_standard.test_urls import BASE, INVALID, ORIGINS, WRITTEN

pytestmark = pytest.mark.browser

SEED, DRAWN = 1, 1000
_SCRIPT = """
<!doctype html><link rel=icon href=data:,><script>
const read = (url, base) => {
  try { const {href, origin} = base ? new URL(url, base) : new URL(url); return [href, origin]; }
  catch (error) { return null; }
};
window.outcome = Promise.resolve({read: %s.map(([url, base]) => read(url, base))});
</script>
"""
# fmt: off
_SCHEMES = ["http:", "HTTPS:", "ws:", "ftp:", "", "", "http", " http:"]
_SLASHES = ["//", "//", "//", "/", "", "\\\\", "///", "/\\"]
_USERS = ["", "", "", "", "@", ":@", "u@", "u:p@", ":p@", "a b@", "a@b@", "\u00e9:;=|@"]
_HOSTS = [
    "a.example", "A.Example", "b\u00fccher.example", "127.1", "0x7f.1", "[::1]", "[::FFFF:1.2.3.4]",
    "%61.example", "a b", "localhost.", "1.2.3.4.5", "256", "a_b", "a..b", "\uff21.example",
    "xn--bcher-kva.example", "4294967296", "09",
]
_PORTS = ["", "", "", ":", ":80", ":443", ":0080", ":65536", ":x", ":0", ":8080"]
_REST = [
    "", "/", "/a/b", "\\a\\b", "/a/./b", "/a/../b", "/..", "/a/%2e%2E/b", "/a/.", "//a//b", "/a b",
    "/\u00e9", "/'", '/"', "/<>`{}|", "/[x]", "/%", "/%zz", "/a;b=c", "/a:b@c", "a", "a/../b", "..",
    ".", "...", "/\u007f", "/\u0001", "/a\tb", "/\u20ac",
]
_QUERIES = ["", "", "", "?", "?a=b", "?a b", "?\u00e9", "?'\"<>`", "?a?b", "?[]{}|\\^"]
_FRAGMENTS = ["", "", "", "#", "#a b", "#\u00e9", "#`\"<>{}|", "#a#b", "?#"]
# fmt: on


def _drawn() -> Iterator[tuple[str, str]]:
    pick = random.Random(SEED).choice
    parts = (_SCHEMES, _SLASHES, _USERS, _HOSTS, _PORTS, _REST, _QUERIES, _FRAGMENTS)
    for _ in range(DRAWN):
        yield "".join(map(pick, parts)), pick(["", BASE, "http://b.example"])
        yield "".join(map(pick, parts[5:])), BASE


CASES = [*((url, "") for url, _ in (*ORIGINS, *WRITTEN)), *((url, "") for url in INVALID), *_drawn()]


def test_urls(every_browser: Browser) -> None:
    """The serialized URL and its origin, or failure."""
    with RawServer("localhost") as server:
        cases = json.dumps(CASES).replace("</", "<\\/")
        read = every_browser.run(server.page("/page", _SCRIPT % cases)).result["read"]
    different = [
        f"{url[:80]!r} at {base!r}: ours {ours}, theirs {theirs}"
        for (url, base), theirs in zip(CASES, read, strict=True)
        if (ours := _ours(url, base, every_browser.engine)) != theirs and not _is_of_no_server(url, base)
    ]
    assert not different, "\n".join(different)


def _ours(url: str, base: str, engine: Engine) -> list[str] | None:
    parsed = parse_url(url, base)
    if parsed is None:
        return None
    # Chromium alone writes a bar in a path otherwise than the standard.
    path, mark, after = parsed.href.partition("?") if "?" in parsed.href else parsed.href.partition("#")
    path = path.replace("|", "%7C") if engine == "chromium" else path
    return [path + mark + after, parsed.origin]


def _is_of_no_server(url: str, base: str) -> bool:
    """What no request is made of, or (a blank in a host, which Chromium lets pass) none that arrives."""
    parsed = parse_url(url, base)
    if parsed is None:
        return " " in url or len(url) > LONGEST_DOMAIN
    return parsed.scheme not in DEFAULT_PORTS
