"""Whether a response is a server's complaint that its port takes HTTPS alone."""

from __future__ import annotations

import re

_SAYS_SO = re.compile(
    r"plain HTTP request was sent to HTTPS port|plain HTTP to an SSL-enabled|HTTP request to an HTTPS"
)
"""In the body of a 400: nginx, Apache, Caddy and other servers written in Go."""


def says_tls_only(status: int, body: str) -> bool:
    """Whether the response is a server's complaint about plain HTTP."""
    return status == 400 and bool(_SAYS_SO.search(body))
