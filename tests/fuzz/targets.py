"""What is fed: each target takes a text and must give something harmless, or raise one of our own errors."""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import tempfile
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cors_wizard.cli import judge
from cors_wizard.diagnosis import Diagnosis
from cors_wizard.errors import CorsWizardError
from cors_wizard.facts import Fact, Facts
from cors_wizard.knowledge_base import Knowledge, load_knowledge
from cors_wizard.knowledge_base.cross_check import check_folders
from cors_wizard.masking import mask_for_storage, mask_text
from cors_wizard.printable import json_text
from cors_wizard.project import scan_project
from cors_wizard.report.as_json import result_line
from cors_wizard.report.build_report import build_report
from cors_wizard.report.whole_report import to_markdown, to_text
from cors_wizard.settings import read_settings
from tests.other_faces import of_a_suite, of_an_agent

_HARMFUL = ("Cc", "Cf", "Cs", "Zl", "Zp")


@dataclass(frozen=True)
class Target:
    """One reader, and good inputs for it."""

    run: Callable[[str], None]
    seeds: tuple[str, ...]


@cache
def knowledge() -> Knowledge:
    """The built-in knowledge, read once."""
    return load_knowledge()


def pasted(text: str) -> None:
    """Anything that somebody pastes, up to the report in every format."""
    shown(concluded(Diagnosis.begin(knowledge(), text)))


def response_headers(text: str) -> None:
    """Header lines and addresses that a server or an option gave."""
    lines = tuple(text.split("\n")[:40])
    facts = [
        Fact(name, lines, "probed")
        for name in ("response_headers", "preflight_headers", "configured_origins")
    ]
    facts += [Fact("url", text[:2000], "answered"), Fact("origin", text[-200:], "answered")]
    shown(concluded(Diagnosis.begin(knowledge(), SENTENCE, Facts.of(facts))))


def project(text: str) -> None:
    """A project's files: Python, page code, settings of servers and tools."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file in (
            "app.py",
            "src/api.ts",
            "requirements.txt",
            "package.json",
            "nginx.conf",
            ".env",
            "pyproject.toml",
        ):
            (folder / file).parent.mkdir(exist_ok=True)
            (folder / file).write_text(text, encoding="utf-8", errors="surrogatepass")
        diagnosis = Diagnosis.begin(knowledge(), SENTENCE).with_scan(scan_project(folder))
        shown(concluded(diagnosis))


def knowledge_file(text: str) -> None:
    """A team's own knowledge."""
    with tempfile.TemporaryDirectory() as name:
        for kind in ("causes", "fixes", "nodes", "messages"):
            (Path(name) / kind).mkdir()
            (Path(name) / kind / "own.toml").write_text(text, encoding="utf-8", errors="replace")
        problems = check_folders(Path(name))
        harmless("".join(map(str, problems[:20])))


def judged(text: str) -> None:
    """A file for the command `judge`: a HAR, exchanges in JSON lines, or raw headers."""
    told, said = io.StringIO(), io.StringIO()
    with tempfile.TemporaryDirectory() as name:
        file = Path(name, "recording")
        file.write_text(text, encoding="utf-8", errors="surrogatepass")
        with contextlib.redirect_stdout(told), contextlib.redirect_stderr(said):
            judge.run(argparse.Namespace(file=file, knowledge=None))
    for line in told.getvalue().splitlines():
        json.loads(line)
    harmless(told.getvalue() + said.getvalue())


def settings(text: str) -> None:
    """The user's settings."""
    with tempfile.TemporaryDirectory() as name:
        file = Path(name, "settings.toml")
        file.write_text(text, encoding="utf-8", errors="surrogatepass")
        read_settings(file)


def masked(text: str) -> None:
    """What is to be masked: masked once is masked for good."""
    once = mask_text(text)
    assert mask_text(once) == once or len(mask_text(once)) <= len(once)
    mask_for_storage(text)


def agent(text: str) -> None:
    """What an agent gives to each tool of `cors-wizard mcp`."""
    with tempfile.TemporaryDirectory() as name:
        harmless("".join(of_an_agent(text, text[-200:], Path(name)).values()))


def suite(text: str) -> None:
    """A request of a test suite with `cors_client`, and what the app responds."""
    # What is no text at all, Flask's test client refuses by itself.
    harmless("".join(of_a_suite(text[:2000].encode(errors="replace").decode()).values()))


def concluded(diagnosis: Diagnosis) -> Diagnosis:
    """With nobody to ask and nothing to probe."""
    return diagnosis.without_probing().without_scanning().without_optional_questions()


