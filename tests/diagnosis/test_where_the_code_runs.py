"""The project's own list against what the browser saw, on the page's host, another host and another port."""

from __future__ import annotations

from pathlib import Path

import pytest

from cors_wizard.decision_tree import Stopped
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


@pytest.mark.parametrize("url", [DEPLOYED, HERE, BESIDE])
def test_code_that_allows_the_page_is_not_what_refused_it(tmp_path: Path, url: str) -> None:
    """Its list is never blamed: other code runs there, or something takes the header away."""
    found = diagnosed(tmp_path, url, "http://localhost:3000")
    assert isinstance(found.step, Stopped)
    assert found.step.stop.id == "other-code-runs"


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
