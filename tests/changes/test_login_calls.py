"""A cookie that a login sets: the login call sends credentials too, and its checks let preflights pass."""

from __future__ import annotations

import pytest

from cors_wizard.changes.goal import Goal
from cors_wizard.diagnosis.planning import plan_for
from cors_wizard.facts import Fact, Facts, FactValue
from cors_wizard.facts.found import TextFile
from cors_wizard.knowledge_base import Knowledge
from cors_wizard.page_code.read_page_code import read_page_code

PAGE, API = "https://shop.example", "https://api.other.example"
APP = (
    "from flask import Flask, request, session\nfrom flask_cors import CORS\n\napp = Flask(__name__)\n"
    'app.secret_key = "x"\n'
    f'CORS(app, resources={{r"/me": {{"origins": ["{PAGE}"], "supports_credentials": True}}, '
    f'r"/login": {{"origins": ["{PAGE}"]}}, r"/news": {{"origins": ["{PAGE}"]}}}})\n\n\n'
    '@app.post("/login")\ndef login():\n    BODY\n    return {}\n\n\n'
    '@app.get("/me")\ndef me():\n    return {}\n\n\n@app.get("/news")\ndef news():\n    return []\n'
)
PAGE_CODE = (
    f"const API = '{API}'\n"
    "export const login = (user) => fetch(`${API}/login`, { method: 'POST', body: user })\n"
    "export const news = () => fetch(`${API}/news`)\n"
    "export const me = () => fetch(`${API}/me`MORE)\n"
)
KNOWN: dict[str, FactValue] = {"url": f"{API}/me", "origin": PAGE, "method": "GET", "request_headers": ()}


def _after(knowledge: Knowledge, fix: str, body: str, more: str) -> tuple[str, str]:
    page = PAGE_CODE.replace("MORE", more)
    files = {
        "app.py": TextFile("app.py", APP.replace("BODY", body)),
        "web/api.js": TextFile("web/api.js", page),
    }
    credentials = "include" if "include" in more else "same-origin"
    facts = Facts.of(Fact(n, v, "answered") for n, v in {**KNOWN, "credentials": credentials}.items())
    calls = read_page_code([files["web/api.js"]]).calls
    others = [
        Goal(origin=PAGE, url=f"{API}/login", path="/login", method="POST"),
        Goal(origin=PAGE, url=f"{API}/news", path="/news", method="GET"),
    ]
    made = plan_for((knowledge.fixes[fix],), facts, files, calls, others)
    after = {each.path: each.after for each in made.changes}
    return after.get("app.py", ""), after.get("web/api.js", page)


@pytest.mark.parametrize("body", ['session["user"] = 1', "login_user(1)"], ids=["session", "flask-login"])
@pytest.mark.parametrize(
    ("fix", "more"),
    [("let-cookie-cross-sites", ", { credentials: 'include' }"), ("send-credentials", "")],
    ids=["cross-sites", "sent"],
)
def test_the_login_call_stores_the_cookie(knowledge: Knowledge, fix: str, more: str, body: str) -> None:
    """The call changes, and its path allows credentials; what sets no cookie stays."""
    app, page = _after(knowledge, fix, body, more)
    login, news, me = page.splitlines()[1:4]
    assert "credentials: 'include'" in login
    assert "credentials" not in news
    assert "credentials: 'include'" in me
    assert app.count("supports_credentials") == 2, app


def test_a_call_that_stores_nothing_stays(knowledge: Knowledge) -> None:
    """A login that returns a token needs no cookie."""
    _, page = _after(knowledge, "let-cookie-cross-sites", "request.json", ", { credentials: 'include' }")
    assert "credentials" not in page.splitlines()[1]


CHECKED = (
    "from functools import wraps\n\nfrom flask import Flask, abort, request\n"
    "from flask_cors import cross_origin\n\napp = Flask(__name__)\n\n\n"
    "def token_required(view):\n    @wraps(view)\n    def inner(*args, **kwargs):\n"
    '        if "Authorization" not in request.headers:\n            {}\n'
    "        return view(*args, **kwargs)\n\n    return inner\n\n\n"
    '@app.route("/report", methods=["GET", "POST"])\n@token_required\n'
    '@cross_origin(origins=["http://localhost:9000"])\ndef report():\n    return []\n'
)


@pytest.mark.parametrize("refuses", ["abort(401)", 'return {"error": "login"}, 401'], ids=["raise", "return"])
@pytest.mark.parametrize("fix", ["answer-preflight-first", "let-the-check-pass-options"])
def test_a_check_above_the_decorator_gets_below_it(knowledge: Knowledge, fix: str, refuses: str) -> None:
    """A hook that answers OPTIONS first would leave the preflight without CORS headers."""
    known: dict[str, FactValue] = {
        "url": "http://localhost:5000/report",
        "origin": "http://localhost:9000",
        "method": "GET",
        "request_headers": ("Authorization",),
        "credentials": "omit",
        "preflight_status": 401,
    }
    code = CHECKED.format(refuses)
    facts = Facts.of(Fact(name, value, "answered") for name, value in known.items())
    made = plan_for((knowledge.fixes[fix],), facts, {"app.py": TextFile("app.py", code)})
    (change,) = made.changes
    assert "before_request" not in change.after
    assert change.after.index("@cross_origin(") < change.after.index("@token_required\n")
