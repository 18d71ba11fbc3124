"""What a browser decides about an exchange, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from cors_wizard.facts import Symptom

Stage = Literal["request", "preflight", "response", "redirect"]
"""Where a browser stops: before anything is sent, at the answer to a CORS-preflight request (of any
hop), at the first response, or at a redirect's Location and the responses after it."""

CautionId = Literal[
    "allows-null-origin",
    "authorization-under-wildcard",
    "header-dropped",
    "header-ignored",
    "invalid-expose-headers",
    "local-network-access",
    "method-not-normalized",
    "mixed-content-localhost",
    "preflight-not-recorded",
    "redirect-not-recorded",
    "request-not-sent",
    "response-not-recorded",
    "stored-response-not-recorded",
    "timing-is-not-access",
    "unspecified-address",
    "vary-missing",
    "wildcard-literal",
]
"""The ids of what is no refusal and still worth a word."""


@dataclass(frozen=True)
class Violation:
    """One reason for which a browser refuses an exchange."""

    symptom: Symptom
    stage: Stage
    message: str
    """One plain sentence of ours; no browser's text."""
    url: str
    """The URL that was asked when the browser stopped: a redirect's hop has its own."""
    header: str = ""
    """The response header that decides, spelled out; empty where none does."""
    got: str | None = None
    """What that header says, all its lines combined; None where it is absent."""
    wanted: str | None = None
    """What it would have to say: an origin, `true`, the refused method, the refused header's name."""
    status: int | None = None
    """The status of the response that was refused."""


@dataclass(frozen=True)
class Caution:
    """Something that does not refuse the exchange, and that bites later or elsewhere."""

    id: CautionId
    message: str


@dataclass(frozen=True)
class Verdict:
    """What a browser decides about an exchange, and every reason for it."""

    readable: bool
    """Whether the page may read the response; exactly when there are no violations."""
    preflight_needed: bool
    preflight_reasons: tuple[str, ...]
    """Why the first request needs a CORS-preflight request, each a sentence."""
    preflight_headers: tuple[str, ...]
    """What Access-Control-Request-Headers lists: lower-cased and sorted."""
    violations: tuple[Violation, ...]
    """Every reason for a refusal, in the order in which a browser would stop at them."""
    exposed_headers: tuple[str, ...]
    """The names, lower-cased, of the response headers that the page's code can read."""
    warnings: tuple[Caution, ...]
