"""Firefox prints no origin: what a server refuses to an assumed one is held against nothing else."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path

import pytest
from flask import Flask
from flask_cors import CORS

from cors_wizard.cli.investigate import investigate
from cors_wizard.diagnosis import Diagnosis
from cors_wizard.knowledge_base import load_knowledge
from cors_wizard.probe.send import send
from cors_wizard.project import scan_project
from tests.probe.serving import flask_server

_FIREFOX = (
    "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at {}/jobs. "
    "(Reason: CORS header \u2018Access-Control-Allow-Origin\u2019 missing). Status code: 200."
)
_CODE = """from flask import Flask, request
from flask_cors import CORS

app = Flask(__name__)
CORS(app, origins="https://a.example,http://localhost:5173")


@app.route("/jobs", methods=["GET", "PUT"])
def jobs():
    return []
"""


@pytest.mark.process
def test_a_header_is_not_blamed_for_the_origin(tmp_path: Path) -> None:
    """flask-cors sends no list of headers to anyone who isn't allowed: that refuses no header."""
    (tmp_path / "app.py").write_text(_CODE, encoding="utf-8")
    app = Flask("jobs")
    CORS(app, origins="https://a.example,http://localhost:5173")
    app.add_url_rule("/jobs", "jobs", list, methods=["GET", "PUT"])
    with flask_server(app) as api:
        call = f'fetch("{api}/jobs", {{ headers: {{ "content-type": "application/json" }} }});'
        (tmp_path / "api.js").write_text(call, encoding="utf-8")
        begun = Diagnosis.begin(load_knowledge(), _FIREFOX.format(api)).without_optional_questions()
        scanner = partial(scan_project, tmp_path)
        done = asyncio.run(investigate(begun, sender=send, may_probe=lambda _url: True, scanner=scanner))
    assert done.facts.text("symptom") not in ("header-disallowed", "method-disallowed")
    assert done.cause is None or done.cause.id not in ("header-not-allowed", "method-not-allowed")
