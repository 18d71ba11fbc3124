"""Whether the current folder is taken for the API's project."""

from __future__ import annotations

from pathlib import Path

import pytest

from cors_wizard.cli.default_project import MOST_FILES, current_project, default_project
from tests.cli.conftest import Command
from tests.cli.error_texts import MISSING, PAGE

FLASK = "from flask import Flask\n\napp = Flask(__name__)\n"

FOLDERS = [
    pytest.param({"app.py": FLASK}, True, id="app"),
    pytest.param({"pyproject.toml": "", "shop/views.py": "import flask\n"}, True, id="package"),
    pytest.param(
        {"wsgi.py": "", "shop/app.py": "    from flask import g\n"}, True, id="import-in-a-function"
    ),
    pytest.param({"package.json": "", "backend/app.py": FLASK}, True, id="repository"),
    pytest.param({"pyproject.toml": "", "src/shop/views.py": "import flask\n"}, True, id="src-layout"),
    pytest.param({"compose.yml": "", "services/orders/app.py": FLASK}, True, id="services"),
    pytest.param({"package.json": "", "src/apps/backend/server.py": FLASK}, True, id="apps-of-a-monorepo"),
    pytest.param({"package.json": "", "a/b/c/d/server.py": FLASK}, False, id="too-deep"),
    pytest.param({"compose.yml": "", "web/node_modules/app.py": FLASK}, False, id="somebody-else-s"),
    pytest.param(
        {"compose.yaml": "", "api/requirements.txt": "", "api/shop/views.py": FLASK, "web/package.json": ""},
        True,
        id="repository-with-a-package",
    ),
    pytest.param({"shop/__init__.py": FLASK, "web/package.json": ""}, True, id="a-package-alone"),
    pytest.param({"shop/__init__.py": FLASK, "b/__init__.py": FLASK}, False, id="two-packages"),
    pytest.param({"shop/__init__.py": FLASK, "b/app.py": FLASK}, False, id="a-package-among-projects"),
    pytest.param({"notes/app.py": FLASK, "shop/app.py": FLASK}, False, id="a-folder-of-projects"),
    pytest.param({"package.json": "", "tools/serve.py": FLASK, "tools/b.py": FLASK}, False, id="no-project"),
    pytest.param({"package.json": "", "back/serve.py": FLASK, "back/b.py": "import flask"}, True, id="in-it"),
    pytest.param({"back/app.py": FLASK, "front/package.json": ""}, True, id="halves-of-a-project"),
    pytest.param({"back/app.py": FLASK, "front/index.html": "", "docs/a.md": ""}, True, id="a-plain-page"),
    pytest.param({"shop/app.py": FLASK}, True, id="one-level-above"),
    pytest.param({"back/app.py": FLASK, "other/app.py": "", "pictures/a.png": ""}, False, id="no-page"),
    pytest.param({"a/app.py": FLASK, "b/app.py": FLASK, "c/package.json": ""}, False, id="two-halves"),
    pytest.param(
        {"a/app.py": FLASK, **{f"{n}/package.json": "" for n in "bcdef"}}, False, id="many-projects"
    ),
    pytest.param({}, False, id="empty"),
    pytest.param({"app.py": "import fastapi\n"}, False, id="another-framework"),
    pytest.param({"app.py": "# like flask\nimport flaskish\n"}, False, id="only-mentioned"),
    pytest.param({"shop_server.py": FLASK, "b.py": "import flask\n"}, True, id="one-file-makes-an-app"),
    pytest.param({"play.py": FLASK, "toy.py": FLASK}, False, id="several-files-make-apps"),
    pytest.param({"play.py": f"{FLASK[:24]}# app = Flask(__name__)\n"}, False, id="only-in-a-comment"),
    pytest.param({"app.py": "", "tests/app.py": FLASK}, False, id="only-in-tests"),
    pytest.param({"app.py": "", ".venv/app.py": FLASK}, False, id="only-in-hidden"),
    pytest.param(
        {"app.py": "", **{f"a{n:03}.py": "" for n in range(MOST_FILES)}, "z.py": FLASK}, False, id="many"
    ),
]


@pytest.mark.parametrize(("files", "expected"), FOLDERS)
def test_looks_like_a_flask_project(files: dict[str, str], expected: bool, tmp_path: Path) -> None:
    """A cheap look, bounded and strict."""
    folder = tmp_path / "project"
    folder.mkdir()
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    assert default_project(folder) == (folder if expected else None)


AROUND = [
    pytest.param("web/src", "shop", id="the-page-s-folder"),
    pytest.param("back", "shop/back", id="the-project-itself"),
    pytest.param("back/views", "shop", id="inside-the-project"),
    pytest.param("../other", None, id="another-repository"),
    pytest.param("..", None, id="above"),
]


@pytest.mark.parametrize(("current", "expected"), AROUND)
def test_the_repository_around(
    current: str, expected: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who is in the page's folder means the API beside it; the home folder is nobody's project."""
    monkeypatch.setenv("HOME", str(tmp_path))
    for folder in ("shop/.git", "shop/web/src", "shop/back/views", "other/.git"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    (tmp_path / "shop/web/package.json").write_text("{}")
    (tmp_path / "shop/back/serve.py").write_text(FLASK)
    monkeypatch.chdir(tmp_path / "shop" / current)
    assert current_project() == (tmp_path / expected if expected else None)


@pytest.mark.parametrize("page_file", ["package.json", "notes.txt"])
def test_the_api_beside_the_page(page_file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the folder of a page, the API's folder next to it is meant; any other folder tells nothing."""
    (tmp_path / "shop" / "web").mkdir(parents=True)
    (tmp_path / "shop" / "api").mkdir()
    (tmp_path / "shop" / "web" / page_file).write_text("{}")
    (tmp_path / "shop" / "api" / "app.py").write_text(FLASK)
    monkeypatch.chdir(tmp_path / "shop" / "web")
    assert current_project() == (tmp_path / "shop" if page_file == "package.json" else None)


def test_the_user_is_told(command: Command, empty_folder: Path) -> None:
    """What is read without being named is said on standard error."""
    (empty_folder / "app.py").write_text(FLASK)
    pasted = MISSING["chromium"].format(url="http://localhost:5000/", page=PAGE)
    done = command("diagnose", "--probe", "never", stdin=pasted)
    assert done.err == f"Reading the Flask project in {empty_folder} (choose another with --project).\n"


def test_a_folder_that_cannot_be_listed(tmp_path: Path) -> None:
    """It is no project."""
    assert default_project(tmp_path / "missing") is None


def test_a_file_that_is_not_python_is_said(command: Command, empty_folder: Path) -> None:
    """A server that doesn't start may be one whose code has an error."""
    (empty_folder / "app.py").write_text(f"{FLASK}\ndef broken(:\n")
    pasted = MISSING["chromium"].format(url="http://localhost:5000/", page=PAGE)
    done = command("diagnose", "--probe", "never", "--project", str(empty_folder), stdin=pasted)
    assert "Not read: `app.py:5: cannot be read as Python 3" in done.out
