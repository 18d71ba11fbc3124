"""Runs one random project as its developer would: it fails, the command fixes it, it is started again.

What is said of the outcome rests on real responses of a real Flask, judged by the Fetch standard.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from cors_wizard.fetch_standard import judge
from cors_wizard.http_exchange import Exchange
from cors_wizard.knowledge_base import load_knowledge
from cors_wizard.report.browser_texts import texts_of
from cors_wizard.report.engine_views import met_by_all
from tests.browsers.pages import PageRequest
from tests.knowledge.harness.exchanges import exchange_over_http, look_alikes
from tests.knowledge.harness.servers import Server, start_flask
from tests.ports import unused_port
from tests.random_projects.backend import OTHER_ROUTES, SHOP
from tests.random_projects.draw import PAGE, Project

_OTHER_ORIGINS = (SHOP, "https://partner.example", "https://stranger.example", "null")
_PATH = "/api/items"
Access = Mapping[tuple[str, str], tuple[bool, bool]]
"""For a path and an origin: whether a page there reads the response, and whether with credentials."""


@dataclass(frozen=True)
class Outcome:
    """What became of one project."""

    project: Project
    verdict: str
    """`right`, `works already`, `asks` where nothing may be sent, or what is wrong."""
    printed: str = ""
    diff: str = ""

    @property
    def is_right(self) -> bool:
        """Whether nothing is to be looked at."""
        return self.verdict in ("right", "works already", "asks")


def run(project: Project, folder: Path, *, probes: bool = True, python: str = sys.executable) -> Outcome:
    """Writes the project into the folder, breaks, fixes and judges it.

    Args:
        probes: whether the command may send requests; without, it has the message and the files.
        python: the interpreter whose Flask runs the project.
    """
    port = unused_port()
    files = {name: text.replace("{port}", str(port)) for name, text in project.files.items()}
    write_files(folder, files)
    request = _request(project, port)
    with _served(project, folder, port, python) as server:
        if not server.is_up:
            return Outcome(project, "does not start", "\n".join(server.printed))
        before = exchange_over_http(request, PAGE)
        message = _message(before, project)
        if not message:
            return Outcome(project, "works already")
        access = _access(project, port)
        fixed = _command(["fix", "--apply", *_given(folder, probes)], message, folder)
    diff = _diff(files, folder)
    if fixed.returncode == 3 and not probes and "--fact" in fixed.stderr:
        return Outcome(project, "asks", f"{message}\n{fixed.stderr}")
    if fixed.returncode != 1:
        return Outcome(project, f"no fix, status {fixed.returncode}", f"{message}\n{fixed.stderr}")
    with _served(project, folder, port, python) as server:
        if not server.is_up:
            return Outcome(project, "does not start after the fix", "\n".join(server.printed), diff)
        wrong = tuple(_wrong(project, _as_changed(request, diff), port, access))
    undone = _command(["fix", "--undo", "--project", str(folder)], "", folder)
    if any((folder / name).read_text() != text for name, text in files.items()):
        wrong += (f"undo gives other files: {undone.stderr}",)
    return Outcome(project, "; ".join(wrong) or "right", f"{message}\n{fixed.stderr}", diff)


def _message(exchange: Exchange, project: Project) -> str | None:
    """What Chromium prints of it, or None where the page reads the response."""
    met = met_by_all(judge(exchange), exchange)
    message = texts_of(met, exchange, load_knowledge()).get("chromium")
    is_fetch = any("fetch(" in text for text in project.files.values())
    return message and (
        message if is_fetch else message.replace("Access to fetch", "Access to XMLHttpRequest")
    )


def write_files(folder: Path, files: Mapping[str, str]) -> None:
    """Writes them, with their folders."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def _request(project: Project, port: int) -> PageRequest:
    call = project.call
    return PageRequest(
        f"http://localhost:{port}{call.path}",
        call.method,
        dict(call.headers),
        "include" if call.with_credentials else "same-origin",
        '{"name": "a"}' if call.has_body else None,
    )


