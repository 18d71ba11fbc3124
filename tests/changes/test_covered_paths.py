"""A path that `resources=` gets for the page: what its settings give, and to whom."""

from __future__ import annotations

import ast

import pytest

from cors_wizard.diagnosis.planning import plan_for
from cors_wizard.facts import Fact, Facts
from cors_wizard.facts.found import TextFile
from cors_wizard.knowledge_base import Knowledge

_PAGE, _PARTNER = "http://localhost:3000", "https://partner.example"
_APP = "from flask import Flask\nfrom flask_cors import CORS\n\napp = Flask(__name__)\n{}\n"


def _made(knowledge: Knowledge, lines: str, path: str, credentials: str) -> str:
    """The file as it becomes."""
    facts = {"origin": _PAGE, "url": f"http://localhost:5000{path}", "credentials": credentials}
    known = Facts.of([Fact(name, value, "answered") for name, value in facts.items()])
    files = {"app.py": TextFile("app.py", _APP.format(lines))}
    made = plan_for((knowledge.fixes["set-up-cors"],), known, files)
    assert made.changes, made.problem
    return made.changes[0].after


def _settings(knowledge: Knowledge, lines: str, path: str, credentials: str = "omit") -> object:
    """The settings that the path gets, as they are written."""
    tree = ast.parse(_made(knowledge, lines, path, credentials))
    given = [node for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg == "resources"]
    assert isinstance(given[0].value, ast.Dict)
    return ast.unparse(given[0].value.values[-1])


@pytest.mark.parametrize(
    ("lines", "path", "expected"),
    [
        pytest.param(
            f'CORS(app, resources={{"/a/*": {{"origins": ["{_PAGE}"], "supports_credentials": True}}}})',
            "/b/c",
            f"{{'origins': ['{_PAGE}']}}",
            id="credentials-that-it-does-not-send",
        ),
        pytest.param(
            f'CORS(app, resources={{"/a/*": {{"supports_credentials": True, "origins": ["{_PAGE}"],'
            ' "allow_private_network": True}})',
            "/b/c",
            f"{{'origins': ['{_PAGE}']}}",
            id="several-rights",
        ),
        pytest.param(
            f'OWN = {{"origins": ["{_PAGE}"], "supports_credentials": True}}\n'
            'CORS(app, resources={"/a/*": OWN})',
            "/b/c",
            f"{{'origins': ['{_PAGE}']}}",
            id="a-shared-table",
        ),
        pytest.param(
            f'CORS(app, resources={{"/a/*": {{"origins": ["{_PAGE}", "{_PARTNER}"], "max_age": 60}}}})',
            "/b/c",
            f"{{'origins': ['{_PAGE}']}}",
            id="another-site-of-another-part",
        ),
        pytest.param(
            f'CORS(app, resources={{"/api/v1/*": {{"origins": ["{_PAGE}", "{_PARTNER}"], "max_age": 60}}}})',
            "/api/v2/c",
            f"{{'origins': ['{_PAGE}']}}",
            id="another-site-of-another-version",
        ),
        pytest.param(
            f'CORS(app, resources={{"/api/v1/*": {{"origins": ["{_PAGE}", "{_PARTNER}"]}}, '
            f'"/api/users": {{"origins": ["{_PAGE}"], "max_age": 60}}}})',
            "/api/v2/c",
            f"{{'origins': ['{_PAGE}'], 'max_age': 60}}",
            id="a-neighbor-that-is-the-page-s-alone",
        ),
    ],
)
def test_a_path_gets_what_its_request_needs(
    knowledge: Knowledge, lines: str, path: str, expected: str
) -> None:
    """Neither another path's credentials nor its other sites."""
    assert _settings(knowledge, lines, path) == expected


def test_credentials_that_the_request_sends(knowledge: Knowledge) -> None:
    """They are kept where the page sends them."""
    lines = f'CORS(app, resources={{"/a/*": {{"origins": ["{_PAGE}"], "supports_credentials": True}}}})'
    expected = f"{{'origins': ['{_PAGE}'], 'supports_credentials': True}}"
    assert _settings(knowledge, lines, "/b/c", "include") == expected


_ROUTES = "\n\n@app.get({!r})\ndef one(item=0): return []\n\n@app.get({!r})\ndef two(): return []\n"


@pytest.mark.parametrize(
    ("pattern", "routes", "path", "expected"),
    [
        pytest.param("/tasks/*", ("/api/tasks/", "/api/report"), "/api/tasks/", "/api/tasks/*", id="prefix"),
        pytest.param("/x/*", ("/api/one", "/api/two"), "/api/one", "/api/one", id="not-its-neighbor"),
        pytest.param("/x/*", ("/api/one/<item>", "/api/two"), "/api/one/7", "/api/one/*", id="all-below"),
        pytest.param("/x/*", ("/api/<item>", "/api/two"), "/api/7", "/api/[^/]+$", id="a-variable-part"),
        pytest.param("/x/*", ("/api/one", "/b"), "/api/one", "/api/*", id="nobody-else-there"),
        pytest.param("/api/two", ("/api/one", "/b"), "/api/one", "/api/one", id="a-pattern-is-there"),
    ],
)
def test_a_pattern_opens_no_other_route(
    knowledge: Knowledge, pattern: str, routes: tuple[str, str], path: str, expected: str
) -> None:
    """The pattern is as wide as the others are, unless a route that no page calls is below it."""
    lines = f'CORS(app, resources={{"{pattern}": {{"origins": ["{_PAGE}"]}}}}){_ROUTES.format(*routes)}'
    made = _made(knowledge, lines, path, "omit")
    given = [node for node in ast.walk(ast.parse(made)) if isinstance(node, ast.Dict)]
    assert ast.unparse(given[0].keys[-1] or given[0]) == repr(expected)


@pytest.mark.parametrize(
    ("before", "after"),
    [('"/back/a/*"', '"/a/*"'), ('r"^/back/a/.*"', 'r"^/a/.*"')],
    ids=["plain", "pattern"],
)
def test_a_mounted_app_never_sees_the_path_of_its_mount(
    knowledge: Knowledge, before: str, after: str
) -> None:
    """Such a pattern matches nothing, so nothing is kept of it."""
    mounted = (
        "\n\n@app.get('/a/b')\ndef b(): return []\n\n\nfrom werkzeug.middleware.dispatcher import "
        "DispatcherMiddleware\nwhole = DispatcherMiddleware(None, {'/back': app})"
    )
    lines = f'CORS(app, resources={{{{{before}: {{{{"origins": ["{_PAGE}"]}}}}}}}}){mounted}'
    made = _made(knowledge, lines.replace("{{", "{").replace("}}", "}"), "/back/a/b", "omit")
    assert f'resources={{{after}: {{"origins": ["{_PAGE}"]}}}}' in made
