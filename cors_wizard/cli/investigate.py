"""Carries a diagnosis on by itself: scans and probes as long as it asks, until a question or the end."""

from __future__ import annotations

from collections.abc import Callable

from cors_wizard.decision_tree import NeedsProbe, NeedsScan
from cors_wizard.diagnosis import Diagnosis
from cors_wizard.facts import Fact
from cors_wizard.probe.run import OnResult, Sender, run_probes
from cors_wizard.project import ProjectScan
from cors_wizard.this_machine.old_code import old_code_fact

MOST_ROUNDS = 10
"""Scans and rounds of probes; two are the rule, one of each."""

Scanner = Callable[[], ProjectScan]
Look = Callable[[ProjectScan, str], Fact | None]
Consent = Callable[[str], bool]
"""Whether this URL may be probed."""
Announce = Callable[[Diagnosis], None]
"""Shows the requests that this diagnosis is about to send."""


async def investigate(
    diagnosis: Diagnosis,
    *,
    sender: Sender,
    may_probe: Consent,
    scanner: Scanner | None = None,
    on_result: OnResult | None = None,
    look: Look = old_code_fact,
    announce: Announce | None = None,
) -> Diagnosis:
    """The diagnosis when only the user can bring it further, or when it has ended.

    Args:
        diagnosis: where it stands.
        sender: sends the probes.
        may_probe: asked once for each URL before anything is sent.
        scanner: reads the project folder; None where there is none.
        on_result: called with each probe's result as it arrives.
        look: says whether the server is older than the project's files.
        announce: shown what is about to be sent, each time before it is.
    """
    for _ in range(MOST_ROUNDS):
        if isinstance(diagnosis.step, NeedsScan):
            diagnosis = diagnosis.with_scan(scanner()) if scanner else diagnosis.without_scanning()
        elif not isinstance(diagnosis.step, NeedsProbe):
            return diagnosis
        elif may_probe(diagnosis.known.text("url") or ""):
            if announce:
                announce(diagnosis)
            results = await run_probes(
                diagnosis.known, sender, agreed_methods=diagnosis.agreed_methods, on_result=on_result
            )
            diagnosis = with_age_of_code(diagnosis.with_probe_results(results), look)
        else:
            diagnosis = diagnosis.without_probing()
    return diagnosis.without_probing()


def with_age_of_code(diagnosis: Diagnosis, look: Look) -> Diagnosis:
    """With what the server's process tells of the age of its code."""
    if diagnosis.scan is None:
        return diagnosis
    fact = look(diagnosis.scan, diagnosis.known.text("url") or "")
    return diagnosis.with_given(fact) if fact else diagnosis
