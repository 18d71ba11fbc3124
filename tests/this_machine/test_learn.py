"""What this machine shows about the server becomes facts, and is forgotten once it no longer holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.facts import Fact, Facts
from cors_wizard.knowledge_base import load_knowledge
from cors_wizard.probe.result import ProbeResult
from cors_wizard.project import scan_project
from cors_wizard.this_machine.learn import learn_from_machine
from cors_wizard.this_machine.listening import Listener

_APP = """
from flask import Flask

app = Flask(__name__)

if __name__ == "__main__":
    app.run(port=5123)
"""
_FLASK = Listener(7, "python app.py", 1.0)
_OTHER = Listener(8, "postgres", 1.0)


def _silent(folder: Path, *given: Fact, results: tuple[ProbeResult, ...] | None = None) -> Diagnosis:
    """The page calls port 5000, where nobody listens; the code starts the app on 5123."""
    (folder / "app.py").write_text(_APP)
    facts = Facts.of(
        [
            Fact("url", "http://localhost:5000/api", "answered"),
            *given,
            Fact("reachable", "refused", "probed"),
        ]
    )
    begun = Diagnosis.begin(load_knowledge(), given=facts).with_scan(scan_project(folder))
    return begun if results is None else begun.with_probe_results(results)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        pytest.param(_FLASK, "yes", id="a-python-program"),
        pytest.param(_OTHER, "no", id="another-program"),
        pytest.param(None, "no", id="nobody"),
    ],
)
def test_who_listens_on_the_apps_own_port(tmp_path: Path, found: Listener | None, expected: str) -> None:
    """The port that the code starts the app on is looked at, and the evidence names what is there."""
    asked: list[int] = []

    def listener(port: int) -> Listener | None:
        asked.append(port)
        return found

    learned = learn_from_machine(_silent(tmp_path), listener=listener).facts.get("app_listens")
    assert learned is not None
    assert (asked[0], learned.value, learned.source) == (5123, expected, "probed")
    assert (found.command if found else "nothing") in learned.evidence


@pytest.mark.parametrize(
    ("address", "expected"), [("::1", "http://[::1]:5000"), ("0.0.0.0", None), ("", None)]
)
def test_the_port_is_taken_on_another_address(tmp_path: Path, address: str, expected: str | None) -> None:
    """`127.0.0.1` and `[::1]` are two addresses: a server that listens on one gets nothing for the other."""
    here = Listener(7, "python app.py", 1.0, str(tmp_path), address)
    learned = learn_from_machine(_silent(tmp_path), listener=lambda port: here if port == 5000 else None)
    found = learned.facts.get("listens_on")
    assert (found.value if found else None) == expected
    assert found is None or found.evidence == "process 7 (python app.py) listens on ::1 alone"


@pytest.mark.parametrize(
    ("found", "kind", "holder"),
    [
        pytest.param(_FLASK, "python", "process 7 (python app.py)", id="a-python-program"),
        pytest.param(_OTHER, "other", "process 8 (postgres)", id="another-program"),
        pytest.param(Listener(9, "", None), "other", "process 9", id="unreadable"),
        pytest.param(None, None, None, id="nobody-knows"),
    ],
)
@pytest.mark.parametrize("seen", [("takes_and_is_silent", "yes"), ("reachable", "no-http")])
def test_who_holds_a_port_that_sends_no_http(
    tmp_path: Path, seen: tuple[str, str], found: Listener | None, kind: str | None, holder: str | None
) -> None:
    """The process behind a port that takes connections and sends no HTTP response is named."""
    facts = learn_from_machine(_silent(tmp_path, Fact(*seen, "probed")), listener=lambda _: found).facts
    assert (facts.text("port_held_by"), facts.text("port_holder")) == (kind, holder)


def test_a_user_who_knows_better_is_believed(tmp_path: Path) -> None:
    """A corrected fact stays."""
    said = Fact("app_listens", "no", "answered")
    learned = learn_from_machine(_silent(tmp_path, said), listener=lambda _: _FLASK)
    assert learned.facts.get("app_listens") == said


def test_old_code_is_forgotten_after_a_restart(tmp_path: Path) -> None:
    """What an earlier look showed doesn't outlive the process that it was about."""
    stale = Fact("changed_since_start", "app.py", "probed")
    before = _silent(tmp_path, results=())
    first = learn_from_machine(before.with_probe_results(()), look=lambda *_: stale, listener=lambda _: None)
    assert "changed_since_start" not in first.facts  # Nothing was sent yet.
    old = before.with_given(stale)
    assert "changed_since_start" in old.facts
    assert "changed_since_start" not in learn_from_machine(old, listener=lambda _: None).facts


