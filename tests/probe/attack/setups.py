"""CORS setups as the internet advises them: unsafe ones with who gets in, and safe ones."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import dedent, indent

SHOP = "https://shop.example.com"
LOCAL = "http://localhost:5173"


@dataclass(frozen=True)
class CorsCode:
    """A Flask app's CORS setup as code, and what is expected of an attack on it."""

    id: str
    code: str
    page: str = SHOP
    cautions: tuple[str, ...] = ()
    """Those that the responses give reason for."""
    stranger: str = ""
    """One that gets in and should not."""
    in_code: tuple[str, ...] | None = None
    """The cautions that the code alone gives reason for; the same unless it says otherwise."""
    credentials: str = "include"
    has_line: bool = True
    """Whether the line that lets the stranger in can be named."""

    @property
    def source(self) -> str:
        """The whole app."""
        return f"{_HEAD}\n{dedent(self.code)}\n{_ROUTES}"


_HEAD = """\
import fnmatch
import os
import re
from urllib.parse import urlparse

from flask import Flask, jsonify, make_response, request
from flask_cors import CORS, cross_origin

app = Flask(__name__)
"""
_ROUTES = """

@app.route("/api/data")
def data():
    return jsonify(value=1)
"""


def hook(condition: str, before: str = "", vary: bool = True) -> str:
    """An after_request hook that sends the origin back under a condition."""
    lines = [
        "origin = request.headers.get('Origin', '')",
        *([before] if before else []),
        f"if {condition}:",
        "    response.headers['Access-Control-Allow-Origin'] = origin",
        "    response.headers['Access-Control-Allow-Credentials'] = 'true'",
        *(["    response.headers['Vary'] = 'Origin'"] if vary else []),
        "return response",
    ]
    return "@app.after_request\ndef add_cors(response):\n" + indent("\n".join(lines), "    ")


INSECURE = "insecure-origin-allowed"
WIDE = ("origin-pattern-too-wide",)
BOTH = (*WIDE, INSECURE)
ANY = ("reflects-any-origin",)
NULL = ("allows-null-origin",)
ANY_NULL = (*ANY, *NULL)
ENDED = f"{SHOP}.evil.test"

