"""What Chromium prints for a refusal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from cors_wizard.fetch_standard.hops import JudgedHop, hops_of
from cors_wizard.fetch_standard.local_network import LocalRefusal, local_network_refusal
from cors_wizard.fetch_standard.trust import is_bad_port
from cors_wizard.report.engine_views.seen import Refusal, Seen, reason_phrase

if TYPE_CHECKING:
    from cors_wizard.facts import Symptom
    from cors_wizard.http_exchange import InitiatorType, NetworkFailure

_MESSAGES: Mapping[Symptom, str] = {
    "missing-allow-origin": "chromium-missing-allow-origin",
    "multiple-allow-origin": "chromium-multiple-allow-origin",
    "invalid-allow-origin": "chromium-invalid-allow-origin",
    "allow-origin-mismatch": "chromium-allow-origin-mismatch",
    "wildcard-origin-not-allowed": "chromium-wildcard-with-credentials",
    "invalid-allow-credentials": "chromium-invalid-allow-credentials",
    "preflight-missing-allow-origin": "chromium-preflight-missing-allow-origin",
    "preflight-multiple-allow-origin": "chromium-preflight-multiple-allow-origin",
    "preflight-invalid-allow-origin": "chromium-preflight-invalid-allow-origin",
    "preflight-allow-origin-mismatch": "chromium-preflight-allow-origin-mismatch",
    "preflight-wildcard-origin-not-allowed": "chromium-preflight-wildcard-with-credentials",
    "preflight-invalid-allow-credentials": "chromium-preflight-invalid-allow-credentials",
    "preflight-disallowed-redirect": "chromium-preflight-redirect",
    "preflight-invalid-status": "chromium-preflight-invalid-status",
    "invalid-allow-methods": "chromium-invalid-allow-methods",
    "invalid-allow-headers": "chromium-invalid-allow-headers",
    "method-disallowed": "chromium-method-not-allowed",
    "header-disallowed": "chromium-header-not-allowed",
    "redirect-contains-credentials": "chromium-redirect-credentials",
    "mixed-content": "chromium-mixed-content",
    "resource-policy": "chromium-net-blocked-by-response",
}
_NETWORK: Mapping[NetworkFailure, str] = {
    "refused": "chromium-net-connection-refused",
    "timed-out": "chromium-net-connection-timed-out",
    "name-not-resolved": "chromium-net-name-not-resolved",
    "certificate-not-trusted": "chromium-net-cert-authority-invalid",
    "no-tls": "chromium-net-ssl-protocol-error",
    "empty-response": "chromium-net-empty-response",
    "connection-reset": "chromium-net-connection-reset",
    "no-http": "chromium-net-invalid-http-response",
}
_LOCAL_NETWORK: Mapping[LocalRefusal, str] = {
    "other-address-space": "chromium-local-network-target",
    "insecure-page": "chromium-local-network-insecure",
    "permission-denied": "chromium-local-network-permission",
}
_KINDS: Mapping[InitiatorType, str] = {
    "fetch": "fetch",
    "xmlhttprequest": "XMLHttpRequest",
    "script": "script",
    "link": "CSS stylesheet",
    "css": "font",
    "img": "image",
    "video": "video",
    "beacon": "resource",
    "other": "resource",
}
_SCHEMES = (
    "chrome, chrome-experimental-site-token-provider, chrome-extension, chrome-untrusted, data, http, https,"
    " isolated-app"
)
"""What a headless Chromium 156 of Debian lists; other builds may know others."""

_UNSAFE_TO_REDIRECT_TO = frozenset({"about", "blob", "chrome", "data", "file"})
_NO_STATUS = {"status": "", "_phrase": ""}
_ABOUT_TARGET = ("disabled-scheme", "disallowed-by-mode")
_UNSAFE_REDIRECT, _INVALID_REDIRECT = "chromium-net-unsafe-redirect", "chromium-net-invalid-redirect"

_ADVICE: Mapping[InitiatorType, str] = {
    "fetch": "Have the server send the header with a valid value.",
    "xmlhttprequest": (
        "The credentials mode of requests initiated by the XMLHttpRequest is controlled by the"
        " withCredentials attribute."
    ),
}
"""What is added where the message has it as an optional part."""


def chromium_sees(refusal: Refusal) -> Seen | None:
    """The message that Chromium prints first; None where it prints nothing that an exchange tells."""
    message = _message(refusal)
    if message is None:
        return None
    values = _values(refusal)
    if message.startswith("chromium-net-"):
        values["url"] = values["url"].partition("#")[0]
    return Seen(message, values, _advice(refusal))


def _message(refusal: Refusal) -> str | None:
    symptom = refusal.violation.symptom
    if refusal.is_asked_again and refusal.scheme in _UNSAFE_TO_REDIRECT_TO and symptom in _ABOUT_TARGET:
        return _UNSAFE_REDIRECT
    match symptom:
        case "disabled-scheme":
            return _about_scheme(refusal)
        case "disallowed-by-mode":
            return "chromium-unsafe-attempt-frame" if refusal.is_asked_again else "chromium-same-origin-mode"
        case "redirect-blocked":
            return _about_redirect(refusal)
        case "redirect-contains-credentials" if refusal.hop.tainting == "basic":
            return None
        case "local-network-access":
            return _LOCAL_NETWORK[local_network_refusal(refusal.hop) or "permission-denied"]
        case "network-failure":
            return _about_network(refusal)
        case _:
            return _MESSAGES.get(symptom)


def _about_scheme(refusal: Refusal) -> str | None:
    if refusal.is_asked_again and refusal.hop.request.mode == "no-cors":
        return None
    from_file = refusal.page_url.startswith("file:")
    is_blob = refusal.scheme == "blob" and refusal.hop.request.mode == "no-cors"
    if is_blob or (refusal.url.startswith("file:") and not from_file):
        return "chromium-local-resource"
    by_fetch = refusal.hop.request.initiator_type == "fetch"
    return (
        "chromium-fetch-scheme-unsupported"
        if by_fetch and not from_file and not refusal.is_asked_again
        else "chromium-scheme"
    )


def _about_redirect(refusal: Refusal) -> str | None:
    request = refusal.hop.request
    if refusal.hop.parsed is None:
        return _INVALID_REDIRECT
    if request.mode == "no-cors" and request.redirect != "follow":
        return "chromium-no-cors-redirect"
    if request.redirect == "error":
        return "chromium-net-failed"
    return "chromium-net-too-many-redirects" if refusal.hop.is_one_too_many else None


def _about_network(refusal: Refusal) -> str | None:
    if refusal.hop.parsed is not None and is_bad_port(refusal.hop.parsed):
        return "chromium-net-unsafe-port"
    failure = refusal.exchange.failure
    return _NETWORK[failure] if failure else None


def _values(refusal: Refusal) -> dict[str, str]:
    symptom, request = refusal.violation.symptom, refusal.hop.request
    kind = _KINDS[request.initiator_type]
    values = {
        **refusal.usual_values(),
        # Chromium names the page's origin also where a redirect made it `null`.
        "origin": refusal.page_origin,
        "_kind": kind,
        "_scheme": refusal.scheme,
        "_schemes": _SCHEMES,
        "_space": refusal.violation.got or "",
        "_target_space": request.target_address_space or "",
        "_rule": "Origin" if refusal.violation.got == "same-origin" else "Site",
    }
    for name in ("allow_origin", "allow_credentials"):
        values[name] = _escaped(values[name])
    if symptom == "mixed-content":
        values["_kind"] = "XMLHttpRequest endpoint" if kind == "XMLHttpRequest" else "resource"
    elif symptom == "redirect-contains-credentials":
        # It leaves out the URL that it speaks of.
        values |= {"url": refusal.first_url, "redirect_url": ""}
    elif refusal.before is not None and refusal.hop.parsed is None:
        # The status that it shows is that of the redirect before.
        earlier = hops_of(refusal.exchange)[len(refusal.hop.urls) - 3] if refusal.before.urls[1:] else None
        values |= {**_of_redirect(refusal.before), **(_status(earlier) if earlier else _NO_STATUS)}
    elif refusal.before is not None and _message(refusal) == _UNSAFE_REDIRECT:
        values |= _of_redirect(refusal.before)
    elif refusal.is_asked_again and symptom == "disallowed-by-mode":
        values["url"] = refusal.url
    elif refusal.hop.parsed is not None and is_bad_port(refusal.hop.parsed):
        values |= _status_of_redirect(refusal)
    elif refusal.is_asked_again and symptom != "network-failure":
        values |= {"url": refusal.first_url, "redirect_url": refusal.url}
    return values


def _of_redirect(hop: JudgedHop) -> dict[str, str]:
    """The request whose answer points to where nobody follows."""
    return {"url": hop.request.url, "method": hop.request.method, **_status(hop)}


def _status(hop: JudgedHop) -> dict[str, str]:
    status = hop.response.status if hop.response else 0
    return {"status": str(status), "_phrase": reason_phrase(status)}


def _status_of_redirect(refusal: Refusal) -> dict[str, str]:
    """A port is refused before anything is answered: the only status is that of a redirect to it."""
    if refusal.before is None:
        return _NO_STATUS
    return _status(refusal.before)


def _escaped(value: str) -> str:
    return "".join(one if one.isascii() else f"\\u{ord(one):04X}" for one in value)


def _advice(refusal: Refusal) -> frozenset[str]:
    advice = _ADVICE.get(refusal.hop.request.initiator_type)
    return frozenset({advice} if advice else ())