@pytest.mark.parametrize(
    ("started_in", "is_told"),
    [
        pytest.param("elsewhere", True, id="another-folder"),
        pytest.param("project", False, id="the-project"),
        pytest.param("project/api", False, id="inside-the-project"),
        pytest.param("", False, id="not-told"),
    ],
)
def test_the_folder_of_another_app_is_told(tmp_path: Path, started_in: str, *, is_told: bool) -> None:
    """Whoever gave the wrong folder learns the right one."""
    project = tmp_path / "project"
    project.mkdir()
    folder = str(tmp_path / started_in) if started_in else ""
    learned = learn_from_machine(
        _silent(project, results=()), listener=lambda _port: Listener(7, "python app.py", 1.0, folder)
    )
    assert learned.facts.text("server_folder") == (folder if is_told else None)


@pytest.mark.parametrize(
    ("started_in", "has_app", "command", "is_dropped"),
    [
        pytest.param("elsewhere", True, "python app.py", True, id="another-app"),
        pytest.param("elsewhere", False, "python app.py", False, id="no-app-there"),
        pytest.param("elsewhere", True, "node vite", False, id="a-pages-server"),
        pytest.param("elsewhere", True, "flask --app ../project/app:app run", False, id="the-projects-path"),
        pytest.param("", True, "python app.py", False, id="not-told"),
    ],
)
def test_code_that_does_not_respond_says_nothing(
    tmp_path: Path, started_in: str, *, has_app: bool, command: str, is_dropped: bool
) -> None:
    """Two servers of two folders: the one is never blamed with the other's code."""
    project, other = tmp_path / "project", tmp_path / "elsewhere"
    project.mkdir()
    other.mkdir()
    if has_app:
        (other / "app.py").write_text(_APP)
    folder = str(tmp_path / started_in) if started_in else ""
    learned = learn_from_machine(
        _silent(project, results=()), listener=lambda _port: Listener(7, command, 1.0, folder)
    )
    assert (learned.scan is None) == is_dropped
    assert any("was started in" in each for each in learned.request_notes) == is_dropped


def test_the_page_is_its_own_whichever_code_responds(tmp_path: Path) -> None:
    """A server of another folder: what this folder says of the page's request stays known."""
    project, other = tmp_path / "project", tmp_path / "elsewhere"
    project.mkdir()
    other.mkdir()
    (other / "app.py").write_text(_APP)
    (project / "page.js").write_text("fetch('http://localhost:7103/api/items', { method: 'PUT' });")
    learned = learn_from_machine(
        _silent(project, results=()), listener=lambda _port: Listener(7, "python app.py", 1.0, str(other))
    )
    assert learned.scan is not None
    assert [call.method for call in learned.scan.page_code.calls] == ["PUT"]
    assert not learned.scan.facts


@pytest.mark.parametrize(
    ("ports", "expected"),
    [
        pytest.param((7103,), 7103, id="runs-elsewhere"),
        pytest.param((), 5123, id="runs-nowhere"),
        pytest.param((7103, 7104), 5123, id="runs-twice"),
    ],
)
def test_where_the_app_runs_instead(tmp_path: Path, ports: tuple[int, ...], expected: int) -> None:
    """Nobody listens at the page's port: the port on which this project's app runs is told."""
    running = Listener(7, "flask --app app run", 1.0, str(tmp_path))
    learned = learn_from_machine(
        _silent(tmp_path, results=()), listener=lambda _: None, around=lambda: dict.fromkeys(ports, running)
    )
    assert learned.facts.number("run_port") == expected
