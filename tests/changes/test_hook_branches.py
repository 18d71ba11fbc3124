"""Hooks with branches per path and origin: only the branch of the failed request changes."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from cors_wizard.changes import ChangeSet
from cors_wizard.diagnosis.planning import plan_for
from cors_wizard.facts import Fact, Facts, FactValue
from cors_wizard.facts.found import TextFile
from cors_wizard.knowledge_base import Knowledge

_PAGE, _OTHER, _ANY = "http://localhost:8000", "https://desk.example", "https://any.example"
_HEAD = (
    "from flask import Flask, jsonify, request\n\napp = Flask(__name__)\n{}\n\n\n"
    "@app.after_request\ndef add_cors(resp):\n    origin = request.headers.get('Origin')\n{}"
    "    return resp\n\n\n"
    '@app.route("/public/news")\ndef news():\n    return jsonify([])\n\n\n'
    '@app.route("/profile", methods=["GET", "PUT"])\ndef profile():\n    return jsonify({{}})\n\n\n'
    '@app.route("/partner/orders")\ndef orders():\n    return jsonify([])\n'
)
_LISTED = f'ALLOWED = {{"{_PAGE}", "{_OTHER}"}}'
_WITHOUT_PAGE = f'ALLOWED = ["{_OTHER}"]'
_STAR = '        resp.headers["Access-Control-Allow-Origin"] = "*"\n'
_PUBLIC = f'    if request.path.startswith("/public/"):\n{_STAR}'
_LIST = f"{_PUBLIC}    elif origin in ALLOWED:\n"
_ECHO = (
    '        resp.headers["Access-Control-Allow-Origin"] = origin\n'
    '        resp.headers["Access-Control-Allow-Credentials"] = {}\n'
    '        resp.headers["Access-Control-Allow-Methods"] = "GET, PUT, OPTIONS"\n'
    '        resp.headers["Access-Control-Allow-Headers"] = "Content-Type"\n'
)
_STAR_ELSE = f"    else:\n{_STAR}"
_MAP = f'PAGES = {{"/partner/": "{_OTHER}", "/profile": "http://localhost:8001"}}'
_LOOP = (
    "    for start, page in PAGES.items():\n        if request.path.startswith(start):\n"
    '            resp.headers["Access-Control-Allow-Origin"] = page\n            break\n'
)
_OF_PATH = (
    "    allowed = PAGES.get(request.path)\n    if allowed and origin in allowed:\n"
    '        resp.headers["Access-Control-Allow-Origin"] = origin\n'
)
_ASKED = f'    resp.headers["Access-Control-Allow-Origin"] = PAGES.get(request.path, "{_OTHER}")\n'
_PATHS = f'PAGES = {{"/partner/orders": ["{_OTHER}"], "/profile": ["{_OTHER}"]}}'


_ENDPOINT = _LIST.replace('request.path.startswith("/public/")', 'request.endpoint == "news"')
_REGISTERED = "app.after_request(add_cors)\n"
_CALLED = "@app.after_request\ndef finish(resp):\n    return add_cors(resp)\n"


def _plan(knowledge: Knowledge, code: str) -> ChangeSet:
    known: dict[str, FactValue] = {
        "url": "http://localhost:5000/profile",
        "origin": _PAGE,
        "method": "PUT",
        "credentials": "include",
        "request_headers": ("Content-Type: application/json", "X-CSRF-Token: 1"),
    }
    facts = Facts.of(Fact(name, value, "answered") for name, value in known.items())
    return plan_for((knowledge.fixes["set-up-cors"],), facts, {"app.py": TextFile("app.py", code)})


def _headers(code: str, path: str, origin: str) -> list[dict[str, str]]:
    """What the real app sends with a preflight and with a request."""
    known: dict[str, Any] = {"__name__": __name__}
    exec(code, known)
    app = known["app"]
    assert isinstance(app, Flask)
    client = app.test_client()
    return [
        {name: value for name, value in client.open(path, method=method, headers={"Origin": origin}).headers}
        for method in ("OPTIONS", "GET")
    ]


@pytest.mark.parametrize(
    ("constants", "hook"),
    [
        pytest.param(_LISTED, f"{_LIST}{_ECHO.format(True)}", id="listed"),
        pytest.param(_WITHOUT_PAGE, f"{_LIST}{_ECHO.format(True)}", id="unlisted"),
        pytest.param(
            _LISTED,
            f"    if origin in ALLOWED:\n{_ECHO.format(True)}{_STAR_ELSE}",
            id="everybody-else",
        ),
        pytest.param(
            _WITHOUT_PAGE,
            f"    if origin in ALLOWED:\n{_ECHO.format(repr('true'))}{_STAR_ELSE}",
            id="page-among-everybody-else",
        ),
        pytest.param("", _PUBLIC, id="public-alone"),
        pytest.param(_LISTED, f"{_ENDPOINT}{_ECHO.format(True)}", id="endpoints"),
        pytest.param(_LISTED, f"    if origin in ALLOWED:\n{_ECHO.format(True)}{_PUBLIC}", id="public-last"),
        pytest.param(_PATHS, _PUBLIC + _OF_PATH, id="lists-of-paths"),
        pytest.param(_MAP, _LOOP, id="loop-over-paths"),
        pytest.param(_MAP, _ASKED, id="page-of-a-path"),
    ],
)
def test_only_the_failed_requests_branch_changes(knowledge: Knowledge, constants: str, hook: str) -> None:
    """The page's request passes; what others get is what they got."""
    code = _HEAD.format(constants, hook)
    made = _plan(knowledge, code)
    assert made.changes, made.problem
    after = made.changes[0].after
    preflight, actual = _headers(after, "/profile", _PAGE)
    for headers in (preflight, actual):
        assert headers["Access-Control-Allow-Origin"] == _PAGE
        assert headers["Access-Control-Allow-Credentials"] == "true"
    assert "PUT" in preflight["Access-Control-Allow-Methods"]
    assert "x-csrf-token" in preflight["Access-Control-Allow-Headers"].lower()
    for path in ("/public/news", "/profile", "/partner/orders"):
        for origin in (_OTHER, _ANY):
            old, new = (_headers(each, path, origin) for each in (code, after))
            for one, other in zip(old, new, strict=True):
                name = "Access-Control-Allow-Origin"
                assert other.get(name) == one.get(name), (path, origin)
        assert all(
            other.get(name) == one.get(name)
            for one, other in zip(
                _headers(code, "/public/news", _ANY), _headers(after, "/public/news", _ANY), strict=True
            )
            for name in ("Access-Control-Allow-Origin", "Access-Control-Allow-Credentials")
        )


