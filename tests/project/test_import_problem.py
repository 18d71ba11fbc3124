"""Whether flask-cors can be imported as the code imports it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.project.folders import Files, evidence, scan, values

FLASK = "from flask import Flask\napp = Flask(__name__)\n"
RIGHT = FLASK + "from flask_cors import CORS\n"
SITE = "lib/python3.11/site-packages"
WITH = {
    ".venv/pyvenv.cfg": b"",
    f".venv/{SITE}/flask-3.0.3.dist-info/": b"",
    f".venv/{SITE}/flask_cors-4.0.1.dist-info/": b"",
}
WITHOUT = {"venv/pyvenv.cfg": b"", f"venv/{SITE}/flask-3.0.3.dist-info/": b""}


@pytest.mark.parametrize(
    "line",
    [
        *(
            "from flask.cors import CORS",
            "from flask.ext.cors import CORS",
            "from flask import CORS",
            "import flask.cors",
        ),
        *(
            "from flask.ext import cors",
            "from flask import Flask, cross_origin",
            "import flask.ext.cors as c",
        ),
        *("from flaskcors import CORS", "from Flask_CORS import CORS", "from flask_cors import cors"),
    ],
)
def test_recognizes_a_wrong_import(tmp_path: Path, line: str) -> None:
    """Whatever is installed, such a line fails."""
    found = scan(tmp_path, {"app.py": FLASK + line + "\n", **WITH})
    assert values(found)["import_problem"] == "wrong-import"
    assert evidence(found, "import_problem") == f"app.py:3: {line}"


GUARDED = """
from flask import Flask
try:
    from flask_cors import CORS
except ImportError:
    from flask.ext.cors import CORS
app = Flask(__name__)
"""
BARE = GUARDED.replace("except ImportError", "except")
SEVERAL = GUARDED.replace("ImportError", "(ImportError, AttributeError)")
OTHER = GUARDED.replace("ImportError", "KeyError")
OUTCOMES = [
    pytest.param({"app.py": BARE, **WITH}, "none", "app.py:3", id="guarded-by-anything"),
    pytest.param({"app.py": SEVERAL, **WITH}, "none", "app.py:3", id="guarded-by-several"),
    pytest.param({"app.py": OTHER, **WITH}, "wrong-import", "app.py:5", id="not-guarded-against-imports"),
    pytest.param({"app.py": FLASK}, "none", "app.py:2: the app's files do not import", id="no-import"),
    pytest.param({"app.py": FLASK + "from .flask.cors import x\n"}, "none", "app.py:2", id="own-package"),
    pytest.param({"app.py": GUARDED, **WITH}, "none", "app.py:3", id="guarded-wrong-import"),
    pytest.param(
        {"app.py": RIGHT, **WITH},
        "none",
        "app.py:3: imports flask_cors, which is installed in .venv",
        id="installed",
    ),
    pytest.param({"app.py": RIGHT, **WITH, **WITHOUT}, "none", "app.py:3", id="installed-in-one-of-two"),
    pytest.param(
        {"app.py": RIGHT, **WITHOUT, "requirements.txt": "flask\nflask-cors\n"},
        "flask-cors-missing",
        "app.py:3: imports flask_cors, which is not installed in venv",
        id="required-but-not-installed",
    ),
    pytest.param(
        {"app.py": RIGHT, ".venv/pyvenv.cfg": b""}, "flask-cors-missing", "app.py:3", id="empty-environment"
    ),
    pytest.param(
        {"app.py": RIGHT, "x/.venv/pyvenv.cfg": b"", **WITH},
        "none",
        "app.py:3",
        id="environment-of-a-tool-does-not-count",
    ),
    pytest.param(
        {"app.py": RIGHT, "venv/pyvenv.cfg": "include-system-site-packages = true\n"},
        None,
        "",
        id="sees-the-system",
    ),
    pytest.param(
        {"app.py": RIGHT, "requirements.txt": "Flask==3.0.3\n"},
        "flask-cors-missing",
        "app.py:3: imports flask_cors, which is not named in requirements.txt",
        id="not-required",
    ),
    pytest.param({"app.py": RIGHT, "requirements.txt": "Flask\nFlask_Cors>=4\n"}, None, "", id="required"),
    pytest.param(
        {"app.py": RIGHT, "requirements.txt": "Flask\n", "Dockerfile": "RUN pip install flask-cors\n"},
        None,
        "",
        id="required-in-dockerfile",
    ),
    pytest.param({"app.py": RIGHT, "requirements.txt": "requests\n"}, None, "", id="list-without-flask"),
    pytest.param({"app.py": RIGHT, "pyproject.toml": "[tool.ruff]\n"}, None, "", id="no-list"),
    pytest.param({"app.py": RIGHT}, None, "", id="nothing-known"),
    pytest.param({"x.py": "x = 1\n"}, None, "", id="no-app"),
    pytest.param(
        {"app.py": FLASK, "tests/test_app.py": RIGHT, **WITHOUT}, "none", "app.py:2", id="import-in-a-test"
    ),
]


@pytest.mark.parametrize(("files", "problem", "where"), OUTCOMES)
def test_tells_whether_flask_cors_is_there(
    tmp_path: Path, files: Files, problem: str | None, where: str
) -> None:
    """A missing package is told from the folder, and only where the folder settles it."""
    found = scan(tmp_path, files)
    assert values(found).get("import_problem") == problem
    assert evidence(found, "import_problem").startswith(where)


@pytest.mark.parametrize("own", ["api/flask_cors.py", "api/flask_cors/__init__.py", "flask_cors.py"])
def test_notes_a_file_that_hides_the_package(tmp_path: Path, own: str) -> None:
    """Somebody's own flask_cors.py is imported in place of the package."""
    found = scan(tmp_path, {"api/app.py": RIGHT, own: "", **WITHOUT})
    assert "import_problem" not in values(found)
    assert (
        f"{own}: is imported instead of the package flask-cors, because it has the same name." in found.notes
    )


def test_a_file_with_a_longer_name_hides_nothing(tmp_path: Path) -> None:
    """my_flask_cors.py is another module."""
    found = scan(tmp_path, {"app.py": RIGHT, "my_flask_cors.py": "", **WITH})
    assert values(found)["import_problem"] == "none"


@pytest.mark.parametrize(
    ("code", "answer"),
    [
        pytest.param(GUARDED, "yes", id="guarded"),
        pytest.param(OTHER, "no", id="guarded-against-another-error"),
        pytest.param(RIGHT, "no", id="bare"),
        pytest.param(FLASK, None, id="no-import"),
    ],
)
def test_tells_whether_the_app_starts_all_the_same(tmp_path: Path, code: str, answer: str | None) -> None:
    """An app that answers has got past an import that nothing catches, so nothing is missing there."""
    assert values(scan(tmp_path, {"app.py": code})).get("import_guarded") == answer
