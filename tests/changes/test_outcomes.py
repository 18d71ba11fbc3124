"""No fix changes what another route, origin or request is allowed unless that is said: held against Flask."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cors_wizard.changes import ChangeSet
from cors_wizard.changes.goal import goal_of
from cors_wizard.changes.outcomes import Asked, Comparison, compare
from cors_wizard.changes.project import Project
from cors_wizard.diagnosis.planning import plan_for
from cors_wizard.facts import Fact, Facts
from cors_wizard.facts.found import TextFile
from cors_wizard.fetch_standard import judge
from cors_wizard.http_exchange import Exchange, Headers, Request, Response
from cors_wizard.knowledge_base import load_knowledge

_PAGE = "http://localhost:3000"
_ORIGINS = (_PAGE, "https://a.example", "https://b.example", "https://stranger.example", "null")
_NAMED = _ORIGINS[:3]
_HEAD = """import re

from flask import Blueprint, Flask, request
from flask_cors import CORS, cross_origin

PAGES = ["https://a.example"]
app = Flask(__name__)
bp = Blueprint("bp", __name__, url_prefix="/api")
"""
_TAIL = "app.register_blueprint(bp)\n"
_LISTS = st.sampled_from(
    [
        *('"*"', '["https://a.example"]', "PAGES", '["https://a.example", "https://b.example"]'),
        *('[re.compile(r"^https://[ab]\\.example$")]', f'["{_PAGE}/", "https://b.example"]'),
    ]
)
_MORE = st.sampled_from(
    ["", "supports_credentials=True", 'methods=["GET"]', 'allow_headers=["X-A"]', "send_wildcard=True"]
)
_PATHS = st.sampled_from(['r"/api/*"', 'r"/api/items"', 'r"/other"', 'r"/api/feed"', 'r"/*"'])


@st.composite
def _options(draw: st.DrawFn) -> str:
    more = draw(_MORE)
    return f"origins={draw(_LISTS)}" + (f", {more}" if more else "")


@st.composite
def _setup(draw: st.DrawFn) -> str:
    kind = draw(st.sampled_from(["app", "paths", "blueprint", "hook", "none", "none"]))
    if kind == "app":
        return f"CORS(app, {draw(_options())})\n"
    if kind == "paths":
        paths = draw(st.lists(_PATHS, min_size=1, max_size=3, unique=True))
        table = ", ".join(f"{path}: {{'origins': {draw(_LISTS)}}}" for path in paths)
        return f"CORS(app, resources={{{table}}})\n"
    if kind == "blueprint":
        return f"CORS(bp, {draw(_options())})\n"
    if kind == "hook":
        return (
            "@app.after_request\ndef add(response):\n    origin = request.headers.get('Origin')\n"
            "    if origin in PAGES:\n        response.headers['Access-Control-Allow-Origin'] = origin\n"
            "    return response\n"
        )
    return ""


@st.composite
def _route(draw: st.DrawFn, owner: str, rule: str, name: str) -> str:
    decorator = draw(st.sampled_from(["", "", f"@cross_origin({draw(_options())})\n"]))
    return f"@{owner}.route('{rule}', methods=['GET', 'PUT'])\n{decorator}def {name}():\n    return 'x'\n"


@st.composite
def _apps(draw: st.DrawFn) -> str:
    """An app that runs: three routes, each with settings of its own or of the app."""
    routes = [
        draw(_route("bp", "/items", "items")),
        draw(_route("bp", "/feed", "feed")),
        draw(_route("app", "/other", "other")),
    ]
    return "".join((_HEAD, draw(_setup()), "\n\n", "\n\n".join(routes), "\n\n", _TAIL))


_REQUESTS = st.fixed_dictionaries(
    {
        "method": st.sampled_from(["GET", "PUT"]),
        "credentials": st.sampled_from(["omit", "include"]),
        "request_headers": st.sampled_from([(), ("Authorization: x",)]),
        "url": st.sampled_from(["http://localhost:5000/api/items", "http://localhost:5000/other"]),
    }
)


def _facts(request: Mapping[str, str | tuple[str, ...]]) -> Facts:
    known = {"origin": _PAGE, "symptom": "missing-allow-origin", **request}
    return Facts.of([Fact(name, value, "answered") for name, value in known.items()])


def _planned(files: Mapping[str, str], facts: Facts, fix: str = "set-up-cors") -> ChangeSet:
    texts = {path: TextFile(path, text) for path, text in files.items()}
    return plan_for((load_knowledge().fixes[fix],), facts, texts)


def _real(source: str) -> dict[Asked, bool]:
    """What the app itself allows, request by request."""
    names: dict[str, object] = {"__name__": "app"}
    exec(compile(source, "app.py", "exec"), names)
    app = names["app"]
    assert isinstance(app, Flask)
    return {each: _passes(app, each) for each in _requests()}


def _requests() -> Iterator[Asked]:
    for rule, origin, with_credentials in product(
        ("/api/items", "/api/feed", "/other"), _ORIGINS, (False, True)
    ):
        yield Asked(rule, origin, "GET", with_credentials)
        yield Asked(rule, origin, "PUT", with_credentials, ("content-type",))


def _passes(app: Flask, asked: Asked) -> bool:
    client = app.test_client()
    own = {"Origin": asked.origin}
    preflight = {**own, "Access-Control-Request-Method": asked.method}
    if asked.headers:
        preflight["Access-Control-Request-Headers"] = ",".join(asked.headers)
    first = client.options(asked.rule, headers=preflight)
    then = client.open(asked.rule, method=asked.method, headers=own)
    request = Request(
        f"http://api.invalid{asked.rule}",
        asked.method,
        Headers.of((name, "application/json") for name in asked.headers),
        "include" if asked.with_credentials else "omit",
    )
    preflight_response, response = (
        Response(each.status_code, Headers.of(each.headers.items())) for each in (first, then)
    )
    return judge(Exchange(asked.origin, request, preflight_response, response)).readable


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(source=_apps(), request=_REQUESTS)
def test_what_changes_for_others_is_known(source: str, request: dict[str, str]) -> None:
    """Whatever the real app allows no longer, or to one more, is in what the notes are made of."""
    made = _planned({"app.py": source}, _facts(request))
    if not made.changes:
        return
    was, now = _real(source), _real(next(each.after for each in made.changes if each.path == "app.py"))
    compared = made.compared
    assert compared is not None
    unknown = {(each.rule, each.origin) for each in compared.unknown}
    for asked in (each for each in was if was[each] is not now[each]):
        known = compared.gained if now[asked] else compared.lost
        assert asked in known or (asked.rule, asked.origin) in unknown, (asked, made.diff)
        assert now[asked] is False or asked.origin in _NAMED or was[asked.plainly], (asked, made.diff)
        assert not (asked.origin == _PAGE and now[asked] is False), (asked, made.diff)


_DECORATED = (
    _HEAD
    + """

