"""What WebKit prints for a refusal; its first line names no URL."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from cors_wizard.fetch_standard import is_same_origin
from cors_wizard.fetch_standard.cors_check import ALLOW_CREDENTIALS, ALLOW_ORIGIN
from cors_wizard.fetch_standard.engine_differences import TRAITS
from cors_wizard.fetch_standard.hops import with_fragment
from cors_wizard.fetch_standard.trust import is_bad_port, is_loopback
from cors_wizard.fetch_standard.urls import absolute
from cors_wizard.report.engine_views.seen import Refusal, Seen, host_of, without_user

if TYPE_CHECKING:
    from cors_wizard.http_exchange import NetworkFailure

_MESSAGES: Mapping[str, str] = {
    "missing-allow-origin": "webkit-origin-not-allowed",
    "multiple-allow-origin": "webkit-multiple-allow-origin",
    "wildcard-origin-not-allowed": "webkit-wildcard-with-credentials",
    "invalid-allow-credentials": "webkit-credentials-not-allowed",
    "preflight-disallowed-redirect": "webkit-preflight-status",
    "preflight-invalid-status": "webkit-preflight-status",
    "invalid-allow-methods": "webkit-invalid-allow-methods",
    "invalid-allow-headers": "webkit-invalid-allow-headers",
    "method-disallowed": "webkit-method-not-allowed",
    "header-disallowed": "webkit-header-not-allowed",
    "redirect-contains-credentials": "webkit-redirect-credentials-denied",
    "mixed-content": "webkit-mixed-content",
    "disallowed-by-mode": "webkit-cannot-load",
    "resource-policy": "webkit-corp",
}
_AT_PREFLIGHT: Mapping[NetworkFailure, str] = {
    "refused": "webkit-connection-refused",
    "certificate-not-trusted": "webkit-certificate-gtk",
    "empty-response": "webkit-terminated",
    "connection-reset": "webkit-reset-by-peer",
}
"""What is printed of a preflight that nothing came back to; of other requests nothing is."""

_CHECKED = (ALLOW_ORIGIN, ALLOW_CREDENTIALS)

_CANONICAL = {"last-event-id": "Last-Event-ID"}
"""Names that WebKit knows and does not write with a capital after each hyphen alone."""

_ABOUT_TARGET = ("redirect-contains-credentials", "disabled-scheme", "redirect-blocked")
"""Symptoms of where a redirect leads, and not of the response that redirects."""

_NEVER_MIXED = frozenset({"about", "blob", "chrome", "data", "ws", "wss"})
"""Other schemes that a redirect may lead to are insecure content to a page over HTTPS."""

_MIXED, _MIXED_LOCALHOST = "and must be served over HTTPS.", "and must"
"""How the sentence on mixed content ends; where the server is on this machine, WebKit breaks off."""


def webkit_sees(refusal: Refusal) -> Seen | None:
    """The message that WebKit prints first; None where it prints nothing that an exchange tells."""
    if refusal.hop.request.initiator_type == "css":
        return None
    message = _message(refusal)
    if message is None:
        return None
    host = refusal.hop.parsed.host if refusal.hop.parsed else ""
    ending = _MIXED_LOCALHOST if is_loopback(host) else _MIXED
    values = _values(refusal)
    seen = Seen(message, values, frozenset({"[blocked]", ending}))
    if refusal.violation.header in _CHECKED and _redirects_to(refusal):
        # WebKit checks each hop's response when it follows it, and names the redirect.
        return Seen("webkit-redirect-denied", values, reason=seen)
    return seen


def _message(refusal: Refusal) -> str | None:
    if refusal.is_asked_again and refusal.hop.parsed is not None and refusal.hop.parsed.scheme == "ftp":
        return "webkit-ftp"
    match refusal.violation.symptom:
        case "disallowed-by-mode" if refusal.is_asked_again:
            return "webkit-unsafe-attempt"
        case "disabled-scheme":
            return _about_scheme(refusal)
        case "redirect-blocked":
            return _about_redirect(refusal)
        case "network-failure":
            return _about_network(refusal)
    return _MESSAGES.get(_named(refusal))


def _about_scheme(refusal: Refusal) -> str:
    scheme = refusal.hop.parsed.scheme if refusal.hop.parsed else ""
    if refusal.is_asked_again:
        return _after_redirect(refusal, scheme)
    if scheme == "ftp" and refusal.hop.request.mode == "no-cors":
        return "webkit-ftp"
    if scheme == "blob" and refusal.hop.request.mode == "no-cors":
        return "chromium-local-resource"
    by_script = refusal.hop.request.initiator_type == "script"
    return "webkit-origin-not-allowed" if by_script else "webkit-http-only"


def _after_redirect(refusal: Refusal, scheme: str) -> str:
    if refusal.page_origin.startswith("https:") and scheme not in _NEVER_MIXED:
        return "webkit-mixed-content"
    if refusal.before is not None and refusal.before.tainting != "basic":
        return "webkit-redirect-scheme-denied"
    if scheme == "file" or (scheme == "blob" and not is_same_origin(refusal.page_origin, refusal.url)):
        # Its words are Chromium's.
        return "chromium-local-resource"
    return "webkit-redirect-not-http" if scheme == "blob" else "webkit-redirect-scheme-denied"


def _about_redirect(refusal: Refusal) -> str | None:
    request = refusal.hop.request
    if refusal.hop.parsed is None:
        before = refusal.before
        return "webkit-redirect-scheme-denied" if before and before.tainting != "basic" else None
    if request.mode == "no-cors" and request.redirect != "follow":
        return "webkit-no-cors-redirect"
    if request.redirect == "error":
        return "webkit-redirect-refused"
    return "webkit-too-many-redirections" if refusal.hop.is_one_too_many else None


def _about_network(refusal: Refusal) -> str | None:
    parsed, failure = refusal.hop.parsed, refusal.exchange.failure
    if parsed is not None and is_bad_port(parsed):
        by_preflight = refusal.is_asked_again and refusal.hop.needs_preflight
        return "webkit-preflight-blocked" if by_preflight else "webkit-restricted-port"
    if parsed is not None and parsed.host == "0.0.0.0":
        return "webkit-restricted-host"
    if refusal.violation.stage != "preflight" or failure is None:
        return None
    return _AT_PREFLIGHT.get(failure)


def _named(refusal: Refusal) -> str:
    name = str(refusal.violation.symptom)
    if refusal.violation.header == ALLOW_ORIGIN or name.endswith("invalid-allow-credentials"):
        name = name.removeprefix("preflight-")
    is_one_value = name == "multiple-allow-origin" and "," not in (refusal.violation.got or "")
    not_the_origin = name in ("invalid-allow-origin", "allow-origin-mismatch") or is_one_value
    return "missing-allow-origin" if not_the_origin else name


def _redirects_to(refusal: Refusal) -> str:
    """Where the refused response redirects to; empty where it does not."""
    response = refusal.response
    if response is None or refusal.violation.stage == "preflight" or not 300 < response.status < 309:
        return ""
    location = response.headers.get("Location")
    return without_user(with_fragment(absolute(location, refusal.url), refusal.url)) if location else ""


def _values(refusal: Refusal) -> dict[str, str]:
    values = refusal.usual_values()
    name = values["refused_header"]
    written = {each.lower(): each for each, _ in reversed(refusal.exchange.request.headers.pairs)}
    known = name in TRAITS["webkit"].meets_first
    values["refused_header"] = _CANONICAL.get(name, name.title()) if known else written.get(name, name)
    values["redirect_url"] = _redirects_to(refusal)
    # What isn't ASCII it takes for broken UTF-8, and that once more for Latin-1.
    values["_value"] = "".join(one if one.isascii() else "\u00ef\u00bf\u00bd" for one in values["_value"])
    values["_host"] = host_of(refusal.url)
    values["_port"] = str(refusal.hop.parsed.port) if refusal.hop.parsed else ""
    if refusal.violation.symptom == "disallowed-by-mode" or refusal.violation.symptom == "mixed-content":
        values["url"] = without_user(refusal.url)
    elif refusal.is_asked_again and refusal.violation.symptom in _ABOUT_TARGET:
        values |= {"redirect_url": without_user(refusal.url), "_url": refusal.url}
    elif refusal.violation.symptom == "disabled-scheme":
        values["status"] = "0"
    return values
