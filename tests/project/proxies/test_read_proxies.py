"""What stands in front of Flask, as far as settings in the folder tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from cors_wizard.facts.found import TextFile
from cors_wizard.project.proxies.read_proxies import read_proxies
from tests.project.folders import evidence, scan, values

NGINX = """
server {
    # proxy_pass http://old;
    location /api/ {
        add_header 'Access-Control-Allow-Origin' "*" always;
        proxy_pass http://127.0.0.1:5000;
    }
}
"""
CASES = [
    pytest.param("nginx.conf", NGINX, "nginx", "nginx.conf:5: proxy_pass http://127.0.0.1:5000;", id="nginx"),
    pytest.param("deploy/sites/api.conf", NGINX, "nginx", "deploy/sites/api.conf:5", id="nginx-site"),
    pytest.param("nginx.conf.template", NGINX, "nginx", "nginx.conf.template:5", id="nginx-template"),
    pytest.param("deploy/api.nginx", NGINX, "nginx", "deploy/api.nginx:5", id="nginx-ending"),
    pytest.param("nginx.tmpl", NGINX, "nginx", "nginx.tmpl:5", id="nginx-other-ending"),
    pytest.param(
        "x.conf", "proxy_pass http://x/#a; # b\n", "nginx", "x.conf:1: proxy_pass http://x/#a;", id="hash"
    ),
    pytest.param("ci.yml", "    image: nginx\n", None, "", id="other-yaml"),
    pytest.param("nginx.conf", "uwsgi_pass flask;\n", "nginx", "nginx.conf:1", id="uwsgi"),
    pytest.param("nginx.conf", "# proxy_pass http://x;\n", None, "", id="nginx-comment"),
    pytest.param("nginx.conf", "root /var/www;\n", None, "", id="nginx-files-only"),
    pytest.param("api.conf", "ProxyPass / http://127.0.0.1:5000/\n", "apache", "api.conf:1", id="apache"),
    pytest.param("x.conf", "WSGIScriptAlias / /srv/app.wsgi\n", "apache", "x.conf:1", id="mod-wsgi"),
    pytest.param("Caddyfile", "localhost {\n reverse_proxy :5000\n}\n", "caddy", "Caddyfile:2", id="caddy"),
    pytest.param("Caddyfile", "proxy_pass x\n", None, "", id="caddy-is-no-nginx"),
    pytest.param(
        "docker-compose.yml", "  web:\n    image: nginx:1.27\n", "nginx", "docker-compose.yml:2", id="compose"
    ),
    pytest.param(
        "compose.yaml",
        "    image: 'docker.io/library/traefik:v3'\n",
        "traefik",
        "compose.yaml:1",
        id="traefik",
    ),
    pytest.param(
        "compose.yaml", '      - "traefik.http.routers.a.rule=x"\n', "traefik", "compose.yaml:1", id="labels"
    ),
    pytest.param("traefik.yml", "# a\nentryPoints:\n", "traefik", "traefik.yml:2", id="traefik-file"),
    pytest.param("traefik.toml", "# nothing\n", None, "", id="traefik-empty"),
    pytest.param("compose.yml", "    image: haproxy\n", "other", "compose.yml:1", id="haproxy"),
    pytest.param(
        "compose.yml", "    # image: nginx\n    image: postgres:16\n", None, "", id="compose-without-proxy"
    ),
    pytest.param(
        "vite.config.ts",
        "// proxy: {}\nserver: {\n  proxy: { '/api': 'http://x' },\n",
        "dev-server",
        "vite.config.ts:3",
        id="vite",
    ),
    pytest.param(
        "vite.config.js", "const a = 'http://x', proxy = 1 // proxy: 1\n", None, "", id="vite-comment"
    ),
    pytest.param(
        "vite.config.js", "/* proxy: {\n} */ x = { noproxy: 1 }\n", None, "", id="vite-long-comment"
    ),
    pytest.param(
        "webpack.config.js", "devServer: { 'proxy': [] }\n", "dev-server", "webpack.config.js:1", id="webpack"
    ),
    pytest.param(
        "next.config.js",
        "rewrites: () => [{ source: '/api/:p*', destination: 'http://x/:p*' }]\n",
        "dev-server",
        "next.config.js:1",
        id="next",
    ),
    pytest.param("vue.config.js", "proxy : 'http://x'\n", "dev-server", "vue.config.js:1", id="vue"),
    pytest.param(
        "src/setupProxy.js",
        "app.use(createProxyMiddleware({}))\n",
        "dev-server",
        "src/setupProxy.js:1",
        id="cra",
    ),
    pytest.param(
        "proxy.conf.json",
        '{"/api": {\n"target": "http://x"}}\n',
        "dev-server",
        "proxy.conf.json:1",
        id="angular",
    ),
    pytest.param(
        "package.json",
        '{\n "proxy": "http://localhost:5000"\n}\n',
        "dev-server",
        'package.json:2: "proxy": "http://localhost:5000"',
        id="package",
    ),
    pytest.param(
        "package.json", '{"dependencies": {"proxy": "1.0"}}\n', None, "", id="package-without-proxy"
    ),
    pytest.param("tests/nginx.conf", NGINX, None, "", id="in-tests"),
]


@pytest.mark.parametrize(("name", "content", "proxy", "where"), CASES)
def test_tells_the_proxy(tmp_path: Path, name: str, content: str, proxy: str | None, where: str) -> None:
    """What is in front of Flask is known, with the line that says so; without a sign nothing is claimed."""
    found = scan(tmp_path, {name: content})
    assert values(found).get("proxy") == proxy
    assert evidence(found, "proxy").startswith(where)


@pytest.mark.parametrize(
    ("name", "content", "note"),
    [
        pytest.param(
            "nginx.conf",
            NGINX,
            "nginx.conf:4: nginx sets Access-Control-Allow-Origin itself: "
            "add_header 'Access-Control-Allow-Origin' \"*\" always;",
            id="nginx",
        ),
        pytest.param(
            ".htaccess",
            'Header set Access-Control-Allow-Origin "*"\n',
            ".htaccess:1: Apache sets Access-Control-Allow-Origin itself: "
            'Header set Access-Control-Allow-Origin "*"',
            id="apache",
        ),
        pytest.param(
            "Caddyfile",
            "header Access-Control-Allow-Origin *\n",
            "Caddyfile:1: Caddy sets Access-Control-Allow-Origin itself: "
            "header Access-Control-Allow-Origin *",
            id="caddy",
        ),
        pytest.param(
            "Caddyfile",
            "header {\n  +Access-Control-Allow-Methods GET\n}\n",
            "Caddyfile:2: Caddy sets Access-Control-Allow-Methods itself: +Access-Control-Allow-Methods GET",
            id="caddy-block",
        ),
    ],
)
def test_notes_headers_that_the_proxy_sets(tmp_path: Path, name: str, content: str, note: str) -> None:
    """A second Access-Control-Allow-Origin often comes from there."""
    assert note in scan(tmp_path, {name: content}).notes


def test_notes_that_traefik_answers_by_itself(tmp_path: Path) -> None:
    """Its middleware answers the preflight, and Flask never sees it."""
    label = '- "traefik.http.middlewares.a.headers.accesscontrolalloworiginlist=https://a.example"\n'
    found = scan(tmp_path, {"compose.yml": label})
    assert found.notes[-1] == "compose.yml:1: Traefik itself handles CORS here."


def test_a_web_server_outranks_a_development_server(tmp_path: Path) -> None:
    """Both are named, the one that also runs in production counts."""
    found = scan(tmp_path, {"vite.config.js": "proxy: {}\n", "nginx.conf": "proxy_pass http://x;\n"})
    assert values(found)["proxy"] == "nginx"
    assert found.notes[-1] == "There are several proxies; also: vite.config.js:1: proxy: {}"


@pytest.mark.parametrize("mark", ["/", '"', "'", "`", "/*", "\\", "*", "proxy", " "])
def test_large_scripts_cost_no_time(tmp_path: Path, mark: str) -> None:
    """A pattern that backtracked would never end here."""
    scan(tmp_path, {"vite.config.js": mark * 1_000_000})


LARGE = {
    "one-line": f"{'server {' * 200_000}\nproxy_pass http://a:5000;",
    "headers": "location /a {\nadd_header Access-Control-Allow-Origin $http_origin;\n}\n" * 3000,
    "options": "location /a {\nif ($request_method = OPTIONS) {\nreturn 204;\n}\n}\n" * 5000,
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("text", LARGE.values(), ids=LARGE)
def test_large_settings_are_read_in_time(text: str) -> None:
    """The blocks of a file are found once, not for each of its lines: that would take minutes here."""
    assert read_proxies([TextFile("nginx.conf", text)]).facts
