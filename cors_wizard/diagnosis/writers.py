"""Who wrote a refusal, Flask or the proxy in front of it: by headers alone, pasted or probed. Pure.

A proxy puts its name on what it hands on as well, so the name decides nothing. The type of the page does:
each server writes its own error pages with one of its own. What is said here of nginx, Apache and Caddy, the
proofs of `preflight-needs-auth` and `preflight-not-handled` show.
"""

from __future__ import annotations

from collections.abc import Mapping

from cors_wizard.probe.servers import is_python

_PAGES = {
    "nginx": ("text/html",),
    "openresty": ("text/html",),
    "apache": ("text/html; charset=iso-8859-1",),
    "caddy": ("",),
}
"""For each server the types of its own error pages; Flask's are `text/html; charset=utf-8`, or JSON."""


def written_by(status: int, headers: Mapping[str, str]) -> str:
    """Who wrote this response: "flask", "proxy", or "" where its headers do not tell.

    Args:
        status: of a response that was refused; of a success nothing is said.
        headers: by lower-case name, values of the same name joined.
    """
    server = headers.get("server", "").lower()
    if status < 300 or status in (304, 502, 504):
        return ""
    if is_python(server):
        return "flask"
    page = headers.get("content-type", "").strip().lower()
    own = next((pages for name, pages in _PAGES.items() if name in server), None)
    if own is None:
        return ""
    return "proxy" if page in own else "flask"
