"""What the verdict on the exchange says as facts: the symptom, the outcome, and which part was refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from cors_wizard.exchange_words import sentence
from cors_wizard.facts import Fact, Facts, Symptom
from cors_wizard.facts.symptoms import is_preflight_symptom
from cors_wizard.fetch_standard import Violation, judge
from cors_wizard.probe.bisection import response_to
from cors_wizard.probe.evidence import evidence_of, probed_fact
from cors_wizard.probe.judging import RESPONSE_SYMPTOMS, Judged, judge_results, refused_the_response
from cors_wizard.probe.origins import ALLOW_ORIGIN, Sightings
from cors_wizard.probe.page_request import told
from cors_wizard.probe.result import ProbeResult
from cors_wizard.probe.shown import clean

_ALLOW_CREDENTIALS = "Access-Control-Allow-Credentials"
_BEYOND_PROBES: frozenset[Symptom] = frozenset(
    {
        "mixed-content",
        "csp",
        "blocked-by-client",
        "websocket-origin-rejected",
        "server-log",
        "not-cors",
        "opaque-response",
        "unsafe-header-read",
        "cookie-blocked",
        "resource-policy",
        "local-network-access",
        "disallowed-by-mode",
        "disabled-scheme",
    }
)
"""Pasted symptoms that no probe can contradict: the browser had a reason that a server does not see."""
_ABOUT_A_HEADER: frozenset[Symptom] = frozenset(
    {
        "multiple-allow-origin",
        "invalid-allow-origin",
        "allow-origin-mismatch",
        "wildcard-origin-not-allowed",
        "invalid-allow-credentials",
    }
)
"""Symptoms of a response that has the header, with a value that the check refuses."""


def decisive_ids(judged: Judged) -> tuple[str, ...]:
    """The probes whose responses the browser would look at."""
    preflight = ("preflight",) if judged.page.needs_preflight else ()
    hops = tuple(f"redirect-{number}" for number, _ in enumerate(judged.exchange.redirects, 1))
    return preflight if judged.excuse else (*preflight, "request", *hops)


def about_verdict(facts: Facts, judged: Judged, by_id: Mapping[str, ProbeResult]) -> Iterator[Fact]:
    """The headers that decided, the outcome and its symptom, and the part that was refused."""
    violations = judged.verdict.violations
    decisive = _decisive_result(judged, by_id)
    if decisive is None:
        return
    if decisive.response and not is_of_another_response(facts, judged):
        for name, header in (("allow_origin", ALLOW_ORIGIN), ("allow_credentials", _ALLOW_CREDENTIALS)):
            value = decisive.response.headers.get(header)
            if value is not None:
                yield probed_fact(name, clean(value), decisive, header)
    yield from _about_refused_parts(judged, decisive)
    if _is_readable_error(judged):
        yield Fact("error_readable", "yes", "probed", evidence_of(decisive))
    if violations:
        yield Fact("probe_outcome", "refused", "probed", _refusal(violations[0], decisive))
        if _may_name_symptom(facts, violations[0]):
            yield Fact("symptom", violations[0].symptom, "probed", _refusal(violations[0], decisive))
    elif not judged.trail.left_for and {"request", *decisive_ids(judged)} <= by_id.keys():
        outcome = "unsettled" if _is_unsettled(facts, judged, by_id) else "readable"
        yield Fact("probe_outcome", outcome, "probed", judged.excuse or evidence_of(decisive))
        if outcome == "unsettled" and _is_gone(told(facts, "symptom"), facts, judged, by_id):
            yield Fact("complaint_now", "gone", "probed", evidence_of(decisive))


def _is_readable_error(judged: Judged) -> bool:
    """Whether the page's own request failed on the server, with the headers that let the page read that."""
    response = judged.exchange.response
    is_own = not judged.exchange.stand_in and not judged.page.assumed_origin and not judged.excuse
    return is_own and response is not None and response.status >= 500 and judged.verdict.readable


def is_of_another_response(facts: Facts, judged: Judged) -> bool:
    """Whether the browser refused a response that no probe got: those of the preflight say nothing of it."""
    is_unseen = bool(judged.excuse) and not judged.verdict.violations
    return is_unseen and told(facts, "symptom") in RESPONSE_SYMPTOMS


def _is_unsettled(facts: Facts, judged: Judged, by_id: Mapping[str, ProbeResult]) -> bool:
    """Whether what passes need not be the page's own request, so that it settles nothing."""
    pasted = facts.get("status")
    seen = [each.response.status for each in by_id.values() if each.response]
    # Another status than all that were seen is that of a response that nobody saw here.
    number = pasted.value if pasted and isinstance(pasted.value, int) else None
    is_error = number is not None and (number >= 400 or number not in seen)
    # What the browser met came to a method that the probe did not send. Chromium says which response it was.
    is_other = bool(judged.exchange.stand_in) and not _may_be_as_sent(judged, by_id)
    failed_elsewhere = is_other and (is_error or refused_the_response(facts))
    failed_elsewhere = failed_elsewhere or is_of_another_response(facts, judged)
    return judged.page.assumed_origin or failed_elsewhere or _needs_credentials_known(facts, judged, by_id)


