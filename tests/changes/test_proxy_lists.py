"""A proxy that sends the headers itself: its own lists get what the page's request needs."""

from __future__ import annotations

import pytest

from cors_wizard.diagnosis.planning import plan_for
from cors_wizard.facts import Fact, Facts, FactValue
from cors_wizard.facts.found import TextFile
from cors_wizard.knowledge_base import Knowledge

_PAGE = "http://localhost:5175"
_APP = (
    "from flask import Flask\n\napp = Flask(__name__)\n\n\n"
    '@app.patch("/api/loans/<int:number>")\ndef change(number):\n    return {}\n'
)
_IF = "if ($request_method = OPTIONS) {{\n{}\nreturn 204;\n}}\n"
_ALLOW = f'add_header Access-Control-Allow-Origin "{_PAGE}" always;'
_METHODS = 'add_header Access-Control-Allow-Methods "{}" always;'
_NAMES = 'add_header Access-Control-Allow-Headers "{}" always;'
_LOCATION = "server {{\nlisten 80;\nlocation /api/ {{\n{}proxy_pass http://flask;\n}}\n{}}}\n"


def _nginx(answer: str, rest: str = "") -> str:
    return _LOCATION.format(f"{_IF.format(answer)}{_ALLOW}\n", rest)


def _plan(knowledge: Knowledge, name: str, text: str, *, app: str = _APP, **more: FactValue) -> str:
    known: dict[str, FactValue] = {
        "url": "http://localhost/api/loans/9",
        "origin": _PAGE,
        "method": "PATCH",
        "symptom": "preflight-method-disallowed",
        "request_headers": ("X-Desk: 1",),
        **more,
    }
    facts = Facts.of(Fact(key, value, "answered") for key, value in known.items())
    files = {"app.py": TextFile("app.py", app), name: TextFile(name, text)}
    made = plan_for((knowledge.fixes["set-up-cors"],), facts, files)
    assert [each.path for each in made.changes] == [name], made.problem
    return made.changes[0].after


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        pytest.param(
            f"{_ALLOW}\n{_METHODS.format('GET, POST')}\n{_NAMES.format('Content-Type')}",
            [_METHODS.format("GET, POST, PATCH"), _NAMES.format("Content-Type, X-Desk")],
            id="both-lists",
        ),
        pytest.param(
            f"{_ALLOW}\nadd_header Access-Control-Allow-Methods GET,POST;\n{_NAMES.format('x-desk')}",
            ['add_header Access-Control-Allow-Methods "GET,POST,PATCH";', _NAMES.format("x-desk")],
            id="no-quotes",
        ),
        pytest.param(
            f"{_ALLOW}\n{_NAMES.format('*')}",
            [_METHODS.format("GET, POST, PATCH"), _NAMES.format("*")],
            id="no-methods",
        ),
        pytest.param(
            f"{_ALLOW}\nmore_set_headers 'Access-Control-Allow-Methods: GET, POST';\n"
            f"{_NAMES.format('$http_access_control_request_headers')}",
            [
                "more_set_headers 'Access-Control-Allow-Methods: GET, POST, PATCH';",
                _NAMES.format("$http_access_control_request_headers"),
            ],
            id="headers-more",
        ),
    ],
)
def test_nginx_lists_what_the_request_needs(knowledge: Knowledge, answer: str, expected: list[str]) -> None:
    """In the block that answers preflights; what is listed stays."""
    after = _plan(knowledge, "nginx.conf", _nginx(answer))
    lines = [line.strip() for line in after.split("\n")]
    assert [line for line in lines if "-Methods" in line or "-Headers" in line] == expected


def test_another_programs_location_stays(knowledge: Knowledge) -> None:
    """Only the location of the page's path changes."""
    other = f"location /files/ {{\n{_ALLOW}\n{_METHODS.format('GET')}\nroot /srv;\n}}\n"
    answer = f"{_ALLOW}\n{_METHODS.format('GET')}\n{_NAMES.format('X-Desk')}"
    after = _plan(knowledge, "nginx.conf", _nginx(answer, other))
    assert after.endswith(f"{other}}}\n")
    assert after.count(_METHODS.format("GET, PATCH")) == 1


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        pytest.param(
            'map $request_method $methods {\ndefault "";\nOPTIONS "GET, POST";\n}\n',
            'map $request_method $methods {\ndefault "";\nOPTIONS "GET, POST, PATCH";\n}\n',
            id="methods",
        ),
        pytest.param(
            f'map $http_origin $methods {{\nhttps://a.example "GET";\n{_PAGE} "GET";\n}}\n',
            f'map $http_origin $methods {{\nhttps://a.example "GET";\n{_PAGE} "GET, PATCH";\n}}\n',
            id="origins",
        ),
    ],
)
def test_values_in_maps(knowledge: Knowledge, table: str, expected: str) -> None:
    """The entry that the page's request meets; the others stay."""
    answer = f"{_ALLOW}\nadd_header Access-Control-Allow-Methods $methods;\n{_NAMES.format('X-Desk')}"
    after = _plan(knowledge, "nginx.conf", table + _nginx(answer))
    assert after == expected + _nginx(answer)


