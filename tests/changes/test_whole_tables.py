"""Headers and settings that the code writes by whole tables: helpers of hooks, loops, comprehensions."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from cors_wizard.changes import ChangeSet
from cors_wizard.diagnosis.planning import plan_for
from cors_wizard.facts import Fact, Facts, FactValue
from cors_wizard.facts.found import TextFile
from cors_wizard.fetch_standard import judge
from cors_wizard.http_exchange import Exchange, Headers, Request, Response
from cors_wizard.knowledge_base import Knowledge

PAGE, OTHER, EVIL = "http://localhost:5173", "https://desk.example", "http://localhost:5173.evil.example"
KNOWN: dict[str, FactValue] = {
    "url": "http://localhost:5000/shop/cart",
    "origin": PAGE,
    "method": "PUT",
    "credentials": "include",
    "request_headers": ("Content-Type: application/json", "X-Tenant: 1"),
}
HEAD = "from flask import Flask, jsonify, request\n"
VIEWS = (
    '\n\n@app.route("/shop/cart", methods=["GET", "PUT"])\ndef cart():\n    return jsonify([])\n\n\n'
    '@app.route("/metrics")\ndef metrics():\n    return "1"\n'
)
TABLE = (
    "CORS_HEADERS = {\n"
    '    "Access-Control-Allow-Credentials": "true",\n'
    '    "Access-Control-Allow-Methods": "GET, POST",\n'
    '    "Access-Control-Allow-Headers": "Content-Type",\n'
    '    "X-Frame-Options": "DENY",\n'
    "}\n"
)
ALLOWED = f'ALLOWED = ("{OTHER}", "{PAGE}")\n'
WITHOUT_PAGE = f'ALLOWED = ("{OTHER}",)\n'
ORIGIN = 'resp.headers["Access-Control-Allow-Origin"] = origin\n'
ASKED = 'request.headers.get("Origin")'
APP = "app = Flask(__name__)\n"
HOOK = "\n\n@app.after_request\ndef add_cors(resp):\n"
UPDATE = f"    origin = {ASKED}\n    if origin in ALLOWED:\n        {ORIGIN}        {{}}\n    return resp\n"
LOOP = "for name, value in CORS_HEADERS.items():\n            resp.headers[name] = value"
HELPER = (
    "\n\ndef with_cors(resp, origin, extra=CORS_HEADERS):\n    if origin in ALLOWED:\n"
    f"        {ORIGIN}        resp.headers.update(extra)\n    return resp\n"
)
CONDITION = (
    "\n\ndef write(resp, origin):\n"
    f"    {ORIGIN}    resp.headers.update(CORS_HEADERS)\n"
    f'{HOOK}    if request.path.startswith("/shop/"):\n'
    f"        origin = {ASKED}\n        if origin in ALLOWED:\n            write(resp, origin)\n"
    "    return resp\n"
)
HOOKS = {
    "update": HOOK + UPDATE.format("resp.headers.update(CORS_HEADERS)"),
    "extend": HOOK + UPDATE.format("resp.headers.extend(CORS_HEADERS)"),
    "loop": HOOK + UPDATE.format(LOOP),
    "helper": f"{HELPER}{HOOK}    return with_cors(resp, {ASKED})\n",
    "helper-by-name": f"{HELPER}{HOOK}    resp = with_cors(resp=resp, origin={ASKED})\n    return resp\n",
    "helper-behind-a-condition": CONDITION,
    "helper-of-a-helper": f"{HELPER}\n\ndef finish(response):\n    with_cors(response, {ASKED})\n{HOOK}"
    "    finish(resp)\n    return resp\n",
}


def _hook(hook: str, origins: str) -> str:
    return HEAD + ALLOWED.replace(ALLOWED, origins) + TABLE + APP + hook + VIEWS


EXTENSION = (
    "\n\nclass Pages:\n    def __init__(self, app=None, *, origins=None):\n"
    "        self.origins = origins or []\n        if app is not None:\n            self.init_app(app)\n\n"
    "    def init_app(self, app):\n        app.after_request(self._send)\n\n"
    "    def _send(self, resp):\n"
    f"        origin = {ASKED}\n        if origin in self.origins:\n"
    f"            {ORIGIN}            resp.headers.update(CORS_HEADERS)\n        return resp\n\n\n"
)
PREVIEWS = (
    'import re\n\nPREVIEWS = re.compile(r"https://shop-[a-z]+\\.example")\n'
    f"{APP}{HOOK}    origin = {ASKED}\n    if PREVIEWS.fullmatch(origin):\n        {ORIGIN}"
    '        resp.headers["Access-Control-Allow-Methods"] = "PUT"\n'
    '        resp.headers["Access-Control-Allow-Headers"] = "Content-Type, X-Tenant"\n    return resp\n'
)
SETUPS = {
    "comprehension": f'ORIGINS = ["{OTHER}"]\n{APP}'
    'CORS(app, resources={rf"/{p}/*": {"origins": ORIGINS} for p in ("auth", "shop")})\n',
    "comprehension-of-a-table": f'API = {{"/auth/*": ["{OTHER}"], "/shop/*": ["{OTHER}"]}}\n{APP}'
    'CORS(app, resources={path: {"origins": origins} for path, origins in API.items()})\n',
    "comprehension-of-settings": f'API = {{"/auth/*": {{"origins": ["{OTHER}"]}}, '
    f'"/shop/*": {{"origins": ["{OTHER}"]}}}}\n{APP}'
    "CORS(app, resources={path: settings for path, settings in API.items()})\n",
    "from-keys": f'{APP}PATHS = ["/auth/*", "/shop/*"]\n'
    f'CORS(app, resources=dict.fromkeys(PATHS, {{"origins": ["{OTHER}"]}}))\n',
    "list-comprehension": f'{APP}CORS(app, resources=[f"/{{p}}/*" for p in ("auth", "shop")], '
    f'origins=["{OTHER}"])\n',
}


def _plan(knowledge: Knowledge, code: str, **more: FactValue) -> ChangeSet:
    facts = Facts.of(Fact(name, value, "answered") for name, value in {**KNOWN, **more}.items())
    return plan_for((knowledge.fixes["set-up-cors"],), facts, {"app.py": TextFile("app.py", code)})


def _reads(code: str, origin: str, path: str = "/shop/cart") -> bool:
    """What a browser makes of the real app's responses."""
    known: dict[str, Any] = {"__name__": __name__}
    exec(code, known)
    app = known["app"]
    assert isinstance(app, Flask)
    client, sent = app.test_client(), {"content-type": "application/json", "x-tenant": "1"}
    asked = {
        "Origin": origin,
        "Access-Control-Request-Method": "PUT",
        "Access-Control-Request-Headers": "content-type,x-tenant",
    }
    preflight = client.options(path, headers=asked)
    actual = client.put(path, headers={"Origin": origin, **sent})
    request = Request(f"http://localhost:5000{path}", "PUT", Headers.of(sent.items()), "include")
    first, last = (Response(each.status_code, Headers.of(list(each.headers))) for each in (preflight, actual))
    return judge(Exchange(origin, request, first, last)).readable


