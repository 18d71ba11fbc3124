"""A setting in `.env` that never reached the process is told from an origin that the code leaves out."""

from __future__ import annotations

from pathlib import Path

import pytest

from cors_wizard.decision_tree import Concluded
from cors_wizard.diagnosis import Diagnosis
from cors_wizard.http_exchange import Response
from cors_wizard.knowledge_base import Knowledge, load_knowledge
from cors_wizard.probe.result import ProbeRequest
from cors_wizard.project import scan_project
from tests.knowledge.harness.proof import PROOFS
from tests.probe.rounds import answer, play
from tests.project.folders import write

PASTE = (
    "Access to fetch at 'http://localhost:5000/api/orders' from origin 'http://localhost:3000' has been "
    "blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource."
)
TIP = " * Tip: There are .env files present. Install python-dotenv to use them."


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    """The built-in files."""
    return load_knowledge()


def refusing(request: ProbeRequest) -> Response:
    """flask-cors with a list that has not this page."""
    return answer(200, Server="Werkzeug/3.0.1 Python/3.12.0", Vary="Origin", Allow="GET, HEAD, OPTIONS")


def cause_of(diagnosis: Diagnosis) -> str | None:
    """What it comes to when the server refuses."""
    begun = diagnosis.without_optional_questions()
    probed = begun.with_probe_results(play(begun.known, refusing))
    return probed.step.cause.id if isinstance(probed.step, Concluded) else None


def test_the_file_would_allow_the_page(knowledge: Knowledge) -> None:
    """Code and `.env` allow it together, and the server refuses."""
    scan = scan_project(PROOFS / "settings-not-loaded")
    assert cause_of(Diagnosis.begin(knowledge, PASTE).with_scan(scan)) == "settings-not-loaded"


def test_a_file_that_the_code_loads_is_another_matter(knowledge: Knowledge, tmp_path: Path) -> None:
    """With `load_dotenv()` in the code something else is wrong."""
    code = (PROOFS / "settings-not-loaded" / "app.py").read_text(encoding="utf-8")
    loads = f"from dotenv import load_dotenv\n\nload_dotenv()\n{code}"
    scan = scan_project(write(tmp_path, {"app.py": loads, ".env": "SHOP_ORIGINS=http://localhost:3000\n"}))
    assert cause_of(Diagnosis.begin(knowledge, PASTE).with_scan(scan)) != "settings-not-loaded"


def test_flask_says_it_itself(knowledge: Knowledge) -> None:
    """The line in Flask's terminal is enough."""
    diagnosis = Diagnosis.begin(knowledge, TIP).without_scanning().without_probing()
    assert isinstance(diagnosis.step, Concluded)
    assert diagnosis.step.cause.id == "settings-not-loaded"
