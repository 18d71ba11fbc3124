"""Fixes in the page's own code: each changed script runs in Chromium, all of them in frames of one page."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

import pytest
from flask import Flask, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from cors_wizard.changes.plan import plan
from cors_wizard.facts import Fact, Facts, FactValue
from cors_wizard.facts.found import TextFile
from cors_wizard.knowledge_base import Knowledge
from cors_wizard.page_code.read_page_code import read_page_code
from tests.browsers.driver import Browser
from tests.browsers.pages import PageRequest, PageServer
from tests.knowledge.harness.workbench import FRAMES, TELL
from tests.ports import unused_port
from tests.probe.serving import flask_server

APP = """\
from flask import Flask
from flask_cors import CORS

app = Flask(__name__)
CORS(app, origins=["PAGE"], methods=["GET", "PATCH"], supports_credentials=True)


@app.route("/items", methods=["GET", "PATCH"])
def items():
    return "ok"


@app.route("/v2/notes")
def notes():
    return "ok"


@app.route("/shelves/")
def shelves():
    return "ok"


@app.route("/me")
def me():
    return "ok"
"""


@dataclass(frozen=True)
class Case:
    """A script that fails, and the fix that is to change it."""

    fix: str
    script: str
    path: str = "/items"
    facts: dict[str, FactValue] = field(default_factory=dict)
    api: str = "API"
    """What the script calls; another port of the tale is closed."""


CASES = {
    "no-cors": Case("ask-with-cors", 'fetch("API/items", { mode: "no-cors" });'),
    "no-cors-shared": Case(
        "ask-with-cors",
        'const base = {\n  mode: "no-cors", // quick\n  cache: "no-store",\n};\n'
        'fetch("API/items", { ...base });',
    ),
    "same-origin": Case("ask-with-cors", 'fetch("API/items", { mode: "same-origin", method: "GET" });'),
    "own-header": Case(
        "send-no-cors-headers",
        'fetch("API/items", {\n  headers: {\n    "Access-Control-Allow-Origin": "*",\n  },\n});',
    ),
    "lower-case": Case(
        "write-the-method-in-capitals",
        'fetch("API/items", { method: "patch" });',
        facts={"method": "patch"},
    ),
    "lower-case-in-a-variable": Case(
        "write-the-method-in-capitals",
        'const send = (method) => fetch("API/items", { method });\nsend("patch");',
        facts={"method": "patch"},
    ),
    "slash": Case("add-the-slash", 'const api = "API";\nfetch(api + "/shelves");', "/shelves"),
    "prefix": Case("call-the-route", 'fetch("API/v1/notes");', "/v1/notes", {"nearest_route": "/v2/notes"}),
    "port": Case("call-flasks-port", 'const api = "CLOSED";\nfetch(`${api}/items`);', api="CLOSED"),
    "cookie": Case("send-credentials", 'fetch("API/me");', "/me"),
    "cookie-xhr": Case(
        "send-credentials",
        'const asked = new XMLHttpRequest();\nasked.open("GET", "API/me");\nasked.send();',
        "/me",
    ),
}


def closed_port() -> int:
    """A port that nobody listens on."""
    return unused_port()


def api(page: str) -> Flask:
    """Allows the page as APP does; whoever sends no cookie to `/me`, or no slash, gets no header."""
    app = Flask(__name__)

    @app.before_request
    def answer() -> AnyResponse:
        response = Response("ok")
        response.set_cookie("session", "1")
        if request.path == "/shelves":
            return redirect("/shelves/", 308)
        if request.path == "/me" and not request.cookies and request.method != "OPTIONS":
            return Response("who are you?", 401)
        if request.path in ("/items", "/v2/notes", "/shelves/", "/me"):
            response.headers["Access-Control-Allow-Origin"] = page
            response.headers["Access-Control-Allow-Credentials"] = "true"
            response.headers["Access-Control-Allow-Methods"] = "GET, PATCH"
        return response

    return app


def changed(case: Case, knowledge: Knowledge, script: str, page: str, url: str, port: int) -> str:
    """The script after the fix."""
    given = {"url": url, "origin": page, "method": "GET", "run_port": port, **case.facts}
    facts = Facts.of([Fact(name, value, "answered") for name, value in given.items()])
    read = {"app.py": TextFile("app.py", APP.replace("PAGE", page)), "page.js": TextFile("page.js", script)}
    made = plan((knowledge.fixes[case.fix],), facts, read, read_page_code([read["page.js"]]).calls)
    after = {change.path: change.after for change in made.changes}
    assert set(after) == {"page.js"}, (case, made)
    return after["page.js"]


@pytest.mark.browser
def test_the_changed_script_runs(knowledge: Knowledge, chromium: Browser, page_server: PageServer) -> None:
    """As it was, no script reads its response; as it is changed, every one does."""
    page = page_server.new_origin("localhost")
    with flask_server(api(page)) as address:
        here = {
            "API": address.replace("127.0.0.1", "localhost"),
            "CLOSED": f"http://localhost:{closed_port()}",
        }
        frames: list[tuple[str, str]] = []
        for name, case in CASES.items():
            script = case.script
            for word, value in here.items():
                script = script.replace(word, value)
            url = here[case.api] + case.path
            port = int(address.rpartition(":")[2])
            after = changed(case, knowledge, script, page, url, port)
            frames += [
                (when, page_server.page(page, f"{text}\n{TELL}"))
                for when, text in ((f"{name}: before", script), (f"{name}: after", after))
            ]
        own = PageRequest(f"{here['API']}/items", credentials="include").script()
        outer = f"{own}\n{FRAMES.replace('FRAMES', json.dumps(frames))}"
        seen = chromium.run(page_server.page(page, outer))
    assert seen.result["readable"], seen.console
    assert sorted(seen.result["strangers"]) == sorted(f"{name}: after" for name in CASES), seen.console
