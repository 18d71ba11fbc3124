"""What templates can say: derived from the facts, and nothing that should not stand in anybody's code."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cors_wizard.facts import DECLARED, NOT_SURE, Fact, Facts, FactValue
from cors_wizard.fixes import template_values
from cors_wizard.fixes.quoting import Literal
from cors_wizard.knowledge_base.placeholders import ALWAYS_KNOWN, DERIVED
from tests.fixes.test_quoting import TEXT


def values_of(**facts: FactValue) -> dict[str, Literal]:
    """The template values of pasted facts."""
    return template_values(Facts.of(Fact(name, value, "pasted") for name, value in facts.items()))


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        pytest.param("http://localhost:3000", "http://localhost:3000", id="origin"),
        pytest.param("http://localhost:3000/", "http://localhost:3000", id="slash-at-the-end"),
        pytest.param("http://localhost:3000/admin?x#y", "http://localhost:3000", id="the-pages-url"),
        pytest.param("HTTPS://App.Example:443", "https://app.example", id="capitals-and-default-port"),
        pytest.param("http://[::1]:3000", "http://[::1]:3000", id="ipv6"),
        pytest.param("null", None, id="null"),
        pytest.param("*", None, id="wildcard"),
        pytest.param("https://*.example.com", None, id="wildcard-host"),
        pytest.param("http://localhost:*", None, id="wildcard-port"),
        pytest.param("https://a\\.example", None, id="pattern"),
        pytest.param("file:///home/me/index.html", None, id="file"),
        pytest.param("chrome-extension://abc", "chrome-extension://abc", id="extension"),
        pytest.param("htp://shop.example", None, id="misspelled-scheme"),
        pytest.param("ws://localhost:3000", None, id="socket"),
        pytest.param("localhost:3000", None, id="no-scheme"),
        pytest.param("http://", None, id="no-host"),
        pytest.param("http://a b", None, id="blank"),
        pytest.param("", None, id="empty"),
        pytest.param(NOT_SURE, None, id="not-sure"),
    ],
)
def test_the_origin_that_is_allowed(origin: str, expected: str | None) -> None:
    """Exactly what a browser would send; `null` and wildcards are never put into anybody's code."""
    values = values_of(origin=origin)
    assert values.get("origin") == expected
    assert values.get("allowed_origin_list") == ((expected,) if expected else None)


def test_origins_that_the_code_allows_already_are_kept() -> None:
    """The fix does not lock out who was let in, and takes over no pattern and no wildcard."""
    configured = (
        "http://a.example/",
        "*",
        "null",
        r"https://.*\.b.example",
        "http://c.example/x",
        "http://d.example",
    )
    values = values_of(origin="http://localhost:3000", configured_origins=configured)
    assert values["allowed_origin_list"] == ("http://a.example", "http://d.example", "http://localhost:3000")


@pytest.mark.parametrize(
    ("pattern", "is_kept"),
    [
        pytest.param(r"^https://.*\.shop\.example$", True, id="below-one-domain"),
        pytest.param(r"https://[a-z0-9-]+\.shop\.example$", True, id="one-label"),
        pytest.param(r"^https://\w+\.shop\.example\Z", True, id="word"),
        pytest.param(r"^http://localhost:\d+$", True, id="any-port"),
        pytest.param(r"^https?://shop\.example:[0-9]{4,5}$", True, id="counted-port"),
        pytest.param(r"https://.*\.shop\.example", False, id="not-ended"),
        pytest.param(r"^https://.*shop\.example$", False, id="no-dot-before-the-name"),
        pytest.param(r"^https://.*\.shop.example$", False, id="dot-not-escaped"),
        pytest.param(r"^https://a\.example|b$", False, id="alternatives"),
        pytest.param(r".*", False, id="everything"),
        pytest.param(r"https://.*$", False, id="every-host"),
        pytest.param("http://localhost:*", False, id="glob"),
    ],
)
def test_patterns_that_admit_no_stranger_are_kept(pattern: str, is_kept: bool) -> None:
    """A pattern of the project's own list stays, unless somebody else can look like it."""
    values = values_of(origin="http://localhost:3000", configured_origins=(pattern,))
    assert values["allowed_origins"] == (*((pattern,) if is_kept else ()), "http://localhost:3000")


