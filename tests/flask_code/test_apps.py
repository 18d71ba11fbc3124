"""Which app, made how, under which name, with which blueprint, and run how."""

from __future__ import annotations

from pathlib import Path

import pytest

from cors_wizard.facts import FactValue
from tests.project.folders import Files, evidence, scan, values

APP = "from flask import Flask\napp = Flask(__name__)\n"
FACTORY = "from flask import Flask\ndef create_app():\n    api = Flask(__name__)\n    return api\n"


@pytest.mark.parametrize(
    ("code", "style", "variable"),
    [
        pytest.param(APP, "module", "app", id="module"),
        pytest.param("import flask\nserver = flask.Flask(__name__)\n", "module", "server", id="other-name"),
        pytest.param(
            "from flask import Flask\napp: Flask = Flask(__name__)\n", "module", "app", id="annotated"
        ),
        pytest.param(
            "from flask import Flask\napp = api = Flask(__name__)\n", "module", "app", id="two-names"
        ),
        pytest.param(
            "from flask import Flask\nclass Api(Flask): pass\napi = Api('x')\n",
            "module",
            "api",
            id="subclass",
        ),
        pytest.param(FACTORY, "factory", "api", id="factory"),
        pytest.param(
            "from flask import Flask\ndef make():\n    return Flask('x')\n", "factory", None, id="nameless"
        ),
        pytest.param(
            "from flask import Flask\nclass S:\n    def __init__(self):\n        self.app = Flask('x')\n",
            "factory",
            "self.app",
            id="attribute",
        ),
    ],
)
def test_tells_name_and_style(tmp_path: Path, code: str, style: str, variable: str | None) -> None:
    """The fix can be written with the user's own name, in the place where the app is made."""
    found = values(scan(tmp_path, {"app.py": code}))
    assert found["app_style"] == style
    assert found.get("app_variable") == variable


@pytest.mark.parametrize(
    ("files", "chosen"),
    [
        pytest.param({"a/b/app.py": APP, "z/server.py": APP}, "z/server.py", id="shallowest"),
        pytest.param({"aaa.py": APP, "main.py": APP, "wsgi.py": APP}, "wsgi.py", id="usual-name"),
        pytest.param(
            {"tests/app.py": APP, "conftest.py": APP, "a/b/c/x.py": APP}, "a/b/c/x.py", id="no-test"
        ),
        pytest.param(
            {"app.py": APP, "api/v2.py": APP, ".flaskenv": "FLASK_APP=api.v2:app\n"},
            "api/v2.py",
            id="flaskenv",
        ),
        pytest.param({"app.py": APP, "b.py": APP, ".env": "export FLASK_APP='b.py'\n"}, "b.py", id="env"),
        pytest.param(
            {"app.py": APP, "b/__init__.py": FACTORY, ".flaskenv": "FLASK_APP = b\n"},
            "b/__init__.py",
            id="package",
        ),
        pytest.param({"app.py": APP, ".flaskenv": "FLASK_APP=gone.py\n"}, "app.py", id="flaskenv-of-no-file"),
        pytest.param({"b.py": APP, "app.py": "import flask\n"}, "b.py", id="usual-name-without-app"),
    ],
)
def test_chooses_the_app_that_is_meant(tmp_path: Path, files: Files, chosen: str) -> None:
    """Of several apps the likeliest is taken."""
    assert values(scan(tmp_path, files))["app_file"] == chosen


def test_says_which_app_was_taken(tmp_path: Path) -> None:
    """The user can see that another app was not looked at, and give its folder instead."""
    files = {"app.py": APP, **{f"{name}.py": APP for name in "bcdefgh"}, "tests/test_app.py": APP}
    assert scan(tmp_path, files).notes == (
        "There are several Flask apps; app.py was taken, not b.py, c.py, d.py, e.py, f.py, ....",
    )


def test_in_one_file_the_app_with_routes_is_meant(tmp_path: Path) -> None:
    """An app that nothing hangs on is none that a page asks."""
    code = "from flask import Flask\nold = Flask('x')\nnew = Flask('y')\n@new.get('/')\ndef f(): pass\n"
    assert values(scan(tmp_path, {"app.py": code}))["app_variable"] == "new"


BLUEPRINT = "from flask import Blueprint\nbooks = Blueprint('books', __name__)\n"


