"""The model of flask-cors against every version that the knowledge files declare, with drawn options."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

import pytest

from cors_wizard.changes.flask_cors import flask_cors_model as model
from cors_wizard.knowledge_base import load_knowledge
from tests.changes.flask_cors_headers import response_headers
from tests.changes.test_flask_cors_model import ASKING, HEADERS, NAMES, ORIGINS, PATHS, PATTERNS
from tests.fixes.test_hostile_origins import run
from tests.knowledge.harness.environments import Pair, build, grid_of

_DRAWN = 120
_HOW = random.Random(7)
_APP = "from flask import Flask\nfrom flask_cors import CORS\napp = Flask('app')\nCORS(app, {})\n"


def _options() -> dict[str, Any]:
    every = {
        "origins": _HOW.sample(ORIGINS, _HOW.randint(1, 3)),
        "methods": _HOW.sample(["GET", "post", "PUT", "PATCH"], _HOW.randint(1, 3)),
        "allow_headers": _HOW.sample(["Content-Type", "X-Tenant", "x-.*"], _HOW.randint(1, 2)),
        "supports_credentials": _HOW.random() < 0.5,
    }
    # flask-cors refuses to send `*` with credentials.
    return {name: value for name, value in every.items() if _HOW.random() < 0.7}


def _preflights() -> Iterator[tuple[dict[str, Any], str, str, list[str]]]:
    """Options of an app, and what a page asks it."""
    for _ in range(_DRAWN):
        asked = sorted(_HOW.sample(HEADERS, _HOW.randint(0, 3)))
        yield _options(), _HOW.choice(ASKING), _HOW.choice(["GET", "PUT", "DELETE"]), asked


def _resources() -> Iterator[tuple[list[str], str]]:
    """Patterns of an app, and the path that is asked for."""
    for _ in range(_DRAWN):
        yield _HOW.sample(PATTERNS, _HOW.randint(1, 4)), _HOW.choice(PATHS)


_PREFLIGHTS, _PATHS = list(_preflights()), list(_resources())


def _entry(number: int) -> str:
    return f"https://{number}.example"


def _jobs() -> Iterator[dict[str, Any]]:
    for number, (options, origin, method, headers) in enumerate(_PREFLIGHTS):
        arguments = ", ".join(f"{name}={value!r}" for name, value in options.items())
        asked = {"Origin": origin, "Access-Control-Request-Method": method}
        if headers:
            asked["Access-Control-Request-Headers"] = ", ".join(headers)
        yield _job(f"preflight {number}", arguments, "OPTIONS", "/", asked)
    for number, (patterns, path) in enumerate(_PATHS):
        resources = {pattern: {"origins": _entry(at)} for at, pattern in enumerate(patterns)}
        yield _job(f"path {number}", f"resources={resources!r}, always_send=True", "GET", path, {})


def _job(name: str, arguments: str, method: str, path: str, headers: dict[str, str]) -> dict[str, Any]:
    question = {"method": method, "url": f"http://localhost{path}", "headers": headers, "body": ""}
    source = _APP.format(arguments) + "app.add_url_rule('/', 'root', dict, methods=['GET', 'PUT'])\n"
    return {"id": name, "source": source, "debug": False, "questions": [question]}


def _wanted(name: str, version: model.Version) -> dict[str, str]:
    kind, _, number = name.partition(" ")
    if kind == "path":
        patterns, path = _PATHS[int(number)]
        ranked = model.in_order(patterns, version)
        first = next((each for each in ranked if model.covers(each, path, version)), None)
        return {} if first is None else {NAMES[0].lower(): _entry(patterns.index(str(first)))}
    options, origin, method, headers = _PREFLIGHTS[int(number)]
    said = response_headers(options, origin=origin, preflight_method=method, preflight_headers=headers)
    return {key.lower(): value for key, value in said if key in NAMES}


@pytest.mark.versions
def test_the_model_is_as_every_real_one() -> None:
    """Origin, credentials, methods and headers of a preflight, and which entry of `resources=` holds."""
    grid = grid_of(load_knowledge())
    build(grid)
    jobs = list(_jobs())
    differing: dict[str, list[str]] = {}
    for flask_cors in grid.flask_cors:
        version = tuple(map(int, flask_cors.split(".")))
        for result in run(Pair(grid.flask[-1], flask_cors), jobs):
            assert not result["error"], (flask_cors, result)
            (answer,) = result["answers"]
            names = {each.lower() for each in NAMES}
            seen = {name.lower(): value for name, value in answer["headers"] if name.lower() in names}
            if seen != (wanted := _wanted(result["id"], version)):
                differing.setdefault(flask_cors, []).append(f"{result['id']}: {seen} {wanted}")
    assert differing == {}, json.dumps(differing, indent=1)
