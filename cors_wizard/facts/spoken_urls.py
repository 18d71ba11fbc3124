"""Addresses as people say them, without a scheme: `localhost:5000/api`, `:5000`, `127.0.0.1`."""

from __future__ import annotations

import re

_NEAR = re.compile(
    r"localhost|[A-Za-z0-9-]{1,60}\.localhost|(?:[0-9]{1,3}\.){3}[0-9]{1,3}|\[[0-9A-Fa-f:.]{2,40}\]"
)
_SPOKEN = re.compile(
    r"([A-Za-z0-9][A-Za-z0-9.-]{0,200}|\[[^\]\s]{2,40}\])?(?::([0-9]{2,5}))?(/[^\s]{0,4000})?"
)
_HIGHEST_PORT = 65_535
_PAGE = re.compile(r"http://[^/:]{1,200}:(?:3000|3001|4173|4200|5173|5174)/?")
"""Where the development servers of pages listen: Vite, Next, Create React App, Angular."""


def completed_url(text: str) -> str:
    """The URL that is meant by an address without a scheme; empty where none is."""
    found = _SPOKEN.fullmatch(text)
    if found is None or not (found[1] or found[2]):
        return ""
    host, port, path = found[1] or "localhost", found[2] or "", found[3] or ""
    # `app.py:14` is a line of a file: a name of the net is believed with a port and a path alone.
    if not _NEAR.fullmatch(host) and not ("." in host and port and path):
        return ""
    return f"http://{host}{f':{port}' if port else ''}{path}" if int(port or 0) <= _HIGHEST_PORT else ""


def names_a_page(url: str) -> bool:
    """Whether a bare address is a page's rather than an API's: a development server's port, no path."""
    return bool(_PAGE.fullmatch(url))
