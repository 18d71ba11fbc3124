"""What a browser decides about an exchange, as plain data."""

from __future__ import annotations

from typing import Literal

from cors_wizard.facts import Symptom
from cors_wizard.frozen import dataclass

Stage = Literal["request", "preflight", "response", "redirect"]
"""Where a browser stops: before anything is sent, at the response to a CORS-preflight request (of any
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
    "third-party-cookie",
    "timing-is-not-access",
    "unspecified-address",
    "vary-missing",
    "wildcard-literal",
]
"""The ids of what blocks nothing and is still worth a word."""

ViolationId = Literal[
    "allow-headers-invalid",
    "allow-methods-invalid",
    "allow-origin-mismatch",
    "bad-port",
    "blob-of-another-origin",
    "browser-reports-failure",
    "browser-reports-symptom",
    "connection-failed",
    "forbidden-method",
    "header-not-allowed",
    "insecure-page",
    "invalid-allow-credentials",
    "invalid-allow-origin",
    "invalid-header-name",
    "invalid-header-value",
    "invalid-url",
    "method-not-allowed",
    "method-without-cors",
    "missing-allow-credentials",
    "missing-allow-origin",
    "mixed-content",
    "mixed-content-localhost",
    "multiple-allow-origin",
    "no-response",
    "no-response-to-preflight",
    "opaque-response",
    "other-address-space",
    "permission-denied",
    "preflight-redirect",
    "preflight-status",
    "redirect-loop",
    "redirect-mode-error",
    "redirect-mode-manual",
    "redirect-to-user-name",
    "redirect-without-cors",
    "resource-policy",
    "same-origin-mode",
    "scheme-without-http",
    "too-many-redirects",
    "unspecified-address",
    "url-with-user-name",
    "wildcard-with-credentials",
]
"""Which check failed: finer than the symptom, which has the browsers' names."""

PreflightReasonId = Literal[
    "header-beyond-ascii",
    "header-long",
    "header-not-a-form-type",
    "header-not-a-range",
    "header-not-of-a-language",
    "header-not-safelisted",
    "header-unsafe-character",
    "headers-long-together",
    "method-not-safelisted",
    "upload-listener",
]
"""Why a CORS-preflight request comes first."""


@dataclass(frozen=True)
class PreflightReason:
    """One reason for a CORS-preflight request."""

    id: PreflightReasonId
    name: str = ""
    """The method or the header, lower-cased."""
    value: str = ""
    """The header's value."""


@dataclass(frozen=True)
class Violation:
    """One reason for which a browser blocks an exchange; `exchange_words.sentence` puts it into words."""

    symptom: Symptom
    stage: Stage
    id: ViolationId
    url: str
    """The URL that was requested when the browser stopped: a redirect's hop has its own."""
    header: str = ""
    """The response header that decides, spelled out; empty where none does."""
    got: str | None = None
    """What that header says, all its lines combined; None where it is absent."""
    wanted: str | None = None
    """What it would have to say: an origin, `true`, the refused method, the refused header's name."""
    status: int | None = None
    """The status of the response that was blocked."""
    about: str = ""
    """What failed where no response header decides: a method, a header's name, a scheme, a port."""


@dataclass(frozen=True)
class Caution:
    """Something that doesn't block the exchange, and that fails later or elsewhere."""

    id: CautionId
    about: str = ""
    """A method, a header's name, a host or a URL, where the sentence names one."""


@dataclass(frozen=True)
class Verdict:
    """What a browser decides about an exchange, and every reason for it."""

    readable: bool
    """Whether the page may read the response; without violations, unless what was only assumed decides."""
    preflight_needed: bool
    preflight_reasons: tuple[PreflightReason, ...]
    """Why the first request needs a CORS-preflight request."""
    preflight_headers: tuple[str, ...]
    """What Access-Control-Request-Headers lists: lower-cased and sorted."""
    violations: tuple[Violation, ...]
    """Every check that fails, in the order in which a browser would stop at them."""
    exposed_headers: tuple[str, ...]
    """The names, lower-cased, of the response headers that the page's code can read."""
    warnings: tuple[Caution, ...]

    @property
    def depends_on_assumed(self) -> bool:
        """Whether nothing is refused for sure, and nothing is allowed for sure, either."""
        return not self.readable and not self.violations