def test_brackets_are_written_as_flask_cors_reads_them() -> None:
    """flask-cors takes an origin with brackets for a regular expression."""
    assert values_of(origin="http://[::1]:3000")["allowed_origins"] == (r"^http://\[::1\]:3000$",)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        pytest.param(
            "http://localhost:5000/api/items?a=b",
            {
                "api_origin": "http://localhost:5000",
                "path": "/api/items",
                "path_pattern": "^/api/.*$",
                "host": "localhost",
                "port": 5000,
                "other_port": 5001,
                "other_url": "http://localhost:5001/api/items?a=b",
                "plain_url": "http://localhost:5000/api/items",
            },
            id="usual",
        ),
        pytest.param(
            "https://api.example",
            {"port": 443, "path": "/", "api_origin": "https://api.example"},
            id="no-path",
        ),
        pytest.param("http://[::1]:5000/x", {"host": "::1", "other_url": "http://[::1]:5001/x"}, id="ipv6"),
        pytest.param("http://a:65535/x", {"other_port": 65534}, id="last-port"),
        pytest.param(
            "http://user:secret@a.example/x",
            {"api_origin": "http://a.example", "plain_url": "http://a.example/x"},
            id="no-secret-in-derived-urls",
        ),
        pytest.param(" HTTP://A.example/X ", {"host": "a.example", "path": "/X"}, id="capitals-and-blanks"),
        pytest.param(
            "http://a.example\\[x",
            {"host": "a.example", "path": "/[x"},
            id="a-backslash-is-a-slash-as-in-browsers",
        ),
        pytest.param("http://a.example/one", {"path_pattern": "^/one$"}, id="one-segment"),
        pytest.param("http://a.example/a.b/c", {"path_pattern": r"^/a\.b/.*$"}, id="pattern-is-escaped"),
    ],
)
def test_parts_of_the_address(url: str, expected: dict[str, Literal]) -> None:
    """Parts of the URL, as a fix needs them."""
    values = values_of(url=url)
    assert {name: values[name] for name in expected} == expected


@pytest.mark.parametrize(
    "url",
    [
        "",
        "/api",
        "api.example",
        "ftp://a.example:21/x",
        "foo://a:1/x",
        "http://[::1",
        "http://a:99999/",
        NOT_SURE,
    ],
)
def test_an_address_that_is_none_gives_no_parts(url: str) -> None:
    """A fallback stands in rather than half an address."""
    assert not values_of(url=url).keys() & {"api_origin", "host", "port", "path", "other_url", "plain_url"}


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        pytest.param("http://a.example/x", {"https_url": "https://a.example/x"}, id="over-https"),
        pytest.param("https://a.example/x", {"http_url": "http://a.example/x"}, id="over-http"),
        pytest.param("htp://a.example/x", {"whole_url": "http://a.example/x"}, id="misspelt-scheme"),
        pytest.param("localhost:5000/x", {"whole_url": "http://localhost:5000/x"}, id="no-scheme"),
        pytest.param("http://0.0.0.0:5000/x", {"whole_url": "http://localhost:5000/x"}, id="any-address"),
        pytest.param("/api/x", {}, id="relative"),
        pytest.param("javascript:alert(1)", {}, id="no-address"),
        pytest.param("\x1b[2J://x", {}, id="control-character"),
    ],
)
def test_the_address_as_it_was_meant(url: str, expected: dict[str, Literal]) -> None:
    """The same over the other scheme, and an address with its scheme mended."""
    values = values_of(url=url)
    assert {name: values[name] for name in expected} == expected
    others = {"http_url", "https_url", "whole_url"} & values.keys()
    assert expected or not others


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param("/users", "http://a.example/api/users", id="prefix-forgotten"),
        pytest.param("/v1/api/users", "http://a.example/api/users", id="prefix-too-many"),
        pytest.param("/api/user", "http://a.example/api/users", id="misspelt"),
        pytest.param("/nothing/alike", None, id="nothing-alike"),
        pytest.param("/api/users/7/", None, id="variable-part"),
        pytest.param("/usage", None, id="begins-alike"),
        pytest.param("/api/users", None, id="is-there"),
    ],
)
def test_the_route_that_was_meant(path: str, expected: str | None) -> None:
    """The nearest route of the code, if one is near; one with a variable part cannot be called."""
    routes = ("/", "/api/users", "/health", "/api/users/<int:id>")
    values = values_of(url=f"http://a.example{path}", routes=routes)
    assert values.get("nearest_url") == expected


