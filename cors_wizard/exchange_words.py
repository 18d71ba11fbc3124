"""What is said of an exchange, in one table: the sentences of the verdict, and the words around them.

`fetch_standard` says which check failed, what was wanted and what was found; every face words it here.
"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING

from cors_wizard.fetch_standard import unfollowed_redirect
from cors_wizard.masking import mask_text

if TYPE_CHECKING:
    from cors_wizard.fetch_standard import Caution, CookieReason, Verdict, Violation
    from cors_wizard.fetch_standard.verdict import PreflightReason
    from cors_wizard.http_exchange import Exchange, Response

PREFLIGHT = "the preflight"
REQUEST = "the request itself"
REDIRECT = "where the redirect leads"
NEVER_SENT = "the browser never sends this"
STOPS_HERE = "the browser stops here"
NEXT = "next, once that is fixed"
PASSED = "A browser lets the page read this response."
NOT_FOLLOWED = "A browser goes on to {url}; nothing was recorded from there."
PREFLIGHT_PASSED = "The preflight passes; the response to the request itself was not seen."
DEPENDS = "Whether a browser lets the page read it depends on what is only assumed here."
UNSEEN = "The response to the page's own request was not seen."
NO_RESPONSE = "no response"
NOT_SEEN = "not seen"
NO_CORS_HEADERS = "(no Access-Control-... header)"
EXPECTED, ACTUAL, ABSENT = "expected", "actual", "absent"

SENTENCES: Mapping[str, str] = {
    # Violations: the page's call
    "invalid-url": "{url!r} is not a URL.",
    "url-with-user-name": "The URL contains a user name or password; fetch() rejects it.",
    "forbidden-method": "Pages cannot use the method {about!r}.",
    "invalid-header-name": "{about!r} is not a header name.",
    "invalid-header-value": "The header {about} contains a character that isn't allowed in headers.",
    "method-without-cors": "In mode 'no-cors' the method {about} is not allowed.",
    "redirect-without-cors": "In mode 'no-cors' redirects have to be followed.",
    "same-origin-mode": "In mode 'same-origin' a page can't request another origin.",
    "blob-of-another-origin": "Only its own origin can read a blob URL.",
    "scheme-without-http": "The URL's scheme is {about!r}; pages can only request http and https.",
    "bad-port": "Browsers block HTTP requests to port {about}.",
    "mixed-content": "An https page requests an http URL.",
    "other-address-space": "The page declares the address space '{about}', and the server is in '{got}'.",
    "insecure-page": "A public page that was loaded over plain HTTP can't reach the address space '{got}'.",
    "permission-denied": "The user hasn't allowed this site to reach the address space '{got}'.",
    # Violations: nothing came back
    "no-response": "No response to the request.",
    "no-response-to-preflight": "No response to the preflight.",
    "connection-failed": "{about}",
    "browser-reports-failure": "The browser reports that the request failed.",
    "browser-reports-symptom": "The browser itself reports {about}.",
    # Violations: the CORS check
    "missing-allow-origin": "{of}{header} is absent; it must be {wanted}.",
    "wildcard-with-credentials": "{of}{header} is '*', which isn't allowed for a request with credentials.",
    "multiple-allow-origin": "{of}{header} has several values, {got!r}; only one is allowed.",
    "invalid-allow-origin": "{of}{header} is {got!r}, which isn't a valid origin.",
    "allow-origin-mismatch": "{of}{header} is {got!r}, and the request comes from {wanted}.",
    "missing-allow-credentials": (
        "{of}{header} is absent; a request with credentials needs exactly '{wanted}'."
    ),
    "invalid-allow-credentials": (
        "{of}{header} is {got!r}; a request with credentials needs exactly '{wanted}'."
    ),
    # Violations: the preflight
    "preflight-redirect": "The preflight response is a redirect ({status}), which browsers don't follow.",
    "preflight-status": "The preflight response has status {status}; it must be from 200 to 299.",
    "allow-methods-invalid": "{header} is not a list of methods with commas between them.",
    "allow-headers-invalid": "{header} is not a list of header names with commas between them.",
    "method-not-allowed": "The method {wanted} is not in {header}.",
    "header-not-allowed": "The header {wanted} is not in {header}.",
    # Violations: redirects, and what a page gets
    "too-many-redirects": "Browsers follow no more than 20 redirects.",
    "redirect-loop": "The redirects form a loop, and a browser stops after 20 of them.",
    "redirect-to-user-name": "The redirect points to a URL with a user name or password in it.",
    "redirect-mode-error": "The response is a redirect, and the request's redirect mode is 'error'.",
    "redirect-mode-manual": (
        "The response is a redirect, which is opaque in the request's redirect mode 'manual'."
    ),
    "resource-policy": "{header} is {got!r}: pages of other origins can't embed this.",
    "opaque-response": (
        "In mode 'no-cors' the page gets an opaque response: no status, no headers, no body."
    ),
    # Warnings; two of them are violations in some browsers
    "mixed-content-localhost": (
        "WebKit blocks plain HTTP to localhost from an https page; Chromium and Firefox don't."
    ),
    "unspecified-address": (
        "Firefox and WebKit don't request {about}, which isn't a server's address; use localhost."
    ),
    "local-network-access": (
        "Chromium lets a public page reach a local address only if it was loaded over HTTPS "
        "and the user agrees."
    ),
    "method-not-normalized": "The method is sent as {about!r}: browsers don't upper-case PATCH.",
    "header-ignored": "Browsers ignore the header {about} that the page sets.",
    "header-dropped": "In mode 'no-cors' the header {about} is not sent.",
    "authorization-under-wildcard": (
        "'*' in Access-Control-Allow-Headers lets Authorization pass; by the standard it must be named."
    ),
    "wildcard-literal": (
        "With credentials, '*' in the preflight response is a literal name, not a wildcard."
    ),
    "third-party-cookie": (
        "Page and API are different sites: Safari blocks or partitions the third-party cookie {about}, and "
        "Firefox and Chromium do so with some settings."
    ),
    "timing-is-not-access": (
        "Timing-Allow-Origin shows pages how long it took; only Access-Control-Allow-Origin lets them "
        "read it."
    ),
    "allows-null-origin": (
        "Access-Control-Allow-Origin is 'null', which any page in a sandboxed frame can send as its origin."
    ),
    "vary-missing": (
        "Access-Control-Allow-Origin names one origin without 'Vary: Origin': a cache may hand it to another."
    ),
    "invalid-expose-headers": (
        "Access-Control-Expose-Headers is not a list of header names, so it exposes nothing."
    ),
    "stored-response-not-recorded": (
        "A 304 answers from the browser's cache: what was kept there is checked, with these headers in "
        "their place, and it was not recorded."
    ),
    "redirect-not-recorded": "The response of {about} after the redirect wasn't recorded.",
    "preflight-not-recorded": "The preflight response was not recorded; it counts as passed.",
    "response-not-recorded": "Only the preflight was judged: no response was recorded.",
    "request-not-sent": "The {about} request itself was not sent, since it may change data.",
    # Why there is a preflight
    "method-not-safelisted": "The method {name} isn't GET, HEAD or POST.",
    "upload-listener": "The request has an upload listener or a streamed body.",
    "header-not-safelisted": "The header {name} is not a CORS-safelisted request header.",
    "header-long": "The header {name} has a value of more than 128 bytes.",
    "header-not-of-a-language": "The header {name} has a character that language tags can't contain.",
    "header-not-a-range": "The header {name} requests something other than one range with a start.",
    "header-unsafe-character": "The header {name} has a CORS-unsafe character in its value.",
    "header-not-a-form-type": (
        "The header {name} has the value {value!r}, which is none of the three types that a form can send."
    ),
    "header-beyond-ascii": "The header {name} has a non-ASCII character in its value.",
    "headers-long-together": "The header {name} and the like have more than 1024 bytes together.",
    # Why a cookie is lost
    "invalid": "The header holds no cookie, or the URL can't be read.",
    "invalid-domain": "The host {host} can't set a cookie for the domain {about}.",
    "secure-over-http": "A Secure cookie can't be set over plain HTTP, except on localhost.",
    "same-site-none-not-secure": "SameSite=None needs Secure.",
    "partitioned-not-secure": "Partitioned needs Secure.",
    "prefix-broken": "The cookie's attributes break the rules of its prefix, __Host- or __Secure-.",
    "deleted": "Max-Age is 0 or less, so the cookie is deleted.",
    "other-path": "The cookie is for the path {about} only, and this request has another path.",
    "no-credentials": "In credentials mode '{about}' this request neither sends nor keeps cookies.",
    "same-site-strict": "SameSite=Strict keeps the cookie within its own site, and the page is on another.",
    "same-site-lax": "SameSite=Lax keeps the cookie out of requests from pages on another site.",
    "third-party": "Safari blocks or partitions such cookies; Firefox and Chromium do so with some settings.",
    "same-site-unspecified": "Without SameSite, Chromium treats it as Lax, and the page is on another site.",
}
"""One sentence for each id of a violation, a warning, a reason for a preflight, and a reason about a cookie;
its placeholders are their attributes."""

_PHRASES = {status.value: status.phrase for status in HTTPStatus}


def sentence(said: Violation | Caution | PreflightReason | CookieReason) -> str:
    """One plain sentence of ours; no browser's text."""
    values = vars(said)
    of = "Preflight response: " if values.get("stage") == "preflight" else ""
    return SENTENCES[said.id].format(of=of, **values)


