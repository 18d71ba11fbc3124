"""`@cross_origin` on the functions of a class that flask-smorest or Flask-RESTX documents.

They look up a function for each of the class's `methods`, so OPTIONS can't stand there: flask-smorest 0.47
fails at the start, and Flask-RESTX 1.3 can't write its `swagger.json`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cors_wizard.changes.plan import plan
from cors_wizard.facts import Fact, Facts, FactValue
from cors_wizard.facts.found import TextFile
from cors_wizard.knowledge_base import Knowledge
from cors_wizard.project import scan_project
from tests.project.folders import write

_SMOREST = """from flask import Flask
from flask.views import MethodView
from flask_cors import cross_origin
from flask_smorest import Api, Blueprint

app = Flask(__name__)
api = Api(app)
orders = Blueprint("orders", __name__, url_prefix="/api")


@orders.route("/orders")
class Orders(MethodView):
    @cross_origin(origins=["http://localhost:3000"])
    def get(self):
        return []

    @cross_origin(origins=["http://localhost:3000"])
    def patch(self):
        return []


api.register_blueprint(orders)
"""
_RESTX = """from flask import Flask
from flask_cors import cross_origin
from flask_restx import Api, Resource

app = Flask(__name__)
api = Api(app)


@api.route("/api/orders")
class Orders(Resource):
    @cross_origin(origins=["http://localhost:3000"])
    def get(self):
        return []

    @cross_origin(origins=["http://localhost:3000"])
    def patch(self):
        return []
"""
_KNOWN = {
    "url": "http://localhost:5000/api/orders",
    "origin": "http://localhost:5173",
    "method": "PATCH",
    "decorator_place": "on-a-method",
}


@pytest.mark.parametrize("source", [_SMOREST, _RESTX], ids=["smorest", "restx"])
def test_options_is_not_among_the_methods(knowledge: Knowledge, source: str) -> None:
    """The way with `methods` changes nothing."""
    facts = Facts.of([Fact(name, value, "answered") for name, value in _KNOWN.items()])
    fix = knowledge.fixes["set-up-cors-on-method-view"]
    assert not plan((fix,), facts, {"app.py": TextFile("app.py", source)}).changes


@pytest.mark.parametrize("source", [_SMOREST, _RESTX], ids=["smorest", "restx"])
def test_the_preflight_gets_a_setup_of_its_own(knowledge: Knowledge, source: str) -> None:
    """The decorator of the method that the page sends is changed, and what answers OPTIONS is added."""
    facts = Facts.of([Fact(name, value, "answered") for name, value in _KNOWN.items()])
    made = plan((knowledge.fixes["set-up-cors-on-one-route"],), facts, {"app.py": TextFile("app.py", source)})
    (change,) = made.changes
    assert 'CORS(app, resources={r"/api/orders": {"origins": ["http://localhost:5173"]}})' in change.after
    of_get, of_patch = change.after.partition("def get")[0], change.after.partition("def get")[2]
    assert '"http://localhost:3000", "http://localhost:5173"' in of_patch
    assert '"http://localhost:3000", "http://localhost:5173"' not in of_get


_INHERITED = """from flask import Flask
from flask.views import MethodView
from flask_cors import cross_origin

app = Flask(__name__)
PAGES = ["http://localhost:3000"]


class Api(MethodView):
    decorators = [cross_origin(origins=PAGES)]


class Orders(Api):
    def get(self):
        return []

    def patch(self):
        return []


