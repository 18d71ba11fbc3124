"""What a decorator of the project's own is given gets what the page's request needs."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from cors_wizard.diagnosis.planning import plan_for
from cors_wizard.facts import Fact, Facts
from cors_wizard.facts.found import TextFile
from cors_wizard.knowledge_base import Knowledge

_KNOWN: Mapping[str, str | tuple[str, ...]] = {
    "url": "http://localhost:5000/loans",
    "origin": "http://localhost:3000",
    "method": "PUT",
    "credentials": "same-origin",
    "symptom": "header-disallowed",
    "request_headers": ("Content-Type: application/json", "X-Token: a"),
}
_DECORATOR = """from functools import update_wrapper

from flask import current_app, make_response, request


def crossdomain(origin, methods=None, headers={default}):
    if headers is not None:
        headers = {joined}

    def get_methods():
        if methods is not None:
            return ", ".join(methods)
        return current_app.make_default_options_response().headers["allow"]

    def decorator(view):
        def wrapped(*args, **kwargs):
            if request.method == "OPTIONS":
                response = current_app.make_default_options_response()
            else:
                response = make_response(view(*args, **kwargs))
            h = response.headers
            h["Access-Control-Allow-Origin"] = origin
            h["Access-Control-Allow-Methods"] = get_methods()
            if headers is not None:
                h["Access-Control-Allow-Headers"] = headers
            return response

        view.provide_automatic_options = False
        return update_wrapper(wrapped, view)

    return decorator
"""
_APP = """from flask import Flask, jsonify

from decorators import crossdomain

app = Flask(__name__)
PAGE = "http://localhost:3000"
COMMON = ["Content-Type"]
TEXT = "Content-Type"


@app.route("/books", methods=["GET", "OPTIONS"])
@crossdomain("*", headers=COMMON)
def books():
    return jsonify([])


@app.route("/loans", methods=["GET", "PUT", "OPTIONS"])
@crossdomain({given})
def loans():
    return jsonify([])
"""
_JOINED = '", ".join(headers)'


def _made(
    knowledge: Knowledge, given: str, default: str = "None", joined: str = _JOINED, **known: str
) -> str:
    texts = {
        "app.py": _APP.format(given=given),
        "decorators.py": _DECORATOR.format(default=default, joined=joined),
    }
    made = _after(knowledge, texts, known)
    assert list(made) in ([], ["app.py"])
    return "\n".join(made.values())


def _after(knowledge: Knowledge, texts: Mapping[str, str], known: Mapping[str, str]) -> dict[str, str]:
    facts = Facts.of([Fact(name, value, "answered") for name, value in {**_KNOWN, **known}.items()])
    files = {path: TextFile(path, text) for path, text in texts.items()}
    made = plan_for((knowledge.fixes["set-up-cors"],), facts, files)
    return {each.path: each.after for each in made.changes}


@pytest.mark.parametrize(
    ("given", "after"),
    [
        ('PAGE, headers=["Content-Type"]', 'PAGE, headers=["Content-Type", "X-Token"]'),
        ('PAGE, None, ["content-type"]', 'PAGE, None, ["content-type", "X-Token"]'),
        ("PAGE", 'PAGE, headers=["Content-Type", "X-Token"]'),
        ("PAGE, headers=None", 'PAGE, headers=["Content-Type", "X-Token"]'),
        ("PAGE, headers=COMMON", 'PAGE, headers=[*COMMON, "X-Token"]'),
        (
            'PAGE, methods=["GET"], headers=COMMON',
            'PAGE, methods=["GET", "PUT"], headers=[*COMMON, "X-Token"]',
        ),
    ],
)
def test_the_use_is_extended(knowledge: Knowledge, given: str, after: str) -> None:
    """The other view keeps what it has, and nothing else changes."""
    assert _made(knowledge, given) == _APP.format(given=after)


@pytest.mark.parametrize(
    ("given", "after"),
    [
        ('PAGE, headers="Content-Type"', 'PAGE, headers="Content-Type, X-Token"'),
        ("PAGE, headers=TEXT", 'PAGE, headers=TEXT + ", X-Token"'),
        ("PAGE", 'PAGE, headers="Content-Type, X-Token"'),
    ],
)
def test_a_text_stays_a_text(knowledge: Knowledge, given: str, after: str) -> None:
    """Where names aren't joined, one text has them."""
    assert _made(knowledge, given, joined="headers.upper()") == _APP.format(given=after)


