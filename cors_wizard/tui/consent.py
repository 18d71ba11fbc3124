"""What must be agreed to before a probe is sent. Pure."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from cors_wizard.decision_tree import Concluded
from cors_wizard.diagnosis import Diagnosis
from cors_wizard.probe.plan import plan
from cors_wizard.tui.services import ProbePolicy

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def host_of(url: str) -> str:
    """The URL's host with its port, lower-cased; empty where there is none."""
    try:
        return urlsplit(url).netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""


def is_loopback(url: str) -> bool:
    """Whether the URL's host is this machine."""
    try:
        host = (urlsplit(url).hostname or "").rstrip(".")
        return host == "localhost" or host.endswith(".localhost") or ip_address(host).is_loopback
    except ValueError:
        return False


def must_ask_for_host(diagnosis: Diagnosis, policy: ProbePolicy) -> bool:
    """Whether the user has to agree before anything is sent to that host."""
    return policy == "ask" or not is_loopback(diagnosis.facts.text("url") or "")


def method_to_ask_for(diagnosis: Diagnosis) -> str | None:
    """A method beside GET, HEAD and OPTIONS that only a yes allows, where sending it would tell more."""
    method = diagnosis.facts.text("method")
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
