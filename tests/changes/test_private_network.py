"""Browsers that ask for a private network in the preflight get their answer from flask-cors."""

from __future__ import annotations

import pytest

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.diagnosis.planning import plan_for
from cors_wizard.facts import Fact, Facts
from cors_wizard.facts.found import TextFile
from cors_wizard.knowledge_base import Knowledge

_START = (
    "Access to fetch at 'http://localhost:5000/print' from origin 'https://print.example' has been blocked "
    "by CORS policy: "
)
_PREFLIGHT = (
    "Response to preflight request doesn't pass access control check: No "
    "'Access-Control-Allow-Private-Network' header was present in the preflight response for this private "
    "network request targeting the `local` address space."
)
_TODAY = "Permission was denied for this request to access the `loopback` address space."


@pytest.mark.parametrize(
    ("said", "fix"),
    [(_PREFLIGHT, "allow-private-network"), (_TODAY, "allow-it-in-the-browser")],
    ids=["by-preflight", "by-permission"],
)
def test_the_header_is_for_browsers_that_ask_for_it(knowledge: Knowledge, said: str, fix: str) -> None:
    """Newer ones ask the user, and the header changes nothing."""
    begun = Diagnosis.begin(knowledge, _START + said).without_probing().without_scanning()
    assert begun.cause is not None
    assert begun.cause.id == "private-network"
    assert begun.fixes[0].id == fix


@pytest.mark.parametrize("given", ["", ", allow_private_network=False"])
def test_the_option_is_set(knowledge: Knowledge, given: str) -> None:
    """Once, in the call that is there."""
    code = (
        "from flask import Flask\nfrom flask_cors import CORS\n\napp = Flask(__name__)\n"
        f'CORS(app, origins=["https://print.example"]{given})\n\n\n'
        '@app.post("/print")\ndef print_():\n    return []\n'
    )
    known = {
        "url": "http://localhost:5000/print",
        "origin": "https://print.example",
        "method": "POST",
        "symptom": "local-network-access",
    }
    facts = Facts.of(Fact(name, value, "answered") for name, value in known.items())
    made = plan_for((knowledge.fixes["allow-private-network"],), facts, {"app.py": TextFile("app.py", code)})
    (change,) = made.changes
    assert 'CORS(app, origins=["https://print.example"], allow_private_network=True)\n' in change.after
