"""Probes: requests to the user's API, and what is read from the answers; import `probe.send` when due."""

from cors_wizard.probe.findings import Findings, findings
from cors_wizard.probe.plan import plan, plan_more
from cors_wizard.probe.result import FailureKind, ProbeRequest, ProbeResult

__all__ = [
    "FailureKind",
    "Findings",
    "ProbeRequest",
    "ProbeResult",
    "findings",
    "plan",
    "plan_more",
]
