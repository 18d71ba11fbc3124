"""The subjects that people come with: each leads to its cause, and the page says the right thing about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.facts import DECLARED, Fact, FactValue, parse_value
from cors_wizard.knowledge_base import load_knowledge
from cors_wizard.report.build_report import build_report
from cors_wizard.report.whole_report import to_markdown

KNOWLEDGE = load_knowledge()
PAGE, API = "http://localhost:3000", "http://localhost:5000/api/orders"


def refused(sentence: str, *, preflight: bool = False) -> str:
    """What Chromium prints."""
    lead = "Response to preflight request doesn't pass access control check: " if preflight else ""
    return (
        f"Access to fetch at '{API}' from origin '{PAGE}' has been blocked by CORS policy: {lead}{sentence}"
    )


NO_HEADER = refused("No 'Access-Control-Allow-Origin' header is present on the requested resource.")
WILDCARD = refused(
    "The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' when "
    "the request's credentials mode is 'include'."
)
CREDENTIALS = refused(
    "The value of the 'Access-Control-Allow-Credentials' header in the response is '' which must be 'true' "
    "when the request's credentials mode is 'include'."
)
STATUS = refused("It does not have HTTP ok status.", preflight=True)
REDIRECT = refused("Redirect is not allowed for a preflight request.", preflight=True)
HEADER = refused(
    "Request header field x-tenant is not allowed by Access-Control-Allow-Headers in preflight response."
)
METHOD = refused("Method PATCH is not allowed by Access-Control-Allow-Methods in preflight response.")
TWICE = refused(
    "The 'Access-Control-Allow-Origin' header contains multiple values 'http://localhost:3000, *', but only "
    "one is allowed."
)
OTHER_ORIGIN = refused(
    "The 'Access-Control-Allow-Origin' header has a value 'http://127.0.0.1:3000' that is not equal to the "
    "supplied origin."
)
LAX = (
    'This attempt to set a cookie via a Set-Cookie header was blocked because it had the "SameSite=Lax" '
    "attribute but came from a cross-site response which was not the response to a top-level navigation."
)
NO_SAMESITE = (
    "A cookie associated with a cross-site resource at https://api.example/ was set without the `SameSite` "
    "attribute. It has been blocked, as Chrome now only delivers cookies with cross-site requests if they "
    "are set with `SameSite=None` and `Secure`."
)
CURL = f"$ curl -i {API}\nHTTP/1.1 200 OK\nServer: Werkzeug/3.0.1\nContent-Type: application/json\n\n[]"


def traceback(last: str) -> str:
    """A server's log with this last line."""
    return f'Traceback (most recent call last):\n  File "app.py", line 2, in <module>\n{last}'


@dataclass(frozen=True)
class Subject:
    """A realistic paste with what else is known, the cause, and words that the report must have."""

    id: str
    text: str
    cause: str
    advice: tuple[str, ...]
    facts: Mapping[str, FactValue] = field(default_factory=dict)


