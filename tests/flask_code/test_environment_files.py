"""The variable that the origins come from is looked up in `.env`, and nothing else there is."""

from __future__ import annotations

from pathlib import Path

import pytest

from cors_wizard.facts import FactValue
from tests.project.folders import evidence, scan, values

APP = "import os\nfrom flask import Flask\nfrom flask_cors import CORS\napp = Flask('x')\n"
CODE = f"{APP}CORS(app, origins=os.environ['ALLOWED'].split(','))\n"


@pytest.mark.parametrize(
    ("text", "origins"),
    [
        pytest.param(
            "ALLOWED=http://a.example, http://b.example/\n", ("http://a.example", "http://b.example/")
        ),
        pytest.param('export ALLOWED="http://a.example"\n', ("http://a.example",)),
        pytest.param("ALLOWED=\nALLOWED_TOO=http://a.example\n", None),
        pytest.param("# ALLOWED=http://a.example\n", None),
    ],
    ids=["two", "quoted", "empty", "comment"],
)
def test_reads_the_origins(tmp_path: Path, text: str, origins: FactValue | None) -> None:
    """As they stand there, with their slashes."""
    found = scan(tmp_path, {"app.py": CODE, ".env": f"SECRET_KEY=hush\n{text}"})
    assert values(found).get("configured_origins") == origins
    assert all("hush" not in f"{fact.value}{fact.evidence}" for fact in found.facts)


def test_names_the_line(tmp_path: Path) -> None:
    """It is the one to change."""
    found = scan(tmp_path, {"app.py": CODE, ".env": "A=1\nALLOWED=http://a.example\n"})
    assert evidence(found, "configured_origins") == ".env:2: ALLOWED=http://a.example"


def test_what_the_code_says_itself_counts_too(tmp_path: Path) -> None:
    """The list has both."""
    code = f"{APP}CORS(app, origins=['http://c.example', os.getenv('ALLOWED')])\n"
    found = scan(tmp_path, {"app.py": code, ".env": "ALLOWED=http://a.example\n"})
    assert values(found)["configured_origins"] == ("http://c.example", "http://a.example")


def test_values_of_secrets_are_not_handed_on(tmp_path: Path) -> None:
    """That the code reads them is no reason to carry them along."""
    code = f"{APP}KEY = os.environ['SECRET_KEY']\nCORS(app, origins=os.environ['ALLOWED'])\n"
    found = scan(tmp_path, {"app.py": code, ".env": "SECRET_KEY=hush\nALLOWED=http://a.example\n"})
    environment = found.code.environment
    assert [(one.name, one.value) for one in environment.settings] == [
        ("SECRET_KEY", ""),
        ("ALLOWED", "http://a.example"),
    ]
    assert "hush" not in repr(found.code)


_BOTH = ("http://a.example", "http://b.example")
_COMPOSE = "services:\n  api:\n    environment:\n"


@pytest.mark.parametrize(
    ("name", "text", "origins"),
    [
        pytest.param(".env", 'ALLOWED="http://a.example,\nhttp://b.example"\nB=1\n', _BOTH, id="over lines"),
        pytest.param(".env", "ALLOWED='\nhttp://a.example,\nhttp://b.example\n'\n", _BOTH, id="begins below"),
        pytest.param(".env", 'ALLOWED="http://a.example,\nhttp://b.example\n', None, id="never closed"),
        pytest.param(
            "compose.yml", f"{_COMPOSE}      ALLOWED: >-\n        http://a.example\n", None, id="block"
        ),
        pytest.param("compose.yml", f"{_COMPOSE}      ALLOWED: *origins\n      B: c\n", None, id="alias"),
        pytest.param("compose.yml", f"{_COMPOSE}      - *origins\n      - B=c\n", None, id="alias in a list"),
        pytest.param(
            "compose.yml",
            f"{_COMPOSE}      ALLOWED: http://a.example,\n        http://b.example\n      B: c\n",
            None,
            id="plain, over lines",
        ),
        pytest.param(
            "compose.yml",
            f"{_COMPOSE}      - ALLOWED=http://a.example,http://b.example\n\n      # more\n      - B=c\n",
            _BOTH,
            id="a list",
        ),
        pytest.param(
            "Dockerfile", 'ENV ALLOWED="http://a.example,\\\nhttp://b.example" B=2\n', None, id="image"
        ),
        pytest.param(
            "Procfile", 'web: A=1 ALLOWED="http://a.example, http://b.example" x\n', _BOTH, id="words"
        ),
        pytest.param(
            "a.service", "Environment=ALLOWED=http://a.example,\\\nhttp://b.example\n", None, id="unit"
        ),
        pytest.param(
            "gunicorn.conf.py",
            'raw_env = ["ALLOWED=http://a.example,"\n "http://b.example"]\n',
            None,
            id="joined",
        ),
        pytest.param(
            "gunicorn.conf.py", 'raw_env = ["ALLOWED=http://a.example,http://b.example"\n]\n', _BOTH
        ),
    ],
)
def test_a_part_of_a_value_is_never_taken_for_all_of_it(
    tmp_path: Path, name: str, text: str, origins: FactValue | None
) -> None:
    """A fix would write into the middle of it, and take access from those behind."""
    code = f"{APP}CORS(app, origins=[one.strip() for one in os.environ['ALLOWED'].split(',')])\n"
    found = scan(tmp_path, {"app.py": code, name: text})
    assert values(found).get("configured_origins") == origins