@pytest.mark.parametrize(
    ("constants", "hook"),
    [
        pytest.param(
            _LISTED,
            f"    if is_open(request):\n{_STAR}    elif origin in ALLOWED:\n{_ECHO.format(True)}",
            id="unknown-branch",
        ),
        pytest.param(
            "",
            f"{_PUBLIC}    elif may_read(origin):\n{_ECHO.format(True)}",
            id="unknown-list",
        ),
    ],
)
def test_what_cannot_be_followed_is_left_to_the_user(knowledge: Knowledge, constants: str, hook: str) -> None:
    """No diff; the steps say to leave the other branches as they are."""
    made = _plan(knowledge, _HEAD.format(constants, hook))
    assert not made.changes
    steps = " ".join(step.text for step in made.by_hand)
    assert "`add_cors` in app.py" in steps
    assert "leave the other branches and origins as they are" in steps


def test_a_hook_that_a_call_registers(knowledge: Knowledge) -> None:
    """It is followed as one with a decorator is."""
    code = _HEAD.format(_LISTED, f"{_LIST}{_ECHO.format(True)}").replace("@app.after_request\n", "")
    made = _plan(knowledge, f"{code}\n\n{_REGISTERED}")
    assert made.changes
    after = made.changes[0].after
    assert _headers(after, "/public/news", _ANY)[1]["Access-Control-Allow-Origin"] == "*"
    assert _headers(after, "/profile", _PAGE)[0]["Access-Control-Allow-Credentials"] == "true"