@pytest.mark.parametrize(
    ("files", "variable"),
    [
        pytest.param({"app.py": APP, "books.py": BLUEPRINT}, "books", id="only-one"),
        pytest.param({"app.py": APP, "a.py": BLUEPRINT, "b.py": BLUEPRINT}, None, id="two"),
        pytest.param(
            {"app.py": APP + "@app.get('/')\ndef f(): pass\n", "a.py": BLUEPRINT}, None, id="app-has-routes"
        ),
        pytest.param({"app.py": APP}, None, id="none"),
    ],
)
def test_names_the_blueprint_where_it_is_certain(tmp_path: Path, files: Files, variable: str | None) -> None:
    """Which blueprint owns the route is told only where there is no other owner."""
    assert values(scan(tmp_path, files)).get("blueprint_variable") == variable


RUNNING = [
    pytest.param("app.run()", {"run_port": 5000}, id="default"),
    pytest.param("app.run(port=8080, debug=True)", {"run_port": 8080, "debug_mode": "yes"}, id="by-name"),
    pytest.param("app.run('0.0.0.0', 8081, False)", {"run_port": 8081, "debug_mode": "no"}, id="by-position"),
    pytest.param("app.run(port='8080')", {"run_port": 8080}, id="port-as-text"),
    pytest.param("app.run(port=int(os.environ.get('PORT', 7000)))", {"run_port": 7000}, id="environment"),
    pytest.param("app.run(port=int(os.getenv('PORT') or '7001'))", {"run_port": 7001}, id="environment-or"),
    pytest.param("app.run(port=PORT)", {}, id="computed"),
    pytest.param("app.run(port=99999)", {}, id="no-port"),
    pytest.param("app.run(**settings)", {}, id="unpacked"),
    pytest.param("app.run(debug=os.getenv('DEBUG'))", {"run_port": 5000}, id="debug-computed"),
    pytest.param("app.debug = True", {"debug_mode": "yes"}, id="debug-attribute"),
    pytest.param("app.config['DEBUG'] = False", {"debug_mode": "no"}, id="debug-config"),
    pytest.param("asyncio.run(main())\nsubprocess.run(['x'])", {}, id="other-run"),
    pytest.param(
        "from flask_socketio import SocketIO\nsio = SocketIO(app)\nsio.run(app, port=9)",
        {"run_port": 9},
        id="socketio",
    ),
    pytest.param("from waitress import serve\nserve(app)", {"run_port": 8080}, id="waitress"),
    pytest.param("import waitress\nwaitress.serve(app, port=81)", {"run_port": 81}, id="waitress-port"),
]


@pytest.mark.parametrize(("code", "expected"), RUNNING)
def test_tells_port_and_debug_mode(tmp_path: Path, code: str, expected: dict[str, FactValue]) -> None:
    """Neither port nor debug mode has to be asked for where the code settles it."""
    found = values(scan(tmp_path, {"app.py": f"import os\n{APP}{code}\n"}))
    assert {name: found[name] for name in ("run_port", "debug_mode") if name in found} == expected


def test_port_of_the_environment_is_no_certainty(tmp_path: Path) -> None:
    """The evidence says what may override the port."""
    found = scan(tmp_path, {"app.py": APP + "app.run(port=os.environ.get('PORT', 7000))\n"})
    assert evidence(found, "run_port").endswith("(unless PORT says otherwise)")


def test_the_starting_file_of_a_factory_counts(tmp_path: Path) -> None:
    """`api = create_app()` and `api.run()` in another file."""
    run = "from api import create_app\nsite = create_app()\nsite.run(port=5005)  # flask\n"
    assert values(scan(tmp_path, {"api/__init__.py": FACTORY, "run.py": run}))["run_port"] == 5005


def test_of_environment_files_only_the_lines_of_flask_are_kept(tmp_path: Path) -> None:
    """A secret beside them appears nowhere."""
    env = "SECRET_KEY=hunter2\nFLASK_RUN_PORT=5999\nFLASK_DEBUG=0\n"
    found = scan(tmp_path, {"app.py": APP + "app.run(port=1, debug=True)\n", ".env": env})
    assert values(found)["run_port"] == 5999
    assert values(found)["debug_mode"] == "no"
    assert evidence(found, "debug_mode") == ".env:3: FLASK_DEBUG=0"
    assert "hunter2" not in str(found)
