"""How the new code comes to run: a restart, or with Compose an image that is built again."""

from __future__ import annotations

import pytest

from cors_wizard.changes.plan import plan
from cors_wizard.facts import Fact, Facts
from cors_wizard.facts.found import TextFile
from cors_wizard.knowledge_base import Knowledge

_APP = (
    "from flask import Flask\nfrom flask_cors import CORS\n\napp = Flask(__name__)\n"
    "CORS(app, origins=['https://shop.example'])\n\n\n@app.get('/items')\ndef items():\n    return []\n"
)
_API = "services:\n  api:\n    build: {}\n    ports:\n      - '5000:80'\n"
_MOUNTED = "    volumes:\n      - ./backend:/srv\n"
_WORKER = "  worker:\n    build:\n      context: ./backend\n"


@pytest.mark.parametrize(
    ("path", "compose", "command"),
    [
        pytest.param("compose.yaml", _API.format("./backend"), "api", id="folder"),
        pytest.param("compose.yaml", _API.format(".") + _WORKER, "api", id="with-the-port"),
        pytest.param("backend/docker-compose.yml", _API.format("."), "api", id="beside-it"),
        pytest.param("compose.yaml", _API.format("./backend") + _MOUNTED, "", id="mounted"),
        pytest.param("compose.yaml", _API.format("./web"), "", id="another-folder"),
        pytest.param("compose.yaml", "services:\n  a:\n    build: .\n  b:\n    build: .\n", "", id="which"),
        pytest.param("compose.yaml", "services:\n  db:\n    image: postgres\n", "", id="not-built"),
    ],
)
def test_code_in_an_image(knowledge: Knowledge, path: str, compose: str, command: str) -> None:
    """A container that is only restarted would run the old one."""
    known = {"origin": "http://localhost:3000", "url": "http://localhost:5000/items"}
    facts = Facts.of([Fact(name, value, "answered") for name, value in known.items()])
    files = {"backend/app.py": _APP, path: compose}
    read = {name: TextFile(name, text) for name, text in files.items()}
    made = plan((knowledge.fixes["set-up-cors"],), facts, read)
    assert made.changes
    commands = [each.command for each in made.by_hand if "restart the app" in each.text]
    assert commands == [f"docker compose up -d --build {command}" if command else ""]