UNSAFE = (
    CorsCode("credentials-alone", "CORS(app, supports_credentials=True)", cautions=ANY_NULL, in_code=ANY, stranger="https://cors-wizard.invalid"),
    CorsCode("star-with-credentials", "CORS(app, origins='*', supports_credentials=True)", cautions=ANY_NULL, in_code=ANY, stranger="https://cors-wizard.invalid"),
    CorsCode("resources-star", "CORS(app, resources={r'/*': {'origins': '*'}}, supports_credentials=True)", cautions=ANY_NULL, in_code=ANY, stranger="https://cors-wizard.invalid"),
    CorsCode("dot-star", "CORS(app, origins=r'.*', supports_credentials=True)", cautions=ANY_NULL, in_code=ANY, stranger="https://cors-wizard.invalid"),
    CorsCode("anchored-dot-star", "CORS(app, origins=[r'^.*$'], supports_credentials=True)", cautions=ANY_NULL, in_code=ANY, stranger="https://cors-wizard.invalid"),
    CorsCode("https-anything", "CORS(app, origins=r'https://.*', supports_credentials=True)", cautions=ANY, in_code=WIDE, stranger="https://cors-wizard.invalid"),
    CorsCode("config-star", "app.config['CORS_SUPPORTS_CREDENTIALS'] = True\nCORS(app)", cautions=ANY_NULL, in_code=ANY, stranger="https://cors-wizard.invalid"),
    CorsCode("no-end", r"CORS(app, origins=[r'https://.*\.example\.com'], supports_credentials=True)", cautions=WIDE, stranger=ENDED),
    CorsCode("no-end-without-credentials", r"CORS(app, origins=[r'https://.*\.example\.com'])", cautions=WIDE, credentials="omit", stranger=ENDED),
    CorsCode("http-no-end", r"CORS(app, origins=[r'http://.*\.example\.test'], supports_credentials=True)", page="http://app.example.test", cautions=WIDE, stranger="http://app.example.test.evil.test"),
    CorsCode("unescaped-dots", "CORS(app, origins=[r'https://shop.example.com$'], supports_credentials=True)", cautions=WIDE, stranger="https://shopxexample.com"),
    CorsCode("open-start", r"CORS(app, origins=[r'https://.*example\.com$'], supports_credentials=True)", cautions=WIDE, stranger="https://evilexample.com"),
    CorsCode("glob", "CORS(app, origins=['https://*.shop.example.com', 'https://shop.example.com'], supports_credentials=True)", cautions=WIDE, stranger="https://xshopxexample.com", in_code=WIDE),
    CorsCode("localhost-star", "CORS(app, origins='http://localhost:*', supports_credentials=True)", page=LOCAL, cautions=WIDE, stranger="http://localhost.evil.test"),
    CorsCode("optional-s", r"CORS(app, origins=[r'https?://shop\.example\.com$'], supports_credentials=True)", cautions=("insecure-origin-allowed",), stranger="http://shop.example.com", in_code=()),
    CorsCode("any-com", r"CORS(app, origins=[r'^https://.*\.com$'], supports_credentials=True)", cautions=WIDE, stranger="https://evil.com"),
    CorsCode("any-of-a-host", r"CORS(app, origins=[r'^https://.*\.herokuapp\.com$'], supports_credentials=True)", page="https://shop.herokuapp.com", cautions=WIDE, stranger="https://evil.herokuapp.com"),
    CorsCode("null-listed", "CORS(app, origins=['https://shop.example.com', 'null'], supports_credentials=True)", cautions=NULL, stranger="null"),
    CorsCode("reflecting-hook", "@app.after_request\ndef add(response):\n    response.headers['Access-Control-Allow-Origin'] = request.headers.get('Origin')\n    response.headers['Access-Control-Allow-Credentials'] = 'true'\n    return response", cautions=(*ANY_NULL, "vary-missing"), in_code=ANY, stranger="https://cors-wizard.invalid"),
    CorsCode("reflecting-or-star", "@app.after_request\ndef add(response):\n    origin = request.headers.get('Origin')\n    response.headers.add('Access-Control-Allow-Origin', origin or '*')\n    response.headers.add('Access-Control-Allow-Credentials', 'true')\n    return response", cautions=(*ANY_NULL, "vary-missing"), in_code=ANY, stranger="https://cors-wizard.invalid"),
    CorsCode("reflecting-if-there", hook("origin"), cautions=ANY_NULL, in_code=ANY, stranger="https://cors-wizard.invalid"),
    CorsCode("reflecting-attribute", "@app.after_request\ndef add(response):\n    response.access_control_allow_origin = request.origin\n    response.access_control_allow_credentials = True\n    return response", cautions=(*ANY_NULL, "vary-missing"), in_code=ANY, stranger="https://cors-wizard.invalid"),
    CorsCode("startswith", hook("origin.startswith('https://shop.example.com')"), cautions=WIDE, stranger=ENDED),
    CorsCode("startswith-localhost", hook("origin.startswith('http://localhost')"), page=LOCAL, cautions=WIDE, stranger="http://localhost.evil.test"),
    CorsCode("startswith-port", hook("origin.startswith('http://localhost:5173')"), page=LOCAL, cautions=WIDE, stranger="http://localhost:5173.evil.test", in_code=()),
    CorsCode("endswith", hook("origin.endswith('example.com')"), cautions=BOTH, in_code=WIDE, stranger="https://evilexample.com"),
    CorsCode("endswith-any", "ALLOWED = ['example.com', 'example.org']\n" + hook("any(origin.endswith(d) for d in ALLOWED)"), cautions=BOTH, in_code=WIDE, stranger="https://evilexample.com"),
    CorsCode("contains", hook("'shop.example.com' in origin"), cautions=BOTH, in_code=WIDE, stranger=ENDED),
    CorsCode("contained", hook("origin in 'https://shop.example.com,https://admin.example.com'"), cautions=WIDE, stranger="https://shop.example.co", in_code=(), has_line=False),
    CorsCode("hostname-ends", hook("host.endswith('example.com')", "host = urlparse(origin).hostname or ''"), cautions=BOTH, in_code=WIDE, stranger="https://evilexample.com"),
    CorsCode("re-match", hook(r"re.match(r'https://shop\.example\.com', origin)"), cautions=WIDE, stranger=ENDED),
    CorsCode("re-search", hook(r"re.search(r'example\.com$', origin)"), cautions=BOTH, in_code=WIDE, stranger="https://evilexample.com"),
    CorsCode("compiled", "PATTERN = re.compile(r'https://(shop|admin).example.com')\n" + hook("PATTERN.match(origin)"), cautions=WIDE, stranger=ENDED),
    CorsCode("fnmatch", hook("fnmatch.fnmatch(origin, 'https://*example.com')"), cautions=WIDE, stranger="https://evilexample.com"),
    CorsCode("no-vary", "ALLOWED = {'https://shop.example.com'}\n" + hook("re.fullmatch(r'https://.*example.com', origin)", vary=False), cautions=(*WIDE, "vary-missing"), in_code=WIDE, stranger="https://evilexample.com"),
)  # fmt: skip
"""Each is asked for by `page` with cookies."""

