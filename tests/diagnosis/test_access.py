"""Who gains access is said of the change itself: the routes that it opens, and no more."""

from __future__ import annotations

from pathlib import Path

import pytest

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.diagnosis.access import access_text
from cors_wizard.facts import Fact, Facts
from cors_wizard.knowledge_base import load_knowledge
from cors_wizard.project import scan_project

_ERROR = (
    "Access to fetch at 'http://localhost:5000{0}' from origin 'http://localhost:5173' has been blocked by "
    "CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.\n"
    "GET http://localhost:5000{0} net::ERR_FAILED 200 (OK)"
)
_TWO_BLUEPRINTS = """
from flask import Blueprint, Flask
from flask_cors import CORS

app = Flask(__name__)
shop = Blueprint("shop", __name__, url_prefix="/shop")
admin = Blueprint("admin", __name__, url_prefix="/admin")
CORS(shop, origins=["http://localhost:5173"])


@shop.get("/carts")
def carts():
    return []


@admin.get("/stats/<int:year>")
def stats(year):
    return []


app.register_blueprint(shop)
app.register_blueprint(admin)
"""
_NOTHING_SET_UP = """
from flask import Flask

app = Flask(__name__)


@app.get("/a")
def a():
    return []


@app.get("/b")
def b():
    return []
"""
_DECORATOR = """
from functools import wraps

from flask import Flask, make_response

app = Flask(__name__)


def public(view):
    @wraps(view)
    def opened(*args, **kwargs):
        response = make_response(view(*args, **kwargs))
        response.headers["Access-Control-Allow-Origin"] = "http://localhost:3000"
        return response
    return opened


@app.get("/a")
@public
def a():
    return []


@app.get("/b")
def b():
    return []
"""


def _said(folder: Path, code: str, path: str, error: str = _ERROR, **facts: str) -> str:
    (folder / "app.py").write_text(code)
    given = Facts.of(Fact(name, value, "answered") for name, value in facts.items())
    begun = Diagnosis.begin(load_knowledge(), error.format(path), given).with_scan(scan_project(folder))
    done = begun.without_probing().without_optional_questions()
    assert done.changes.changes, done.changes.problem
    return done.access


def test_one_blueprint_of_two(tmp_path: Path) -> None:
    """The other one could be read before, and stays as it is."""
    said = _said(tmp_path, _TWO_BLUEPRINTS, "/admin/stats/7")
    assert said.startswith(
        "Responses of `/admin/stats/<int:year>` become readable to scripts of `http://localhost:5173`. "
        "Nobody else gains access, and no other route opens."
    )


@pytest.mark.parametrize(("credentials", "words"), [("omit", ""), ("include", ", with the user's cookies")])
def test_the_whole_app(tmp_path: Path, credentials: str, words: str) -> None:
    """Where every route opens, that is said; cookies only where they are allowed, too."""
    said = _said(tmp_path, _NOTHING_SET_UP, "/a", credentials=credentials)
    assert f"Responses of the whole app become readable to scripts of `http://localhost:5173`{words}." in said
    assert "Nobody else gains access." in said
    assert "other programs can still call the API" in said


def test_headers_written_by_hand(tmp_path: Path) -> None:
    """A decorator of the project's own is not the whole app."""
    said = _said(tmp_path, _DECORATOR, "/a", credentials="omit")
    assert "whole app" not in said
    assert "`http://localhost:5173`" in said
    assert "Other origins that this code lets in get the same headers" in said


def test_a_comparison_of_a_part_is_said_to_be_one(tmp_path: Path) -> None:
    """Of many routes the first are compared."""
    routes = "".join(f'\n\n@app.get("/r{n}")\ndef r{n}():\n    return []\n' for n in range(61))
    said = _said(tmp_path, f"{_NOTHING_SET_UP}{routes}", "/a", credentials="omit")
    assert "Compared before and after: 60 of the app's routes" in said
    assert "Compared" not in _said(tmp_path, _NOTHING_SET_UP, "/a", credentials="omit")