@pytest.mark.parametrize(
    "hook",
    [
        pytest.param(f"{_LIST}{_ECHO.format(True)}", id="branches"),
        pytest.param(_PUBLIC, id="one-path"),
    ],
)
def test_a_helper_with_branches_keeps_what_others_get(knowledge: Knowledge, hook: str) -> None:
    """Whether it is changed or left to the user."""
    code = _HEAD.format(_LISTED, hook).replace("@app.after_request\n", "")
    code = f"{code}\n\n{_CALLED}"
    made = _plan(knowledge, code)
    after = made.changes[0].after if made.changes else code
    for path in ("/public/news", "/profile"):
        for origin in (_OTHER, _ANY):
            allowed = [
                [each.get("Access-Control-Allow-Origin") for each in _headers(text, path, origin)]
                for text in (code, after)
            ]
            assert allowed[0] == allowed[1]
    assert made.changes or "leave the other branches" in made.by_hand[-1].text


_TABLES = (
    'OPEN = {"Access-Control-Allow-Origin": "*"}\n'
    f'OURS = {{"Access-Control-Allow-Origin": "{_PAGE}", "Access-Control-Allow-Credentials": "yes"}}'
)


@pytest.mark.parametrize(
    ("constants", "hook"),
    [
        pytest.param(
            _TABLES,
            '    resp.headers.update(OPEN if request.path.startswith("/public/") else OURS)\n',
            id="one-of-two",
        ),
        pytest.param(
            _TABLES,
            '    if request.path.startswith("/public/"):\n        resp.headers.update(OPEN)\n'
            "    else:\n        resp.headers.update(OURS)\n",
            id="branches",
        ),
        pytest.param(
            "",
            '    if request.path.startswith("/public/"):\n'
            '        resp.headers.update({"Access-Control-Allow-Origin": "*"})\n',
            id="in-the-branch",
        ),
        pytest.param(
            'OPEN = {"Access-Control-Allow-Origin": "*"}',
            '    if request.path.startswith("/public/"):\n        resp.headers.update(OPEN)\n',
            id="used-in-the-branch",
        ),
    ],
)
def test_tables_for_other_paths_stay(knowledge: Knowledge, constants: str, hook: str) -> None:
    """Tables of headers of which conditions choose one."""
    code = _HEAD.format(constants, hook)
    made = _plan(knowledge, code)
    after = made.changes[0].after if made.changes else code
    for path in ("/public/news", "/profile"):
        for origin in (_OTHER, _ANY):
            allowed = [
                [each.get("Access-Control-Allow-Origin") for each in _headers(text, path, origin)]
                for text in (code, after)
            ]
            assert allowed[0] == allowed[1]
    assert made.changes or "leave the other branches" in made.by_hand[-1].text


_ONE_HOOK = """from flask import Flask, jsonify, make_response

app = Flask(__name__)


@app.after_request
def cors(response):
    {write}
    return response


@app.route("/files/<name>", methods=["PUT", "OPTIONS"])
def files(name):
    response = make_response("", 204)
    response.headers["Access-Control-Allow-Headers"] = "Content-Type, X-Upload-Id"
    response.headers["Access-Control-Allow-Methods"] = "PUT"
    return response


@app.route("/profile", methods=["PUT"])
def profile():
    return jsonify(done=True)
"""


@pytest.mark.parametrize(
    "write",
    [
        f'response.headers["Access-Control-Allow-Origin"] = "{_PAGE}"',
        f'response.headers.add("Access-Control-Allow-Origin", "{_PAGE}")',
    ],
    ids=["assigned", "added"],
)
def test_a_views_own_list_stays(knowledge: Knowledge, write: str) -> None:
    """What the hook sends from now on is for responses that have no such header yet."""
    before = _ONE_HOOK.format(write=write)
    (change,) = _plan(knowledge, before).changes
    assert _headers(change.after, "/files/a", _PAGE)[0] == {
        **_headers(before, "/files/a", _PAGE)[0],
        "Access-Control-Allow-Credentials": "true",
    }
    preflight = _headers(change.after, "/profile", _PAGE)[0]
    assert "X-CSRF-Token" in preflight["Access-Control-Allow-Headers"]
    assert "PUT" in preflight["Access-Control-Allow-Methods"]
