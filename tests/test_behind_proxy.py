"""The path that the app gets, where a proxy of the project puts another in place of its location's prefix."""

from __future__ import annotations

import pytest

from cors_wizard.behind_proxy import asked_at_proxy, cuts_path, path_in_app
from cors_wizard.diagnosis.planning import plan_for
from cors_wizard.facts import Fact, Facts, FactValue
from cors_wizard.facts.found import TextFile
from cors_wizard.knowledge_base import load_knowledge
from cors_wizard.project.proxies.upstreams import read_upstreams


def _handed_on(said: str) -> dict[str, FactValue]:
    """The facts of a location that hands requests on."""
    prefix, _, target = said.partition(" -> ")
    text = f"server {{\n  location {prefix} {{\n    proxy_pass {target};\n  }}\n}}\n"
    return {fact.name: fact.value for fact in read_upstreams(TextFile("nginx.conf", text)).facts}


@pytest.mark.parametrize(
    ("url", "to", "routes", "path"),
    [
        ("http://localhost:80/api/orders", "/api/ -> http://[::1]:5077/", ("/orders",), "/orders"),
        (
            "https://shop.example/api/orders/7",
            "/api/ -> http://[::1]:5077/",
            ("/orders/<id>",),
            "/orders/7",
        ),
        (
            "http://localhost:80/api/orders",
            "/api/ -> http://[::1]:5077/v1/",
            ("/v1/orders",),
            "/v1/orders",
        ),
        ("http://localhost:80/api/orders", "/api/ -> http://[::1]:5077", ("/orders",), "/api/orders"),
        (
            "http://localhost:80/api/orders",
            "/api/ -> http://[::1]:5077/",
            ("/api/orders",),
            "/api/orders",
        ),
        ("http://localhost:80/api/orders", "/api/ -> http://[::1]:5077/", ("/others",), "/api/orders"),
        ("http://localhost:5077/api/orders", "/api/ -> http://[::1]:5077/", ("/orders",), "/api/orders"),
        ("orders", "/api/ -> http://[::1]:5077/", ("/orders",), ""),
    ],
)
def test_the_path_that_the_app_gets(url: str, to: str, routes: tuple[str, ...], path: str) -> None:
    """Another than the URL's only where the code has a route for the one and none for the other."""
    known = {**_handed_on(to), "routes": routes}
    assert path_in_app(url, Facts.of(Fact(name, value, "scanned") for name, value in known.items())) == path


@pytest.mark.parametrize(
    ("rewrite", "path"),
    [
        ("^/api/(.*)$ /$1 break", "/orders"),
        ("^/api(.*) $1 break", "/orders"),
        ("^/api/?(.*)$ /$1 break", "/orders"),
        ("^/api(/.*)$ $1 break", "/orders"),
        ('"^/api/(.*)$" /v1/$1 break', "/v1/orders"),
        ("^/api/(.*)$ /$1 last", "/api/orders"),
        ("^/other/(.*)$ /$1 break", "/api/orders"),
    ],
)
def test_a_path_that_nginx_rewrites(rewrite: str, path: str) -> None:
    """`break` hands the new path on; `last` looks for another location."""
    location = f"location /api/ {{\n    rewrite {rewrite};\n    proxy_pass http://127.0.0.1:5077;\n}}\n"
    found = read_upstreams(TextFile("nginx.conf", location)).facts
    known = {fact.name: fact.value for fact in found}
    known["routes"] = (path if path != "/api/orders" else "/orders",)
    facts = Facts.of(Fact(name, value, "scanned") for name, value in known.items())
    assert path_in_app("http://localhost/api/orders", facts) == path


def test_the_apps_own_path_is_covered() -> None:
    """`resources=` names paths as Flask gets them, and nginx's locations name the page's."""
    app = (
        "from flask import Flask\nfrom flask_cors import CORS\n\napp = Flask(__name__)\n"
        'CORS(app, resources={r"/api/*": {"origins": ["http://localhost:5173"]}})\n\n\n'
        '@app.post("/orders")\ndef orders():\n    return {}\n'
    )
    known: dict[str, FactValue] = {
        "url": "http://localhost/api/orders",
        "origin": "http://localhost:5173",
        "routes": ("/orders",),
        **_handed_on("/api/ -> http://127.0.0.1:5077/"),
    }
    facts = Facts.of(Fact(name, value, "scanned") for name, value in known.items())
    fix = load_knowledge().fixes["set-up-cors-for-one-path"]
    made = plan_for((fix,), facts, {"app.py": TextFile("app.py", app)})
    assert 'r"/orders": {"origins": ["http://localhost:5173"]}' in made.changes[0].after, made.problem


@pytest.mark.parametrize(
    ("to", "routes", "cuts"),
    [
        ("/api/ -> http://127.0.0.1:5077/", ("/api/orders",), True),
        ("/api/ -> http://127.0.0.1:5077", ("/api/orders",), False),
        ("/api/ -> http://127.0.0.1:5077/", ("/orders",), False),
        ("/api/ -> http://127.0.0.1:5077/", ("/api/orders", "/orders"), False),
        ("/api/ -> http://api:5000/", ("/api/orders",), True),
    ],
)
def test_whether_the_proxy_cuts_the_routes_beginning_off(
    to: str, routes: tuple[str, ...], cuts: bool
) -> None:
    """Then Flask has the route and responds 404."""
    known = {**_handed_on(to), "routes": routes}
    facts = Facts.of(Fact(name, value, "scanned") for name, value in known.items())
    assert cuts_path("http://localhost/api/orders", facts) is cuts


@pytest.mark.parametrize(
    ("locations", "url", "through"),
    [
        (("/api/ -> /",), "http://localhost:8080/orders", "http://localhost:8080/api/orders"),
        (("/api/ -> /v1/",), "http://localhost:8080/v1/orders", "http://localhost:8080/api/orders"),
        (("/api/ -> /", "/ -> /"), "http://localhost:8080/orders", "http://localhost:8080/orders"),
        (("/api/ -> /api/",), "http://localhost:8080/api/orders", "http://localhost:8080/api/orders"),
        (("/api/ -> /v1/",), "http://localhost:8080/other", "http://localhost:8080/other"),
        (("/api/ -> /",), "http://localhost:5000/orders", "http://localhost:5000/orders"),
        ((), "http://localhost:8080/orders", "http://localhost:8080/orders"),
    ],
)
def test_where_the_proxy_has_a_path_of_the_app(locations: tuple[str, ...], url: str, through: str) -> None:
    """The map asks for every route where the page would."""
    listens = Fact("proxy_listens", ("nginx.conf:2: 8080",), "scanned")
    facts = Facts.of((listens, Fact("proxy_paths", locations, "scanned")))
    assert asked_at_proxy(url, facts) == through
