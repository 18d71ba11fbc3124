"""Origins that reach `CORS(...)` through an object, an option of the command line or a nested setting."""

from __future__ import annotations

import pytest

from cors_wizard.changes.plan import plan
from cors_wizard.facts import Fact, Facts
from cors_wizard.facts.found import TextFile
from cors_wizard.knowledge_base import Knowledge

_KNOWN = {
    "url": "http://localhost:5000/api/items",
    "origin": "http://localhost:5173",
    "method": "GET",
    "credentials": "same-origin",
}
_IMPORTS = "from flask import Flask\nfrom flask_cors import CORS\n"
_APP = "\napp = Flask(__name__)\nCORS(app, origins={})\n"
_FACTORY = '\n\ndef build({0}):\n    app = Flask("shop")\n    CORS(app, origins={1})\n    return app\n'
_CLASS = (
    "from dataclasses import dataclass\n\n\n@dataclass\nclass Settings:\n"
    "    title: str\n    origins: tuple[str, ...] = ()\n\n\n"
)
_NESTED = (
    "from pydantic import BaseModel\nfrom pydantic_settings import BaseSettings, SettingsConfigDict\n\n\n"
    'class Cors(BaseModel):\n    origins: list[str] = ["http://localhost:3000"]\n\n\n'
    'class Settings(BaseSettings):\n    model_config = SettingsConfigDict(env_nested_delimiter="__")\n'
    "    cors: Cors = Cors()\n\n\nsettings = Settings()\n"
)


@pytest.mark.parametrize(
    ("files", "changed"),
    [
        pytest.param(
            {
                "app.py": f"import click\n{_IMPORTS}{_FACTORY.format('allow', 'list(allow)')}\n\n"
                '@click.command()\n@click.option("--allow", multiple=True, default=["http://localhost:3000"])\n'
                "def main(allow):\n    build(allow).run()\n"
            },
            ("app.py", 'default=["http://localhost:3000", "http://localhost:5173"]'),
            id="click",
        ),
        pytest.param(
            {
                "app.py": f"import argparse\n{_IMPORTS}\nparser = argparse.ArgumentParser()\n"
                'parser.add_argument("--web", default="http://localhost:3000")\n'
                f"args = parser.parse_args()\n" + _APP.format('args.web.split(",")')
            },
            ("app.py", 'default="http://localhost:3000,http://localhost:5173"'),
            id="text-that-is-split",
        ),
        pytest.param(
            {
                "app.py": f"{_IMPORTS}\nPORTS = (3000, 8080)\n"
                + _APP.format('[f"http://localhost:{port}" for port in PORTS]')
            },
            ("app.py", "PORTS = (3000, 8080, 5173)"),
            id="ports",
        ),
        pytest.param(
            {
                "app.py": f"{_IMPORTS}\nPORTS = (3000, 8080)\n"
                + _APP.format('[f"http://localhost:{port}" for port in PORTS]')
                + "for port in PORTS:\n    open_tunnel(port)\n"
            },
            ("app.py", 'for port in PORTS], "http://localhost:5173"]'),
            id="ports-of-something-else-too",
        ),
        pytest.param(
            {
                "app.py": f"import argparse\n{_IMPORTS}\nparser = argparse.ArgumentParser()\n"
                'parser.add_argument("--web-origins", nargs="*", default=["http://localhost:3000"])\n'
                f"args = parser.parse_args()\n{_APP.format('args.web_origins')}"
            },
            ("app.py", 'default=["http://localhost:3000", "http://localhost:5173"]'),
            id="argparse",
        ),
        pytest.param(
            {
                "app.py": f"{_IMPORTS}from conf import load\n{_APP.format('load().origins')}",
                "conf.py": f'{_CLASS}def load():\n    return Settings("Shop", ("http://localhost:3000",))\n',
            },
            ("conf.py", '"Shop", ("http://localhost:3000", "http://localhost:5173")'),
            id="dataclass-of-a-function",
        ),
        pytest.param(
            {
                "app.py": f"{_IMPORTS}from conf import load\n{_APP.format('load().origins')}",
                "conf.py": f'import os\n{_CLASS}def load():\n    match os.getenv("ENV", "dev"):\n'
                '        case "prod":\n            return Settings("Shop", ("https://shop.example",))\n'
                '        case _:\n            return Settings("Dev", ("http://localhost:3000",))\n',
            },
            ("conf.py", '"Dev", ("http://localhost:3000", "http://localhost:5173")'),
            id="one-of-two",
        ),
        pytest.param(
            {
                "app.py": f"{_IMPORTS}{_FACTORY.format('settings', 'settings.origins')}",
                "wsgi.py": "from app import build\nfrom conf import Settings\n\n"
                'app = build(Settings(title="Shop", origins=["http://localhost:3000"]))\n',
                "conf.py": _CLASS,
            },
            ("wsgi.py", 'origins=["http://localhost:3000", "http://localhost:5173"]'),
            id="handed-to-the-factory",
        ),
        pytest.param(
            {
                "app.py": f"{_IMPORTS}from conf import settings\n{_APP.format('settings.cors.origins')}",
                "conf.py": _NESTED,
            },
            ("conf.py", '= ["http://localhost:3000", "http://localhost:5173"]'),
            id="nested-default",
        ),
        pytest.param(
            {
                "app.py": f"{_IMPORTS}from conf import settings\n{_APP.format('settings.cors.origins')}",
                "conf.py": _NESTED,
                ".env": 'CORS__ORIGINS=["http://localhost:8080"]\n',
            },
            (".env", 'CORS__ORIGINS=["http://localhost:8080","http://localhost:5173"]'),
            id="nested-variable",
        ),
    ],
)
def test_one_more_origin(knowledge: Knowledge, files: dict[str, str], changed: tuple[str, str]) -> None:
    """The page is added to the list that is in force, and no other file changes."""
    facts = Facts.of([Fact(name, value, "answered") for name, value in _KNOWN.items()])
    every = {path: TextFile(path, text) for path, text in files.items()}
    made = plan((knowledge.fixes["set-up-cors"],), facts, every)
    assert [change.path for change in made.changes] == [changed[0]]
    assert changed[1] in made.changes[0].after