app.add_url_rule("/api/orders", view_func=Orders.as_view("orders"))
"""


def test_decorators_that_a_class_inherits(knowledge: Knowledge) -> None:
    """They are changed where they are, and get the preflights of the class whose views they are around."""
    facts = Facts.of([Fact(name, value, "answered") for name, value in _KNOWN.items()])
    fix = knowledge.fixes["set-up-cors-on-method-view"]
    made = plan((fix,), facts, {"app.py": TextFile("app.py", _INHERITED)})
    place: dict[str, Any] = {"__name__": "app", "__file__": "app.py"}
    exec(compile(made.changes[0].after, "app.py", "exec"), place)  # The test's own code, with our change.
    client = place["app"].test_client()
    asked = {"Access-Control-Request-Method": "PATCH", "Access-Control-Request-Headers": "content-type"}
    for page, allowed in (("5173", True), ("3000", True), ("4000", False)):
        origin = f"http://localhost:{page}"
        preflight = client.options("/api/orders", headers={**asked, "Origin": origin})
        response = client.patch("/api/orders", headers={"Origin": origin})
        for each in (preflight, response):
            assert each.headers.get("Access-Control-Allow-Origin") == (origin if allowed else None)
    assert "CORS(" not in made.changes[0].after


@pytest.mark.parametrize(
    "listed", ["cross_origin(origins=PAGES), login_required", "login_required, cross_origin(origins=PAGES)"]
)
def test_the_last_is_around_the_others(knowledge: Knowledge, listed: str) -> None:
    """A login check around `@cross_origin` would refuse the preflight that the class now takes."""
    source = _INHERITED.replace("cross_origin(origins=PAGES)", listed).replace(
        "class Orders(Api):", "    def put(self):\n        return []\n\n\nclass Orders(Api):"
    )
    source = source.replace("Orders.as_view", "Api.as_view")
    facts = Facts.of([Fact(name, value, "answered") for name, value in _KNOWN.items()])
    fix = knowledge.fixes["set-up-cors-on-method-view"]
    (change,) = plan((fix,), facts, {"app.py": TextFile("app.py", source)}).changes
    assert 'methods = ["PUT", "OPTIONS"]' in change.after
    assert "decorators = [login_required, cross_origin(origins=PAGES" in change.after


_OWN_DECORATOR = """from functools import wraps

from flask import Flask, make_response, request
from flask.views import MethodView

app = Flask(__name__)


def crossdomain(view):
    @wraps(view)
    def wrapped(*args, **kwargs):
        response = make_response("" if request.method == "OPTIONS" else view(*args, **kwargs))
        if request.headers.get("Origin") in ["http://localhost:3000"]:
            response.headers["Access-Control-Allow-Origin"] = request.headers["Origin"]
            response.headers["Access-Control-Allow-Methods"] = "GET, PATCH"
        return response

    wrapped.provide_automatic_options = False
    wrapped.required_methods = ["OPTIONS"]
    return wrapped


class Orders(MethodView):
    decorators = [crossdomain]

    def patch(self):
        return []


app.add_url_rule("/api/orders", view_func=Orders.as_view("orders"))
"""
_OWN_RESPONSE = """from flask import Flask, Response

app = Flask(__name__)


class Readable(Response):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.headers["Access-Control-Allow-Origin"] = "http://localhost:3000"
        self.headers["Access-Control-Allow-Methods"] = "GET, PATCH"


app.response_class = Readable


@app.patch("/api/orders")
def orders():
    return []
