"""`cors-wizard fix`: a diff that git takes, applied and undone on request."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Command

APP = """\
from flask import Flask
from flask_cors import CORS

app = Flask(__name__)
CORS(app, origins=["https://shop.example"])


@app.route("/api")
def api():
    return "x"
"""
TOLD = (
    *("--url", "http://localhost:5000/api", "--origin", "http://localhost:3000", "--probe", "never"),
    *("--fact", "symptom=missing-allow-origin", "--fact", "method=GET", "--fact", "credentials=omit"),
    *("--fact", "status=200", "--fact", "cors_headers_seen=for-another-origin"),
)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project whose list lacks the page's origin."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "app.py").write_text(APP)
    return folder


def test_the_diff_is_applied_by_git(project: Path, command: Command) -> None:
    """`cors-wizard fix error.txt | git apply`."""
    done = command("fix", "--project", str(project), *TOLD)
    assert done.status == 1, done.err
    assert "app.py:5" in done.err
    subprocess.run(["git", "apply"], cwd=project, input=done.out.encode(), check=True)
    assert 'origins=["https://shop.example", "http://localhost:3000"]' in (project / "app.py").read_text()


def test_applied_and_undone_without_git(project: Path, command: Command) -> None:
    """--apply writes, --undo gives the bytes back, and a second --undo says that there is nothing."""
    assert command("fix", "--project", str(project), *TOLD, "--apply").status == 1
    assert "http://localhost:3000" in (project / "app.py").read_text()
    assert command("fix", "--project", str(project), "--undo").status == 1
    assert (project / "app.py").read_text() == APP
    again = command("fix", "--project", str(project), "--undo")
    assert (again.status, "nothing to undo" in again.err) == (2, True)


def test_undone_from_a_folder_that_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence, also where somebody has deleted the folder that the terminal is in."""
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    words = [sys.executable, "-m", "cors_wizard", "fix", "--undo"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (done.returncode, "The current folder is gone." in done.stderr) == (2, True), done.stderr


def test_what_could_not_be_undone_is_not_applied(
    project: Path, command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A home that cannot be written takes no journal: one sentence says so, and every file stays."""
    (tmp_path / "full").write_text("a file where a folder would be")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "full"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "full"))
    told = command("fix", "--project", str(project), *TOLD, "--apply")
    assert told.status == 2
    assert told.err.count("cors-wizard: ") == 1
    assert "Traceback" not in told.err
    assert [path.name for path in project.iterdir()] == ["app.py"]
    assert (project / "app.py").read_text() == APP


def test_another_way_must_be_one(project: Path, command: Command) -> None:
    """A wrong name is said with the right ones."""
    done = command("fix", "--project", str(project), *TOLD, "--way", "no-such-way")
    assert done.status == 2
    assert "set-up-cors" in done.err


def test_an_open_question_ends_with_what_answers_it(project: Path, command: Command) -> None:
    """Status 3, and the option to give."""
    told = ("--url", "http://localhost:5000/api", "--fact", "symptom=preflight-failed", "--probe", "never")
    done = command("fix", "--project", str(project), *told)
    assert (done.status, done.out) == (3, "")
    assert "--fact" in done.err


def test_what_gives_the_origins_is_named_in_place_of_a_block(project: Path, command: Command) -> None:
    """Whoever put a block in place of the call would lose these origins."""
    (project / "app.py").write_text(
        APP.replace("CORS(app,", "from elsewhere import pages\n\nCORS(app,").replace(
            'origins=["https://shop.example"]', "**pages.options, origins=pages.allowed % 2"
        )
    )
    done = command("fix", "--project", str(project), *TOLD)
    assert done.status == 3, done.err
    assert "Add http://localhost:3000 to what `pages.allowed % 2` gives (app.py, line 7)." in done.err
    assert "CORS(" not in done.err.split("By hand:")[1]


def test_a_page_that_nobody_named_is_asked_for_alone(project: Path, command: Command) -> None:
    """Steps without the page's origin would be followed, and help nobody."""
    (project / "app.py").write_text(APP.replace('"]', '", "https://bar.example"]'))
    (project / "error.txt").write_text(
        "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at "
        "http://localhost:5000/api. (Reason: CORS header 'Access-Control-Allow-Origin' does not match "
        "'https://shop.example')."
    )
    told = ("--fact", "method=GET", "--fact", "request_headers=", "--fact", "credentials=omit")
    done = command("fix", str(project / "error.txt"), "--project", str(project), "--probe", "never", *told)
    assert (done.status, done.out) == (3, "")
    assert "Give it with --origin." in done.err
    assert "By hand" not in done.err


@pytest.mark.parametrize(("options", "is_warned"), [("supports_credentials=True", True), ("", False)])
def test_another_route_that_stays_open_is_named(
    project: Path, command: Command, options: str, is_warned: bool
) -> None:
    """Its decorator lets every website read with the user's cookies, and the diff doesn't touch it."""
    other = f'\n\n@app.route("/export")\n@cross_origin({options})\ndef export():\n    return "y"\n'
    (project / "app.py").write_text(APP.replace("import CORS", "import CORS, cross_origin") + other)
    done = command("fix", "--project", str(project), *TOLD)
    assert done.status == 1, done.err
    assert ("`app.py:14` stays as it is: every origin is allowed" in done.err) is is_warned
