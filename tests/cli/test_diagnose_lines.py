"""Many cases at once: a line each, and a bad one stops nothing."""

from __future__ import annotations

import json

import pytest

from tests.cli import broken_apps
from tests.cli.conftest import Command
from tests.cli.error_texts import MISSING, PAGE
from tests.probe.serving import flask_server

TEXT = MISSING["chromium"].format(url="http://localhost:5000/api", page=PAGE)


def lines(*cases: object) -> str:
    """Cases as JSON Lines."""
    return "".join(f"{json.dumps(case)}\n" for case in cases)


def test_a_line_for_each_case(command: Command) -> None:
    """Ids come back as they were, of whatever type; facts count."""
    given = lines(
        {"id": "a", "text": TEXT, "facts": {"status": 500, "method": None}},
        {"id": 2, "text": "hello"},
        {"text": TEXT},
    )
    done = command("diagnose", "--jsonl", stdin=given)
    first, second, third = (json.loads(line) for line in done.out.splitlines())
    assert (first["id"], first["cause"]) == ("a", "server-error")
    assert (second["id"], second["status"]) == (2, "unrecognised")
    assert (third["id"], third["status"]) == (None, "question")
    assert (done.status, done.err) == (1, "")


BAD = [
    pytest.param("nonsense", "Line 2: This isn't valid JSON.", id="no-json"),
    pytest.param("[1]", "Line 2: This isn't a JSON object.", id="list"),
    pytest.param('{"id": 7, "text": 5}', "Line 2 (id 7): The text isn't a string.", id="text"),
    pytest.param('{"id": "x", "facts": []}', 'Line 2 (id "x"): `facts` isn\'t an object.', id="facts-list"),
    pytest.param('{"id": 7, "facts": {"colour": 1}}', "Line 2 (id 7): Unknown fact 'colour'.", id="fact"),
    pytest.param('{"id": 7, "facts": {"status": "x"}}', "Line 2 (id 7): The fact status", id="value"),
    pytest.param('{"id": 7, "facts": {"url": "x"}}', "Line 2 (id 7): 'x' isn't the URL", id="url"),
    pytest.param("[" * 50_000, "Line 2: This isn't valid JSON.", id="deep"),
    pytest.param("\x00\x1b[2J", "Line 2: This isn't valid JSON.", id="controls"),
]


@pytest.mark.parametrize(("line", "sentence"), BAD)
def test_a_bad_line_is_told_and_skipped(line: str, sentence: str, command: Command) -> None:
    """The other cases are answered, and the exit status tells of the bad one."""
    done = command(
        "diagnose", "--jsonl", stdin=f"{lines({'id': 1, 'text': TEXT})}{line}\n\n{lines({'id': 3})}"
    )
    assert [json.loads(answer)["id"] for answer in done.out.splitlines()] == [1, 3]
    assert sentence in done.err
    assert done.err.count("\n") == 1
    assert done.status == 2


def test_lists_of_headers(command: Command) -> None:
    """Facts that are lists come as lists, pairs or objects."""
    headers = [["Content-Type", "application/json"], ["X-Id", "1"]]
    done = command("diagnose", "--jsonl", stdin=lines({"text": TEXT, "facts": {"request_headers": headers}}))
    fact = json.loads(done.out)["facts"]["request_headers"]
    assert fact["value"] == ["Content-Type: application/json", "X-Id: 1"]
    assert fact["source"] == "answered"


def test_probes_only_where_told_to(command: Command) -> None:
    """A batch is about other machines; --probe auto says that this one is meant."""
    with flask_server(broken_apps.without_cors()) as api:
        case = lines({"text": MISSING["chromium"].format(url=f"{api}/api/data", page=PAGE)})
        unasked = json.loads(command("diagnose", "--jsonl", stdin=case).out)
        probed = json.loads(command("diagnose", "--jsonl", "--probe", "auto", stdin=case).out)
    assert (unasked["status"], unasked["verdict"]) == ("question", None)
    assert probed["cause"] == "cors-not-initialized"
    assert probed["verdict"]["readable"] is False


def test_shared_options_hold_for_every_case(command: Command) -> None:
    """--origin fills in what Firefox leaves out."""
    case = {"text": MISSING["firefox"].format(url="http://localhost:5000/", status=200)}
    done = command("diagnose", "--jsonl", "--origin", PAGE, stdin=lines(case, case))
    origins = [json.loads(line)["facts"]["origin"]["value"] for line in done.out.splitlines()]
    assert origins == [PAGE, PAGE]
