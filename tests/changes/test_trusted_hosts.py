"""The URL's host is added to `TRUSTED_HOSTS`, wherever that is and however it is made."""

from __future__ import annotations

import pytest

from cors_wizard.changes.plan import plan
from cors_wizard.facts import Fact, Facts
from cors_wizard.facts.found import TextFile
from cors_wizard.knowledge_base import Knowledge

TOP = "import os\nfrom flask import Flask\nfrom flask_cors import CORS\n\napp = Flask(__name__)\n"
END = '\nCORS(app, origins=["http://localhost:3000"])\n'


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('app.config["TRUSTED_HOSTS"] = ["a.test"]', '["a.test", "localhost"]'),
        ("app.config['TRUSTED_HOSTS'] = ('a.test', 'b.test')", "('a.test', 'b.test', 'localhost')"),
        ('app.config.update(TRUSTED_HOSTS=["a.test"])', '["a.test", "localhost"]'),
        ('HOSTS = ["a.test"]\napp.config["TRUSTED_HOSTS"] = HOSTS', '["a.test", "localhost"]'),
        (
            'class Config:\n    TRUSTED_HOSTS = ["a.test"]\napp.config.from_object(Config)',
            '["a.test", "localhost"]',
        ),
        (
            'app.config["TRUSTED_HOSTS"] = os.environ["HOSTS"].split(",")',
            '[*os.environ["HOSTS"].split(","), "localhost"]',
        ),
    ],
)
def test_the_host_is_added(written: str, expected: str, knowledge: Knowledge) -> None:
    """The other hosts stay, in the style of the file."""
    given = {"url": "http://localhost:5000/api", "origin": "http://localhost:3000", "method": "PUT"}
    facts = Facts.of(Fact(name, value, "answered") for name, value in given.items())
    files = {"app.py": TextFile("app.py", TOP + written + END)}
    (change,) = plan((knowledge.fixes["trust-the-host"],), facts, files).changes
    assert expected in change.after
    assert change.after.endswith(END)
