"""flask-talisman beside flask-cors: what it adds, what it redirects, what it does to the session cookie."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from cors_wizard.http_exchange import Headers
from tests.knowledge.claims.claim import OURS
from tests.knowledge.harness.environments import Pair
from tests.knowledge.harness.installations import HERE, installed
from tests.knowledge.harness.matrix import RUNNER

# flask-cors-behaviour.md, section 2.12.
PAIRS = (Pair("1.1.4", "3.0.10"), Pair("2.2.5", "3.0.10"), Pair("3.0.3", "4.0.0"), Pair("3.1.3", "6.0.5"))
TALISMAN = ("1.0.0", "1.1.0")

APP = """
from flask import Flask, session
from flask_cors import CORS
from flask_talisman import Talisman
app = Flask(__name__)
app.secret_key = "x"
app.config["SESSION_COOKIE_SAMESITE"] = "None"
{}
CORS(app, origins=["{}"], supports_credentials=True)

@app.route("/a", methods=["GET", "POST"])
def a():
    session["user"] = 1
    return "a"
"""

pytestmark = pytest.mark.versions


def answers(setup: str, *methods: str, debug: bool = False) -> Iterator[tuple[int, Headers]]:
    """What comes back under every pair, with every version of flask-talisman."""
    asked = {"Origin": OURS, "Access-Control-Request-Method": "POST"}
    questions = [
        {"method": each, "url": "http://localhost/a", "headers": asked, "body": ""} for each in methods
    ]
    source = APP.format(setup, OURS) + (f"app.debug = {debug}\n")
    for version in TALISMAN:
        folder = installed(HERE, f"talisman-{version}", f"flask-talisman=={version}", "six==1.17.0")
        for pair in PAIRS:
            job: dict[str, Any] = {"id": "", "source": source, "debug": False, "questions": questions}
            done = subprocess.run(
                [sys.executable, "-S", "-W", "ignore", str(RUNNER)],
                input=json.dumps([job]),
                env={**os.environ, "PYTHONPATH": os.pathsep.join((str(folder), pair.path))},
                capture_output=True,
                text=True,
                timeout=60,
                check=True,
            )
            (result,) = json.loads(done.stdout)
            assert result["error"] == ""
            for answer in result["answers"]:
                yield answer["status"], Headers.of(map(tuple, answer["headers"]))


def test_nothing_is_stripped() -> None:
    """With https left alone, every CORS header is there."""
    for status, headers in answers("Talisman(app, force_https=False)", "GET", "OPTIONS"):
        assert status == 200
        assert headers.all("Access-Control-Allow-Origin") == (OURS,)
        assert headers.get("Access-Control-Allow-Credentials") == "true"
        assert headers.get("X-Frame-Options")


def test_https_is_forced_on_the_preflight() -> None:
    """A preflight over http is answered by a redirect, which no browser follows."""
    for status, headers in answers("Talisman(app)", "OPTIONS"):
        assert status == 302
        assert (headers.get("Location") or "").startswith("https://")


def test_debug_mode_hides_it() -> None:
    """On the developer's machine there is no redirect."""
    assert {status for status, _ in answers("Talisman(app)", "OPTIONS", debug=True)} == {200}


def test_the_session_cookie_becomes_lax() -> None:
    """What the app asked for is overwritten."""
    for _, headers in answers("Talisman(app, force_https=False)", "GET"):
        assert "SameSite=Lax" in (headers.get("Set-Cookie") or "")


def test_the_session_cookie_may_cross_sites() -> None:
    """Talisman's own argument is kept."""
    setup = "Talisman(app, force_https=False, session_cookie_samesite='None')"
    for _, headers in answers(setup, "GET"):
        assert "SameSite=None" in (headers.get("Set-Cookie") or "")
