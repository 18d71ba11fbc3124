"""pydantic's URL types: the slash that their text ends in goes, and every origin stays."""

from __future__ import annotations

import pytest

from cors_wizard.changes.plan import plan
from cors_wizard.facts import Fact, Facts
from cors_wizard.facts.found import TextFile
from cors_wizard.knowledge_base import Knowledge

_GIVEN = {
    "url": "http://localhost:5000/api/items",
    "origin": "http://localhost:3000",
    "method": "GET",
    "symptom": "missing-allow-origin",
}
_SETTINGS = (
    "from pydantic import AnyHttpUrl\nfrom pydantic_settings import BaseSettings\n\n\n"
    "class Settings(BaseSettings):\n    page: AnyHttpUrl\n    pages: list[AnyHttpUrl] = []\n"
    "    name: str = 'shop'\n\n\nsettings = Settings()\n"
)
_APP = (
    "from flask import Flask\nfrom flask_cors import CORS\n\nfrom settings import settings\n\n"
    "app = Flask(__name__)\nCORS(app, origins={})\n\n\n@app.get('/api/items')\n"
    "def items():\n    return {{}}\n"
)
_ENV = 'PAGE=http://localhost:3000\nPAGES=["http://localhost:3000", "https://shop.example"]\n'


def _app(knowledge: Knowledge, origins: str, env: str = _ENV) -> str:
    """The app's file after the fix."""
    facts = Facts.of([Fact(name, value, "answered") for name, value in _GIVEN.items()])
    texts = {"app.py": _APP.format(origins), "settings.py": _SETTINGS, ".env": env}
    files = {path: TextFile(path, text) for path, text in texts.items()}
    made = plan((knowledge.fixes["set-up-cors"],), facts, files)
    assert {change.path for change in made.changes} == {"app.py"}, made
    return made.changes[0].after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("str(settings.page)", "str(settings.page).rstrip('/')"),
        (
            "[str(settings.page), 'https://shop.example']",
            "[str(settings.page).rstrip('/'), 'https://shop.example']",
        ),
        (
            "[str(page) for page in settings.pages]",
            "[str(page).rstrip('/') for page in settings.pages]",
        ),
        (
            "[url.unicode_string() for url in settings.pages]",
            "[url.unicode_string().rstrip('/') for url in settings.pages]",
        ),
        (
            "list(map(str, settings.pages))",
            "list([str(origin).rstrip('/') for origin in settings.pages])",
        ),
    ],
)
def test_the_slash_goes(knowledge: Knowledge, before: str, after: str) -> None:
    """Where the URL becomes a text."""
    assert _app(knowledge, before) == _APP.format(after)


def test_the_page_is_added_where_no_file_sets_it(knowledge: Knowledge) -> None:
    """The slash alone may not be all that is wrong."""
    changed = _app(knowledge, "[str(settings.page)]", "PAGE=https://shop.example\n")
    assert "origins=[str(settings.page).rstrip('/'), 'http://localhost:3000'])" in changed


def test_other_texts_keep_what_they_have(knowledge: Knowledge) -> None:
    """A field that is a plain text has no slash of pydantic's."""
    changed = _app(knowledge, "[str(settings.name)]")
    assert "origins=[str(settings.name), 'http://localhost:3000'])" in changed
