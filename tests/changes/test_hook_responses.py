"""What hooks give a request, read from the code, is what the real app gives."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from cors_wizard.changes.flask_cors.other_requests import allowed_requests
from cors_wizard.changes.goal import Goal
from cors_wizard.facts import Facts
from cors_wizard.facts.found import TextFile
from cors_wizard.fetch_standard import judge
from cors_wizard.http_exchange import CredentialsMode, Exchange, Headers
from cors_wizard.http_exchange import Request as Asked
from cors_wizard.http_exchange import Response as Got

_PAGE = "http://localhost:3000"
_HEAD = "from flask import Flask, jsonify, request\n\napp = Flask(__name__)\n{}\n\n\n"
_VIEW = '@app.route("/api/items", methods=["GET", "PUT"])\ndef items():\n    return jsonify([])\n'
_ECHO = '    response.headers["Access-Control-Allow-Origin"] = request.headers.get("Origin")\n'
_ECHO += '    response.headers["Access-Control-Allow-Credentials"] = "true"\n'
_LIST = (
    '    origin = request.headers.get("Origin")\n    if origin in ALLOWED:\n'
    '        response.headers["Access-Control-Allow-Origin"] = origin\n'
    '        response.headers.add("Access-Control-Allow-Headers", "Content-Type, X-Tenant")\n'
)
_LEAVE = '    if not request.path.startswith("/api/"):\n        return response\n'
_STAR = '    response.headers["Access-Control-Allow-Origin"] = "*"\n'
_ASKED = (
    '    asked = request.headers.get("Access-Control-Request-Headers", "")\n    if asked:\n'
    '        response.headers["Access-Control-Allow-Headers"] = asked\n'
)
_PREFLIGHT = (
    f'    response.headers["Access-Control-Allow-Origin"] = "{_PAGE}"\n    if request.method == "OPTIONS":\n'
    '        response.headers["Access-Control-Allow-Methods"] = "GET, PUT"\n'
)
_BY_METHOD = f'    if request.method == "PUT":\n    {_STAR}'
_ANY = f"    if any(request.path.startswith(each) for each in OPEN):\n    {_STAR}"
_ALIAS = "    h = response.headers\n" + (_ECHO + _ASKED).replace("response.headers[", "h[")
_ALIAS_ADDS = f'    h = response.headers\n    h.add("Access-Control-Allow-Origin", "{_PAGE}")\n'
_IS_LISTED = "    if {}:\n" + "".join(f"    {line}\n" for line in _ECHO.splitlines())
_ORIGIN = 'request.headers.get("Origin", "")'
_PORT = (
    "def ours(o):\n    try:\n        return urlparse(o).port == 3000\n    except ValueError:\n        pass"
)
_METHODS = f'{_STAR}    response.headers["Access-Control-Allow-Methods"] = {{}}\n'
_NOTHING = '    response.headers["X-Frame-Options"] = "DENY"\n'


def _code(constants: str, hook: str) -> str:
    head = f"{_HEAD.format(constants)}@app.after_request\ndef cors(response):\n"
    return f"{head}{hook}    return response\n\n\n{_VIEW}"


def _goals() -> list[Goal]:
    plain = Goal(origin=_PAGE, url="http://localhost:5000/api/items", path="/api/items", method="GET")
    return [
        plain,
        Goal(plain.origin, plain.url, plain.path, "GET", with_credentials=True),
        Goal(plain.origin, plain.url, plain.path, "PUT"),
        Goal(plain.origin, plain.url, plain.path, "GET", headers=("x-tenant",), spelled=("X-Tenant",)),
    ]


def _really(code: str, goal: Goal) -> bool:
    """What a browser makes of the app's own responses."""
    known: dict[str, Any] = {"__name__": __name__}
    exec(code, known)
    app = known["app"]
    assert isinstance(app, Flask)
    client = app.test_client()
    asked = {"Origin": goal.origin, "Access-Control-Request-Method": goal.method}
    if goal.headers:
        asked["Access-Control-Request-Headers"] = ",".join(goal.headers)
    sent = {"Origin": goal.origin, **dict.fromkeys(goal.spelled, "1")}
    preflight = client.options(goal.path, headers=asked)
    response = client.open(goal.path, method=goal.method, headers=sent)
    headers = Headers.of([(name, "1") for name in goal.spelled])
    mode: CredentialsMode = "include" if goal.with_credentials else "same-origin"
    exchange = Exchange(
        goal.origin,
        Asked(goal.url, goal.method, headers, mode),
        Got(preflight.status_code, Headers.of(list(preflight.headers))),
        Got(response.status_code, Headers.of(list(response.headers))),
    )
    return judge(exchange).readable


