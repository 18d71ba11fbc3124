"""Every proof that a file can fix: the command changes the files itself, and both browsers' requests pass.

A page in a browser takes half a second: all the strangers of one browser are frames of the page itself, and
what no browser has to show is asked over HTTP.
"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from cors_wizard.changes import Change
from cors_wizard.fetch_standard import judge
from cors_wizard.knowledge_base import Knowledge
from tests.browsers.driver import Browser
from tests.browsers.fixtures import running
from tests.browsers.pages import PageRequest, PageServer
from tests.changes.neighbor import NEIGHBOR, with_neighbor
from tests.changes.titles import untrue_titles
from tests.cli.conftest import Command
from tests.knowledge.harness.apply_fix import remove_marks
from tests.knowledge.harness.exchanges import exchange_over_http, look_alikes, may_read
from tests.knowledge.harness.proof import Proof, load_proofs
from tests.knowledge.harness.workbench import Workbench

ON_FILE = frozenset(
    {
        *("blueprint-not-covered", "cors-not-initialized", "cors-not-initialized--blueprint"),
        "host-not-trusted",
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
        *("rate-limited", "redirected-elsewhere", "overridden-setup", "server-error"),
        "server-error--decorator",
        *("route-method-missing--no-header", "wildcard-with-credentials"),
        *("wildcard-with-credentials--send-wildcard", "wrong-import"),
        *("cached-response--browser", "expose-headers", "expose-headers--hook"),
        *("server-error--async", "server-error--hook-import", "settings-not-loaded"),
        *("socketio-origins", "proxy-error-response--too-large", "invalid-header-syntax"),
        *("frame-or-csp--framing", "cookie-not-sent--domain", "behind-proxy-unaware--slash"),
    }
)
"""The proofs whose fix is in the files of the project."""

FOR_EVERY_ROUTE = frozenset(
    {
        *("duplicate-header--hook", "malformed-allow-origin", "malformed-allow-origin--no-scheme"),
        *("preflight-redirected--talisman", "wildcard-with-credentials", "rate-limited"),
        *("redirected-elsewhere", "server-error--hook-import", "host-not-trusted"),
    }
)
"""The proofs whose fault is in what every response passes: a hook that writes or fails, a redirect."""
WITHOUT_STRANGERS = frozenset({"frame-or-csp--framing", "behind-proxy-unaware--slash"})
"""The page is a frame itself, or has a certificate that no frame on this machine has."""
IN_A_FRAME = frozenset({"frame-or-csp--framing"})
"""The page shows the response and never reads it."""
STRANGER = "https://evil.test"
_OTHER_LINE = re.compile(r" |Sending |\S+:[0-9]+: ")


@pytest.mark.browser
@pytest.mark.parametrize(
    "proof", [each for each in load_proofs() if each.id in ON_FILE], ids=lambda proof: proof.id
)
def test_the_command_applies_its_own_fix(
    proof: Proof,
    page_server: PageServer,
    knowledge: Knowledge,
    running_browsers: dict[str, Browser],
    command: Command,
    tmp_path: Path,
) -> None:
    """No marks in the files, nothing to paste: the page's request passes, and nobody else gains a thing."""
    folder = tmp_path / "project"
    folder.mkdir()
    bench = Workbench(proof, page_server, folder)
    as_a_user_has_it(folder)
    original = _texts(folder)
    with bench:
        before, beside = who_may_read(bench), neighbor_of(bench)
        done = command(
            "fix", "--project", str(folder), "--apply", *given_to(knowledge, bench), stdin=paste_of(bench)
        )
        assert done.status == 1, done.err
        assert not untrue_titles(_title(done.err), _changes(original, folder)), done.err
        bench.restart()
        seen = f"{done.err}\n{(folder / 'app.py').read_text(encoding='utf-8')}"
        is_read = proof.id not in IN_A_FRAME
        assert not is_read or judge(exchange_over_http(bench.request, bench.origin)).readable, seen
        assert who_may_read(bench) <= before, seen
        if proof.id in FOR_EVERY_ROUTE:
            assert neighbor_of(bench)[STRANGER][1] not in ("*", STRANGER), seen
        else:
            assert beside in ({}, neighbor_of(bench)), seen
        for engine in ("chromium", "firefox"):
            browser = running(engine, running_browsers)
            alone = proof.id in WITHOUT_STRANGERS
            page = bench.open_page(browser) if alone else browser.run(bench.page_with_strangers())
            assert page.result["readable"], (engine, page.console, seen)
            assert alone or set(page.result["strangers"]) <= before, (engine, page.result, seen)


