"""A hook that writes headers beside flask-cors: which of the two decides, and what changes."""

from __future__ import annotations

import pytest
from flask import Flask

from cors_wizard.diagnosis.planning import plan_for
from cors_wizard.facts import Fact, Facts, FactValue
from cors_wizard.facts.found import TextFile
from cors_wizard.fetch_standard import judge
from cors_wizard.http_exchange import Exchange, Headers, Request, Response
from cors_wizard.knowledge_base import Knowledge

PAGE, OTHER, EVIL = "http://localhost:5173", "https://desk.example", "http://localhost:5173.evil.example"
KNOWN: dict[str, FactValue] = {
    "url": "http://localhost:5000/items",
    "origin": PAGE,
    "method": "PUT",
    "credentials": "include",
    "request_headers": ("Content-Type: application/json",),
    "symptom": "preflight-missing-allow-origin",
}
HEAD = "import os\n\nfrom flask import Flask, jsonify, request\nfrom flask_cors import CORS\n\n"
VIEW = '\n\n@app.route("/items", methods=["GET", "PUT"])\ndef items():\n    return jsonify([])\n'
CALL = f'CORS(app, origins=["{OTHER}"], supports_credentials=True)\n'
CONSTANT = f'    response.headers["Access-Control-Allow-Origin"] = "{OTHER}"\n'
LISTED = (
    '    origin = request.headers.get("Origin")\n'
    f'    if origin in ("{OTHER}", "https://b.example"):\n'
    '        response.headers["Access-Control-Allow-Origin"] = origin\n'
    '        response.headers["Access-Control-Allow-Credentials"] = "true"\n'
)
ASKED = (
    '    if is_allowed(request.headers.get("Origin")):\n'
    '        response.headers["Access-Control-Allow-Origin"] = request.headers["Origin"]\n'
    '        response.headers["Access-Control-Allow-Credentials"] = "true"\n'
    '        response.headers["Access-Control-Allow-Methods"] = "GET, PUT"\n'
)
TABLE = f'HEADERS = {{"Access-Control-Allow-Origin": "{OTHER}", "Access-Control-Allow-Methods": "GET"}}\n'
PREDICATE = f'def is_allowed(origin):\n    return origin in ["{OTHER}"]\n\n\n'
STAR = '    response.headers.add("Access-Control-Allow-Origin", "*")\n'
IF_UNSET = f'    response.headers.setdefault("Access-Control-Allow-Origin", "{OTHER}")\n'


def _hook(body: str) -> str:
    return f"\n\n@app.after_request\ndef add(response):\n{body}    return response\n"


def _below(body: str, top: str = "") -> str:
    """The hook is registered last, so it runs first."""
    return f"{HEAD}{top}app = Flask(__name__)\n{CALL}{_hook(body)}{VIEW}"


def _above(body: str, top: str = "") -> str:
    """The hook is registered first, so flask-cors has written when it runs."""
    return f"{HEAD}{top}app = Flask(__name__)\n{_hook(body)}{VIEW}\n\n{CALL}"


def _in_a_factory(body: str) -> str:
    """The hook is registered by a function that the factory calls below the setup."""
    hook = _hook(body).strip("\n").replace("\n", "\n    ")
    return (
        f"{HEAD}\ndef register(app):\n    {hook}\n\n\n"
        f"def create_app():\n    app = Flask(__name__)\n    {CALL}"
        f"    register(app)\n\n    @app.route('/items', methods=['GET', 'PUT'])\n"
        "    def items():\n        return jsonify([])\n\n    return app\n\n\napp = create_app()\n"
    )


def _helper(*branches: str) -> str:
    """The view hands its response to a function that writes one origin or another."""
    origins = ['request.headers["Origin"]', f'"{OTHER}"', '"https://c.example"']
    written = "".join(
        f"    {branch}:\n        response.headers.add('Access-Control-Allow-Origin', {origin})\n"
        for branch, origin in zip(branches, origins, strict=False)
    )
    view = VIEW.replace("return jsonify([])", "return add(jsonify([]))")
    lists = f'ORIGINS = ["{OTHER}"]\n\n\ndef add(response):\n    origin = request.headers.get("Origin", "")\n'
    return f"{HEAD}app = Flask(__name__)\n{CALL}{lists}{written}    return response\n{view}"


