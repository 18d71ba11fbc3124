"""What asks for a login lets preflights pass; what it guards is guarded as before, for OPTIONS too."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from cors_wizard.diagnosis.planning import plan_for
from cors_wizard.facts import Fact, Facts
from cors_wizard.facts.found import TextFile
from cors_wizard.knowledge_base import Knowledge

_ORIGIN = "http://localhost:5173"
_HOOK = '@app.before_request\ndef check():\n    if "user" not in session:\n        abort(401)\n\n\n'
_GATE = (
    "def login_required(view):\n    @wraps(view)\n    def inner(*args, **kwargs):\n"
    '        if "user" not in session:\n            abort(401)\n'
    "        return view(*args, **kwargs)\n\n    return inner\n\n\n"
)
_APP = (
    "from functools import wraps\n\nfrom flask import Flask, abort, request, session\n"
    "from flask_cors import CORS\n\napp = Flask(__name__, root_path='.')\napp.secret_key = 'dev'\n"
    f'CORS(app, origins=["{_ORIGIN}"], supports_credentials=True)\n\n\n{{}}'
)
_LISTED = '@app.route("/{0}", methods=["GET", "PUT", "OPTIONS"]){1}\ndef {0}():\n    return "secret"\n\n\n'
_BY_HAND = (
    '@app.route("/own", methods=["GET", "OPTIONS"]){}\ndef own():\n'
    '    if request.method == "OPTIONS":\n        return "by hand"\n    return "secret"\n'
)
_GUARD = "\n@login_required"


@pytest.mark.parametrize(
    ("code", "path", "unlisted"),
    [
        pytest.param(_HOOK + _LISTED.format("items", ""), "/items", 0, id="the-view-itself"),
        pytest.param(
            _HOOK + '@app.get("/plain")\ndef plain():\n    return ""\n\n\n' + _LISTED.format("items", ""),
            "/plain",
            0,
            id="another-view",
        ),
        pytest.param(
            _HOOK + _LISTED.format("items", "") + _BY_HAND.format(""), "/own", 1, id="beside-one-by-hand"
        ),
        pytest.param(
            _GATE + _LISTED.format("items", _GUARD) + _BY_HAND.format(_GUARD), "/own", 1, id="one-decorator"
        ),
    ],
)
def test_no_view_hands_out_its_data_to_an_options_request(
    knowledge: Knowledge, code: str, path: str, unlisted: int
) -> None:
    """Who isn't logged in gets through with OPTIONS now: no further than to the list of methods."""
    known = {"url": f"http://localhost:5000{path}", "origin": _ORIGIN, "method": "GET"}
    facts = Facts.of(Fact(key, value, "answered") for key, value in known.items())
    before = _APP.format(code)
    fixes = (knowledge.fixes["let-the-check-pass-options"],)
    made = plan_for(fixes, facts, {"app.py": TextFile("app.py", before)})
    after = made.changes[0].after
    assert before.count('"OPTIONS"]') - after.count('"OPTIONS"]') == unlisted
    place: dict[str, Any] = {"__name__": "app", "__file__": "app.py"}
    exec(compile(after, "app.py", "exec"), place)  # The test's own code, with our change.
    app: Flask = place["app"]
    client = app.test_client()
    asked = {"Origin": _ORIGIN, "Access-Control-Request-Method": "GET"}
    preflight = client.options(path, headers=asked)
    assert preflight.status_code == 200
    assert preflight.headers["Access-Control-Allow-Origin"] == _ORIGIN
    for each in ("/items", path):
        assert client.get(each).status_code == 401
        for headers in (asked, {}):
            assert "secret" not in client.options(each, headers=headers).text


_CLASS = """class Gate:
    def __init__(self, app, token):
        self.inner = app
        self.token = token

    def __call__(self, environ, start_response):
        if environ.get("HTTP_X_TOKEN") != self.token:
            {0}
        return self.inner(environ, start_response)


"""
_FUNCTION = """def Gate(wsgi, token):
    def check(environ, start_response):
        if environ.get("HTTP_X_TOKEN") == token:
            return wsgi(environ, start_response)
        {0}

    return check


"""
_STARTS = 'start_response("401 Unauthorized", []); return [b""]'
_MAKES = 'return Response("", 401)(environ, start_response)'


