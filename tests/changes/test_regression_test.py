"""The generated test is red on the code before the fix and green after it, for several shapes of projects."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from cors_wizard.changes.change import Change, ChangeSet
from cors_wizard.changes.regression_test import regression_test
from cors_wizard.facts import Fact, Facts, FactValue
from cors_wizard.project import scan_project

pytestmark = pytest.mark.process

PAGE = "http://localhost:5173"
IMPORTS = "from flask import Flask\nfrom flask_cors import CORS\n\n"
RULE = '"/api/data/<int:id>"'
APP = IMPORTS + "app = Flask(__name__)\n{setup}\n\n\n"
VIEW = f'@app.route({RULE}, methods=["GET", "PUT"])\ndef data(id):\n    raise SystemExit("not stubbed")\n'
FACTORY = (
    IMPORTS
    + "def create_app():\n    app = Flask(__name__)\n    {setup}\n"
    + f'    app.add_url_rule({RULE}, "data", lambda id: "x", methods=["GET", "PUT"])\n    return app\n'
)
GOOD = f"CORS(app, origins=['{PAGE}'], supports_credentials=True)"
SHAPES = [
    pytest.param("app.py", APP + VIEW, "pass", GOOD, id="module"),
    pytest.param("shop/__init__.py", FACTORY, "pass", GOOD, id="package-factory"),
    pytest.param("src/shop/__init__.py", FACTORY, "pass", GOOD, id="src-layout"),
    pytest.param("backend/app.py", APP + VIEW, "pass", GOOD, id="subfolder"),
    pytest.param("backend/shop/main.py", FACTORY, "pass", GOOD, id="package-in-a-subfolder"),
    pytest.param("server.py", APP + VIEW, "CORS(app)", GOOD, id="wildcard-before"),
    pytest.param("wsgi.py", APP + VIEW, "CORS(app, supports_credentials=True)", GOOD, id="open-before"),
    pytest.param("api.py", APP + VIEW, "CORS(app, origins=['http://localhost:9'])", GOOD, id="other-origin"),
    pytest.param(
        "one.py",
        APP + VIEW,
        f"CORS(app, origins=['{PAGE}'], supports_credentials=True, allow_headers=['X-A'])",
        GOOD,
        id="header-missing",
    ),
    pytest.param(
        "two.py",
        APP + VIEW,
        f"CORS(app, origins=['{PAGE}'], supports_credentials=True, methods=['GET'])",
        GOOD,
        id="method-missing",
    ),
]


def write(folder: Path, file: str, text: str) -> None:
    """The project's files, with the packages' marks."""
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    if path.parent.name == "shop":
        (path.parent / "__init__.py").touch()


def run(folder: Path) -> int:
    """The exit status of pytest on the project's tests."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"],
        cwd=folder,
        capture_output=True,
        timeout=120,
        check=False,
    )
    return done.returncode


@pytest.mark.parametrize(("file", "text", "before", "after"), SHAPES)
def test_red_before_and_green_after(file: str, text: str, before: str, after: str, tmp_path: Path) -> None:
    """The test fails on the broken code and passes on the fixed one."""
    write(tmp_path, file, text.format(setup=before))
    scan = scan_project(tmp_path)
    given: dict[str, FactValue] = {
        "url": "http://localhost:5000/api/data/7",
        "origin": PAGE,
        "method": "PUT",
        "request_headers": ("X-Tenant", "Content-Type: application/json"),
        "credentials": "include",
    }
    facts = Facts.of((*(Fact(name, value, "answered") for name, value in given.items()), *scan.facts))
    made = regression_test(facts, scan.code, scan.files)
    assert made.problem == ""
    (change,) = made.changes
    target = tmp_path / change.path
    target.parent.mkdir()
    target.write_text(change.after)
    assert run(tmp_path) == 1
    write(tmp_path, file, text.format(setup=after))
    assert run(tmp_path) == 0


NEEDING = """import os
from decouple import config
from flask import Flask
from flask_cors import CORS

app = Flask(__name__)
app.secret_key = os.environ["SHOP_SECRET"]
WORKERS = int(os.environ["SHOP_WORKERS"])
STORE = os.environ["DATABASE_URL"]
DEBUG = config("SHOP_DEBUG", cast=bool)
PLACE = os.environ.get("SHOP_PLACE")
os.environ["SHOP_STARTED"] = "1"
ALLOWED = os.environ["ALLOWED_ORIGINS"].split(",")
assert WORKERS > 0 and STORE and not DEBUG
{setup}
"""
DECOUPLE = """import os


def config(name, cast=str):
    value = os.environ[name]
    return value == "1" if cast is bool else value
"""


