"""Objects that are passed on in a circle: reading ends, and soon."""

from __future__ import annotations

from pathlib import Path

import pytest

from cors_wizard.project import scan_project

APP = """
from flask import Flask
from flask_cors import CORS

app = Flask(__name__)


def walk(node):
    CORS(app, origins=node.options.origins)
{0}

walk(app)
"""


@pytest.mark.parametrize("count", [1, 12])
def test_a_function_that_walks_a_tree_of_objects_is_read(tmp_path: Path, count: int) -> None:
    """It calls itself with parts of its argument, also for each of many."""
    calls = "".join(f"    walk(node.child{number})\n" for number in range(count))
    (tmp_path / "app.py").write_text(APP.format(calls))
    (setup,) = scan_project(tmp_path).code.setups
    assert setup.line == 9
