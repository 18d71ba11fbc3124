"""The files are read once for each app and kind of page, however often requests of several are compared."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

import pytest

from cors_wizard.changes.goal import Goal
from cors_wizard.changes.header_code.header_tables import tables_of_path
from cors_wizard.changes.outcomes import compare
from cors_wizard.changes.project import Project
from cors_wizard.facts.found import TextFile

_VIEWS = "\n".join(f"@app.get('/api/{number}')\ndef view{number}():\n    return ''\n" for number in range(20))
_APP = f"""from flask import Flask
from flask_cors import CORS
app = Flask(__name__)
CORS(app, origins=[])
{_VIEWS}"""
_HERE = Goal(origin="http://localhost:3000", path="/api/1", method="GET")
_THERE = replace(_HERE, origin="https://shop.example")


def _project() -> Project:
    return Project({"app.py": TextFile("app.py", _APP)}, _HERE)


def test_what_was_read_is_kept_until_an_edit() -> None:
    """Looking at a page elsewhere, and back, reads nothing anew; an edit does."""
    project = _project()
    here = project.reading
    project.aim_at(_THERE)
    there = project.reading
    assert there is not here
    project.aim_at(_HERE)
    assert project.reading is here
    project.workspace.edit("app.py")
    assert project.reading is not here
    project.aim_at(_THERE)
    assert project.reading is not there


def test_code_is_not_walked_for_every_request(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twenty routes, as a dozen pages, are hundreds of requests: the trees are walked a few times in all."""
    walks = list[ast.AST]()
    walk = ast.walk

    def counted(node: ast.AST) -> Iterator[ast.AST]:
        walks.append(node)
        return walk(node)

    monkeypatch.setattr(ast, "walk", counted)
    before, after = _project(), _project()
    assert len(compare(before, after).rules) == 20
    assert tables_of_path(after) == []
    assert len(walks) < 100
