"""Whom a change must not take anything from, and whom it must not give anything to."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from cors_wizard.diagnosis.planning import plan_for
from cors_wizard.facts import Fact, Facts
from cors_wizard.facts.found import TextFile
from cors_wizard.knowledge_base import Knowledge

_PAGE = "http://localhost:3000"
_KNOWN: Mapping[str, str | tuple[str, ...]] = {
    "url": "http://localhost:5000/items",
    "origin": _PAGE,
    "method": "POST",
    "credentials": "same-origin",
    "symptom": "preflight-missing-allow-origin",
    "request_headers": ("Content-Type: application/json",),
}


def _made(knowledge: Knowledge, files: Mapping[str, str], **known: str) -> str:
    """The files as they become, one below the other; empty where nothing is offered."""
    facts = Facts.of([Fact(name, value, "answered") for name, value in {**_KNOWN, **known}.items()])
    texts = {path: TextFile(path, text) for path, text in files.items()}
    made = plan_for((knowledge.fixes["set-up-cors"],), facts, texts)
    return "\n".join(each.after for each in made.changes)


_VIEW = """from flask import Flask, jsonify

app = Flask(__name__)


@app.route("/items", methods=["GET", "POST"])
def items():
    response = jsonify([])
    response.headers.add("Access-Control-Allow-Origin", "{}")
    return response
"""


def test_everyone_may_still_read_what_a_view_gives_to_everyone(knowledge: Knowledge) -> None:
    """The preflights get a setup of their own; the view's star stays."""
    made = _made(knowledge, {"app.py": _VIEW.format("*")})
    assert '"Access-Control-Allow-Origin", "*"' in made
    assert f'CORS(app, resources={{r"/items": {{"origins": ["{_PAGE}"]}}}})' in made


def test_another_page_keeps_what_the_view_gives_it(knowledge: Knowledge) -> None:
    """The decorator in place of the header has both."""
    made = _made(knowledge, {"app.py": _VIEW.format("https://desk.example")})
    assert f'@cross_origin(origins=["https://desk.example", "{_PAGE}"])' in made


def test_the_second_run_leaves_the_star_of_the_view(knowledge: Knowledge) -> None:
    """A setup for the preflights beside it is no reason to take it out."""
    once = _made(knowledge, {"app.py": _VIEW.format("*")})
    assert _made(knowledge, {"app.py": once}) == ""


_MIDDLEWARE = """class Stamp:
    def __init__(self, app, sites, beginnings):
        self.app, self.sites, self.beginnings = app, sites, beginnings

    def __call__(self, environ, start_response):
        def start(status, headers, exc_info=None):
            origin = environ.get("HTTP_ORIGIN")
            if origin in self.sites and environ["PATH_INFO"].startswith(self.beginnings):
                headers.append(("Access-Control-Allow-Origin", origin))
            return start_response(status, headers, exc_info)

        return self.app(environ, start)
"""
_STAMPED = """from flask import Flask, jsonify
from flask_cors import CORS

from stamp import Stamp

app = Flask(__name__)
CORS(app, origins=["https://desk.example"], resources=r"/api/*")
app.wsgi_app = Stamp(app.wsgi_app, ["https://desk.example"], ("/items", "/files"))


@app.route("/items", methods=["GET", "POST"])
def items():
    return jsonify([])
"""


def test_middleware_of_other_paths_stays(knowledge: Knowledge) -> None:
    """What flask-cors doesn't cover is not its to send."""
    made = _made(knowledge, {"app.py": _STAMPED, "stamp.py": _MIDDLEWARE})
    assert not made or "headers.append" in made


_EITHER = """import os

from flask import Flask, jsonify
from flask_cors import CORS

app = Flask(__name__)
SITES = [each for each in os.environ.get("SITES", "").split(",") if each]
CORS(app, origins="*" if not SITES else SITES)


@app.route("/items", methods=["GET", "POST"])
def items():
    return jsonify([])
"""


def test_no_credentials_beside_a_star_of_another_branch(knowledge: Knowledge) -> None:
    """Where the other branch runs, every website would read the user's data."""
    known = {"credentials": "include", "symptom": "invalid-allow-credentials"}
    assert "supports_credentials" not in _made(knowledge, {"app.py": _EITHER}, **known)


