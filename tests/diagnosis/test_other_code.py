"""A server that allows what the code in the folder doesn't is another program, or runs older code."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from flask import Flask
from flask_cors import CORS

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.facts import Fact, Facts
from cors_wizard.knowledge_base import load_knowledge
from cors_wizard.probe.run import run_probes
from cors_wizard.probe.send import send
from cors_wizard.project import scan_project
from tests.probe.serving import PAGE, flask_server

_APP = "from flask import Flask\nfrom flask_cors import CORS\napp = Flask(__name__)\n{}\n"
_VIEW = "\n\n@app.put('/api/data')\ndef data():\n    return 'x'\n"
_OTHERS = "CORS(app, origins=['https://other.example'])"


@pytest.fixture(scope="module")
def base() -> Diagnosis:
    """An empty diagnosis."""
    return Diagnosis.begin(load_knowledge()).without_optional_questions()


def _seen(base: Diagnosis, folder: Path, setup: str, *more: Fact) -> Diagnosis:
    """The responses of an app that allows everybody, beside a folder with this setup."""
    (folder / "app.py").write_text(_APP.format(setup) + _VIEW)
    api = Flask(__name__)
    CORS(api)

    @api.put("/api/data")
    def data() -> str:
        return "x"

    with flask_server(api) as url:
        known = {"url": f"{url}/api/data", "origin": PAGE, "method": "PUT", "credentials": "omit"}
        facts = [Fact(name, value, "answered") for name, value in known.items()]
        asked = Fact("request_headers", (), "answered")
        begun = base.with_given(*Facts.of([*facts, asked]), *more).with_scan(scan_project(folder))
        # Nothing is learned of this machine: here the test itself is the server.
        return begun.with_probe_results(asyncio.run(run_probes(begun.known, send)))


@pytest.mark.parametrize(
    ("setup", "is_said"),
    [
        pytest.param(_OTHERS, True, id="lists-others"),
        pytest.param(f"CORS(app, origins=['{PAGE}'])", False, id="lists-the-page"),
        pytest.param("CORS(app)", False, id="lists-nobody"),
        pytest.param("CORS(app, origins=['https://.*'])", True, id="a-pattern-for-others"),
        pytest.param("CORS(app, origins=['http://.*'])", False, id="a-pattern-for-the-page"),
        pytest.param("CORS(app, origins=read_them())", False, id="not-known"),
        pytest.param(
            f"{_OTHERS}\n@app.after_request\ndef add(r):\n"
            "    r.headers['Access-Control-Allow-Origin'] = '*'\n    return r",
            False,
            id="a-hook-beside-it",
        ),
    ],
)
def test_what_the_code_would_refuse(base: Diagnosis, tmp_path: Path, setup: str, *, is_said: bool) -> None:
    """It is said with the line, and "works" is claimed only as far as seen."""
    found = _seen(base, tmp_path, setup).findings
    assert found is not None
    says = [each.says for each in found.unseen if each.kind == "other-code"]
    assert bool(says) is is_said
    assert all("app.py:4 doesn't allow" in each and "older code responds there" in each for each in says)


@pytest.mark.parametrize(
    ("fact", "says"),
    [
        pytest.param(
            Fact("changed_since_start", "app.py", "probed", "app.py was changed at 10:00; process 7 runs"),
            "It runs older code: app.py was changed at 10:00; process 7 runs.",
            id="older",
        ),
        pytest.param(
            Fact("server_folder", "/srv/old", "probed"),
            "started in another folder: /srv/old.",
            id="elsewhere",
        ),
    ],
)
def test_which_process_it_is(base: Diagnosis, tmp_path: Path, fact: Fact, says: str) -> None:
    """As far as this machine shows it."""
    found = _seen(base, tmp_path, _OTHERS, fact).findings
    assert found is not None
    assert says in found.unseen[0].says
