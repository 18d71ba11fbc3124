"""A header that is there twice is found in the code alone, wherever a real app sends it twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from cors_wizard.knowledge_base import Knowledge
from tests.lint.test_lint import findings

PAGE = "https://shop.example"
TOP = """\
from flask import Blueprint, Flask, jsonify, request
from flask_cors import CORS, cross_origin
app = Flask(__name__)
bp = Blueprint("bp", __name__)
"""
ADD = """
@app.after_request
def add(r):
    r.headers.add("Access-Control-Allow-Origin", "https://shop.example")
    return r
"""
CORS_APP = '\nCORS(app, origins=["https://shop.example"])\n'
VIEW = '\n@app.get("/x")\ndef x():\n    return "x"\n'
DECORATED = '\n@app.get("/x")\n@cross_origin(origins=["https://shop.example"])\ndef x():\n    return "x"\n'
OF_BLUEPRINT = (
    '\nCORS(bp, origins=["https://shop.example"])\n@bp.get("/x")\ndef x():\n    return "x"\n'
    "app.register_blueprint(bp)\n"
)
SETTING = ADD.replace('.add("Access-Control-Allow-Origin", ', '["Access-Control-Allow-Origin"] = (')
ASKING = ADD.replace(
    "    r.headers.add", '    if "Access-Control-Allow-Origin" not in r.headers:\n        r.headers.add'
)
IN_VIEW = """
@app.get("/x")
def x():
    r = jsonify(1)
    r.headers["Access-Control-Allow-Origin"] = "https://shop.example"
    return r
"""
CASES = [
    pytest.param(ADD + CORS_APP + VIEW, True, id="hook-then-flask-cors"),
    pytest.param(CORS_APP + ADD + VIEW, False, id="flask-cors-then-hook"),
    pytest.param(SETTING + CORS_APP + VIEW, False, id="a-hook-that-sets"),
    pytest.param(ASKING + CORS_APP + VIEW, False, id="a-hook-that-asks-first"),
    pytest.param(ADD + DECORATED, True, id="hook-and-decorator"),
    pytest.param(DECORATED + ADD, True, id="decorator-and-hook"),
    pytest.param(OF_BLUEPRINT + ADD, True, id="blueprint-and-hook"),
    pytest.param(ADD.replace("@app.", "@bp.") + OF_BLUEPRINT, True, id="hook-of-the-blueprint-first"),
    pytest.param(
        CORS_APP
        + ADD.replace("@app.", "@bp.")
        + '\n@bp.get("/x")\ndef x():\n    return "x"\napp.register_blueprint(bp)\n',
        False,
        id="hook-of-a-blueprint-and-flask-cors-of-the-app",
    ),
    pytest.param(ADD + ADD.replace("def add", "def more") + VIEW, True, id="two-hooks-that-add"),
    pytest.param(ADD + SETTING.replace("def add", "def more") + VIEW, True, id="a-hook-that-sets-runs-first"),
    pytest.param(SETTING.replace("def add", "def more") + ADD + VIEW, False, id="a-hook-that-sets-runs-last"),
    pytest.param(ADD + IN_VIEW, True, id="a-view-that-sets"),
    pytest.param(
        ADD.replace("@app.after_request\n", "") + CORS_APP + "\napp.after_request(add)\n" + VIEW,
        False,
        id="registered-by-a-call-behind",
    ),
    pytest.param(
        ADD.replace("@app.after_request\n", "") + "\napp.after_request(add)\n" + CORS_APP + VIEW,
        True,
        id="registered-by-a-call-before",
    ),
    pytest.param(
        ADD.replace("@app.after_request\n", "") + "\napp.after_request(add)\ncors = CORS()\n"
        "cors.init_app(app)\n" + VIEW,
        True,
        id="init-app",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("code", "is_double"), CASES)
def test_as_a_real_app_sends_it(code: str, is_double: bool, tmp_path: Path, knowledge: Knowledge) -> None:
    """The finding is there exactly where the header is there twice."""
    (tmp_path / "app.py").write_text(TOP + code)
    names: dict[str, object] = {"__name__": "shop"}
    exec(compile(TOP + code, "app.py", "exec"), names)
    app = names["app"]
    assert isinstance(app, Flask)
    sent = (
        app.test_client().get("/x", headers={"Origin": PAGE}).headers.getlist("Access-Control-Allow-Origin")
    )
    assert (len(sent) == 2) is is_double, sent
    found = [each for each in findings(tmp_path, knowledge) if each.rule == "duplicate-header"]
    assert [each.level for each in found] == ["error"] * is_double
    if is_double:
        line = (TOP + code).split("\n")[found[0].line - 1]
        assert ".add(" in line


NGINX = """\
server {
    %s
    location / {
        proxy_pass http://127.0.0.1:5000;
        %s
    }
}
"""
ADDED = 'add_header Access-Control-Allow-Origin "https://shop.example" always;'


@pytest.mark.parametrize(
    ("outside", "inside", "code", "expected"),
    [
        ("", ADDED, CORS_APP, ["nginx.conf:5"]),
        (ADDED, "", CORS_APP, ["nginx.conf:2"]),
        (ADDED, "add_header X-Frame-Options DENY;", CORS_APP, []),
        ("", f"proxy_hide_header Access-Control-Allow-Origin; {ADDED}", CORS_APP, []),
        ("", f"if ($request_method = OPTIONS) {{ {ADDED} return 204; }}", CORS_APP, []),
        ("", ADDED, "", []),
        ("", ADDED, SETTING, ["nginx.conf:5"]),
        (f"location /static {{ root /srv; {ADDED} }}", "", CORS_APP, []),
        (f"#{ADDED}", f"# {ADDED}", CORS_APP, []),
    ],
)
def test_a_proxy_that_adds_it_too(
    outside: str, inside: str, code: str, expected: list[str], tmp_path: Path, knowledge: Knowledge
) -> None:
    """Only where its line holds for what Flask sends, and nothing takes Flask's header off."""
    (tmp_path / "app.py").write_text(TOP + code + VIEW)
    (tmp_path / "nginx.conf").write_text(NGINX % (outside, inside))
    found = [each for each in findings(tmp_path, knowledge) if each.rule == "duplicate-header"]
    assert [each.where for each in found] == expected
