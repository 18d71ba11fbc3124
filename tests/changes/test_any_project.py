"""Whatever a project holds: a plan compiles, is undone byte for byte, and leaves itself nothing to do."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cors_wizard.changes import ChangeSet
from cors_wizard.changes.plan import plan
from cors_wizard.changes.source_text.source import Source
from cors_wizard.changes.write import apply, undo
from cors_wizard.facts import Fact, Facts
from cors_wizard.knowledge_base import Knowledge, load_knowledge
from cors_wizard.project import scan_project
from tests.changes.any_project import projects

FIXES = st.sampled_from(
    ["set-up-cors", "keep-flasks-headers", "answer-preflight-first", "accept-both-slashes"]
)
REQUESTS = st.fixed_dictionaries(
    {
        "url": st.sampled_from(["http://localhost:5000/api/items", "http://localhost:5000/"]),
        "origin": st.sampled_from(["http://localhost:3000", "https://page.example", "http://[::1]:3000"]),
        "method": st.sampled_from(["GET", "PUT"]),
        "credentials": st.sampled_from(["same-origin", "include"]),
        "request_headers": st.sampled_from([(), ("Authorization: x", "X-Tenant: 1")]),
    }
)


def planned(knowledge: Knowledge, fix: str, folder: Path, request: dict[str, str]) -> ChangeSet:
    """The changes of one fix for what the folder holds now."""
    scan = scan_project(folder)
    facts = Facts.of([*scan.facts, *(Fact(name, value, "answered") for name, value in request.items())])
    return plan((knowledge.fixes[fix],), facts, {**scan.page_files, **scan.files}, scan.page_code.calls)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(fix=FIXES, files=projects(), request=REQUESTS)
def test_any_plan_is_whole(fix: str, files: dict[str, str], request: dict[str, str]) -> None:
    """It stays Python, one undo gives every byte back, and a second run has nothing to add."""
    knowledge = load_knowledge()
    with tempfile.TemporaryDirectory() as name:
        folder, state = Path(name) / "project", Path(name) / "state"
        folder.mkdir()
        for path, text in files.items():
            (folder / path).write_text(text, encoding="utf-8")
        made = planned(knowledge, fix, folder, request)
        if not made.changes:
            assert made.problem
            return
        for change in made.changes:
            if change.path.endswith(".py"):
                assert Source(change.path, change.after).tree
        apply(made, folder, state)
        again = planned(knowledge, fix, folder, request)
        # A check that still refuses preflights is answered one step further ahead.
        assert not again.changes or fix == "answer-preflight-first", f"{made.diff}\n{again.diff}"
        undo(folder, state)
        assert {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()} == files