def _as_changed(request: PageRequest, diff: str) -> PageRequest:
    """The page's request as its changed code makes it: with the route's slash, or without credentials."""
    of_page = diff.partition("+++ b/web/")[2]
    if f"{_PATH}/" in of_page:
        request = replace(request, url=f"{request.url}/")
    if re.search(r"^-.*credentials", of_page, re.IGNORECASE | re.MULTILINE):
        request = replace(request, credentials="same-origin")
    return request


def _given(folder: Path, probes: bool) -> list[str]:
    return ["--project", str(folder), "--probe", "auto" if probes else "never", "-"]


@contextmanager
def _served(project: Project, folder: Path, port: int, python: str) -> Iterator[Server]:
    server = start_flask(f"flask {project.start} run -p {port}", folder, Path(python))
    try:
        yield server
    finally:
        server.close()


def _command(arguments: Iterable[str], text: str, folder: Path) -> subprocess.CompletedProcess[str]:
    home = folder.parent / "home"
    home.mkdir(exist_ok=True)
    return subprocess.run(
        [sys.executable, "-m", "cors_wizard", *arguments],
        input=text,
        capture_output=True,
        text=True,
        timeout=300,
        cwd=home,
        env={
            **os.environ,
            **{name: str(home) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME")},
        },
    )


def _diff(files: Mapping[str, str], folder: Path) -> str:
    """What the command did to the files, as `diff -u` shows it."""
    parts = []
    for name, text in files.items():
        shown = subprocess.run(
            ["diff", "-u", "--label", f"a/{name}", "--label", f"b/{name}", "-", name],
            input=text,
            capture_output=True,
            text=True,
            cwd=folder,
        )
        parts.append(shown.stdout)
    return "".join(parts)


def _access(project: Project, port: int) -> dict[tuple[str, str], tuple[bool, bool]]:
    """Who reads what now: the page's own request for strangers, the other routes for everybody."""
    own = _request(project, port)
    strangers = {*look_alikes(PAGE).values(), *_OTHER_ORIGINS}
    found = {("own", origin): _reads(own, origin) for origin in strangers}
    for path in OTHER_ROUTES:
        request = PageRequest(f"http://localhost:{port}{path}")
        for origin in (PAGE, *_OTHER_ORIGINS):
            found[path, origin] = _reads(request, origin)
    return found


def _reads(request: PageRequest, origin: str) -> tuple[bool, bool]:
    exchange = exchange_over_http(request, origin)
    response = exchange.response
    sent = response.headers.get("Access-Control-Allow-Credentials") if response else None
    return judge(exchange).readable, sent == "true"


def _wrong(project: Project, request: PageRequest, port: int, before: Access) -> Iterator[str]:
    after = exchange_over_http(request, PAGE)
    verdict = judge(after)
    if not verdict.readable:
        yield f"still fails: {[violation.symptom for violation in verdict.violations]}"
    now = _access(project, port)
    for (path, origin), could in before.items():
        can = now[path, origin]
        if could[0] and not can[0] and not _becomes_a_list(project):
            yield f"{origin} lost {path}"
        if can[0] and not could[0] and origin != PAGE and not _is_listed(project, path, origin):
            yield f"{origin} gained {path}"
        elif can[0] and can[1] and not could[1] and origin not in (PAGE, *_beside(project, path)):
            yield f"{origin} gained credentials for {path}"


def _becomes_a_list(project: Project) -> bool:
    """Whether others may lose what they could: `*` with credentials is replaced by names."""
    return "star" in project.faults and project.call.with_credentials


def _beside(project: Project, path: str) -> tuple[str, ...]:
    """Who may get credentials with the page: its list, and what a setting of the whole app holds for."""
    partner = ("https://partner.example",) if project.way == "config-keys" and path != "own" else ()
    return (*project.listed, *partner)


def _is_listed(project: Project, path: str, origin: str) -> bool:
    """Whether the code says that this origin may read this, though something else kept it from it."""
    if path == "/public/feed":
        return origin == "https://partner.example"
    return path == "own" and (origin in project.listed or "*" in project.listed)
