"""Our model of flask-cors says what the real one does, for drawn options and requests."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_cors import CORS
from hypothesis import given
from hypothesis import strategies as st

from cors_wizard.changes.flask_cors import flask_cors_model as model
from tests.changes.flask_cors_headers import response_headers

PAGE = "http://localhost:3000"
ORIGINS = [
    *(PAGE, "http://localhost:3000/", "HTTP://LOCALHOST:3000", "https://shop.example", "null", "*"),
    *(
        r"^https://.*\.shop\.example$",
        r"http://localhost:\d+",
        "https://*.shop.example",
        r"^http://\[::1\]:3000$",
    ),
]
ASKING = [
    *(PAGE, "https://shop.example", "https://a.shop.example", "https://a.shop.example.evil.test", "null"),
    *("http://localhost:30000", "http://localhost.evil.test:3000", "http://[::1]:3000"),
]
HEADERS = ["content-type", "authorization", "x-tenant"]
_LIST = st.lists(st.sampled_from(ORIGINS), min_size=1, max_size=3)
OPTIONS = st.fixed_dictionaries(
    {},
    optional={
        "origins": st.one_of(_LIST, st.sampled_from(ORIGINS)),
        "methods": st.lists(st.sampled_from(["GET", "post", "PUT", "PATCH"]), min_size=1, max_size=3),
        "allow_headers": st.one_of(
            st.just("*"),
            st.lists(st.sampled_from(["Content-Type", "X-Tenant", "x-.*"]), min_size=1, max_size=2),
        ),
        "expose_headers": st.sampled_from([["ETag"], "ETag", ["ETag", "X-A"]]),
        "supports_credentials": st.booleans(),
        "send_wildcard": st.booleans(),
        "max_age": st.sampled_from([None, 600, "600"]),
    },
).filter(lambda options: not (options.get("send_wildcard") and options.get("supports_credentials")))
"""flask-cors refuses a wildcard with credentials when it starts."""
NAMES = (
    "Access-Control-Allow-Origin",
    "Access-Control-Allow-Credentials",
    "Access-Control-Allow-Methods",
    "Access-Control-Allow-Headers",
    "Access-Control-Expose-Headers",
    "Access-Control-Max-Age",
)


def _real(options: dict[str, Any], origin: str, method: str, headers: list[str]) -> dict[str, str]:
    app = Flask(__name__)
    CORS(app, **options)
    app.add_url_rule("/", view_func=lambda: "", methods=["GET", "PUT"])
    asked = {"Origin": origin, "Access-Control-Request-Method": method}
    if headers:
        asked["Access-Control-Request-Headers"] = ", ".join(headers)
    response = app.test_client().options("/", headers=asked)
    return {name: response.headers[name] for name in NAMES if name in response.headers}


@given(
    OPTIONS,
    st.sampled_from(ASKING),
    st.sampled_from(["GET", "PUT", "DELETE"]),
    st.sets(st.sampled_from(HEADERS)),
)
def test_the_model_is_as_the_real_one(
    options: dict[str, Any], origin: str, method: str, headers: set[str]
) -> None:
    """Every header of a preflight's response."""
    asked = sorted(headers)
    said = dict(response_headers(options, origin=origin, preflight_method=method, preflight_headers=asked))
    assert {name: said[name] for name in NAMES if name in said} == _real(options, origin, method, asked)


PATTERNS = ["/api/*", "/api", r"^/api/.*$", "/*", "*", "api/*", "/api/v1/*", "/api/v2/orders"]
PATHS = ["/api", "/api/", "/api/x", "/apix", "/other", "/api/v1/x", "/API/x"]


@given(st.lists(st.sampled_from(PATTERNS), min_size=1, max_size=4, unique=True), st.sampled_from(PATHS))
def test_the_path_is_covered_as_by_the_real_one(patterns: list[str], path: str) -> None:
    """Which entry of `resources=` answers for a path."""
    app = Flask(__name__)
    resources: dict[Any, Any] = {
        pattern: {"origins": f"https://{number}.example"} for number, pattern in enumerate(patterns)
    }
    CORS(app, resources=resources, always_send=True)
    seen = app.test_client().get(path).headers.get("Access-Control-Allow-Origin")
    first = next((each for each in model.in_order(patterns) if model.covers(each, path)), None)
    wanted = None if first is None else f"https://{patterns.index(str(first))}.example"
    assert seen == wanted
