"""What several files together do about CORS."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.project.folders import Files, evidence, scan, values

TOP = "from flask import Flask\nfrom flask_cors import CORS\napp = Flask(__name__)\n"
NO_CORS = "from flask import Flask\napp = Flask(__name__)\n"
EXTENSIONS = "from flask_cors import CORS\ncors = CORS()\n"
SEVERAL_FILES = [
    pytest.param(
        {
            "api/__init__.py": "from flask import Flask\nfrom api.ext import cors\n"
            "def create_app():\n    app = Flask(__name__)\n    cors.init_app(app)\n    return app\n",
            "api/ext.py": EXTENSIONS,
        },
        "app",
        "api/__init__.py:5",
        id="extensions-module",
    ),
    pytest.param(
        {
            "api/__init__.py": "from flask import Flask\nfrom api import ext\n"
            "def create_app():\n    app = Flask(__name__)\n    ext.db.init_app(app)\n    return app\n",
            "api/ext.py": EXTENSIONS,
        },
        "never-bound",
        "api/ext.py:2",
        id="extensions-module-forgotten",
    ),
    pytest.param(
        {
            "api/__init__.py": "from flask import Flask\ndef make():\n    return Flask(__name__)\n",
            "run.py": "from flask_cors import CORS\nfrom api import make\napp = make()\nCORS(app)\n",
        },
        "app",
        "run.py:4",
        id="in-the-starting-file",
    ),
    pytest.param(
        {
            "app.py": "from flask import Flask\nfrom flask_cors import CORS\nfrom views import books\n"
            "app = Flask(__name__)\nCORS(books)\n",
            "views.py": "from flask import Blueprint\nbooks = Blueprint('books', __name__)\n",
        },
        "blueprint",
        "app.py:5",
        id="imported-blueprint",
    ),
    pytest.param(
        {"app.py": NO_CORS, "tests/test_api.py": TOP + "CORS(app)\n"}, "none", "app.py:2", id="only-in-a-test"
    ),
    pytest.param(
        {"a/app.py": NO_CORS, "b/app.py": TOP + "CORS(app)\n", "b/more.py": EXTENSIONS},
        "none",
        "a/app.py:2",
        id="other-service",
    ),
    pytest.param(
        {"app.py": NO_CORS, "old.py": TOP + "CORS(app)\n"}, "none", "app.py:2", id="other-app-beside"
    ),
    pytest.param(
        {"app.py": NO_CORS, "tests/ext.py": EXTENSIONS}, "none", "app.py:2", id="extension-of-a-test"
    ),
    pytest.param(
        {"tests/app.py": NO_CORS, "tests/ext.py": EXTENSIONS},
        "never-bound",
        "tests/ext.py:2",
        id="all-in-tests",
    ),
    pytest.param(
        {"a/app.py": NO_CORS, "b/app.py": NO_CORS, "ext.py": EXTENSIONS},
        "never-bound",
        "ext.py:2",
        id="shared-file",
    ),
]


@pytest.mark.parametrize(("files", "setup", "where"), SEVERAL_FILES)
def test_tells_the_setup_over_files(tmp_path: Path, files: Files, setup: str, where: str) -> None:
    """A setup counts where it reaches the app, whichever of its files it stands in."""
    found = scan(tmp_path, files)
    assert values(found)["cors_setup"] == setup
    assert evidence(found, "cors_setup").startswith(where)


def test_says_nothing_of_a_setup_where_there_is_no_app(tmp_path: Path) -> None:
    """Without an app there is nothing that could lack a setup."""
    found = scan(tmp_path, {"ext.py": EXTENSIONS})
    assert "cors_setup" not in values(found)
    assert found.notes == ("No Python file in this folder makes a Flask app, as far as could be read.",)
    bound = scan(tmp_path, {"ext.py": "from flask_cors import CORS\nfrom x import app\nCORS(app)\n"})
    assert values(bound)["cors_setup"] == "app"