def test_what_the_app_can_not_do_without_is_set(tmp_path: Path) -> None:
    """Harmless values for the variables that have no default, so that it is red for the right reason."""
    view = VIEW.replace("raise SystemExit", "raise RuntimeError")
    (tmp_path / "decouple.py").write_text(DECOUPLE)
    (tmp_path / "app.py").write_text(NEEDING.format(setup="") + view)
    scan = scan_project(tmp_path)
    given = {
        "url": "http://localhost:5000/api/data/7",
        "origin": PAGE,
        "method": "GET",
        "credentials": "omit",
    }
    facts = Facts.of((*(Fact(name, value, "answered") for name, value in given.items()), *scan.facts))
    (change,) = regression_test(facts, scan.code, scan.files).changes
    target = tmp_path / change.path
    target.parent.mkdir()
    target.write_text(change.after)
    assert "SHOP_PLACE" not in change.after
    assert "SHOP_STARTED" not in change.after
    assert run(tmp_path) == 1, "a failed test, not one that could not be collected"
    (tmp_path / "app.py").write_text(NEEDING.format(setup="CORS(app, origins=ALLOWED)") + view)
    assert run(tmp_path) == 0


def test_an_app_below_a_path_gets_the_rest(tmp_path: Path) -> None:
    """Werkzeug's dispatcher takes the path away below which it serves the app."""
    (tmp_path / "api.py").write_text((APP + VIEW).format(setup="pass").replace("/api/data", "/data"))
    mounts = "import api\napp = DispatcherMiddleware(None, {'/api': api.app})\n"
    (tmp_path / "wsgi.py").write_text(
        f"from werkzeug.middleware.dispatcher import DispatcherMiddleware\n{mounts}"
    )
    scan = scan_project(tmp_path)
    given = {"url": "http://localhost:5000/api/data/7", "origin": PAGE}
    facts = Facts.of((*(Fact(name, value, "answered") for name, value in given.items()), *scan.facts))
    (change,) = regression_test(facts, scan.code, scan.files).changes
    assert "PATH = '/data/7'" in change.after


def test_what_is_missing_is_said(tmp_path: Path) -> None:
    """Without URL, origin or app there is no test."""
    (tmp_path / "app.py").write_text(APP.format(setup="pass") + VIEW)
    scan = scan_project(tmp_path)
    url = Fact("url", "http://localhost:5000/", "answered")
    assert "--url" in regression_test(Facts(), scan.code, scan.files).problem
    assert "--origin" in regression_test(Facts.of((url,)), scan.code, scan.files).problem


def test_the_project_has_a_test_of_that_name(tmp_path: Path) -> None:
    """Its own file stays; where this very test is there already, that is said."""
    (tmp_path / "app.py").write_text(APP.format(setup="pass") + VIEW)
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_cors.py").write_text("def test_mine():\n    assert True\n")
    url = Fact("url", "http://localhost:5000/api/data/7", "answered")
    facts = Facts.of((url, Fact("origin", PAGE, "answered")))
    scan = scan_project(tmp_path)
    (change,) = regression_test(facts, scan.code, scan.files).changes
    assert change.path == "tests/test_cors_page.py"
    (tmp_path / change.path).write_text(change.after)
    scan = scan_project(tmp_path)
    assert "already" in regression_test(facts, scan.code, scan.files).problem


def test_other_tests_get_the_app_as_it_was(tmp_path: Path) -> None:
    """The project's own tests use the same app, and their view is there again."""
    write(tmp_path, "app.py", APP.format(setup=GOOD) + VIEW)
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_own.py").write_text(
        "from app import app\n\n\ndef test_own():\n"
        "    assert app.view_functions['data'].__module__ == 'app'\n"
        "    assert app.config['PROPAGATE_EXCEPTIONS'] is None\n"
    )
    given = {"url": "http://localhost:5000/api/data/7", "origin": PAGE, "credentials": "include"}
    scan = scan_project(tmp_path)
    facts = Facts.of((*(Fact(name, value, "answered") for name, value in given.items()), *scan.facts))
    (change,) = regression_test(facts, scan.code, scan.files).changes
    (tmp_path / change.path).write_text(change.after)
    assert run(tmp_path) == 0


def test_a_stranger_without_cookies_counts(tmp_path: Path) -> None:
    """It reads nothing of the user's, and still it should read nothing."""
    hook = """@app.after_request
def cors(response):
    origin = request.headers.get("Origin", "")
    if origin.startswith("http://localhost"):
        response.headers["Access-Control-Allow-Origin"] = origin
    if origin == "http://localhost:5173":
        response.headers["Access-Control-Allow-Credentials"] = "true"
        response.headers["Access-Control-Allow-Headers"] = "X-Tenant, Content-Type"
        response.headers["Access-Control-Allow-Methods"] = "PUT"
    return response
"""
    code = APP.replace("import Flask", "import Flask, request").format(setup=hook) + VIEW
    (tmp_path / "app.py").write_text(code)
    scan = scan_project(tmp_path)
    given = {"url": "http://localhost:5000/api/data/7?sig=abc", "origin": PAGE, "credentials": "include"}
    facts = Facts.of((*(Fact(name, value, "answered") for name, value in given.items()), *scan.facts))
    (change,) = regression_test(facts, scan.code, scan.files).changes
    target = tmp_path / change.path
    target.parent.mkdir()
    target.write_text(change.after)
    assert "sig" not in change.after
    assert run(tmp_path) == 1
    (tmp_path / "app.py").write_text(code.replace('.startswith("http://localhost")', f' == "{PAGE}"'))
    assert run(tmp_path) == 0


