"""The code of a fix's step below the app: the changed file is run with Flask itself."""

from __future__ import annotations

from types import ModuleType

import pytest
from flask import Flask

from cors_wizard.facts import FactValue
from cors_wizard.knowledge_base import Knowledge
from tests.changes.test_plan import _after, _plan

ONE_FILE = (
    "from flask import Flask\n\napp = Flask(__name__)\n\n\n"
    "@app.get('/a')\ndef a():\n    return {}['b']\n\n\n@app.get('/b')\ndef b():\n    return 'b'\n"
)
FACTORY = (
    "import flask\n\n\ndef create_app():\n\tapp = flask.Flask(__name__)\n\tapp.config['A'] = 1\n"
    "\t@app.get('/a')\n\tdef a():\n\t\treturn {}['b']\n"
    "\t@app.get('/b')\n\tdef b():\n\t\treturn 'b'\n\treturn app\n"
)
WITH = "CORS(app, origins=['http://localhost:5173'], supports_credentials=True)\n"
WITHOUT = "CORS(app, origins=['http://localhost:5173'])\n"
URL, PAGE = "http://localhost:5000/a", "http://localhost:5173"


def _changed(knowledge: Knowledge, fix: str, text: str, **facts: FactValue) -> str:
    made = _plan(knowledge, fix, {"app.py": text}, url=URL, origin=PAGE, **facts)
    assert made.changes, made.problem
    return _after(made)["app.py"]


def _app(text: str) -> Flask:
    module = ModuleType("changed")
    exec(compile(text, "app.py", "exec"), module.__dict__)
    app = module.create_app() if hasattr(module, "create_app") else module.app
    assert isinstance(app, Flask)
    return app


@pytest.mark.parametrize("text", [ONE_FILE, FACTORY], ids=["one-file", "factory"])
def test_an_error_is_readable(knowledge: Knowledge, text: str) -> None:
    """In debug mode too; other responses are as they were, and nothing is written twice."""
    after = _changed(knowledge, "mend-the-view", text, status=500)
    app = _app(after)
    app.debug = True
    client = app.test_client()
    assert (client.get("/a").status_code, client.get("/a").json) == (500, {"error": "KeyError"})
    assert (client.get("/b").text, client.get("/nowhere").status_code) == ("b", 404)
    assert not _plan(knowledge, "mend-the-view", {"app.py": after}, url=URL, status=500).changes


def test_in_the_style_of_the_file(knowledge: Knowledge) -> None:
    """Tabs and single quotes as in the file; the standard library's imports come first."""
    after = _changed(knowledge, "answer-401-to-scripts", FACTORY)
    assert '"' not in after
    assert not [line for line in after.split("\n") if line.startswith(" ")]
    assert after.startswith("from urllib.parse import urlsplit\n") or after.index("urlsplit") < after.index(
        "def create_app"
    )
    assert "flask.request" in after or "import request" in after


def test_a_handler_that_is_there_stays(knowledge: Knowledge) -> None:
    """A second one for the same errors would silence the first."""
    text = ONE_FILE.replace(
        "\n\n\n@app.get('/a')",
        "\n\n\n@app.errorhandler(Exception)\ndef mine(e):\n    return 'x', 500\n\n\n@app.get('/a')",
    )
    made = _plan(knowledge, "mend-the-view", {"app.py": text}, url=URL, origin=PAGE, status=500)
    assert not made.changes
    assert "own handler" in made.problem


_WRITE = f'response.headers["Access-Control-Allow-Origin"] = "{PAGE}"\n'
_BY_HAND = (
    "from functools import wraps\n\nfrom flask import Flask, make_response\n\napp = Flask(__name__)\n\n\n"
)
_OTHER = "\n\n@app.get('/b')\ndef b():\n    return 'b'\n"


