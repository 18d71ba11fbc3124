"""Lists that are compared with a part of the origin get the page in their own form, or nothing."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from cors_wizard.diagnosis.planning import plan_for
from cors_wizard.facts import Fact, Facts
from cors_wizard.facts.found import TextFile
from cors_wizard.knowledge_base import Knowledge

_KNOWN: Mapping[str, str] = {
    "url": "http://localhost:5000/feed.json",
    "origin": "http://localhost:5173",
    "method": "GET",
    "credentials": "include",
    "symptom": "missing-allow-origin",
}
_HOOK = """from urllib.parse import urlparse, urlsplit

from flask import Flask, jsonify, request

app = Flask(__name__)
TRUSTED = {listed}


@app.after_request
def allow(response):
    origin = request.headers.get("Origin", "")
    {line}
    if {test}:
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Allow-Credentials"] = "true"
    return response


@app.route("/feed.json")
def feed():
    return jsonify([])
"""


def _made(knowledge: Knowledge, text: str) -> str:
    facts = Facts.of([Fact(name, value, "answered") for name, value in _KNOWN.items()])
    made = plan_for((knowledge.fixes["set-up-cors"],), facts, {"app.py": TextFile("app.py", text)})
    return "\n".join(each.after for each in made.changes)


@pytest.mark.parametrize(
    ("line", "test"),
    [
        ("pass", "urlsplit(origin).netloc in TRUSTED"),
        ("pass", "origin and urlparse(origin).netloc in TRUSTED"),
        ("host = urlsplit(origin).netloc", "host in TRUSTED"),
        ("parts = urlparse(origin)", "parts.netloc in TRUSTED"),
        ("pass", 'origin.split("://")[-1] in TRUSTED'),
        ("pass", 'origin.removeprefix("http://") in TRUSTED'),
        ("host = origin[7:]", "host in TRUSTED"),
    ],
)
def test_host_and_port(knowledge: Knowledge, line: str, test: str) -> None:
    """The list gets the page's host with its port, and no scheme."""
    made = _made(knowledge, _HOOK.format(listed='{"reader.example", "localhost"}', line=line, test=test))
    assert 'TRUSTED = {"reader.example", "localhost", "localhost:5173"}' in made


def test_host_alone(knowledge: Knowledge) -> None:
    """Where the port isn't compared, none is listed."""
    text = _HOOK.format(listed='["reader.example"]', line="pass", test="urlsplit(origin).hostname in TRUSTED")
    assert 'TRUSTED = ["reader.example", "localhost"]' in _made(knowledge, text)


def test_one_host(knowledge: Knowledge) -> None:
    """An equation becomes a list of such parts."""
    text = _HOOK.format(listed="None", line="pass", test='urlsplit(origin).netloc == "reader.example"')
    assert 'urlsplit(origin).netloc in ("reader.example", "localhost:5173")' in _made(knowledge, text)


@pytest.mark.parametrize(
    ("line", "test"),
    [
        ("parts = urlsplit(origin)", 'f"{parts.hostname}/{parts.port}" in TRUSTED'),
        ("host = digest(urlsplit(origin).netloc)", "host in TRUSTED"),
        ("host = urlsplit(origin).netloc", "digest(host) in TRUSTED"),
        ("pass", 'origin.split(".")[-2:] in TRUSTED'),
    ],
)
def test_what_is_not_understood_stays(knowledge: Knowledge, line: str, test: str) -> None:
    """An entry that changes nothing is no change."""
    text = _HOOK.format(listed='{"reader.example"}', line=line, test=test)
    assert 'TRUSTED = {"reader.example"}' in (_made(knowledge, text) or text)
    assert _made(knowledge, text) == ""


@pytest.mark.parametrize("test", ["origin.endswith(TRUSTED)", "urlsplit(origin).netloc.endswith(TRUSTED)"])
def test_ends(knowledge: Knowledge, test: str) -> None:
    """The page gets a branch of its own, indented as the file is: it never has such an end."""
    made = _made(knowledge, _HOOK.format(listed='(".reader.example",)', line="pass", test=test))
    own = 'if request.path == "/feed.json" and request.headers.get("Origin") == "http://localhost:5173":'
    origin = 'response.headers["Access-Control-Allow-Origin"] = "http://localhost:5173"'
    assert 'TRUSTED = (".reader.example",)' in made
    assert f"    {own}\n        {origin}\n" in made
