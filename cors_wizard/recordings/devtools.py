"""Events of the DevTools protocol's Network domain to entries, as automation tools log them.

https://chromedevtools.github.io/devtools-protocol/tot/Network/
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeGuard

from cors_wizard.http_exchange import Headers, Response
from cors_wizard.recordings.entry import Entry
from cors_wizard.recordings.har import headers_of
from cors_wizard.recordings.json_texts import parsed

if TYPE_CHECKING:
    from cors_wizard.facts import Symptom

CORS_ERRORS: Mapping[str, Symptom] = {
    "DisallowedByMode": "disallowed-by-mode",
    "WildcardOriginNotAllowed": "wildcard-origin-not-allowed",
    "MissingAllowOriginHeader": "missing-allow-origin",
    "MultipleAllowOriginValues": "multiple-allow-origin",
    "InvalidAllowOriginValue": "invalid-allow-origin",
    "AllowOriginMismatch": "allow-origin-mismatch",
    "InvalidAllowCredentials": "invalid-allow-credentials",
    "CorsDisabledScheme": "disabled-scheme",
    "PreflightInvalidStatus": "preflight-invalid-status",
    "PreflightDisallowedRedirect": "preflight-disallowed-redirect",
    "PreflightWildcardOriginNotAllowed": "preflight-wildcard-origin-not-allowed",
    "PreflightMissingAllowOriginHeader": "preflight-missing-allow-origin",
    "PreflightMultipleAllowOriginValues": "preflight-multiple-allow-origin",
    "PreflightInvalidAllowOriginValue": "preflight-invalid-allow-origin",
    "PreflightAllowOriginMismatch": "preflight-allow-origin-mismatch",
    "PreflightInvalidAllowCredentials": "preflight-invalid-allow-credentials",
    "PreflightMissingAllowPrivateNetwork": "local-network-access",
    "PreflightInvalidAllowPrivateNetwork": "local-network-access",
    "InsecurePrivateNetwork": "local-network-access",
    "InsecureLocalNetwork": "local-network-access",
    "InvalidPrivateNetworkAccess": "local-network-access",
    "UnexpectedPrivateNetworkAccess": "local-network-access",
    "LocalNetworkAccessPermissionDenied": "local-network-access",
    "InvalidAllowMethodsPreflightResponse": "invalid-allow-methods",
    "InvalidAllowHeadersPreflightResponse": "invalid-allow-headers",
    "MethodDisallowedByPreflightResponse": "method-disallowed",
    "HeaderDisallowedByPreflightResponse": "header-disallowed",
    "RedirectContainsCredentials": "redirect-contains-credentials",
    "NoCorsRedirectModeNotFollow": "redirect-blocked",
}
"""The protocol's type CorsError, and our symptoms."""
_BLOCKED: Mapping[str, Symptom] = {
    "csp": "csp",
    "mixed-content": "mixed-content",
    "inspector": "blocked-by-client",
    "content-type": "resource-policy",
    "corp-not-same-origin": "resource-policy",
    "corp-not-same-site": "resource-policy",
    "coep-frame-resource-needs-coep-header": "resource-policy",
}
"""The protocol's type BlockedReason, and our symptoms."""
_OF_EVENTS = ("request", "response", "errorText", "headers", "redirectResponse")


def is_event(raw: object) -> TypeGuard[Mapping[str, Any]]:
    """Whether this JSON is an event of the Network domain, with or without its envelope."""
    if not isinstance(raw, dict):
        return False
    if str(raw.get("method", "")).startswith("Network."):
        return isinstance(raw.get("params"), dict)
    return "corsErrorStatus" in raw or ("requestId" in raw and any(key in raw for key in _OF_EVENTS))


