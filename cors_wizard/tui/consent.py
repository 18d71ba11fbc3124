"""What must be agreed to before a probe is sent. Pure."""

from __future__ import annotations

from cors_wizard.decision_tree import Concluded
from cors_wizard.diagnosis import Diagnosis
from cors_wizard.fetch_standard import serialise_origin
from cors_wizard.fetch_standard.trust import is_loopback
from cors_wizard.fetch_standard.urls import parse_url
from cors_wizard.probe.plan import plan
from cors_wizard.probe.requests import SAFE_METHODS
from cors_wizard.tui.services import ProbePolicy


def probed_server(diagnosis: Diagnosis) -> str:
    """The origin of the server that the probes would go to; "null" where there is none."""
    return serialise_origin(diagnosis.known.text("url") or "")


def must_ask_for_server(diagnosis: Diagnosis, policy: ProbePolicy) -> bool:
    """Whether the user has to agree before anything is sent there."""
    parsed = parse_url(diagnosis.known.text("url") or "")
    return policy == "ask" or parsed is None or not is_loopback(parsed.host)


def method_to_ask_for(diagnosis: Diagnosis) -> str | None:
    """A method beside GET, HEAD and OPTIONS that only a yes allows, where sending it would tell more."""
    method = diagnosis.known.text("method")
    if method is None or method.upper() in SAFE_METHODS or method in diagnosis.agreed_methods:
        return None
    if isinstance(diagnosis.step, Concluded) or _is_stopped_before(diagnosis):
        return None
    agreed = diagnosis.agreed_methods
    adds = set(plan(diagnosis.known, agreed_methods=agreed | {method})) - set(
        plan(diagnosis.known, agreed_methods=agreed)
    )
    return method if adds else None


def _is_stopped_before(diagnosis: Diagnosis) -> bool:
    """Whether a browser would refuse the preflight, so that it never sends the request itself."""
    violations = diagnosis.verdict.violations if diagnosis.verdict else ()
    return any(violation.stage in ("request", "preflight") for violation in violations)
