"""Whether a port that took plain HTTP badly takes HTTPS: by what servers say there, or by a handshake."""

from __future__ import annotations

import asyncio
import re
import ssl

_SAYS_SO = re.compile(
    r"plain HTTP request was sent to HTTPS port|plain HTTP to an SSL-enabled|HTTP request to an HTTPS"
)
"""In the body of a 400: nginx, Apache, Caddy and other servers written in Go."""


def says_tls_only(status: int, body: str) -> bool:
    """Whether the response is a server's complaint about plain HTTP."""
    return status == 400 and bool(_SAYS_SO.search(body))


async def takes_tls(address: str, port: int, name: str, seconds: float) -> bool:
    """Whether a TLS handshake comes about, whatever the certificate; no request is sent.

    Args:
        address: the host that is connected to.
        port: the port that was asked over plain HTTP.
        name: the host that the URL names.
        seconds: how long to wait.
    """
    anyone = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    anyone.check_hostname, anyone.verify_mode = False, ssl.CERT_NONE
    try:
        async with asyncio.timeout(seconds):
            _, writer = await asyncio.open_connection(address, port, ssl=anyone, server_hostname=name)
    except (OSError, TimeoutError, ValueError):
        return False
    writer.close()
    return True
