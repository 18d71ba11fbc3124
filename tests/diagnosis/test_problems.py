"""Several failing requests of one paste: told apart, looked at alone, fixed by one change."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.diagnosis.problems import about_problem, also_fixes, other_requests, problems_of
from cors_wizard.knowledge_base import load_knowledge
from cors_wizard.project import scan_project
from cors_wizard.report.as_json import result_line
from cors_wizard.report.build_report import build_report
from cors_wizard.report.whole_report import to_text

_APP = """
from flask import Flask
from flask_cors import CORS

app = Flask(__name__)
CORS(app, resources={r"/api/v1/*": {"origins": "http://localhost:5173"}})


@app.get("/api/v2/users")
def users():
    return []


@app.get("/api/v2/orders")
def orders():
    return []
"""
_PAGE = "from origin 'http://localhost:5173' has been blocked by CORS policy:"
_NO_HEADER = "No 'Access-Control-Allow-Origin' header is present on the requested resource."
USERS = f"Access to fetch at 'http://localhost:5055/api/v2/users' {_PAGE} {_NO_HEADER}"
ORDERS = f"Access to fetch at 'http://localhost:5055/api/v2/orders' {_PAGE} {_NO_HEADER}"
LOGIN = (
    f"Access to fetch at 'http://localhost:7000/login' {_PAGE} The value of the "
    "'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' when the request's "
    "credentials mode is 'include'."
)
BESIDE = "GET http://localhost:5055/api/v2/users net::ERR_FAILED 200 (OK)"
THREE = "\n".join((USERS, BESIDE, ORDERS, LOGIN))


def _diagnosis(folder: Path, text: str) -> Diagnosis:
    (folder / "app.py").write_text(_APP)
    begun = Diagnosis.begin(load_knowledge(), text).with_scan(scan_project(folder))
    return begun.without_probing()


def test_each_request_is_one_problem(tmp_path: Path) -> None:
    """Lines about one request are told once, with the check that failed."""
    problems = problems_of(_diagnosis(tmp_path, THREE).paste)
    assert [each.key for each in problems] == [
        "GET http://localhost:5055/api/v2/users",
        "http://localhost:5055/api/v2/orders",
        "http://localhost:7000/login",
    ]
    assert problems[2].failed == "* for a request with credentials"


def test_a_single_request_is_no_list(tmp_path: Path) -> None:
    """Nobody picks one of one; a server's log beside it changes nothing."""
    log = '127.0.0.1 - - [03/Nov/2026 09:41:07] "GET /other HTTP/1.1" 200 -'
    assert problems_of(_diagnosis(tmp_path, "\n".join((USERS, BESIDE, USERS, log))).paste) == ()


def test_one_request_alone_knows_nothing_of_the_others(tmp_path: Path) -> None:
    """Its facts, its messages and its causes are its own."""
    whole = _diagnosis(tmp_path, THREE)
    login = about_problem(whole, "http://localhost:7000/login")
    assert login.facts.text("url") == "http://localhost:7000/login"
    assert login.cause is not None
    assert login.cause.id == "wildcard-with-credentials"
    assert login.also == ()
    assert login.with_text(THREE).about == ""


def test_an_unknown_key_changes_nothing(tmp_path: Path) -> None:
    """A session of an older text goes on with all of it."""
    whole = _diagnosis(tmp_path, THREE)
    assert about_problem(whole, "GET http://gone.example/") is whole


def test_a_change_that_another_request_needs_as_well_is_said_to_fix_it(tmp_path: Path) -> None:
    """Two paths of one server; the other server's request is none of them."""
    whole = _diagnosis(tmp_path, THREE)
    users, orders, login = (about_problem(whole, each.key) for each in problems_of(whole.paste))
    assert users.changes.changes
    assert also_fixes(users, orders)
    assert not also_fixes(users, login)
    assert not also_fixes(login, users)


def test_the_others_are_named_beside_the_first(tmp_path: Path) -> None:
    """Without a window, too: what the same change fixes, and what needs a look of its own."""
    orders, login = other_requests(_diagnosis(tmp_path, THREE))
    assert (orders.url, orders.is_fixed_too) == ("http://localhost:5055/api/v2/orders", True)
    assert (login.url, login.is_fixed_too) == ("http://localhost:7000/login", False)
    assert login.failed == "* for a request with credentials"


