"""What follows from the facts about the server's side."""

from __future__ import annotations

import pytest
from werkzeug.sansio.utils import host_is_trusted

from cors_wizard.diagnosis.derived_server import about_server, allow_origin_form, route_match
from cors_wizard.facts import Fact, Facts, FactValue

URL = "http://localhost:5000/api/orders?page=2"
PAGE = "http://localhost:3000"


def derived(**known: FactValue) -> dict[str, FactValue]:
    """What follows, by name."""
    facts = Facts.of(Fact(name, value, "pasted") for name, value in known.items())
    return {fact.name: fact.value for fact in about_server(facts)}


@pytest.mark.parametrize(
    ("value", "form"),
    [
        ("*", "none"),
        ("null", "none"),
        (PAGE, "none"),
        ("HTTP://LOCALHOST:3000", "none"),
        (f"{PAGE}, https://b.example", "comma-list"),
        (f"{PAGE}, {PAGE}", "repeated"),
        (f"{PAGE}, *", "repeated"),
        (f"{PAGE} https://b.example", "blank-list"),
        (f"{PAGE}/", "slash"),
        ("localhost:3000", "no-scheme"),
        ("app.example.com", "no-scheme"),
        (f"{PAGE}/app", "no-origin"),
        (f"['{PAGE}', 'https://b.example']", "no-origin"),
        ('"*"', "no-origin"),
        ("http://localhost:*", "no-origin"),
        ("https://*.example.com", "no-origin"),
        ("allow all", "no-origin"),
        ("", "no-origin"),
    ],
)
def test_form_of_allow_origin(value: str, form: str) -> None:
    """What browsers refuse as no origin, and why."""
    assert allow_origin_form(value) == form
    assert derived(allow_origin=value)["allow_origin_form"] == form


@pytest.mark.parametrize(
    ("patterns", "version", "url", "expected"),
    [
        (("/api",), None, URL, "not-covered"),
        (("/x", "/api/.*"), None, URL, "covered"),
        (("/API/.*",), "5.0.1", URL, "covered"),
        (("/API/.*",), "6.0.5", URL, "not-covered"),
        (("/API/.*",), None, URL, None),
        (("/(api|v1)/.*",), None, URL, "covered"),
        (("/(api)*/.*",), None, URL, None),
        (("/a b/.*",), None, "http://localhost:5000/a%20b/c", "covered"),
        (("/",), None, "http://localhost:5000", "covered"),
        (("/api",), None, "no address", None),
    ],
)
def test_resources_are_held_against_the_path(
    patterns: tuple[str, ...], version: str | None, url: str, expected: str | None
) -> None:
    """The decoded path without the query; nothing is said where it cannot be told."""
    known = {"flask_cors_version": version} if version else {}
    assert derived(resource_patterns=patterns, url=url, **known).get("resource_match") == expected


@pytest.mark.parametrize(
    ("routes", "path", "match"),
    [
        (("/api/orders",), "/api/orders", "exact"),
        (("/api/orders/<int:id>",), "/api/orders/7", "exact"),
        (("/api/<any(a, b):kind>.json",), "/api/a.json", "exact"),
        (("/api/orders/<id>",), "/api/orders/7/8", "none"),
        (("/<path:rest>", "/api/users"), "/api/orders", "catch-all"),
        (("/<path:rest>", "/api/orders"), "/api/orders", "exact"),
        (("/files/<path:name>",), "/files/a/b", "exact"),
        ((), "/api", "none"),
    ],
)
def test_route_that_has_the_path(routes: tuple[str, ...], path: str, match: str) -> None:
    """A route that takes whatever comes is told from one made for the path."""
    assert route_match(routes, path) == match


def test_static_files_have_a_route_of_flasks_own() -> None:
    """No route of the code is for them, and that is no reason to look elsewhere."""
    urls = ("http://localhost:5000/static/map.json", "http://localhost:5000/statics")
    found = [derived(routes=("/api",), url=url).get("route_match") for url in urls]
    assert found == [None, "none"]


@pytest.mark.parametrize(
    ("headers", "syntax"),
    [
        (("Access-Control-Allow-Headers: Content-Type, X-Tenant",), "readable"),
        (("Access-Control-Allow-Headers: ['Content-Type']",), "unreadable"),
        (("Access-Control-Allow-Methods: GET; POST",), "unreadable"),
        (("Access-Control-Allow-Headers: A, B…",), None),
        (("Content-Type: text/html",), "readable"),
    ],
)
def test_lists_of_the_preflight(headers: tuple[str, ...], syntax: str | None) -> None:
    """Whether a browser can read them; what was shown shortened is not judged."""
    assert derived(preflight_headers=headers).get("list_syntax") == syntax


