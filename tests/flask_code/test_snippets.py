"""A paste of Flask code tells what the same lines tell in a folder, with or without noise around them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cors_wizard.console.clipboards.flask_lines import KINDS, read_flask_lines
from cors_wizard.facts import FactValue
from tests.project.folders import scan, values

A, B = "http://localhost:3000", "https://shop.example"
TOP = (
    "import os, re\nfrom datetime import timedelta\nfrom flask import Blueprint, Flask\n"
    "from flask_cors import CORS, cross_origin\nfrom flask_socketio import SocketIO\n"
)

SNIPPETS = [
    "CORS(app)",
    f"CORS(app, origins='{A}')",
    f"CORS(app, origins=['{A}', '{B}'], supports_credentials=True)",
    f"ORIGINS = ['{A}']\nCORS(app, origins=ORIGINS)",
    f"ORIGINS = ['{A}']\nCORS(app, origins=ORIGINS + ['{B}'])",
    f"BASE = '{A}'\nCORS(app, origins=[f'{{BASE}}', '{B}'])",
    f"ORIGINS = '{A},{B}'.split(',')\nCORS(app, origins=ORIGINS)",
    f"OPTIONS = {{'origins': ['{A}'], 'supports_credentials': True}}\nCORS(app, **OPTIONS)",
    f"OPTIONS = dict(origins=['{A}'], max_age=600)\nCORS(app, **OPTIONS)",
    f"OPTIONS = {{'origins': '*'}} | {{'origins': '{A}'}}\nCORS(app, **OPTIONS)",
    f"CORS(app, origins=os.environ.get('ORIGINS', '{A}').split(','))",
    "CORS(app, origins=os.environ['ORIGINS'].split(','))",
    "CORS(app, origins=[o.strip() for o in os.getenv('ORIGINS', '').split(',')])",
    f"def origins():\n    return ['{A}']\n\nCORS(app, origins=origins())",
    f"app.config['CORS_ORIGINS'] = ['{A}']\nCORS(app)",
    f"app.config.update(CORS_ORIGINS='{A}', CORS_SUPPORTS_CREDENTIALS=True)\nCORS(app)",
    f"class Config:\n    CORS_ORIGINS = ['{A}']\n\napp.config.from_object(Config)\nCORS(app)",
    f"CORS(app, resources={{r'/api/*': {{'origins': '{A}'}}}})",
    f"CORS(app, resources={{r'/api/*': {{'origins': '{A}'}}, '/x': {{'origins': '{B}', 'max_age': 5}}}})",
    f"RULES = {{r'/api/*': {{'origins': '{A}'}}}}\nCORS(app, resources=RULES)",
    "CORS(app, resources=r'/api/*')",
    "CORS(app, resources=['/a', '/b'])",
    "app = Flask(__name__)\ncors = CORS()",
    f"cors = CORS(origins='{A}')\ncors.init_app(app)",
    f"cors = CORS()\n\ndef make():\n    app = Flask('x')\n    cors.init_app(app, origins='{A}')\n",
    f"app = Flask(__name__)\nCORS(app, origins='{A}', allow_headers=['X-A'], methods=['GET', 'PUT'])",
    "api = Flask(__name__)\nCORS(api, expose_headers='ETag', max_age=timedelta(hours=1))",
    f"bp = Blueprint('b', 'b')\nCORS(bp, origins='{A}')",
    f"CORS(orders_bp, origins='{A}')",
    f"@app.route('/a')\n@cross_origin(origins=['{A}'])\ndef a():\n    return ''",
    "@cross_origin()\n@app.route('/a')\ndef a():\n    return ''",
    "@app.get('/a')\n@cross_origin\ndef a():\n    return ''",
    f"@app.after_request\ndef add(r):\n    r.headers['Access-Control-Allow-Origin'] = '{A}'\n    return r",
    "@app.after_request\ndef add(r):\n    r.headers.add('Access-Control-Allow-Headers', 'X-A, X-B')\n"
    "    r.headers.add('Access-Control-Allow-Origin', '*')\n    return r",
    f"ALLOWED = '{A}'\n\n@app.after_request\ndef add(r):\n"
    "    r.headers['Access-Control-Allow-Origin'] = ALLOWED\n    return r",
    f"CORS(app, origins=[re.compile(r'https://.*\\.example$'), '{A}'])",
    f"CORS(app, origins=['{A}', os.getenv('MORE')])",
    f"PROD = ['{B}']\nDEV = ['{A}']\nORIGINS = [*PROD, *DEV]\nCORS(app, origins=ORIGINS)",
    f"if True:\n    CORS(app, origins='{A}')",
    f"sio = SocketIO(app, cors_allowed_origins=['{A}'])\nCORS(app)",
    f"CORS(app, origins='{A}')\napp.run(port=5001, debug=True)",
    "CORS(app, origins=computed())",
    "CORS(app, send_wildcard=True, supports_credentials=True)",
    f"CORS(\n    app,\n    origins=[\n        '{A}',  # the page\n        '{B}',\n    ],\n)",
    f"CORS(app, origins='{A}', methods='GET, PUT')",
    "HOSTS = ('localhost:3000', 'localhost:5173')\nCORS(app, origins=[f'http://{h}' for h in HOSTS])",
    f"CORS(app, origins=tuple(['{A}']), max_age='600')",
]


def pasted(text: str) -> dict[str, FactValue]:
    """The facts of a paste."""
    read = read_flask_lines(text)
    return {fact.name: fact.value for fact in read.facts} if read else {}


@pytest.mark.parametrize("code", SNIPPETS)
def test_a_paste_tells_what_a_folder_tells(tmp_path: Path, code: str) -> None:
    """One reader: of both the same facts."""
    folder = values(scan(tmp_path, {"app.py": TOP + code + "\n"}))
    found = pasted(code)
    assert found.get("cors_setup") == folder["cors_setup"]
    # Where no app is in sight a paste names what CORS is applied to.
    names = KINDS - {"app_variable", "conditional_setup", "import_problem", "pasted_routes"}
    of_folder, of_paste = (
        {name: _without_places(value) for name, value in facts.items() if name in names}
        for facts in (folder, found)
    )
    assert of_paste == of_folder


def _without_places(value: FactValue) -> FactValue:
    """A paste has other lines than the file with it."""
    if not isinstance(value, tuple):
        return value
    return tuple(re.sub(r"\b\w+\.py:[0-9]+", "PLACE", str(each)) for each in value)


NOISE = {
    "prompt": lambda code: "\n".join(f">>> {line}" for line in code.split("\n")),
    "line numbers": lambda code: "\n".join(f"{n:4}  {line}" for n, line in enumerate(code.split("\n"), 1)),
    "numbers amid prose": lambda code: (
        "It gets blocked.\nI tried much.\nFrom my file:\n 3 import os\n 4 import json\n"
        + "\n".join(f"{n:2} {line}" for n, line in enumerate(code.split("\n"), 39))
        + "\n\nThanks a lot!"
    ),
    "numbers with a colon": lambda code: "\n".join(
        f"{n}: {line}" for n, line in enumerate(code.split("\n"), 7)
    ),
    "diff": lambda code: (
        "@@ -1,2 +1,3 @@\n-CORS(app, origins='http://old.example')\n"
        + "\n".join(f"+{line}" for line in code.split("\n"))
    ),
    "fence": lambda code: f"I have this:\n```python\n{code}\n```\nbut it does not work, why?",
    "indented": lambda code: "\n".join(f"    {line}" for line in code.split("\n")),
    "quoted": lambda code: "\n".join(f"> {line}" for line in code.split("\n")),
    "prose": lambda code: f"My server has\n\n{code}\n\nand Chrome says it's blocked (see below).\nThanks!",
    "cut off": lambda code: f"{code}\n\n@app.route('/x', methods=['GET',",
}
PLAIN = [
    f"CORS(app, origins=['{A}', '{B}'], supports_credentials=True)",
    f"ORIGINS = ['{A}']\nCORS(app, origins=ORIGINS)",
    f"CORS(app, resources={{r'/api/*': {{'origins': '{A}'}}}})",
    f"app.config['CORS_ORIGINS'] = ['{A}']\nCORS(app)",
]


@pytest.mark.parametrize("kind", NOISE)
@pytest.mark.parametrize("code", PLAIN)
def test_noise_changes_nothing(kind: str, code: str) -> None:
    """People copy from terminals, reviews, chats and editors."""
    assert pasted(NOISE[kind](code)) == pasted(code)
    assert pasted(code)["configured_origins"]


@pytest.mark.parametrize(
    "text",
    [
        "I set CORS(app) but nothing changed, is flask_cors broken? It says (see below",
        "Access-Control-Allow-Origin: *",
        "blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present",
        "pip install flask_cors",
    ],
)
def test_prose_and_headers_are_no_code(text: str) -> None:
    """Nothing is read into what only names these things."""
    assert pasted(text) == {}
