"""What stops a request before anything is sent: at the page's own call, or where a redirect points."""

from __future__ import annotations

from collections.abc import Iterator

from cors_wizard.facts import Symptom
from cors_wizard.fetch_standard.cautions import about_target
from cors_wizard.fetch_standard.headers import is_header_value
from cors_wizard.fetch_standard.hops import JudgedHop
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


def judge_arrival(hop: JudgedHop) -> Iterator[Violation]:
    """Every reason for which a browser doesn't request this hop's URL."""
    if hop.parsed is None:
        symptom: Symptom = "not-cors" if hop.is_first else "redirect-blocked"
        yield _violation(hop, symptom, "invalid-url")
        return
    if hop.is_first:
        yield from _judge_call(hop, hop.parsed)
    else:
        yield from _judge_redirect(hop, hop.parsed)
    yield from _judge_target(hop, hop.parsed)


def _judge_call(hop: JudgedHop, url: ParsedUrl) -> Iterator[Violation]:
    """What fetch() itself throws a TypeError for: no browser mentions CORS here.

    https://fetch.spec.whatwg.org/#dom-request, https://fetch.spec.whatwg.org/#concept-headers-append
    """
    request = hop.request
    if url.has_credentials and request.initiator_type == "fetch":
        yield _violation(hop, "not-cors", "url-with-user-name")
    if not is_token(request.method) or is_forbidden_method(request.method):
        yield _violation(hop, "not-cors", "forbidden-method", request.method)
    for name, value in request.headers:
        if not is_token(name):
            yield _violation(hop, "not-cors", "invalid-header-name", name)
        elif not is_header_value(value):
            yield _violation(hop, "not-cors", "invalid-header-value", name)
    if request.mode == "no-cors" and not is_cors_safelisted_method(request.method):
        yield _violation(hop, "not-cors", "method-without-cors", request.method)


def _judge_redirect(hop: JudgedHop, url: ParsedUrl) -> Iterator[Violation]:
    """https://fetch.spec.whatwg.org/#http-redirect-fetch, the steps before the method changes."""
    if hop.is_one_too_many:
        yield _violation(hop, "redirect-blocked", "too-many-redirects")
    foreign = not is_same_origin(hop.page_origin, hop.request.url)
    is_cors = hop.request.mode == "cors" and (hop.tainting == "cors" or foreign)
    by_fetch = hop.request.initiator_type == "fetch" and hop.traits.fetch_refuses_user_info
    refused = is_cors or (by_fetch and hop.tainting == "basic")
    if url.has_credentials and refused and not _is_checked_late(hop):
        yield _user_info(hop)


def judge_late(hop: JudgedHop) -> Iterator[Violation]:
    """What some engines refuse only after the preflight (`Traits.checks_..._late`)."""
    if hop.parsed is not None and _is_mixed_late(hop):
        yield from _judge_mixed_content(hop, hop.parsed)
    has_user_info = hop.parsed is not None and hop.parsed.has_credentials
    if has_user_info and not hop.is_first and hop.takes_cors_protocol and _is_checked_late(hop):
        yield _user_info(hop)


def _is_checked_late(hop: JudgedHop) -> bool:
    return hop.traits.checks_user_info_late and hop.comes_from_home


def _user_info(hop: JudgedHop) -> Violation:
    return _violation(hop, "redirect-contains-credentials", "redirect-to-user-name")


def _judge_target(hop: JudgedHop, url: ParsedUrl) -> Iterator[Violation]:
    """https://fetch.spec.whatwg.org/#main-fetch, up to the switch over schemes and modes.

    By the standard a mode is looked at last; browsers, which refuse all the same, speak of it first.
    """
    if hop.tainting != "basic":
        yield from _judge_mode(hop)
    if url.scheme in _WITHOUT_SERVER and hop.is_first:
        if url.scheme == "blob" and hop.tainting != "basic":
            yield _violation(hop, "disabled-scheme", "blob-of-another-origin")
        return
    if not url.is_http:
        yield _violation(hop, "disabled-scheme", "scheme-without-http", url.scheme)
        return
    if not _is_mixed_late(hop):
        yield from _judge_mixed_content(hop, url)
    if is_bad_port(url):
        yield _violation(hop, "network-failure", "bad-port", str(url.port))
    local = judge_local_network(hop)
    if local is not None:
        yield local


def _judge_mixed_content(hop: JudgedHop, url: ParsedUrl) -> Iterator[Violation]:
    """https://w3c.github.io/webappsec-mixed-content/#should-block-fetch, and what engines add."""
    if is_mixed_content(hop.page_origin, url) and not _is_asked_as_local(hop, url):
        yield _violation(hop, "mixed-content", "mixed-content")
    for caution in about_target(hop):
        if caution.id in hop.traits.refuses:
            yield _violation(hop, hop.traits.refuses[caution.id], _WORSE[caution.id], caution.about)


def _is_mixed_late(hop: JudgedHop) -> bool:
    """Whether the preflight after a redirect comes before mixed content is looked for."""
    preflighted = not hop.is_first and hop.takes_cors_protocol and hop.needs_preflight
    return hop.traits.checks_mixed_content_late and preflighted


def _judge_mode(hop: JudgedHop) -> Iterator[Violation]:
    """https://fetch.spec.whatwg.org/#main-fetch, the cases for another origin."""
    if hop.request.mode == "same-origin":
        yield _violation(hop, "disallowed-by-mode", "same-origin-mode")
    if hop.request.mode == "no-cors" and hop.request.redirect != "follow":
        yield _violation(hop, "redirect-blocked", "redirect-without-cors")


def _is_asked_as_local(hop: JudgedHop, url: ParsedUrl) -> bool:
    declared = hop.request.target_address_space is not None
    return hop.traits.asks_local_network_over_http and (declared or is_local(url.host))


def _violation(hop: JudgedHop, symptom: Symptom, id: ViolationId, about: str = "") -> Violation:
    return Violation(symptom, "request" if hop.is_first else "redirect", id, hop.request.url, about=about)
