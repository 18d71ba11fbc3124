"""What one file sets and another imports is read as if it stood there."""

from __future__ import annotations

from pathlib import Path

import pytest

from cors_wizard.facts import FactValue
from tests.project.folders import scan, values

TOP = "from flask import Flask\nfrom flask_cors import CORS\n"
APP = "app = Flask('x')\nCORS(app, origins=ALLOWED_ORIGINS)\n"
LIST = "ALLOWED_ORIGINS = ['http://a.example']\n"


@pytest.mark.parametrize(
    ("files", "origins"),
    [
        pytest.param(
            {"app.py": f"{TOP}from lists import ALLOWED_ORIGINS\n{APP}", "lists.py": LIST},
            ("http://a.example",),
            id="beside-it",
        ),
        pytest.param(
            {"shop/__init__.py": f"{TOP}from .lists import ALLOWED_ORIGINS\n{APP}", "shop/lists.py": LIST},
            ("http://a.example",),
            id="relative",
        ),
        pytest.param(
            {
                "src/shop/app.py": f"{TOP}from shop.lists import ALLOWED_ORIGINS\n{APP}",
                "src/shop/lists.py": LIST,
            },
            ("http://a.example",),
            id="below-src",
        ),
        pytest.param(
            {
                "app.py": f"{TOP}from lists import ALLOWED_ORIGINS\n{APP}",
                "a/lists.py": LIST,
                "b/lists.py": "ALLOWED_ORIGINS = ['http://b.example']\n",
            },
            None,
            id="two-of-that-name",
        ),
        pytest.param(
            {
                "app.py": f"{TOP}def make():\n    ALLOWED_ORIGINS = ['http://c.example']\n"
                "    app = Flask('x')\n    CORS(app, origins=ALLOWED_ORIGINS)\n    return app\n"
            },
            ("http://c.example",),
            id="in-the-factory",
        ),
        pytest.param(
            {
                "app.py": f"{TOP}def make(ALLOWED_ORIGINS):\n    app = Flask('x')\n"
                "    CORS(app, origins=ALLOWED_ORIGINS)\n    return app\n"
                "def other():\n    ALLOWED_ORIGINS = ['http://c.example']\n"
            },
            None,
            id="given-to-the-factory",
        ),
        pytest.param(
            {
                "app.py": f"{TOP}RULE = {{'origins': ['http://d.example']}}\napp = Flask('x')\n"
                "CORS(app, resources={'/a': RULE})\n"
            },
            ("http://d.example",),
            id="rule-of-a-path",
        ),
    ],
)
def test_reads_the_origins(tmp_path: Path, files: dict[str, str], origins: FactValue | None) -> None:
    """Where it is one list, and no other can be meant."""
    assert values(scan(tmp_path, files)).get("configured_origins") == origins
