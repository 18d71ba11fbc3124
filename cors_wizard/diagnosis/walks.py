"""Several problems at once are several walks of the one tree.

One for each violation of the verdict, in the order in which a browser meets them; one for what stands behind
each cause once it is fixed; and one for each unrelated message of the paste.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from cors_wizard.decision_tree import Concluded, Walk
from cors_wizard.facts import Fact, Facts
from cors_wizard.fetch_standard import Verdict, Violation, serialize_origin
from cors_wizard.knowledge_base.conditions import holds
from cors_wizard.probe.page_request import FOLLOWS_FROM_THE_LIST

if TYPE_CHECKING:
    from cors_wizard.diagnosis.paste import Paste
    from cors_wizard.recordings import Recorded

_ONLY_FAILED = ("network-failure", "preflight-failed")
"""What a browser prints beside each refusal."""

MOST_BESIDE = 5
"""Other failing requests of a recording that get a walk of their own."""

DEEPEST_CHAIN = 4
"""How many causes may hide behind one another before we stop looking."""


def situations(facts: Facts, verdict: Verdict | None, paste: Paste) -> Iterator[Facts]:
    """The facts as each walk sees them: they differ in the symptom, or are those of an unrelated request."""
    symptoms, known = _violated(facts, verdict), facts.get("symptom")
    source = known.source if known else "probed"
    for symptom in symptoms:
        yield facts.replacing(Fact("symptom", symptom, source, "what a browser decides about the exchange"))
    if not symptoms:
        yield facts
    yield from _recorded_beside(paste)
    told = {facts.text("symptom"), *_ONLY_FAILED}
    for message in paste.reading.messages:
        if message.role != "verdict" or message.told:
            continue
        refused = Fact("symptom", message.symptom, "pasted", message.text)
        if message.url and message.url != facts.text("url"):
            # With what is beside it: the status of the same request.
            beside = next((each.facts for each in paste.reading.requests if each.url == message.url), Facts())
            yield Facts.of((*message.facts, refused)).also(beside)
        elif known and known.source == "pasted" and message.symptom not in told:
            # The browser met it with the same request: at another time, or with another preflight.
            told.add(message.symptom)
            yield facts.replacing(*message.facts, refused)


def _recorded_beside(paste: Paste) -> Iterator[Facts]:
    """Other requests of a recording that fail in another way, or on another server: one for each."""
    seen = {_failing(paste.leading)} if paste.leading else set()
    for recorded in paste.recorded[1:]:
        failing = _failing(recorded)
        if failing and failing not in seen and len(seen) <= MOST_BESIDE:
            seen.add(failing)
            from cors_wizard.recordings.observed import recorded_findings

            yield Facts.of(recorded_findings(recorded).facts)


def _failing(recorded: Recorded) -> tuple[str, str] | None:
    verdict = recorded.verdict
    if verdict is None or verdict.readable:
        return None
    return verdict.violations[0].symptom, serialize_origin(recorded.exchange.request.url)


def behind(first: Walk, facts: Facts, walk_on: Callable[[Facts], Walk]) -> Iterator[Walk]:
    """The walks that come next when each cause has been fixed in turn."""
    seen: set[str] = set()
    while isinstance(first.next, Concluded) and len(seen) < DEEPEST_CHAIN:
        cause = first.next.cause
        if cause.id in seen or not cause.after_fix or not holds(cause.behind_when, facts):
            return
        seen.add(cause.id)
        facts = facts.replacing(*(Fact(name, value, "probed") for name, value in cause.after_fix.items()))
        first = walk_on(facts)
        yield first


def _violated(facts: Facts, verdict: Verdict | None) -> tuple[str, ...]:
    symptom = facts.get("symptom")
    # A pasted symptom stands where no probe can contradict it: the browser had a reason of its own.
    if verdict is None or symptom is None or symptom.source == "pasted":
        return ()
    later = (
        violation
        for violation in verdict.violations[1:]
        if _shows_flask(facts, violation) and _says_more(facts, verdict, violation)
    )
    return tuple(dict.fromkeys(violation.symptom for violation in (*verdict.violations[:1], *later)))


def _says_more(facts: Facts, verdict: Verdict, violation: Violation) -> bool:
    """Whether a violation is more than that a response has no header of CORS at all."""
    if violation.symptom in FOLLOWS_FROM_THE_LIST:
        symptom, headers = "preflight-missing-allow-origin", "preflight_headers"
    elif violation.symptom == "invalid-allow-credentials" and _may_allow_credentials(facts):
        symptom, headers = "missing-allow-origin", "response_headers"
    else:
        return not (violation.symptom == "missing-allow-origin" and _fails_without_login(facts, verdict))
    lacks_origin = any(each.symptom == symptom for each in verdict.violations)
    lines = (line.lower() for line in facts.items(headers))
    return not lacks_origin or any(line.startswith("access-control-allow-") for line in lines)


def _fails_without_login(facts: Facts, verdict: Verdict) -> bool:
    """Whether a server that allows nothing yet failed where the page's login was not sent along."""
    allows_nothing = any(each.symptom == "preflight-missing-allow-origin" for each in verdict.violations)
    named = {each.lower() for each in facts.items("request_headers")} - {"content-type", "x-requested-with"}
    has_login = bool(named) or facts.text("credentials") == "include"
    return allows_nothing and has_login and (facts.number("status") or 0) >= 500


def _may_allow_credentials(facts: Facts) -> bool:
    """Whether nothing shows that the origins on the list get no credentials, either."""
    is_set_up = facts.text("cors_headers_seen") not in (None, "nowhere")
    return facts.text("configured_credentials") == "yes" or not is_set_up


def _shows_flask(facts: Facts, violation: Violation) -> bool:
    """Whether a further violation says something of Flask, which never sees what a proxy refuses."""
    if facts.text("options_answered_by") != "proxy":
        return True
    answered = "response_headers" in facts and facts.text("answer_written_by") != "proxy"
    return violation.stage == "response" and answered
