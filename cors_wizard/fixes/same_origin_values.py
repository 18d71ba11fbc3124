"""What the settings of a development server need to hand the API's paths on to Flask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cors_wizard.fetch_standard.trust import is_loopback
from cors_wizard.fetch_standard.urls import ParsedUrl, parse_url
from cors_wizard.fixes.quoting import Literal, plain

if TYPE_CHECKING:
    from cors_wizard.facts import Facts


def same_origin_values(facts: Facts) -> dict[str, Literal]:
    """The values; all but one only where the URL is known and is one of http."""
    url = parse_url(plain(facts.text("url") or ""))
    if url is None or not url.is_http:
        return {"change_origin": False}
    port = facts.number("run_port")
    # The page's own server is what hands the path on: it goes to Flask's port.
    is_own = facts.text("base_url") in ("own-page", "dev-server")
    if is_own and port is None:
        return {"change_origin": False, "path_prefix": _prefix(url), "relative_url": url.path_and_query}
    api = f"http://localhost:{port}" if is_own else url.origin
    # Node may take `localhost` for ::1, on which Flask's development server does not listen.
    host = "localhost" if is_own else url.host.strip("[]")
    target = api.replace("localhost", "127.0.0.1", 1) if host == "localhost" else api
    path = url.path_and_query
    prefix = _prefix(url)
    whole = "" if prefix == "/" else prefix
    return {
        "path_prefix": prefix,
        "relative_url": path,
        "proxy_target": target,
        "rewrite_source": f"{whole}/:path*",
        "rewrite_target": f"{target}{whole}/:path*",
        "rewrite_slash_source": f"{whole}/:path*/",
        "rewrite_slash_target": f"{target}{whole}/:path*/",
        "base_address": api,
        # Flask beside it redirects to the host that it is told; a server elsewhere wants to hear its own.
        "change_origin": not is_loopback(host),
    }


def _prefix(url: ParsedUrl) -> str:
    return "/" + url.path.split("/")[1]
