"""Every other way to fix a proof's cause: applied, the app restarted, the page's request judged, undone."""

from __future__ import annotations

import asyncio
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest

from cors_wizard.changes.write import apply, undo
from cors_wizard.cli.given import facts_from_options, specs_of
from cors_wizard.cli.investigate import investigate
from cors_wizard.diagnosis import Diagnosis
from cors_wizard.diagnosis.planning import Way
from cors_wizard.facts import Fact, Facts
from cors_wizard.fetch_standard import judge
from cors_wizard.knowledge_base import Knowledge
from cors_wizard.probe.send import send
from cors_wizard.project import scan_project
from tests.browsers.pages import PageServer
from tests.changes.test_proofs import (
    FOR_EVERY_ROUTE,
    STRANGER,
    as_a_user_has_it,
    given_to,
    neighbor_of,
    paste_of,
    who_may_read,
)
from tests.knowledge.harness.exchanges import exchange_over_http
from tests.knowledge.harness.proof import Proof, load_proofs
from tests.knowledge.harness.workbench import Workbench

WITH_OTHER_WAYS = ("decorator-misses-errors", "decorator-misses-errors--invalid-json")
"""The proofs with more than one diff: most other fixes of a cause come to the same change of these files."""


def diagnosed(bench: Workbench, knowledge: Knowledge) -> Diagnosis:
    """What the command comes to, as an object."""
    given = given_to(knowledge, bench)
    told = [text for option, text in pairwise(given) if option == "--fact"]
    facts = Facts.of([Fact("origin", bench.origin, "answered")]).also(
        facts_from_options(told, specs_of(knowledge))
    )
    begun = Diagnosis.begin(knowledge, paste_of(bench), facts).without_optional_questions()
    scanner = partial(scan_project, bench.folder)
    return asyncio.run(investigate(begun, sender=send, may_probe=lambda _url: True, scanner=scanner))


@pytest.mark.process
@pytest.mark.parametrize(
    "proof", [each for each in load_proofs() if each.id in WITH_OTHER_WAYS], ids=lambda proof: proof.id
)
def test_every_other_way_works(
    proof: Proof, page_server: PageServer, knowledge: Knowledge, tmp_path: Path
) -> None:
    """The page passes, nobody else gains a thing, the other route is as before."""
    folder, state = tmp_path / "project", tmp_path / "state"
    folder.mkdir()
    bench = Workbench(proof, page_server, folder)
    as_a_user_has_it(folder)
    with bench:
        before, beside = who_may_read(bench), neighbor_of(bench)
        diagnosis = diagnosed(bench, knowledge)
        ways = [each for each in diagnosis.ways[1:] if each.changes.changes]
        assert ways
        for way in ways:
            apply(way.changes, folder, state)
            bench.restart()
            _check(bench, way, before, beside)
            undo(folder, state)


def _check(bench: Workbench, way: Way, before: set[str], beside: dict[str, tuple[object, ...]]) -> None:
    seen = f"{way.fix.id}\n{way.changes.diff}"
    assert judge(exchange_over_http(bench.request, bench.origin)).readable, seen
    assert who_may_read(bench) <= before, seen
    if bench.proof.id in FOR_EVERY_ROUTE:
        assert neighbor_of(bench)[STRANGER][1] not in ("*", STRANGER), seen
    else:
        assert beside in ({}, neighbor_of(bench)), seen