_LEAVES = """from flask import Flask, jsonify, request

app = Flask(__name__)


@app.after_request
def finish(response):
{}    if request.headers.get("Origin") in ("http://localhost:3000",):
        response.headers["Access-Control-Allow-Origin"] = request.headers["Origin"]
        response.headers["Access-Control-Allow-Headers"] = "Content-Type"
    return response


@app.route("/items", methods=["POST"])
def items():
    return jsonify(error="empty"), 422
"""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("    if response.status_code >= 400:\n        return response\n", "", id="nothing-else"),
        pytest.param(
            "    if response.status_code != 200:\n        log(response)\n        return response\n",
            "    if response.status_code != 200:\n        log(response)\n",
            id="something-before",
        ),
    ],
)
def test_a_hook_that_leaves_on_errors_goes_on(knowledge: Knowledge, before: str, after: str) -> None:
    """The line that leaves goes, and nothing but that."""
    known = {"symptom": "missing-allow-origin", "header_condition": "response.status_code"}
    made = _made(knowledge, {"app.py": _LEAVES.format(before)}, **known)
    assert made == _LEAVES.format(after)


@pytest.mark.parametrize("given", ["", ', origins="*"', ', resources={r"/*": {"origins": "*"}}'])
@pytest.mark.parametrize("symptom", ["invalid-allow-credentials", "wildcard-origin-not-allowed"])
def test_a_page_that_nobody_named_is_not_written_into_the_list(
    knowledge: Knowledge, given: str, symptom: str
) -> None:
    """With credentials the star has to go, and an empty origin in its place would let nobody in."""
    app = f"from flask import Flask\nfrom flask_cors import CORS\n\napp = Flask(__name__)\nCORS(app{given})\n"
    assert _made(knowledge, {"app.py": app}, symptom=symptom, origin="", credentials="include") == ""


_BY_ENVIRONMENT = """import os

from flask import Flask, jsonify
from flask_cors import CORS

app = Flask(__name__)
mode = os.environ.get("FLASK_ENV", "development")
if mode {} "{}":
    CORS(app, origins="*", allow_headers=["Accept"])
else:
    CORS(app, origins="*", allow_headers=["Accept"])


@app.route("/items", methods=["GET", "POST"])
def items():
    return jsonify([])
"""


@pytest.mark.parametrize(
    ("test", "named", "page", "is_first"),
    [
        ("==", "development", _PAGE, True),
        ("!=", "production", _PAGE, True),
        ("==", "production", _PAGE, False),
        ("==", "development", "https://shop.example", False),
    ],
)
def test_of_two_branches_the_one_for_the_page_is_changed(
    knowledge: Knowledge, test: str, named: str, page: str, is_first: bool
) -> None:
    """The other setup is for another machine, and stays as it is."""
    code = _BY_ENVIRONMENT.format(test, named)
    made = _made(knowledge, {"app.py": code}, symptom="header-disallowed", origin=page)
    first, second = (each for each in made.splitlines() if "CORS(" in each)
    assert ("Content-Type" in first) is is_first
    assert ("Content-Type" in second) is not is_first


_NAMED_BY_HOOK = """from flask import Flask, jsonify
from flask_cors import CORS

app = Flask(__name__)
CORS(app)


@app.after_request
def finish(response):
    response.headers["Access-Control-Allow-Origin"] = "https://desk.example"
    return give(response)


def give(response):
    response.headers.set("Access-Control-Allow-Origin", "https://desk.example")
    return response


@app.route("/items", methods=["GET", "POST"])
def items():
    return give(jsonify([]))
"""


def test_whom_a_hook_names_gets_in_and_not_everyone(knowledge: Knowledge) -> None:
    """`CORS(app)` had no effect; without the hook it would let in every website."""
    made = _made(knowledge, {"app.py": _NAMED_BY_HOOK}, symptom="preflight-allow-origin-mismatch")
    assert f'CORS(app, origins=["https://desk.example", "{_PAGE}"])' in made
