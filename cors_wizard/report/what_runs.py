"""What responds at the address instead of the code in the files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cors_wizard.masking import mask_text
from cors_wizard.report.layers import guilty_lines

if TYPE_CHECKING:
    from cors_wizard.diagnosis import Diagnosis

_OF_THE_SERVER = ("server-not-restarted", "port-taken", "server-unreachable")
"""Causes that are no matter of the code: what responds is not what the files say."""


def what_runs(seen: Diagnosis, *, has_project: bool) -> str:
    """What responds there instead of the code in the files, where that is why it fails; plain text.

    Args:
        seen: what the responses and this machine show; without the project's code where another app runs.
        has_project: whether a project was read at first.
    """
    folder = seen.facts.get("server_folder")
    if folder and has_project and not seen.may_scan:
        return mask_text(
            f"Not this project's code: the server was started in {folder.value}: {folder.evidence}."
        )
    if seen.facts.text("tls_problem") == "tls-only":
        return "That port accepts only https: write `https://` in the URL."
    if silent := seen.facts.text("silent_upstream"):
        return mask_text(f"The proxy sends requests to {silent}, and nothing listens there.")
    if seen.cause is None or seen.cause.id not in _OF_THE_SERVER:
        return _proxys_line(seen)
    stale = seen.facts.get("changed_since_start") if seen.cause.id == "server-not-restarted" else None
    holder, elsewhere = seen.facts.text("port_holder"), seen.facts.get("listens_on")
    told = stale or elsewhere
    because = told.evidence if told else f"the port belongs to {holder}" if holder else ""
    then = " Restart it." if stale else ""
    return mask_text(f"{seen.cause.title}{f': {because}' if because else ''}.{then}")


def _proxys_line(seen: Diagnosis) -> str:
    """The line of the proxy's settings that is at fault, where nothing behind the proxy was asked."""
    if seen.cause is None or seen.cause.layer != "proxy" or (seen.findings and seen.findings.layers):
        return ""
    line = next(iter(guilty_lines(seen.facts, ())), "")
    return mask_text(f"{seen.cause.title}: {line}") if line and seen.certainty != "guess" else ""
