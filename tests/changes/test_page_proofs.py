"""Every proof whose fix is in the page's own files: the command changes them, and the changed page runs."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from cors_wizard.knowledge_base import Knowledge
from tests.browsers.driver import Browser
from tests.browsers.fixtures import running
from tests.browsers.pages import PageServer
from tests.changes.test_proofs import as_a_user_has_it, given_to, neighbor_of, paste_of, who_may_read
from tests.cli.conftest import Command
from tests.knowledge.harness.proof import Proof, load_proofs
from tests.knowledge.harness.workbench import Workbench

_SHOWN = (
    "window.fetch = realFetch; showUser().then("
    "(user) => settle({ readable: 'name' in user, status: 200, error: '' }),"
    "(error) => settle({ readable: false, status: 0, error: String(error) }));"
)
CALLED = {
    "client-sets-cors-header": "loadUsers();",
    "cookie-not-sent": _SHOWN,
    "insecure-context": "loadUsers();",
    "no-cors-mode": "",
    "no-cors-mode--put": "saveUsers(1);",
    "same-origin-mode": "loadUsers();",
    "bad-request-url": "",
    "bad-request-url--typo": "",
    "route-not-found": "loadArticles();",
}
"""The proofs whose fix changes the page's script, and the call of what the script defines."""


def page_script(folder: Path, call: str) -> str:
    """The script as it is in its file now, with the call."""
    text = (folder / "page.js").read_text(encoding="utf-8")
    return f"{re.sub(r'^export ', '', text, flags=re.MULTILINE)}\n{call}"


@pytest.mark.browser
@pytest.mark.parametrize(
    "proof", [each for each in load_proofs() if each.id in CALLED], ids=lambda proof: proof.id
)
def test_the_command_changes_the_page(
    proof: Proof,
    page_server: PageServer,
    knowledge: Knowledge,
    running_browsers: dict[str, Browser],
    command: Command,
    tmp_path: Path,
) -> None:
    """As it was, the script reads nothing; as it is changed, it does, and nobody gains a thing."""
    folder = tmp_path / "project"
    folder.mkdir()
    bench = Workbench(proof, page_server, folder)
    as_a_user_has_it(folder)

    def reads(engine: str) -> bool:
        script = page_script(folder, CALLED[proof.id])
        page = running(engine, running_browsers).run(page_server.page(bench.origin, script))
        return bool(page.result["readable"])

    # Strangers call the address that was meant.
    bench.request = replace(bench.request, url=re.sub(r"^(?:\w+://)?", "http://", bench.request.url))
    with bench:
        assert not reads("chromium")
        before, beside = who_may_read(bench), neighbor_of(bench)
        done = command(
            "fix", "--project", str(folder), "--apply", *given_to(knowledge, bench), stdin=paste_of(bench)
        )
        assert done.status == 1, done.err
        assert "Changed page.js" in done.err
        bench.restart()
        assert [engine for engine in ("chromium", "firefox") if not reads(engine)] == [], done.err
        assert who_may_read(bench) <= before
        assert neighbor_of(bench) == beside
