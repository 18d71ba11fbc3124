"""What code alone shows: each rule has code that breaks it and code that is close to it and sound."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.knowledge_base import Knowledge
from cors_wizard.lint import LintFinding, lint
from cors_wizard.project import scan_project
from tests.changes.shape import Shape, load_shapes

HEAD = """\
import re
from flask import Flask, request
from flask_cors import CORS, cross_origin
app = Flask(__name__)
"""
"""Four lines in front of each case."""

VIEW = """class Me(MethodView):
    {}
    decorators = [cross_origin(origins="https://shop.example")]
    def get(self): return {{}}
app.add_url_rule("/api/me", view_func=Me.as_view("me"))"""
BY_FLASK_CORS = [
    # It works for what needs no preflight.
    (VIEW.format("init_every_request = False"), ["decorator-order:7 warning"]),
    (VIEW.format('methods = ["GET", "OPTIONS"]'), []),
    ("CORS(app, supports_credentials=True)", ["reflects-any-origin:5"]),
    (
        "CORS(app, supports_credentials=True)\n@app.after_request\ndef after(response):\n"
        "    response.headers['Access-Control-Allow-Origin'] = 'https://shop.example'\n    return response",
        ["reflects-any-origin:5 warning"],
    ),
    ('CORS(app, origins="*", supports_credentials=True)', ["reflects-any-origin:5"]),
    ('CORS(app, origins=[".*"], supports_credentials=True)', ["reflects-any-origin:5"]),
    ("CORS(app, support_credentials=True)", ["credentials-not-allowed:5"]),
    ('CORS(app, allowed_origins=["https://shop.example"])', ["origin-not-allowed:5"]),
    ('CORS(app, resources={r"/api/*": {"origin": "https://shop.example"}})', ["origin-not-allowed:5"]),
    ("CORS(app, max_age=600, vary_header=False, automatic_options=False)", []),
    ("CORS(app)", []),
    ('CORS(app, origins="*")', []),
    ('CORS(app, origins=["https://shop.example"], supports_credentials=True)', []),
    ('CORS(app, origins=["http://localhost:5173", "http://127.0.0.1:5173"])', []),
    ('CORS(app, origins=["https://shop.example/"])', ["origin-not-allowed:5"]),
    ('CORS(app, origins=["https://shop.example/app"])', ["origin-not-allowed:5"]),
    ('CORS(app, origins=["https://shop.example:443"])', ["origin-not-allowed:5"]),
    ('CORS(app, origins="shop.example")', ["origin-not-allowed:5"]),
    ('CORS(app, origins="https://a.example, https://b.example")', ["origin-not-allowed:5"]),
    ('CORS(app, origins=[" https://a.example"])', ["origin-not-allowed:5"]),
    ('CORS(app, origins=["*.shop.example"])', ["origin-not-allowed:5"]),
    ('CORS(app, origins=["chrome-extension://abcdef", "capacitor://localhost"])', []),
    ('CORS(app, origins=["null"])', ["allows-null-origin:5"]),
    (
        'CORS(app, origins=[\n    "https://a.example",\n    r"https://.*\\.shop\\.example",\n])',
        ["origin-pattern-too-wide:7"],
    ),
    ('CORS(app, origins=[r"^https://[a-z]+\\.shop\\.example$"])', []),
    (
        "if app.debug:\n    CORS(app, supports_credentials=True)",
        ["reflects-any-origin:6 warning"],
    ),
    (
        'CORS(app, resources={"/api/*": {"origins": "*"},\n'
        '    "/me": {"origins": "*", "supports_credentials": True}})\n'
        '@app.get("/me")\ndef me(): return {}\n@app.get("/api/x")\ndef x(): return {}',
        ["reflects-any-origin:6"],
    ),
    (
        'CORS(app, resources={r"/api/v1/*": {}})\n@app.get("/api/v2/orders/<int:id>")\ndef me(id): return {}',
        ["resource-pattern-mismatch:5 warning"],
    ),
    ('CORS(app, resources={r"/api/*": {}})\n@app.get("/api/orders/<int:id>")\ndef me(id): return {}', []),
    (
        '@cross_origin(origins=["https://a.example"])\n@app.get("/a")\ndef me(): return {}',
        ["decorator-order:5"],
    ),
    ('@app.get("/a")\n@cross_origin(origins=["https://a.example"])\ndef me(): return {}', []),
    (
        '@app.get("/a")\n@cross_origin(supports_credentials=True)\ndef me(): return {}',
        ["reflects-any-origin:6"],
    ),
    # One setup's credentials don't go with another one's origins.
    (
        "from flask import Blueprint\nown, all = Blueprint('own', __name__), Blueprint('all', __name__)\n"
        'CORS(own, origins=["https://a.example"], supports_credentials=True)\nCORS(all, origins="*")',
        [],
    ),
    (
        '@app.get("/a")\n@cross_origin(origins=["https://a.example"], supports_credentials=True)\n'
        'def a(): return {}\n@app.get("/b")\n@cross_origin(origins="*")\ndef b(): return {}',
        [],
    ),
    (
        'CORS(app, origins="*")\n@app.after_request\ndef after(response):\n'
        '    response.headers["Access-Control-Allow-Origin"] = request.headers.get("Origin", "")\n'
        '    response.headers["Access-Control-Allow-Credentials"] = "true"\n    return response',
        ["reflects-any-origin:8"],
    ),
    ("cors = CORS()", ["cors-not-initialized:5"]),
    ("cors = CORS()\ncors.init_app(app)", []),
    ("CORS(app, supports_credentials=True)  # cors-wizard: ignore", []),
    ("CORS(app, supports_credentials=True)  # cors-wizard: ignore[reflects-any-origin]", []),
    (
        "CORS(app, supports_credentials=True)  # cors-wizard: ignore[decorator-order]",
        ["reflects-any-origin:5"],
    ),
]
DEFAULTS = [
    ('CORS(app, origins=os.getenv("WEB", "*"), supports_credentials=True)', ", where WEB isn't set."),
    (
        'app.config["CORS_ORIGINS"] = os.environ.get("WEB") or "*"\nCORS(app, supports_credentials=True)',
        ", where WEB isn't set.",
    ),
    ('CORS(app, origins="*", supports_credentials=True)', "with credentials."),
]


@pytest.mark.parametrize(("code", "end"), DEFAULTS)
def test_a_default_counts_where_nothing_is_set(
    code: str, end: str, tmp_path: Path, knowledge: Knowledge
) -> None:
    """Whether the `*` is in force is the environment's matter; which variable that is, is said."""
    (tmp_path / "app.py").write_text(f"import os\n{HEAD}{code}\n")
    (finding,) = findings(tmp_path, knowledge)
    assert finding.detail.endswith(end)
    if "WEB" in code:
        (tmp_path / ".env").write_text("WEB=https://shop.example\n")
        assert not findings(tmp_path, knowledge)