def as_a_user_has_it(folder: Path) -> None:
    """No marks in the files, and one more route with settings of its own."""
    remove_marks(folder)
    (folder / "app.py").write_text(with_neighbor((folder / "app.py").read_text(encoding="utf-8")))


def _texts(folder: Path) -> dict[str, str]:
    files = [path for path in folder.iterdir() if path.is_file() and path.suffix not in (".pem", ".key")]
    return {path.name: path.read_text(encoding="utf-8", errors="replace") for path in files}


def _changes(original: dict[str, str], folder: Path) -> list[Change]:
    """What the command did to the files."""
    now = _texts(folder)
    return [Change(name, "edit", text, now[name]) for name, text in original.items() if now[name] != text]


def _title(printed: str) -> str:
    """What the command says of its change, behind the cause; other lines with a colon name a place."""
    lines = (each for each in printed.split("\n") if ": " in each)
    return next(each for each in lines if not _OTHER_LINE.match(each)).rpartition(": ")[2]


def who_may_read(bench: Workbench) -> set[str]:
    """The strangers that get in: those that only look like the page, and those that the browsers try."""
    if not bench.running[0].is_up:
        return set()
    # What everybody may read without credentials stays so: the least request counts, too.
    asked = [PageRequest(bench.request.url)] if bench.request.credentials != "include" else []
    requests = (bench.request, *asked)
    strangers = {*look_alikes(bench.origin).values(), *bench.strangers}
    return {each for each in strangers for one in requests if may_read(exchange_over_http(one, each))}


def neighbor_of(bench: Workbench) -> dict[str, tuple[object, ...]]:
    """What another route with settings of its own says to whom; empty where nothing runs."""
    if not bench.running[0].is_up:
        return {}
    url = urlsplit(bench.request.url)
    request = PageRequest(f"http://{url.hostname}:{bench.ports.flask}{NEIGHBOR}")
    found: dict[str, tuple[object, ...]] = {}
    for origin in (bench.origin, "https://partner.example", STRANGER):
        response = exchange_over_http(request, origin).response
        assert response is not None
        found[origin] = (response.status, response.headers.get("Access-Control-Allow-Origin"))
    return found


def paste_of(bench: Workbench) -> str:
    """What Chromium prints, else what Firefox does, and what the user pastes below it."""
    printed = bench.proof.expect.get("chromium") or bench.proof.expect.get("firefox", ())
    lines = (*printed, *bench.proof.paste)
    return "\n".join(map(bench.ports.here, lines)).replace("http://localhost:3000", bench.origin)


def given_to(knowledge: Knowledge, bench: Workbench) -> list[str]:
    """What the user says of the page's request, and the proof's answers to what may be asked."""
    request = bench.request
    facts = {"method": request.method, "credentials": request.credentials}
    if request.headers:
        facts["request_headers"] = ", ".join(f"{name}: {value}" for name, value in request.headers.items())
    for node, answer in bench.proof.answers.items():
        facts[knowledge.nodes[node].fact] = bench.ports.here(answer)
    given = [part for name, value in facts.items() for part in ("--fact", f"{name}={value}")]
    return ["--probe", "always", "--origin", bench.origin, *given]
