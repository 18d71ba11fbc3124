"""A value that others use, too, keeps its value: it is changed only where CORS uses it."""

from __future__ import annotations

import pytest

from cors_wizard.changes.plan import plan
from cors_wizard.facts import Fact, Facts, FactValue
from cors_wizard.facts.found import TextFile
from cors_wizard.knowledge_base import Knowledge

PAGE = "http://localhost:3000"
KNOWN: dict[str, FactValue] = {
    "url": "http://localhost:5000/api/items",
    "origin": PAGE,
    "method": "PUT",
    "request_headers": ("x-tenant",),
    "credentials": "include",
}
HEAD = "from flask import Flask\nfrom flask_cors import CORS\n"
APP = "app = Flask(__name__)\n"
ROUTE = '\n\n@app.route("/api/items", methods=["GET", "PUT"])\ndef items():\n    return "ok"\n'
CORS = 'CORS(app, origins={}, supports_credentials=True, allow_headers=["X-Tenant"])\n'


def _app(before: str, origins: str, more: str = "", head: str = "") -> str:
    return f"{head}{HEAD}{before}{APP}{CORS.format(origins)}{ROUTE}{more}"


MAIL = "def mail(token):\n    return {} + 'reset/' + token\n"
FILES = {
    "a-constant-in-a-mail": (
        {"app.py": _app(f'WEB = "{PAGE}/"\n', "[WEB]", "\n\n" + MAIL.format("WEB"))},
        {"app.py": 'origins=[WEB.rstrip("/")]'},
    ),
    "the-only-origin-in-an-f-string": (
        {"app.py": _app(f"WEB = '{PAGE}/'\n", "WEB", "\n\ndef link(to):\n    return f'{WEB}{to}'\n")},
        {"app.py": "origins=WEB.rstrip('/')"},
    ),
    "of-another-module": (
        {
            "app.py": _app("import config\nimport mails\n", "[config.WEB, 'https://a.example']"),
            "config.py": f"# links are WEB + path\nWEB = '{PAGE}/'\n",
            "mails.py": "from config import WEB\n\n\n" + MAIL.format("WEB"),
        },
        {"app.py": "origins=[config.WEB.rstrip('/'), 'https://a.example']"},
    ),
    "of-a-config-class": (
        {
            "app.py": _app(
                f'class Config:\n    FRONTEND_URL = "{PAGE}/"\n\n\n', "[Config.FRONTEND_URL]"
            ).replace(APP, f"{APP}app.config.from_object(Config)\n"),
            "mails.py": "from flask import current_app\n\n\n"
            + MAIL.format('current_app.config["FRONTEND_URL"]'),
        },
        {"app.py": 'origins=[Config.FRONTEND_URL.rstrip("/")]'},
    ),
    "a-setting-of-flask": (
        {
            "app.py": _app("", '[app.config["FRONTEND_URL"]]').replace(
                APP, f'{APP}app.config["FRONTEND_URL"] = "{PAGE}/"\n'
            ),
            "templates/mail.html": '<a href="{{ config.FRONTEND_URL }}welcome">Welcome</a>\n',
        },
        {"app.py": 'origins=[app.config["FRONTEND_URL"].rstrip("/")]'},
    ),
    "the-environment-through-a-module": (
        {
            "app.py": _app("import config\nimport mails\n", "[config.WEB]"),
            "config.py": 'import os\n\nWEB = os.environ["FRONTEND_URL"]\n',
            "mails.py": "from config import WEB\n\n\n" + MAIL.format("WEB"),
            ".env": f"FRONTEND_URL={PAGE}/\n",
        },
        {"app.py": 'origins=[config.WEB.rstrip("/")]'},
    ),
    "another-address-in-the-environment": (
        {
            "app.py": _app("import mails\n", '[os.environ["FRONTEND_URL"]]', head="import os\n"),
            "mails.py": "import os\n\n\n" + MAIL.format('os.environ["FRONTEND_URL"]'),
            ".env": "FRONTEND_URL=http://localhost:8080\n",
        },
        {"app.py": f'origins=[os.environ["FRONTEND_URL"], "{PAGE}"]'},
    ),
    "a-list-in-the-environment": (
        {
            "app.py": _app("import login\n", 'os.environ["PAGES"].split(",")', head="import os\n"),
            "login.py": "import os\n\n\ndef may_go_to(url):\n"
            '    return url.startswith(tuple(os.environ["PAGES"].split(",")))\n',
            ".env": "PAGES=https://a.example\n",
        },
        {"app.py": f'origins=[*os.environ["PAGES"].split(","), "{PAGE}"]'},
    ),
    "a-line-of-compose": (
        {
            "app.py": _app(
                "", '[os.environ["WEB"]]', "\n\n" + MAIL.format('os.environ["WEB"]'), "import os\n"
            ),
            "compose.yaml": f"services:\n  api:\n    environment:\n      WEB: {PAGE}/\n",
        },
        {"app.py": 'origins=[os.environ["WEB"].rstrip("/")]'},
    ),
    "an-address-with-a-path": (
        {"app.py": _app(f'WEB = "{PAGE}/app/"\n', "[WEB]", "\n\n" + MAIL.format("WEB"))},
        {"app.py": f'origins=["{PAGE}"]'},
    ),
    "another-page": (
        {"app.py": _app('WEB = "https://a.example"\n', "WEB", "\n\n" + MAIL.format("WEB"))},
        {"app.py": f'origins=[WEB, "{PAGE}"]'},
    ),
    "a-list-that-guards-redirects": (
        {
            "app.py": _app(
                'SAFE = ["https://a.example"]\n', "SAFE", "\n\ndef may_go_to(url):\n    return url in SAFE\n"
            )
        },
        {"app.py": f'origins=[*SAFE, "{PAGE}"]'},
    ),
    "the-methods-of-a-route": (
        {
            "app.py": _app('READ = ["GET"]\n', f'["{PAGE}"], methods=READ')
            + '\n\n@app.route("/api/others", methods=READ)\ndef others():\n    return "ok"\n'
        },
        {"app.py": 'methods=[*READ, "PUT"]'},
    ),
    "a-switch": (
        {
            "app.py": _app(
                "DEBUG = False\n", f'["{PAGE}"]', "\n\nif DEBUG:\n    app.debug = DEBUG\n"
            ).replace("supports_credentials=True", "supports_credentials=DEBUG")
        },
        {"app.py": "supports_credentials=True"},
    ),
    "every-origin-of-a-public-part": (
        {
            "app.py": _app(
                'ANY = "*"\n', "ANY", "\n\nCORS(public, origins=ANY)\n", "from public import public\n"
            ),
            "public.py": 'from flask import Blueprint\n\npublic = Blueprint("public", __name__)\n',
        },
        {"app.py": f'CORS(app, origins=["{PAGE}"]'},
    ),
    "what-a-hook-writes": (
        {
            "app.py": f'from flask import Flask\n\nWEB = "{PAGE}/"\n{APP}\n\n@app.after_request\n'
            "def add(response):\n"
            '    response.headers["Access-Control-Allow-Origin"] = WEB\n'
            '    response.headers["Access-Control-Allow-Headers"] = "X-Tenant"\n'
            '    response.headers["Access-Control-Allow-Methods"] = "GET, PUT"\n'
            '    response.headers["Access-Control-Allow-Credentials"] = "true"\n'
            f"    return response\n{ROUTE}\n\n" + MAIL.format("WEB")
        },
        {"app.py": 'response.headers["Access-Control-Allow-Origin"] = WEB.rstrip("/")'},
    ),
    "the-list-of-a-hook": (
        {
            "app.py": 'from flask import Flask, request\n\nPAGES = ("https://a.example",)\n'
            f"{APP}\n\n@app.after_request\n"
            "def add(response):\n    origin = request.headers.get('Origin')\n    if origin in PAGES:\n"
            "        response.headers['Access-Control-Allow-Origin'] = origin\n"
            "        response.headers['Access-Control-Allow-Headers'] = 'X-Tenant'\n"
            "        response.headers['Access-Control-Allow-Methods'] = 'GET, PUT'\n"
            "        response.headers['Access-Control-Allow-Credentials'] = 'true'\n"
            f"    return response\n{ROUTE}\n\ndef may_go_to(url):\n    return url.startswith(PAGES)\n"
        },
        {"app.py": f"if origin in [*PAGES, '{PAGE}']:"},
    ),
}


