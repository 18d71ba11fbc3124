"""What a plan must not do: let a stranger in, or leave a file broken."""

from __future__ import annotations

import pytest

from cors_wizard.changes.checks import broken_file, still_refused, strangers
from cors_wizard.changes.goal import Goal
from cors_wizard.changes.project import Project
from cors_wizard.changes.source_text.source import Edit
from cors_wizard.facts.found import TextFile

_CODE = (
    "from flask import Flask\nfrom flask_cors import CORS\n\napp = Flask(__name__)\nCORS(app, origins={})\n"
)


def _project(origins: str, origin: str = "http://localhost:3000") -> Project:
    text = _CODE.format(origins)
    return Project(
        {"app.py": TextFile("app.py", text)}, Goal(origin=origin, url="http://localhost:5000/a", path="/a")
    )


@pytest.mark.parametrize(
    ("before", "after", "gains"),
    [
        pytest.param('["http://a.example"]', '"*"', "null", id="everybody"),
        pytest.param('["http://a.example"]', r'r"http://localhost:3000"', "", id="the-page"),
        pytest.param('["http://a.example"]', r'r"^http://localhost.*"', ".evil.example", id="suffix"),
        pytest.param('["http://a.example"]', r'r".*localhost:3000$"', "evil-localhost", id="prefix"),
        pytest.param('"*"', '["*", "http://localhost:3000"]', "", id="open-before"),
        pytest.param('["http://a.example"]', "LIST", "", id="unknown"),
    ],
)
def test_no_stranger_gains_access(before: str, after: str, gains: str) -> None:
    """A change that lets a look-alike in is never shown; what was open before is not held against it."""
    refused = still_refused(_project(before), _project(after))
    assert (gains in refused) if gains else refused == ""


def test_subdomains_may_be_meant() -> None:
    """A pattern for a site's subdomains takes its neighbors, and nobody beside the site."""
    pattern = r'r"^https://[a-z0-9-]+\.shop\.example$"'
    before, after = (_project(each, "https://eu.shop.example") for each in ('["https://a.example"]', pattern))
    assert still_refused(before, after) == ""
    assert "https://eu.shop.example.evil.example" in strangers("https://eu.shop.example")


@pytest.mark.parametrize(
    ("path", "text", "edit", "is_broken"),
    [
        pytest.param(
            "pyproject.toml", '[project]\ndependencies = ["flask"]\n', Edit(33, 34, ""), True, id="toml"
        ),
        pytest.param("pyproject.toml", "[project]\n", Edit(10, 10, "a = 1\n"), False, id="toml-fine"),
        pytest.param("a.json", '{"a": 1}', Edit(7, 8, ""), True, id="json"),
        pytest.param("a.json", "{broken", Edit(1, 1, "x"), False, id="broken-before"),
        pytest.param("nginx.conf", "server {\n}\n", Edit(9, 11, ""), True, id="nginx"),
        pytest.param("nginx.conf", "server {\n}\n", Edit(9, 9, "# }\n"), False, id="nginx-comment"),
        pytest.param("Caddyfile", "a {\n}\n", Edit(0, 0, "}\n"), True, id="caddy"),
    ],
)
def test_settings_still_parse(path: str, text: str, edit: Edit, is_broken: bool) -> None:
    """TOML, JSON and the blocks of a proxy are read again before anything is shown."""
    project = Project({path: TextFile(path, text)}, Goal())
    project.workspace.edit(path, edit)
    assert broken_file(project.workspace) == (path if is_broken else "")
