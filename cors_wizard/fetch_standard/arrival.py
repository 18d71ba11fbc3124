"""What stops a request before anything is sent: at the page's own call, or where a redirect points."""

from __future__ import annotations

from collections.abc import Iterator

from cors_wizard.facts import Symptom
from cors_wizard.fetch_standard.cautions import about_target
from cors_wizard.fetch_standard.headers import is_header_value
from cors_wizard.fetch_standard.legs import Leg
from cors_wizard.fetch_standard.local_network import judge_local_network
from cors_wizard.fetch_standard.methods import is_cors_safelisted_method, is_forbidden_method, is_token
from cors_wizard.fetch_standard.origin import is_same_origin
from cors_wizard.fetch_standard.trust import is_bad_port, is_local, is_mixed_content
from cors_wizard.fetch_standard.urls import ParsedUrl
from cors_wizard.fetch_standard.verdict import CautionId, Violation, ViolationId

_WITHOUT_SERVER = frozenset({"data", "blob"})
_WORSE: dict[CautionId, ViolationId] = {
    "mixed-content-localhost": "mixed-content-localhost",
    "unspecified-address": "unspecified-address",
}
"""What some engines only warn of and others block (`Traits.refuses`)."""


def judge_arrival(leg: Leg) -> Iterator[Violation]:
    """Every reason for which a browser doesn't request this leg's URL."""
    if leg.parsed is None:
        symptom: Symptom = "not-cors" if leg.is_first else "redirect-blocked"
        yield _violation(leg, symptom, "invalid-url")
        return
    if leg.is_first:
        yield from _judge_call(leg, leg.parsed)
    else:
        yield from _judge_redirect(leg, leg.parsed)
    yield from _judge_target(leg, leg.parsed)


def _judge_call(leg: Leg, url: ParsedUrl) -> Iterator[Violation]:
    """What fetch() itself throws a TypeError for: no browser mentions CORS here.

    https://fetch.spec.whatwg.org/#dom-request, https://fetch.spec.whatwg.org/#concept-headers-append
    """
    request = leg.request
    if url.has_credentials and request.initiator_type == "fetch":
        yield _violation(leg, "not-cors", "url-with-user-name")
    if not is_token(request.method) or is_forbidden_method(request.method):
        yield _violation(leg, "not-cors", "forbidden-method", request.method)
    for name, value in request.headers:
        if not is_token(name):
            yield _violation(leg, "not-cors", "invalid-header-name", name)
        elif not is_header_value(value):
            yield _violation(leg, "not-cors", "invalid-header-value", name)
    if request.mode == "no-cors" and not is_cors_safelisted_method(request.method):
        yield _violation(leg, "not-cors", "method-without-cors", request.method)


def _judge_redirect(leg: Leg, url: ParsedUrl) -> Iterator[Violation]:
    """https://fetch.spec.whatwg.org/#http-redirect-fetch, the steps before the method changes."""
    if leg.is_one_too_many:
        yield _violation(leg, "redirect-blocked", "too-many-redirects")
    foreign = not is_same_origin(leg.page_origin, leg.request.url)
    is_cors = leg.request.mode == "cors" and (leg.tainting == "cors" or foreign)
    by_fetch = leg.request.initiator_type == "fetch" and leg.traits.fetch_refuses_user_info
    refused = is_cors or (by_fetch and leg.tainting == "basic")
    if url.has_credentials and refused and not _is_checked_late(leg):
        yield _user_info(leg)


def judge_late(leg: Leg) -> Iterator[Violation]:
    """What some engines refuse only after the preflight (`Traits.checks_..._late`)."""
    if leg.parsed is not None and _is_mixed_late(leg):
        yield from _judge_mixed_content(leg, leg.parsed)
    has_user_info = leg.parsed is not None and leg.parsed.has_credentials
    if has_user_info and not leg.is_first and leg.takes_cors_protocol and _is_checked_late(leg):
        yield _user_info(leg)


def _is_checked_late(leg: Leg) -> bool:
    return leg.traits.checks_user_info_late and leg.comes_from_home


def _user_info(leg: Leg) -> Violation:
    return _violation(leg, "redirect-contains-credentials", "redirect-to-user-name")


def _judge_target(leg: Leg, url: ParsedUrl) -> Iterator[Violation]:
    """https://fetch.spec.whatwg.org/#main-fetch, up to the switch over schemes and modes.

    By the standard a mode is looked at last; browsers, which refuse all the same, speak of it first.
    """
    if leg.tainting != "basic":
        yield from _judge_mode(leg)
    if url.scheme in _WITHOUT_SERVER and leg.is_first:
        if url.scheme == "blob" and leg.tainting != "basic":
            yield _violation(leg, "disabled-scheme", "blob-of-another-origin")
        return
    if not url.is_http:
        yield _violation(leg, "disabled-scheme", "scheme-without-http", url.scheme)
        return
    if not _is_mixed_late(leg):
        yield from _judge_mixed_content(leg, url)
    if is_bad_port(url):
        yield _violation(leg, "network-failure", "bad-port", str(url.port))
    local = judge_local_network(leg)
    if local is not None:
        yield local


def _judge_mixed_content(leg: Leg, url: ParsedUrl) -> Iterator[Violation]:
    """https://w3c.github.io/webappsec-mixed-content/#should-block-fetch, and what engines add."""
    if is_mixed_content(leg.page_origin, url) and not _is_asked_as_local(leg, url):
        yield _violation(leg, "mixed-content", "mixed-content")
    for caution in about_target(leg):
        if caution.id in leg.traits.refuses:
            yield _violation(leg, leg.traits.refuses[caution.id], _WORSE[caution.id], caution.about)


def _is_mixed_late(leg: Leg) -> bool:
    """Whether the preflight after a redirect comes before mixed content is looked for."""
    preflighted = not leg.is_first and leg.takes_cors_protocol and leg.needs_preflight
    return leg.traits.checks_mixed_content_late and preflighted


def _judge_mode(leg: Leg) -> Iterator[Violation]:
    """https://fetch.spec.whatwg.org/#main-fetch, the cases for another origin."""
    if leg.request.mode == "same-origin":
        yield _violation(leg, "disallowed-by-mode", "same-origin-mode")
    if leg.request.mode == "no-cors" and leg.request.redirect != "follow":
        yield _violation(leg, "redirect-blocked", "redirect-without-cors")


def _is_asked_as_local(leg: Leg, url: ParsedUrl) -> bool:
    declared = leg.request.target_address_space is not None
    return leg.traits.asks_local_network_over_http and (declared or is_local(url.host))


def _violation(leg: Leg, symptom: Symptom, id: ViolationId, about: str = "") -> Violation:
    return Violation(symptom, "request" if leg.is_first else "redirect", id, leg.request.url, about=about)
