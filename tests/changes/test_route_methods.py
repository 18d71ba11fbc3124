"""A route gets one more method, however it names those that it has."""

from __future__ import annotations

from pathlib import Path

import pytest

from cors_wizard.changes.plan import plan
from cors_wizard.diagnosis import Diagnosis
from cors_wizard.facts import Fact, Facts
from cors_wizard.facts.found import TextFile
from cors_wizard.knowledge_base import Knowledge, load_knowledge
from cors_wizard.project import scan_project

KNOWN = {"url": "http://localhost:5000/items", "origin": "http://localhost:5173", "method": "PUT"}


@pytest.mark.parametrize(
    ("route", "expected"),
    [
        ('@app.get("/items")', '@app.route("/items", methods=["GET", "PUT"])'),
        ('@app.post("/items", strict_slashes=False)', 'strict_slashes=False, methods=["POST", "PUT"])'),
        ('@app.route("/items")', '@app.route("/items", methods=["GET", "PUT"])'),
        ('@app.route("/items", methods=["GET"])', '@app.route("/items", methods=["GET", "PUT"])'),
    ],
)
def test_one_more_method(knowledge: Knowledge, route: str, expected: str) -> None:
    """The short way is spelled out."""
    source = f"from flask import Flask\n\napp = Flask(__name__)\n\n\n{route}\ndef items():\n    return []\n"
    facts = Facts.of([Fact(name, value, "answered") for name, value in KNOWN.items()])
    made = plan((knowledge.fixes["allow-method-on-route"],), facts, {"app.py": TextFile("app.py", source)})
    (change,) = made.changes
    assert expected in change.after
    assert change.after.count("@app.") == 1


def test_a_class_lacks_the_function(knowledge: Knowledge) -> None:
    """What the function does, only its author knows: it is named, and nothing is changed."""
    source = (
        "from flask import Flask\nfrom flask.views import MethodView\n\napp = Flask(__name__)\n\n\n"
        "class Items(MethodView):\n    def get(self):\n        return []\n\n\n"
        'app.add_url_rule("/items", view_func=Items.as_view("items"))\n'
    )
    facts = Facts.of([Fact(name, value, "answered") for name, value in KNOWN.items()])
    made = plan((knowledge.fixes["allow-method-on-route"],), facts, {"app.py": TextFile("app.py", source)})
    assert not made.changes
    assert made.problem == "The class `Items` has no function `put` (app.py:7)."
    assert [each.text.partition(",")[0] for each in made.by_hand] == ["Write `def put(self"]


_ERROR = (
    "Access to fetch at 'http://localhost:5000/items' from origin 'http://localhost:5173' has been blocked "
    "by CORS policy: Response to preflight request doesn't pass access control check: "
)
_MISSING = "No 'Access-Control-Allow-Origin' header is present on the requested resource."
_REDIRECTED = "Redirect is not allowed for a preflight request."
_APP = """from flask import Flask
from flask_cors import CORS

app = Flask(__name__)
CORS(app, origins=["http://localhost:3000"])


@app.route("/items{}", methods=[{}])
def items():
    return []
"""


@pytest.mark.parametrize(
    ("methods", "slash", "reason", "also"),
    [
        pytest.param('"GET"', "", _MISSING, True, id="without-it"),
        pytest.param('"GET", "PUT"', "", _MISSING, False, id="with-it"),
        pytest.param('"GET"', "/", _REDIRECTED, True, id="behind-a-redirect"),
    ],
)
def test_the_method_is_allowed_in_the_same_round(
    tmp_path: Path, methods: str, slash: str, reason: str, *, also: bool
) -> None:
    """Whatever refuses the preflight, the route would refuse the request itself next."""
    (tmp_path / "app.py").write_text(_APP.format(slash, methods), encoding="utf-8")
    call = "fetch('http://localhost:5000/items', { method: 'PUT', headers: { 'X-Shop': '1' } })\n"
    (tmp_path / "page.js").write_text(call, encoding="utf-8")
    scan = scan_project(tmp_path)
    begun = Diagnosis.begin(load_knowledge(), _ERROR + reason).with_scan(scan)
    done = begun.without_probing().without_optional_questions()
    assert done.cause is not None
    assert ("route-method-missing" in {cause.id for cause in done.also}) is also
    added = [line for line in done.changes.diff.splitlines() if line.startswith("+") and "methods=" in line]
    assert any('"PUT"' in line for line in added) is also


_BEHIND_A_LOGIN = """from flask import Flask, abort, request
from flask_cors import CORS

app = Flask(__name__)
CORS(app, origins=["http://localhost:5173"])
{}

@app.before_request
def check():
    if "Authorization" not in request.headers:
        abort(401)


@app.route("/items/", methods=["PUT"]{})
def items():
    return []
"""


@pytest.mark.parametrize(
    ("setting", "argument", "is_added"),
    [
        pytest.param("", "", True, id="redirected"),
        pytest.param("", ", strict_slashes=False", False, id="told-at-the-route"),
        pytest.param("app.url_map.strict_slashes = False\n", "", False, id="told-for-all"),
    ],
)
def test_a_redirect_behind_a_login(tmp_path: Path, setting: str, argument: str, *, is_added: bool) -> None:
    """Once the login lets preflights pass, Flask would redirect them: that goes in the same round."""
    (tmp_path / "app.py").write_text(_BEHIND_A_LOGIN.format(setting, argument), encoding="utf-8")
    call = "fetch('http://localhost:5000/items', { method: 'PUT', headers: { Authorization: 'Bearer 1' } })\n"
    (tmp_path / "page.js").write_text(call, encoding="utf-8")
    refused = _ERROR + "It does not have HTTP ok status."
    begun = Diagnosis.begin(load_knowledge(), refused).with_scan(scan_project(tmp_path))
    done = begun.without_probing().without_optional_questions()
    assert done.cause is not None
    assert done.cause.id == "preflight-needs-auth"
    assert ("+@app.route" in done.changes.diff) is is_added
    assert ("preflight-redirected" in {cause.id for cause in done.also}) is is_added


def test_no_redirect_follows_from_an_assumed_method(tmp_path: Path) -> None:
    """What the route suggests of the method is a guess: a GET without own headers would be followed."""
    code = _BEHIND_A_LOGIN.format("", "").replace('methods=["PUT"]', 'methods=["GET", "PUT"]')
    (tmp_path / "app.py").write_text(code, encoding="utf-8")
    text = _ERROR.replace("Response to preflight request doesn't pass access control check: ", "") + _MISSING
    begun = Diagnosis.begin(load_knowledge(), text).with_scan(scan_project(tmp_path))
    assert "route_adds_slash" not in begun.without_probing().facts
