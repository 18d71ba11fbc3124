"""Running through the tree: what is settled where, and which branches can be taken."""

from __future__ import annotations

from pathlib import Path

from cors_wizard.facts import SYMPTOMS
from cors_wizard.knowledge_base import load_knowledge
from cors_wizard.knowledge_base.checks.flow import Flow, flow_of
from tests.knowledge_base.sound import SOUND, write

STATUS, OBJECTION = SOUND["nodes/status.toml"], SOUND["nodes/objection.toml"]


def flow(folder: Path, **changed: str) -> Flow:
    """The flow of the sound knowledge with some questions changed."""
    files = {f"nodes/{name}.toml": text for name, text in changed.items()}
    return flow_of(load_knowledge(write(folder, {**SOUND, **files})))


def test_what_every_path_settles(tmp_path: Path) -> None:
    """A fact counts where no path leads past it, and no path leads through its "not sure"."""
    found = flow(tmp_path)
    assert found.settled("cause:server-error") == {"status"}
    assert found.settled("stop:not-cors") == {"symptom"}
    assert found.settled("cause:cors-not-initialized") == frozenset()
    assert found.settled("node:nowhere") == frozenset()


def test_where_paths_meet_their_values_are_united(tmp_path: Path) -> None:
    """Behind two branches a fact can have the values of both, and may be unknown if it was on one of them."""
    symptom = flow(tmp_path).arriving["node:started"]["symptom"]
    assert symptom.values == frozenset(SYMPTOMS) - {"not-cors"}
    assert symptom.may_be_unknown
    assert symptom.tried == {"pasted", "probe", "question"}


def test_a_fact_that_is_known_does_not_become_unsure(tmp_path: Path) -> None:
    """Asked for again behind a branch that settled it, a fact never takes "not sure"."""
    again = STATUS.replace('fact = "status"', 'fact = "symptom"')
    again = again.replace('when = ["500", "500-599"]', 'when = "missing-allow-origin"')
    root = OBJECTION.replace('not_sure = "node:status"', 'not_sure = "node:started"')
    found = flow(tmp_path, status=again, objection=root)
    assert found.values["status"] == {"missing-allow-origin"}
    assert found.leads["status"] == ("cause:server-error",)
    assert found.settled("cause:server-error") == {"symptom"}


def test_what_lies_behind_a_branch_that_is_never_taken_is_not_reached(tmp_path: Path) -> None:
    """A way that no value takes is none."""
    root = OBJECTION.replace("node:status", "node:started")
    root += '\n[[answers]]\nwhen = "csp"\ngoto = "node:status"\n'
    found = flow(tmp_path, objection=root)
    assert "node:status" not in found.arriving
    assert "cause:server-error" not in found.arriving


def test_a_later_provider_may_still_tell(tmp_path: Path) -> None:
    """What a paste does not say, the user can be asked further on: all values are possible there."""
    pasted = STATUS.replace('["probe", "question"]', '["pasted"]')
    pasted = pasted.replace('when = "*"\ngoto = "node:started"', 'when = "*"\ngoto = "cause:server-error"')
    later = STATUS.replace('id = "status"', 'id = "started"')
    later = later.replace("node:started", "cause:cors-not-initialized")
    root = OBJECTION.replace("node:started", "node:status")
    assert {500, 999} <= flow(tmp_path, status=pasted, started=later, objection=root).values["started"]
    in_vain = later.replace('["probe", "question"]', '["pasted"]')
    assert flow(tmp_path, status=pasted, started=in_vain, objection=root).values["started"] == frozenset()
