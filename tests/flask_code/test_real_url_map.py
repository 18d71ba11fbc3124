"""The routes that are read are those that Flask has: rules and methods, compared with `app.url_map`."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.flask_code.app_shapes import BASIC, OPTIONAL, PACKAGES
from tests.project.folders import scan

SHAPES: dict[str, dict[str, str]] = {
    **{name: {"app.py": code} for name, code in BASIC.items()},
    **PACKAGES,
    **{name: {"app.py": code} for (needs, name), code in OPTIONAL.items() if find_spec(needs)},
}
OWN = ("static", "doc", "specs", "root", "restx_doc.static", "openapi.spec", "openapi.docs")
"""Endpoints that Flask and its extensions add without being told."""
PROGRAM = f"""
import importlib, json, sys
found = {{}}
for name in json.load(sys.stdin):
    module = importlib.import_module(name + ".app")
    app = module.app if hasattr(module, "app") else module.create_app()
    found[name] = sorted(
        [str(rule), sorted(rule.methods)]
        for rule in app.url_map.iter_rules() if rule.endpoint not in {OWN!r} and "static" not in rule.endpoint
    )
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def url_maps(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[list[object]]]:
    """What Flask makes of each app."""
    folder = tmp_path_factory.mktemp("apps")
    for name, files in SHAPES.items():
        for path, code in {"__init__.py": "", **files}.items():
            target = folder / name.replace("-", "_") / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(code)
    names = json.dumps([name.replace("-", "_") for name in SHAPES])
    command = [sys.executable, "-W", "ignore", "-c", PROGRAM]
    done = subprocess.run(command, input=names, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, list[list[object]]] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("name", SHAPES)
def test_routes_are_those_of_flask(
    tmp_path: Path, url_maps: dict[str, list[list[object]]], name: str
) -> None:
    """A path is matched with the rule that serves it, and its methods are the ones that it takes."""
    found = scan(tmp_path, SHAPES[name])
    read = sorted([route.rule, sorted(route.methods)] for route in found.code.routes)
    assert read == url_maps[name.replace("-", "_")]
