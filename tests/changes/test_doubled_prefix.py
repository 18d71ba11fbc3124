"""A route that begins with a prefix twice begins so once, where the page calls it so."""

from __future__ import annotations

import pytest

from cors_wizard.diagnosis.planning import plan_for
from cors_wizard.facts import Fact, Facts
from cors_wizard.facts.found import TextFile
from cors_wizard.knowledge_base import Knowledge

_HEAD = "from flask import Blueprint, Flask\n\n"
_VIEW = '\n\n@v1.get("{}")\ndef notes():\n    return []\n\n\n'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            'v1 = Blueprint("v1", __name__, url_prefix="/api/v1")'
            + _VIEW.format("/notes")
            + 'api = Blueprint("api", __name__, url_prefix="/api")\napi.register_blueprint(v1)\n'
            "app = Flask(__name__)\napp.register_blueprint(api)\n",
            'url_prefix="/v1"',
            id="nested",
        ),
        pytest.param(
            'v1 = Blueprint("v1", __name__)'
            + _VIEW.format("/api/v1/notes")
            + 'app = Flask(__name__)\napp.register_blueprint(v1, url_prefix="/api")\n',
            '@v1.get("/v1/notes")',
            id="in-the-route",
        ),
        pytest.param(
            'v1 = Blueprint("v1", __name__)'
            + _VIEW.format("/v1/notes")
            + 'api = Blueprint("api", __name__, url_prefix="/api")\n'
            'api.register_blueprint(v1, url_prefix="/api")\n'
            "app = Flask(__name__)\napp.register_blueprint(api)\n",
            "api.register_blueprint(v1)\n",
            id="where-it-is-registered",
        ),
    ],
)
def test_a_prefix_is_written_once(knowledge: Knowledge, before: str, after: str) -> None:
    known = {
        "url": "http://localhost:5000/api/v1/notes",
        "origin": "http://localhost:5173",
        "method": "GET",
        "nearest_route": "/api/api/v1/notes",
    }
    facts = Facts.of(Fact(key, value, "answered") for key, value in known.items())
    files = {"app.py": TextFile("app.py", _HEAD + before)}
    made = plan_for((knowledge.fixes["call-the-route"],), facts, files)
    assert [each.path for each in made.changes] == ["app.py"], made.problem
    assert after in made.changes[0].after
    assert after not in before
