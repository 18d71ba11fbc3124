"""Pasted code without an error text: what it shows by itself is concluded, and nothing else is."""

from __future__ import annotations

import pytest

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.knowledge_base import load_knowledge

_APP = "from flask import Flask\nfrom flask_cors import CORS\n\napp = Flask(__name__)\n"
_VIEW = '\n\n@app.route("/api/cats")\ndef cats():\n    return []\n'
_CALL = '\n// page: http://localhost:3000\nfetch("http://localhost:5000/api/cats")\n'
_WITH_COOKIES = '\nfetch("http://localhost:5000/api/cats", { credentials: "include" })\n'
_HOOK = """
@app.after_request
def allow(response):
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Allow-Credentials"] = "true"
    return response
"""

TOLD = [
    pytest.param("from flask.ext.cors import CORS\nCORS(app)\n" + _CALL, "wrong-import", id="import"),
    pytest.param(
        "from fastapi import FastAPI\nfrom flask_cors import CORS\n\napp = FastAPI()\nCORS(app)\n",
        "other-framework",
        id="framework",
    ),
    pytest.param("fetch('localhost:5000/api/cats').then(show)\n", "bad-request-url", id="address"),
    pytest.param(
        f'{_APP}CORS(app, resources={{r"/v2/*": {{"origins": "*"}}}}){_VIEW}{_CALL}',
        "resource-pattern-mismatch",
        id="paths",
    ),
    pytest.param(
        f'{_APP}CORS(app, origins=["http://localhost:5173"]){_VIEW}{_CALL}',
        "origin-not-allowed",
        id="origins",
    ),
    pytest.param(
        '@cross_origin()\n@app.route("/api/cats")\ndef cats():\n    return []\n' + _CALL,
        "decorator-order",
        id="decorator",
    ),
    pytest.param(
        "cors = CORS()\n\ndef create_app():\n    app = Flask(__name__)\n    return app\n" + _CALL,
        "cors-not-initialized",
        id="never-bound",
    ),
    pytest.param(_APP + _HOOK + _WITH_COOKIES, "wildcard-with-credentials", id="wildcard-with-cookies"),
]
BESIDE_A_MESSAGE = [
    pytest.param(
        'CORS(app, resources={r"/v2/*": {"origins": "*"}})', "resource-pattern-mismatch", id="paths"
    ),
    pytest.param('CORS(app, origins=["http://localhost:5173"])', "origin-not-allowed", id="origins"),
]
OPEN = [
    pytest.param(f"{_APP}CORS(app){_VIEW}{_CALL}", id="nothing-wrong"),
    pytest.param(_APP + _HOOK + _CALL, id="wildcard-without-cookies"),
    pytest.param(f"{_APP}CORS(app, origins=ORIGINS){_VIEW}{_CALL}", id="origins-from-elsewhere"),
    pytest.param(_CALL, id="only-the-page"),
    pytest.param(_VIEW, id="only-a-view"),
]
_MESSAGE = (
    "Access to fetch at 'http://localhost:5000/api/cats' from origin 'http://localhost:3000' has been "
    "blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource."
)
_BARE = "from flask import Flask\n\napp = Flask(__name__)\n"
WHOLE = [
    pytest.param(_BARE + _VIEW, "cors-not-initialized", id="nothing-about-cors"),
    pytest.param(f"{_APP}cors = CORS(){_VIEW}", "cors-not-initialized", id="never-bound"),
    pytest.param(_BARE + "db = SQLAlchemy(app)\n" + _VIEW, "cors-not-initialized", id="another-extension"),
    pytest.param(_BARE + "from shop import set_up\nset_up(app)\n" + _VIEW, None, id="handed-to-a-function"),
    pytest.param(_BARE + "from shop import cors\ncors.init_app(app)\n" + _VIEW, None, id="handed-to-cors"),
    pytest.param(_BARE + _VIEW.replace("cats", "dogs"), None, id="the-view-is-elsewhere"),
    pytest.param("proxy_hide_header Access-Control-Allow-Origin;", "proxy-strips-headers", id="hidden"),
]
"""What stands beside a message, and what it concludes."""


@pytest.mark.parametrize(("text", "cause"), TOLD)
def test_code_that_shows_its_fault(text: str, cause: str) -> None:
    """It is likely, as nothing was seen to fail."""
    told = Diagnosis.begin(load_knowledge(), text).without_scanning().without_probing()
    assert told.cause is not None
    assert (told.cause.id, told.certainty) == (cause, "likely")


@pytest.mark.parametrize("text", OPEN)
def test_code_that_shows_none(text: str) -> None:
    """The user is asked what they see."""
    told = Diagnosis.begin(load_knowledge(), text).without_scanning().without_probing()
    assert told.cause is None
    assert told.status == "unrecognised"


@pytest.mark.parametrize(("setup", "cause"), BESIDE_A_MESSAGE)
def test_code_beside_a_message_needs_no_status(setup: str, cause: str) -> None:
    """Lines that leave out this path or this page decide, and nobody is asked for a status."""
    message = (
        "Access to fetch at 'http://localhost:5000/api/cats' from origin 'http://localhost:3000' has been "
        "blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the "
        "requested resource."
    )
    begun = Diagnosis.begin(load_knowledge(), f"{_APP}{setup}\n{_VIEW}\n{message}")
    told = begun.without_probing().without_scanning().without_optional_questions()
    assert told.cause is not None
    assert (told.cause.id, told.certainty) == (cause, "likely")


@pytest.mark.parametrize(("text", "cause"), WHOLE)
def test_an_app_that_is_all_there_needs_no_status(text: str, cause: str | None) -> None:
    """Where app and view are in the paste, nothing else can set CORS up; where one is elsewhere, it may."""
    begun = Diagnosis.begin(load_knowledge(), f"{text}\n\n{_MESSAGE}")
    told = begun.without_probing().without_scanning().without_optional_questions()
    assert (told.cause.id if told.cause else None) == cause
    assert told.certainty != "proven"


def test_versions_alone_are_concluded() -> None:
    """Packages that can't work together decide without any message."""
    begun = Diagnosis.begin(load_knowledge(), "Flask 3.0.3\nFlask-Cors 2.1.2\nWerkzeug 3.0.4")
    told = begun.without_probing().without_scanning().without_optional_questions()
    assert told.cause is not None
    assert told.cause.id == "incompatible-versions"