"""


@pytest.mark.parametrize(
    ("source", "symptom"),
    [
        (_OWN_DECORATOR, "preflight-missing-allow-origin"),
        (_OWN_DECORATOR, "preflight-invalid-status"),
        (
            _OWN_DECORATOR.replace("    decorators = [crossdomain]\n\n", "    @crossdomain\n"),
            "preflight-invalid-status",
        ),
        (_OWN_RESPONSE, "preflight-allow-origin-mismatch"),
    ],
    ids=["decorators", "decorators-behind-a-check", "on-the-method", "response-class"],
)
def test_headers_that_a_class_writes(knowledge: Knowledge, source: str, symptom: str) -> None:
    """Flask responds to a class's OPTIONS itself; what a response class writes is on every response's way."""
    facts = Facts.of(
        [Fact(name, value, "answered") for name, value in {**_KNOWN, "symptom": symptom}.items()]
    )
    facts = facts.without("decorator_place")
    made = plan((knowledge.fixes["set-up-cors"],), facts, {"app.py": TextFile("app.py", source)})
    place: dict[str, Any] = {"__name__": "app", "__file__": "app.py"}
    exec(compile(made.changes[0].after, "app.py", "exec"), place)  # The test's own code, with our change.
    client = place["app"].test_client()
    for page, allowed in (("5173", True), ("4000", False)):
        origin = f"http://localhost:{page}"
        preflight = client.options(
            "/api/orders", headers={"Origin": origin, "Access-Control-Request-Method": "PATCH"}
        )
        response = client.patch("/api/orders", headers={"Origin": origin})
        for each in (preflight, response):
            assert each.headers.get("Access-Control-Allow-Origin") == (origin if allowed else None)


@pytest.mark.parametrize(
    ("listed", "left"),
    [
        ("[cross_origin(origins=PAGES)]", ""),
        ("[cross_origin(origins=PAGES), token]", "method_decorators = [token]"),
    ],
)
def test_none_is_around_a_bound_method(knowledge: Knowledge, listed: str, left: str) -> None:
    """Flask-RESTful 0.3.10 and RESTX 1.3 hand it a method that takes no attribute: every request fails."""
    source = _RESTX.replace('    @cross_origin(origins=["http://localhost:3000"])\n', "")
    source = source.replace(
        "class Orders(Resource):\n", f"class Orders(Resource):\n    method_decorators = {listed}\n\n"
    )
    source = source.replace("api = Api(app)\n", 'api = Api(app)\nPAGES = ["http://localhost:3000"]\n')
    known = {**_KNOWN, "decorator_place": "class-decorators"}
    facts = Facts.of([Fact(name, value, "answered") for name, value in known.items()])
    made = plan((knowledge.fixes["set-up-cors-on-one-route"],), facts, {"app.py": TextFile("app.py", source)})
    (change,) = made.changes
    assert "\n    decorators = [cross_origin(origins=PAGES)]\n" in change.after
    assert ("method_decorators" in change.after) is bool(left)
    assert left in change.after
    assert 'PAGES = ["http://localhost:3000", "http://localhost:5173"]' in change.after
    assert 'CORS(app, resources={r"/api/orders": {"origins": ["http://localhost:5173"]}})' in change.after


def test_an_own_decorator_that_lists_the_page_allows_its_cookies(knowledge: Knowledge) -> None:
    """flask-cors answers the preflight, and leaves alone the response that has the header already."""
    source = _OWN_DECORATOR.replace("localhost:3000", "localhost:5173")
    told = {"symptom": "preflight-missing-allow-origin", "credentials": "include", "origin_listed": "listed"}
    facts = Facts.of([Fact(name, value, "answered") for name, value in {**_KNOWN, **told}.items()])
    facts = facts.without("decorator_place")
    (change, *_) = plan(
        (knowledge.fixes["set-up-cors"],), facts, {"app.py": TextFile("app.py", source)}
    ).changes
    place: dict[str, Any] = {"__name__": "app", "__file__": "app.py"}
    exec(compile(change.after, "app.py", "exec"), place)  # The test's own code, with our change.
    client, asked = place["app"].test_client(), {"Origin": "http://localhost:5173"}
    for each in (client.options("/api/orders", headers=asked), client.patch("/api/orders", headers=asked)):
        assert each.headers.get("Access-Control-Allow-Credentials") == "true"


_BELOW_A_CHECK = """from functools import wraps

from flask import Flask, request
from flask_cors import cross_origin

app = Flask(__name__)


def token_required(view):
    @wraps(view)
    def checked(*args, **kwargs):
        return view(*args, **kwargs) if "X-Api-Key" in request.headers else ({}, 401)

    return checked


@app.route("/api/orders", methods=["PATCH"])
@token_required
@cross_origin(origins=["http://localhost:5173"], allow_headers=["Content-Type"])
def orders():
    return []
"""


@pytest.mark.parametrize(("status", "is_moved"), [(401, True), (None, True), (200, False)])
def test_a_check_above_the_decorator(knowledge: Knowledge, status: int | None, is_moved: bool) -> None:
    """A longer list helps no preflight that a check refuses; where it got through, the order stays."""
    told: dict[str, FactValue] = {"decorator_place": "below-another", "request_headers": ("x-api-key",)}
    known: dict[str, FactValue] = {**_KNOWN, **told}
    known |= {"preflight_status": status} if status else {}
    facts = Facts.of([Fact(name, value, "answered") for name, value in known.items()])
    fix = knowledge.fixes["set-up-cors-on-one-route"]
    (change,) = plan((fix,), facts, {"app.py": TextFile("app.py", _BELOW_A_CHECK)}).changes
    assert "x-api-key" in change.after.lower().partition("cross_origin(")[2]
    assert (change.after.index("@cross_origin") < change.after.index("@token_required")) is is_moved


_OWN_BELOW_A_CHECK = _BELOW_A_CHECK.replace(
    '@cross_origin(origins=["http://localhost:5173"], allow_headers=["Content-Type"])', "@crossdomain"
).replace(
    "@app.route",
    """def crossdomain(view):
    @wraps(view)
    def answered(*args, **kwargs):
        response = make_response("" if request.method == "OPTIONS" else view(*args, **kwargs))
        if request.headers.get("Origin") == "http://localhost:5173":
            response.headers["Access-Control-Allow-Origin"] = request.headers["Origin"]
            response.headers["Access-Control-Allow-Methods"] = "PATCH"
            response.headers["Access-Control-Allow-Headers"] = "X-Api-Key"
        return response

    answered.provide_automatic_options = False
    answered.required_methods = ["OPTIONS"]
    return answered