SAFE = (
    CorsCode("one", "CORS(app, origins=['https://shop.example.com'], supports_credentials=True)"),
    CorsCode("two", "CORS(app, origins=['https://shop.example.com', 'https://admin.example.com'], supports_credentials=True)"),
    CorsCode("text", "CORS(app, origins='https://shop.example.com', supports_credentials=True)"),
    CorsCode("local", "CORS(app, origins=['http://localhost:5173'], supports_credentials=True)", page=LOCAL),
    CorsCode("local-two-names", "CORS(app, origins=['http://localhost:5173', 'http://127.0.0.1:5173'], supports_credentials=True)", page=LOCAL),
    CorsCode("local-ports", r"CORS(app, origins=[r'http://localhost:\d+$'], supports_credentials=True)", page=LOCAL),
    CorsCode("resources", "CORS(app, resources={r'/api/*': {'origins': ['https://shop.example.com']}}, supports_credentials=True)"),
    CorsCode("by-path", "CORS(app, resources={r'/api/*': {'origins': 'https://shop.example.com', 'supports_credentials': True}})"),
    CorsCode("subdomains", r"CORS(app, origins=[r'^https://[a-z0-9-]+\.example\.com$'], supports_credentials=True)"),
    CorsCode("optional-www", r"CORS(app, origins=[r'^https://(www\.)?shop\.example\.com$'], supports_credentials=True)"),
    CorsCode("dot-star-subdomains", r"CORS(app, origins=[r'https://.*\.example\.com$'], supports_credentials=True)"),
    CorsCode("settings", "app.config['CORS_ORIGINS'] = ['https://shop.example.com']\nCORS(app, supports_credentials=True)"),
    CorsCode("escaped", "CORS(app, origins=['^' + re.escape('https://shop.example.com') + '$'], supports_credentials=True)"),
    CorsCode("hook-in-list", "ALLOWED = ['https://shop.example.com', 'https://admin.example.com']\n" + hook("origin in ALLOWED")),
    CorsCode("hook-equal", hook("origin == 'https://shop.example.com'")),
    CorsCode("hook-fullmatch", hook(r"re.fullmatch(r'https://[a-z]+\.example\.com', origin)")),
    CorsCode("hook-endswith-dot", hook("origin.startswith('https://') and origin.endswith('.example.com')")),
    CorsCode("fixed-header", "@app.after_request\ndef add(response):\n    response.headers['Access-Control-Allow-Origin'] = 'https://shop.example.com'\n    response.headers['Access-Control-Allow-Credentials'] = 'true'\n    return response"),
    CorsCode("in-function", "def is_allowed(origin):\n    return origin in {'https://shop.example.com'}\n\n" + hook("is_allowed(origin)")),
    CorsCode("early-return", "ALLOWED = ('https://shop.example.com',)\n\n@app.after_request\ndef add(response):\n    origin = request.headers.get('Origin')\n    if origin not in ALLOWED:\n        return response\n    response.headers['Access-Control-Allow-Origin'] = origin\n    response.headers['Access-Control-Allow-Credentials'] = 'true'\n    response.vary.add('Origin')\n    return response"),
    CorsCode("ipv4", "CORS(app, origins=['http://127.0.0.1:8080'], supports_credentials=True)", page="http://127.0.0.1:8080"),
    CorsCode("null-page", "CORS(app, origins=['null'])", page="null", in_code=NULL),
)  # fmt: skip
"""Nobody but the page gets in, and whoever owns its site."""

PUBLIC = (
    CorsCode("open", "CORS(app)"),
    CorsCode("open-star", "CORS(app, origins='*', send_wildcard=True)"),
    CorsCode(
        "hand-written-star",
        "@app.after_request\ndef add(response):\n    response.headers['Access-Control-Allow-Origin'] = '*'\n    return response",
    ),
)
"""Anybody may read, without cookies: said, and no alarm."""
