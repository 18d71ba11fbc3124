"""A proxy that responds to preflights itself: its response goes, with what nothing else needs."""

from __future__ import annotations

import pytest

from cors_wizard.changes.plan import plan
from cors_wizard.facts import Fact, Facts
from cors_wizard.facts.found import TextFile
from cors_wizard.knowledge_base import Knowledge

_APP = (
    "from flask import Flask\nfrom flask_cors import CORS\n\napp = Flask(__name__)\n"
    'CORS(app, origins=["http://localhost:5173"])\n'
)
_KNOWN = Facts.of(
    [
        Fact("url", "http://localhost:8080/api", "answered"),
        Fact("origin", "http://localhost:5173", "answered"),
    ]
)
_CADDY = ":8080 {{\n{}    reverse_proxy localhost:5000\n}}\n"
_APACHE = (
    "<VirtualHost *:8080>\n    RewriteEngine On\n{}    ProxyPass / http://localhost:5000/\n</VirtualHost>\n"
)


@pytest.mark.parametrize("fix", ["let-the-proxy-pass-options", "let-the-headers-through"])
@pytest.mark.parametrize(
    ("name", "frame", "lines"),
    [
        pytest.param(
            "Caddyfile", _CADDY, "    @pre method OPTIONS\n    respond @pre 204\n", id="caddy-respond"
        ),
        pytest.param(
            "Caddyfile",
            _CADDY,
            "    # preflights\n    @pre {\n        method OPTIONS\n    }\n"
            '    handle @pre {\n        respond "" 204\n    }\n',
            id="caddy-handle",
        ),
        pytest.param(
            "site.conf",
            _APACHE,
            "    RewriteCond %{REQUEST_METHOD} OPTIONS\n    RewriteRule ^(.*)$ $1 [R=200,L]\n",
            id="apache",
        ),
    ],
)
def test_flask_responds_instead(knowledge: Knowledge, fix: str, name: str, frame: str, lines: str) -> None:
    """Everything else stays as it is."""
    files = {"app.py": TextFile("app.py", _APP), name: TextFile(name, frame.format(lines))}
    made = plan((knowledge.fixes[fix],), _KNOWN, files)
    assert {each.path: each.after for each in made.changes} == {name: frame.format("")}, made.problem


_NGINX = "server {{\n  listen 8080;\n  location / {{\n{}    proxy_pass http://localhost:5000;\n  }}\n}}\n"


@pytest.mark.parametrize(
    ("condition", "goes"),
    [
        pytest.param("= OPTIONS", True, id="options"),
        pytest.param("~ ^OPTIONS$", True, id="pattern"),
        pytest.param("!= GET", False, id="all-but-get"),
        pytest.param("~ ^(OPTIONS|TRACE)$", False, id="trace-too"),
    ],
)
def test_a_rejection(knowledge: Knowledge, condition: str, goes: bool) -> None:
    """That of OPTIONS goes; one of other methods, too, is nobody's to take out."""
    lines = f"    if ($request_method {condition}) {{\n      return 405;\n    }}\n"
    files = {"app.py": TextFile("app.py", _APP), "site.conf": TextFile("site.conf", _NGINX.format(lines))}
    made = plan((knowledge.fixes["let-the-proxy-pass-options"],), _KNOWN, files)
    assert [each.after for each in made.changes] == ([_NGINX.format("")] if goes else [])


def test_a_response_with_headers_of_its_own_stays(knowledge: Knowledge) -> None:
    """It is a CORS setup, and not what keeps Flask's from the page."""
    lines = (
        "    @pre method OPTIONS\n    handle @pre {\n"
        "        header Access-Control-Allow-Origin http://localhost:5173\n        respond 204\n    }\n"
    )
    files = {"app.py": TextFile("app.py", _APP), "Caddyfile": TextFile("Caddyfile", _CADDY.format(lines))}
    assert not plan((knowledge.fixes["let-the-headers-through"],), _KNOWN, files).changes


_PAGE = "http://localhost:5173"
_ORIGIN = "Access-Control-Allow-Origin"