def _may_be_as_sent(judged: Judged, by_id: Mapping[str, ProbeResult]) -> bool:
    """Whether the page may send the method that was sent: nothing shows another one, and it succeeded."""
    response = response_to(by_id, "request")
    return judged.page.assumed_method and response is not None and response.status < 400


def _needs_credentials_known(facts: Facts, judged: Judged, by_id: Mapping[str, ProbeResult]) -> bool:
    """Whether a browser would refuse the same responses if the page sends cookies, which nothing shows."""
    return bool(_with_cookies(facts, judged, by_id))


def _with_cookies(facts: Facts, judged: Judged, by_id: Mapping[str, ProbeResult]) -> frozenset[Symptom]:
    """What a browser would object to if the page sends cookies, where nothing shows whether it does."""
    page = judged.page
    if not page.assumed_credentials:
        return frozenset()
    with_cookies = replace(
        page, request=replace(page.request, credentials="include"), assumed_credentials=False
    )
    seen = Sightings(page.origin, by_id)
    return frozenset(v.symptom for v in judge_results(facts, with_cookies, by_id, seen).verdict.violations)


def _is_gone(symptom: str | None, facts: Facts, judged: Judged, by_id: Mapping[str, ProbeResult]) -> bool:
    """Whether the header that the text complains about is right in what was seen, for this very page.

    A header that isn't there at all may be missing from the page's own response alone: that goes its own way.
    """
    if is_preflight_symptom(symptom) and symptom != "preflight-failed":
        is_own = judged.page.needs_preflight and not (
            judged.page.assumed_method or judged.page.assumed_origin
        )
        return is_own and symptom not in _with_cookies(facts, judged, by_id)
    if symptom not in _ABOUT_A_HEADER or judged.page.assumed_origin:
        return False
    if symptom == "multiple-allow-origin" and any(map(_has_several, by_id.values())):
        # Whichever of its responses it is: something still adds a second one.
        return False
    if judged.excuse and _is_refused(judged, by_id):
        return False
    return symptom not in _with_cookies(facts, judged, by_id)


def _is_refused(judged: Judged, by_id: Mapping[str, ProbeResult]) -> bool:
    """Whether a browser would refuse the response that was excused: its status isn't the page's doing.

    Its headers may still be those that every response gets.
    """
    return bool(judge(replace(judged.exchange, response=response_to(by_id, "request"))).violations)


def _has_several(result: ProbeResult) -> bool:
    values = result.response.headers.all(ALLOW_ORIGIN) if result.response else ()
    return "," in ",".join(values)


def _refusal(violation: Violation, decisive: ProbeResult) -> str:
    return f"{evidence_of(decisive)}. {clean(sentence(violation))}"


def _may_name_symptom(facts: Facts, violation: Violation) -> bool:
    pasted = told(facts, "symptom")
    # A server that is down now says nothing about what the browser met when it was up.
    return pasted is None or (pasted not in _BEYOND_PROBES and violation.symptom != "network-failure")


def _about_refused_parts(judged: Judged, decisive: ProbeResult) -> Iterator[Fact]:
    page, bisection = judged.page, judged.bisection
    violations = judged.verdict.violations
    if any(v.symptom == "preflight-missing-allow-origin" for v in violations):
        # Without CORS headers at all, every part lacks its permission, and none was refused.
        violations = ()
    refused = [name for name in bisection.refused_headers if name not in page.assumed_headers]
    refused += [v.wanted for v in violations if v.symptom == "header-disallowed" and v.wanted]
    if refused:
        yield probed_fact("refused_header", refused[0], decisive, "Access-Control-Allow-Headers")
    by_verdict = any(v.symptom == "method-disallowed" for v in violations)
    if by_verdict or (bisection.refused_method and not page.assumed_method):
        yield probed_fact("refused_method", page.request.method, decisive, "Access-Control-Allow-Methods")


def _decisive_result(judged: Judged, by_id: Mapping[str, ProbeResult]) -> ProbeResult | None:
    """The probe that the first violation is about; without one, the last that a browser would look at."""
    violations = judged.verdict.violations
    answered = [by_id[id] for id in decisive_ids(judged) if id in by_id]
    if violations and violations[0].stage == "preflight" and "preflight" in by_id:
        return by_id["preflight"]
    if violations and violations[0].stage in ("request", "response"):
        return by_id.get("request")
    return answered[-1] if answered else by_id.get("request")