@pytest.mark.parametrize("shape", [_CLASS, _FUNCTION], ids=["class", "function"])
@pytest.mark.parametrize("refuses", [_STARTS, _MAKES], ids=["starts", "makes-a-response"])
def test_a_middleware_around_the_app_lets_preflights_pass(
    knowledge: Knowledge, shape: str, refuses: str
) -> None:
    """No hook of Flask runs before it, so the change is there."""
    code = shape.format(refuses) + 'app.wsgi_app = Gate(app.wsgi_app, token="t")\n\n\n'
    code += '@app.get("/items")\ndef items():\n    return "secret"\n'
    before = _APP.format(code).replace("import Flask,", "import Flask, Response,")
    known = {"url": "http://localhost:5000/items", "origin": _ORIGIN, "method": "GET"}
    facts = Facts.of(Fact(key, value, "answered") for key, value in known.items())
    files = {"app.py": TextFile("app.py", before)}
    after = plan_for((knowledge.fixes["answer-preflight-first"],), facts, files).changes[0].after
    place: dict[str, Any] = {"__name__": "app", "__file__": "app.py"}
    exec(compile(after, "app.py", "exec"), place)  # The test's own code, with our change.
    client = place["app"].test_client()
    asked = {"Origin": _ORIGIN, "Access-Control-Request-Method": "GET"}
    assert client.options("/items", headers=asked).headers["Access-Control-Allow-Origin"] == _ORIGIN
    assert client.get("/items").status_code == 401
    assert client.get("/items", headers={"X-Token": "t"}).text == "secret"


def test_a_middleware_that_refuses_nothing_stays(knowledge: Knowledge) -> None:
    """It passes every request on, preflights too."""
    code = _CLASS.format("environ['seen'] = 1") + 'app.wsgi_app = Gate(app.wsgi_app, token="t")\n'
    known = {"url": "http://localhost:5000/items", "origin": _ORIGIN, "method": "GET"}
    facts = Facts.of(Fact(key, value, "answered") for key, value in known.items())
    files = {"app.py": TextFile("app.py", _APP.format(code))}
    made = plan_for((knowledge.fixes["answer-preflight-first"],), facts, files)
    assert 'environ["REQUEST_METHOD"]' not in made.diff


@pytest.mark.parametrize("attribute", ["decorators", "method_decorators"])
def test_the_check_around_a_class_of_views(knowledge: Knowledge, attribute: str) -> None:
    """Its own `options` runs in the check: that is changed, and what it guards stays guarded."""
    code = _GATE + (
        f"class Items(MethodView):\n    {attribute} = [login_required]\n\n    def get(self):\n"
        '        return "secret"\n\n    def options(self):\n        return ""\n\n\n'
        'app.add_url_rule("/items", view_func=Items.as_view("items"))\n'
    )
    before = _APP.format(code).replace(
        "from flask_cors", "from flask.views import MethodView\nfrom flask_cors"
    )
    known = {"url": "http://localhost:5000/items", "origin": _ORIGIN, "method": "GET"}
    facts = Facts.of(Fact(key, value, "answered") for key, value in known.items())
    files = {"app.py": TextFile("app.py", before)}
    after = plan_for((knowledge.fixes["let-the-check-pass-options"],), facts, files).changes[0].after
    assert 'if request.method == "OPTIONS":\n            return view(*args, **kwargs)\n' in after
    if attribute == "decorators":
        place: dict[str, Any] = {"__name__": "app", "__file__": "app.py"}
        exec(compile(after, "app.py", "exec"), place)  # The test's own code, with our change.
        client = place["app"].test_client()
        asked = {"Origin": _ORIGIN, "Access-Control-Request-Method": "GET"}
        assert client.options("/items", headers=asked).status_code == 200
        assert client.get("/items").status_code == 401


_DECORATED = (
    "from flask import Flask, abort, jsonify, request, session\nfrom flask_cors import cross_origin\n\n"
    "app = Flask(__name__, root_path='.')\napp.secret_key = 'dev'\n\n\n{}"
    f'@app.post("/login")\n@cross_origin(origins=["{_ORIGIN}"])\ndef login():\n    return ""\n\n\n'
    '@app.route("/items", methods=["POST", "OPTIONS"])\ndef items():\n'
    "    return jsonify(request.get_json())\n"
)


