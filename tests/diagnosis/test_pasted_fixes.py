"""What is printed for a paste alone changes what is wrong, and keeps what was meant."""

from __future__ import annotations

import pytest

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.knowledge_base import load_knowledge

MISSING = (
    "Access to fetch at '{0}' from origin '{1}' has been blocked by CORS policy: "
    "No 'Access-Control-Allow-Origin' header is present on the requested resource."
)
LOCAL = "http://localhost:3000"


def _said(text: str) -> tuple[str, str]:
    """The cause, and the steps of the fix with their code."""
    told = (
        Diagnosis.begin(load_knowledge(), text)
        .without_probing()
        .without_scanning()
        .without_optional_questions()
    )
    assert told.cause is not None
    assert told.fix is not None
    steps = told.fix.steps
    said = "\n".join(f"{each.text}\n{each.code.text if each.code else ''}" for each in steps)
    return told.cause.id, said


def test_another_blueprint_is_not_the_app() -> None:
    """`CORS(public)` covers nothing of the path that fails."""
    code = (
        'public = Blueprint("public", __name__, url_prefix="/public")\n'
        'admin = Blueprint("admin", __name__, url_prefix="/admin")\nCORS(public)\n\n'
        '@public.route("/news")\ndef news(): ...\n\n@admin.route("/stats")\ndef stats(): ...\n\n'
        "app.register_blueprint(public)\napp.register_blueprint(admin)\n\n"
    )
    cause, said = _said(code + MISSING.format("http://localhost:5000/admin/stats", LOCAL))
    assert cause == "blueprint-not-covered"
    assert "    app,\n" in said
    assert "    public,\n" not in said


@pytest.mark.parametrize(
    ("target", "is_login"),
    [
        ("http://localhost:5000/login?next=%2Fapi%2Forders", True),
        ("http://localhost:5000/auth/sign-in", True),
        ("https://sso.example.com/authorize", True),
        ("http://localhost:5000/api/v2/orders", False),
    ],
)
def test_a_login_page_is_no_address_for_a_script(target: str, is_login: bool) -> None:
    """A moved route is called where it is; a login becomes a status that a script understands."""
    url = f"{target}' (redirected from 'http://localhost:5000/api/orders')".removesuffix("'")
    line = MISSING.format("X", LOCAL).replace("'X'", f"'{url}")
    cause, said = _said(f'{line}\n"GET /api/orders HTTP/1.1" 302 -\n')
    assert cause == "redirected-elsewhere"
    assert ("response.status_code = 401" in said) == is_login
    assert (f'const url = "{target}"' in said) != is_login


@pytest.mark.parametrize(
    ("decorator", "is_named"),
    [
        ("@cross_origin()", True),
        ("@cross_origin", True),
        ('@cross_origin(origins="*")', True),
        ("@login_required", False),
    ],
)
def test_a_decorator_that_allows_everyone_is_what_sends_the_star(decorator: str, is_named: bool) -> None:
    """Putting the setup of the app in place again would change nothing."""
    code = (
        f'CORS(app, origins=["{LOCAL}"], supports_credentials=True)\n\n@app.route("/api/vault")\n'
        f"{decorator}\ndef vault(): ...\n\n"
    )
    line = (
        f"Access to fetch at 'http://localhost:5000/api/vault' from origin '{LOCAL}' has been blocked by "
        "CORS policy: The value of the 'Access-Control-Allow-Origin' header in the response must not be the "
        "wildcard '*' when the request's credentials mode is 'include'."
    )
    cause, said = _said(code + line)
    assert cause == "wildcard-with-credentials"
    assert ("Remove the `@cross_origin` line" in said) == is_named


@pytest.mark.parametrize(
    ("entry", "page", "expected"),
    [
        pytest.param(
            "https://*.shop.example",
            "https://berlin.shop.example",
            '"^https://[a-z0-9-]+\\\\.shop\\\\.example$"',
            id="every-subdomain",
        ),
        pytest.param(
            "https://*.shop.example:8443",
            "https://berlin.shop.example:8443",
            '"^https://[a-z0-9-]+\\\\.shop\\\\.example:8443$"',
            id="with-a-port",
        ),
        pytest.param(
            "https://*.shop.example", "https://other.example", '"https://other.example"', id="another"
        ),
        pytest.param("https://*.co.uk", "https://shop.co.uk", '"https://shop.co.uk"', id="a-public-suffix"),
    ],
)
def test_a_star_for_every_subdomain_becomes_a_pattern(entry: str, page: str, expected: str) -> None:
    """As it was meant, and for nobody else: below a public suffix anybody can have a name."""
    code = f'CORS(app, origins=["{entry}"])\n\n'
    _, said = _said(code + MISSING.format("https://api.shop.example/slots", page))
    assert f"origins=[{expected}]" in said, said


@pytest.mark.parametrize(
    ("allowed", "port", "changes"),
    [
        pytest.param("http://localhost:5500", 5500, False, id="of-this-machine"),
        pytest.param("http://127.0.0.1:8080", 8080, False, id="by-its-number"),
        pytest.param("https://shop.example", 3000, True, id="of-the-deployed-page"),
    ],
)
def test_a_page_without_origin_is_served_where_the_server_allows_it(
    allowed: str, port: int, changes: bool
) -> None:
    """Then the server's list stays as it is."""
    line = (
        "Access to fetch at 'http://127.0.0.1:5000/api' from origin 'null' has been blocked by CORS policy: "
        f"The 'Access-Control-Allow-Origin' header has a value '{allowed}' that is not equal to the supplied "
        "origin."
    )
    cause, said = _said(line)
    assert cause == "bad-request-url"
    assert f"python -m http.server {port} " in said
    assert ("CORS(" in said) == changes


