"""Which origins, headers and methods the code allows."""

from __future__ import annotations

from pathlib import Path

import pytest

from cors_wizard.facts import FactValue
from tests.project.folders import evidence, scan, values

TOP = (
    "import os, re\nfrom flask import Blueprint, Flask\nfrom flask_cors import CORS, cross_origin\n"
    "app = Flask(__name__)\n"
)
A, B = "http://localhost:3000", "https://shop.example"

ORIGINS = [
    pytest.param(f"CORS(app, origins='{A}')", (A,), id="text"),
    pytest.param(f"CORS(app, origins=['{A}', '{B}', '{A}'])", (A, B), id="list"),
    pytest.param(f"CORS(app, origins=('{A}',))", (A,), id="tuple"),
    pytest.param(f"CORS(app, origins={{'{A}'}})", (A,), id="set"),
    pytest.param("CORS(app, origins='*')", ("*",), id="wildcard"),
    pytest.param(f"ALLOWED = ['{A}']\nCORS(app, origins=ALLOWED)", (A,), id="constant"),
    pytest.param(f"ALLOWED = ['{A}']\nCORS(app, origins=ALLOWED + ['{B}'])", (A, B), id="sum"),
    pytest.param(
        f"ALL = ['{A}']\nCORS(app, origins='*' if len(ALL) == 0 or ALL == ['*'] else ALL)", (A,), id="length"
    ),
    pytest.param(
        f"ALL = ['{A}', '{B}']\nCORS(app, origins=ALL if len(ALL) > 1 else '*')", (A, B), id="greater"
    ),
    pytest.param(f"ALLOWED = ['{A}']\nCORS(app, origins=[*ALLOWED, '{B}'])", (A, B), id="spread"),
    pytest.param(
        "CORS(app, origins=[re.compile(r'https://.*\\.example')])", (r"https://.*\.example",), id="pattern"
    ),
    pytest.param(f"CORS(app, resources={{r'/api/*': {{'origins': '{A}'}}}})", (A,), id="resources"),
    pytest.param(
        f"CORS(app, resources={{'/a': {{'origins': '{A}'}}, '/b': {{'origins': ['{B}']}}}})",
        (A, B),
        id="two-resources",
    ),
    pytest.param(
        f"R = {{'/a': {{'origins': '{A}'}}}}\nCORS(app, resources=R)", (A,), id="resources-constant"
    ),
    pytest.param(f"app.config['CORS_ORIGINS'] = ['{A}']\nCORS(app)", (A,), id="config-item"),
    pytest.param(f"app.config.update(CORS_ORIGINS='{A}')\nCORS(app)", (A,), id="config-update"),
    pytest.param(f"app.config.update({{'CORS_ORIGINS': '{A}'}})\nCORS(app)", (A,), id="config-update-table"),
    pytest.param(f"app.config.from_mapping(CORS_ORIGINS='{A}')\nCORS(app)", (A,), id="config-mapping"),
    pytest.param(f"class Config:\n    CORS_ORIGINS = '{A}'\nCORS(app)", (A,), id="config-class"),
    pytest.param(
        f"app.config['CORS_RESOURCES'] = {{'/a': {{'origins': '{A}'}}}}\nCORS(app)",
        (A,),
        id="config-resources",
    ),
    pytest.param(
        f"app.config['CORS_ORIGINS'] = '{A}'\nCORS(app, origins='{B}')", (B,), id="call-outranks-config"
    ),
    pytest.param(f"cors = CORS(origins='{A}')\ncors.init_app(app)", (A,), id="init-app-of-options"),
    pytest.param(f"cors = CORS()\ncors.init_app(app, origins='{A}')", (A,), id="init-app-with-options"),
    pytest.param(f"@cross_origin(origins=['{A}'])\ndef f(): pass", (A,), id="decorator"),
    pytest.param(
        f"@app.after_request\ndef f(r):\n    r.headers['Access-Control-Allow-Origin'] = '{A}'\n    return r",
        (A,),
        id="hand-written",
    ),
    pytest.param(
        f"bp = Blueprint('b', 'b')\nCORS(bp, origins='{A}')",
        (A,),
        id="blueprint",
    ),
    pytest.param(
        f"bp = Blueprint('b', 'b')\napp.config['CORS_ORIGINS'] = '{A}'\nCORS(bp)",
        None,
        id="blueprint-ignores-config",
    ),
    pytest.param("CORS(app)", ("*",), id="none-given-is-everybody"),
    pytest.param("app.config.from_prefixed_env()\nCORS(app)", None, id="perhaps-from-elsewhere"),
    pytest.param("CORS(app, resources={'/a': rules()})", None, id="perhaps-in-a-rule"),
    pytest.param("CORS(app, resources=rules())", None, id="perhaps-in-computed-rules"),
    pytest.param("@app.get('/')\n@cross_origin()\ndef f(): pass", None, id="decorator-without"),
    pytest.param("from other import ALLOWED\nCORS(app, origins=ALLOWED)", None, id="imported-constant"),
    pytest.param(f"session['CORS_ORIGINS'] = '{A}'\nCORS(app)", ("*",), id="no-config"),
    pytest.param(
        "CORS(app, resources={**R, '/a': R, '/b': {**R, 'origins': 'x'}})", ("x",), id="resources-spread"
    ),
    pytest.param(
        f"app.config.update(OTHER, **more)\nCORS(app, origins=a + '{A}')", None, id="texts-are-not-added"
    ),
    pytest.param("CORS(app, origins=5)", None, id="number"),
    pytest.param("CORS(app, **options)", None, id="unpacked"),
    pytest.param("CORS(app, resources=r'/api/*')", ("*",), id="resources-without-options"),
    pytest.param("A = B\nB = A\nCORS(app, origins=A)", None, id="constants-in-a-circle"),
]


