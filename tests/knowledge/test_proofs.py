"""Every cause for real: it fails in a browser, it is recognised, the fix is put in place, it works."""

from __future__ import annotations

from pathlib import Path

import pytest

from cors_wizard.fixes import TailoredFix
from cors_wizard.knowledge_base import Knowledge, builtin_folder, load_knowledge
from tests.browsers.driver import Browser
from tests.browsers.fixtures import START
from tests.browsers.pages import PageServer
from tests.knowledge.harness.diagnose import Diagnosed, diagnose
from tests.knowledge.harness.exchanges import exchange_over_http, look_alikes, may_read
from tests.knowledge.harness.measure import console_lines
from tests.knowledge.harness.proof import Proof, load_proofs
from tests.knowledge.harness.workbench import Workbench

PROOFS = [pytest.param(proof, id=proof.id) for proof in load_proofs()]
SHOWN = [
    pytest.param(engine, proof, id=f"{engine}-{proof.id}")
    for engine in sorted(START)
    for proof in load_proofs()
    if engine in proof.expect
]
"""Every proof in every browser that it can be shown in: not each refuses everything that others refuse."""


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    """The built-in knowledge."""
    return load_knowledge(builtin_folder())


@pytest.mark.browser
@pytest.mark.parametrize(("browser", "proof"), SHOWN, indirect=["browser"])
def test_fix_makes_the_browsers_request_succeed(
    proof: Proof, browser: Browser, page_server: PageServer, knowledge: Knowledge, tmp_path: Path
) -> None:
    """Who pastes what the browser printed leaves with code that makes that browser's request succeed."""
    with Workbench(proof, page_server, tmp_path) as bench:
        before = bench.open_page(browser)
        assert before.result["readable"] is proof.passes
        assert console_lines(bench, before) == list(proof.expect[browser.engine])

        diagnosed = diagnose(knowledge, bench, "\n".join(before.console))
        bench.mend(chosen_fix(proof, diagnosed))

        after = bench.open_page(browser)
        accepted = {"readable": True, "status": proof.status_after, "error": ""}
        assert after.result == accepted, "\n".join((*after.console, *bench.sources().values()))
        assert_others_are_refused(bench, browser)


def chosen_fix(proof: Proof, diagnosed: Diagnosed) -> TailoredFix:
    """The fix that the wizard hands over, once it has concluded this proof's cause."""
    diagnosis = diagnosed.diagnosis
    assert diagnosis.cause is not None, (diagnosis.step, diagnosed.asked, [*diagnosis.facts])
    assert diagnosis.cause.id == proof.cause
    assert diagnosis.fix is not None
    return diagnosis.fix


def assert_others_are_refused(bench: Workbench, browser: Browser) -> None:
    """A page elsewhere is still refused in the browser, and so is every origin that only looks like ours."""
    foreign = bench.open_page(browser, bench.foreign_origin())
    assert foreign.result["readable"] is False
    for what, origin in look_alikes(bench.origin).items():
        taken = exchange_over_http(bench.request, origin)
        assert not may_read(taken), f"{what} ({origin}) may read the response"


@pytest.mark.parametrize("proof", PROOFS)
def test_proof_asks_no_more_than_two_answers(proof: Proof) -> None:
    """Nobody has to answer more than two questions on the way."""
    assert len(proof.answers) <= 2