SUBJECTS = (
    Subject(
        "not-installed",
        traceback("ModuleNotFoundError: No module named 'flask_cors'"),
        "flask-cors-missing",
        ("python -m pip install 'flask-cors>=6.0.1'",),
    ),
    Subject(
        "installed-elsewhere",
        traceback("ModuleNotFoundError: No module named 'flask_cors'"),
        "flask-cors-missing",
        ("you have two Pythons", "same Python that runs it"),
    ),
    Subject(
        "old-python",
        traceback("ModuleNotFoundError: No module named 'flask_cors'"),
        "flask-cors-missing",
        ("flask-cors==5.0.0",),
        {"python_version": "3.8"},
    ),
    Subject(
        "wrong-package",
        traceback("ModuleNotFoundError: No module named 'flask.cors'"),
        "wrong-import",
        ("from flask_cors import CORS",),
    ),
    Subject(
        "never-initialised",
        NO_HEADER,
        "cors-not-initialized",
        (f'origins=["{PAGE}"]', "init_app"),
        {"status": 200, "cors_setup": "never-bound"},
    ),
    Subject(
        "after-routes-and-blueprints",
        NO_HEADER,
        "cors-not-initialized",
        ("before or after the routes and blueprints makes no difference", "must come before the routes"),
        {"status": 200, "cors_setup": "none"},
    ),
    Subject(
        "without-flask-cors",
        NO_HEADER,
        "cors-not-initialized",
        ("Without flask-cors", "response.vary.add", "harmless workaround"),
        {"status": 200, "cors_setup": "hand-written"},
    ),
    Subject(
        "star-is-expected",
        NO_HEADER,
        "cors-not-initialized",
        ("shows the request's origin",),
        {"status": 200, "cors_setup": "none"},
    ),
    Subject(
        "factory",
        NO_HEADER,
        "cors-not-initialized",
        ("into the factory",),
        {"status": 200, "cors_setup": "none", "app_style": "factory"},
    ),
    Subject(
        "blueprint",
        NO_HEADER,
        "blueprint-not-covered",
        ("adds headers to its own routes",),
        {"status": 200, "cors_setup": "blueprint"},
    ),
    Subject(
        "nested-blueprint",
        NO_HEADER,
        "blueprint-not-covered",
        ("can't reach nested ones",),
        {"status": 200, "cors_setup": "blueprint"},
    ),
    Subject(
        "blueprint-beside-app",
        NO_HEADER,
        "blueprint-not-covered",
        ("origins override those of the app", "`CORS_ORIGINS` and the like"),
        {"status": 200, "cors_setup": "blueprint"},
    ),
    Subject(
        "blueprint-registered-first",
        NO_HEADER,
        "blueprint-not-covered",
        ("has no effect, and nothing says so",),
        {"status": 200, "cors_setup": "blueprint", "flask_version": "2.2.5"},
    ),
    Subject(
        "resources",
        NO_HEADER,
        "resource-pattern-mismatch",
        ("regular expression", "`/api/**`"),
        {"status": 200, "cors_setup": "app-paths"},
    ),
    Subject(
        "resources-in-6-0-0",
        NO_HEADER,
        "resource-pattern-mismatch",
        ("the general one wins", "CVE-2024-6839"),
        {"status": 200, "cors_setup": "app-paths", "flask_cors_version": "6.0.0"},
    ),
    Subject(
        "decorator",
        NO_HEADER,
        "decorator-order",
        (
            "covers the errors of its view",
            "`async def` views",
            "turns CORS off for one route",
            "MethodView",
        ),
        {"status": 200, "cors_setup": "decorator", "decorator_place": "above-route"},
    ),
    Subject(
        "crash-in-production",
        NO_HEADER,
        "server-error",
        ("A 500 never has CORS headers",),
        {"status": 500, "debug_mode": "no"},
    ),
    Subject(
        "crash-in-debug-mode",
        NO_HEADER,
        "server-error",
        ("debug", "PROPAGATE_EXCEPTIONS"),
        {"status": 500, "debug_mode": "yes"},
    ),
    Subject(
        "crash-in-flask-1-0",
        NO_HEADER,
        "server-error",
        ("without the headers of `CORS(blueprint)`",),
        {"status": 500, "flask_version": "1.0.4"},
    ),
    Subject("not-found", NO_HEADER, "route-not-found", ("A 404 can't have CORS headers",), {"status": 404}),
    Subject(
        "options-unanswered",
        STATUS,
        "preflight-not-handled",
        ("responds to OPTIONS with 405", "Add `OPTIONS` to every route", "PROVIDE_AUTOMATIC_OPTIONS"),
        {"preflight_status": 405, "status": 200, "flask_version": "3.1.0"},
    ),
    Subject(
        "login-check",
        STATUS,
        "preflight-needs-auth",
        ("before_request", "supports_credentials=True"),
        {"preflight_status": 401},
    ),
    Subject(
        "talisman",
        REDIRECT,
        "preflight-redirected",
        ("flask-talisman", "force_https"),
        {"preflight_status": 302},
    ),
    Subject(
        "slash-in-flask-2-0",
        REDIRECT,
        "preflight-redirected",
        ("FormDataRoutingRedirect", "strict_slashes"),
        {
            "preflight_status": 308,
            "flask_version": "2.0.3",
            "redirect_url": "http://localhost:5000/api/orders/",
        },
    ),
    Subject(
        "wildcard-with-credentials",
        WILDCARD,
        "wildcard-with-credentials",
        (
            "rejects `origins='*'` with `supports_credentials=True` since version 5",
            "supports_credentials=True",
            f'origins=["{PAGE}"]',
        ),
    ),
    Subject(
        "authorization-header",
        WILDCARD,
        "wildcard-with-credentials",
        ("Sending `Authorization` needs `supports_credentials=True`",),
    ),
    Subject(
        "credentials",
        CREDENTIALS,
        "credentials-not-allowed",
        ("supports_credentials=True", "bare `CORS(app)`"),
        {"allow_origin": PAGE},
    ),
    Subject(
        "header",
        HEADER,
        "header-not-allowed",
        ("X-Tenant", "allow_headers", "CORS_HEADERS"),
        {"request_headers": ("X-Tenant: 1",)},
    ),
    Subject("method", METHOD, "method-not-allowed", ("PATCH", "methods"), {"method": "PATCH"}),
    Subject(
        "nginx-doubles",
        TWICE,
        "duplicate-header",
        ("add_header Access-Control", "headers.add"),
        {"proxy": "nginx"},
    ),
    Subject(
        "proxy-strips",
        NO_HEADER,
        "proxy-strips-headers",
        ("proxy_hide_header",),
        {"status": 200, "proxy_drops": "response-header"},
    ),
    Subject(
        "origins-from-the-environment",
        OTHER_ORIGIN,
        "origin-not-allowed",
        ("split(',')", "environment variable"),
    ),
    Subject("misspelt-option", OTHER_ORIGIN, "origin-not-allowed", ("`CORS(app, origin='https://...')`",)),
    Subject(
        "none-from-the-environment",
        OTHER_ORIGIN,
        "origin-not-allowed",
        ("`origins=None`",),
        {"flask_cors_version": "5.0.1"},
    ),
    Subject(
        "subdomain-pattern",
        traceback("ValueError: Invalid regular expression in Flask-CORS configuration: '*.shop.example'"),
        "origin-not-allowed",
        ("is read as a regular expression", "a regular expression"),
    ),
    Subject(
        "curl-works",
        CURL,
        "not-a-browser-test",
        ("works in Postman or curl", "Origin"),
        {"origin_sent": "no"},
    ),
    Subject(
        "old-flask-new-werkzeug",
        traceback("ImportError: cannot import name 'url_quote' from 'werkzeug.urls'"),
        "incompatible-versions",
        ("werkzeug<3", "doesn't work with Flask 3"),
    ),
    Subject(
        "removed-api",
        traceback("ImportError: cannot import name 'JSONEncoder' from 'flask.json'"),
        "incompatible-versions",
        ("DefaultJSONProvider",),
    ),
    Subject(
        "flask-1-with-new-packages",
        traceback("ImportError: cannot import name 'soft_unicode' from 'markupsafe'"),
        "incompatible-versions",
        ("markupsafe<2.1",),
    ),
    Subject(
        "flask-3-with-flask-cors-3-0-8",
        NO_HEADER,
        "cors-not-initialized",
        ("CVE-2024-6839", "Fixed in 6.0.1"),
        {"status": 200, "cors_setup": "none", "flask_version": "3.0.3", "flask_cors_version": "3.0.8"},
    ),
    Subject(
        "socketio-on-flask-3-1",
        traceback("AttributeError: property 'session' of 'RequestContext' object has no setter"),
        "incompatible-versions",
        ("Flask-SocketIO to 5.6.1",),
    ),
    Subject(
        "session-cookie",
        NO_SAMESITE,
        "cookie-not-sent",
        ("SESSION_COOKIE_SAMESITE", "Python's `None` sets no attribute", "one site"),
        {"url": "https://api.example/me", "origin": "https://shop.test"},
    ),
    Subject(
        "session-cookie-in-flask-1-0",
        NO_SAMESITE,
        "cookie-not-sent",
        ("invalid SameSite value",),
        {"url": "https://api.example/me", "origin": "https://shop.test", "flask_version": "1.0.4"},
    ),
    Subject(
        "session-cookie-under-talisman",
        LAX,
        "cookie-not-sent",
        ("overwrites `SESSION_COOKIE_SAMESITE` with Lax",),
        {"url": "https://api.example/me", "origin": "https://shop.test"},
    ),
    Subject(
        "max-age",
        HEADER,
        "cached-response",
        ("max_age='0'",),
        {
            "probe_outcome": "readable",
            "cors_headers_seen": "for-this-origin",
            "cache_trace": "storable",
        },
    ),
    Subject(
        "socketio-origins",
        "http://localhost:3000 is not an accepted origin.",
        "socketio-origins",
        ("cors_allowed_origins", "`CORS(app)` covers Socket.IO too"),
    ),
    Subject(
        "private-network-by-default",
        refused("Permission was denied for this request to access the `loopback` address space."),
        "private-network",
        ("`allow_private_network=True`", "CVE-2024-6221", "unless configured otherwise"),
        {"flask_cors_version": "4.0.1"},
    ),
)


def report_of(subject: Subject) -> tuple[str | None, str]:
    """The cause, and everything that the user reads."""
    given = (
        Fact(name, parse_value(DECLARED[name], value), "answered") for name, value in subject.facts.items()
    )
    diagnosis = Diagnosis.begin(KNOWLEDGE, subject.text).with_given(*given)
    diagnosis = diagnosis.without_probing().without_scanning().without_optional_questions()
    if diagnosis.cause is None:
        return str(diagnosis.step), ""
    return diagnosis.cause.id, " ".join(to_markdown(build_report(diagnosis)).split())


@pytest.mark.parametrize("subject", [pytest.param(each, id=each.id) for each in SUBJECTS])
def test_a_subject_leads_to_its_cause_and_advice(subject: Subject) -> None:
    """Whoever comes with it finds what mends it, and what not to believe."""
    cause, report = report_of(subject)
    assert cause == subject.cause
    assert [each for each in subject.advice if each not in report] == []
