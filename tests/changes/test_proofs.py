"""Every proof that a file can fix: the tool changes the files itself, and Chromium's request passes."""

from __future__ import annotations

import asyncio
import re
from functools import partial
from pathlib import Path

import pytest

from cors_wizard.changes.write import apply
from cors_wizard.cli.investigate import investigate
from cors_wizard.decision_tree import Asks
from cors_wizard.diagnosis import Diagnosis
from cors_wizard.facts import Fact, Facts
from cors_wizard.fetch_standard import judge
from cors_wizard.knowledge_base import Knowledge
from cors_wizard.project import scan_project
from tests.browsers.driver import Browser
from tests.browsers.pages import PageRequest, PageServer
from tests.knowledge.harness.exchanges import exchange_over_http, look_alikes, may_read
from tests.knowledge.harness.outside import send_to_outside
from tests.knowledge.harness.proof import Proof, load_proofs
from tests.knowledge.harness.workbench import Workbench

_MARK = re.compile(r"^ *(?:#|//) [\w-]+: (?:from|to) here\n", re.MULTILINE)
_ON_FILE = frozenset(
    {
        *("blueprint-not-covered", "cors-not-initialized", "cors-not-initialized--blueprint"),
        *("cors-not-initialized--factory", "cors-not-initialized--restful", "cors-not-initialized--restx"),
        *("credentials-not-allowed", "credentials-not-allowed--hook", "credentials-not-allowed--without"),
        *(
            "credentials-not-allowed--nested-blueprints",
            "decorator-misses-errors",
            "decorator-misses-errors--invalid-json",
            "decorator-order",
        ),
        *("decorator-order--below-a-login-check", "decorator-order--method-view"),
        *(
            "duplicate-header",
            "duplicate-header--apache",
            "duplicate-header--caddy",
            "duplicate-header--hook",
        ),
        *("header-not-allowed", "header-not-allowed--decorator", "header-not-allowed--hook"),
        *("header-not-allowed--rules-of-their-own", "header-not-allowed--settings"),
        *("malformed-allow-origin", "malformed-allow-origin--no-scheme"),
        *("method-not-allowed", "method-not-allowed--hook", "origin-not-allowed"),
        *("origin-not-allowed--environment", "origin-not-allowed--settings-class"),
        *("origin-not-allowed--trailing-slash", "preflight-needs-auth", "preflight-needs-auth--apache"),
        *("preflight-needs-auth--caddy", "preflight-needs-auth--flask-login", "preflight-needs-auth--jwt"),
        *("preflight-needs-auth--nginx", "preflight-not-handled", "preflight-not-handled--apache"),
        *("preflight-not-handled--caddy", "preflight-not-handled--nginx", "preflight-redirected"),
        *("preflight-redirected--talisman", "proxy-error-response"),
        *("proxy-strips-headers", "proxy-strips-headers--apache", "proxy-strips-headers--caddy"),
        *("proxy-strips-headers--origin", "resource-pattern-mismatch", "route-method-missing"),
        *("route-method-missing--no-header", "wildcard-with-credentials"),
        *("wildcard-with-credentials--send-wildcard", "wrong-import"),
    }
)
"""The proofs whose fix is in the files of the project."""


@pytest.mark.browser
@pytest.mark.parametrize(
    "proof", [each for each in load_proofs() if each.id in _ON_FILE], ids=lambda proof: proof.id
)
def test_the_tool_applies_its_own_fix(
    proof: Proof, page_server: PageServer, knowledge: Knowledge, chromium: Browser, tmp_path: Path
) -> None:
    """No marks in the files, no snippet to paste: the page's request passes, and strangers gain nothing."""
    folder = tmp_path / "project"
    folder.mkdir()
    bench = Workbench(proof, page_server, folder)
    for path in folder.iterdir():
        if path.suffix in (".py", ".conf", ""):
            path.write_text(_MARK.sub("", path.read_text(encoding="utf-8")), encoding="utf-8")
    with bench:
        before, listed = _who_may_read(bench), _let_in(chromium, bench)
        made = _diagnosed(knowledge, bench).changes
        assert made.changes, made.problem
        apply(made, folder, tmp_path / "state")
        bench.restart()
        assert judge(exchange_over_http(bench.request, bench.origin)).readable, made.diff
        assert _who_may_read(bench) <= before, made.diff
        seen = bench.open_page(chromium)
        assert seen.result["readable"], (seen.console, made.diff)
        # An API that everybody may read without cookies stays one.
        is_open = before >= set(look_alikes(bench.origin).values())
        assert is_open or _let_in(chromium, bench) <= listed, made.diff


def _who_may_read(bench: Workbench) -> set[str]:
    """The look-alikes of the page's origin that get in."""
    if not bench.running[0].is_up:
        return set()
    strangers = look_alikes(bench.origin).values()
    # What everybody may read without credentials stays so: the least request counts, too.
    asked = [PageRequest(bench.request.url)] if bench.request.credentials != "include" else []
    requests = (bench.request, *asked)
    return {each for each in strangers for one in requests if may_read(exchange_over_http(one, each))}


def _let_in(browser: Browser, bench: Workbench) -> set[str]:
    """The kinds of pages elsewhere that the browser lets read the response."""
    pages = bench.strangers()
    return {kind for kind, page in pages.items() if browser.run(page).result["readable"]}


def _diagnosed(knowledge: Knowledge, bench: Workbench) -> Diagnosis:
    lines = (*bench.proof.expect.get("chromium", ()), *bench.proof.paste)
    text = "\n".join(map(bench.ports.here, lines)).replace("http://localhost:3000", bench.origin)
    diagnosis = Diagnosis.begin(knowledge, text, _given(bench)).without_optional_questions()
    for _ in range(6):
        scanner = partial(scan_project, bench.folder)
        diagnosis = asyncio.run(
            investigate(diagnosis, sender=send_to_outside, may_probe=lambda _url: True, scanner=scanner)
        )
        if not isinstance(diagnosis.step, Asks):
            break
        node = diagnosis.step.node.id
        answers = {"page-origin": bench.origin, **bench.proof.answers}
        diagnosis = diagnosis.answer(node, bench.ports.here(answers[node]))
    return diagnosis


def _given(bench: Workbench) -> Facts:
    """What the user says of the page's request."""
    request = bench.request
    facts = [Fact("method", request.method, "answered"), Fact("credentials", request.credentials, "answered")]
    headers = tuple(f"{name}: {value}" for name, value in request.headers.items())
    return Facts.of([*facts, *([Fact("request_headers", headers, "answered")] if headers else [])])