@pytest.mark.parametrize(
    ("constants", "hook"),
    [
        pytest.param("", _ECHO, id="echo"),
        pytest.param(f'ALLOWED = ["{_PAGE}", "https://a.example"]', _LIST, id="list"),
        pytest.param('ALLOWED = {"https://a.example"}', _LIST, id="not-on-the-list"),
        pytest.param("", _LEAVE + _STAR, id="early-return"),
        pytest.param("", _LEAVE.replace("/api/", "/v1/") + _STAR, id="another-path"),
        pytest.param("", _PREFLIGHT, id="for-preflights"),
        pytest.param("", _ECHO + _ASKED, id="what-is-asked-for"),
        pytest.param("", _STAR + '    response.headers["X-Served-By"] = str(id(app))\n', id="another-header"),
        pytest.param("", _STAR + '    print("sent:", response)\n', id="a-line-for-the-log"),
        pytest.param("", _BY_METHOD, id="for-one-method"),
        pytest.param("", _ALIAS, id="by-another-name"),
        pytest.param("", _ALIAS_ADDS, id="added-by-another-name"),
        pytest.param('OPEN = ("/feed", "/api/")', _ANY, id="any-of-a-list"),
        pytest.param('OPEN = ("/feed", "/v1/")', _ANY, id="none-of-a-list"),
        pytest.param(
            "import re", _IS_LISTED.format(f're.match(r"http://\\w+:3000$", {_ORIGIN})'), id="pattern"
        ),
        pytest.param(
            f"from urllib.parse import urlparse\n{_PORT}", _IS_LISTED.format(f"ours({_ORIGIN})"), id="port"
        ),
        pytest.param(
            "def is_read():\n    return request.method in ('GET', 'OPTIONS')",
            _IS_LISTED.format("is_read()"),
            id="method-in-a-helper",
        ),
        pytest.param(
            "", _METHODS.format('"GET, PUT" if request.method == "OPTIONS" else "GET"'), id="either-of-two"
        ),
        pytest.param(
            "", '    listed = "GET"\n    listed += ", PUT"\n' + _METHODS.format("listed"), id="more"
        ),
        pytest.param(
            "",
            '    rest = {"Access-Control-Allow-Methods": "PUT"}\n'
            f'    response.headers.update({{"Access-Control-Allow-Origin": {_ORIGIN}, **rest}})\n',
            id="a-table-in-a-table",
        ),
        pytest.param(
            "NAMES = {}", f'    NAMES["Access-Control-Allow-Origin"] = "*"\n{_NOTHING}', id="no-header"
        ),
    ],
)
def test_the_code_tells_what_the_app_does(constants: str, hook: str) -> None:
    """For requests with and without credentials, with a header and with another method."""
    code = _code(constants, hook)
    files, goals = {"app.py": TextFile("app.py", code)}, _goals()
    assert allowed_requests(files, Facts(), goals) == tuple(_really(code, goal) for goal in goals)


@pytest.mark.parametrize(
    "hook",
    [
        pytest.param(
            '    if is_ours(request):\n        response.headers["Access-Control-Allow-Origin"] = "*"\n',
            id="if",
        ),
        pytest.param('    response.headers["Access-Control-Allow-Origin"] = page_of(request)\n', id="value"),
        pytest.param(f'    if request.headers.get("X-Tenant"):\n    {_STAR}', id="a-header"),
        pytest.param(f"{_STAR}    return with_headers(response)\n", id="handed-on"),
        pytest.param(
            '    listed = "GET"\n    if app.debug:\n        listed = "GET, PUT"\n'
            + _METHODS.format("listed"),
            id="set-in-a-branch",
        ),
        pytest.param(
            '    listed = ["GET"]\n    fill(listed)\n' + _METHODS.format('", ".join(listed)'), id="filled"
        ),
        pytest.param(
            f'{_STAR}    response.headers["Access-Control-Allow-Origin"] = (\n        "*" if "X" in '
            'request.headers else "null"\n    )\n',
            id="either",
        ),
        pytest.param(
            f'    if {_ORIGIN} in {{"a": str(id(app))}}.values():\n    {_STAR}', id="among-unknown-values"
        ),
        pytest.param(f"{_ALIAS_ADDS}    fill(h)\n", id="headers-handed-on"),
    ],
)
def test_what_is_not_written_out_stays_unknown(hook: str) -> None:
    """No outcome is claimed for code that isn't read."""
    code = (
        f"{_HEAD.format('')}@app.after_request\ndef cors(response):\n{hook}    return response\n\n\n{_VIEW}"
    )
    assert set(allowed_requests({"app.py": TextFile("app.py", code)}, Facts(), _goals())) == {None}
