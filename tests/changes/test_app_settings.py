"""What the app believes of its proxy, its session cookie, async views, and the policy of its pages."""

from __future__ import annotations

import pytest

from cors_wizard.knowledge_base import Knowledge
from tests.changes.test_plan import _after, _plan

APP = (
    "from flask import Flask\n\napp = Flask(__name__)\napp.secret_key = 'x'\n\n\n"
    "@app.get('/a')\ndef a():\n    return ''\n"
)
URL = "https://api.example.com/a"
PAGE = "https://shop.example"


def test_flask_believes_the_proxy(knowledge: Knowledge) -> None:
    """The import, one line below the app, and what nginx has to send; what it sends already stays once."""
    conf = (
        "server {\n    location / {\n        proxy_pass http://127.0.0.1:5000;\n"
        "        proxy_set_header Host $http_host;\n    }\n}\n"
    )
    made = _plan(knowledge, "trust-the-proxy", {"app.py": APP, "nginx.conf": conf}, url=URL, origin=PAGE)
    after = _after(made)
    assert (
        "app.secret_key = 'x'\napp.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)\n"
        in after["app.py"]
    )
    assert "from werkzeug.middleware.proxy_fix import ProxyFix\n" in after["app.py"]
    assert after["nginx.conf"].count("proxy_set_header Host") == 1
    assert "        proxy_set_header X-Forwarded-Proto $scheme;\n" in after["nginx.conf"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param("x_for=1", "x_for=1, x_proto=1, x_host=1", id="one"),
        pytest.param("1, 1", "1, 1, x_host=1", id="by-position"),
    ],
)
def test_a_proxy_fix_gets_what_it_lacks(knowledge: Knowledge, given: str, expected: str) -> None:
    """There is one around the app already."""
    line = "app.wsgi_app = ProxyFix(app.wsgi_app, {})\n"
    app = "from werkzeug.middleware.proxy_fix import ProxyFix\n" + APP + line
    made = _plan(knowledge, "trust-the-proxy", {"app.py": app.format(given)}, url=URL, origin=PAGE)
    assert _after(made)["app.py"] == app.format(expected)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(
            "", "SESSION_COOKIE_SAMESITE'] = 'None'\napp.config['SESSION_COOKIE_SECURE'] = True\n", id="new"
        ),
        pytest.param(
            "app.config.update(A=1, SESSION_COOKIE_SAMESITE='Lax')\n",
            "app.config.update(A=1, SESSION_COOKIE_SAMESITE='None', SESSION_COOKIE_SECURE=True)\n",
            id="keyword",
        ),
        pytest.param(
            "app.config.from_mapping({'SESSION_COOKIE_SAMESITE': 'Lax'})\n",
            "{'SESSION_COOKIE_SAMESITE': 'None', 'SESSION_COOKIE_SECURE': True}",
            id="table",
        ),
        pytest.param(
            "class Config:\n    SESSION_COOKIE_SAMESITE = 'Strict'\napp.config.from_object(Config)\n",
            "class Config:\n    SESSION_COOKIE_SAMESITE = 'None'\n    SESSION_COOKIE_SECURE = True\n",
            id="class",
        ),
        pytest.param(
            "class Config:\n    SESSION_COOKIE_SAMESITE = 'Lax'\nclass Dev(Config):\n    DEBUG = True\n"
            "class Production(Config):\n    PORT = 1\napp.config.from_object(Dev)\n",
            "'Lax'\nclass Dev(Config):\n    DEBUG = True\nclass Production(Config):\n    PORT = 1\n"
            "    SESSION_COOKIE_SAMESITE = 'None'\n    SESSION_COOKIE_SECURE = True\n",
            id="production-alone",
        ),
        pytest.param(
            "app.config.update(SESSION_COOKIE_SAMESITE='Lax', SESSION_COOKIE_SECURE=True)\n",
            "app.config.update(SESSION_COOKIE_SAMESITE='None', SESSION_COOKIE_SECURE=True)\n",
            id="lax",
        ),
        pytest.param(
            "app.config['SESSION_COOKIE_SAMESITE'] = None\n",
            "app.config['SESSION_COOKIE_SAMESITE'] = 'None'\n",
            id="none-is-no-text",
        ),
    ],
)
def test_the_session_cookie_crosses_sites(knowledge: Knowledge, lines: str, expected: str) -> None:
    """Where the settings are; what is missing comes below the app."""
    app = APP.replace("app.secret_key = 'x'\n", f"app.secret_key = 'x'\n{lines}")
    made = _plan(knowledge, "let-cookie-cross-sites", {"app.py": app}, url=URL, origin=PAGE)
    after = _after(made)["app.py"]
    assert expected in after
    assert after.count("SESSION_COOKIE_SECURE") == 1