def _check(made: ChangeSet, code: str) -> str:
    assert made.changes, made.problem
    (change,) = made.changes
    assert not _reads(code, PAGE)
    assert _reads(change.after, PAGE), made.diff
    assert not _reads(change.after, EVIL), made.diff
    return change.after


@pytest.mark.parametrize("origins", [ALLOWED, WITHOUT_PAGE], ids=["listed", "unlisted"])
@pytest.mark.parametrize("hook", HOOKS.values(), ids=HOOKS)
def test_the_table_is_extended_where_it_is(knowledge: Knowledge, hook: str, origins: str) -> None:
    """No second line beside a table that writes the same header after it."""
    code = _hook(hook, origins)
    made = _plan(knowledge, code)
    after = _check(made, code)
    assert after.count("Access-Control-Allow-Methods") == 1, made.diff
    assert '"X-Frame-Options": "DENY"' in after
    assert OTHER in after
    assert not _plan(knowledge, after).changes


@pytest.mark.parametrize("origins", [f'["{OTHER}"]', f'["{OTHER}", "{PAGE}"]'], ids=["unlisted", "listed"])
@pytest.mark.parametrize("made", ["Pages(app, origins={})", "Pages(origins={}).init_app(app)"])
def test_an_extension_of_the_project_s_own(knowledge: Knowledge, made: str, origins: str) -> None:
    """Its list is what its one call gives it, not the default of `__init__`."""
    code = f"{HEAD}{TABLE}{EXTENSION}{APP}{made.format(origins)}\n{VIEWS}"
    plan = _plan(knowledge, code)
    after = _check(plan, code)
    assert after.count("Allow-Origin") == 1, plan.diff
    assert OTHER in after


def test_what_a_pattern_lets_in_gets_no_cookies(knowledge: Knowledge) -> None:
    """Anyone may have an origin that it matches."""
    code = HEAD + PREVIEWS + VIEWS
    after = _check(_plan(knowledge, code), code)
    assert not _reads(after, "https://shop-any.example")


@pytest.mark.parametrize("setup", SETUPS.values(), ids=SETUPS)
def test_paths_that_are_made_by_a_comprehension(knowledge: Knowledge, setup: str) -> None:
    """What gives every path its settings is what changes."""
    code = f"{HEAD}from flask_cors import CORS\n\n{setup}{VIEWS}"
    made = _plan(knowledge, code)
    after = _check(made, code)
    assert OTHER in after, made.diff
    assert not _reads(after, PAGE, "/metrics")
    assert after.count(" for ") == code.count(" for ")
    assert not _plan(knowledge, after).changes


def test_a_table_for_the_response_itself(knowledge: Knowledge) -> None:
    """Only the preflight's lists get longer, also where a platform hands the request to a function."""
    code = (
        "import functions_framework\n\n\n@functions_framework.http\ndef hello(request):\n"
        '    if request.method == "OPTIONS":\n'
        '        headers = {\n            "Access-Control-Allow-Origin": "*",\n'
        '            "Access-Control-Allow-Headers": "Content-Type",\n        }\n'
        '        return "", 204, headers\n'
        '    headers = {"Access-Control-Allow-Origin": "*"}\n    return "Hello", 200, headers\n'
    )
    known: dict[str, FactValue] = {
        "url": "http://localhost:8080/",
        "origin": PAGE,
        "method": "GET",
        "request_headers": ("X-Tenant: 1",),
    }
    facts = Facts.of([Fact(name, value, "answered") for name, value in known.items()])
    made = plan_for((knowledge.fixes["set-up-cors"],), facts, {"main.py": TextFile("main.py", code)})
    after = code.replace('"Content-Type"', '"Content-Type, X-Tenant"')
    assert [each.after for each in made.changes] == [after], made.problem
