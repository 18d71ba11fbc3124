"""What the code does about CORS, told from code as people write it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.project.folders import evidence, scan, values

TOP = "from flask import Flask, Blueprint\nfrom flask_cors import CORS, cross_origin\napp = Flask(__name__)\n"
NO_CORS = "from flask import Flask\napp = Flask(__name__)\n"
FACTORY = "from flask import Flask\nfrom flask_cors import CORS\n"

ONE_FILE = [
    pytest.param(NO_CORS, "none", "app.py:2: makes the app, and no file", id="nothing"),
    pytest.param(NO_CORS + "# CORS(app)\n", "none", "app.py:2", id="in-a-comment"),
    pytest.param(
        NO_CORS + 'x = """\nfrom flask_cors import CORS\nCORS(app)\n"""\n', "none", "app.py:2", id="in-a-text"
    ),
    pytest.param(TOP + "CORS(app)\n", "app", "app.py:4: CORS(app)", id="called"),
    pytest.param(
        "from os import *\nfrom flask import Flask\nfrom flask_cors import cors\napp = Flask('')\ncors(app)",
        "app",
        "app.py:5: cors(app)",
        id="called-in-lower-case",
    ),
    pytest.param(TOP + "CORS(app=app)\n", "app", "app.py:4: CORS(app=app)", id="called-by-name"),
    pytest.param(TOP + "cors = CORS(app, resources={})\n", "app", "app.py:4", id="kept"),
    pytest.param(TOP + "CORS().init_app(app)\n", "app", "app.py:4", id="chained"),
    pytest.param(
        TOP + "cors = CORS()\ncors.init_app(app)\n", "app", "app.py:5: cors.init_app(app)", id="init-app"
    ),
    pytest.param(
        TOP + "x.cors = CORS()\nx.cors.init_app(app=app)\n", "app", "app.py:5", id="init-app-attribute"
    ),
    pytest.param(
        "import flask, flask_cors as fc\napp = flask.Flask(__name__)\nfc.CORS(app)\n",
        "app",
        "app.py:3",
        id="alias",
    ),
    pytest.param(
        "from flask_cors import CORS as C\nfrom flask import Flask as F\napp = F(__name__)\nC(app)\n",
        "app",
        "app.py:4: C(app)",
        id="renamed",
    ),
    pytest.param(
        "from flask import *\nfrom flask_cors import *\napp = Flask(__name__)\nCORS(app)\n",
        "app",
        "app.py:4",
        id="star",
    ),
    pytest.param(
        "from flask import Flask\nfrom flask_cors.extension import CORS\napp = Flask(__name__)\nCORS(app)\n",
        "app",
        "app.py:4",
        id="submodule",
    ),
    pytest.param(
        "from flask import Flask\nfrom flask.ext.cors import CORS\napp = Flask(__name__)\nCORS(app)\n",
        "app",
        "app.py:4",
        id="wrong-import-but-called",
    ),
    pytest.param(
        FACTORY + "class Api(Flask):\n    pass\napp = Api(__name__)\nCORS(app)\n",
        "app",
        "app.py:6",
        id="subclass",
    ),
    pytest.param(
        "from apiflask import APIFlask\nfrom flask_cors import CORS\napp = APIFlask(__name__)\nCORS(app)\n",
        "app",
        "app.py:4",
        id="apiflask",
    ),
    pytest.param(
        TOP, "never-bound", "app.py:2: from flask_cors import CORS, cross_origin", id="imported-only"
    ),
    pytest.param(TOP + "cors = CORS()\n", "never-bound", "app.py:4: cors = CORS()", id="never-given-the-app"),
    pytest.param(TOP + "x = CORS(max_age=5)\n", "never-bound", "app.py:4", id="options-without-app"),
    pytest.param(TOP + "x[0] = CORS()\nf().init_app(app)\n", "never-bound", "app.py:4", id="nameless"),
    pytest.param(
        TOP + "CORS(app)\ndef f():\n    app = Flask('x')\n", "app", "app.py:4", id="another-app-in-a-function"
    ),
    pytest.param(TOP + "CORS(None)\n", "never-bound", "app.py:4", id="given-none"),
    pytest.param(TOP + "db.init_app(app)\ncors = CORS()\n", "never-bound", "app.py:5", id="another-init-app"),
    pytest.param(TOP + "CORS(app)\napp = Flask('again')\n", "never-bound", "app.py:4", id="app-made-again"),
    pytest.param(
        TOP + "other = Flask('x')\nCORS(other)\n@app.route('/')\ndef f(): pass\n",
        "never-bound",
        "app.py:5",
        id="other-app",
    ),
    pytest.param(
        TOP + "def set_up(app):\n    CORS(app)\n", "never-bound", "app.py:5", id="function-nobody-calls"
    ),
    pytest.param(
        TOP + "def set_up(app):\n    CORS(app)\nset_up(app)\n", "app", "app.py:5", id="function-called"
    ),
    pytest.param(
        TOP + "bp = Blueprint('b', __name__)\nCORS(bp)\n", "blueprint", "app.py:5: CORS(bp)", id="blueprint"
    ),
    pytest.param(
        TOP + "bp = Blueprint('b', __name__)\nCORS(bp)\nCORS(app)\n",
        "app",
        "app.py:6",
        id="app-outranks-blueprint",
    ),
    pytest.param(
        TOP + "@app.route('/')\n@cross_origin()\ndef f(): pass\n",
        "decorator",
        "app.py:5: @cross_origin()",
        id="decorator",
    ),
    pytest.param(
        TOP + "@app.route('/')\n@cross_origin\ndef f(): pass\n",
        "decorator",
        "app.py:5",
        id="decorator-without-brackets",
    ),
    pytest.param(
        TOP + "class V(MethodView):\n    decorators = [cross_origin()]\n",
        "decorator",
        "app.py:5",
        id="decorators-of-a-view",
    ),
    pytest.param(
        NO_CORS
        + "@app.after_request\ndef add(response):\n"
        + "    response.headers['Access-Control-Allow-Origin'] = '*'\n    return response\n",
        "hand-written",
        "app.py:5: response.headers['Access-Control-Allow-Origin'] = '*'",
        id="own-header-set",
    ),
    pytest.param(
        NO_CORS + "def add(r):\n    r.headers.add('access-control-allow-origin', '*')\n"
        "app.after_request(add)\n",
        "hand-written",
        "app.py:4",
        id="own-header-added",
    ),
    pytest.param(
        NO_CORS + "H = {'Access-Control-Allow-Origin': '*'}\n",
        "hand-written",
        "app.py:3",
        id="own-header-in-a-table",
    ),
    pytest.param(
        NO_CORS + "def add(r):\n    r.access_control_allow_origin = '*'\napp.after_request(add)\n",
        "hand-written",
        "app.py:4",
        id="own-attribute",
    ),
    pytest.param(
        NO_CORS + "H = [('Access-Control-Allow-Origin', '*')]\n",
        "hand-written",
        "app.py:3",
        id="own-header-pair",
    ),
    pytest.param(
        NO_CORS + "def f(r):\n    r.headers.add('Access-Control-Allow-Origin')\n    x, y = 1, 2\n",
        "none",
        "app.py:2",
        id="own-header-without-value",
    ),
    pytest.param(
        NO_CORS + "def f(r):\n    return r.headers['Access-Control-Allow-Origin'] == '*'\n",
        "none",
        "app.py:2",
        id="own-header-only-read",
    ),
    pytest.param(
        FACTORY
        + "cors = CORS()\ndef create_app():\n    app = Flask('a')\n    cors.init_app(app)\n    return app\n",
        "app",
        "app.py:6: cors.init_app(app)",
        id="factory",
    ),
    pytest.param(
        FACTORY + "cors = CORS()\ndef create_app():\n    app = Flask('a')\n    return app\n",
        "never-bound",
        "app.py:3: cors = CORS()",
        id="factory-forgot-it",
    ),
    pytest.param(
        FACTORY + "def create_app():\n    app = Flask('a')\n    return app\napp = create_app()\nCORS(app)\n",
        "app",
        "app.py:7",
        id="factory-and-called-outside",
    ),
]


@pytest.mark.parametrize(("code", "setup", "where"), ONE_FILE)
def test_tells_the_setup_of_one_file(tmp_path: Path, code: str, setup: str, where: str) -> None:
    """The user is told what the code does about CORS, and in which line."""
    found = scan(tmp_path, {"app.py": code})
    assert values(found)["cors_setup"] == setup
    assert evidence(found, "cors_setup").startswith(where)


@pytest.mark.parametrize(
    ("code", "note"),
    [
        pytest.param(
            TOP + "CORS(app)\nH = {'Access-Control-Allow-Origin': '*'}\n",
            "app.py:5: the code itself adds Access-Control-Allow-Origin, "
            "and app.py:4 has flask-cors add it, too.",
            id="twice",
        ),
        pytest.param(
            TOP + "CORS(app)\n@cross_origin()\ndef f(): pass\n",
            "flask-cors is set up in several ways: app.py:4 (app), app.py:5 (decorator).",
            id="several-ways",
        ),
        pytest.param(
            TOP + "if app.debug:\n    CORS(app)\n",
            "app.py:5: this CORS setup is inside a condition and may not run.",
            id="under-a-condition",
        ),
    ],
)
def test_notes_what_is_odd(tmp_path: Path, code: str, note: str) -> None:
    """What may bring two headers or none is said."""
    assert scan(tmp_path, {"app.py": code}).notes == (note,)


def test_many_calls_cost_no_time(tmp_path: Path) -> None:
    """A file of nothing but CORS calls is read as the first of them."""
    found = scan(tmp_path, {"app.py": TOP + "CORS(app)\n" * 5_000})
    assert evidence(found, "cors_setup") == "app.py:4: CORS(app)"