@pytest.mark.parametrize(
    ("facts", "name", "expected"),
    [
        pytest.param({"app_variable": "api"}, "app", "api", id="app"),
        pytest.param({"app_variable": "a-b"}, "app", None, id="no-name"),
        pytest.param({"app_variable": "class"}, "app", None, id="keyword"),
        pytest.param({"app_variable": "a\nb"}, "app", None, id="two-lines"),
        pytest.param({"blueprint_variable": "bp"}, "blueprint", "bp", id="blueprint"),
        pytest.param({"app_file": "api/app.py"}, "module", "api/app.py", id="module-in-a-folder"),
        pytest.param({"app_file": "server.py"}, "module", "server", id="module"),
        pytest.param({"app_file": "my-app.py"}, "module", None, id="file-that-is-no-module"),
        pytest.param({"app_file": "import.py"}, "module", None, id="file-named-as-a-keyword"),
        pytest.param({"credentials": "include"}, "with_credentials", True, id="with-credentials"),
        pytest.param({"credentials": "omit"}, "with_credentials", False, id="without-credentials"),
        pytest.param(
            {"credentials": "omit", "configured_credentials": "yes"},
            "with_credentials",
            True,
            id="credentials-that-the-code-allows",
        ),
        pytest.param(
            {"configured_credentials": "no"}, "with_credentials", False, id="credentials-that-the-code-denies"
        ),
        pytest.param({"credentials": "include"}, "credentials_value", "true", id="credentials-value"),
        pytest.param({}, "credentials_value", None, id="no-credentials-value"),
        pytest.param({}, "allowed_headers", None, id="default-headers-stay"),
        pytest.param(
            {"refused_header": "X-Token"}, "allowed_headers", ("Content-Type", "X-Token"), id="refused-header"
        ),
        pytest.param(
            {"configured_headers": ("X-A", "*"), "request_headers": ("x-a: 1", "X-B: 2")},
            "allowed_headers",
            ("X-A", "Content-Type", "X-B"),
            id="headers-once-each-as-first-spelled",
        ),
        pytest.param({"method": "PUT"}, "allowed_methods", None, id="default-methods-stay"),
        pytest.param(
            {"method": "PUT", "configured_methods": ("get",)},
            "allowed_methods",
            ("GET", "PUT"),
            id="configured",
        ),
        pytest.param({"method": "PUT"}, "preflight_method", "PUT", id="preflight-method"),
        pytest.param({}, "method_header", "Access-Control-Request-Method: GET", id="method-header"),
        pytest.param(
            {"origin": "http://a.example/"}, "origin_header", "Origin: http://a.example", id="origin-header"
        ),
        pytest.param({"origin": "null"}, "origin_header", "Origin: null", id="null-origin-header"),
        pytest.param({"origin": "*"}, "origin_header", None, id="no-origin-header"),
        pytest.param(
            {"request_headers": ("X-B: 1", "Accept: */*", "X-A")},
            "headers_header",
            "Access-Control-Request-Headers: x-a,x-b",
            id="headers-header",
        ),
        pytest.param(
            {"refused_header": "X-Tenant", "request_headers": ("X-A: 1",)},
            "headers_header",
            "Access-Control-Request-Headers: x-a,x-tenant",
            id="the-refused-header-is-asked-for",
        ),
        pytest.param(
            {"refused_method": "PUT"},
            "method_header",
            "Access-Control-Request-Method: PUT",
            id="the-refused-method-is-asked-for",
        ),
        pytest.param({"proxy": NOT_SURE}, "proxy", None, id="not-sure-is-no-value"),
        pytest.param({}, "exposed_headers", None, id="nothing-to-expose"),
        pytest.param(
            {"configured_exposed": ("ETag",), "unread_header": " X-Total "},
            "exposed_headers",
            ("ETag", "X-Total"),
            id="exposed-headers-are-kept",
        ),
        pytest.param(
            {"configured_exposed": ("etag", "*"), "unread_header": "ETag", "credentials": "include"},
            "exposed_header_line",
            "etag",
            id="no-star-with-credentials",
        ),
        pytest.param({"configured_exposed": ("*",)}, "exposed_headers", ("*",), id="star-without"),
        pytest.param({"configured_max_age": 600}, "max_age", 600, id="age-is-kept"),
        pytest.param({"configured_max_age": 600}, "max_age_line", "600", id="age-as-text"),
        pytest.param(
            {"configured_origins": ("http://a.example",), "origin": "http://b.example"},
            "origins_line",
            "http://a.example,http://b.example",
            id="origins-for-the-environment",
        ),
        pytest.param(
            {"url": "http://a.example/api/x", "resource_patterns": ("/v1/*",)},
            "path_patterns",
            ("/v1/*", "^/api/.*$"),
            id="path-beside-those-of-the-code",
        ),
        pytest.param(
            {"url": "http://a.example/api/x", "resource_patterns": ("/api/*",), "resource_match": "covered"},
            "path_patterns",
            ("/api/*",),
            id="paths-of-the-code-stay",
        ),
        pytest.param(
            {"url": "http://a.example/api/x", "resource_pattern": "/api/*"},
            "entry_pattern",
            "/api/*",
            id="entry-of-this-path",
        ),
        pytest.param(
            {
                "origin": "http://p.example",
                "configured_origins": ("http://a.example, http://b.example/",),
            },
            "allowed_origin_list",
            ("http://a.example", "http://b.example", "http://p.example"),
            id="several-origins-in-one-text",
        ),
        pytest.param(
            {
                "configured_origins": (
                    "*",
                    "http://a.example",
                    "https://.*x.example",
                    "a.example:3000",
                    "null",
                ),
            },
            "left_out_origins",
            ("https://.*x.example", "a.example:3000", "null"),
            id="what-cannot-be-kept",
        ),
        pytest.param(
            {"origin": "http://a.example:3000", "configured_origins": ("a.example:3000", "b.example")},
            "left_out_origins",
            ("b.example",),
            id="a-host-that-is-listed-with-its-scheme-now",
        ),
        pytest.param(
            {"configured_origins": (r"^https://.+\.shop\.example$", "null")},
            "left_out_origins",
            ("null",),
            id="a-safe-pattern-is-kept",
        ),
        pytest.param(
            {"configured_origins": ("http://a.example, b.example",)},
            "left_out_origins",
            ("http://a.example, b.example",),
            id="one-of-several-in-a-text-cannot-be-kept",
        ),
        pytest.param(
            {"configured_origins": ("", " ", " * ", "null")},
            "left_out_origins",
            ("null",),
            id="blanks-are-no-entries",
        ),
        pytest.param(
            {"origins_variable": "ORIGINS", "allowed_origins_seen": ("http://a.example",)},
            "allowed_origin_list",
            ("http://a.example",),
            id="origins-of-a-variable-that-the-server-showed",
        ),
        pytest.param(
            {"origin_policy": "fixed", "allowed_origins_seen": ("http://a.example",)},
            "allowed_origin_list",
            ("http://a.example",),
            id="seen-always-the-same",
        ),
        pytest.param(
            {"resource_patterns": ("api/*",), "url": "http://a.example/api/x"},
            "path_patterns",
            ("^/api/.*$",),
            id="pattern-that-no-path-begins-with",
        ),
        pytest.param({"app_file": "shop/__init__.py"}, "module", "shop", id="module-of-a-package"),
        pytest.param(
            {"app_file": "src/shop/__init__.py"}, "module", "src/shop", id="module-of-a-deep-package"
        ),
        pytest.param({"app_file": "__init__.py"}, "module", None, id="module-of-a-folder-without-a-name"),
        pytest.param({"view_name": "load", "route_owner": "bp"}, "owner", "bp", id="owner-of-a-route"),
        pytest.param({"url": "http://a.example/up"}, "view_rule", "/up", id="path-of-no-known-view"),
        pytest.param(
            {"url": "http://a.example/api/up", "view_name": "load", "view_rule": "/up"},
            "view_rule",
            "/up",
            id="rule-below-a-prefix",
        ),
        pytest.param(
            {"url": "http://a.example/down", "view_name": "load", "view_rule": "/up"},
            "view_rule",
            "/down",
            id="rule-of-another-view",
        ),
        pytest.param(
            {"url": "http://a.example/down", "view_name": "load", "view_rule": "/up"},
            "view",
            None,
            id="another-view",
        ),
        pytest.param(
            {"view_name": "load", "route_owner": "self.bp", "app_variable": "web"},
            "owner",
            "web",
            id="owner-that-is-no-name",
        ),
    ],
)
def test_values(facts: dict[str, FactValue], name: str, expected: Literal | None) -> None:
    """Each derived value, and where there is none."""
    assert values_of(**facts).get(name) == expected


NAMED = st.dictionaries(
    st.sampled_from(sorted(DECLARED)), TEXT | st.integers() | st.lists(TEXT).map(tuple), max_size=12
)


@given(NAMED)
def test_any_facts_give_values(facts: dict[str, FactValue]) -> None:
    """Nothing that was pasted can stop the wizard; what is promised is always there."""
    values = values_of(**facts)
    assert values.keys() >= ALWAYS_KNOWN
    assert values.keys() <= DERIVED | DECLARED.keys()


@given(NAMED, TEXT)
def test_no_facts_allow_everybody(facts: dict[str, FactValue], origin: str) -> None:
    """Neither `null` nor a wildcard nor a pattern ends in the list of allowed origins."""
    values = values_of(**{**facts, "origin": origin})
    listed = values.get("allowed_origin_list", ())
    assert isinstance(listed, tuple)
    for allowed in listed:
        assert allowed.startswith(("http://", "https://"))
        assert not set("*\\(|^$ ") & set(allowed)