def test_a_har_with_several_failures_is_a_list(tmp_path: Path) -> None:
    """Each failing entry is a problem of its own."""

    def entry(path: str, *headers: tuple[str, str]) -> dict[str, object]:
        origin = {"name": "Origin", "value": "http://localhost:5173"}
        given = [{"name": name, "value": value} for name, value in headers]
        request = {"method": "GET", "url": f"http://localhost:5055{path}", "headers": [origin]}
        response = {"status": 200, "headers": given}
        return {"_initiator": {"type": "script"}, "request": request, "response": response}

    good = ("Access-Control-Allow-Origin", "http://localhost:5173")
    har = json.dumps({"log": {"version": "1.2", "entries": [entry("/a"), entry("/ok", good), entry("/b")]}})
    whole = _diagnosis(tmp_path, har)
    problems = problems_of(whole.paste)
    assert [each.url for each in problems] == ["http://localhost:5055/a", "http://localhost:5055/b"]
    second = about_problem(whole, problems[1].key)
    assert second.facts.text("url") == "http://localhost:5055/b"
    assert second.exchange is not None
    assert second.exchange.request.url == "http://localhost:5055/b"


_CHAT = """
from flask import Flask
from flask_cors import CORS
from flask_socketio import SocketIO

app = Flask(__name__)
CORS(app, resources={r"/rooms/*": {"origins": "http://localhost:3000"}})
socketio = SocketIO(app, cors_allowed_origins=["http://localhost:3000"])


@app.route("/rooms/<name>", methods=["GET", "POST"])
def room(name):
    return []
"""
_POLLING = "http://localhost:5055/socket.io/?EIO=4&transport=polling&t=P2kQ9xZ"
_SOCKET = (
    f"Access to XMLHttpRequest at '{_POLLING}' {_PAGE} {_NO_HEADER}\n"
    f"polling.js:298 GET {_POLLING} net::ERR_FAILED 400 (BAD REQUEST)"
)
_ROOMS = (
    f"Access to fetch at 'http://localhost:5055/rooms/general' {_PAGE} {_NO_HEADER}\n"
    "Composer.jsx:9 POST http://localhost:5055/rooms/general net::ERR_FAILED"
)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"{_SOCKET}\n{_ROOMS}", id="socket-first"),
        pytest.param(f"{_ROOMS}\n{_SOCKET}", id="socket-last"),
    ],
)
def test_socketio_and_another_request_are_let_in_together(tmp_path: Path, text: str) -> None:
    """Each by its own setting: flask-cors never sees Socket.IO's path."""
    (tmp_path / "app.py").write_text(_CHAT)
    begun = Diagnosis.begin(load_knowledge(), text).with_scan(scan_project(tmp_path))
    (change,) = begun.without_probing().changes.changes
    assert 'r"/rooms/*": {"origins": ["http://localhost:3000", "http://localhost:5173"]}' in change.after
    assert 'cors_allowed_origins=["http://localhost:3000", "http://localhost:5173"]' in change.after
    assert "socket" not in change.after[: change.after.index("socketio = ")].replace("flask_socketio", "")


def _har(requests: int) -> str:
    """A recording of failing requests to as many addresses."""
    headers = [{"name": "Origin", "value": "http://localhost:5173"}]
    entries = [
        {
            "request": {"method": "GET", "url": f"http://localhost:5055/api/v2/{number}", "headers": headers},
            "response": {"status": 200, "headers": []},
        }
        for number in range(requests)
    ]
    return json.dumps(
        {"log": {"version": "1.2", "creator": {"name": "x", "version": "1"}, "entries": entries}}
    )


def test_what_is_not_listed_is_counted(tmp_path: Path) -> None:
    """No limit is silent; only the requests that are listed are read one by one."""
    whole = _diagnosis(tmp_path, _har(60))
    assert len(problems_of(whole.paste)) == 20
    assert "40 more, not listed" in to_text(build_report(whole), verbose=True)
    assert result_line(whole)["requests_left_out"] == 40
    assert whole.paste.problems is whole.paste.problems
