"""How each engine sees a verdict: the refusal that it meets first, its symptom, the values in its sentence.

What an engine meets first is `judge_in`'s to say. How it names that, and with which values, stands here, each
as measured (`tests/report/data/browser_sentences.jsonl`); where an engine has no words of its own for a
symptom, the next one of `symptoms` is tried.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from cors_wizard.fetch_standard import Verdict, Violation, judge_in, serialise_origin
from cors_wizard.fetch_standard.methods import is_token
from cors_wizard.fetch_standard.origin import request_origin
from cors_wizard.http_exchange import Exchange, Response

BrowserEngine = Literal["chromium", "firefox", "webkit"]
ENGINES: tuple[BrowserEngine, ...] = get_args(BrowserEngine)

_ALLOW_ORIGIN = "Access-Control-Allow-Origin"
_REDIRECTED = "preflight-disallowed-redirect"


_SPEECHLESS = frozenset(
    {
        "not-cors",
        "opaque-response",
        "mixed-content",
        "local-network-access",
        "disallowed-by-mode",
        "disabled-scheme",
        "redirect-blocked",
    }
)
"""What is printed of these hangs on more than an exchange tells: the page's URL, its API, address spaces."""


@dataclass(frozen=True)
class Seen:
    """What an engine speaks about."""

    symptoms: tuple[str, ...]
    """Whose words to use, the best first."""
    values: Mapping[str, str]
    """What stands in the sentence, under the names of the facts."""


def seen_by(engine: BrowserEngine, verdict: Verdict, exchange: Exchange) -> Seen | None:
    """What this engine speaks about; None where nothing is refused, or no exchange tells what it prints."""
    if not verdict.violations or verdict.violations[0].symptom in _SPEECHLESS:
        return None
    return _VIEWS[engine](_first_met(engine, verdict, exchange), exchange)


def _first_met(engine: BrowserEngine, verdict: Verdict, exchange: Exchange) -> Violation:
    """Where this engine stops, among the violations that the verdict holds: a probe leaves some out."""
    held = {_key(each) for each in verdict.violations}
    met = (each for each in judge_in(exchange, engine).violations if _key(each) in held)
    return next(met, verdict.violations[0])


def _key(violation: Violation) -> tuple[str, str, str]:
    return violation.symptom, violation.stage, violation.url


def _chromium(first: Violation, exchange: Exchange) -> Seen:
    if first.symptom in ("network-failure", "redirect-contains-credentials"):
        # It prints net::ERR_ and a name that no exchange holds, or leaves out the URL that it speaks of.
        return Seen((), {})
    # Chromium names the page's origin also where a redirect made it `null`.
    values = _values(first, exchange) | {"origin": serialise_origin(exchange.page_origin)}
    return Seen((first.symptom,), {**values, **_urls(first, exchange)})


def _firefox(first: Violation, exchange: Exchange) -> Seen:
    response = _response(first, exchange)
    symptom = first.symptom.removeprefix("preflight-") if first.header == _ALLOW_ORIGIN else first.symptom
    lines = len(response.headers.all(_ALLOW_ORIGIN)) if response else 0
    if symptom == "invalid-allow-origin" or (symptom == "multiple-allow-origin" and lines < 2):
        # Only two header lines are "multiple" to Firefox; any other wrong value "does not match".
        symptom = "allow-origin-mismatch"
    if symptom == "redirect-contains-credentials":
        symptom = "network-failure"
    values = _values(first, exchange) | {"_value": _first_invalid(first.got or ""), "url": first.url}
    if symptom == "network-failure":
        values |= {"status": "(null)", "url": exchange.request.url}
    return Seen((symptom, symptom.removeprefix("preflight-")), values)


def _first_invalid(value: str) -> str:
    items = [item.strip() for item in value.split(",")]
    return next((item for item in items if not is_token(item)), value)


def _webkit(first: Violation, exchange: Exchange) -> Seen:
    symptom = first.symptom.removeprefix("preflight-") if first.header == _ALLOW_ORIGIN else first.symptom
    if symptom == _REDIRECTED:
        symptom = "preflight-invalid-status"
    if symptom in ("invalid-allow-origin", "allow-origin-mismatch") or _is_one_value(symptom, first):
        symptom = "missing-allow-origin"
    values = _values(first, exchange)
    name = values["refused_header"]
    written = {each.lower(): each for each, _ in exchange.request.headers}
    values["refused_header"] = written.get(name, _CANONICAL.get(name, name))
    redirect = _refused_redirect(first, exchange)
    if redirect and first.header == _ALLOW_ORIGIN:
        # WebKit checks each hop's answer when it follows it, and speaks of the redirect.
        return Seen(("redirect-blocked",), {**values, "redirect_url": redirect})
    if first.stage == "redirect" and symptom == "redirect-contains-credentials":
        scheme, _, rest = first.url.partition("://")
        values |= {"redirect_url": f"{scheme}://{rest.rpartition('@')[2]}", "_url": first.url}
    return Seen((symptom,), values)


_CANONICAL = {"content-type": "Content-Type"}


def _is_one_value(symptom: str, violation: Violation) -> bool:
    return symptom == "multiple-allow-origin" and "," not in (violation.got or "")


def _refused_redirect(violation: Violation, exchange: Exchange) -> str | None:
    """Where the refused response redirects to; None where it does not."""
    response = _response(violation, exchange)
    if response is None or violation.stage == "preflight" or not 300 < response.status < 309:
        return None
    return response.headers.get("Location")


def _values(violation: Violation, exchange: Exchange) -> dict[str, str]:
    response = _response(violation, exchange)
    values = {
        "origin": _origin(violation, exchange),
        "allow_origin": violation.got or "",
        "allow_credentials": violation.got or "",
        "_value": violation.got or "",
        "refused_method": violation.wanted or exchange.request.method,
        "refused_header": (violation.wanted or "").lower(),
    }
    if response is not None:
        values["status"] = values["preflight_status"] = str(response.status)
    return values


def _urls(violation: Violation, exchange: Exchange) -> dict[str, str]:
    if violation.url == exchange.request.url:
        return {"url": violation.url}
    return {"url": exchange.request.url, "redirect_url": violation.url}


def _origin(violation: Violation, exchange: Exchange) -> str:
    """The Origin that was sent to the URL in question."""
    urls = [exchange.request.url]
    for hop in exchange.redirects:
        if urls[-1] == violation.url:
            break
        urls.append(hop.url)
    return request_origin(serialise_origin(exchange.page_origin), tuple(urls))


def _response(violation: Violation, exchange: Exchange) -> Response | None:
    if violation.url == exchange.request.url:
        return exchange.preflight_response if violation.stage == "preflight" else exchange.response
    hop = next((hop for hop in exchange.redirects if hop.url == violation.url), None)
    if hop is None:
        return None
    return hop.preflight_response if violation.stage == "preflight" else hop.response


_VIEWS: Mapping[BrowserEngine, Callable[[Violation, Exchange], Seen]] = {
    "chromium": _chromium,
    "firefox": _firefox,
    "webkit": _webkit,
}
