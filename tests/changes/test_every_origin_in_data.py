"""Files of settings that allow every origin: with credentials, `*` never stays, wherever it comes from."""

from __future__ import annotations

import pytest

from cors_wizard.changes.change import ChangeSet
from cors_wizard.changes.checks import open_to_all, still_refused
from cors_wizard.changes.goal import Goal
from cors_wizard.changes.plan import plan
from cors_wizard.changes.project import Project
from cors_wizard.facts import Fact, Facts, FactValue
from cors_wizard.facts.found import TextFile
from cors_wizard.knowledge_base import Knowledge

_GIVEN: dict[str, FactValue] = {
    "url": "https://api.fleet.example/vehicles",
    "origin": "https://console.fleet.example",
    "method": "GET",
    "credentials_mode": "include",
    "symptom": "wildcard-origin-not-allowed",
}
_APP = (
    "{}\nfrom flask import Flask\nfrom flask_cors import CORS\n\n{}\n\n"
    "app = Flask(__name__)\nCORS(app, {})\n\n\n@app.get('/vehicles')\ndef vehicles():\n    return []\n"
)
_JSON = ("import json", 'with open("cors.json") as file:\n    conf = json.load(file)')
_TOML = ("import tomllib", 'with open("cors.toml", "rb") as file:\n    conf = tomllib.load(file)')
_YAML = ("import yaml", 'with open("cors.yaml") as file:\n    conf = yaml.safe_load(file)')
_DIRECT = 'origins=conf["origins"]'
_NESTED = 'origins=conf["cors"]["origins"]'
_PAGE = "https://console.fleet.example"


def _made(knowledge: Knowledge, code: str, **others: str) -> ChangeSet:
    given = Facts.of([Fact(name, value, "answered") for name, value in _GIVEN.items()])
    texts = {"app.py": code, **{name.replace("_", "."): text for name, text in others.items()}}
    return plan(
        (knowledge.fixes["set-up-cors"],), given, {path: TextFile(path, text) for path, text in texts.items()}
    )


@pytest.mark.parametrize(
    ("load", "options", "name", "before", "after"),
    [
        pytest.param(
            _JSON,
            _DIRECT,
            "cors_json",
            '{\n  "origins": ["*"],\n  "x": 1\n}\n',
            f'{{\n  "origins": ["{_PAGE}"],\n  "x": 1\n}}\n',
            id="json-list",
        ),
        pytest.param(
            _JSON,
            _DIRECT,
            "cors_json",
            '{"origins": "*"}\n',
            f'{{"origins": "{_PAGE}"}}\n',
            id="json-text",
        ),
        pytest.param(
            _JSON,
            _NESTED,
            "cors_json",
            '{"log": {"origins": ["x"]}, "cors": {"origins": ["*", "https://a.example"]}}\n',
            f'{{"log": {{"origins": ["x"]}}, "cors": {{"origins": ["{_PAGE}", "https://a.example"]}}}}\n',
            id="json-nested-on-one-line",
        ),
        pytest.param(
            _JSON,
            _DIRECT,
            "cors_json",
            f'{{"origins": ["{_PAGE}", "*"]}}\n',
            f'{{"origins": ["{_PAGE}"]}}\n',
            id="json-page-beside-it",
        ),
        pytest.param(
            _TOML,
            _DIRECT,
            "cors_toml",
            f'origins = ["*", "{_PAGE}"]  # who\n',
            f'origins = ["{_PAGE}"]  # who\n',
            id="toml",
        ),
        pytest.param(
            _YAML,
            _NESTED,
            "cors_yaml",
            'cors:\n  origins:\n    - https://a.example\n    - "*"\n',
            f'cors:\n  origins:\n    - https://a.example\n    - "{_PAGE}"\n',
            id="yaml-block",
        ),
        pytest.param(
            _YAML,
            _NESTED,
            "cors_yaml",
            f'cors:\n  origins:\n    - "*"  # all\n    - {_PAGE}\n',
            f"cors:\n  origins:\n    - {_PAGE}\n",
            id="yaml-block-page-beside-it",
        ),
        pytest.param(
            _YAML,
            _NESTED,
            "cors_yaml",
            "cors: {origins: '*'}\n",
            f"cors: {{origins: '{_PAGE}'}}\n",
            id="yaml",
        ),
    ],
)
def test_the_page_is_named_in_the_file(
    knowledge: Knowledge, load: tuple[str, str], options: str, name: str, before: str, after: str
) -> None:
    """In place of `*`, and what else is listed stays."""
    made = _made(knowledge, _APP.format(*load, options), **{name: before})
    changed = {change.path: change for change in made.changes}
    assert changed[name.replace("_", ".")].after == after
    assert f"{options}, supports_credentials=True" in changed["app.py"].after
    assert changed[name.replace("_", ".")].removes


@pytest.mark.parametrize(
    "origins",
    [
        pytest.param(f'[*conf["origins"], "{_PAGE}"]', id="spread"),
        pytest.param(f'conf["origins"] + ["{_PAGE}"]', id="sum"),
        pytest.param(f'list(conf["origins"]) + pages() + ["{_PAGE}"]', id="beside-what-is-unknown"),
        pytest.param(f'conf["origins"] if pages() else ["{_PAGE}"]', id="other-branch"),
        pytest.param('conf.get("origins", [])', id="get"),
    ],
)
def test_no_stranger_gets_credentials(knowledge: Knowledge, origins: str) -> None:
    """However the list is put together: after every change that is shown, none is open to all."""
    code = _APP.format(*_JSON, f"origins={origins}")
    texts = {"app.py": code, "cors.json": '{"origins": ["*"]}\n'}
    made = _made(knowledge, code, cors_json=texts["cors.json"])
    texts.update({change.path: change.after for change in made.changes})
    goal = Goal(origin=_PAGE, url="https://api.fleet.example/vehicles", path="/vehicles")
    after = Project({path: TextFile(path, text) for path, text in texts.items()}, goal)
    assert not open_to_all(after)


@pytest.mark.parametrize(
    ("before", "after", "is_refused"),
    [
        pytest.param("{}", "{}, supports_credentials=True", True, id="new"),
        pytest.param("{}, supports_credentials=True", "{}, supports_credentials=True", False, id="known"),
        pytest.param(
            "{}, send_wildcard=True",
            "{}, supports_credentials=True, send_wildcard=True",
            False,
            id="not-echoed",
        ),
    ],
)
def test_a_change_is_not_shown_that_opens_to_all(before: str, after: str, is_refused: bool) -> None:
    """Whatever the model can't change: before, browsers sent no cookies there."""
    goal = Goal(origin=_PAGE, url="https://api.fleet.example/vehicles", path="/vehicles")
    first, then = (
        Project(
            {
                "app.py": TextFile(
                    "app.py", _APP.format(*_JSON, options.format('origins=[*conf["o"], *more()]'))
                ),
                "cors.json": TextFile("cors.json", '{"o": ["*"]}'),
            },
            goal,
        )
        for options in (before, after)
    )
    assert bool(still_refused(first, then)) is is_refused


def test_what_is_unknown_is_said(knowledge: Knowledge) -> None:
    """Where the origins come from elsewhere, nothing is promised of other origins."""
    made = _made(knowledge, _APP.format("", "", f'origins=[*fetch_them(), "{_PAGE}"]'))
    assert made.changes
    assert made.compared is not None
    assert made.compared.unchecked == (f'[*fetch_them(), "{_PAGE}"]',)
    assert any("take it out" in each.text for each in made.by_hand)