def probed_with(stand_in: str) -> str:
    """What was sent where the request's own method was not."""
    return f"; the probe sent {stand_in} instead" if stand_in else ""


def is_passed(exchange: Exchange, verdict: Verdict) -> bool:
    """Whether a page may read the response, which is known."""
    is_seen = exchange.response is not None and not exchange.stand_in
    return verdict.readable and is_seen and unfollowed_redirect(exchange) is None


def ending(exchange: Exchange, verdict: Verdict) -> str:
    """How an exchange ends in which nothing is refused."""
    if verdict.depends_on_assumed:
        return DEPENDS
    target = unfollowed_redirect(exchange)
    if target is not None:
        return NOT_FOLLOWED.format(url=mask_text(target))
    if exchange.response is not None and not exchange.stand_in:
        return PASSED
    return UNSEEN if exchange.preflight_response is None else PREFLIGHT_PASSED


def status_line(exchange: Exchange, response: Response | None) -> str:
    """The response's status with its usual phrase."""
    if response is None:
        return NO_RESPONSE if exchange.failure else NOT_SEEN
    return f"{response.status} {_PHRASES.get(response.status, '')}".strip()


def blocked_in(browser: str, message: str) -> str:
    """One browser that decides otherwise than the standard, and why."""
    return f"{browser} blocks it: {message}"


def allowed_in(browser: str) -> str:
    """One browser that decides otherwise than the standard."""
    return f"{browser} lets the page read it anyway"