PREFLIGHT = MISSING.replace(
    "No '", "Response to preflight request doesn't pass access control check: No '"
).format("http://localhost:5000/api/report", LOCAL)
OPEN = "app = Flask(__name__)\n\n@app.route('/x')\ndef x(): ...\n\n"
LINE = MISSING.format("http://localhost:5000/x", LOCAL)
ARRIVED = "GET http://localhost:5000/x net::ERR_FAILED 200 (OK)"
REDIRECTED = LINE.replace(
    "No 'Access-Control-Allow-Origin' header is present on the requested resource.",
    "Response to preflight request doesn't pass access control check: "
    "Redirect is not allowed for a preflight request.",
)
FITS = {
    "the methods of the decorated route stay": (
        "@cross_origin()\n@app.route('/api/report', methods=['PUT'])\ndef report(): ...\n\n" + PREFLIGHT,
        "decorator-order",
        "methods=['PUT']",
        "GET",
    ),
    "a setup for one way to start": (
        f"{OPEN}if __name__ == '__main__':\n    CORS(app)\n    app.run()\n\n{LINE}\n{ARRIVED}",
        "cors-not-initialized",
        f'origins=["{LOCAL}"]',
        "server-not-restarted",
    ),
    "a setup under a switch": (
        f"{OPEN}if os.environ.get('DEBUG'):\n    CORS(app)\n\n{LINE}\n{ARRIVED}",
        "cors-not-initialized",
        "CORS(",
        "server-not-restarted",
    ),
    "the slash of the pasted route": (
        f"@app.route('/x/', methods=['GET', 'POST'])\ndef x(): ...\n\nCORS(app) is there.\n\n{REDIRECTED}",
        "preflight-redirected",
        "strict_slashes = False",
        "your-api.example",
    ),
    "the address that nginx calls": (
        f"{LINE}\nGET http://localhost:5000/x net::ERR_FAILED 502 (Bad Gateway)\n\n"
        "location / {\n    proxy_pass http://127.0.0.1:8001;\n}\n",
        "proxy-error-response",
        "curl -i http://127.0.0.1:8001/",
        ":5000;",
    ),
    "a file in the package's place": (
        "ImportError: cannot import name 'CORS' from partially initialized module 'flask_cors' "
        "(most likely due to a circular import) (/srv/shop/flask_cors.py)",
        "wrong-import",
        "/srv/shop/flask_cors.py instead of the package",
        "pip install",
    ),
    "a module that isn't there": (
        "  from flask_sqlalchemy import SQLAlchemy\nModuleNotFoundError: No module named 'flask_sqlalchemy'",
        "server-unreachable",
        "pip install -r requirements.txt",
        "curl",
    ),
    "another framework raises in flask-cors": (
        "from quart import Quart\nfrom flask_cors import CORS\napp = Quart(__name__)\nCORS(app)\n\n"
        f"Traceback (most recent call last):\nRuntimeError: Working outside of request context.\n\n{LINE}",
        "other-framework",
        "quart-cors",
        "flask import",
    ),
    "headers that nginx writes": (
        LINE.replace(
            "No 'Access-Control-Allow-Origin' header is present on the requested resource.",
            "Request header field x-a is not allowed by Access-Control-Allow-Headers in preflight response.",
        )
        + "\n\nlocation / {\n    add_header Access-Control-Allow-Headers 'Content-Type';\n"
        "    proxy_pass http://127.0.0.1:8001;\n}\n",
        "header-not-allowed",
        "then reload the proxy",
        "your-page.example",
    ),
    "a specification on the page's own disk": (
        "Fetch error\nFailed to fetch C:\\docs\\openapi.json\n\nErrors\nPossible cross-origin (CORS) issue? "
        "The URL origin (file://) does not match the page (file://). Check the server returns the correct "
        "'Access-Control-Allow-*' headers.",
        "bad-request-url",
        "http.server",
        "const url",
    ),
    "django-cors-headers that are there": (
        f"INSTALLED_APPS = ['corsheaders']\nCORS_ALLOWED_ORIGINS = ['http://localhost:4200']\n\n{LINE}",
        "other-framework",
        "only add the page's origin",
        "flask_cors",
    ),
    "Spring": (
        f"@RestController\n@CrossOrigin(origins = 'http://localhost:4200')\npublic class Books {{\n\n{LINE}",
        "other-framework",
        "Access-Control-Allow-Origin",
        "flask_cors",
    ),
    "a page without an origin, and a list": (
        f"CORS(app, origins=['https://shop.example'])\n\n{LINE.replace(LOCAL, 'null')}",
        "bad-request-url",
        "allows that origin: it may do so already",
        "'null']",
    ),
    "an error behind FastAPI's middleware": (
        "from fastapi import FastAPI\napp = FastAPI()\n\n"
        f"{LINE}\nGET http://localhost:5000/x net::ERR_FAILED 500 (Internal Server Error)",
        "other-framework",
        "look for the traceback first",
        "flask_cors import",
    ),
}


@pytest.mark.parametrize("name", FITS)
def test_the_fix_fits_the_code_beside_the_message(name: str) -> None:
    """What the paste shows is neither guessed again nor dropped."""
    text, expected, there, not_there = FITS[name]
    cause, said = _said(text)
    assert cause == expected
    said = said.replace("`", "").replace('"', "'") if "'" in there else said.replace("`", "")
    assert there in said
    assert not_there not in said
