"""A path that is everyone's: its request goes without cookies; those for the users' paths keep them."""

from __future__ import annotations

from pathlib import Path

import pytest

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.knowledge_base import Knowledge
from cors_wizard.project import scan_project
from tests.project.folders import write

_ERROR = (
    "Access to XMLHttpRequest at 'http://localhost:5000/public/feed' from origin 'http://localhost:3000' has "
    "been blocked by CORS policy: The value of the 'Access-Control-Allow-Credentials' header in the response "
    "is '' which must be 'true' when the request's credentials mode is 'include'. The credentials mode of "
    "requests initiated by the XMLHttpRequest is controlled by the withCredentials attribute."
)
_APP = """from flask import Flask
from flask_cors import CORS

app = Flask(__name__)
OWN = ["http://localhost:3000"]
CORS(app, resources={
    r"/public/.*": {"origins": "*"},
    r"/(?!public/).*": {"origins": OWN%s},
})


@app.get("/public/feed")
def feed():
    return []


@app.get("/me")
def me():
    return {}
"""
_CREDENTIALS = ', "supports_credentials": True'
_PAGE = """import axios from 'axios'

const client = axios.create({ baseURL: 'http://localhost:5000', withCredentials: true })
export const feed = () => client.get('/public/feed')
"""
_ME = "export const me = () => client.get('/me')\n"
_ALONE = _PAGE.replace(", withCredentials: true", "")
_OVERRIDE = _PAGE.replace("'/public/feed'", "'/public/feed', { withCredentials: false }")


@pytest.mark.parametrize(
    ("app", "page", "after"),
    [
        pytest.param(_APP % _CREDENTIALS, _PAGE + _ME, {"api.js": _OVERRIDE + _ME}, id="shared"),
        pytest.param(_APP % _CREDENTIALS, _PAGE, {"api.js": _ALONE}, id="alone"),
        pytest.param(_APP % "", _PAGE + _ME, None, id="no-users"),
    ],
)
def test_the_public_path_goes_without(
    knowledge: Knowledge, tmp_path: Path, app: str, page: str, after: dict[str, str] | None
) -> None:
    """Where no path allows credentials, nothing shows that this one is meant for everyone."""
    write(tmp_path, {"app.py": app, "api.js": page})
    begun = Diagnosis.begin(knowledge, _ERROR).with_scan(scan_project(tmp_path))
    done = begun.without_probing().without_optional_questions()
    made = {each.path: each.after for each in done.changes.changes}
    assert (made == after) if after else ("api.js" not in made)
