"""What Firefox prints for a refusal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from cors_wizard.fetch_standard import is_same_origin
from cors_wizard.fetch_standard.cors_check import ALLOW_ORIGIN
from cors_wizard.fetch_standard.methods import is_token
from cors_wizard.fetch_standard.trust import is_bad_port
from cors_wizard.report.engine_views.seen import Refusal, Seen

if TYPE_CHECKING:
    from cors_wizard.facts import Symptom

_MESSAGES: Mapping[str, str] = {
    "missing-allow-origin": "firefox-missing-allow-origin",
    "multiple-allow-origin": "firefox-multiple-allow-origin",
    "allow-origin-mismatch": "firefox-allow-origin-mismatch",
    "wildcard-origin-not-allowed": "firefox-wildcard-with-credentials",
    "invalid-allow-credentials": "firefox-invalid-allow-credentials",
    "preflight-disallowed-redirect": "firefox-redirect",
    "preflight-invalid-status": "firefox-preflight-status",
    "invalid-allow-methods": "firefox-invalid-allow-methods",
    "invalid-allow-headers": "firefox-invalid-allow-headers",
    "method-disallowed": "firefox-method-not-allowed",
    "header-disallowed": "firefox-header-not-allowed",
    "redirect-contains-credentials": "firefox-did-not-succeed",
    "network-failure": "firefox-did-not-succeed",
    "mixed-content": "firefox-mixed-active",
    "resource-policy": "firefox-corp",
}
_DEAD_ENDS = {"about": None, "chrome": None, "ws": None, "wss": None, "data": "firefox-redirect-to-data"}
"""Schemes that count as nowhere after a redirect, and what is printed of them where CORS has no part."""

_CORP_HELP = "https://developer.mozilla.org/docs/Web/HTTP/Cross-Origin_Resource_Policy_(CORP)#"


def firefox_sees(refusal: Refusal) -> Seen | None:
    """The message that Firefox prints first; None where it prints nothing that an exchange tells."""
    message = _message(refusal)
    return Seen(message, _values(refusal, message)) if message else None


def _message(refusal: Refusal) -> str | None:
    match refusal.violation.symptom:
        case "disabled-scheme":
            return _about_scheme(refusal)
        case "redirect-blocked" if refusal.hop.parsed is None:
            return _about_dead_end(refusal)
        case "disallowed-by-mode":
            nowhere = refusal.scheme in _DEAD_ENDS
            return _about_scheme(refusal) if nowhere else "firefox-same-origin-mode"
        case "network-failure":
            return _about_network(refusal)
        case "preflight-disallowed-redirect" if refusal.hop.request.redirect != "follow":
            return "firefox-preflight-status"
        case symptom:
            return _MESSAGES.get(_named(symptom, refusal))


def _about_scheme(refusal: Refusal) -> str | None:
    scheme = refusal.scheme
    if refusal.hop.request.mode == "no-cors" and scheme not in ("blob", "file"):
        return None
    if scheme == "file" and not refusal.page_url.startswith("file:"):
        return "firefox-file-link"
    if scheme == "blob":
        at_home = is_same_origin(refusal.page_origin, refusal.url) and refusal.hop.comes_from_home
        return None if at_home else "firefox-same-origin-mode"
    if refusal.is_asked_again:
        if scheme in _DEAD_ENDS:
            return _about_dead_end(refusal) or _DEAD_ENDS[scheme]
        return "firefox-not-http"
    return None if scheme in ("about", "ws", "wss") else "firefox-not-http"


def _about_dead_end(refusal: Refusal) -> str | None:
    """Of a redirect that cannot be followed it speaks as of a server that is not there, if it speaks."""
    before = refusal.before
    return "firefox-did-not-succeed" if before is not None and before.takes_cors_protocol else None


def _about_network(refusal: Refusal) -> str | None:
    if refusal.hop.parsed is not None and is_bad_port(refusal.hop.parsed):
        return "firefox-did-not-succeed" if refusal.is_asked_again else None
    # What isn't HTTP is taken for HTTP/0.9: a body without headers.
    spoke = refusal.exchange.failure == "no-http"
    return "firefox-missing-allow-origin" if spoke else "firefox-did-not-succeed"


def _named(symptom: Symptom, refusal: Refusal) -> str:
    name = str(symptom)
    if refusal.violation.header == ALLOW_ORIGIN or name.endswith("invalid-allow-credentials"):
        name = name.removeprefix("preflight-")
    lines = len(refusal.response.headers.all(ALLOW_ORIGIN)) if refusal.response else 0
    # Only two header lines are "multiple" to Firefox; any other wrong value "does not match".
    wrong = name == "invalid-allow-origin" or (name == "multiple-allow-origin" and lines < 2)
    return "allow-origin-mismatch" if wrong else name


def _values(refusal: Refusal, message: str) -> dict[str, str]:
    values = refusal.usual_values()
    values["allow_origin"] = _as_utf_8(values["allow_origin"])
    values |= {"_help_url": _CORP_HELP, "_url": refusal.url}
    values["_value"] = _as_utf_8(_first_invalid(refusal.violation.got or ""))
    if refusal.before is not None and refusal.violation.symptom == "disabled-scheme":
        values["page_url"] = refusal.before.request.url
    if message == "firefox-did-not-succeed":
        values |= {"status": "(null)", "url": _without_success(refusal)}
    elif refusal.violation.symptom == "network-failure":
        values["status"] = "200"
    return values


def _first_invalid(value: str) -> str:
    items = [item.strip() for item in value.split(",")]
    return next((item for item in items if item and not is_token(item)), value)


def _as_utf_8(value: str) -> str:
    """What isn't ASCII it takes for broken UTF-8."""
    return "".join(one if one.isascii() else "\ufffd" for one in value)


def _without_success(refusal: Refusal) -> str:
    """The URL of which it says that the request did not succeed."""
    at_user_info = refusal.violation.symptom == "redirect-contains-credentials"
    return refusal.first_url if refusal.before is None or at_user_info else refusal.before.request.url