@pytest.mark.parametrize(
    ("name", "line", "expected"),
    [
        pytest.param(
            "site.conf",
            "<VirtualHost *:80>\nProxyPass /api http://localhost:5000/api\n"
            f'Header always set Access-Control-Allow-Origin "{_PAGE}"\n'
            'Header always set Access-Control-Allow-Headers "X-Desk"\n{}\n</VirtualHost>\n',
            ("Header always set Access-Control-Allow-Methods {}", '"GET, POST"', '"GET, POST, PATCH"'),
            id="apache",
        ),
        pytest.param(
            "Caddyfile",
            f':80 {{{{\nheader {{{{\nAccess-Control-Allow-Origin "{_PAGE}"\n'
            "Access-Control-Allow-Headers X-Desk\n{}\n}}}}\nreverse_proxy localhost:5000\n}}}}\n",
            ("Access-Control-Allow-Methods {}", "GET,POST", '"GET,POST,PATCH"'),
            id="caddy",
        ),
        pytest.param(
            "haproxy.cfg",
            f'frontend web\nbind *:80\nhttp-response set-header Access-Control-Allow-Origin "{_PAGE}"\n'
            'http-response set-header Access-Control-Allow-Headers "X-Desk"\n{}\n',
            ("http-response set-header Access-Control-Allow-Methods {}", '"GET"', '"GET, PATCH"'),
            id="haproxy",
        ),
    ],
)
def test_other_proxies(knowledge: Knowledge, name: str, line: str, expected: tuple[str, str, str]) -> None:
    """Apache, Caddy and HAProxy have the same lists, each in its own manner."""
    text = line.replace("{{{{", "{{").replace("}}}}", "}}") if name != "site.conf" else line
    said, before, after = expected
    made = _plan(knowledge, name, text.format(said.format(before)))
    assert made == text.format(said.format(after))


def test_credentials_with_every_response(knowledge: Knowledge) -> None:
    """A header that no line sends is sent wherever the origin is."""
    answer = f"{_ALLOW}\n{_METHODS.format('PATCH')}\n{_NAMES.format('X-Desk')}"
    after = _plan(
        knowledge,
        "nginx.conf",
        _nginx(answer),
        credentials="include",
        symptom="preflight-invalid-allow-credentials",
    )
    assert (
        after.count("add_header Access-Control-Allow-Credentials true always;")
        + after.count('add_header Access-Control-Allow-Credentials "true" always;')
        == 2
    )


def test_a_preflight_that_flask_never_sees(knowledge: Knowledge) -> None:
    """flask-cors sends the rest: the proxy's own response to OPTIONS gets what it lacks."""
    head = "from flask import Flask\n\napp = Flask(__name__)\n"
    cors = head.replace("\n\n", "\nfrom flask_cors import CORS\n\n") + f'CORS(app, origins=["{_PAGE}"])\n'
    app = _APP.replace(head, cors)
    assert "CORS(" in app
    answer = f"{_ALLOW}\n{_METHODS.format('GET, POST')}\n{_NAMES.format('X-Desk')}"
    text = _LOCATION.format(_IF.format(answer), "")
    assert _METHODS.format("GET, POST, PATCH") in _plan(knowledge, "nginx.conf", text, app=app)


_OTHER = 'add_header Access-Control-Allow-Origin "https://shop.example";'
_STAR = "add_header Access-Control-Allow-Origin * always;"


