"""Odd places to read from and to write to: one sentence and a status, and no traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = str(Path(__file__).resolve().parent.parent.parent)

MESSAGE = (
    "Access to fetch at 'http://localhost:5000/a' from origin 'http://localhost:3000' has been blocked by "
    "CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource."
)
RUN = f"{sys.executable} -m cors_wizard"
DIAGNOSE = f"{RUN} diagnose --probe never"


def shell(command: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command line as a shell runs it, in an empty folder."""
    return subprocess.run(
        ["bash", "-c", command],
        input=MESSAGE,
        capture_output=True,
        text=True,
        cwd=folder,
        timeout=120,
        env={**os.environ, "PYTHONPATH": REPOSITORY, **environment},
    )


@pytest.mark.process
@pytest.mark.parametrize(
    ("command", "status", "said"),
    [
        pytest.param(
            f"{DIAGNOSE} > /dev/full", 2, "Standard output cannot be written: No space left", id="full"
        ),
        pytest.param(f"{DIAGNOSE} --format json > /dev/full", 2, "No space left on device", id="full-json"),
        pytest.param(f"{RUN} explain > /dev/full", 2, "No space left on device", id="full-explain"),
        pytest.param(f"{DIAGNOSE} >&-", 2, "Standard output is closed", id="closed-output"),
        pytest.param(f"{DIAGNOSE} 2>&- >/dev/null", 3, "", id="closed-error"),
        pytest.param(f"{DIAGNOSE} <&-", 2, "nothing to diagnose", id="closed-input"),
        pytest.param(f"{DIAGNOSE} <&- >&- 2>&-", 2, "", id="all-closed"),
        pytest.param(f"{DIAGNOSE} | true; exit ${{PIPESTATUS[0]}}", None, "", id="reader-has-left"),
        pytest.param(f"{RUN} judge < /dev/null >&-", None, "", id="nothing-to-say"),
        pytest.param(f"env -u HOME -u XDG_STATE_HOME {DIAGNOSE}", 3, "", id="no-home-variable"),
        pytest.param(f"HOME=/nonexistent {DIAGNOSE}", 3, "", id="no-home"),
    ],
)
def test_odd_streams(command: str, status: int | None, said: str, tmp_path: Path) -> None:
    """Closed, full, read by nobody."""
    done = shell(command, tmp_path)
    assert "Traceback" not in done.stdout + done.stderr
    assert said in done.stderr
    assert status is None or done.returncode == status
    assert done.returncode != 70


@pytest.mark.process
def test_a_terminal_of_ascii(tmp_path: Path) -> None:
    """Signs become ASCII ones instead of escapes, and JSON stays JSON."""
    done = shell(f"{DIAGNOSE} --verbose --format text", tmp_path, PYTHONIOENCODING="ascii")
    assert done.stdout.isascii()
    assert "\\u2" not in done.stdout
    done = shell(
        f"{DIAGNOSE} --format json --origin http://localhost:3000", tmp_path, PYTHONIOENCODING="ascii"
    )
    assert json.loads(done.stdout)["schema_version"] == 1


@pytest.mark.process
@pytest.mark.parametrize(
    "id",
    [
        "NaN",
        "1e999",
        "-Infinity",
        "[" * 989 + "]" * 989,
        "[" * 150 + "]" * 150,
        '"\\u009b\\u202e\\u007f"',
        '"\\ud800"',
    ],
)
@pytest.mark.parametrize("command", ["judge", "diagnose --jsonl --probe never"])
def test_odd_ids_come_back_as_json(id: str, command: str, tmp_path: Path) -> None:
    """Any id gives a line that any reader of JSON takes, and the next case is answered too."""
    request = '"page_origin": "http://a.example", "request": {"url": "http://b.example/"}'
    request += ', "response": {"status": 200}'
    line = f'{{"id": {id}, {request}, "text": "x"}}' if command == "judge" else f'{{"id": {id}, "text": "x"}}'
    (tmp_path / "in").write_text(f"{line}\n{line.replace(id, '7', 1)}\n")
    done = shell(f"{RUN} {command} < in", tmp_path)
    assert "Traceback" not in done.stderr
    lines = [json.loads(each, parse_constant=refuse) for each in done.stdout.splitlines()]
    assert lines[-1]["id"] == 7
    assert not set("\x7f\x9b\u202e") & set(done.stdout)


def refuse(name: str) -> None:
    """What JSON does not have."""
    raise AssertionError(name)


CRASHING = """
import sys
from cors_wizard.cli import explain, main
def run(arguments):
    local_secret = "l0cal-4711"
    raise KeyError("token=t0ken4711 Authorization: Bearer abc4711 \\x1b[2J \\u202e" + "x" * 100_000)
explain.run = run
sys.exit(main.main(["explain"]))
"""


@pytest.mark.process
@pytest.mark.parametrize("home", ["home", "nonexistent/of/nobody"])
def test_a_crash_is_one_sentence_and_a_file(home: str, tmp_path: Path) -> None:
    """Status 70; the report has no values of variables, no secrets, and an end."""
    (tmp_path / "home").mkdir()
    state = tmp_path / home if home == "home" else Path("/dev/null")
    done = subprocess.run(
        [sys.executable, "-c", CRASHING],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": REPOSITORY, "XDG_STATE_HOME": str(state), "TMPDIR": str(tmp_path)},
    )
    assert done.returncode == 70
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("cors-wizard: Something went wrong in the wizard itself (KeyError).")
    (report,) = tmp_path.rglob("crash-*.txt")
    told = report.read_text()
    assert str(report) in done.stderr
    assert report.stat().st_mode & 0o777 == 0o600
    assert "KeyError" in told
    assert "4711" not in told.replace('"l0cal-4711"', "").replace(
        "token=t0ken4711 Authorization: Bearer abc4711", ""
    )
    assert len(told) < 25_000
    assert "\x1b" not in told