@pytest.mark.parametrize(
    ("name", "frame", "lines"),
    [
        pytest.param("site.conf", _NGINX, f"    add_header {_ORIGIN} {_PAGE};\n", id="nginx-adds-the-same"),
        pytest.param(
            "site.conf",
            _NGINX,
            f"    proxy_hide_header {_ORIGIN};\n    add_header {_ORIGIN} https://shop.example always;\n",
            id="nginx-puts-another-in-its-place",
        ),
        pytest.param("site.conf", _NGINX, '    proxy_set_header Origin "";\n', id="nginx-hides-the-page"),
        pytest.param("site.conf", _APACHE, f'    Header always set {_ORIGIN} "*"\n', id="apache-adds-a-star"),
        pytest.param(
            "Caddyfile",
            _CADDY,
            f"    @pre method OPTIONS\n    header @pre {_ORIGIN} http://shop.test\n    respond @pre 204\n",
            id="caddy-responds-with-another",
        ),
    ],
)
def test_flask_alone_sends_the_headers(knowledge: Knowledge, name: str, frame: str, lines: str) -> None:
    """Whatever is changed in Flask's setup, nothing on the way undoes it."""
    app = _APP.replace(_PAGE, "http://localhost:3000")
    files = {"app.py": TextFile("app.py", app), name: TextFile(name, frame.format(lines))}
    made = plan((knowledge.fixes["set-up-cors"],), _KNOWN, files)
    after = {each.path: each.after for each in made.changes}
    assert (after.get(name), _PAGE in after.get("app.py", "")) == (frame.format(""), True), made.problem


@pytest.mark.parametrize("fix", ["set-up-cors", "keep-flasks-headers"])
def test_whom_the_proxy_let_in_flask_lets_in(knowledge: Knowledge, fix: str) -> None:
    """Its own header was what let that origin read."""
    lines = f"    add_header {_ORIGIN} https://shop.example always;\n"
    files = {"app.py": TextFile("app.py", _APP), "site.conf": TextFile("site.conf", _NGINX.format(lines))}
    made = plan((knowledge.fixes[fix],), _KNOWN, files)
    after = {each.path: each.after for each in made.changes}
    assert after["site.conf"] == _NGINX.format(""), made.problem
    assert f'origins=["{_PAGE}", "https://shop.example"]' in after["app.py"]


def test_whom_it_let_in_stands_beside_a_list_that_the_code_computes(knowledge: Knowledge) -> None:
    """What the code gets from elsewhere stays in front."""
    lines = f"    add_header {_ORIGIN} https://shop.example always;\n"
    app = "from pages import load_origins\n" + _APP.replace(f'["{_PAGE}"]', "load_origins()")
    files = {"app.py": TextFile("app.py", app), "site.conf": TextFile("site.conf", _NGINX.format(lines))}
    made = plan((knowledge.fixes["keep-flasks-headers"],), _KNOWN, files)
    after = {each.path: each.after for each in made.changes}
    assert f'origins=[*load_origins(), "https://shop.example", "{_PAGE}"]' in after["app.py"], made.problem


@pytest.mark.parametrize("fix", ["set-up-cors", "let-the-headers-through"])
def test_a_preflight_that_caddy_responds_to_for_another_page(knowledge: Knowledge, fix: str) -> None:
    """Flask responds in its place, also where a login would have kept it from that."""
    lines = f"    @pre method OPTIONS\n    header @pre {_ORIGIN} http://shop.test\n    respond @pre 204\n"
    login = (
        "@app.before_request\ndef check_login():\n"
        '    if "Authorization" not in request.headers:\n        return "", 401\n'
    )
    app = f"{_APP}\n\n{login}".replace("import Flask\n", "import Flask, request\n")
    files = {"app.py": TextFile("app.py", app), "Caddyfile": TextFile("Caddyfile", _CADDY.format(lines))}
    facts = _KNOWN.also([Fact("options_answered_by", "proxy", "probed")])
    after = {each.path: each.after for each in plan((knowledge.fixes[fix],), facts, files).changes}
    assert after["Caddyfile"] == _CADDY.format("")
    assert 'if request.method == "OPTIONS":' in after["app.py"]


@pytest.mark.parametrize(
    ("url", "known", "goes"),
    [
        pytest.param("http://localhost:8080/api", {}, True, id="where-nginx-listens"),
        pytest.param("http://localhost:5000/api", {"proxy": "nginx"}, False, id="where-flask-listens"),
        pytest.param("http://localhost:5000/api", {}, False, id="where-flask-listens-and-none-was-seen"),
        pytest.param("http://localhost:9000/api", {"proxy": "nginx"}, True, id="published-elsewhere"),
        pytest.param("http://localhost:9000/api", {"proxy": "none"}, False, id="another-program"),
    ],
)
def test_a_proxy_that_the_page_does_not_pass_stays(
    knowledge: Knowledge, url: str, known: dict[str, str], goes: bool
) -> None:
    """Its lines are for where it runs."""
    text = _NGINX.format(f"    add_header {_ORIGIN} https://shop.example always;\n")
    facts = _KNOWN.replacing(Fact("url", url, "answered"))
    facts = facts.also([Fact(name, value, "scanned") for name, value in known.items()])
    app = _APP.replace(_PAGE, "http://localhost:3000")
    files = {"app.py": TextFile("app.py", app), "site.conf": TextFile("site.conf", text)}
    made = plan((knowledge.fixes["set-up-cors"],), facts, files)
    assert ("site.conf" in {each.path for each in made.changes}) is goes