@pytest.mark.parametrize(
    ("frame", "known", "expected"),
    [
        pytest.param(
            _LOCATION.format(_IF.format(f"{_ALLOW}\n{_METHODS.format('GET, POST')}"), ""),
            {},
            f'CORS(app, origins=["{_PAGE}"])',
            id="nginx-answers-preflights-alone",
        ),
        pytest.param(
            _LOCATION.format(f"{_OTHER}\n", ""),
            {"symptom": "preflight-allow-origin-mismatch"},
            f'CORS(app, origins=["https://shop.example", "{_PAGE}"])',
            id="whom-nginx-lets-in-stays",
        ),
        pytest.param(
            _LOCATION.format(
                'set $page "https://shop.example";\nadd_header Access-Control-Allow-Origin $page always;\n',
                "",
            ),
            {"symptom": "preflight-allow-origin-mismatch"},
            f'CORS(app, origins=["https://shop.example", "{_PAGE}"])',
            id="a-variable-with-one-value",
        ),
        pytest.param(
            _LOCATION.format(f"{_IF.format(_STAR)}{_STAR}\n", ""),
            {"symptom": "preflight-wildcard-origin-not-allowed", "credentials": "include"},
            f'CORS(app, origins=["{_PAGE}"], supports_credentials=True)',
            id="a-star-allows-no-credentials",
        ),
    ],
)
def test_flask_takes_over(
    knowledge: Knowledge, frame: str, known: dict[str, FactValue], expected: str
) -> None:
    """Where nginx's lines can't let the page's whole request pass, they go, and Flask sends the headers."""
    values = {"url": "http://localhost/api/loans/9", "origin": _PAGE, "method": "PATCH", "proxy": "nginx"}
    given: dict[str, FactValue] = {**values, "symptom": "preflight-method-disallowed", **known}
    facts = Facts.of(Fact(key, value, "answered") for key, value in given.items())
    files = {"app.py": TextFile("app.py", _APP), "nginx.conf": TextFile("nginx.conf", frame)}
    made = plan_for((knowledge.fixes["set-up-cors"],), facts, files)
    after = {each.path: each.after for each in made.changes}
    assert expected in after["app.py"], made.problem
    assert "Access-Control" not in after["nginx.conf"]


_CADDY = (
    "http://localhost:8080 {\n    @options method OPTIONS\n"
    "    header @options Access-Control-Allow-Origin *\n"
    "    respond @options 204\n    reverse_proxy 127.0.0.1:5000\n}\n"
)
_APACHE = (
    "<VirtualHost *:8080>\n    RewriteEngine On\n    RewriteCond %{REQUEST_METHOD} OPTIONS\n"
    '    RewriteRule ^(.*)$ $1 [R=200,L]\n    Header always set Access-Control-Allow-Origin "*"\n'
    "    ProxyPass / http://127.0.0.1:5000/\n</VirtualHost>\n"
)
_CHECKED = (
    "from flask import Flask, abort, request\nfrom flask_cors import CORS\n\napp = Flask(__name__)\n"
    'CORS(app, origins=["https://desk.example"])\n\n\n@app.before_request\ndef check():\n'
    '    if not request.headers.get("Authorization"):\n        abort(401)\n\n\n'
    '@app.patch("/api/loans/<int:number>")\ndef change(number):\n    return {}\n'
)


@pytest.mark.parametrize(("name", "text"), [("Caddyfile", _CADDY), ("apache.conf", _APACHE)])
def test_a_check_that_the_proxy_kept_preflights_from(knowledge: Knowledge, name: str, text: str) -> None:
    """Once Flask responds to OPTIONS, its own login check must let that pass."""
    known: dict[str, FactValue] = {
        "url": "http://localhost:8080/api/loans/9",
        "origin": _PAGE,
        "method": "PATCH",
        "symptom": "preflight-wildcard-origin-not-allowed",
        "credentials": "include",
        "request_headers": ("Authorization: x",),
    }
    facts = Facts.of(Fact(key, value, "answered") for key, value in known.items())
    files = {"app.py": TextFile("app.py", _CHECKED), name: TextFile(name, text)}
    after = {
        each.path: each.after for each in plan_for((knowledge.fixes["set-up-cors"],), facts, files).changes
    }
    assert "OPTIONS" not in after[name]
    assert 'if request.method == "OPTIONS":' in after["app.py"]


def test_a_proxy_that_chooses_the_page_itself(knowledge: Knowledge) -> None:
    """Flask's list leaves the page out: a second header beside the proxy's would be refused."""
    chosen = (
        "server {\nlisten 80;\nlocation /api/ {\nif ($http_origin ~ ^http://localhost:\\d+$) {\n"
        "add_header Access-Control-Allow-Origin $http_origin always;\n"
        'add_header Access-Control-Allow-Methods "GET, PATCH" always;\n}\nproxy_pass http://flask;\n}\n}\n'
    )
    app = _APP.replace("\n\napp =", "\nfrom flask_cors import CORS\n\napp =")
    app = app.replace("(__name__)\n", '(__name__)\nCORS(app, origins=["https://desk.example"])\n')
    after = _plan(knowledge, "nginx.conf", chosen, app=app, symptom="header-disallowed")
    assert "add_header Access-Control-Allow-Headers X-Desk always;" in after
