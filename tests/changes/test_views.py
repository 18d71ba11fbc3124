"""Which views the changes know of."""

from __future__ import annotations

from cors_wizard.changes.goal import goal_of
from cors_wizard.changes.project import Project
from cors_wizard.facts import Facts
from cors_wizard.facts.found import TextFile

_APP = (
    "from flask import Flask\n\napp = Flask(__name__)\n\n\ndef items():\n    return ''\n\n\n"
    "app.route('/items', methods=['PUT'])(items)\n"
)


def test_a_decorator_that_is_called() -> None:
    """`app.route(...)(view)`: the rule, and the function behind it."""
    project = Project({"app.py": TextFile("app.py", _APP)}, goal_of(Facts()))
    views = [(each.rule, getattr(each.node, "name", "")) for each in project.reading.views]
    assert views == [("/items", "items")]