def test_errors_of_a_view_that_writes_its_headers(knowledge: Knowledge) -> None:
    """What the handler returns doesn't pass the view: the path gets a CORS setup."""
    made = 'response = make_response({}["x"])'
    view = f'@app.get("/a")\ndef a():\n    {made}\n    {_WRITE}    return response\n'
    after = _changed(knowledge, "mend-the-view", f"{_BY_HAND}{view}{_OTHER}", status=500)
    client = _app(after).test_client()
    error = client.get("/a", headers={"Origin": PAGE})
    assert error.status_code == 500
    assert error.headers.getlist("Access-Control-Allow-Origin") == [PAGE]
    assert "Access-Control-Allow-Origin" not in client.get("/b", headers={"Origin": PAGE}).headers


def test_a_handler_passes_no_decorator_of_the_apps_own(knowledge: Knowledge) -> None:
    """It would change nothing, so it isn't offered; other views may share the decorator."""
    wrapper = (
        "def share(view):\n    @wraps(view)\n    def wrapper(*args, **kwargs):\n"
        f"        response = make_response(view(*args, **kwargs))\n        {_WRITE}"
        "        return response\n    return wrapper\n\n\n"
    )
    text = f'{_BY_HAND}{wrapper}@app.get("/a")\n@share\ndef a():\n    return {{}}["x"]\n{_OTHER}'
    made = _plan(knowledge, "mend-the-view", {"app.py": text}, url=URL, origin=PAGE, status=500)
    assert not made.changes
    assert "after_request" in made.problem


def test_who_may_frame_it(knowledge: Knowledge) -> None:
    """The page's origin, in place of a header that forbids it."""
    deny = "response.headers['X-Frame-Options'] = 'DENY'"
    hook = f"@app.after_request\ndef deny(response):\n    {deny}\n    return response\n"
    text = f"{ONE_FILE}\n\n{hook}"
    response = _app(_changed(knowledge, "allow-framing", text)).test_client().get("/b")
    assert response.headers["Content-Security-Policy"] == f"frame-ancestors 'self' {PAGE}"
    assert "X-Frame-Options" not in response.headers


def test_the_response_depends_on_the_origin(knowledge: Knowledge) -> None:
    """Beside what it depends on already."""
    after = _changed(knowledge, "vary-by-origin", ONE_FILE)
    assert _app(after).test_client().get("/b").headers["Vary"] == "Origin"


def test_no_handler_where_the_line_that_raises_is_known(knowledge: Knowledge) -> None:
    """That line is what has to be fixed; a handler for every error is not put into the app for it."""
    text = "from flask import Flask\n\napp = Flask(__name__)\n"
    raised = {"raised": "KeyError: 'sales'", "raised_at": "app.py:7"}
    made = _plan(knowledge, "mend-the-view", {"app.py": text}, url=URL, origin=PAGE, status=500, **raised)
    assert not made.changes


@pytest.mark.parametrize("fix", ["mend-the-view", "answer-401-to-scripts", "vary-by-origin"])
def test_nothing_without_the_app(knowledge: Knowledge, fix: str) -> None:
    """Where no file makes the app there is nothing to put it below."""
    assert not _plan(knowledge, fix, {"views.py": "def a():\n    return 1\n"}, url=URL, status=500).changes


@pytest.mark.parametrize(
    ("setups", "winner", "kind"),
    [
        pytest.param(
            f"{WITH}{WITHOUT}",
            "app.py:6",
            "two-app-setups",
            id="two-of-the-app",
        ),
        pytest.param(
            f"{WITH}\n\n@app.route('/a')\n@cross_origin()\ndef a():\n    return ''\n",
            "app.py:9",
            "decorator-over-app",
            id="decorator",
        ),
    ],
)
def test_one_setup_is_kept(knowledge: Knowledge, setups: str, winner: str, kind: str) -> None:
    """The one that allows the request."""
    start = "from flask import Flask\nfrom flask_cors import CORS, cross_origin\n\napp = Flask(__name__)\n"
    text = f"{start}{setups}"
    facts = {"credentials": "include", "winning_setup": winner, "overridden_setup": kind}
    after = _changed(knowledge, "remove-the-other-setup", text, **facts)
    assert (after.count("CORS("), after.count("@cross_origin")) == (1, 0)
    got = _app(after).test_client().get("/a", headers={"Origin": PAGE}).headers
    assert got["Access-Control-Allow-Credentials"] == "true"
