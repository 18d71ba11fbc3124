"""Sixty kinds of secrets are pasted and given, and looked for in everything that is shown or stored."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote

import pytest

from cors_wizard.changes.regression_test import regression_test
from cors_wizard.diagnosis import Diagnosis
from cors_wizard.facts import Fact, Facts
from cors_wizard.knowledge_base import Knowledge, load_knowledge
from cors_wizard.printable import json_text
from cors_wizard.project import scan_project
from cors_wizard.report.as_json import result_line
from cors_wizard.report.build_report import build_report
from cors_wizard.report.whole_report import to_markdown, to_text
from cors_wizard.tui import session
from cors_wizard.tui.restore import to_session
from tests.masking.planted import HEADERS, PLANTED, URLS, Planted
from tests.other_faces import of_a_suite, of_an_agent

MESSAGE = (
    "Access to fetch at '{url}' from origin 'http://localhost:5173' has been blocked by CORS policy: "
    "No 'Access-Control-Allow-Origin' header is present on the requested resource."
)


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    """The built-in knowledge."""
    return load_knowledge()


def diagnosis_with(knowledge: Knowledge, planted: Sequence[Planted]) -> Diagnosis:
    """The secrets beside a message, in the URL of one, and among what was given."""
    urls = [each.text for each in planted if each in URLS and each.text.startswith("http")]
    text = "\n".join([MESSAGE.format(url=url) for url in urls or ["http://localhost:5000/api/orders"]])
    text = "\n".join([text, *(each.text for each in planted)])
    headers = tuple(each.text for each in planted if each in HEADERS)
    given = [Fact(name, headers, "answered") for name in ("request_headers", "response_headers") if headers]
    given += [Fact("url", url, "answered") for url in urls[:1]]
    return concluded(Diagnosis.begin(knowledge, text, Facts.of(given)))


def concluded(diagnosis: Diagnosis) -> Diagnosis:
    """With nobody to ask and nothing to probe."""
    return diagnosis.without_probing().without_scanning().without_optional_questions()


def outputs(diagnosis: Diagnosis, folder: Path) -> Mapping[str, str]:
    """Everything that is shown of it or kept."""
    report = build_report(diagnosis)
    session.save(to_session(diagnosis, datetime(2026, 1, 1), "one"), folder)
    return {
        "text": to_text(report, bold=False, verbose=True),
        "brief": to_text(report, bold=False, verbose=False),
        "markdown": to_markdown(report),
        "json": json_text(result_line(diagnosis)),
        "session": "\n".join(each.read_text() for each in folder.rglob("*") if each.is_file()),
    }


GROUPS = [[each] for each in URLS] + [PLANTED[start : start + 8] for start in range(0, len(PLANTED), 8)]


@pytest.mark.parametrize("planted", GROUPS, ids=lambda group: "+".join(each.id for each in group))
def test_no_secret_is_shown_or_stored(knowledge: Knowledge, planted: list[Planted], tmp_path: Path) -> None:
    """In no form: as it is, or with the escapes of JSON."""
    shown = outputs(diagnosis_with(knowledge, planted), tmp_path)
    for each in planted:
        for secret in (each.secret, json.dumps(each.secret)[1:-1]):
            assert [name for name, text in shown.items() if secret in text] == [], each


@pytest.mark.parametrize("planted", PLANTED, ids=lambda each: each.id)
def test_no_secret_is_told_to_an_agent_or_a_test_suite(planted: Planted, tmp_path: Path) -> None:
    """Given as each argument; in a request, and in what the app responds."""
    told = {**of_an_agent(planted.text, planted.text, tmp_path), **of_a_suite(planted.text)}
    for secret in (planted.secret, json.dumps(planted.secret)[1:-1]):
        assert [name for name, text in told.items() if secret in text] == []


def test_without_masking_they_would_be_found(knowledge: Knowledge) -> None:
    """What is looked for is there to be found."""
    diagnosis = diagnosis_with(knowledge, PLANTED)
    assert not [each.id for each in PLANTED if each.secret not in diagnosis.text]


APPS = {
    "app": "CORS(app)\n\n@app.route('/<path:rest>')\ndef any_path(rest):\n    return rest\n",
    "decorator": "\n@app.route('/<path:rest>')\n@cross_origin()\ndef any_path(rest):\n    return rest\n",
    "nothing": "\n@app.route('/<path:rest>')\ndef any_path(rest):\n    return rest\n",
}


@pytest.mark.parametrize("app", APPS.values(), ids=APPS)
@pytest.mark.parametrize("planted", URLS, ids=lambda each: each.id)
def test_no_secret_is_written_into_the_project(
    planted: Planted, app: str, knowledge: Knowledge, tmp_path: Path
) -> None:
    """Neither by a fix nor by the test that keeps it: both go into a repository."""
    head = "from flask import Flask\nfrom flask_cors import CORS, cross_origin\n\napp = Flask(__name__)\n"
    (tmp_path / "app.py").write_text(head + app)
    scan = scan_project(tmp_path)
    given = {
        "url": planted.text,
        "origin": "http://localhost:5173",
        "method": "GET",
        "credentials": "include",
    }
    facts = Facts.of(Fact(name, value, "answered") for name, value in given.items())
    text = MESSAGE.format(url=planted.text)
    begun = Diagnosis.begin(knowledge, text, facts).without_probing().without_optional_questions()
    found = begun.with_scan(scan)
    kept = regression_test(found.facts, scan.code, scan.files)
    written = "".join(each.after for each in (*found.changes.changes, *kept.changes))
    for secret in (planted.secret, unquote(planted.secret), repr(planted.secret)[1:-1]):
        assert secret not in written
