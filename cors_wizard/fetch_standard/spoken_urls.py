"""Addresses as people say them, without a scheme: `localhost:5000/api`, `:5000`, `127.0.0.1`."""

from __future__ import annotations

import re

from cors_wizard.fetch_standard.trust import is_address, is_loopback
from cors_wizard.fetch_standard.urls import parse_url

_SPOKEN = re.compile(
    r"([A-Za-z0-9][A-Za-z0-9.-]{0,200}|\[[0-9A-Fa-f:]{2,40}\])?(?::([0-9]{2,5}))?(/[^\s]{0,4000})?"
)
_PAGE_PORTS = frozenset({"3000", "3001", "4173", "4200", "5173", "5174"})
"""Where the development servers of pages listen: Vite, Next, Create React App, Angular."""


def completed_url(text: str) -> str:
    """The URL that is meant by an address without a scheme; empty where none is."""
    found = _SPOKEN.fullmatch(text)
    if found is None or not (found[1] or found[2]):
        return ""
    host, port, path = found[1] or "localhost", found[2] or "", found[3] or ""
    is_near = host == "localhost" or is_loopback(host) or is_address(host)
    # `app.py:14` is a line of a file: a name of the net is believed with a port and a path alone.
    if not is_near and not ("." in host and port and path):
        return ""
    url = f"http://{host}{f':{port}' if port else ''}{path}"
    return url if parse_url(url) else ""


def names_a_page(url: str) -> bool:
    """Whether a bare address is that of a page rather than of an API: a development server's port, no path."""
    parsed = parse_url(url)
    return parsed is not None and str(parsed.port) in _PAGE_PORTS and parsed.path == "/" and not parsed.query