def test_errors_alone(tmp_path: Path) -> None:
    """What the decorator gives already is no gain: the view's errors are."""
    (tmp_path / "app.py").write_text(
        "from flask import Flask, abort\nfrom flask_cors import cross_origin\n\napp = Flask(__name__)\n\n\n"
        '@app.get("/a")\n@cross_origin(origins=["http://localhost:5173"])\ndef a():\n    abort(409)\n\n\n'
        '@app.get("/b")\ndef b():\n    return []\n'
    )
    text = _ERROR.format("/a").replace("200 (OK)", "409 (CONFLICT)")
    given = Facts.of([Fact("credentials", "omit", "answered")])
    begun = Diagnosis.begin(load_knowledge(), text, given).with_scan(scan_project(tmp_path))
    done = begun.without_probing().without_optional_questions()
    assert done.cause is not None
    assert (done.cause.id, bool(done.changes.changes)) == ("decorator-misses-errors", True)
    assert done.access.startswith("Nobody new: no route opens")
    assert "Error responses become readable to scripts of `http://localhost:5173`." in done.access
    assert "whole app" not in done.access


def test_who_loses_access(tmp_path: Path) -> None:
    """`*` can't go with cookies: where the page gets a list instead, everybody else loses it."""
    app = _NOTHING_SET_UP.replace("app = Flask(__name__)\n", "app = Flask(__name__)\nCORS(app)\n")
    app = app.replace("import Flask\n", "import Flask\nfrom flask_cors import CORS\n").replace(
        "return []", "return session"
    )
    text = (
        "Access to fetch at 'http://localhost:5000/a' from origin 'http://localhost:5173' has been blocked "
        "by CORS policy: The value of the 'Access-Control-Allow-Origin' header in the response must not be "
        "the wildcard '*' when the request's credentials mode is 'include'."
    )
    (tmp_path / "app.py").write_text(app.replace("import Flask\n", "import Flask, session\n"))
    begun = Diagnosis.begin(load_knowledge(), text).with_scan(scan_project(tmp_path))
    done = begun.without_probing().without_optional_questions()
    assert "supports_credentials" in done.changes.diff
    assert "Pages of other origins can no longer read `/a` and `/b`." in done.access


def test_a_method_more_opens_no_route(tmp_path: Path) -> None:
    """A hook's own way to the origin is followed: the page could read before, and nobody else can now."""
    (tmp_path / "app.py").write_text(
        "from flask import Flask, request\n\napp = Flask(__name__)\nALLOWED = {'http://localhost:5173'}\n\n\n"
        "@app.after_request\ndef share(response):\n    origin = request.headers.get('Origin')\n"
        "    if origin in ALLOWED:\n        response.headers['Access-Control-Allow-Origin'] = origin\n"
        "    return response\n\n\n@app.route('/a', methods=['GET', 'DELETE'])\ndef a():\n    return []\n"
    )
    text = (
        "Access to fetch at 'http://localhost:5000/a' from origin 'http://localhost:5173' has been blocked "
        "by CORS policy: Method DELETE is not allowed by Access-Control-Allow-Methods in preflight response."
    )
    given = Facts.of([Fact("credentials", "omit", "answered"), Fact("request_headers", (), "answered")])
    begun = Diagnosis.begin(load_knowledge(), text, given).with_scan(scan_project(tmp_path))
    done = begun.without_probing().without_optional_questions()
    assert "DELETE" in done.changes.diff
    assert done.access.startswith("Nobody new: no route opens")


def test_another_framework_is_not_followed_as_flask(tmp_path: Path) -> None:
    """Routes of FastAPI look like Flask's: the page gains access all the same."""
    (tmp_path / "main.py").write_text(
        "from fastapi import FastAPI\nfrom fastapi.middleware.cors import CORSMiddleware\n\napp = FastAPI()\n"
        'app.add_middleware(CORSMiddleware, allow_origins=["https://a.example"])\n\n\n'
        '@app.get("/items")\ndef items():\n    return []\n',
        encoding="utf-8",
    )
    begun = Diagnosis.begin(load_knowledge(), _ERROR.format("/items"))
    told = begun.with_scan(scan_project(tmp_path)).without_probing().without_optional_questions()
    assert [each.path for each in told.changes.changes] == ["main.py"]
    assert access_text(told).startswith("Pages of `http://localhost:5173` can read"), access_text(told)


