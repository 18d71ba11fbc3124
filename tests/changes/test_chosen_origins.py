"""A hook that chooses between origins of the environment: every one of them stays a setting."""

from __future__ import annotations

import ast

import pytest

from cors_wizard.changes.plan import plan
from cors_wizard.facts import Fact, Facts
from cors_wizard.facts.found import TextFile
from cors_wizard.knowledge_base import Knowledge

_APP = (
    "import os\n\nfrom flask import Flask, request\n\napp = Flask(__name__)\n"
    'SHOP = os.environ["SHOP_URL"]\nADMIN = os.environ["ADMIN_URL"]\n\n\n'
    "@app.after_request\ndef add(response):\n{}    return response\n\n\n"
    "@app.route('/users/<int:uid>')\ndef user(uid): return {{}}\n\n\n"
    "@app.route('/posts')\ndef posts(): return []\n"
)
_IS_ADMIN = 'request.path.startswith("/users")'
_SEND = '    response.headers["Access-Control-Allow-Origin"] = {}\n'
_ENV = "SHOP_URL=http://localhost:3000/\nADMIN_URL=http://localhost:3001/\n"


@pytest.mark.parametrize(
    ("hook", "sent"),
    [
        pytest.param(
            f"    origin = ADMIN if {_IS_ADMIN} else SHOP\n{_SEND.format('origin')}", "origin", id="name"
        ),
        pytest.param(
            _SEND.format(f"ADMIN if {_IS_ADMIN} else SHOP"),
            f"(ADMIN if {_IS_ADMIN} else SHOP)".replace('"', "'"),
            id="directly",
        ),
        pytest.param(
            f"    if {_IS_ADMIN}:\n        origin = ADMIN\n    else:\n        origin = SHOP\n"
            f"{_SEND.format('origin')}",
            "origin",
            id="branches",
        ),
        pytest.param(
            f"    origin = SHOP\n    if {_IS_ADMIN}:\n        origin = ADMIN\n{_SEND.format('origin')}",
            "origin",
            id="default-first",
        ),
    ],
)
def test_the_slash_is_stripped_from_whichever_is_sent(knowledge: Knowledge, hook: str, sent: str) -> None:
    """No value of this machine gets into the code."""
    given = {
        "url": "http://localhost:5000/users/4",
        "origin": "http://localhost:3001",
        "method": "GET",
        "symptom": "invalid-allow-origin",
    }
    facts = Facts.of([Fact(name, value, "answered") for name, value in given.items()])
    files = {"app.py": TextFile("app.py", _APP.format(hook)), ".env": TextFile(".env", _ENV)}
    made = plan((knowledge.fixes["set-up-cors"],), facts, files)
    assert [each.path for each in made.changes] == ["app.py"], made.problem
    after = ast.unparse(ast.parse(made.changes[0].after))
    assert f"{sent}.rstrip('/')" in after
    assert "localhost" not in after
