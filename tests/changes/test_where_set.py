"""A change edits the statement that sets the value that the facts read."""

from __future__ import annotations

import ast

import pytest

from cors_wizard.changes.evaluate import Place
from cors_wizard.changes.flask_cors.sites import resolved
from cors_wizard.changes.goal import Goal
from cors_wizard.changes.project import Project
from cors_wizard.facts.found import TextFile

_GOAL = Goal(origin="http://localhost:3000", url="http://localhost:5000/", path="/", method="GET")
_HEAD = "from flask import Flask\nfrom flask_cors import CORS\n"
_APP = "app = Flask(__name__)\n"
_FACTORY = (
    "def make({}):\n    app = Flask(__name__)\n    {}\n    CORS(app, origins=origins)\n    return app\n\n"
)
_LOCAL = "origins = ['a']"
_BRANCHES = 'if DEBUG:\n    ORIGINS = ["{}"]\nelse:\n    ORIGINS = ["{}"]\n'
_CLASS = "class {}:\n    @property\n    def origins(self):\n        return ['{}']\n"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(
            f"origins = ['wrong']\n{_FACTORY.format('origins', 'pass')}app = make(['a'])", id="parameter"
        ),
        pytest.param(f"origins = ['wrong']\n{_FACTORY.format('', _LOCAL)}app = make()", id="local-name"),
        pytest.param(f"ORIGINS = ['a']\n{_APP}CORS(app, origins=ORIGINS)\nORIGINS = ['wrong']", id="later"),
        pytest.param(
            f"DEBUG = True\n{_BRANCHES.format('a', 'wrong')}{_APP}CORS(app, origins=ORIGINS)", id="branch"
        ),
        pytest.param(
            f"DEBUG = False\n{_BRANCHES.format('wrong', 'a')}{_APP}CORS(app, origins=ORIGINS)", id="else"
        ),
        pytest.param(
            f"{_CLASS.format('Mail', 'wrong')}{_CLASS.format('Api', 'a')}settings = Api()\n{_APP}"
            "CORS(app, origins=settings.origins)",
            id="property-of-its-class",
        ),
        pytest.param(
            f"class Base:\n    ORIGINS = ['wrong']\nclass Dev(Base):\n    ORIGINS = ['a']\n{_APP}"
            "CORS(app, origins=Dev.ORIGINS)",
            id="class-made-from-another",
        ),
    ],
)
def test_the_statement_that_counts_is_edited(code: str) -> None:
    """Not another of the same name."""
    project = Project({"app.py": TextFile("app.py", _HEAD + code)}, _GOAL)
    (module,) = project.reading.modules
    call = next(call for call, _ in module.calls() if ast.unparse(call.func) == "CORS")
    place = Place(module, next(each.value for each in call.keywords if each.arg == "origins"))
    found = resolved(place, project.reading.evaluator)
    assert isinstance(found.node, ast.List)
    assert [project.reading.evaluator.value(each) for each in (place, found)] == [["a"]] * 2