@pytest.mark.parametrize("hook", [_HOOK, ""])
def test_no_hook_responds_for_a_decorated_route(knowledge: Knowledge, hook: str) -> None:
    """Its preflight gets its headers from the decorator alone."""
    known = {"url": "http://localhost:5000/items", "origin": _ORIGIN, "method": "POST"}
    facts = Facts.of(Fact(key, value, "answered") for key, value in known.items())
    files = {"app.py": TextFile("app.py", _DECORATED.format(hook))}
    made = plan_for((knowledge.fixes["let-the-check-pass-options"],), facts, files, ())
    space: dict[str, Any] = {"__name__": "shop"}
    exec(compile(made.changes[0].after, "app.py", "exec"), space)
    client = space["app"].test_client()
    asked = {"Origin": _ORIGIN, "Access-Control-Request-Method": "POST"}
    assert client.options("/login", headers=asked).headers["Access-Control-Allow-Origin"] == _ORIGIN
    assert client.options("/items", headers=asked).status_code == 200


_GATED_FLASK = (
    "class Gated(Flask):\n    def preprocess_request(self):\n"
    "        if request.headers.get('X-Key') != 'k':\n            return {}, 401\n"
    "        return super().preprocess_request()\n\n\n"
)
_ADDS = (
    "@app.after_request\ndef add(response):\n{}    response.set_data(jsonify(body).get_data())\n"
    "    return response\n\n\n"
)
_ITEMS = '@app.route("/items", methods=["POST"])\ndef items():\n    return {"a": 1}\n'


def test_a_method_of_flasks_own_lets_preflights_pass(knowledge: Knowledge) -> None:
    """A class made from Flask, in another file, that asks for a key before every request."""
    app = _APP.format(_ITEMS).replace("app = Flask(", "app = Gated(").replace("import Flask,", "import")
    gate = "from flask import Flask, request\n\n\n" + _GATED_FLASK
    files = {
        "app.py": TextFile("app.py", "from gate import Gated\n" + app),
        "gate.py": TextFile("gate.py", gate),
    }
    known = {"url": "http://localhost:5000/items", "origin": _ORIGIN, "method": "POST"}
    facts = Facts.of(Fact(key, value, "answered") for key, value in known.items())
    made = plan_for((knowledge.fixes["let-the-check-pass-options"],), facts, files)
    assert [each.path for each in made.changes] == ["gate.py"], made.problem
    assert 'if request.method == "OPTIONS":\n            return super().preprocess_request()' in (
        made.changes[0].after.replace("'", '"')
    )


@pytest.mark.parametrize(
    ("reads", "guard"),
    [
        ("    body = response.get_json()\n    body['took'] = 1\n", "response"),
        ("    body = {**json.loads(response.get_data()), 'took': 1}\n", "response"),
        ("    body = {**response.json, 'id': request.json['id']}\n", "request"),
    ],
)
def test_a_hook_after_the_request_leaves_what_has_no_json(
    knowledge: Knowledge, reads: str, guard: str
) -> None:
    """The preflight is a 500 before; the response's JSON is added to as before."""
    before = _APP.format(_ADDS.format(reads) + _ITEMS).replace(
        "import Flask,", "import Flask, json, jsonify,"
    )
    known = {"url": "http://localhost:5000/items", "origin": _ORIGIN, "method": "POST"}
    facts = Facts.of(Fact(key, value, "answered") for key, value in known.items())
    files = {"app.py": TextFile("app.py", before)}
    made = plan_for((knowledge.fixes["let-responses-pass-the-hook"],), facts, files)
    asked = {"Origin": _ORIGIN, "Access-Control-Request-Method": "POST"}
    statuses = []
    for code in (before, made.changes[0].after):
        place: dict[str, Any] = {"__name__": "app", "__file__": "app.py"}
        exec(compile(code, "app.py", "exec"), place)  # The test's own code, with our change.
        client = place["app"].test_client()
        statuses.append(client.options("/items", headers=asked).status_code)
    assert statuses == [500, 200]
    assert f"if not {guard}.is_json:" in made.changes[0].after
    assert client.post("/items", json={"id": 3}).json != {"a": 1}


def test_a_hook_that_looks_first_stays(knowledge: Knowledge) -> None:
    """What it does behind a condition is not known to fail."""
    reads = "    if not response.is_json:\n        return response\n    body = {**response.json}\n"
    code = _APP.format(_ADDS.format(reads) + _ITEMS).replace("import Flask,", "import Flask, jsonify,")
    known = {"url": "http://localhost:5000/items", "origin": _ORIGIN, "method": "POST"}
    facts = Facts.of(Fact(key, value, "answered") for key, value in known.items())
    fix = knowledge.fixes["let-responses-pass-the-hook"]
    assert not plan_for((fix,), facts, {"app.py": TextFile("app.py", code)}).changes
