"""The wizard as lines: the same walk for a screen reader, a plain terminal or a slow line."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

import pytest

from cors_wizard.cli.arguments import build_parser
from cors_wizard.cli.plain import PlainWizard
from cors_wizard.demo import start_demo

_MISSING = (
    "Access to fetch at 'http://localhost:5000/api/data' from origin 'http://localhost:3000' has been "
    "blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource."
)


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    # Servers of other tests run in this checkout, and all of it would be read for their routes.
    monkeypatch.setattr("cors_wizard.cli.plain_questions.servers_here", tuple)


def _arguments(*options: str) -> Namespace:
    return build_parser().parse_args([*options, "--plain"])


def _session(arguments: Namespace, text: str, *lines: str) -> tuple[int, str]:
    """The exit status and all that was told, for a user who types these lines and then leaves."""
    typed: Iterator[str] = iter([f"{line}\n" for line in lines])
    told: list[str] = []
    status = PlainWizard(arguments, lambda: next(typed, ""), told.append).run(text)
    return status, "\n".join(told)


@pytest.mark.process
def test_from_the_error_to_a_verified_fix() -> None:
    """Apply, verify, undo, leave: the demo's API reloads by itself."""
    with start_demo("missing") as demo:
        before = demo.app_file.read_text()
        facts = ("--fact", "credentials=same-origin", "--fact", "request_headers=")
        arguments = _arguments("--project", str(demo.folder), *facts)
        status, told = _session(arguments, demo.text, "d", "a", "v", "u", "q")
        assert "+CORS(app" in told
        assert "Written to app.py" in told
        assert "\nWorks " in told
        assert demo.app_file.read_text() == before
        assert status == 0


def test_questions_are_numbered_and_take_a_number_a_help_and_enter(tmp_path: Path) -> None:
    """A wrong number is told, a question mark shows how to find out, Enter is "not sure"."""
    arguments = _arguments("--probe", "never", "--project", str(tmp_path))
    status, told = _session(arguments, _MISSING, "?", "77777", "1", *[""] * 20, "q")
    assert "Question: " in told
    assert "  1. " in told
    assert status in (1, 3)


def test_the_end_of_the_input_ends_the_walk(tmp_path: Path) -> None:
    """A pipe that closes does not turn round in a circle."""
    arguments = _arguments("--probe", "never", "--project", str(tmp_path))
    status, told = _session(arguments, _MISSING)
    assert status == 3
    assert "The input has ended." in told


def test_a_text_is_pasted_up_to_a_dot(tmp_path: Path) -> None:
    """Several lines, as they come."""
    arguments = _arguments("--probe", "never", "--project", str(tmp_path))
    _, told = _session(arguments, "", *_MISSING.splitlines(), "at app.js:1", ".")
    assert "then a line with a single dot" in told
    assert "Question: " in told


def test_letters_that_mean_nothing_are_told(tmp_path: Path) -> None:
    """And the keys come again."""
    arguments = _arguments("--probe", "never", "--project", str(tmp_path))
    _, told = _session(arguments, _MISSING, *[""] * 20, "z", "q")
    assert "No key of that name." in told


def test_the_short_form_is_shown_for_an_issue(tmp_path: Path) -> None:
    """It can be selected and pasted into a chat."""
    arguments = _arguments("--probe", "never", "--project", str(tmp_path))
    _, told = _session(arguments, _MISSING, *[""] * 20, "i", "q")
    assert "\n**" in told


def test_the_end_of_the_input_ends_the_text(tmp_path: Path) -> None:
    """In a terminal Ctrl+D after the text does what the dot does, and the questions can still be answered."""
    arguments = _arguments("--probe", "never", "--project", str(tmp_path))
    typed = iter([f"{_MISSING}\n", ""])
    told: list[str] = []
    PlainWizard(arguments, lambda: next(typed, ""), told.append).run("")
    assert "Question: " in "\n".join(told)


@pytest.mark.process
def test_every_key_of_the_window_has_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Probes, table, facts, request, list, folder, editor, back; what was changed is said at the end."""
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    with start_demo("missing") as demo:
        facts = ("--fact", "credentials=same-origin", "--fact", "request_headers=")
        arguments = _arguments("--project", str(demo.folder), *facts)
        keys = ("x", "y", "l", "p", "/no/such/folder", "b", "r", "o", "f", "", "?", "a", "q")
        _, told = _session(arguments, demo.text, *keys)
    assert "curl -i" in told
    assert "HTTP/1.1 200" in told
    assert "Your text is about one request." in told
    assert "/no/such/folder is not a folder." in told
    assert "Nothing was answered yet." in told
    assert "Nothing about the request is left to say" in told
    assert "app.py, line " in told
    assert "credentials: same-origin (answered)" in told
    closing = told.split("Written to app.py.")[1]
    assert "Cause: " in closing
    assert "To undo: cors-wizard fix --undo --project " in closing


def test_a_fact_is_corrected_and_another_request_chosen(tmp_path: Path) -> None:
    """Both lead on to another result."""
    (tmp_path / "app.py").write_text("from flask import Flask\n\napp = Flask(__name__)\n")
    arguments = _arguments("--probe", "never", "--project", str(tmp_path), "--fact", "credentials=omit")
    other = _MISSING.replace("/api/data", "/api/other")
    corrected = (
        *("f", "99", "f", "credentials", "nonsense", "f", "method", "DELETE", *[""] * 12),
        *("f", "url", "http://localhost:5000/api/third", *[""] * 12, "f", "url", "-", *[""] * 12),
    )
    _, told = _session(arguments, f"{_MISSING}\n{other}", *[""] * 12, "l", "2", *[""] * 12, *corrected, "q")
    listed, chosen = told.split("http://localhost:5000/api/other: ", 1)
    assert "  1. http://localhost:5000/api/data: " in listed
    assert "Nothing is changed." in chosen
    assert "nonsense" in chosen
    assert "method `DELETE`" in chosen.split("method: ")[-1]
    assert "Nothing was sent, so nothing is verified." in chosen
    assert "url: http://localhost:5000/api/third (answered, found: http://localhost:5000/api/other)" in chosen
    assert "url, or - for what was found: " in chosen