@pytest.mark.parametrize(("imports", "is_changed"), [("", True), ("from flask import session\n", False)])
def test_the_cookie_of_a_token(knowledge: Knowledge, imports: str, *, is_changed: bool) -> None:
    """Where no other cookie holds a login, Flask's own session keeps its protection."""
    given = (
        "app.config.update(JWT_TOKEN_LOCATION=['cookies'], JWT_COOKIE_SAMESITE={}, JWT_COOKIE_SECURE=True)\n"
    )
    app = imports + APP.replace("app.secret_key = 'x'\n", "app.secret_key = 'x'\n" + given.format("'Lax'"))
    made = _plan(knowledge, "let-cookie-cross-sites", {"app.py": app}, url=URL, origin=PAGE)
    assert (given.format("'None'") in _after(made)["app.py"]) is is_changed
    assert ("SESSION_COOKIE" not in _after(made)["app.py"]) is is_changed


def test_no_cookie_crosses_sites_without_https(knowledge: Knowledge) -> None:
    """Such a cookie would be dropped by every browser."""
    url = "http://api.example.com/a"
    made = _plan(knowledge, "let-cookie-cross-sites", {"app.py": APP}, url=url, origin=PAGE)
    assert not made.changes
    assert "https" in made.problem


def test_one_name_of_this_computer(knowledge: Knowledge) -> None:
    """The page calls the API by the name in its own address bar, and CORS allows it as before."""
    page = 'const API = "http://127.0.0.1:5000";\nfetch(`${API}/a`, { credentials: "include" });\n'
    app = APP.replace(
        "app = Flask(__name__)\n",
        "app = Flask(__name__)\nCORS(app, origins=['http://localhost:3000'], supports_credentials=True)\n",
    )
    files = {"app.py": "from flask_cors import CORS\n" + app, "web/api.js": page}
    origin, url = "http://localhost:3000", "http://127.0.0.1:5000/a"
    made = _plan(knowledge, "use-one-host-name", files, url=url, origin=origin, credentials="include")
    assert _after(made) == {"web/api.js": page.replace("127.0.0.1", "localhost")}


def test_an_async_view_below_the_decorator(knowledge: Knowledge) -> None:
    """One line above the view, and the package that async views need."""
    app = (
        "from flask import Flask\nfrom flask_cors import cross_origin\n\napp = Flask(__name__)\n\n\n"
        "@app.get('/a')\n@cross_origin(origins=['https://shop.example'])\nasync def a():\n    return ''\n"
    )
    made = _plan(knowledge, "run-the-async-view", {"app.py": app}, url=URL, origin=PAGE)
    assert _after(made)["app.py"] == app.replace("async def", "@app.ensure_sync\nasync def")
    assert [step.command for step in made.by_hand if step.command] == ["pip install 'flask[async]'"]


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        pytest.param(
            "{'default-src': \"'self'\"}",
            '{\'default-src\': "\'self\'", "connect-src": ["\'self\'", "https://api.example.com"]}',
            id="default",
        ),
        pytest.param(
            "{'connect-src': [\"'self'\"]}",
            "{'connect-src': [\"'self'\", \"https://api.example.com\"]}",
            id="list",
        ),
        pytest.param(
            "{'connect-src': \"'self'\"}", "{'connect-src': \"'self' https://api.example.com\"}", id="text"
        ),
        pytest.param(
            "{'connect-src': \"'none'\"}", "{'connect-src': \"https://api.example.com\"}", id="none"
        ),
    ],
)
def test_the_policy_of_talisman(knowledge: Knowledge, policy: str, expected: str) -> None:
    """The API joins what the pages may connect to; the other directives stay."""
    app = (
        "from flask import Flask\nfrom flask_talisman import Talisman\n\napp = Flask(__name__)\n"
        f"POLICY = {policy}\nTalisman(app, content_security_policy=POLICY)\n"
    )
    made = _plan(knowledge, "allow-in-connect-src", {"app.py": app}, url=URL, origin=PAGE)
    assert _after(made) == {"app.py": app.replace(policy, expected)}


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        (
            "app.config['SESSION_COOKIE_DOMAIN'] = '.example.com'\n",
            "app.config['SESSION_COOKIE_DOMAIN'] = None\n",
        ),
        (
            "app.config.update(SESSION_COOKIE_DOMAIN='localhost', A=1)\n",
            "(SESSION_COOKIE_DOMAIN=None, A=1)\n",
        ),
    ],
)
def test_the_cookie_keeps_its_own_host(knowledge: Knowledge, setting: str, expected: str) -> None:
    """The value goes where it is written; without one there is nothing to change."""
    app = APP.replace("app.secret_key = 'x'\n", f"app.secret_key = 'x'\n{setting}")
    made = _plan(knowledge, "drop-cookie-domain", {"app.py": app}, url=URL, origin=PAGE)
    assert expected in _after(made)["app.py"]
    assert [each.what for change in made.changes for each in change.removes]
    assert not _plan(knowledge, "drop-cookie-domain", {"app.py": APP}, url=URL, origin=PAGE).changes
