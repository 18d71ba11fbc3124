"""A setup that a setting switches off is switched on there; what its lines need moves along."""

from __future__ import annotations

import ast

import pytest

from cors_wizard.changes.plan import plan
from cors_wizard.facts import Fact, Facts
from cors_wizard.facts.found import TextFile
from cors_wizard.knowledge_base import Knowledge

_PAGE = "http://localhost:5173"
_IMPORT = "from flask_cors import CORS"


def _app(condition: str, *inside: str) -> str:
    body = "".join(f"        {line}\n" for line in (*inside, f'CORS(app, origins=["{_PAGE}"])'))
    return (
        "import os\n\nfrom flask import Flask\nfrom flask_cors import CORS\n\nimport settings\n\n\n"
        f"def create_app():\n    app = Flask(__name__)\n    app.config.from_object(settings)\n"
        f"    if {condition}:\n{body}\n"
        "    @app.put('/items')\n    def items(): return []\n\n    return app\n"
    )


@pytest.mark.parametrize(
    ("condition", "inside", "others", "changed", "line"),
    [
        pytest.param(
            'app.config["USE_CORS"]',
            (_IMPORT,),
            {"settings.py": "USE_CORS = False\n"},
            "settings.py",
            "USE_CORS = True",
            id="setting",
        ),
        pytest.param(
            "settings.USE_CORS",
            (),
            {"settings.py": "USE_CORS = False\n"},
            "settings.py",
            "USE_CORS = True",
            id="name",
        ),
        pytest.param(
            'app.config.get("USE_CORS")',
            (),
            {
                "settings.py": 'import os\nUSE_CORS = os.environ.get("USE_CORS") == "1"\n',
                ".env": "USE_CORS=0\n",
            },
            ".env",
            "USE_CORS=1",
            id="variable",
        ),
        pytest.param(
            'os.environ.get("USE_CORS")',
            (_IMPORT,),
            {"settings.py": ""},
            "app.py",
            f"    {_IMPORT}",
            id="import-moves-along",
        ),
        pytest.param(
            'app.config["DEBUG_TOOLS"]',
            (),
            {
                "settings.py": "DEBUG_TOOLS = False\n",
                "tools.py": "import settings\nopen(settings.DEBUG_TOOLS)\n",
            },
            "app.py",
            f'    CORS(app, origins=["{_PAGE}"])',
            id="used-elsewhere",
        ),
    ],
)
def test_a_setup_is_switched_on(
    knowledge: Knowledge,
    condition: str,
    inside: tuple[str, ...],
    others: dict[str, str],
    changed: str,
    line: str,
) -> None:
    files = {"app.py": _app(condition, *inside), **others}
    given = {
        "url": "http://localhost:5000/items",
        "origin": _PAGE,
        "method": "PUT",
        "symptom": "preflight-missing-allow-origin",
        "conditional_setup": "app.py:12",
    }
    facts = Facts.of([Fact(name, value, "answered") for name, value in given.items()])
    texts = {path: TextFile(path, text) for path, text in files.items()}
    made = plan((knowledge.fixes["set-up-cors"],), facts, texts)
    assert [each.path for each in made.changes] == [changed], made.problem
    text = made.changes[0].after
    assert line in text.splitlines()
    assert text.count("CORS(app") == files[changed].count("CORS(app")
    if changed.endswith(".py"):
        ast.parse(text)
