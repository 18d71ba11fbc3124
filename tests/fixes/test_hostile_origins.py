"""Whatever origin is pasted, given or in the user's code: the generated allow-lists let in whom they name.

The lists are taken out of the generated code and run under the real flask-cors.
"""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pytest
from flask import Flask
from flask_cors import CORS

from cors_wizard.facts import Fact, Facts
from cors_wizard.facts.found import TextFile
from cors_wizard.fixes import template_values
from cors_wizard.fixes.placeholders import fill_code
from cors_wizard.flask_code.read_code import read_code
from cors_wizard.knowledge_base import load_knowledge
from tests.fixes.hostile_origins import NAMED, PAGE, STRANGERS, hostile_inputs
from tests.knowledge.harness.environments import Pair, build, grid_of
from tests.knowledge.harness.matrix import RUNNER

KNOWLEDGE = load_knowledge()
HOSTILE = hostile_inputs()
BASE = Fact("url", "http://localhost:5000/api/orders", "pasted")
WITH_CREDENTIALS = Fact("credentials", "include", "pasted")
_LISTS = frozenset({"origins", "CORS_ORIGINS", "ALLOWED_ORIGINS", "cors_allowed_origins", "FRAMED_BY"})


def pasted(origin: str) -> Facts:
    """The origin in a browser's sentence, and the page's own in nothing."""
    text = (
        "Access to fetch at 'http://localhost:5000/api/orders' from origin "
        f"'{origin}' has been blocked by CORS"
        " policy: No 'Access-Control-Allow-Origin' header is present on the requested resource."
    )
    return Facts.of((*KNOWLEDGE.reader.read(text).facts, BASE, WITH_CREDENTIALS))


def given(origin: str) -> Facts:
    """The origin as an option's value."""
    listed = ("allowed_origins_seen", "configured_origins", "socketio_origins")
    facts = [Fact(name, (origin, NAMED), "answered") for name in listed]
    return Facts.of((Fact("origin", origin, "answered"), *facts, BASE, WITH_CREDENTIALS))


def in_code(origin: str) -> Facts:
    """The origin in the allow-list of the user's own code, beside one that is in order."""
    source = f"""from flask import Flask
from flask_cors import CORS
app = Flask(__name__)
CORS(app, origins=[{origin!r}, {NAMED!r}], supports_credentials=True)
"""
    found = read_code((TextFile("app.py", source),)).found.facts
    return Facts.of((Fact("origin", PAGE, "pasted"), BASE, *found))


WAYS = {"pasted": pasted, "given": given, "in-code": in_code}


def allow_lists(facts: Facts) -> Iterator[tuple[str, ...]]:
    """Every list of origins in every Python block that a fix can show for these facts."""
    values = template_values(facts)
    for template in python_templates():
        for node in ast.walk(ast.parse(fill_code(template, values, "python").text)):
            for value in values_named(node):
                items = value.elts if isinstance(value, ast.List) else [value]
                listed = [each.value for each in items if isinstance(each, ast.Constant)]
                yield tuple(each for each in listed if isinstance(each, str))
    if line := values.get("origins_line"):
        yield tuple(str(line).split(","))


@cache
def python_templates() -> tuple[str, ...]:
    """The code blocks of fixes that hold a list of origins."""
    steps = (step for fix in KNOWLEDGE.fixes.values() for step in fix.steps)
    codes = (step.code for step in steps if step.code)
    return tuple(
        code.text
        for code in codes
        if code.language == "python" and "origin" in code.text and parses(code.text)
    )


def parses(template: str) -> bool:
    """Whether the filled template is a module of its own."""
    try:
        ast.parse(fill_code(template, {}, "python").text)
    except SyntaxError:
        return False
    return True


def values_named(node: ast.AST) -> Iterator[ast.expr]:
    """What a list of origins is called with."""
    if (isinstance(node, ast.keyword) and node.arg in _LISTS) or (
        isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and node.targets[0].id in _LISTS
    ):
        yield node.value
    elif isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            if isinstance(key, ast.Constant) and key.value in _LISTS:
                yield value


