"""What the written test imports is the app as the project itself makes it, and never starts a server."""

from __future__ import annotations

from pathlib import Path

import pytest

from cors_wizard.changes.app_import import app_import, connects_at
from cors_wizard.project import scan_project

HEAD = "from flask import Flask\n\n\n"
BODY = "    app = Flask(__name__)\n    return app\n"
VIEW = "\n    @app.get('/')\n    def home():\n        return ''\n\n"
ARGS = HEAD + "def create_app(config, debug=False, *, name):\n" + BODY
MAIN = "if __name__ == '__main__':\n    app.run()\n"
METHOD = HEAD + "class F:\n  def make(self):\n" + BODY + "\n\napi = F().make()\n"
CASES = [
    pytest.param({"app.py": HEAD + "app = Flask(__name__)\n" + MAIN}, "app.py: app: flask_app", id="module"),
    pytest.param(
        {"app.py": HEAD + "def create_app(config=None):\n" + BODY},
        "app.py: create_app: create_app()",
        id="factory",
    ),
    pytest.param(
        {
            "app.py": ARGS,
            "run.py": f"from app import create_app\napp = create_app('dev', name='shop')\n{MAIN}",
        },
        "app.py: create_app: create_app('dev', name='shop')",
        id="arguments",
    ),
    pytest.param(
        {
            "app.py": ARGS,
            "wsgi.py": "import conf\nfrom app import create_app\napp = create_app(conf.X, name='a')\n",
        },
        "wsgi.py: app: flask_app",
        id="made-elsewhere",
    ),
    pytest.param(
        {
            "app.py": ARGS,
            "wsgi.py": "import c\nfrom app import create_app\napp = create_app(c.X, name='a')\napp.run()\n",
        },
        "wsgi.py:4 would start the server",
        id="made-elsewhere-and-started",
    ),
    pytest.param(
        {"app.py": METHOD},
        "app.py: api: flask_app",
        id="made-by-a-method",
    ),
    pytest.param({"app.py": ARGS}, "needs config, name", id="nobody-shows-the-arguments"),
    pytest.param(
        {"app.py": HEAD + "def make():\n    app = Flask(__name__)\n" + VIEW + "    return None, app\n"},
        "app.py: make: make()[1]",
        id="one-of-two-values",
    ),
    pytest.param(
        {"app.py": HEAD + "def make():\n    app = Flask(__name__)\n" + VIEW + "    return {'app': app}\n"},
        "app.py: make: make()['app']",
        id="in-a-table",
    ),
    pytest.param(
        {"main.py": HEAD + "def main():\n    app = Flask(__name__)\n" + VIEW + "    app.run()\n\n\nmain()\n"},
        "main() in main.py returns no app",
        id="no-return",
    ),
    pytest.param(
        {"main.py": HEAD + "def main():\n    app = Flask(__name__)\n    app.run()\n    return app\n"},
        "main.py:6 would start the server",
        id="factory-that-starts",
    ),
    pytest.param(
        {"app.py": HEAD + "app = Flask(__name__)\napp.run(port=5000)\n"},
        "app.py:5 would start the server",
        id="no-guard",
    ),
    pytest.param(
        {"app.py": "from waitress import serve\n" + HEAD + "app = Flask(__name__)\nserve(app, port=5000)\n"},
        "app.py:6 would start the server",
        id="no-guard-waitress",
    ),
]


@pytest.mark.parametrize(("files", "expected"), CASES)
def test_what_a_test_imports(files: dict[str, str], expected: str, tmp_path: Path) -> None:
    """The import, or why there is none."""
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    scan = scan_project(tmp_path)
    assert scan.code.app is not None
    found = app_import(scan.code.app, scan.files)
    assert expected in (found.problem or f"{found.file}: {found.name}: {found.made}")


def test_what_connects_in_a_file_that_is_imported(tmp_path: Path) -> None:
    """However far away, as long as it is imported; a function there connects later."""
    (tmp_path / "app.py").write_text(f"{HEAD}from views import bp\napp = Flask(__name__)\n")
    (tmp_path / "views.py").write_text("from db import DB\n\nbp = DB\n")
    (tmp_path / "db.py").write_text("import sqlite3, app\n\nDB = sqlite3.connect('shop.db')\n")
    (tmp_path / "other.py").write_text("import sqlite3\n\nDB = sqlite3.connect('shop.db')\n")
    scan = scan_project(tmp_path)
    assert scan.code.app is not None
    assert connects_at(scan.code.app, scan.files) == "db.py:3"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("db = sqlite3.connect('shop.db')", "app.py:4"),
        ("with psycopg.connect(URL) as db: pass", "app.py:4"),
        ("db = sqlite3.connect(':memory:')", ""),
        ("got_request_exception.connect(log)", ""),
        ("def db(): return sqlite3.connect('shop.db')", ""),
    ],
)
def test_what_connects_at_import(line: str, expected: str, tmp_path: Path) -> None:
    """A test of that app needs the database, too; what connects later doesn't stand in its way."""
    (tmp_path / "app.py").write_text(f"{HEAD}{line}\napp = Flask(__name__)\n")
    scan = scan_project(tmp_path)
    assert scan.code.app is not None
    assert connects_at(scan.code.app, scan.files) == expected
