"""The project's own list against what the browser saw, on the page's host, another host and another port."""

from __future__ import annotations

from pathlib import Path

import pytest

from cors_wizard.decision_tree.walk import Asks, Stopped
from cors_wizard.diagnosis import Diagnosis
from cors_wizard.knowledge_base import load_knowledge
from cors_wizard.project import scan_project

APP = """
from flask import Flask
from flask_cors import CORS

app = Flask(__name__)
CORS(app, origins=["http://localhost:3000"])


@app.get("/api/orders")
def orders():
    return []


if __name__ == "__main__":
    app.run(port=5000)
"""
MISSING = (
    "Access to fetch at '{0}' from origin '{1}' has been blocked by CORS policy: "
    "No 'Access-Control-Allow-Origin' header is present on the requested resource.\n"
    "GET {0} net::ERR_FAILED 200 (OK)"
)
DEPLOYED, HERE, BESIDE = (
    "https://api.shop.example/api/orders",
    "http://localhost:5000/api/orders",
    "http://localhost:8000/api/orders",
)


def diagnosed(folder: Path, url: str, origin: str) -> Diagnosis:
    """What is said of the message beside the project, with nothing sent and nobody to ask."""
    (folder / "app.py").write_text(APP)
    begun = Diagnosis.begin(load_knowledge(), MISSING.format(url, origin)).with_scan(scan_project(folder))
    return begun.without_probing().without_optional_questions()


@pytest.mark.parametrize("url", [DEPLOYED, HERE])
def test_code_that_allows_the_page_is_not_what_refused_it(tmp_path: Path, url: str) -> None:
    """Its list is never blamed: other code runs there, or something takes the header away."""
    found = diagnosed(tmp_path, url, "http://localhost:3000")
    assert isinstance(found.step, Asks)
    assert found.step.node.id == "runs-this-code"
    assert found.candidates[0].cause.id == "server-not-restarted"
    restarted = found.answer("runs-this-code", "exactly-this").step
    assert isinstance(restarted, Stopped)
    assert restarted.stop.id == "other-code-runs"
    older = found.answer("runs-this-code", "maybe-older").cause
    assert older
    assert older.id == "server-not-restarted"


def test_on_another_port_it_is_not_asked_twice(tmp_path: Path) -> None:
    """Whether this app runs there was the question. Where that isn't known, it runs where its code says."""
    found = diagnosed(tmp_path, BESIDE, "http://localhost:3000")
    assert found.cause is not None
    assert found.cause.id == "port-taken"


OTHER_VALUE = (
    "Access to fetch at '{0}' from origin '{1}' has been blocked by CORS policy: The "
    "'Access-Control-Allow-Origin' header has a value 'http://localhost:4000' that is not equal to the "
    "supplied origin."
)
ALLOWS = {
    "plain": 'CORS(app, origins=["http://localhost:3000"])',
    "everybody": "CORS(app)",
    "paths": 'CORS(app, resources={r"/api/*": {"origins": ["http://localhost:3000"]}})',
    "paths-and-list": 'CORS(app, resources=[r"/api/*"], origins=["http://localhost:3000"])',
    "pattern": 'CORS(app, origins=[r"http://localhost:[0-9]+"])',
    "config": 'app.config["CORS_ORIGINS"] = ["http://localhost:3000"]\nCORS(app)',
    "decorator": "",
    "blueprint": "",
}
HEAD = (
    "from flask import Blueprint, Flask\nfrom flask_cors import CORS, cross_origin\n\napp = Flask(__name__)\n"
)
VIEW = '\n\n@app.get("/api/orders")\ndef orders():\n    return []\n'
OF_A_VIEW = {
    "decorator": '\n@app.get("/api/orders")\n@cross_origin(origins=["http://localhost:3000"])\n'
    "def orders():\n    return []\n",
    "blueprint": 'bp = Blueprint("bp", __name__, url_prefix="/api")\n'
    'CORS(bp, origins=["http://localhost:3000"])\n\n\n@bp.get("/orders")\ndef orders():\n    return []\n\n\n'
    "app.register_blueprint(bp)\n",
}


@pytest.mark.parametrize("is_pasted", [True, False], ids=["pasted", "folder"])
@pytest.mark.parametrize("message", [MISSING, OTHER_VALUE], ids=["missing", "another-value"])
@pytest.mark.parametrize("setup", ALLOWS)
def test_however_the_code_allows_it(tmp_path: Path, setup: str, message: str, *, is_pasted: bool) -> None:
    """A list, paths, a pattern, a decorator or a blueprint: none is blamed for what it allows."""
    code = HEAD + (OF_A_VIEW.get(setup) or ALLOWS[setup] + VIEW)
    text = message.format(HERE, "http://localhost:3000")
    if is_pasted:
        begun = Diagnosis.begin(load_knowledge(), f"{text}\n\n```python\n{code}```\n").without_scanning()
    else:
        (tmp_path / "app.py").write_text(code)
        begun = Diagnosis.begin(load_knowledge(), text).with_scan(scan_project(tmp_path))
    found = begun.without_probing().without_optional_questions()
    assert isinstance(found.step, Asks)
    assert found.step.node.id == "runs-this-code"


NOT_ALLOWED = {
    "glob": 'CORS(app, origins=["https://*.shop.example"])',
    "config-file": 'CORS_ORIGINS = ["http://eu.shop.example"]\n\n'
    'CORS(app, origins=app.config["CORS_ORIGINS"])',
    "decorator": 'CORS(app, origins=["https://eu.shop.example"])\n\n@app.get("/api/orders")\n'
    '@cross_origin(origins=["http://localhost:3000"])\ndef orders():\n    return []\n',
}


@pytest.mark.parametrize("setup", NOT_ALLOWED)
def test_pasted_code_that_leaves_the_page_out(setup: str) -> None:
    """Nobody is asked whose server it is: the code beside the message is the server's own."""
    text = MISSING.format(DEPLOYED, "https://eu.shop.example")
    begun = Diagnosis.begin(load_knowledge(), f"{NOT_ALLOWED[setup]}\n\n{text}").without_scanning()
    found = begun.without_probing().without_optional_questions()
    assert found.cause
    assert found.cause.id == "origin-not-allowed"


@pytest.mark.parametrize(
    ("url", "certainty"),
    [
        pytest.param(DEPLOYED, "likely", id="deployed"),
        pytest.param(HERE, "likely", id="on-its-port"),
        pytest.param(BESIDE, "guess", id="on-another-port"),
    ],
)
def test_a_list_without_the_page_is_the_cause_if_this_code_runs_there(
    tmp_path: Path, url: str, certainty: str
) -> None:
    """The path is the project's; on another port than the code's own it's a guess."""
    found = diagnosed(tmp_path, url, "http://localhost:5173")
    assert found.cause is not None
    assert (found.cause.id, found.certainty) == ("origin-not-allowed", certainty)