@app.route""",
)
_OWN_BELOW_A_CHECK = _OWN_BELOW_A_CHECK.replace("Flask, request", "Flask, make_response, request")


@pytest.mark.parametrize("fix", ["let-the-check-pass-options", "set-up-cors"])
def test_an_own_decorator_below_a_check(knowledge: Knowledge, fix: str) -> None:
    """It responds to OPTIONS itself: above the check it gets to do so, and nothing else has to change."""
    known: dict[str, FactValue] = {**_KNOWN, "request_headers": ("x-api-key",), "preflight_status": 401}
    known["symptom"] = "preflight-missing-allow-origin"
    facts = Facts.of([Fact(name, value, "answered") for name, value in known.items()]).without(
        "decorator_place"
    )
    made = plan((knowledge.fixes[fix],), facts, {"app.py": TextFile("app.py", _OWN_BELOW_A_CHECK)})
    (change,) = made.changes
    place: dict[str, Any] = {"__name__": "app", "__file__": "app.py"}
    exec(compile(change.after, "app.py", "exec"), place)  # The test's own code, with our change.
    asked = {"Origin": "http://localhost:5173", "Access-Control-Request-Method": "PATCH"}
    preflight = place["app"].test_client().options("/api/orders", headers=asked)
    assert (preflight.status_code, preflight.headers["Access-Control-Allow-Origin"]) == (200, asked["Origin"])
    assert "CORS(" not in change.after
    assert '"OPTIONS"]' not in change.after.partition("@app.route")[2]


def test_an_own_decorator_below_a_check_with_options_listed(knowledge: Knowledge) -> None:
    """What lists OPTIONS stays: the decorator responds to it, not Flask."""
    known: dict[str, FactValue] = {**_KNOWN, "request_headers": ("x-api-key",), "preflight_status": 401}
    facts = Facts.of([Fact(name, value, "answered") for name, value in known.items()])
    text = _OWN_BELOW_A_CHECK.replace('methods=["PATCH"]', 'methods=["PATCH", "OPTIONS"]')
    assert text != _OWN_BELOW_A_CHECK
    fix = knowledge.fixes["let-the-check-pass-options"]
    (change,) = plan((fix,), facts.without("decorator_place"), {"app.py": TextFile("app.py", text)}).changes
    assert change.after.index("@crossdomain") < change.after.index("@token_required")
    assert 'methods=["PATCH", "OPTIONS"]' in change.after
    assert not change.removes


_AROUND_THE_VIEW = """from flask import Flask
from flask.views import MethodView
from flask_cors import cross_origin

app = Flask(__name__)


class Graph(MethodView):
    def patch(self):
        return {}


app.add_url_rule(
    "/api/orders", view_func=cross_origin(origins=["http://localhost:3000"])(Graph.as_view("graph"))
)
"""


_AROUND_A_NAME = _AROUND_THE_VIEW.partition("app.add_url_rule")[0] + (
    'view = cross_origin(origins=["http://localhost:3000"])(Graph.as_view("graph"))\n'
    'app.add_url_rule("/api/orders", view_func=view)\n'
)


@pytest.mark.parametrize("code", [_AROUND_THE_VIEW, _AROUND_A_NAME], ids=["in-place", "by-name"])
def test_a_decorator_around_the_view_where_it_is_added(
    knowledge: Knowledge, tmp_path: Path, code: str
) -> None:
    """It gets preflights, too: its list is what leaves the page out, and nothing has to be moved."""
    scan = scan_project(write(tmp_path, {"app.py": code}))
    assert Facts.of(scan.facts).text("decorator_place") == "below-route"
    facts = Facts.of([Fact(name, value, "answered") for name, value in _KNOWN.items()])
    facts = facts.replacing(Fact("decorator_place", "below-route", "scanned"))
    fix = knowledge.fixes["set-up-cors-on-one-route"]
    (change,) = plan((fix,), facts, {"app.py": TextFile("app.py", code)}).changes
    place: dict[str, Any] = {"__name__": "app", "__file__": "app.py"}
    exec(compile(change.after, "app.py", "exec"), place)  # The test's own code, with our change.
    client = place["app"].test_client()
    for origin in ("http://localhost:5173", "http://localhost:3000"):
        headers = {"Origin": origin, "Access-Control-Request-Method": "PATCH"}
        for each in (
            client.options("/api/orders", headers=headers),
            client.patch("/api/orders", headers=headers),
        ):
            assert each.headers["Access-Control-Allow-Origin"] == origin
    assert "CORS(" not in change.after