@cache
def every_list() -> Mapping[tuple[str, ...], tuple[str, ...]]:
    """Each generated list, and what it was generated for."""
    lists: dict[tuple[str, ...], tuple[str, ...]] = {}
    for name, way in WAYS.items():
        for origin in HOSTILE:
            for listed in allow_lists(way(origin)):
                lists.setdefault(listed, (name, origin))
    return lists


def strangers(listed: tuple[str, ...]) -> tuple[str, ...]:
    """Who is to be kept out: everybody but the two that are named, and the lists' own texts."""
    own = (*listed, *(text.replace("\\", "").strip("^$") for text in listed))
    return tuple(dict.fromkeys(each for each in (*STRANGERS, *own) if each not in _NO_STRANGERS))


_NO_STRANGERS = (PAGE, NAMED, "https://your-page.example", "http://localhost:3000")
"""The last two stand in templates where the page's origin is unknown."""


def test_enough_is_tried() -> None:
    """Two hundred inputs, thirty strangers, and templates of all kinds."""
    assert len(HOSTILE) >= 200
    assert len(STRANGERS) >= 30
    assert len(python_templates()) >= 10


def test_generated_lists_let_in_whom_they_name() -> None:
    """Under the flask-cors that is installed, nobody else is allowed by any list."""
    let_in = {}
    for listed, made_for in every_list().items():
        app = Flask("app")
        CORS(app, origins=list(listed), supports_credentials=True)
        client = app.test_client()
        for origin in strangers(listed):
            response = client.get("/", headers={"Origin": origin})
            if "Access-Control-Allow-Origin" in response.headers:
                let_in[origin] = (listed, made_for)
    assert not let_in


def test_the_named_origins_do_get_in() -> None:
    """What was in order in the list stays allowed beside the hostile one, and the page is added."""
    for origin in HOSTILE:
        values = template_values(in_code(origin))
        allowed = values["allowed_origins"]
        assert isinstance(allowed, tuple)
        assert PAGE in allowed
        assert NAMED in allowed


@pytest.mark.versions
def test_generated_lists_under_every_flask_cors() -> None:
    """The same under each flask-cors that the fixes claim, beside the newest and the oldest Flask."""
    grid = grid_of(KNOWLEDGE)
    build(grid)
    jobs = [job(listed) for listed in every_list()]
    let_in = {}
    for pair in (Pair(flask, cors) for flask in (grid.flask[0], grid.flask[-1]) for cors in grid.flask_cors):
        for result in run(pair, jobs):
            assert not result["error"], (str(pair), result)
            for origin, answer in zip(
                strangers(tuple(json.loads(result["id"]))), result["answers"], strict=True
            ):
                if any(name.lower() == "access-control-allow-origin" for name, _ in answer["headers"]):
                    let_in[str(pair), origin] = result["id"]
    assert not let_in


def job(listed: tuple[str, ...]) -> dict[str, object]:
    """An app with this list, asked by every stranger."""
    source = f"""from flask import Flask
from flask_cors import CORS
app = Flask("app")
CORS(app, origins={list(listed)!r}, supports_credentials=True)
"""
    asked = [
        {"method": "GET", "url": "http://localhost/", "headers": {"Origin": origin}, "body": ""}
        for origin in strangers(listed)
    ]
    return {"id": json.dumps(listed), "source": source, "debug": False, "questions": asked}


def run(pair: Pair, jobs: list[dict[str, object]]) -> list[dict[str, Any]]:
    """All apps under one pair of versions."""
    done = subprocess.run(
        [sys.executable, "-S", "-W", "ignore", str(RUNNER)],
        input=json.dumps(jobs),
        env={**os.environ, "PYTHONPATH": pair.path},
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    results = json.loads(done.stdout)
    assert isinstance(results, list)
    return results
