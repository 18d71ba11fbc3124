"""Of several files that set the same, the one that counts is changed; a guard's list in a data file, too."""

from __future__ import annotations

import pytest

from cors_wizard.changes.plan import plan
from cors_wizard.facts import Fact, Facts
from cors_wizard.facts.found import TextFile
from cors_wizard.knowledge_base import Knowledge

_PAGE = "http://localhost:5173"
_HEAD = (
    "import json\nimport os\nfrom importlib import import_module\n\nfrom flask import Flask, request\n"
    "from flask_cors import CORS\n\napp = Flask(__name__)\n"
)
_ROUTE = "\n\n@app.get('/api/items')\ndef items(): return []\n"
_LIVE = 'CORS_ORIGINS = ["https://shop.example"]\n'
_HOOK = (
    'with open("allowed.json") as file:\n    ALLOWED = json.load(file)\n\n\n'
    "@app.after_request\ndef share(response):\n    origin = request.headers.get('Origin')\n"
    "    if request.path.startswith('/api/') and origin in ALLOWED['origins']:\n"
    "        response.headers['Access-Control-Allow-Origin'] = origin\n    return response\n"
)


@pytest.mark.parametrize(
    ("loads", "files", "changed"),
    [
        pytest.param(
            "app.config.from_pyfile('default_settings.py')\n"
            "app.config.from_pyfile('local.py', silent=True)\nCORS(app)\n",
            {"default_settings.py": _LIVE, "instance/local.py": _LIVE},
            "instance/local.py",
            id="instance-folder",
        ),
        pytest.param(
            "app.config.from_object('settings')\napp.config['CORS_ORIGINS'] = ['https://a.example']\nCORS(app)\n",
            {"settings.py": _LIVE},
            "app.py",
            id="set-below",
        ),
        pytest.param(
            "app.config.from_object('base')\nif PRODUCTION:\n    app.config.from_object('settings')\n"
            "CORS(app)\n",
            {"base.py": _LIVE, "settings.py": _LIVE},
            "settings.py",
            id="who-knows",
        ),
        *(
            pytest.param(
                f"app.config.from_object({loads})\nif app.config['USE_CORS']:\n    CORS(app)\n",
                {
                    "settings/base.py": f"USE_CORS = True\n{_LIVE}",
                    "settings/dev.py": 'from .base import *\nCORS_ORIGINS += ["https://dev.shop.example"]\n',
                    "settings/prod.py": "from .base import *\n",
                    **more,
                },
                "settings/dev.py",
                id=name,
            )
            for name, loads, more in (
                ("named", "'settings.dev'", {}),
                ("by-a-file", "'settings.' + os.environ['STAGE']", {".env": "STAGE=dev\n"}),
                ("imported-by-name", "import_module('settings.' + os.environ.get('STAGE', 'prod'))", {}),
            )
        ),
        pytest.param(
            _HOOK,
            {"allowed.json": '{\n  "origins": [\n    "https://shop.example"\n  ]\n}\n'},
            "allowed.json",
            id="guard-in-json",
        ),
        pytest.param(
            _HOOK.replace("json", "yaml").replace("load", "safe_load"),
            {"allowed.yaml": "origins:\n  - https://shop.example\n"},
            "allowed.yaml",
            id="guard-in-yaml",
        ),
    ],
)
def test_what_counts_is_changed(
    knowledge: Knowledge, loads: str, files: dict[str, str], changed: str
) -> None:
    known = {
        "url": "http://localhost:5000/api/items",
        "origin": _PAGE,
        "method": "GET",
        "symptom": "missing-allow-origin",
    }
    facts = Facts.of([Fact(name, value, "answered") for name, value in known.items()])
    texts = {"app.py": f"{_HEAD}{loads}{_ROUTE}", **files}
    read = {path: TextFile(path, text) for path, text in texts.items()}
    made = plan((knowledge.fixes["set-up-cors"],), facts, read)
    assert [each.path for each in made.changes] == [changed], made.problem
    assert _PAGE in made.changes[0].after
    assert "https://" in made.changes[0].after
