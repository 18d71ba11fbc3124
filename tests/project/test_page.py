"""What the page is made with, read from names alone, in the project's folder or beside it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.project.folders import Files, evidence, scan, values, write

APP = {"app.py": "from flask import Flask\napp = Flask(__name__)\n"}


def packages(*names: str, key: str = "dependencies") -> str:
    """A package.json that asks for these."""
    return json.dumps({"name": "shop", key: dict.fromkeys(names, "1.0.0")}, indent=2)


@pytest.mark.parametrize(
    ("files", "client", "tool"),
    [
        pytest.param({"package.json": packages("axios", "vite")}, "axios", "vite", id="axios-and-vite"),
        pytest.param({"package.json": packages("jquery")}, "jquery", None, id="jquery"),
        pytest.param(
            {"package.json": packages("@angular/core", "@angular/cli")}, "angular", "angular", id="angular"
        ),
        pytest.param({"package.json": packages("next", "react")}, None, "next", id="next"),
        pytest.param({"web/package.json": packages("react-scripts")}, None, "create-react-app", id="inside"),
        pytest.param(
            {"package.json": packages("webpack-dev-server", key="devDependencies")},
            None,
            "webpack",
            id="webpack",
        ),
        pytest.param({"package.json": packages("@vue/cli-service")}, None, "vue-cli", id="vue"),
        pytest.param({"vite.config.ts": "export default {}\n"}, None, "vite", id="settings-of-vite"),
        pytest.param({"next.config.mjs": "export default {}\n"}, None, "next", id="settings-of-next"),
        pytest.param({"angular.json": "{}\n"}, None, "angular", id="settings-of-angular"),
        pytest.param({"package.json": "[]"}, None, None, id="no-object"),
        pytest.param({"package.json": "{"}, None, None, id="broken"),
        pytest.param({"package.json": '{"dependencies": ["axios"]}'}, None, None, id="no-table"),
        pytest.param({"package.json": packages("express")}, None, None, id="neither"),
    ],
)
def test_names_tell(tmp_path: Path, files: Files, client: str | None, tool: str | None) -> None:
    """The fix for the page is written for its own library and tool, without a question."""
    found = values(scan(tmp_path, {**APP, **files}))
    assert (found.get("client"), found.get("page_tool")) == (client, tool)


def test_the_page_beside_the_api(tmp_path: Path) -> None:
    """`frontend` beside `backend` is read where the project's own folder has no page."""
    write(tmp_path, {"frontend/package.json": packages("axios", "vite")})
    found = scan(tmp_path / "backend", APP)
    assert values(found)["client"] == "axios"
    assert evidence(found, "client") == '../frontend/package.json:4: "axios": "1.0.0",'


def test_the_project_s_own_page_wins(tmp_path: Path) -> None:
    """Another page beside it is another one."""
    write(tmp_path, {"frontend/package.json": packages("axios")})
    found = scan(tmp_path / "backend", {**APP, "package.json": packages("jquery")})
    assert values(found)["client"] == "jquery"


@pytest.mark.parametrize("name", ["frontend", "frontend/package.json/"])
def test_something_else_of_that_name_beside(tmp_path: Path, name: str) -> None:
    """A file in place of the folder, or a folder in place of the file, tells nothing."""
    write(tmp_path, {name: ""})
    assert "client" not in values(scan(tmp_path / "backend", APP))


def test_no_link_is_followed_beside(tmp_path: Path) -> None:
    """A link beside the project may lead anywhere."""
    write(tmp_path, {"elsewhere/package.json": packages("axios")})
    os.symlink(tmp_path / "elsewhere", tmp_path / "frontend")
    assert "client" not in values(scan(tmp_path / "backend", APP))
