"""Carries a diagnosis on by itself: scans and probes as long as it asks, until a question or the end."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from cors_wizard.decision_tree import NeedsProbe, NeedsScan
from cors_wizard.diagnosis import Diagnosis
from cors_wizard.this_machine.learn import learn_from_machine

if TYPE_CHECKING:
    from cors_wizard.probe.run import OnResult, Sender
    from cors_wizard.project import ProjectScan

MOST_ROUNDS = 10
"""Scans and rounds of probes; two are the rule, one of each."""

Scanner = Callable[[], "ProjectScan"]
Learn = Callable[[Diagnosis], Diagnosis]
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
    learn: Learn = learn_from_machine,
    announce: Announce | None = None,
) -> Diagnosis:
    """The diagnosis at the point where only the user can continue it, or where it has ended.

    Args:
        diagnosis: where it stands.
        sender: sends the probes.
        may_probe: asked once for each URL before anything is sent.
        scanner: reads the project folder; None where there is none.
        on_result: called with each probe's result as it arrives.
        learn: adds what this machine shows about the server.
        announce: shown what is about to be sent, each time before it is.
    """
    for _ in range(MOST_ROUNDS):
        if isinstance(diagnosis.step, NeedsScan):
            diagnosis = diagnosis.with_scan(scanner()) if scanner else diagnosis.without_scanning()
        elif not isinstance(diagnosis.step, NeedsProbe):
            break
        elif may_probe(diagnosis.known.text("url") or ""):
            if announce:
                announce(diagnosis)
            from cors_wizard.probe.run import run_probes

            results = await run_probes(
                diagnosis.known, sender, agreed_methods=diagnosis.agreed_methods, on_result=on_result
            )
            diagnosis = learn(diagnosis.probed(results))
        else:
            diagnosis = diagnosis.without_probing()
    # Where nothing was sent, a recording or a text may still say that the port is silent.
    ended = diagnosis.without_probing() if isinstance(diagnosis.step, NeedsProbe | NeedsScan) else diagnosis
    return ended if ended.probe_results else learn(ended)


def without_waiting(investigation: Coroutine[Any, Any, Diagnosis]) -> Diagnosis:
    """The end of an investigation that sends nothing, and so needs no event loop."""
    try:
        investigation.send(None)
    except StopIteration as done:
        ended: Diagnosis = done.value
        return ended
    raise RuntimeError("An investigation that may send nothing waited for something.")