@bp.route("/items", methods=["GET", "PUT"])
@cross_origin(origins="*", methods=["GET"])
def items():
    return "x"


app.register_blueprint(bp)
"""
)


def _compared(before: str, after: str, **known: str) -> Comparison:
    facts = _facts(known)
    old, new = (
        Project({"app.py": TextFile("app.py", each)}, goal_of(facts), facts=facts) for each in (before, after)
    )
    return compare(old, new)


def test_a_stranger_that_could_read_may_send_more() -> None:
    """What was open to everyone stays open, and the page is not kept out for it: the notes say so."""
    found = _compared(_DECORATED, _DECORATED.replace('["GET"])\ndef', '["GET", "PUT"])\ndef'))
    assert not found.strangers
    assert {each.method for each in found.widened} == {"PUT"}


def test_a_stranger_that_reads_more_is_seen() -> None:
    """On any route, not on the page's alone."""
    before = _DECORATED.replace('origins="*"', 'origins=["https://a.example"]')
    found = _compared(before, _DECORATED, url="http://localhost:5000/other")
    assert {(each.rule, each.origin) for each in found.strangers} >= {("/api/items", "null")}


def test_a_page_that_loses_is_seen() -> None:
    """Where everyone loses the same, that is one thing; a page that was named is another."""
    listed = _DECORATED.replace('origins="*"', 'origins=["https://a.example", "https://b.example"]')
    assert {each.origin for each in _compared(listed, listed.replace('"https://a.example", ', "")).taken} == {
        "https://a.example"
    }
    assert not _compared(_DECORATED, listed).taken


def test_credentials_for_everyone_are_read_as_they_are() -> None:
    """flask-cors sends every origin back: what nobody should have is lost, and said."""
    everyone = _DECORATED.replace('methods=["GET"]', "supports_credentials=True")
    listed = everyone.replace('origins="*"', f'origins=["{_PAGE}"]')
    lost = _compared(everyone, listed).lost
    assert any(each.origin == "null" and each.with_credentials for each in lost)


def test_a_hook_that_serves_other_routes_goes_on() -> None:
    """Where flask-cors has written the header it leaves it alone, and elsewhere nobody loses anything."""
    source = (
        _HEAD
        + """
@app.after_request
def add(response):
    if request.headers.get("Origin") in PAGES:
        response.headers["Access-Control-Allow-Origin"] = request.headers["Origin"]
    return response


@bp.route("/items", methods=["GET", "PUT"])
@cross_origin(origins=[re.compile(r"^https://[ab].example$")])
def items():
    return "x"


@bp.route("/feed")
def feed():
    return "x"


app.register_blueprint(bp)
"""
    )
    known = {"url": "http://localhost:5000/api/items", "method": "PUT", "credentials": "omit"}
    made = _planned({"app.py": source}, _facts(known)).changes[0]
    assert (
        'response.headers.setdefault("Access-Control-Allow-Origin", request.headers["Origin"])' in made.after
    )
    was, now = _real(source), _real(made.after)
    gained = {each for each in was if now[each] and not was[each]}
    assert {each for each in was if was[each]} <= {each for each in now if now[each]}
    assert {(each.rule, each.origin) for each in gained} == {("/api/items", _PAGE)}


_TWO_VIEWS = (
    _HEAD
    + """

@app.get("/other")
{first}def other():
    return []


@app.put("/other")
{second}def change():
    return {{}}
"""
)
_LISTED = '@cross_origin(origins=["https://a.example"])\n'


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(_LISTED, _LISTED, id="both-decorated"),
        pytest.param(
            _LISTED.replace("])", '], methods=["GET"])'), _LISTED, id="the-first-for-its-own-method"
        ),
        pytest.param("", _LISTED, id="the-first-not-decorated"),
    ],
)
def test_the_preflight_meets_the_first_view_of_the_route(first: str, second: str) -> None:
    """Whatever method it asks for: that view's decorator has to let the request pass, too."""
    source = _TWO_VIEWS.format(first=first, second=second)
    known = {"url": "http://localhost:5000/other", "method": "PUT", "credentials": "omit"}
    made = _planned({"app.py": source}, _facts(known)).changes[0].after
    asked = Asked("/other", _PAGE, "PUT", False)
    names: dict[str, object] = {"__name__": "app"}
    exec(compile(made, "app.py", "exec"), names)
    app = names["app"]
    assert isinstance(app, Flask)
    assert _passes(app, asked), made
    assert not _passes(app, Asked("/other", "https://stranger.example", "PUT", False))
