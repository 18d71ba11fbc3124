"""Code that writes the header to one response twice writes it once."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from cors_wizard.diagnosis.planning import plan_for
from cors_wizard.facts import Fact, Facts
from cors_wizard.facts.found import TextFile
from cors_wizard.knowledge_base import Knowledge

_KNOWN: Mapping[str, str] = {
    "url": "http://localhost:5000/notes",
    "origin": "http://localhost:3000",
    "method": "GET",
    "credentials": "include",
    "symptom": "multiple-allow-origin",
}
_HELPER = """from flask import Flask, jsonify, make_response, request

app = Flask(__name__)
ALLOWED = ["http://localhost:3000", "https://notes.example"]


def allow(response):
    origin = request.headers.get("Origin")
    if origin in ALLOWED:
        response.headers.{add}("Access-Control-Allow-Origin", origin)
        response.headers.{add}("Access-Control-Allow-Credentials", "true")
        response.headers.add("Vary", "Origin")
    return response


@app.before_request
def preflight():
    if request.method == "OPTIONS":
        return allow(make_response("", 204))


@app.after_request
def every(response):
    return allow(response)


@app.route("/notes")
def notes():
    return jsonify([])
"""
_TWO_HOOKS = """from flask import Flask, jsonify, make_response, request

app = Flask(__name__)


@app.before_request
def preflight():
    if request.method == "OPTIONS":
        response = make_response()
        response.headers.{add}("Access-Control-Allow-Origin", "{page}")
        response.headers.{add}("Access-Control-Allow-Credentials", "true")
        response.headers.add("Access-Control-Allow-Headers", "*")
        return response


@app.after_request
def every(response):
    response.headers.{add}("Access-Control-Allow-Origin", "http://localhost:3000")
    response.headers.{add}("Access-Control-Allow-Credentials", "true")
    return response


@app.route("/notes")
def notes():
    return jsonify([])
"""
_TWICE_REGISTERED = """from flask import Flask, jsonify

app = Flask(__name__)


@app.after_request
def every(response):
    response.headers.{add}("Access-Control-Allow-Origin", "http://localhost:3000")
    response.headers["Access-Control-Allow-Credentials"] = "true"
    return response


app.after_request(every)


@app.route("/notes")
def notes():
    return jsonify([])
"""


def _made(knowledge: Knowledge, text: str, **known: str) -> list[str]:
    facts = Facts.of([Fact(name, value, "answered") for name, value in {**_KNOWN, **known}.items()])
    made = plan_for((knowledge.fixes["keep-flasks-headers"],), facts, {"app.py": TextFile("app.py", text)})
    return [each.after for each in made.changes]


@pytest.mark.parametrize("symptom", ["multiple-allow-origin", "preflight-multiple-allow-origin"])
@pytest.mark.parametrize("add", ["add", "add_header"])
@pytest.mark.parametrize("text", [_HELPER, _TWO_HOOKS, _TWICE_REGISTERED])
def test_it_is_set_instead(knowledge: Knowledge, text: str, add: str, symptom: str) -> None:
    """Nobody loses anything, and lists that may be there twice stay as they are."""
    text = text.replace("{page}", "http://localhost:3000")
    made = _made(knowledge, text.replace("{add}", add), symptom=symptom)
    assert made == [text.replace("{add}", "set")]


def test_different_origins_stay(knowledge: Knowledge) -> None:
    """Which of them the other pages need isn't known."""
    text = _TWO_HOOKS.replace("{page}", "https://notes.example").replace("{add}", "add")
    assert "headers.set(" not in "".join(_made(knowledge, text))


@pytest.mark.parametrize(("credentials", "is_enough"), [("omit", True), ("include", False)])
def test_any_origin_twice(knowledge: Knowledge, credentials: str, is_enough: bool) -> None:
    """One `*` lets the page in, unless it sends cookies."""
    star = _TWO_HOOKS.replace("{page}", "*").replace("http://localhost:3000", "*").replace("{add}", "add")
    lines = [each for each in star.splitlines(keepends=True) if "Credentials" not in each]
    made = _made(knowledge, "".join(lines), credentials=credentials)
    assert ('headers.set("Access-Control-Allow-Origin", "*")' in "".join(made)) == is_enough


def test_what_is_written_once_stays(knowledge: Knowledge) -> None:
    """Then the second one comes from elsewhere."""
    text = _TWICE_REGISTERED.replace("app.after_request(every)\n", "").replace("{add}", "add")
    assert "headers.set(" not in "".join(_made(knowledge, text))
