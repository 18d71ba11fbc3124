"""Addresses as people type them: `localhost:5000/api`, `:5000`, `127.0.0.1`, `htp://localhost:5000`."""

from __future__ import annotations

import re

_NEAR = re.compile(
    r"localhost|[A-Za-z0-9-]{1,60}\.localhost|(?:[0-9]{1,3}\.){3}[0-9]{1,3}|\[[0-9A-Fa-f:.]{2,40}\]"
)
_SPOKEN = re.compile(
    r"([A-Za-z0-9][A-Za-z0-9.-]{0,200}|\[[^\]\s]{2,40}\])?(?::([0-9]{2,5}))?(/[^\s]{0,4000})?"
)
_MISTYPED = re.compile(r"([htps]{3,6})(?:[:;]/{1,3}|//)([A-Za-z0-9\[][^\s]{0,4000})", re.IGNORECASE)
"""`htp://`, `http:/`, `https;//`: a letter or a sign of the scheme is missing, there twice or another one."""
_HIGHEST_PORT = 65_535
_PAGE = re.compile(r"https?://[^/:]{1,200}:(?:3000|3001|4173|4200|5173|5174)/?")
"""Where the development servers of pages listen: Vite, Next, Create React App, Angular."""


def completed_url(text: str) -> str:
    """The URL that is meant by an address without a scheme, or with a mistyped one; empty where none is."""
    mistyped = _MISTYPED.fullmatch(text)
    if mistyped and {"t", "p"} <= {*mistyped[1].lower()}:
        meant = f"{'https' if 's' in mistyped[1].lower() else 'http'}://{mistyped[2]}"
        return "" if meant.lower() == text.lower() else meant
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
