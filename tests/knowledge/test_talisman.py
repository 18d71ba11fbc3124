"""flask-talisman beside flask-cors: what it adds, what it redirects, what it does to the session cookie."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from cors_wizard.http_exchange import Headers
from cors_wizard.knowledge_base import load_knowledge
from tests.knowledge.claims.claim import OURS
from tests.knowledge.harness.environments import Pair, build, grid_of
from tests.knowledge.harness.matrix import RUNNER

PAIRS = (Pair("1.1.4", "3.0.10"), Pair("2.2.5", "3.0.10"), Pair("3.0.3", "4.0.0"), Pair("3.1.3", "6.0.5"))

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


@dataclass(frozen=True)
class Setup:
    """How flask-talisman is set up, and how the app is asked."""

    call: str
    method: str
    debug: bool = False

    @property
    def job(self) -> dict[str, Any]:
        """What the runner is told."""
        asked = {"Origin": OURS, "Access-Control-Request-Method": "POST"}
        question = {"method": self.method, "url": "http://localhost/a", "headers": asked, "body": ""}
        source = APP.format(self.call, OURS) + f"app.debug = {self.debug}\n"
        return {"id": repr(self), "source": source, "debug": False, "questions": [question]}


LEFT_ALONE = "Talisman(app, force_https=False)"
GET, PREFLIGHT = Setup(LEFT_ALONE, "GET"), Setup(LEFT_ALONE, "OPTIONS")
FORCED, FORCED_IN_DEBUG = Setup("Talisman(app)", "OPTIONS"), Setup("Talisman(app)", "OPTIONS", debug=True)
CROSS_SITE = Setup("Talisman(app, force_https=False, session_cookie_samesite='None')", "GET")
SETUPS = (GET, PREFLIGHT, FORCED, FORCED_IN_DEBUG, CROSS_SITE)

Answers = Mapping[Setup, tuple[tuple[int, Headers], ...]]


@pytest.fixture(scope="module")
def answers() -> Answers:
    """What each setup answers under every pair; a process for each pair."""
    build(grid_of(load_knowledge()))
    every = [run(pair) for pair in PAIRS]
    return {setup: tuple(each[setup] for each in every) for setup in SETUPS}


def run(pair: Pair) -> Mapping[Setup, tuple[int, Headers]]:
    """All setups under one pair, with the flask-talisman that is installed beside it."""
    done = subprocess.run(
        [sys.executable, "-S", "-W", "ignore", str(RUNNER)],
        input=json.dumps([setup.job for setup in SETUPS]),
        env={**os.environ, "PYTHONPATH": pair.path},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    results = json.loads(done.stdout)
    assert [result["error"] for result in results] == [""] * len(SETUPS)
    told = [result["answers"][0] for result in results]
    read = [(answer["status"], Headers.of(map(tuple, answer["headers"]))) for answer in told]
    return dict(zip(SETUPS, read, strict=True))


def test_nothing_is_stripped(answers: Answers) -> None:
    """With https left alone, every CORS header is there."""
    for status, headers in (*answers[GET], *answers[PREFLIGHT]):
        assert status == 200
        assert headers.all("Access-Control-Allow-Origin") == (OURS,)
        assert headers.get("Access-Control-Allow-Credentials") == "true"
        assert headers.get("X-Frame-Options")


def test_https_is_forced_on_the_preflight(answers: Answers) -> None:
    """A preflight over http is answered by a redirect, which no browser follows."""
    for status, headers in answers[FORCED]:
        assert status == 302
        assert (headers.get("Location") or "").startswith("https://")


def test_debug_mode_hides_it(answers: Answers) -> None:
    """On the developer's machine there is no redirect."""
    assert {status for status, _ in answers[FORCED_IN_DEBUG]} == {200}


def test_the_session_cookie_becomes_lax(answers: Answers) -> None:
    """What the app asked for is overwritten."""
    assert all("SameSite=Lax" in (headers.get("Set-Cookie") or "") for _, headers in answers[GET])


def test_the_session_cookie_may_cross_sites(answers: Answers) -> None:
    """Talisman's own argument is kept."""
    assert all("SameSite=None" in (headers.get("Set-Cookie") or "") for _, headers in answers[CROSS_SITE])