BY_HAND = [
    ('    r.headers["Access-Control-Allow-Origin"] = "*"', []),
    (
        '    r.headers["Access-Control-Allow-Origin"] = "*"\n'
        '    r.headers["Access-Control-Allow-Credentials"] = "true"',
        ["wildcard-with-credentials:7"],
    ),
    ('    r.headers["Access-Control-Allow-Origin"] = "null"', ["allows-null-origin:7"]),
    ('    r.headers["Access-Control-Allow-Origin"] = "https://a.example/"', ["malformed-allow-origin:7"]),
    (
        '    r.headers["Access-Control-Allow-Origin"] = "https://a.example, https://b.example"',
        ["malformed-allow-origin:7"],
    ),
    ('    r.headers["Access-Control-Allow-Origin"] = "https://a.example"', []),
    (
        '    r.headers["Access-Control-Allow-Origin"] = request.headers["Origin"]\n'
        '    r.headers["Access-Control-Allow-Credentials"] = "true"',
        ["reflects-any-origin:7"],
    ),
    (
        '    if request.headers.get("Origin", "").endswith("shop.example"):\n'
        '        r.headers["Access-Control-Allow-Origin"] = request.headers["Origin"]\n'
        '        r.headers["Access-Control-Allow-Credentials"] = "true"',
        ["origin-pattern-too-wide:7"],
    ),
    (
        '    origin = request.headers.get("Origin")\n'
        '    if origin == "https://a.example" or origin == "null":\n'
        '        r.headers["Access-Control-Allow-Origin"] = origin\n'
        '        r.headers["Access-Control-Allow-Credentials"] = "true"',
        ["allows-null-origin:8"],
    ),
]
WITHOUT_EFFECT: list[tuple[str, list[str]]] = [
    ('CORS(app)\nNAMES = ("Access-Control-Allow-Origin", "Access-Control-Allow-Methods")', []),
    ('CORS(app)\nNAMES = {"access-control-allow-origin": "origin"}', []),
    (
        '@cross_origin(supports_credentials=True)\n@app.route("/a")\ndef a():\n    return ""',
        ["decorator-order:5"],
    ),
    (
        "CORS(app)\n\n\ndef unused(r):\n"
        '    r.headers["Access-Control-Allow-Origin"] = request.headers["Origin"]\n'
        '    r.headers["Access-Control-Allow-Credentials"] = "true"\n    return r',
        [],
    ),
]
BY_HAND_CASES = [
    (f"@app.after_request\ndef cors(r):\n{body}\n    return r", expected) for body, expected in BY_HAND
]


