"""Whom the settings of a proxy allow: what guards a line that sends the Origin back is what counts."""

from __future__ import annotations

import pytest

from cors_wizard.facts import Facts
from cors_wizard.facts.found import TextFile
from cors_wizard.project.proxies.origin_rules import read_origin_rules

_BACK = "add_header Access-Control-Allow-Origin $http_origin always;"
_SENDS = "add_header Access-Control-Allow-Origin"
_HTTP = "http-response set-header Access-Control-Allow-Origin"
_VAR = "http-request set-var(txn.o) req.hdr(origin)"
_STRICT = r'"^https://shop\.example$"'
_SETENV = f"SetEnvIf Origin {_STRICT} ALLOWED=$0"


@pytest.mark.parametrize(
    ("path", "text", "rules"),
    [
        pytest.param("nginx.conf", _BACK, ["1: any ''"], id="nginx-back"),
        pytest.param(
            "nginx.conf",
            f"if ($http_origin ~ {_STRICT}) {{\n  {_BACK}\n}}",
            [r"1: search '^https://shop\.example$'"],
            id="nginx-if",
        ),
        pytest.param(
            "nginx.conf",
            f"if ($http_origin ~ {_STRICT}) {{ {_BACK} }}",
            [r"1: search '^https://shop\.example$'"],
            id="nginx-if-in-one-line",
        ),
        pytest.param(
            "nginx.conf",
            f"if ($http_origin = 'https://shop.example') {{\n  location / {{\n{_BACK}\n}}\n}}",
            ["1: is 'https://shop.example'"],
            id="nginx-if-around-another",
        ),
        pytest.param(
            "nginx.conf", f"if ($http_origin) {{\n  {_BACK}\n}}", ["2: any ''"], id="nginx-if-there-is-one"
        ),
        pytest.param(
            "nginx.conf",
            f"if ($http_origin ~ {_STRICT}) {{\n  set $known 1;\n}}\n{_BACK}",
            [r"1: search '^https://shop\.example$'", "4: any ''"],
            id="nginx-if-closed-before",
        ),
        pytest.param(
            "nginx.conf",
            f"if ($http_origin ~ {_STRICT}) {{\n  set $ok 1;\n}}\nif ($ok = 1) {{\n  {_BACK}\n}}",
            [r"1: search '^https://shop\.example$'"],
            id="nginx-if-by-a-variable",
        ),
        pytest.param(
            "nginx.conf",
            f"set $cors 'true';\nif ($http_origin ~ {_STRICT}) {{\n  set $cors 'true';\n}}\n"
            f"if ($cors = 'true') {{\n  {_BACK}\n}}",
            [r"2: search '^https://shop\.example$'", "6: any ''"],
            id="nginx-if-by-a-variable-that-all-have",
        ),
        pytest.param(
            "nginx.conf",
            f"location / {{\n if ($http_origin !~ {_STRICT}) {{\n  return 403;\n }}\n {_BACK}\n}}",
            [r"2: search '^https://shop\.example$'"],
            id="nginx-others-are-turned-away",
        ),
        pytest.param(
            "nginx.conf",
            f"location /a {{\n if ($http_origin !~ {_STRICT}) {{\n  return 403;\n }}\n}}\n"
            f"location / {{\n {_BACK}\n}}",
            [r"2: search '^https://shop\.example$'", "7: any ''"],
            id="nginx-others-are-turned-away-elsewhere",
        ),
        pytest.param(
            "httpd.conf",
            f"SetEnvIf Origin {_STRICT} OK=1\n"
            'Header set Access-Control-Allow-Origin "expr=%{req:Origin}" env=OK',
            [r"1: search '^https://shop\.example$'"],
            id="apache-flag",
        ),
        pytest.param(
            "httpd.conf",
            'Header set Access-Control-Allow-Origin "expr=%{req:Origin}" '
            "\"expr=%{req:Origin} in {'https://shop.example', 'https://a.example'}\"",
            ["1: is 'https://shop.example'", "1: is 'https://a.example'"],
            id="apache-expression-of-a-list",
        ),
        pytest.param(
            "Caddyfile",
            "@known expression {header.Origin}.endsWith('.example')\n"
            "header @known Access-Control-Allow-Origin {header.Origin}",
            ["1: guard ''"],
            id="caddy-expression",
        ),
        pytest.param(
            "haproxy.cfg",
            f"acl known hdr(origin) -f origins.txt\n{_VAR} if known\n{_HTTP} %[var(txn.o)]",
            ["1: guard ''"],
            id="haproxy-file",
        ),
        pytest.param(
            "haproxy.cfg", f"{_VAR},map(o.map)\n{_HTTP} %[var(txn.o)]", ["1: guard ''"], id="haproxy-map"
        ),
        pytest.param(
            "nginx.conf",
            f'map $http_origin $ok {{ default 0; "https://shop.example" 1; }}\nif ($ok) {{\n  {_BACK}\n}}',
            ["1: is 'https://shop.example'"],
            id="nginx-if-by-a-map",
        ),
        pytest.param(
            "nginx.conf",
            f'map $http_origin $ok {{\n default 1;\n "https://a.example" 1; }}\nif ($ok) {{\n  {_BACK}\n}}',
            ["3: is 'https://a.example'", "5: any ''"],
            id="nginx-if-by-a-map-open-to-all",
        ),
        pytest.param(
            "nginx.conf",
            'map $http_origin $cors { default ""; "~^https://shop.example" $http_origin; }',
            ["1: search '^https://shop.example'"],
            id="nginx-map-in-one-line",
        ),
        pytest.param(
            "nginx.conf",
            'map $http_origin $cors {\n  default "";\n  "https://shop.example" $http_origin; }',
            ["3: is 'https://shop.example'"],
            id="nginx-map-closed-behind-its-last",
        ),
        pytest.param("nginx.conf", f"set $o $http_origin;\n{_SENDS} $o;", ["1: any ''"], id="nginx-set"),
        pytest.param(
            "nginx.conf",
            f"if ($http_origin ~ {_STRICT}) {{\n  set $o $http_origin;\n}}\n{_SENDS} $o;",
            [r"1: search '^https://shop\.example$'"],
            id="nginx-set-behind-if",
        ),
        pytest.param("haproxy.cfg", f"{_HTTP} %[capture.req.hdr(0)]", ["1: any ''"], id="haproxy-back"),
        pytest.param(
            "haproxy.cfg",
            f"# acl known hdr(origin) https://old.example\nacl known hdr(Origin) -i https://a.example https://b.example\n"
            f"{_VAR} if known\n{_HTTP} %[var(txn.o)] if {{ var(txn.o) -m found }}",
            ["2: is 'https://a.example'", "2: is 'https://b.example'"],
            id="haproxy-acl",
        ),
        pytest.param(
            "haproxy.cfg",
            f"{_VAR}\n{_HTTP} %[var(txn.o)] if {{ var(txn.o) -m found }}",
            ["2: any ''"],
            id="haproxy-any-variable",
        ),
        pytest.param(
            "haproxy.cfg",
            f"{_VAR} if {{ req.hdr(origin) -m reg ^https://shop }}\n{_HTTP} %[var(txn.o)]",
            ["1: search '^https://shop'"],
            id="haproxy-in-braces",
        ),
        pytest.param(
            "haproxy.cfg",
            f"acl known hdr_end(origin) .shop.example\n{_HTTP} %[capture.req.hdr(0)] if known",
            ["1: endswith '.shop.example'"],
            id="haproxy-end",
        ),
        pytest.param("haproxy.cfg", f"{_HTTP} https://shop.example", [], id="haproxy-fixed"),
        pytest.param(
            "httpd.conf",
            f"{_SETENV}\nHeader set Access-Control-Allow-Origin %{{ALLOWED}}e env=ALLOWED",
            [r"1: fullmatch '^https://shop\.example$'"],
            id="apache-variable",
        ),
        pytest.param(
            "httpd.conf",
            f"{_SETENV.replace('ALLOWED', 'HTTP_ORIGIN')}\n"
            "Header set Access-Control-Allow-Origin %{HTTP_ORIGIN}e env=HTTP_ORIGIN",
            [r"1: fullmatch '^https://shop\.example$'"],
            id="apache-variable-of-that-name",
        ),
        # The variable is a condition alone: what is sent is the origin, of which a part matched.
        pytest.param(
            "httpd.conf",
            f"{_SETENV}\nHeader set Access-Control-Allow-Origin %{{ORIGIN}}e env=ALLOWED",
            [r"1: search '^https://shop\.example$'"],
            id="apache-condition",
        ),
        pytest.param(
            "httpd.conf",
            'Header set Access-Control-Allow-Origin "expr=%{req:Origin}"',
            ["1: any ''"],
            id="apache-expression",
        ),
        pytest.param(
            "httpd.conf",
            "<If \"%{HTTP:Origin} == 'https://shop.example'\">\n"
            'Header set Access-Control-Allow-Origin "expr=%{req:Origin}"\n</If>',
            ["1: is 'https://shop.example'"],
            id="apache-if",
        ),
        pytest.param(
            "Caddyfile",
            "@cors header Origin https://shop.example\n"
            "header @cors Access-Control-Allow-Origin {http.request.header.Origin}",
            ["1: is 'https://shop.example'"],
            id="caddy-matcher",
        ),
        pytest.param(
            "Caddyfile",
            "@cors {\n  header Origin https://shop.example\n}\nhandle @cors {\n"
            "  header Access-Control-Allow-Origin {header.Origin}\n}",
            ["2: is 'https://shop.example'"],
            id="caddy-block",
        ),
        pytest.param(
            "Caddyfile",
            "@api path /api/*\nheader @api Access-Control-Allow-Origin {header.Origin}",
            ["2: any ''"],
            id="caddy-matcher-of-a-path",
        ),
    ],
)
def test_rules(path: str, text: str, rules: list[str]) -> None:
    """Each rule with its line; sent back to whom a rule let pass is no rule of its own."""
    found = Facts.of(read_origin_rules(TextFile(path, text)).facts).items("proxy_origin_checks")
    assert [each.removeprefix(f"{path}:") for each in found] == rules
