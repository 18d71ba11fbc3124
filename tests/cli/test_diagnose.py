"""The three error texts that people paste most, from each browser, against real broken Flask apps."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_cors import CORS

from tests.cli import broken_apps
from tests.cli.conftest import Command
from tests.cli.error_texts import MISSING, PAGE, PREFLIGHT, WILDCARD
from tests.ports import unused_port
from tests.probe.serving import flask_server
from tests.report.test_escaping import HOSTILE, UNSAFE_TOKENS, tokens_of

METHOD = ("--fact", "method=PUT")
KNOWN = ("--fact", "method=GET", "--fact", "request_headers=", "--fact", "credentials=omit")

CASES = [
    (broken_apps.without_cors, MISSING, 200, (), "cors-not-initialized"),
    (broken_apps.other_origin, MISSING, 200, (), "origin-not-allowed"),
    (broken_apps.failing_view, MISSING, 500, (), "server-error"),
    (broken_apps.other_route, MISSING, 404, (), "route-not-found"),
    (broken_apps.token_before_preflight, PREFLIGHT, 401, (), "preflight-needs-auth"),
    (broken_apps.options_refused, PREFLIGHT, 405, METHOD, "preflight-not-handled"),
    (broken_apps.wildcard, WILDCARD, 200, (), "wildcard-with-credentials"),
]

MakeApp = Callable[[], Flask]


def _rows() -> Iterator[object]:
    for make_app, texts, status, options, cause in CASES:
        for engine, text in texts.items():
            yield pytest.param(make_app, text, status, options, cause, id=f"{make_app.__name__}-{engine}")


@pytest.mark.parametrize(("make_app", "text", "status", "options", "cause"), [*_rows()])
def test_finds_the_cause(
    make_app: MakeApp, text: str, status: int, options: tuple[str, ...], cause: str, command: Command
) -> None:
    """Pasted text and a running API are enough, whichever browser it was; what no text tells is given."""
    with flask_server(make_app()) as api:
        pasted = text.format(url=f"{api}/api/data", page=PAGE, status=status)
        done = command("diagnose", "-", "--format", "json", "--origin", PAGE, *options, stdin=pasted)
    line = json.loads(done.out)
    assert (done.status, line["status"], line["cause"]) == (1, "concluded", cause)
    assert line["fix"]["steps"]
    assert done.err.startswith("Sending ")
    assert done.err.endswith("(--probe never sends nothing)\n")


def test_as_a_process_in_every_format(process: Command) -> None:
    """The real command: text by default, Markdown and JSON on demand, data on standard output alone."""
    with flask_server(broken_apps.without_cors()) as api:
        pasted = MISSING["chromium"].format(url=f"{api}/api/data", page=PAGE).encode()
        text = process("diagnose", stdin=pasted)
        markdown = process("diagnose", "--format", "markdown", stdin=pasted)
        as_json = process("diagnose", "-", "--format", "json", stdin=pasted)
    assert [done.status for done in (text, markdown, as_json)] == [1, 1, 1]
    # What goes to standard error is the plan alone: the address came from a text.
    assert all(done.err.startswith("Sending ") for done in (text, markdown, as_json))
    assert all(done.err.endswith("(--probe never sends nothing)\n") for done in (text, markdown, as_json))
    assert "cors-wizard explain cors-not-initialized" in " ".join(text.out.split())
    assert markdown.out.startswith("# ")
    assert "```python\nfrom flask_cors import CORS" in markdown.out.replace("   ", "")
    assert json.loads(as_json.out)["cause"] == "cors-not-initialized"


def test_mended_app_passes(command: Command) -> None:
    """Once the API answers as it should, nothing wrong is found and the exit status says so."""
    app = broken_apps.without_cors()
    CORS(app, origins=[PAGE])
    with flask_server(app) as api:
        pasted = MISSING["chromium"].format(url=f"{api}/api/data", page=PAGE)
        done = command("diagnose", *KNOWN, stdin=pasted)
        unsure = command("diagnose", "-", "--format", "json", stdin=pasted)
    assert done.status == 0
    assert "It passes now" in done.out
    # With cookies it would be refused, and nothing shows whether the page sends them.
    question = json.loads(unsure.out)["question"]
    assert (unsure.status, question["node"], question["answer_with"]) == (
        3,
        "page-request",
        ["--fact credentials=include"],
    )


def test_unreachable_api_is_a_finding(command: Command) -> None:
    """Nobody listens: that is the answer, and no failure of the command."""
    url = f"http://127.0.0.1:{unused_port()}/api/data"
    text = "Uncaught (in promise) TypeError: Failed to fetch"
    done = command("diagnose", "--url", url, "--origin", PAGE, "--format", "json", stdin=text)
    assert done.status == 1
    assert json.loads(done.out)["cause"] == "server-unreachable"


def test_without_probing_a_question_is_open(command: Command) -> None:
    """What nothing could find out is asked, with the way to answer it, and the answer leads on."""
    pasted = MISSING["chromium"].format(url="http://localhost:5000/api/data", page=PAGE)
    done = command("diagnose", "--probe", "never", stdin=pasted)
    assert done.status == 3
    assert "--fact status=..." in done.out
    answered = command(
        "diagnose", "--probe", "never", "--fact", "status=500", "--format", "json", stdin=pasted
    )
    assert answered.status == 1
    assert json.loads(answered.out)["cause"] == "server-error"


@pytest.mark.parametrize("policy", ["auto", "ask"])
def test_other_machines_are_not_probed_unasked(policy: str, command: Command) -> None:
    """Without anybody to ask, the command says what it did not do and how to allow it."""
    pasted = MISSING["chromium"].format(url="https://api.shop.invalid/data?token=abc", page=PAGE)
    done = command("diagnose", "--probe", policy, stdin=pasted)
    assert done.status == 3
    assert done.err == (
        "Not probed: https://api.shop.invalid/data?token=***. "
        "Give --probe always to allow it, --probe never to go without.\n"
    )


def test_reads_a_file_and_writes_a_report(command: Command, empty_folder: Path) -> None:
    """The report goes where it is wanted, and never over another."""
    (empty_folder / "error.txt").write_text(MISSING["chromium"].format(url="http://localhost:9/", page=PAGE))
    arguments = ("diagnose", "error.txt", "--probe", "never", "--format", "markdown", "--output", "report.md")
    done = command(*arguments)
    assert (done.status, done.out) == (3, "")
    written = (empty_folder / "report.md").read_text()
    assert written.startswith("# ")
    again = command(*arguments)
    assert again.status == 2
    assert "exists already" in again.err
    assert (empty_folder / "report.md").read_text() == written
    assert command(*arguments, "--overwrite").status == 3


def test_a_taken_name_is_told_before_anything_is_sent(command: Command, empty_folder: Path) -> None:
    """Nobody waits for probes whose report has no place to go."""
    (empty_folder / "taken.md").write_text("mine")
    seen: list[str] = []
    app = broken_apps.without_cors()
    app.before_request(lambda: seen.append("request"))
    with flask_server(app) as api:
        pasted = MISSING["chromium"].format(url=f"{api}/api/data", page=PAGE)
        done = command("diagnose", "--output", "taken.md", stdin=pasted)
    assert done.status == 2
    assert seen == []


def test_reads_the_project(command: Command, tmp_path: Path) -> None:
    """A project folder gives facts, the current one too if it looks like a Flask project."""
    project = tmp_path / "shop"
    project.mkdir()
    (project / "requirements.txt").write_text("flask==3.0.0\n")
    (project / "app.py").write_text("from flask import Flask\n\napp = Flask(__name__)\n")
    pasted = MISSING["chromium"].format(url="http://localhost:9/", page=PAGE)
    done = command(
        "diagnose", "--probe", "never", "--project", str(project), "--format", "json", stdin=pasted
    )
    facts = json.loads(done.out)["facts"]
    assert facts["cors_setup"]["value"] == "none"
    assert facts["cors_setup"]["source"] == "scanned"


def test_text_that_is_no_cors_error(command: Command) -> None:
    """It says what the text seems to be and what to paste instead."""
    done = command("diagnose", stdin="IndexError: list index out of range")
    assert done.status in (0, 3)
    assert "Paste" in done.out or "paste" in done.out


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("format", ["text", "markdown", "json"])
def test_hostile_text_does_no_harm(text: str, format: str, command: Command) -> None:
    """Escape sequences, HTML and Markdown in the paste come out as the text that they are."""
    pasted = MISSING["chromium"].format(url=f"http://localhost:5000/{text}", page=PAGE) + f"\n{text}"
    done = command(
        "diagnose",
        "--probe",
        "never",
        "--format",
        format,
        stdin=pasted.encode("utf-8", "surrogatepass"),
    )
    assert done.status in (0, 1, 3)
    if format == "json":
        assert json.loads(done.out)["schema_version"] == 1
    else:
        assert all(char.isprintable() or char == "\n" for char in done.out)
    if format == "markdown":
        assert not {token.type for token in tokens_of(done.out)} & UNSAFE_TOKENS


def test_what_is_no_cors_problem_does_not_fail_a_script(command: Command) -> None:
    """A call that the browser refuses by itself is explained and mended; the status speaks of CORS alone."""
    text = "Uncaught (in promise) TypeError: Window.fetch: HEAD or GET Request cannot have a body."
    done = command("diagnose", "-", "--format", "json", stdin=text)
    line = json.loads(done.out)
    assert (done.status, line["status"], line["cause"]) == (0, "not-cors", "invalid-request")
    assert line["fix"]["steps"]


@pytest.mark.parametrize(
    ("setup", "cause"),
    [("", "cors-not-initialized"), (f"CORS(app, origins=['{PAGE}'])", "server-unreachable")],
    ids=["code-shows-it", "code-is-well"],
)
def test_a_server_that_stopped_since(setup: str, cause: str, tmp_path: Path, command: Command) -> None:
    """The browser had a response: where the code explains it, that is the cause, and starting a step."""
    url = f"http://127.0.0.1:{unused_port()}/api/data"
    code = f"from flask import Flask\nfrom flask_cors import CORS\n\napp = Flask(__name__)\n{setup}\n"
    (tmp_path / "app.py").write_text(f"{code}\n\n@app.get('/api/data')\ndef data():\n    return {{}}\n")
    pasted = MISSING["chromium"].format(url=url, page=PAGE)
    done = command(
        "diagnose", "--project", str(tmp_path), "--fact", "credentials=omit", "--format", "json", stdin=pasted
    )
    line = json.loads(done.out)
    assert line["cause"] == cause
    if not setup:
        assert line["certainty"] == "likely"
        assert line["facts"]["stopped_since"]["source"] == "probed"
        assert "nothing listens at http://127.0.0.1:" in str(line["by_hand"])
