"""What must be agreed to before a probe is sent. Pure."""

from __future__ import annotations

from cors_wizard.decision_tree import Concluded
from cors_wizard.diagnosis import Diagnosis
from cors_wizard.fetch_standard import serialize_origin
from cors_wizard.fetch_standard.trust import is_loopback
from cors_wizard.fetch_standard.urls import parse_url
from cors_wizard.probe.plan import plan
from cors_wizard.probe.requests import SAFE_METHODS
from cors_wizard.probe.run import first_requests
from cors_wizard.report.plan_lines import taken_over
from cors_wizard.tui.consents import Consents
from cors_wizard.tui.services import ProbePolicy


def probed_server(diagnosis: Diagnosis) -> str:
    """The origin of the server that the probes would go to; "null" where there is none."""
    return serialize_origin(diagnosis.known.text("url") or "")


def is_agreed(diagnosis: Diagnosis, consents: Consents) -> bool:
    """Whether requests may go to the server: the user said so, or nobody needs to."""
    return probed_server(diagnosis) in consents.servers or not _must_ask(diagnosis, consents.policy)


def _must_ask(diagnosis: Diagnosis, policy: ProbePolicy) -> bool:
    # Where nothing is to be probed, only a key of the user leads here.
    parsed = parse_url(diagnosis.known.text("url") or "")
    if policy != "auto" or parsed is None or not is_loopback(parsed.host):
        return True
    return bool(parsed.rest.partition("#")[0].partition("?")[2] and _is_from_text(diagnosis, "url")) or bool(
        taken_over(first_requests(diagnosis.known)) and _is_from_text(diagnosis, "request_headers")
    )


def _is_from_text(diagnosis: Diagnosis, name: str) -> bool:
    """Whether a text says so, which somebody else may have written, and nobody confirmed it."""
    fact = diagnosis.known.get(name)
    return fact is not None and fact.source in ("pasted", "recorded")


def method_to_ask_for(diagnosis: Diagnosis) -> str | None:
    """A method beside GET, HEAD and OPTIONS that only a yes allows, where sending it would tell more."""
    method = diagnosis.known.text("method")
    if method is None or method.upper() in SAFE_METHODS or method in diagnosis.agreed_methods:
        return None
    if isinstance(diagnosis.step, Concluded) or _is_stopped_before(diagnosis) or _is_other_code(diagnosis):
        return None
    if diagnosis.findings and "origin" in diagnosis.findings.assumed:
        return None  # Another page may get another response: its address is asked for first.
    agreed = diagnosis.agreed_methods
    adds = set(plan(diagnosis.known, agreed_methods=agreed | {method})) - set(
        plan(diagnosis.known, agreed_methods=agreed)
    )
    return method if adds else None


def _is_stopped_before(diagnosis: Diagnosis) -> bool:
    """Whether a browser would refuse the preflight, or would allow it only if what is assumed is true."""
    verdict = diagnosis.verdict
    if verdict is None or verdict.readable:
        return False
    stages = {violation.stage for violation in verdict.violations}
    return not stages or bool(stages & {"request", "preflight"})


def _is_other_code(diagnosis: Diagnosis) -> bool:
    """Whether something else than the code of the project responds: nothing that writes goes there."""
    seen = diagnosis.findings.unseen if diagnosis.findings else ()
    return any(each.kind == "other-code" for each in seen)