VIEW_HEADERS = (
    "from flask import Flask, jsonify\n\napp = Flask(__name__)\n\n\n@app.get('/api/data')\ndef data():\n"
    "    return jsonify(ok=True), 200, {'Access-Control-Allow-Origin': 'https://app.example.com'}\n\n\n"
    "@app.get('/')\ndef home():\n    return 'hello'\n"
)
DECORATED = (
    "from flask import Flask\nfrom flask_cors import CORS, cross_origin\n\napp = Flask(__name__)\n"
    "CORS(app, origins=['https://shop.example'])\n\n\n@app.{}('/api/data')\n@cross_origin(origins=['https://app.example.com'])\n"
    "def data():\n    return 'x'\n"
)


@pytest.mark.parametrize(
    ("text", "more", "has", "has_not"),
    [
        pytest.param(VIEW_HEADERS, {"method": "GET"}, "test_request_passes", "request_with_view", id="view"),
        pytest.param(
            VIEW_HEADERS,
            {"method": "GET", "request_headers": ("X-Key",)},
            "test_preflight_passes",
            "test_request_passes",
            id="view-with-a-key",
        ),
        pytest.param(
            DECORATED.format("post"),
            {"method": "POST"},
            "test_preflight_passes",
            "request_with_view",
            id="writes",
        ),
        pytest.param(
            DECORATED.format("get"), {"method": "GET"}, "test_request_passes", "request_with_view", id="reads"
        ),
        pytest.param(
            VIEW_HEADERS,
            {"open_on_purpose": "yes"},
            "test_request_passes",
            "of_a_stranger",
            id="open-on-purpose",
        ),
    ],
)
def test_what_the_setup_shows(
    text: str, more: dict[str, FactValue], has: str, has_not: str, tmp_path: Path
) -> None:
    """Another view in the route's place has none of its own headers, and an open API stays open."""
    (tmp_path / "app.py").write_text(text)
    scan = scan_project(tmp_path)
    given = {"url": "http://localhost:5000/api/data", "origin": PAGE, "credentials": "omit", **more}
    facts = Facts.of((*(Fact(name, value, "answered") for name, value in given.items()), *scan.facts))
    (change,) = regression_test(facts, scan.code, scan.files).changes
    assert has in change.after
    assert has_not not in change.after


def test_a_proxys_change_has_no_test_of_the_app(tmp_path: Path) -> None:
    """The app sends what it sent before: a test of it would be red after the fix."""
    (tmp_path / "app.py").write_text(APP.format(setup="pass") + VIEW)
    scan = scan_project(tmp_path)
    facts = Facts.of(
        (Fact("url", "http://localhost/api/data/7", "answered"), Fact("origin", PAGE, "answered"))
    )
    fix = ChangeSet((Change("nginx.conf", "edit", "a", "b"),))
    assert "nginx.conf" in regression_test(facts, scan.code, scan.files, fix).problem


def test_settings_of_a_file_are_loaded(tmp_path: Path) -> None:
    """`wsgi.py` loads `.env`; the test imports the factory, and loads it, too."""
    write(tmp_path, "shop/__init__.py", "")
    (tmp_path / "shop" / "config.py").write_text(
        "import os\n\nORIGINS = os.environ.get('ORIGINS', '').split(',')\n"
    )
    (tmp_path / "shop" / "__init__.py").write_text(
        "from flask import Flask\nfrom flask_cors import CORS\n\nfrom .config import ORIGINS\n\n\n"
        "def create_app():\n    app = Flask(__name__)\n    CORS(app, origins=ORIGINS)\n\n"
        "    @app.get('/api/data')\n    def data():\n        return {}\n\n    return app\n"
    )
    (tmp_path / "wsgi.py").write_text(
        "from dotenv import load_dotenv\n\nload_dotenv()\n\n"
        "from shop import create_app\n\napp = create_app()\n"
    )
    (tmp_path / ".env").write_text(f"ORIGINS={PAGE}\n")
    scan = scan_project(tmp_path)
    given: dict[str, FactValue] = {
        "url": "http://localhost:5000/api/data",
        "origin": PAGE,
        "credentials": "omit",
    }
    facts = Facts.of((*(Fact(name, value, "answered") for name, value in given.items()), *scan.facts))
    (change,) = regression_test(facts, scan.code, scan.files).changes
    (tmp_path / "tests").mkdir()
    (tmp_path / change.path).write_text(change.after)
    assert run(tmp_path) == 0
    (tmp_path / ".env").write_text("ORIGINS=https://another.example\n")
    assert run(tmp_path) == 1