@pytest.mark.parametrize(
    ("url", "origin", "site"),
    [
        (URL, PAGE, "same-site"),
        ("http://127.0.0.1:5000/", PAGE, "two-names-of-this-computer"),
        ("https://127.0.0.1:5000/", PAGE, "cross-site"),
        ("https://api.example.org/", "https://app.example.com", "cross-site"),
        (URL, "null", None),
    ],
)
def test_site_of_page_and_api(url: str, origin: str, site: str | None) -> None:
    """Ports do not matter; names and schemes do."""
    assert derived(url=url, origin=origin).get("page_site") == site


@pytest.mark.parametrize(
    ("place", "drops"),
    [
        ("localhost:8080/static/a.woff2", "every-request"),
        ("api.example.com/static/a.woff2", "every-request"),
        ("localhost:5000/static/a.woff2", None),
        ("localhost:8080/static/api/a", None),
        ("localhost:8080/other", None),
    ],
)
def test_path_that_the_proxy_serves(place: str, drops: str | None) -> None:
    """The longest beginning counts, whether it is served or handed on; Flask's own port is no proxy's."""
    found = derived(
        url=f"http://{place}",
        proxy_serves=("nginx.conf:2: 8080 /static/",),
        proxied_to=(
            "nginx.conf:5: / -> http://127.0.0.1:5000",
            "nginx.conf:9: /static/api -> http://127.0.0.1:5001",
        ),
    )
    assert found.get("proxy_drops") == drops


def test_what_the_view_lacks() -> None:
    """The names that the view of this path uses and doesn't import."""
    items = ("request /save", "g /other", "jsonify /save")
    assert derived(url="http://localhost:5000/save", unimported=items).get("missing_imports") == (
        "request",
        "jsonify",
    )
    assert "missing_imports" not in derived(url="http://localhost:5000/list", unimported=items)


@pytest.mark.parametrize(
    ("allowed", "page"),
    [
        (("http://127.0.0.1:5500", "http://localhost:5500"), "http://127.0.0.1:5500"),
        (("http://localhost:5500",), None),
        (("http://127.0.0.1:5500", "http://127.0.0.1:8000"), None),
    ],
)
def test_page_whose_cookie_is_left_out(allowed: tuple[str, ...], page: str | None) -> None:
    """Of the pages that the server lets in, the only one to which the API is another site."""
    found = derived(url=URL, configured_origins=allowed, cookie_problem="same-site-lax")
    assert found.get("origin") == page
    assert found.get("page_site") == ("two-names-of-this-computer" if page else None)


@pytest.mark.parametrize(
    ("cookie", "problem"),
    [
        ("sid=***; SameSite=Lax", "same-site-lax"),
        ("sid=***; SameSite=None", "same-site-none-not-secure"),
        ("sid=***; SameSite=None; Secure", "third-party"),
    ],
)
def test_cookie_that_the_response_sets(cookie: str, problem: str) -> None:
    """What keeps it from a page of another site."""
    lines = ("Content-Type: text/html", f"Set-Cookie: {cookie}")
    url, page = "https://api.example.org/login", "https://app.example.com"
    found = derived(response_headers=lines, url=url, origin=page, credentials="include")
    assert found["cookie_problem"] == problem


@pytest.mark.parametrize(
    ("url", "endpoint"),
    [
        ("http://localhost:5000/socket.io/?EIO=4&transport=polling", "socketio"),
        ("ws://localhost:5000/socket.io/?EIO=4&transport=websocket", "socketio"),
        ("ws://localhost:5000/ws", "websocket"),
        (URL, "other"),
    ],
)
def test_address_of_socket_io(url: str, endpoint: str) -> None:
    """Known by its path."""
    assert derived(url=url)["endpoint"] == endpoint


@pytest.mark.parametrize(
    ("names", "version", "expected"),
    [
        (("localhost",), None, "yes"),
        (("localhost:5000",), "3.1.3", "yes"),
        (("LocalHost",), "3.1.3", "no"),
        (("api.shop.example",), None, "no"),
        (("api.shop.example",), "3.0.3", None),
        ((".shop.example", "127.0.0.1"), "3.1.0", "no"),
        ((".localhost",), None, "yes"),
    ],
)
def test_host_that_flask_trusts(names: tuple[str, ...], version: str | None, expected: str | None) -> None:
    """As Werkzeug compares it: without port, a dot for the subdomains; only Flask 3.1 looks at all."""
    known: dict[str, FactValue] = {"flask_version": version} if version else {}
    assert derived(url=URL, trusted_hosts=names, **known).get("host_trusted") == expected


@pytest.mark.parametrize(
    "names", [("localhost",), ("a.example", ".b.example:80"), (".LOCALHOST",), ("shop",)]
)
@pytest.mark.parametrize("host", ["localhost", "x.b.example", "b.example", "a.example:5000", "x.localhost"])
def test_a_host_is_trusted_as_werkzeug_trusts_it(names: tuple[str, ...], host: str) -> None:
    """The real function says the same."""
    expected = "yes" if host_is_trusted(host, list(names)) else "no"
    assert derived(url=f"http://{host}/", trusted_hosts=names)["host_trusted"] == expected