@pytest.mark.parametrize(("code", "origins"), ORIGINS)
def test_reads_origins(tmp_path: Path, code: str, origins: FactValue | None) -> None:
    """The user sees which origins the code allows, whichever way they are written."""
    found = scan(tmp_path, {"app.py": TOP + code + "\n"})
    assert values(found).get("configured_origins") == origins


def test_evidence_names_the_line_of_the_value(tmp_path: Path) -> None:
    """The line is the one to change, not the one where the call begins."""
    code = f"CORS(\n app,\n origins=['{A}'],\n allow_headers=['X-Token'],\n methods=['GET', 'PUT'],\n)\n"
    found = scan(tmp_path, {"app.py": TOP + code})
    assert evidence(found, "configured_origins") == f"app.py:7: origins=['{A}'],"
    assert evidence(found, "configured_headers") == "app.py:8: allow_headers=['X-Token'],"
    assert values(found)["configured_headers"] == ("X-Token",)
    assert values(found)["configured_methods"] == ("GET", "PUT")


def test_settings_file_counts_as_configuration(tmp_path: Path) -> None:
    """`app.config.from_object("config")` is what such a file is for; a name elsewhere sets nothing."""
    files = {
        "app.py": TOP + "CORS(app)\n",
        "config.py": f"CORS_ORIGINS = ['{A}']\n",
        "x.py": "CORS_METHODS = ['GET']\n",
    }
    found = scan(tmp_path, files)
    assert values(found)["configured_origins"] == (A,)
    assert evidence(found, "configured_origins").startswith("config.py:1: ")
    assert "configured_methods" not in values(found)


def test_hand_written_headers_and_methods_are_lists(tmp_path: Path) -> None:
    """One header value with commas is what several entries are in flask-cors."""
    code = (
        "@app.after_request\ndef add(r):\n"
        "    r.headers.add('Access-Control-Allow-Origin', '*')\n"
        "    r.headers.add('Access-Control-Allow-Headers', 'Content-Type, X-Token')\n"
        "    r.headers.set('Access-Control-Allow-Methods', 'GET,PUT')\n    return r\n"
    )
    found = scan(tmp_path, {"app.py": "from flask import Flask\napp = Flask(__name__)\n" + code})
    assert values(found)["configured_origins"] == ("*",)
    assert values(found)["configured_headers"] == ("Content-Type", "X-Token")
    assert values(found)["configured_methods"] == ("GET", "PUT")


