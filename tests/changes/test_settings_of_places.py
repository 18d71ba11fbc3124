"""Where the settings for development have a stale origin, they change, not code that production shares."""

from __future__ import annotations

import pytest

from cors_wizard.changes import Change
from cors_wizard.changes.plan import plan
from cors_wizard.facts import Fact, Facts
from cors_wizard.facts.found import TextFile
from cors_wizard.flask_code.read_code import is_wanted
from cors_wizard.knowledge_base import Knowledge

_PAGE = "http://localhost:4200"
_HEAD = "import json\nimport os\n\nfrom flask import Flask\nfrom flask_cors import CORS\n\n"
_BY_NAME = (
    f'{_HEAD}app = Flask(__name__)\nname = os.environ.get("APP_ENV", "development")\n'
    'app.config.from_file({}, load=json.load)\nCORS(app, origins=app.config["CORS_ORIGINS"])\n'
)


def _changes(knowledge: Knowledge, files: dict[str, str]) -> dict[str, Change]:
    known = {
        "url": "http://localhost:5000/api/items",
        "origin": _PAGE,
        "method": "GET",
        "credentials": "omit",
    }
    facts = Facts.of([Fact(name, value, "answered") for name, value in known.items()])
    read = {path: TextFile(path, text) for path, text in files.items()}
    made = plan((knowledge.fixes["set-up-cors"],), facts, read)
    return {change.path: change for change in made.changes}


@pytest.mark.parametrize(
    ("name", "near", "far"),
    [
        pytest.param(
            'f"config/{name}.json"', "config/development.json", "config/production.json", id="folder"
        ),
        pytest.param('f"../config.{name}.json"', "config.dev.json", "config.prod.json", id="ending"),
        pytest.param('f"{name}_settings.json"', "local_settings.json", "live_settings.json", id="beginning"),
    ],
)
def test_the_settings_for_development(knowledge: Knowledge, name: str, near: str, far: str) -> None:
    """Of several files of settings, whichever comes last."""
    text = '{{\n    "CORS_ORIGINS": [\n        "{}"\n    ]\n}}\n'
    files = {
        "app.py": _BY_NAME.format(name),
        near: text.format("https://localhost:4200"),
        far: text.format("https://shop.example"),
    }
    made = _changes(knowledge, files)
    assert list(made) == [near]
    assert f'"{_PAGE}"' in made[near].after


def test_yaml_of_one_place(knowledge: Knowledge) -> None:
    """A file that the code names after the environment."""
    code = (
        f'{_HEAD}import yaml\n\nname = os.environ.get("APP_ENV", "development")\n'
        'cfg = yaml.safe_load(open(f"config/{name}.yml"))\n'
        'app = Flask(__name__)\nCORS(app, origins=cfg["cors"]["origins"])\n'
    )
    text = "cors:\n  origins:\n    - {}\n"
    files = {
        "app.py": code,
        "config/development.yml": text.format("https://localhost:4200"),
        "config/production.yml": text.format("https://shop.example"),
    }
    made = _changes(knowledge, files)
    assert list(made) == ["config/development.yml"]
    assert f"- {_PAGE}\n" in made["config/development.yml"].after


_LISTED = (
    f'{_HEAD}PAGE = os.getenv("PAGE_URL", "{_PAGE}")\nOTHER = os.getenv("OTHER_URL", "https://b.example")\n'
    "app = Flask(__name__)\nCORS(app, origins=[PAGE, OTHER])\n"
)


def test_a_variable_in_a_list(knowledge: Knowledge) -> None:
    """One address of this machine in `.env`: the dev server moved."""
    made = _changes(knowledge, {"app.py": _LISTED, ".env": "PAGE_URL=http://localhost:3000\n"})
    assert {path: each.after for path, each in made.items()} == {".env": f"PAGE_URL={_PAGE}\n"}


def test_two_variables_in_a_list(knowledge: Knowledge) -> None:
    """Which of the two has moved, nobody knows: both stay."""
    env = "PAGE_URL=http://localhost:3000\nOTHER_URL=http://localhost:3001\n"
    assert list(_changes(knowledge, {"app.py": _LISTED, ".env": env})) == ["app.py"]


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("development.json", True),
        ("config.prod.toml", True),
        ("local_settings.json", True),
        ("production.yml", True),
        ("package.json", False),
        ("tsconfig.json", False),
        ("tsconfig.base.json", False),
    ],
)
def test_files_that_are_read(name: str, wanted: bool) -> None:
    """Settings of one place are; what the page's tools have is not."""
    assert is_wanted(name) is wanted