_BEGINS = "if any(origin.startswith(each) for each in ORIGINS)"

APPS = [
    pytest.param(_helper(_BEGINS, "else"), id="branches-of-a-helper"),
    pytest.param(_helper(_BEGINS, 'elif origin == "x"', "else"), id="more-branches-of-a-helper"),
    pytest.param(_below(CONSTANT), id="constant-below"),
    pytest.param(_below(LISTED), id="listed-below"),
    pytest.param(_below(ASKED, PREDICATE), id="function-below"),
    pytest.param(_below("    response.headers.update(HEADERS)\n", TABLE), id="table-below"),
    pytest.param(
        _below("    for name, value in HEADERS.items():\n        response.headers[name] = value\n", TABLE),
        id="loop-below",
    ),
    pytest.param(_below(STAR), id="star-below"),
    pytest.param(_below(IF_UNSET), id="if-unset-below"),
    pytest.param(_in_a_factory(LISTED), id="factory"),
    pytest.param(_above(CONSTANT), id="constant-above"),
    pytest.param(_above(LISTED), id="listed-above"),
    pytest.param(_above(STAR), id="star-above"),
    pytest.param(_above(IF_UNSET), id="if-unset-above"),
]


def _reads(source: str, origin: str) -> bool:
    names: dict[str, object] = {"__name__": "app"}
    exec(compile(source, "app.py", "exec"), names)
    app = names["app"]
    assert isinstance(app, Flask)
    client, own = app.test_client(), {"Origin": origin}
    asked = {
        **own,
        "Access-Control-Request-Method": "PUT",
        "Access-Control-Request-Headers": "content-type",
    }
    responses = [client.options("/items", headers=asked), client.put("/items", headers=own)]
    preflight, response = (Response(each.status_code, Headers.of(each.headers.items())) for each in responses)
    headers = Headers.of([("Content-Type", "application/json")])
    request = Request("http://localhost:5000/items", "PUT", headers, "include")
    return judge(Exchange(origin, request, preflight, response)).readable


@pytest.mark.parametrize("source", APPS)
def test_the_one_that_decides_is_changed(knowledge: Knowledge, source: str) -> None:
    """The page's request passes, whoever could read still can, and nobody else."""
    assert not _reads(source, PAGE)
    facts = Facts.of([Fact(name, value, "answered") for name, value in KNOWN.items()])
    files = {"app.py": TextFile("app.py", source)}
    made = plan_for((knowledge.fixes["set-up-cors"],), facts, files)
    after = next((each.after for each in made.changes), source)
    assert _reads(after, PAGE), made.problem or made.diff
    assert not _reads(after, EVIL)
    assert _reads(after, OTHER) or not _reads(source, OTHER), made.diff


_ALONE = HEAD.replace("from flask_cors import CORS\n", "") + "app = Flask(__name__)\n"
_LISTS = (
    '    response.headers["Access-Control-Allow-Methods"] = "GET, PUT"\n'
    '    response.headers["Access-Control-Allow-Headers"] = "Content-Type"\n'
    '    response.headers["Access-Control-Allow-Credentials"] = "true"\n'
)
_WRITES = f'        response.headers["Access-Control-Allow-Origin"] = "{PAGE}"\n'


@pytest.mark.parametrize(
    "condition",
    [
        'if request.method != "OPTIONS":\n',
        'if request.method == "OPTIONS":\n',
        'if request.method in ("GET", "PUT"):\n',
        'if request.method == "OPTIONS" and request.path == "/items":\n',
        'if request.method == "OPTIONS":\n        return response\n    if True:\n',
    ],
)
def test_a_header_for_some_methods(knowledge: Knowledge, condition: str) -> None:
    """The preflight and the request need it: what the hook asks of the method goes."""
    source = f"{_ALONE}{_hook(f'    {condition}{_WRITES}{_LISTS}')}{VIEW}"
    assert not _reads(source, PAGE)
    facts = Facts.of([Fact(name, value, "answered") for name, value in KNOWN.items()])
    made = plan_for((knowledge.fixes["set-up-cors"],), facts, {"app.py": TextFile("app.py", source)})
    (change,) = made.changes
    assert _reads(change.after, PAGE), made.diff
    assert not _reads(change.after, EVIL)
    assert "request.method" not in change.after