def findings(folder: Path, knowledge: Knowledge) -> tuple[LintFinding, ...]:
    """What lint says of a folder."""
    scan = scan_project(folder)
    return lint(scan, Diagnosis.begin(knowledge).without_probing().with_scan(scan).facts, knowledge)


@pytest.mark.parametrize(("code", "expected"), [*BY_FLASK_CORS, *WITHOUT_EFFECT, *BY_HAND_CASES])
def test_a_rule_and_its_line(code: str, expected: list[str], tmp_path: Path, knowledge: Knowledge) -> None:
    """Nothing more and nothing less; errors unless it says warning."""
    (tmp_path / "app.py").write_text(f"{HEAD}{code}\n")
    found = [
        f"{each.rule}:{each.line}{'' if each.level == 'error' else f' {each.level}'}"
        for each in findings(tmp_path, knowledge)
    ]
    assert found == expected


OTHER_FILES = [
    (
        {"requirements.txt": "flask==3.0.0\n", "app.py": f"{HEAD}CORS(app)\n"},
        "flask-cors-missing",
        "app.py:3",
    ),
    (
        {"app.py": HEAD.replace("flask_cors", "flask.ext.cors") + "CORS(app)\n"},
        "wrong-import",
        "app.py:3",
    ),
    (
        {"requirements.txt": "flask==3.0.0\nflask-cors==3.0.8\n", "app.py": f"{HEAD}CORS(app)\n"},
        "vulnerable-version",
        "requirements.txt:2",
    ),
    (
        {
            "app.py": "from flask import Flask\nfrom flask_cors import CORS\napp = Flask(__name__)\n"
            "app.config.from_object('settings.Live')\nCORS(app)\n",
            "settings.py": "class Live:\n    CORS_ORIGINS = '*'\n    CORS_SUPPORTS_CREDENTIALS = True\n",
        },
        "reflects-any-origin",
        "settings.py:2",
    ),
    (
        {
            "app.py": f"{HEAD}CORS(app)\n",
            "static/app.js": "\nfetch('/a', {headers: {'Access-Control-Allow-Origin': '*'}})\n",
        },
        "client-sets-cors-header",
        "static/app.js:2",
    ),
    (
        {"app.py": f"{HEAD}CORS(app)\n", "static/app.js": "fetch('http://a.example/', {mode: 'no-cors'})\n"},
        "no-cors-mode",
        "static/app.js:1",
    ),
    (
        {
            "app.py": "from flask import Flask\nfrom flask_socketio import SocketIO\napp = Flask(__name__)\n"
            "socketio = SocketIO(app, cors_allowed_origins='*')\n"
        },
        "socketio-origins",
        "app.py:4",
    ),
    (
        {
            "app.py": "from flask import Flask\napp = Flask(__name__)\n",
            "nginx.conf": 'map $http_origin $allowed {\n  default "";\n'
            '  "~*shop\\.example" $http_origin;\n}\n',
        },
        "origin-pattern-too-wide",
        "nginx.conf:3",
    ),
    (
        {
            "app.py": "from flask import Flask\napp = Flask(__name__)\n",
            "nginx.conf": "add_header Access-Control-Allow-Origin $http_origin always;\n"
            "add_header Access-Control-Allow-Credentials true always;\n",
        },
        "reflects-any-origin",
        "nginx.conf:1",
    ),
]


@pytest.mark.parametrize(
    ("files", "rule", "where"), OTHER_FILES, ids=lambda each: each if isinstance(each, str) else ""
)
def test_other_files(
    files: dict[str, str], rule: str, where: str, tmp_path: Path, knowledge: Knowledge
) -> None:
    """Requirements, settings and the page's code have their findings where they are written."""
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(textwrap.dedent(text))
    assert (rule, where) in {(each.rule, each.where) for each in findings(tmp_path, knowledge)}


def test_tests_of_the_project_are_left_out(tmp_path: Path, knowledge: Knowledge) -> None:
    """What a test sets up, nobody serves."""
    (tmp_path / "app.py").write_text(f"{HEAD}CORS(app)\n")
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_app.py").write_text(f"{HEAD}CORS(app, supports_credentials=True)\n")
    assert findings(tmp_path, knowledge) == ()


@pytest.mark.parametrize("shape", load_shapes(), ids=lambda shape: shape.name)
def test_projects_as_people_write_them(shape: Shape, tmp_path: Path, knowledge: Knowledge) -> None:
    """Every finding is in a line that is there, and has a page or a caution of its own."""
    shape.write(tmp_path)
    for each in findings(tmp_path, knowledge):
        lines = (tmp_path / each.path).read_text().split("\n")
        assert 0 < each.line <= len(lines)
        assert each.rule in knowledge.causes or each.rule in knowledge.cautions or "version" in each.rule
