"""Promises of SECURITY.md that belong to no single room: what is opened, started, asked, and written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from cors_wizard.changes import Change, ChangeSet
from cors_wizard.changes.write import apply
from cors_wizard.probe.send import send
from cors_wizard.project.page_tools import BESIDE
from tests.probe.test_send import get
from tests.test_import_floors import MODULES, imports_of, name_of

ROOT = Path(__file__).resolve().parent.parent
WATCHED = """
import json, os, sys
opened, root = set(), sys.argv[1]
def hook(event, given):
    if event in ("subprocess.Popen", "os.system", "socket.connect"):
        opened.add(event)
    if event in ("open", "os.listdir", "os.scandir") and not isinstance(given[0], int):
        name = os.path.realpath(os.fsdecode(given[0]))
        if name.startswith(root):
            opened.add(os.path.relpath(name, root))
from cors_wizard.project import scan_project
from pathlib import Path
sys.addaudithook(hook)
scan_project(Path(root, "shop", "api"))
print(json.dumps(sorted(opened)))
"""
APP = "from flask import Flask\nfrom flask_cors import CORS\napp = Flask(__name__)\nCORS(app)\n"


def test_only_the_project_and_the_page_beside_it_are_read(tmp_path: Path) -> None:
    """Python itself reports each file and folder that is opened; no program is started, nothing connected."""
    files = {
        "shop/api/app.py": APP,
        "shop/api/.env": "FRONTEND_URL=http://localhost:3000\n",
        "shop/frontend/package.json": "{}",
        "shop/frontend/src/api.js": "fetch('http://localhost:5000/')\n",
        "shop/app.py": APP,
        "shop/.env": "SECRET=1\n",
        "shop/other/app.py": APP,
        "shop/other/package.json": "{}",
        "package.json": "{}",
        ".ssh/id_rsa": "no",
        "frontend/src/api.js": "fetch('http://localhost:5000/')\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    root = os.path.realpath(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, root],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    opened = json.loads(done.stdout)
    assert {"shop/api/app.py", "shop/api/.env", "shop/frontend/src/api.js"} <= set(opened)
    allowed = ("shop/api", *(f"shop/{name}" for name in BESIDE))
    assert [name for name in opened if not name.startswith(allowed)] == []


NETWORK = {"socket", "ssl", "http.client", "urllib.request", "ftplib", "smtplib", "httpx", "socketserver"}
KNOWS_THE_NETWORK = {
    "cors_wizard.probe.send": "the probes",
    "cors_wizard.probe.failures": "the names of what went wrong",
    "cors_wizard.demo.start": "a free port for the demo",
}


def test_no_other_module_knows_the_network() -> None:
    """So there is no telemetry, no look for updates, no download."""
    found = {name_of(path) for path in MODULES if NETWORK & set(imports_of(path))}
    assert found == set(KNOWS_THE_NETWORK)


STARTS_PROGRAMS = {
    "cors_wizard.tui.files": "your editor, on a key",
    "cors_wizard.cli.plain": "the same, in the lines of --plain",
    "cors_wizard.this_machine.listening": "lsof and ps, where there is no /proc",
    "cors_wizard.demo.start": "the demo's own app",
    "cors_wizard.demo.serve": "the demo's own nginx",
}


def test_which_programs_are_started() -> None:
    """None of the project's."""
    found = {name_of(path) for path in MODULES if {"subprocess", "pty"} & set(imports_of(path))}
    assert found == set(STARTS_PROGRAMS)


async def test_saved_logins_are_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A .netrc with a login for the very host."""
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login ana password hunter2\n")
    (tmp_path / ".netrc").chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    seen: list[httpx.Request] = []

    def respond(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200)

    await send([get("http://127.0.0.1:5000/")], transport=httpx.MockTransport(respond))
    assert [name for name in seen[0].headers if name in ("authorization", "cookie")] == []


def test_the_journal_keeps_the_changed_lines_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What else is in the file is needed for nothing; and it is readable by its user alone."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    before = 'KEY = "unrelated-4711"\nCORS(app)\nPASSWORD = "unrelated-4712"\n'
    after = before.replace("CORS(app)", 'CORS(app, origins=["http://localhost:3000"])')
    (tmp_path / "app.py").write_text(before)
    apply(ChangeSet((Change("app.py", "edit", before, after),)), tmp_path)
    kept = [path for path in (tmp_path / "state").rglob("*") if path.is_file()]
    assert kept
    assert all("unrelated" not in path.read_text() for path in kept)
    assert any("CORS(app)" in path.read_text() for path in kept)
    modes = {path: path.stat().st_mode & 0o777 for path in (tmp_path / "state").rglob("*")}
    assert {mode for path, mode in modes.items() if path.is_file()} == {0o600}
    assert {mode for path, mode in modes.items() if path.is_dir()} == {0o700}, modes


COMMANDS = [
    pytest.param(["diagnose", "error.txt", "--project", ".", "--probe", "never"], id="diagnose"),
    pytest.param(["fix", "error.txt", "--project", ".", "--probe", "never"], id="fix"),
    pytest.param(["lint", "."], id="lint"),
    pytest.param(["map", "--project", ".", "--url", "http://localhost:1"], id="map"),
    pytest.param(["explain", "cors-not-initialized"], id="explain"),
]


@pytest.mark.process
@pytest.mark.parametrize("words", COMMANDS)
def test_no_command_writes_unless_it_is_told_to(words: list[str], tmp_path: Path) -> None:
    """Files and folders are byte for byte what they were; so is the home folder."""
    (tmp_path / "project").mkdir()
    (tmp_path / "home").mkdir()
    (tmp_path / "project" / "app.py").write_text(f"{APP}@app.get('/')\ndef view(): return {{}}\n")
    (tmp_path / "project" / "error.txt").write_text(
        "Access to fetch at 'http://localhost:5000/' from origin 'http://localhost:3000' has been blocked "
        "by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource."
    )
    before = {path: path.read_bytes() if path.is_file() else b"" for path in tmp_path.rglob("*")}
    done = subprocess.run(
        [sys.executable, "-B", "-m", "cors_wizard", *words],
        cwd=tmp_path / "project",
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "HOME": str(tmp_path / "home")},
    )
    assert done.returncode in (0, 1, 3), done.stderr
    assert {path: path.read_bytes() if path.is_file() else b"" for path in tmp_path.rglob("*")} == before