def test_caddys_response_goes_with_its_header(knowledge: Knowledge) -> None:
    """An app that had no CORS setup gets one, and the preflight reaches it."""
    lines = f"    @pre method OPTIONS\n    header @pre {_ORIGIN} {_PAGE}\n    respond @pre 204\n"
    app = "from flask import Flask\n\napp = Flask(__name__)\n"
    files = {"app.py": TextFile("app.py", app), "Caddyfile": TextFile("Caddyfile", _CADDY.format(lines))}
    after = {each.path: each.after for each in plan((knowledge.fixes["set-up-cors"],), _KNOWN, files).changes}
    assert (after["Caddyfile"], "CORS(app" in after["app.py"]) == (_CADDY.format(""), True)


@pytest.mark.parametrize(
    ("frame", "lines"),
    [
        pytest.param(
            _NGINX,
            f"    proxy_hide_header {_ORIGIN};\n    add_header {_ORIGIN} {_PAGE} always;\n",
            id="nginx",
        ),
        pytest.param(_APACHE, f'    Header set {_ORIGIN} "*"\n', id="apache"),
    ],
)
def test_another_header_in_place_of_flasks_stays_where_it_is_right(
    knowledge: Knowledge, frame: str, lines: str
) -> None:
    """The proxy hides Flask's, or overwrites it, and lets the page in itself."""
    app = _APP.replace("])", '], methods=["GET"])')
    facts = _KNOWN.also([Fact("method", "PUT", "answered")])
    files = {"app.py": TextFile("app.py", app), "site.conf": TextFile("site.conf", frame.format(lines))}
    assert [each.path for each in plan((knowledge.fixes["set-up-cors"],), facts, files).changes] == ["app.py"]


@pytest.mark.parametrize(
    ("inside", "methods"),
    [
        pytest.param("deny all;", "GET POST DELETE OPTIONS", id="refused"),
        pytest.param('auth_basic "staff";', "GET POST OPTIONS", id="only-with-a-login"),
    ],
)
def test_the_requests_own_method_passes_with_its_preflight(
    knowledge: Knowledge, inside: str, methods: str
) -> None:
    """Where the proxy refuses both; what it asks a login for stays behind the login."""
    block = "    limit_except {} {{\n      {}\n    }}\n"
    text = _NGINX.format(block.format("GET POST", inside))
    facts = _KNOWN.also([Fact("method", "DELETE", "answered")])
    files = {"app.py": TextFile("app.py", _APP), "site.conf": TextFile("site.conf", text)}
    made = plan((knowledge.fixes["let-nginx-pass-options"],), facts, files)
    assert [each.after for each in made.changes] == [_NGINX.format(block.format(methods, inside))]


@pytest.mark.parametrize(
    ("name", "said", "then"),
    [
        pytest.param(
            "site.conf",
            "server {{\n  location /api/ {{\n    proxy_pass http://127.0.0.1:5000{};\n  }}\n}}\n",
            ("/", ""),
            id="nginx",
        ),
        pytest.param(
            "apache.conf",
            "<VirtualHost *:8080>\n    ProxyPass /api/ http://127.0.0.1:5000{}\n</VirtualHost>\n",
            ("/", "/api/"),
            id="apache",
        ),
    ],
)
def test_the_whole_path_is_handed_on(
    knowledge: Knowledge, name: str, said: str, then: tuple[str, str]
) -> None:
    """Nothing else of the line changes."""
    app = f'{_APP}\n\n@app.get("/api/items")\ndef items():\n    return []\n'
    facts = _KNOWN.replacing(Fact("url", "http://localhost:8080/api/items", "answered"))
    files = {"app.py": TextFile("app.py", app), name: TextFile(name, said.format(then[0]))}
    made = plan((knowledge.fixes["hand-the-whole-path-on"],), facts, files)
    assert {each.path: each.after for each in made.changes} == {name: said.format(then[1])}, made.problem


def test_compose_restarts_the_proxy_that_it_runs(knowledge: Knowledge) -> None:
    """Its own command to load the changed file is for a proxy of the machine."""
    compose = "services:\n  api:\n    build: .\n  front:\n    image: nginx:1.27\n    ports: ['8080:80']\n"
    lines = f"    add_header {_ORIGIN} *;\n"
    texts = {"app.py": _APP, "site.conf": _NGINX.format(lines), "compose.yml": compose}
    files = {path: TextFile(path, text) for path, text in texts.items()}
    made = plan((knowledge.fixes["set-up-cors"],), _KNOWN, files)
    assert "docker compose restart front" in [each.command for each in made.by_hand]
