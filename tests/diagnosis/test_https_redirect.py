"""A preflight to a public http address that the API redirects to https: the page's own settings say http."""

from __future__ import annotations

from pathlib import Path

import pytest

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.knowledge_base import load_knowledge
from cors_wizard.project import scan_project

TEXT = (
    "Access to fetch at '{0}/api/pets' from origin 'https://www.pets.example' has been blocked by CORS "
    "policy: Response to preflight request doesn't pass access control check: Redirect is not allowed for a "
    "preflight request."
)
API = "http://api.pets.example"
APP = (
    "from flask import Flask, redirect, request\nfrom flask_cors import CORS\n\napp = Flask(__name__)\n"
    'CORS(app, origins=["https://www.pets.example"])\n\n\n{}'
    '@app.post("/api/pets")\ndef pets():\n    return []\n'
)
HOOK = (
    "@app.before_request\ndef force_https():\n    if not request.is_secure:\n"
    '        return redirect(request.url.replace("http://", "https://", 1), code=301)\n\n\n'
)
TALISMAN = "from flask_talisman import Talisman\n\nTalisman(app)\n\n\n"
NGINX = "server {{\n    listen 80;\n    {}return 301 https://$host$request_uri;\n}}\n"


def _told(folder: Path, files: dict[str, str], api: str = API) -> Diagnosis:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    begun = Diagnosis.begin(load_knowledge(), TEXT.format(api))
    return begun.with_scan(scan_project(folder)).without_probing().without_optional_questions()


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({"app.py": APP.format(HOOK)}, id="a-hook"),
        pytest.param({"app.py": APP.format(TALISMAN)}, id="talisman"),
        pytest.param({"app.py": APP.format(""), "nginx.conf": NGINX.format("")}, id="nginx"),
    ],
)
def test_the_page_s_setting_says_https(tmp_path: Path, files: dict[str, str]) -> None:
    """Only where the page is built for its place in public; the settings of this machine stay."""
    page = {
        "page/.env.production": f"VITE_API={API}\n",
        "page/.env.development": "VITE_API=http://localhost:5000\n",
        "page/pets.js": "fetch(`${import.meta.env.VITE_API}/api/pets`, {method: 'POST'})\n",
    }
    told = _told(tmp_path, {**files, **page})
    assert told.cause is not None
    assert (told.cause.id, told.changes.fix) == ("preflight-redirected", "call-over-https")
    (change,) = told.changes.changes
    assert (change.path, change.after) == ("page/.env.production", "VITE_API=https://api.pets.example\n")


@pytest.mark.parametrize(
    ("files", "api"),
    [
        pytest.param({"app.py": APP.format("")}, API, id="nothing-says-it"),
        pytest.param({"app.py": APP.format(HOOK)}, "http://localhost:5000", id="this-machine"),
        pytest.param({"app.py": APP.format(HOOK)}, "https://api.pets.example", id="https-already"),
        pytest.param({"app.py": APP.format(""), "nginx.conf": NGINX.format("# ")}, API, id="a-comment"),
    ],
)
def test_nothing_is_changed_to_https_elsewhere(tmp_path: Path, files: dict[str, str], api: str) -> None:
    """Another redirect leads elsewhere, and on this machine nobody speaks https."""
    told = _told(tmp_path, {**files, "page/.env": f"VITE_API={api}\n"}, api)
    assert told.changes.fix != "call-over-https"
    assert told.facts.text("redirect_kind") != "scheme"
