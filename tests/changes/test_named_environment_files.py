"""Files of variables under names of their own: Compose, a unit or the code says which one the app gets."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from cors_wizard.changes import ChangeSet
from cors_wizard.diagnosis.planning import plan_for
from cors_wizard.facts import Fact, Facts
from cors_wizard.facts.found import TextFile
from cors_wizard.knowledge_base import Knowledge

_APP = """import os

from flask import Flask
from flask_cors import CORS

app = Flask(__name__)
CORS(app, origins=os.environ.get("ORIGINS", "http://localhost:4200").split(","))


@app.get("/items")
def items():
    return []
"""
_SET = "ORIGINS=https://a.example\n"
_COMPOSE = "services:\n  api:\n    env_file:\n      - ./env/api.env\n"


def _made(knowledge: Knowledge, files: Mapping[str, str]) -> ChangeSet:
    known = {
        "url": "http://localhost:5000/items",
        "origin": "http://localhost:3000",
        "method": "GET",
        "credentials": "omit",
        "symptom": "missing-allow-origin",
    }
    facts = Facts.of([Fact(name, value, "answered") for name, value in known.items()])
    texts = {path: TextFile(path, text) for path, text in files.items()}
    return plan_for((knowledge.fixes["set-up-cors"],), facts, texts)


@pytest.mark.parametrize(
    ("path", "others"),
    [
        pytest.param("env/api.env", {"docker-compose.yml": _COMPOSE}, id="compose"),
        pytest.param("deploy/env/api.env", {"deploy/compose.yaml": _COMPOSE}, id="compose-in-a-folder"),
        pytest.param("api.env", {"api.service": "[Service]\nEnvironmentFile=-api.env\n"}, id="unit"),
        pytest.param(
            "config/api.env",
            {"env.py": 'from dotenv import load_dotenv\n\nload_dotenv("config/api.env")\n'},
            id="code",
        ),
    ],
)
def test_the_file_that_the_app_gets(knowledge: Knowledge, path: str, others: Mapping[str, str]) -> None:
    """The origin goes into it, not into the code."""
    made = _made(knowledge, {"app.py": _APP, path: _SET, **others})
    assert {each.path: each.after for each in made.changes} == {
        path: "ORIGINS=https://a.example,http://localhost:3000\n"
    }
    assert ("docker compose up -d" in {each.command for each in made.by_hand}) is ("compose" in str(others))


def test_a_file_that_nothing_names(knowledge: Knowledge) -> None:
    """It may be another service's."""
    made = _made(knowledge, {"app.py": _APP, "env/web.env": _SET, "docker-compose.yml": _COMPOSE})
    assert [each.path for each in made.changes] == ["app.py"]
