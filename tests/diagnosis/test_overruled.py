"""Of two files that set the origins, the one whose value the process has is found by what the server does."""

from __future__ import annotations

from pathlib import Path

import pytest

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.knowledge_base import Knowledge, load_knowledge
from cors_wizard.project import scan_project
from tests.project.folders import write

PASTE = (
    "Access to fetch at 'http://localhost:5000/api/items' from origin 'http://localhost:3000' has been "
    "blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource."
)
LISTS_IT = {".env": "PAGES=http://localhost:3000\n"}
GUNICORN = "gunicorn -b 0.0.0.0:5000 app:app"
UNIT = {"api.service": f"[Service]\nEnvironment=PAGES=https://shop.example\nExecStart=/srv/{GUNICORN}\n"}
COMPOSE = {
    "docker-compose.yml": (
        "services:\n  api:\n    build: .\n    ports: ['5000:5000']\n    environment:\n"
        "      PAGES: https://shop.example\n"
    ),
    "Dockerfile": f"FROM python:3.12\nCMD {GUNICORN}\n",
}


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    """The built-in files."""
    return load_knowledge()


def app(load: str = "load_dotenv()", origins: str = "[os.environ['PAGES']]") -> dict[str, str]:
    """An app with its origins in a variable."""
    return {
        "app.py": (
            "import os\nfrom dotenv import load_dotenv\nfrom flask import Flask\n"
            "from flask_cors import CORS\n\n"
            f"{load}\napp = Flask(__name__)\nCORS(app, origins={origins})\n\n"
            "@app.route('/api/items')\ndef items():\n    return []\n"
        )
    }


@pytest.mark.parametrize(
    ("files", "where"),
    [
        ({**app(), **LISTS_IT, **UNIT}, "api.service:2"),
        ({**app(), **LISTS_IT, **COMPOSE}, "docker-compose.yml:6"),
        ({**app(), **LISTS_IT, "Procfile": f"web: PAGES=https://a.example {GUNICORN}\n"}, "Procfile:1"),
        # Compose's own value wins over the image's.
        (
            {
                **app(),
                **LISTS_IT,
                **COMPOSE,
                "Dockerfile": f"FROM python:3.12\nENV PAGES=https://b.example\nCMD {GUNICORN}\n",
            },
            "docker-compose.yml:6",
        ),
        # `.env` replaces what is there; it may do so.
        ({**app("load_dotenv(override=True)"), **LISTS_IT, **UNIT}, None),
        ({**app("load_dotenv(override=FRESH)"), **LISTS_IT, **UNIT}, None),
        # The unit starts a server at another port of this machine.
        ({**app(), **LISTS_IT, "api.service": UNIT["api.service"].replace(":5000", ":8000")}, None),
        ({**app(), **LISTS_IT, "api.service": "[Service]\nEnvironment=PAGES=https://shop.example\n"}, None),
        # It lists the page as well, or refers to something else.
        (
            {**app(), **LISTS_IT, "api.service": UNIT["api.service"].replace("https://shop.example", "$X")},
            None,
        ),
        ({**app(), ".env": "PAGES=https://c.example\n", **UNIT}, None),
    ],
)
def test_the_value_in_force(
    knowledge: Knowledge, tmp_path: Path, files: dict[str, str], where: str | None
) -> None:
    """The server refuses a page that `.env` lists: what starts it here gives it another value."""
    diagnosis = Diagnosis.begin(knowledge, PASTE).with_scan(scan_project(write(tmp_path, files)))
    assert diagnosis.facts.text("origins_set_at") == where
    assert (diagnosis.facts.text("origin_listed") == "not-listed") is (
        where is not None or "c.ex" in files[".env"]
    )


def test_the_response_names_the_value(knowledge: Knowledge, tmp_path: Path) -> None:
    """The header has the unit's origin, so `.env` isn't what the process works with."""
    paste = PASTE.replace(
        "No 'Access-Control-Allow-Origin' header is present on the requested resource.",
        "The 'Access-Control-Allow-Origin' header has a value 'https://shop.example' that is not equal to "
        "the supplied origin.",
    )
    files = {**app(), ".env": "PAGES=https://c.example\n", **UNIT}
    diagnosis = Diagnosis.begin(knowledge, paste).with_scan(scan_project(write(tmp_path, files)))
    assert diagnosis.facts.text("origins_set_at") == "api.service:2"
    assert diagnosis.facts.items("configured_origins") == ("https://shop.example",)
