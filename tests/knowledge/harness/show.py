"""Shows a proof in a browser: it fails, it is recognized, the fix is put in place, it works."""

from __future__ import annotations

from pathlib import Path

from cors_wizard.fixes import TailoredFix
from cors_wizard.knowledge_base import Knowledge
from tests.browsers.driver import Browser
from tests.browsers.pages import PageServer
from tests.knowledge.harness.diagnose import Diagnosed, diagnose
from tests.knowledge.harness.exchanges import exchange_over_http, look_alikes, may_read
from tests.knowledge.harness.measure import console_lines, way
from tests.knowledge.harness.proof import Proof, load_proofs
from tests.knowledge.harness.workbench import Workbench


def shown_in(engine: str) -> list[Proof]:
    """The proofs that this browser can show: not each refuses everything that others refuse."""
    return [proof for proof in load_proofs() if proof.in_browser and engine in proof.expect]


def show(proof: Proof, browser: Browser, page_server: PageServer, knowledge: Knowledge, folder: Path) -> None:
    """Who pastes what the browser printed leaves with code that makes that browser's request succeed."""
    with Workbench(proof, page_server, folder) as bench:
        before = bench.open_page(browser)
        assert before.result["readable"] is proof.passes
        assert console_lines(bench, before) == list(proof.expect[browser.engine])

        diagnosed = diagnose(knowledge, bench, "\n".join(before.console))
        bench.mend(_chosen_fix(proof, diagnosed))

        after = bench.open_page(browser)
        accepted = {"readable": True, "status": proof.status_after, "error": ""}
        assert after.result == accepted, "\n".join((*after.console, *bench.sources().values()))
        _assert_others_are_refused(bench, browser)


def _chosen_fix(proof: Proof, diagnosed: Diagnosed) -> TailoredFix:
    """The fix that the wizard hands over (or another that it offers), once it has concluded the cause."""
    diagnosis = diagnosed.diagnosis
    assert diagnosis.cause is not None, (diagnosis.step, diagnosed.asked, [*diagnosis.facts])
    assert diagnosis.cause.id == proof.cause, way(diagnosis)
    first, *others = diagnosis.fixes
    assert first.id == proof.first_fix(diagnosis.knowledge)
    return next(fix for fix in others if fix.id == proof.another_way) if proof.another_way else first


def _assert_others_are_refused(bench: Workbench, browser: Browser) -> None:
    """A page elsewhere is still refused in the browser, and so is every origin that only looks like ours."""
    foreign = bench.open_page(browser, bench.foreign_origin())
    assert foreign.result["readable"] is bench.proof.open_to_all
    for what, origin in look_alikes(bench.origin).items():
        taken = exchange_over_http(bench.request, origin)
        assert not may_read(taken), f"{what} ({origin}) may read the response"
