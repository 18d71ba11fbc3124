"""What the responses allow to whom, beside the page: the ids of what is unsafe though nothing fails."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cors_wizard.facts import Fact
from cors_wizard.fetch_standard import Caution
from cors_wizard.fetch_standard.trust import is_loopback
from cors_wizard.fetch_standard.urls import parse_url
from cors_wizard.probe.attack import Attack, Attempt, is_attack
from cors_wizard.probe.judging import Judged
from cors_wizard.probe.origins import ALLOW_ORIGIN, Sightings, may_be_mixed_up
from cors_wizard.probe.result import ProbeResult
from cors_wizard.probe.shown import clean

_OF_ONE_EXCHANGE = frozenset({"authorization-under-wildcard"})
"""What the verdict warns of for one exchange, and all probes together do not know better."""


def about_safety(
    judged: Judged, seen: Sightings, attack: Attack | None, results: Iterable[ProbeResult]
) -> Iterator[Fact]:
    """The fact `warnings`, and who gets in that nobody meant."""
    ids = ["reflects-any-origin"] * seen.reflects_any_with_credentials()
    ids += ["allows-null-origin"] * seen.allows_null()
    ids += ["origin-pattern-too-wide"] * bool(attack and _past_the_list(attack))
    ids += ["insecure-origin-allowed"] * (_is_insecure(judged) or bool(attack and _downgraded(attack)))
    silent = next(_varies_silently(judged, results), None)
    ids += ["vary-missing"] * (seen.varies_silently() or silent is not None)
    ids += [caution.id for caution in judged.verdict.warnings if caution.id in _OF_ONE_EXCHANGE]
    if ids:
        yield Fact("warnings", tuple(dict.fromkeys(ids)), "probed", "what the responses allow to whom")
    if silent is not None:
        yield Fact("varies_silently", _headers_of(silent), "probed", silent.request.purpose)
    if attack and attack.holes:
        told = tuple(map(_told, attack.holes))
        yield Fact("allowed_outsiders", told, "probed", "the same request from other origins")


def known_cautions(judged: Judged, warned: Iterable[Fact]) -> tuple[Caution, ...]:
    """The verdict's warnings, without what all probes together know better than one exchange does."""
    ids = {item for fact in warned if isinstance(fact.value, tuple) for item in fact.value}
    return tuple(each for each in judged.verdict.warnings if each.id != "vary-missing" or each.id in ids)


def _told(attempt: Attempt) -> str:
    """An origin, and by which line it gets in."""
    by = f", {attempt.by}" if attempt.by else ""
    return clean(
        f"{attempt.stranger.origin} ({'with' if attempt.with_credentials else 'without'} cookies{by})"
    )


def _past_the_list(attack: Attack) -> tuple[Attempt, ...]:
    return tuple(
        each
        for each in attack.holes
        if each.stranger.kind not in ("foreign", "null") and each.stranger.standing == "outsider"
    )


def _downgraded(attack: Attack) -> bool:
    """Whether the page's host gets in over plain HTTP, too, by a server that does not allow everyone."""
    return any(each.stranger.standing == "insecure" for each in attack.holes)


def _is_insecure(judged: Judged) -> bool:
    """Whether the page itself came over plain HTTP, the API did not, and cookies are allowed."""
    page, api = parse_url(judged.page.origin), parse_url(judged.page.request.url)
    response = judged.exchange.response
    return bool(
        page
        and api
        and response
        and page.scheme == "http"
        and api.scheme == "https"
        and not is_loopback(page.host)
        and response.headers.get(ALLOW_ORIGIN) == judged.page.origin
        and response.headers.get("Access-Control-Allow-Credentials") == "true"
    )


def _varies_silently(judged: Judged, results: Iterable[ProbeResult]) -> Iterator[ProbeResult]:
    """Responses that allow another origin than the page's by name, too, and whose `Vary` does not say so."""
    page = judged.exchange.response
    own = page.headers.get(ALLOW_ORIGIN) if page else None
    for result in results if own not in (None, "*") else ():
        asked = result.request.headers.get("Origin") or ""
        if (
            result.response is not None
            and is_attack(result.request.id)
            and result.response.headers.get(ALLOW_ORIGIN) == asked
            # Capitals are no other origin, and no browser sends them.
            and asked.lower() != (own or "").lower()
            and "Access-Control-Request-Method" not in result.request.headers
            and may_be_mixed_up(result)
        ):
            yield result


def _headers_of(result: ProbeResult) -> str:
    """The header that names the origin, and what is said about caching."""
    headers = result.response.headers if result.response else ()
    wanted = {ALLOW_ORIGIN.lower(), "cache-control", "vary"}
    return clean("; ".join(f"{name}: {value}" for name, value in headers if name.lower() in wanted))