@dataclass
class _Gathered:
    """What the events say about one request."""

    key: str
    url: str = ""
    method: str = ""
    headers: Headers = field(default_factory=Headers)
    status: int = 0
    answered: Headers | None = None
    kind: str = ""
    error: str = ""
    page_url: str = ""
    says: Symptom | None = None
    parameter: str = ""
    belongs_to: str = ""

    def entry(self, number: int) -> Entry:
        extra = ("refused_header", self.parameter) if self.says == "header-disallowed" else ("", "")
        response = Response(self.status or 200, self.answered or Headers())
        return Entry(
            number,
            self.method or ("GET" if self.says is None else ""),
            self.url.partition("#")[0],
            self.headers,
            response if self.status or self.answered is not None else None,
            kind=self.kind,
            error=self.error,
            page_url=self.page_url,
            says=self.says,
            knows_headers=self.answered is not None or not self.status,
            notes_errors=True,
            key=self.belongs_to or self.key,
            extra=(extra,) if extra[1] else (),
        )


def entries_of_events(events: Iterable[Mapping[str, Any]]) -> list[Entry]:
    """The entries that the events describe, in the order in which they began."""
    gathered: dict[str, _Gathered] = {}
    for raw in events:
        params = raw["params"] if isinstance(raw.get("params"), dict) else raw
        key = str(params.get("requestId", ""))
        _take(gathered.setdefault(key, _Gathered(key)), params)
    return [each.entry(number) for number, each in enumerate(gathered.values(), start=1) if _is_told(each)]


def _is_told(gathered: _Gathered) -> bool:
    return bool(gathered.url or gathered.says or gathered.error)


def _take(into: _Gathered, params: Mapping[str, Any]) -> None:
    request, response = params.get("request"), params.get("response")
    into.kind = str(params.get("type") or into.kind).lower()
    into.page_url = str(params.get("documentURL") or into.page_url)
    into.url = into.url or str(params.get("url") or "")
    if isinstance(request, dict):
        into.url, into.method = str(request.get("url", into.url)), str(request.get("method", into.method))
        into.headers = _headers(request)
        into.belongs_to = str(_part(params, "initiator").get("requestId") or "")
    elif isinstance(response, dict):
        into.url = into.url or str(response.get("url") or "")
        into.status = _status(response.get("status")) or into.status
        into.answered = into.answered if into.answered is not None else _headers(response)
    elif "headers" in params:
        _take_extra(into, params)
    _take_failure(into, params)


def _take_extra(into: _Gathered, params: Mapping[str, Any]) -> None:
    """What was really sent and received: the extra events have more headers than the others."""
    if "statusCode" in params:
        into.status, into.answered = _status(params["statusCode"]), _headers(params)
    else:
        known = set(into.headers.names())
        more = (pair for pair in _headers(params) if pair[0].lower() not in known)
        into.headers = Headers((*into.headers.pairs, *more))


def _take_failure(into: _Gathered, params: Mapping[str, Any]) -> None:
    cors = _part(params, "corsErrorStatus")
    into.says = CORS_ERRORS.get(str(cors.get("corsError"))) or into.says
    into.says = into.says or _BLOCKED.get(str(params.get("blockedReason")))
    into.parameter = str(cors.get("failedParameter") or into.parameter)
    into.error = str(params.get("errorText") or into.error)


def _part(params: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = params.get(name)
    return part if isinstance(part, dict) else {}


def _headers(part: Mapping[str, Any]) -> Headers:
    try:
        return headers_of(part.get("headers"))
    except (KeyError, TypeError):
        return Headers()


def _status(value: object) -> int:
    return value if isinstance(value, int) and 100 <= value <= 999 else 0


def _unwrapped(raw: object) -> object:
    """An event without what a driver's performance log puts around it: JSON in a text of JSON."""
    message = raw.get("message") if isinstance(raw, dict) else None
    inner = parsed(message) if isinstance(message, str) and message.startswith("{") else message
    inner = inner.get("message", inner) if isinstance(inner, dict) else inner
    return inner if is_event(inner) else raw


def listed(value: object) -> Iterator[Mapping[str, Any]]:
    """The events in one JSON value: itself, a list of them, or a list under a name."""
    values = value if isinstance(value, list) else [value]
    for each in map(_unwrapped, values):
        if is_event(each):
            yield each
        elif isinstance(each, dict):
            inner = next((part for part in each.values() if isinstance(part, list)), [])
            yield from (part for part in inner if is_event(part))