def _said(code: str) -> str:
    """Code without regard to quotes and line breaks."""
    return "".join(code.replace("'", '"').split())


@pytest.mark.parametrize(("files", "expected"), list(FILES.values()), ids=list(FILES))
def test_changed_where_cors_uses_it(
    knowledge: Knowledge, files: dict[str, str], expected: dict[str, str]
) -> None:
    """No file but the one with the setup changes, and in it no line but where CORS gets the value."""
    facts = Facts.of([Fact(name, value, "answered") for name, value in KNOWN.items()])
    read = {path: TextFile(path, text) for path, text in files.items()}
    made = plan((knowledge.fixes["set-up-cors"],), facts, read)
    after = {each.path: each.after for each in made.changes}
    assert set(after) == set(expected), made.problem or made.diff
    for path, line in expected.items():
        assert _said(line) in _said(after[path]), made.diff
        gone = [each for each in files[path].splitlines() if each not in after[path].splitlines()]
        assert len(gone) == 1, made.diff
    again = {**read, **{path: TextFile(path, text) for path, text in after.items()}}
    assert not plan((knowledge.fixes["set-up-cors"],), facts, again).changes


OURS = {
    "checked-and-logged": (
        "import logging\n",
        '\nif not WEB:\n    raise SystemExit("WEB is empty")\nlogging.info("page at %s", WEB)\n',
    ),
    "socketio-beside-it": (
        "",
        "\nfrom flask_socketio import SocketIO\nSocketIO(app, cors_allowed_origins=[WEB])\n",
    ),
    "a-name-of-its-own-in-a-function": ("", "\n\ndef other(WEB):\n    return WEB + 'x'\n"),
}


@pytest.mark.parametrize(("head", "more"), list(OURS.values()), ids=list(OURS))
def test_what_cors_alone_uses_is_corrected_where_it_is_set(
    knowledge: Knowledge, head: str, more: str
) -> None:
    """Uses for CORS, and those that only ask for it or show it, change nothing in that."""
    facts = Facts.of([Fact(name, value, "answered") for name, value in KNOWN.items()])
    code = _app(f'WEB = "{PAGE}/"\n', "[WEB]", more, head)
    made = plan((knowledge.fixes["set-up-cors"],), facts, {"app.py": TextFile("app.py", code)})
    (change,) = made.changes
    assert f'WEB = "{PAGE}"\n' in change.after, made.diff
