"""Why a probe got no response: an exception of any layer to one of the failure kinds.

The libraries wrap one another's exceptions, so the whole chain is looked through.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator

from cors_wizard.probe.result import FailureKind
from cors_wizard.probe.shown import clean

_SENTENCES: dict[FailureKind, str] = {
    "refused": "Nothing listens at that address: the connection was refused.",
    "timed-out": "No response came in time.",
    "name-not-resolved": "The host name is not known: it has no address.",
    "no-http": "Something responded, but not with HTTP.",
    "too-large": "The response's headers are too long to be read.",
    "not-sent": "The request could not be sent.",
}

SPEAKS_NO_TLS = "the server does not speak TLS there"

TAKEN_AND_SILENT = "The connection was accepted, and no response came in time."
CLOSED = "The connection was closed before a response came."
BROKE_OFF = "The connection was closed before the response was complete."

_WITHOUT_RESPONSE = "Server disconnected without sending a response"
"""What httpcore says where it read nothing at all."""

_TOO_LARGE = 431
"""The status that the HTTP parser hints at when a header section outgrows its buffer."""


def describe_failure(error: BaseException, *, was_taken: bool = False) -> tuple[FailureKind, str]:
    """The kind of a failure and one sentence about it.

    Args:
        error: what the libraries raised.
        was_taken: whether something had taken the connection before.
    """
    chain = tuple(_chain(error))
    for link in chain:
        if isinstance(link, ssl.SSLError):
            return "tls-failed", f"No trusted TLS connection: {clean(_tls_reason(link), 120)}."
    kind = _kind(error, chain)
    if kind == "timed-out" and was_taken:
        return kind, TAKEN_AND_SILENT
    return kind, _sentence(kind, chain)


def _sentence(kind: FailureKind, chain: tuple[BaseException, ...]) -> str:
    if kind == "no-http" and any(isinstance(link, ConnectionResetError) for link in chain):
        return BROKE_OFF
    if kind == "no-http" and any(str(link).startswith(_WITHOUT_RESPONSE) for link in chain):
        return CLOSED
    return _SENTENCES[kind]


def _kind(error: BaseException, chain: tuple[BaseException, ...]) -> FailureKind:
    names = {type(link).__name__ for link in chain}
    if any(isinstance(link, TimeoutError) for link in chain) or any("Timeout" in name for name in names):
        return "timed-out"
    if any(isinstance(link, (socket.gaierror, UnicodeError)) for link in chain):
        return "name-not-resolved"
    if any(getattr(link, "error_status_hint", 0) == _TOO_LARGE for link in chain):
        return "too-large"
    if names & {"LocalProtocolError", "InvalidURL", "UnsupportedProtocol"}:
        return "not-sent"
    return "refused" if type(error).__name__ == "ConnectError" else "no-http"


def _tls_reason(error: ssl.SSLError) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return error.verify_message.rstrip(".")
    reason = error.reason or "the handshake failed"
    return SPEAKS_NO_TLS if reason in _PLAIN else reason.lower().replace("_", " ")


_PLAIN = frozenset({"WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE", "UNEXPECTED_MESSAGE", "HTTP_REQUEST"})
"""What OpenSSL says when the other side answers in plain text."""


def _chain(error: BaseException) -> Iterator[BaseException]:
    waiting, seen = [error], set[int]()
    while waiting:
        link = waiting.pop()
        if id(link) in seen:
            continue
        seen.add(id(link))
        yield link
        waiting.extend(inner for inner in (link.__cause__, link.__context__) if inner is not None)
