"""What a passing probe did not see of the page's own request, each as a sentence. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from cors_wizard.fetch_standard.headers import extract_list
from cors_wizard.frozen import dataclass
from cors_wizard.masking import masked_url
from cors_wizard.printable import in_words
from cors_wizard.probe.attack import Attack
from cors_wizard.probe.judging import Judged
from cors_wizard.probe.requests import SAFE_METHODS
from cors_wizard.probe.result import ProbeResult
from cors_wizard.probe.shown import clean

_TOO_MANY_REQUESTS = 429

UnseenKind = Literal[
    "method-not-sent",
    "assumed",
    "cookie",
    "header-value",
    "login",
    "response",
    "redirect",
    "rate-limit",
    "other-code",
    "strangers",
]


@dataclass(frozen=True)
class Unseen:
    """One thing that could not be seen."""

    kind: UnseenKind
    says: str


def unseen(
    judged: Judged, by_id: Mapping[str, ProbeResult], attack: Attack | None, *, attacked: bool
) -> tuple[Unseen, ...]:
    """What the probes could not see, in the order in which it matters.

    Args:
        judged: the page's own exchange.
        by_id: the results, those of the attack apart.
        attack: what strangers were allowed; None where none of them got a response.
        attacked: whether any stranger's request was sent.
    """
    return (*_unseen(judged, by_id), *_unseen_strangers(attack, attacked=attacked))


def _unseen_strangers(attack: Attack | None, *, attacked: bool) -> Iterator[Unseen]:
    if attacked and (attack is None or attack.not_seen):
        says = "No other origin got a response from the route itself"
        if attack:
            sent = attack.not_seen + len(attack.attempts)
            says = f"{attack.not_seen} of {sent} other origins got no response from the route itself"
        yield Unseen(
            "strangers", f"{says} (a rate limit or an error, say): try again later, or with the limit off."
        )


def _was_sent(judged: Judged, by_id: Mapping[str, ProbeResult]) -> bool:
    """Whether the page's own method was sent."""
    result = by_id.get("request")
    return result is None or result.request.method == judged.page.request.method


def _unseen(judged: Judged, by_id: Mapping[str, ProbeResult]) -> Iterator[Unseen]:
    page = judged.page
    method = page.request.method
    if judged.trail.left_for:
        target = clean(masked_url(judged.trail.left_for))
        yield Unseen("redirect", f"The redirect to {target} was not followed.")
    if assumed := _assumed(judged, by_id):
        yield Unseen("assumed", f"Your page's {assumed}: assumed, since nothing shows it.")
    if not page.assumed_method and not _was_sent(judged, by_id):
        yield Unseen("method-not-sent", f"The {method} itself was not sent, since it may change data.")
    if judged.excuse:
        yield Unseen("login", judged.excuse)
        if not any(_shows_response(page.origin, each) for each in by_id.values()):
            yield Unseen("response", "Nothing but responses to OPTIONS has CORS headers for your page.")
    own = by_id.get("request")
    if own and own.response and own.response.status == _TOO_MANY_REQUESTS:
        yield Unseen("rate-limit", "The route's own response: a rate limit turned the request away (429).")
    if page.request.credentials == "include":
        yield Unseen("cookie", "No cookie was sent.")
    unknown = [
        name for name, value in page.request.headers if not value and name.lower() not in page.assumed_headers
    ]
    if unknown:
        yield Unseen("header-value", f"Sent without {', '.join(unknown)}: no value is known.")


def _shows_response(origin: str, result: ProbeResult) -> bool:
    """Whether this response, which isn't one to OPTIONS, lets the page read it."""
    return result.request.method != "OPTIONS" and result.allows(origin)


def _assumed(judged: Judged, by_id: Mapping[str, ProbeResult]) -> str:
    page = judged.page
    sent = by_id.get("request")
    instead = f"; {sent.request.method} was sent" if sent and not _was_sent(judged, by_id) else ""
    parts = [f"origin ({page.origin})"] * page.assumed_origin
    parts += [f"method ({page.request.method}{instead})"] * page.assumed_method
    parts += [f"header {name}" for name in sorted(page.assumed_headers)]
    if not page.known_headers and not page.assumed_headers:
        parts.append(f"headers ({', '.join(name for name, _ in page.request.headers) or 'none'})")
    parts += ["credentials mode (no cookies)"] * page.assumed_credentials
    return in_words(parts)


def method_refused(judged: Judged, by_id: Mapping[str, ProbeResult]) -> str:
    """Why the route will refuse a method that was not sent, in one sentence; empty where nothing shows it.

    Frameworks list in the OPTIONS response's `Allow` what a route takes (RFC 9110, section 10.2.1).
    """
    page = judged.page
    method = page.request.method
    if page.assumed_method or _was_sent(judged, by_id) or method in SAFE_METHODS:
        return ""
    for id in ("preflight", "options"):
        result = by_id.get(id)
        listed = extract_list(result.response.headers, "Allow") if result and result.response else None
        if listed and method not in listed:
            return f"The route does not take {method}: OPTIONS says `Allow: {clean(', '.join(listed))}`."
    return ""