@pytest.mark.parametrize(
    ("code", "note"),
    [
        pytest.param(
            "CORS(app, origins=os.environ['ALLOWED'].split(','))",
            "app.py:5: origins come from the environment (ALLOWED), not from the code.",
            id="environ-item",
        ),
        pytest.param(
            f"CORS(app, origins=os.environ.get('ALLOWED', '{A}').split(','))",
            "app.py:5: origins come from the environment (ALLOWED), not from the code.",
            id="environ-get",
        ),
        pytest.param(
            "CORS(app, origins=[o.strip() for o in os.getenv('ALLOWED', '').split(',')])",
            "app.py:5: origins come from the environment (ALLOWED), not from the code.",
            id="getenv-in-a-list",
        ),
        pytest.param(
            "ALLOWED = os.getenv('FRONT')\nCORS(app, origins=[ALLOWED])",
            "app.py:6: origins come from the environment (FRONT), not from the code.",
            id="through-a-constant",
        ),
        pytest.param(
            "CORS(app, methods=allowed())",
            "app.py:5: methods are computed, so their value is not known (allowed(), app.py:5).",
            id="computed",
        ),
        pytest.param(
            "CORS(app, origins='*', allow_headers='A, B')",
            "app.py:5: flask-cors takes a text with commas for one value; write a list of texts.",
            id="several-in-one-text",
        ),
        pytest.param(
            "CORS(app, origin='*')",
            "app.py:5: flask-cors has no option origin and ignores it.",
            id="mistyped-option",
        ),
    ],
)
def test_notes_what_is_not_literal(tmp_path: Path, code: str, note: str) -> None:
    """Where a value cannot be read the user learns why, and from which variable it comes."""
    found = scan(tmp_path, {"app.py": TOP + code + "\n"})
    assert found.notes == (note,)
    # What the code falls back to counts as long as nothing sets the variable.
    assert values(found).get("configured_origins") in (None, ("*",), (A,))


@pytest.mark.parametrize(
    ("code", "answer"),
    [
        pytest.param("CORS(app, supports_credentials=True)\n", "yes", id="yes"),
        pytest.param("CORS(app, supports_credentials=False)\n", "no", id="no"),
        pytest.param("CORS(app, resources={'/a': {'supports_credentials': True}})\n", "yes", id="resources"),
        pytest.param("app.config['CORS_SUPPORTS_CREDENTIALS'] = True\nCORS(app)\n", "yes", id="config"),
        pytest.param("CORS(app, supports_credentials=WANTED)\n", None, id="computed"),
        pytest.param("CORS(app)\n", None, id="left out"),
    ],
)
def test_credentials(tmp_path: Path, code: str, answer: str | None) -> None:
    """What the code allows stays allowed when the fix takes its place."""
    assert values(scan(tmp_path, {"app.py": TOP + code})).get("configured_credentials") == answer


@pytest.mark.parametrize(
    ("code", "name", "value"),
    [
        pytest.param(
            "CORS(app, expose_headers=['X-Total', 'ETag'])",
            "configured_exposed",
            ("X-Total", "ETag"),
            id="exposed",
        ),
        pytest.param(
            "CORS(app, resources={'/a': {'expose_headers': 'ETag'}})",
            "configured_exposed",
            ("ETag",),
            id="exposed-by-path",
        ),
        pytest.param(
            "app.config['CORS_EXPOSE_HEADERS'] = 'ETag'\nCORS(app)",
            "configured_exposed",
            ("ETag",),
            id="exposed-by-key",
        ),
        pytest.param(
            "@app.after_request\ndef f(r):\n    r.headers['Access-Control-Allow-Origin'] = 'x'\n"
            "    r.headers['Access-Control-Expose-Headers'] = 'ETag, X-B'\n    return r",
            "configured_exposed",
            ("ETag", "X-B"),
            id="exposed-by-hand",
        ),
        pytest.param("CORS(app, max_age=600)", "configured_max_age", 600, id="age"),
        pytest.param("CORS(app, max_age='600')", "configured_max_age", 600, id="age-as-text"),
        pytest.param(
            "CORS(app, max_age=timedelta(hours=1, minutes=2))", "configured_max_age", 3720, id="age-as-span"
        ),
        pytest.param("CORS(app, max_age=timedelta(1))", "configured_max_age", 86_400, id="age-by-position"),
        pytest.param(
            "CORS(app, max_age=timedelta(weeks=1))", "configured_max_age", 604_800, id="age-in-weeks"
        ),
        pytest.param("CORS(app, max_age=AGE)", "configured_max_age", None, id="age-computed"),
        pytest.param("CORS(app, max_age=True)", "configured_max_age", None, id="age-is-no-switch"),
        pytest.param("app.config['CORS_MAX_AGE'] = 5\nCORS(app)", "configured_max_age", 5, id="age-by-key"),
        pytest.param(
            "@app.after_request\ndef f(r):\n    r.headers['Access-Control-Allow-Origin'] = 'x'\n"
            "    r.headers['Access-Control-Max-Age'] = 60\n    return r",
            "configured_max_age",
            60,
            id="age-by-hand",
        ),
        pytest.param(
            "CORS(app, origins=os.environ['ORIGINS'].split(','))",
            "origins_variable",
            "ORIGINS",
            id="variable",
        ),
        pytest.param(
            "CORS(app, origins='http://a.test' if os.getenv('DEBUG') else 'http://b.test')",
            "origins_variable",
            None,
            id="variable-that-chooses",
        ),
        pytest.param(
            "CORS(app, origins=['http://a.test'] if os.getenv('DEBUG') else 'http://b.test')",
            "possible_origins",
            ("http://a.test", "http://b.test"),
            id="either-list",
        ),
        pytest.param(
            "CORS(app, origins=[os.getenv('A'), os.getenv('B')])",
            "origins_variable",
            None,
            id="two-variables",
        ),
        pytest.param("CORS(app, origins=os.environ['A B'])", "origins_variable", None, id="no-variable"),
        pytest.param(
            "app.config['CORS_ORIGINS'] = 'x'\nCORS(app)", "cors_settings_in", "app-config", id="keys"
        ),
        pytest.param(
            "class Config:\n    CORS_MAX_AGE = 5\nCORS(app)", "cors_settings_in", "config-class", id="class"
        ),
        pytest.param("CORS(app, origins='x')", "cors_settings_in", None, id="call"),
        pytest.param(
            "app.config['CORS_HEADERS'] = 'x'\nCORS(app)", "cors_settings_in", None, id="no-such-key"
        ),
    ],
)
def test_what_a_new_call_must_keep(tmp_path: Path, code: str, name: str, value: FactValue | None) -> None:
    """What the code says already, and where it says it, so that a fix takes nothing away."""
    assert values(scan(tmp_path, {"app.py": TOP + code + "\n"})).get(name) == value


