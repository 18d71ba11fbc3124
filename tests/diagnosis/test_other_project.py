"""The folder that was read has to be the app that responds, before its code says anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from cors_wizard.decision_tree import Stopped
from cors_wizard.diagnosis import Diagnosis
from cors_wizard.diagnosis.other_project import nearest_rule
from cors_wizard.facts import Fact, Facts
from cors_wizard.knowledge_base import load_knowledge
from cors_wizard.project import scan_project

APP = """
from flask import Flask
from flask_cors import CORS
app = Flask(__name__)
CORS(app, resources={r"/shop/*": {"origins": ["http://localhost:3000"]}})

@app.get("/shop/items/<int:number>")
def item(number):
    return {}

@app.route("/shop/cart", methods=["PUT"])
def cart():
    return {}
"""
LINE = (
    "Access to fetch at 'http://localhost:5000{0}' from origin 'http://localhost:3000' has been blocked by "
    "CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.\n"
    "GET http://localhost:5000{0} net::ERR_FAILED {1}"
)


def told(folder: Path, path: str, status: str, code: str = APP) -> Diagnosis:
    """The diagnosis of a message about this path beside a project."""
    (folder / "app.py").write_text(code, encoding="utf-8")
    begun = Diagnosis.begin(load_knowledge(), LINE.format(path, status))
    return begun.with_scan(scan_project(folder)).without_probing().without_optional_questions()


def test_another_project_s_code_changes_nothing(tmp_path: Path) -> None:
    """A diff for it would be wrong twice."""
    ended = told(tmp_path, "/library/books", "200 (OK)")
    assert isinstance(ended.step, Stopped)
    assert ended.step.stop.id == "another-project"
    assert "/shop/cart" in ended.facts.by_name["project_fits"].evidence


@pytest.mark.parametrize(
    ("server", "changes"), [("https://api.partner.example", 0), ("http://localhost:5000", 1)]
)
def test_a_server_elsewhere_with_other_routes_is_not_fixed_here(
    tmp_path: Path, server: str, changes: int
) -> None:
    """Whatever its preflight gets: a login hook in this project's files would change nothing there."""
    (tmp_path / "app.py").write_text(APP.replace("/shop", "/library"), encoding="utf-8")
    line = (
        f"Access to fetch at '{server}/v1/orders' from origin 'http://localhost:3000' has been blocked by "
        "CORS policy: Response to preflight request doesn't pass access control check: It does not have HTTP "
        "ok status."
    )
    known = Facts.of([Fact("preflight_status", 401, "answered")])
    begun = Diagnosis.begin(load_knowledge(), line, given=known).with_scan(scan_project(tmp_path))
    ended = begun.without_probing().without_optional_questions()
    assert len(ended.changes.changes) == changes
    assert changes or "another machine" in ended.changes.problem


@pytest.mark.parametrize("path", ["/shop/unknown/thing", "/shop", "/static/a.js", "/"])
def test_a_path_that_begins_alike_is_the_project_s(tmp_path: Path, path: str) -> None:
    """A route may be missing in the right project."""
    assert told(tmp_path, path, "200 (OK)").facts.get("project_fits") is None


@pytest.mark.parametrize("rule", ["/<path:rest>", "/<tenant>/books"])
def test_a_variable_start_fits_every_path(tmp_path: Path, rule: str) -> None:
    """Nothing can be said against it."""
    code = APP.replace("/shop/cart", rule)
    assert told(tmp_path, "/library/books", "200 (OK)", code).facts.get("project_fits") is None


def test_the_nearest_route_is_named_with_its_variable_part(tmp_path: Path) -> None:
    """The last part is missing in the page's URL."""
    ended = told(tmp_path, "/shop/items/", "404 (NOT FOUND)")
    assert ended.cause is not None
    assert ended.cause.id == "route-not-found"
    assert ended.facts.text("nearest_route") == "/shop/items/<int:number>"


@pytest.mark.parametrize(
    ("path", "rule"),
    [
        ("/items/7", "/items/<int:id>/"),
        ("/api/itms", "/api/items"),
        ("/items", "/api/items"),
        ("/api/notes/3", "/api/v1/notes/<int:id>"),
        ("/nothing/like/it/at/all", ""),
        ("/api/job", "/api/job"),
    ],
)
def test_what_is_near(path: str, rule: str) -> None:
    """A typo, a slash, a forgotten prefix."""
    assert nearest_rule(path, (rule or "/cart", "/login")) == rule


def test_code_that_allows_the_page_on_another_port_did_not_respond(tmp_path: Path) -> None:
    """The setting from which the page has its address gets the port that the code starts on."""
    (tmp_path / "page").mkdir()
    (tmp_path / "page/.env").write_text("VITE_API_URL=http://localhost:5000\n", encoding="utf-8")
    call = "fetch(import.meta.env.VITE_API_URL + '/shop/items/1')\n"
    (tmp_path / "page/items.js").write_text(call, encoding="utf-8")
    code = APP + "\nif __name__ == '__main__':\n    app.run(port=8000)\n"
    ended = told(tmp_path, "/shop/items/1", "403 (Forbidden)", code)
    assert ended.cause is not None
    assert (ended.cause.id, ended.changes.fix) == ("port-taken", "call-the-port-in-the-code")
    assert [each.after for each in ended.changes.changes] == ["VITE_API_URL=http://localhost:8000\n"]


@pytest.mark.parametrize(
    ("port", "certainty", "asked"),
    [
        pytest.param(5000, "likely", False, id="the-same"),
        pytest.param(8000, "guess", True, id="another"),
    ],
)
def test_a_port_that_the_code_does_not_start_on_is_asked_about(
    tmp_path: Path, port: int, certainty: str, asked: bool
) -> None:
    """Another program may have such a route too."""
    code = APP.replace("/shop/*", "/other/*") + f"\nif __name__ == '__main__':\n    app.run(port={port})\n"
    ended = told(tmp_path, "/shop/cart", "200 (OK)", code)
    assert ended.certainty == certainty
    assert ("project_fits" in ended.facts) == asked
    if asked:
        stopped = ended.with_given(Fact("port_owner", "another", "answered")).step
        assert isinstance(stopped, Stopped)
        assert stopped.stop.id == "another-project"
