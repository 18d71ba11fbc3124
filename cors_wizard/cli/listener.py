"""Where the page's port is silent: whether the app runs on the port that its code starts it on."""

from __future__ import annotations

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.facts import Fact
from cors_wizard.this_machine import listener_at


def with_listener(diagnosis: Diagnosis) -> Diagnosis:
    """With what listens on the app's own port, where the page calls another one of this machine."""
    port = diagnosis.facts.number("run_port")
    if diagnosis.facts.text("other_port") != "yes" or port is None:
        return diagnosis
    found = listener_at(port)
    is_app = found is not None and found.is_python
    seen = found.command if found is not None else "nothing"
    evidence = f"on port {port} of this machine: {seen}"
    return diagnosis.with_given(Fact("app_listens", "yes" if is_app else "no", "probed", evidence))