_SENT_TWICE = """
from flask import Flask
from flask_cors import CORS

app = Flask(__name__)


@app.after_request
def allow(response):
    response.headers.add("Access-Control-Allow-Origin", "*")
    return response


@app.get("/a")
def a():
    return []


CORS(app{0})
"""


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("", "become readable to every website: the CORS setup allows any origin."),
        (
            ", origins=['http://localhost:5173']",
            "readable to scripts of `http://localhost:5173`. Other origins that this code lets in",
        ),
    ],
)
def test_nothing_is_said_of_others_that_the_code_does_not_show(
    tmp_path: Path, options: str, expected: str
) -> None:
    """Two parts send the header: what passed before is unknown, and `CORS(app)` alone allows anyone."""
    error = _ERROR.replace(
        "No 'Access-Control-Allow-Origin' header is present on the requested resource.",
        "The 'Access-Control-Allow-Origin' header contains multiple values 'http://localhost:5173, *', but "
        "only one is allowed.",
    )
    said = _said(tmp_path, _SENT_TWICE.replace("{0}", options), "/a", error, credentials="omit")
    assert expected in said
    assert "of no other origin" not in said


_TOO_HIGH = """
from flask import Flask
from flask_cors import cross_origin

app = Flask(__name__)


@cross_origin({0})
@app.get("/a")
def a():
    return []
"""


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("", "Responses of `/a` become readable to every website"),
        ("origins=['http://localhost:5173']", "become readable to scripts of `http://localhost:5173`."),
    ],
)
def test_a_setup_that_never_ran_let_nobody_in(tmp_path: Path, options: str, expected: str) -> None:
    """The code reads as if the page had been let in; it wasn't, and nobody else was."""
    said = _said(tmp_path, _TOO_HIGH.replace("{0}", options), "/a", credentials="omit")
    assert expected in said
    assert "Nobody" not in said


_HEADER_ALONE = (
    "Request header field authorization is not allowed by Access-Control-Allow-Headers in preflight response."
)


@pytest.mark.parametrize("origins", ["*", "https://shop.example"])
def test_a_header_more_where_the_address_is_not_known(tmp_path: Path, origins: str) -> None:
    """The only setup is the one that responded; who may read is as before."""
    setup = f'CORS(app, resources={{"/a*": {{"origins": "{origins}", "allow_headers": ["X-A"]}}}})'
    code = _NOTHING_SET_UP.replace("import Flask\n", "import Flask\nfrom flask_cors import CORS\n")
    code = code.replace("app = Flask(__name__)\n", f"app = Flask(__name__)\n{setup}\n")
    assert _said(tmp_path, code, "", _HEADER_ALONE).startswith("Nobody new: no route opens")


_CHECK = """
import re

from flask import Flask, request

app = Flask(__name__)
OURS = re.compile(r"^https://(?!old)[a-z]+(\\.[a-z]+)*\\.shop\\.example$")


@app.after_request
def share(response):
    origin = request.headers.get("Origin", "")
    if OURS.match(origin):
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Allow-Methods"] = "GET"
    return response


@app.route("/a", methods=["GET", "DELETE"])
def a():
    return []
"""
_METHOD = (
    "Access to fetch at 'http://localhost:5000{}' from origin 'https://a.shop.example' has been blocked by "
    "CORS policy: Method DELETE is not allowed by Access-Control-Allow-Methods in preflight response."
)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        pytest.param(
            _ERROR,
            "become readable to scripts of `http://localhost:5173`. Nobody else gains access.",
            id="one-origin-more",
        ),
        pytest.param(_METHOD, "Nobody new: pages that this code lets in already can now", id="longer-list"),
    ],
)
def test_a_check_by_hand(tmp_path: Path, error: str, said: str) -> None:
    """What the code lets in by a pattern that can't be followed stays as it was."""
    found = _said(tmp_path, _CHECK, "/a", error, credentials="omit", method="DELETE")
    assert said in found
    assert "Other origins" not in found
