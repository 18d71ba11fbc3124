"""Scripts that aren't logged in get a 401 from Flask-Login itself; people are sent to the login as before."""

from __future__ import annotations

from typing import Any

import pytest

from cors_wizard.diagnosis.planning import plan_for
from cors_wizard.facts import Fact, Facts
from cors_wizard.facts.found import TextFile
from cors_wizard.knowledge_base import Knowledge

_PAGE = "http://localhost:5173"
_APP = """from flask import Blueprint, Flask, redirect
from flask_cors import CORS
from flask_login import LoginManager, login_required

app = Flask(__name__, root_path=".")
app.secret_key = "dev"
manager = LoginManager(app)
SETTING
manager.user_loader(lambda key: None)
api = Blueprint("api", __name__)


@api.get("/news")
@login_required
def news():
    return []


MORE
@app.get("/admin")
@login_required
def admin():
    return "admin"


@app.get("/login")
def login():
    return "login"


CORS(app, resources={r"/api/*": {"origins": ["http://localhost:5173"]}})
app.register_blueprint(api, url_prefix="/api")
"""
_VIEW = 'manager.login_view = "login"'
_HANDLER = '\n\n@manager.unauthorized_handler\ndef to_login():\n    return redirect("/login")\n\n'
_PEOPLE = '@api.get("/old")\n@login_required\ndef old():\n    return redirect("/api/news")\n\n\n'


@pytest.mark.parametrize(
    ("setting", "more", "expected"),
    [
        pytest.param(_VIEW, "", 'manager.blueprint_login_views = {"api": None}', id="login-view"),
        pytest.param(_HANDLER, "", 'if request.blueprint == "api":\n        abort(401)', id="own-handler"),
        pytest.param(_VIEW, _PEOPLE, "def no_redirect_for_scripts(response):", id="people-go-there-too"),
    ],
)
def test_scripts_get_a_401(knowledge: Knowledge, setting: str, more: str, expected: str) -> None:
    """The page can read it; what people request is redirected as before."""
    before = _APP.replace("SETTING", setting).replace("MORE\n", more)
    known = {
        "url": "http://localhost:5000/api/news",
        "origin": _PAGE,
        "method": "GET",
        "redirect_url": "http://localhost:5000/login?next=%2Fapi%2Fnews",
        "redirect_leads": "nearby",
        "redirect_to_login": "yes",
    }
    facts = Facts.of(Fact(name, value, "answered") for name, value in known.items())
    files = {"app.py": TextFile("app.py", before)}
    made = plan_for((knowledge.fixes["answer-401-to-scripts"],), facts, files)
    after = made.changes[0].after
    assert expected in after
    was, now = _client(before), _client(after)
    assert was.get("/api/news").status_code == 302
    response = now.get("/api/news", headers={"Origin": _PAGE})
    assert (response.status_code, response.headers["Access-Control-Allow-Origin"]) == (401, _PAGE)
    assert now.get("/admin").headers["Location"] == was.get("/admin").headers["Location"]


def _client(code: str) -> Any:
    place: dict[str, Any] = {"__name__": "app", "__file__": "app.py"}
    exec(compile(code, "app.py", "exec"), place)  # The test's own code, with our change.
    return place["app"].test_client()