def shown(diagnosis: Diagnosis) -> None:
    """Every output is made, and none writes to the terminal."""
    report = build_report(diagnosis)
    harmless(to_text(report, bold=False, verbose=True))
    harmless(to_markdown(report))
    line = json_text(result_line(diagnosis))
    harmless(line)
    json.loads(line)


def harmless(text: str) -> None:
    """No character that a terminal obeys."""
    wrong = {char for char in set(text) if char != "\n" and unicodedata.category(char) in _HARMFUL}
    assert not wrong, sorted(map(ascii, wrong))


def survives(target: Target, text: str) -> None:
    """A response, or one of our own errors in one clear sentence."""
    try:
        target.run(text)
    except CorsWizardError as error:
        harmless(str(error).replace("\t", " "))


SENTENCE = (
    "Access to fetch at 'http://localhost:5000/api/orders' from origin 'http://localhost:5173' "
    "has been blocked by CORS policy: "
    "No 'Access-Control-Allow-Origin' header is present on the requested resource."
)
HEADERS = """HTTP/1.1 200 OK
Server: gunicorn
Access-Control-Allow-Origin: *
Set-Cookie: sid=1; SameSite=Lax
Vary: Origin
"""
HAR = """{"log": {"entries": [{"request": {"method": "PUT", "url": "http://localhost:5000/a",
 "headers": [{"name": "Origin", "value": "http://a"}]}, "response": {"status": 200,
 "headers": [{"name": "Vary", "value": "Origin"}], "content": {"text": "x"}}}]}}
"""
JSON_LINE = json.dumps(
    {
        "id": 1,
        "page_origin": "http://a.example",
        "request": {
            "url": "http://b.example/",
            "method": "PUT",
            "headers": [["X-A", "1"]],
            "credentials": "include",
        },
        "response": {"status": 200, "headers": [["Access-Control-Allow-Origin", "*"]]},
    }
)
SETTINGS = """theme = "dark"
probe = "ask"
editor = "code -g {file}:{line}"
page = "~/shop/frontend"
"""
CURL = """curl 'http://localhost:5000/a' -X PUT -H 'Origin: http://localhost:5173' \\
  -H 'Authorization: Bearer x' --data-raw '{}'
"""
PYTHON = """import os
from flask import Flask, Blueprint
from flask_cors import CORS, cross_origin
ORIGINS = ["http://localhost:5173", os.environ.get("FRONTEND", "http://a.example")]
api = Blueprint("api", __name__, url_prefix="/api")
@api.route("/orders/<int:id>", methods=["PUT"])
@cross_origin(origins=ORIGINS)
def orders(id): return {}
def create_app():
    app = Flask(__name__)
    app.config["SECRET_KEY"] = "dev"
    CORS(app, resources={r"/api/*": {"origins": ORIGINS}}, supports_credentials=True, **OPTIONS)
    app.register_blueprint(api)
    return app
"""
PAGE = """import axios from 'axios'
const api = axios.create({ baseURL: `${import.meta.env.VITE_API}/api`, withCredentials: true })
export const save = (o: Order) => api.put(`/orders/${o.id}`, o, { headers: { Authorization: `Bearer ${t}` } })
fetch('http://localhost:5000/a', { method: "PUT", credentials: 'include', mode: 'no-cors' })
  .then(r => <b>{r.x}</b>)
"""
FIX = """id = "own"
title = "Own"
opens = "{{ allowed_origins | your page }} may read."
[[steps]]
text = "Put this there."
[steps.code]
language = "python"
text = '''
CORS(app, origins={{ allowed_origins | https://your-page.example }})
'''
"""

TARGETS: Mapping[str, Target] = {
    "pasted": Target(pasted, (SENTENCE, HEADERS, HAR, JSON_LINE, CURL, PYTHON, PAGE)),
    "response-headers": Target(response_headers, (HEADERS,)),
    "project": Target(
        project, (PYTHON, PAGE, "Flask==3.0\nflask-cors>=4\n", '{"dependencies": {"axios": "1"}}')
    ),
    "knowledge": Target(knowledge_file, (FIX,)),
    "judge": Target(judged, (HAR, f"{JSON_LINE}\n{JSON_LINE}\n", f"[{JSON_LINE}]", HEADERS)),
    "settings": Target(settings, (SETTINGS,)),
    "agent": Target(agent, (SENTENCE, CURL, HAR, PYTHON)),
    "suite": Target(suite, ("http://localhost:5000/a?b=c", "X-A: 1", "https://shop.example", "PUT", "*")),
    "masking": Target(masked, (HEADERS, CURL, HAR, PYTHON, JSON_LINE)),
}
