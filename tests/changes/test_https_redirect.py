"""A redirect to HTTPS stays where the app is deployed, and leaves this machine alone."""

from __future__ import annotations

from typing import Any

from cors_wizard.diagnosis.planning import plan_for
from cors_wizard.facts import Fact, Facts
from cors_wizard.facts.found import TextFile
from cors_wizard.knowledge_base import Knowledge

_ORIGIN = "http://localhost:5173"
_APP = f"""from flask import Flask, redirect, request
from flask_cors import CORS

app = Flask(__name__, root_path=".")
CORS(app, origins=["{_ORIGIN}"])


@app.before_request
def https_only():
    if not request.is_secure:
        return redirect(request.url.replace("http://", "https://", 1), code=301)


@app.post("/quote")
def quote():
    return {{"price": 12}}
"""


def test_this_machine_is_left_out_of_the_redirect(knowledge: Knowledge) -> None:
    known = {"url": "http://localhost:5000/quote", "origin": _ORIGIN, "method": "POST"}
    facts = Facts.of(Fact(key, value, "answered") for key, value in known.items())
    fix = knowledge.fixes["spare-this-machine-from-https"]
    made = plan_for((fix,), facts, {"app.py": TextFile("app.py", _APP)})
    place: dict[str, Any] = {"__name__": "app", "__file__": "app.py"}
    exec(compile(made.changes[0].after, "app.py", "exec"), place)  # The test's own code, with our change.
    client = place["app"].test_client()
    asked = {"Origin": _ORIGIN, "Access-Control-Request-Method": "POST"}
    for host in ("localhost:5000", "127.0.0.1:5000"):
        assert client.options("/quote", base_url=f"http://{host}", headers=asked).status_code == 200
        assert client.post("/quote", base_url=f"http://{host}").json == {"price": 12}
    for host in ("quotes.example", "localhost.example"):
        assert client.post("/quote", base_url=f"http://{host}").status_code == 301
