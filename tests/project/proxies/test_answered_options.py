"""nginx that answers preflights itself, without the headers that Flask would send."""

from __future__ import annotations

import pytest

from cors_wizard.facts.found import TextFile
from cors_wizard.project.proxies import read_proxies


def _answers(text: str) -> list[object]:
    found = read_proxies([TextFile("nginx/site.conf", text)])
    return [fact.value for fact in found.facts if fact.name == "proxy_answers_options"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("if ($request_method = OPTIONS) {\n  return 204;\n}\n", id="lines"),
        pytest.param("if ($request_method = 'OPTIONS') { return 200; }\n", id="one-line"),
        pytest.param("if ($request_method = OPTIONS) {\n add_header X b;\n return 204;\n}\n", id="another"),
        pytest.param("if ($request_method = OPTIONS) {\n  return 405;\n}\n", id="rejected"),
        pytest.param("if ($request_method !~ ^(GET|POST|PUT)$) {\n  return 444;\n}\n", id="not-listed"),
        pytest.param("if ($request_method != GET) { return 403; }\n", id="get-alone"),
        pytest.param("limit_except GET POST {\n  deny all;\n}\n", id="limit-except"),
    ],
)
def test_answers_itself(text: str) -> None:
    """The browser gets a good status and no header, or an error."""
    assert _answers(text) == ["yes"]


OTHERS = [
    pytest.param("Caddyfile", "@pre method OPTIONS\nrespond @pre 204\n", True, id="caddy"),
    pytest.param("Caddyfile", "@pre {\n method OPTIONS\n}\nrespond @pre 204\n", True, id="caddy-block"),
    pytest.param("Caddyfile", '@pre method OPTIONS\nrespond @pre "no" 405\n', True, id="caddy-rejects"),
    pytest.param(
        "Caddyfile",
        "@pre method OPTIONS\nheader Access-Control-Allow-Origin *\nrespond @pre 204\n",
        False,
        id="caddy-with-the-header",
    ),
    pytest.param(
        "Caddyfile", "@pre method OPTIONS\nhandle @pre {\n  respond 405\n}\n", True, id="caddy-handle"
    ),
    pytest.param("Caddyfile", "@pre method OPTIONS\nrespond 404\n", False, id="caddy-everything"),
    pytest.param("Caddyfile", "@get method GET\nrespond @get 204\n", False, id="caddy-another-method"),
    pytest.param(
        "a.conf",
        "RewriteCond %{REQUEST_METHOD} ^OPTIONS$\nRewriteRule ^(.*)$ $1 [R=204,L]\n",
        True,
        id="apache",
    ),
    pytest.param(
        "a.conf", "RewriteCond %{REQUEST_METHOD} OPTIONS\nRewriteRule .* - [F]\n", True, id="apache-forbids"
    ),
    pytest.param(
        "a.conf", "RewriteCond %{REQUEST_METHOD} GET\nRewriteRule .* - [F]\n", False, id="apache-another"
    ),
    pytest.param("haproxy.cfg", "http-request return status 204 if METH_OPTIONS\n", True, id="haproxy"),
    pytest.param("haproxy.cfg", "http-request deny if { method OPTIONS }\n", True, id="haproxy-denies"),
    pytest.param("haproxy.cfg", "http-request deny if METH_TRACE\n", False, id="haproxy-another"),
]


@pytest.mark.parametrize(("name", "text", "is_answered"), OTHERS)
def test_of_other_proxies(name: str, text: str, *, is_answered: bool) -> None:
    """The same of Apache, Caddy and HAProxy."""
    found = read_proxies([TextFile(name, text)])
    values = [fact.value for fact in found.facts if fact.name == "proxy_answers_options"]
    assert values == (["yes"] if is_answered else [])


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("# if ($request_method = OPTIONS) { return 204; }\n", id="comment"),
        pytest.param("if ($request_method !~ ^(GET|OPTIONS)$) {\n  return 405;\n}\n", id="options-listed"),
        pytest.param("if ($request_method != OPTIONS) {\n  return 405;\n}\n", id="the-others"),
        pytest.param("limit_except GET OPTIONS {\n  deny all;\n}\n", id="limit-except-options"),
        pytest.param(
            'if ($request_method = OPTIONS) {\n  add_header Access-Control-Allow-Origin "*";\n'
            "  return 204;\n}\n",
            id="with-the-header",
        ),
        pytest.param("if ($request_method = POST) {\n  return 204;\n}\n", id="another-method"),
        pytest.param("if ($request_method = OPTIONS) {", id="cut-off"),
    ],
)
def test_does_not(text: str) -> None:
    """What sends the header, or is for other methods, is another matter."""
    assert _answers(text) == []