def test_a_default_is_kept(knowledge: Knowledge) -> None:
    """What the decorator lists where nothing is given goes along."""
    after = 'PAGE, headers=["Accept-Version", "Content-Type", "X-Token"]'
    assert _made(knowledge, "PAGE", '("Accept-Version",)') == _APP.format(given=after)


def test_a_method(knowledge: Knowledge) -> None:
    """The same where the browser missed the method."""
    given = 'PAGE, methods=["GET"], headers=["Content-Type", "X-Token"]'
    after = given.replace('["GET"]', '["GET", "PUT"]')
    assert _made(knowledge, given, symptom="method-disallowed") == _APP.format(given=after)


_LISTING = """from functools import wraps

from flask import Flask, jsonify, make_response, request

app = Flask(__name__)


def allow(origins):
    def decorator(view):
        @wraps(view)
        def wrapped(*args, **kwargs):
            response = make_response(view(*args, **kwargs))
            if request.headers.get("Origin") in origins:
                response.headers["Access-Control-Allow-Origin"] = request.headers["Origin"]
            return response

        return wrapped

    return decorator


@app.route("/books")
@allow(["https://school.example"])
def books():
    return jsonify([])


@app.route("/loans")
@allow({given})
def loans():
    return jsonify([])


@app.route("/desks")
@allow(["https://desk.example"])
def desks():
    return jsonify([])
"""


@pytest.mark.parametrize("form", ["[{}]", "({},)", "origins=[{}]"])
def test_the_views_own_origins(knowledge: Knowledge, form: str) -> None:
    """The list of this view's decorator gets the page, not that of another view's."""
    known = {"symptom": "missing-allow-origin", "method": "GET"}
    facts = Facts.of(
        [Fact(n, v, "answered") for n, v in {**_KNOWN, **known}.items() if n != "request_headers"]
    )
    text = _LISTING.replace("{given}", form.format('"https://lib.example"'))
    made = plan_for((knowledge.fixes["set-up-cors"],), facts, {"app.py": TextFile("app.py", text)})
    after = form.format('"https://lib.example", "http://localhost:3000"').replace(",)", ")")
    assert [each.after for each in made.changes] == [_LISTING.replace("{given}", after)]


_JOINS_ORIGINS = """    if not isinstance(origin, str):
        origin = ", ".join(origin)
    if headers is not None:
"""


@pytest.mark.parametrize(
    ("given", "is_replaced"),
    [
        ('"https://lib.example"', True),
        ('["https://lib.example", PAGE]', True),
        ('"https://lib.example", ["PUT"]', True),
        ("PAGE", False),
        ("PAGE if COMMON else None", False),
    ],
)
def test_flask_corss_own_decorator_names_several(
    knowledge: Knowledge, given: str, *, is_replaced: bool
) -> None:
    """A decorator that sends one value to every page can't let one more in; one that does is left alone."""
    decorator = _DECORATOR.format(default="None", joined=_JOINED)
    files = {
        "decorators.py": decorator.replace("    if headers is not None:\n", _JOINS_ORIGINS, 1),
        "app.py": _APP.format(given=f'{given}, headers=["Content-Type", "X-Token"]'),
    }
    made = _after(knowledge, files, {"symptom": "preflight-allow-origin-mismatch"})
    changed = "".join(made.get("app.py", "").split())
    assert ("@cross_origin(" in changed) is is_replaced
    if is_replaced:
        origins = 'origins=["https://lib.example","http://localhost:3000"]'
        assert f'@cross_origin({origins},allow_headers=["Content-Type","X-Token"]' in changed
        assert changed.count("@crossdomain(") == 1


def test_the_lists_are_extended_whatever_comes_first(knowledge: Knowledge) -> None:
    """A browser names the missing credentials first, and the header only when these are there."""
    known = {"symptom": "preflight-invalid-allow-credentials", "credentials": "include"}
    texts = {
        "app.py": _APP.format(given='PAGE, headers=["Content-Type"]'),
        "decorators.py": _DECORATOR.format(default="None", joined=_JOINED),
    }
    changed = _after(knowledge, texts, known)
    assert 'PAGE, headers=["Content-Type", "X-Token"]' in changed["app.py"]
    assert 'h["Access-Control-Allow-Credentials"] = "true"' in changed["decorators.py"]