def test_settings_file_is_named(tmp_path: Path) -> None:
    """Where the keys stand, new keys are put."""
    files = {"app.py": TOP + "CORS(app)\n", "config.py": "class Config:\n    CORS_ORIGINS = ['x']\n"}
    assert values(scan(tmp_path, files))["settings_file"] == "config.py"


def test_extensions(tmp_path: Path) -> None:
    """Extensions that answer, redirect or refuse by themselves are known by their imports."""
    code = (
        "from flask_talisman import Talisman\nimport flask_restx as rest\nfrom flask_caching import Cache\n"
    )
    found = scan(tmp_path, {"app.py": TOP + code})
    assert values(found)["extensions"] == ("flask-talisman", "flask-restx")
    assert evidence(found, "extensions") == "app.py:5: flask-talisman, flask-restx"


SOCKETIO = "from flask_socketio import SocketIO\n"


@pytest.mark.parametrize(
    ("code", "origins", "variable"),
    [
        pytest.param(f"sio = SocketIO(app, cors_allowed_origins=['{A}'])", (A,), "sio", id="call"),
        pytest.param(
            f"sio = SocketIO()\nsio.init_app(app, cors_allowed_origins='{A}')", (A,), "sio", id="init-app"
        ),
        pytest.param("sio = SocketIO(app)", None, "sio", id="without"),
        pytest.param("sio = SocketIO(app, cors_allowed_origins=LIST)", None, "sio", id="computed"),
        pytest.param(f"SocketIO(app, cors_allowed_origins='{A}')", (A,), None, id="no-name"),
        pytest.param(f"other(app, cors_allowed_origins='{A}')", None, None, id="another-call"),
    ],
)
def test_origins_of_socketio(
    tmp_path: Path, code: str, origins: tuple[str, ...] | None, variable: str | None
) -> None:
    """Its list is another one than flask-cors's, and is kept as well."""
    found = values(scan(tmp_path, {"app.py": TOP + SOCKETIO + code + "\n"}))
    assert (found.get("socketio_origins"), found.get("socketio_variable")) == (origins, variable)


def test_a_header_that_is_none_has_no_value(tmp_path: Path) -> None:
    """The default of a decorator's parameter is no list of headers."""
    code = (
        "def crossdomain(headers=None):\n    def decorator(f):\n        def wrapped(*args):\n"
        "            resp = f(*args)\n            resp.headers['Access-Control-Allow-Origin'] = '*'\n"
        "            resp.headers['Access-Control-Allow-Headers'] = 'X-Tenant'\n"
        "            if headers is not None:\n"
        "                resp.headers['Access-Control-Allow-Headers'] = headers\n            return resp\n"
        "        return wrapped\n    return decorator\n\n@app.get('/')\n@crossdomain()\ndef f(): return ''\n"
    )
    assert values(scan(tmp_path, {"app.py": TOP + code}))["configured_headers"] == ("X-Tenant",)
