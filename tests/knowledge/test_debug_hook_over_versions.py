"""The debug hook under every Flask and flask-cors version that the knowledge speaks of."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import cors_wizard
from cors_wizard.knowledge_base import load_knowledge
from tests.knowledge.harness.environments import AT_ONCE, Pair, build, grid_of, pairs

SCRIPT = """
import logging, sys

sys.path.append(sys.argv[1])

from cors_wizard import flask_debug
from flask import Flask
from flask_cors import CORS

seen = []
handler = logging.Handler()
handler.emit = lambda record: seen.append(record.getMessage())
logging.getLogger("cors_wizard").addHandler(handler)

def app_with(debug):
    app = Flask("api")
    app.debug = debug
    CORS(app, origins=["http://localhost:3000"])
    app.add_url_rule("/data", "data", lambda: "ok")
    flask_debug.explain(app)
    return app.test_client()

allowed = app_with(True).get("/data", headers={"Origin": "http://localhost:3000"})
assert not seen, seen
refused = app_with(True).get("/data", headers={"Origin": "http://localhost:9"})
assert len(seen) == 1 and seen[0].endswith("cors-wizard explain cors-not-initialized"), seen
app_with(False).get("/data", headers={"Origin": "http://localhost:9"})
assert len(seen) == 1, seen
assert allowed.status_code == refused.status_code == 200
"""


def run(pair: Pair) -> str:
    """What went wrong under one pair; empty where nothing did."""
    package = Path(cors_wizard.__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-S", "-W", "ignore", "-c", SCRIPT, str(package)],
        env={**os.environ, "PYTHONPATH": pair.path},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return f"{pair}: {done.stderr[-500:]}" if done.returncode else ""


@pytest.mark.versions
def test_debug_hook() -> None:
    """One line for what is refused, none in production, on every pair that starts at all."""
    knowledge = load_knowledge()
    grid = grid_of(knowledge)
    build(grid)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        failed = [each for each in pool.map(run, pairs(grid)) if each and "ImportError" not in each]
    assert failed == []
