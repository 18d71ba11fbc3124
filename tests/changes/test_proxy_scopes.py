"""A proxy's headers go where Flask sends them, and stay where other programs respond."""

from __future__ import annotations

import pytest

from cors_wizard.diagnosis.planning import plan_for
from cors_wizard.facts import Fact, Facts
from cors_wizard.facts.found import TextFile
from cors_wizard.knowledge_base import Knowledge

_APP = (
    "from flask import Flask\nfrom flask_cors import CORS\n\napp = Flask(__name__)\n"
    'CORS(app, origins=["http://localhost:3000"])\n\n\n@app.get("/api/items")\ndef items():\n    return []\n'
)
_HEADER = "add_header Access-Control-Allow-Origin * always;"


def _removed(knowledge: Knowledge, name: str, text: str, app: str = _APP) -> tuple[list[str], list[str]]:
    """The lines that go, and those that come."""
    facts = {"origin": "http://localhost:3000", "url": "http://localhost:8080/api/items"}
    known = Facts.of([Fact(key, value, "answered") for key, value in facts.items()])
    files = {"app.py": TextFile("app.py", app), name: TextFile(name, text)}
    made = plan_for((knowledge.fixes["keep-flasks-headers"],), known, files)
    changed = [change for change in made.changes if change.path == name]
    lines = changed[0].diff.split("\n")[2:] if changed else []
    goes, comes = ([line[1:].strip() for line in lines if line[:1] == sign] for sign in "-+")
    return goes, comes


@pytest.mark.parametrize(
    ("other", "gone"),
    [
        pytest.param(f'location /status {{\n{_HEADER}\nreturn 200 "up";\n}}', 1, id="nginx-itself"),
        pytest.param(f"location /grafana/ {{\n{_HEADER}\nproxy_pass http://other:3000;\n}}", 1, id="another"),
        pytest.param(f"location /auth/ {{\n{_HEADER}\nproxy_pass http://flask;\n}}", 2, id="flask-too"),
        pytest.param(f"location ~ \\.png$ {{\n{_HEADER}\nroot /srv;\n}}", 1, id="a-pattern"),
        pytest.param(f"location ~ ^/api/i {{\n{_HEADER}\nproxy_pass http://flask;\n}}", 2, id="its-pattern"),
        pytest.param(f"location = /api {{\n{_HEADER}\nreturn 204;\n}}", 1, id="one-path"),
    ],
)
def test_another_location_keeps_its_header(knowledge: Knowledge, other: str, gone: int) -> None:
    """nginx: the page's location and those that reach the same program."""
    own = f"location /api/ {{\n{_HEADER}\nproxy_pass http://flask;\n}}"
    removed, added = _removed(knowledge, "nginx.conf", f"server {{\nlisten 8080;\n{own}\n{other}\n}}\n")
    assert (removed, added) == ([_HEADER] * gone, [])


def test_a_location_that_flask_cors_leaves_out_keeps_its_header(knowledge: Knowledge) -> None:
    """It reaches Flask, too, and nothing else sends the header there."""
    app = _APP.replace("CORS(app,", 'CORS(app, resources=r"/api/*",')
    text = "".join(
        f"location {each} {{\n{_HEADER}\nproxy_pass http://flask;\n}}\n" for each in ("/api/", "/files/")
    )
    assert _removed(knowledge, "nginx.conf", f"server {{\nlisten 8080;\n{text}}}\n", app) == ([_HEADER], [])


def test_what_a_location_inherited_stays(knowledge: Knowledge) -> None:
    """A header of the whole server goes into the locations that do not reach Flask."""
    frame = "add_header X-Frame-Options DENY;"
    text = (
        f"server {{\n    listen 8080;\n    {_HEADER}\n    {frame}\n"
        "    location /api/ {\n        proxy_pass http://flask;\n    }\n"
        "    location / {\n        root /srv/page;\n    }\n}\n"
    )
    removed, added = _removed(knowledge, "nginx.conf", text)
    assert (removed, added) == ([_HEADER], [_HEADER, frame])


@pytest.mark.parametrize(
    ("name", "text", "gone"),
    [
        pytest.param(
            "site.conf",
            "<VirtualHost *:8080>\nProxyPass /api http://localhost:5000/api\n"
            '<Location "/status">\nHeader set Access-Control-Allow-Origin "*"\n</Location>\n'
            '<Location "/api">\nHeader set Access-Control-Allow-Origin "*"\n</Location>\n</VirtualHost>\n',
            1,
            id="apache",
        ),
        pytest.param(
            "Caddyfile",
            ":8080 {\nhandle /files/* {\nheader Access-Control-Allow-Origin *\nfile_server\n}\n"
            "handle /api/* {\nheader Access-Control-Allow-Origin *\nreverse_proxy localhost:5000\n}\n}\n",
            1,
            id="caddy",
        ),
        pytest.param(
            "Caddyfile",
            ":8080 {\n@open path /files/* /fonts/*\nheader @open Access-Control-Allow-Origin *\n"
            "header /api/* Access-Control-Allow-Origin *\nreverse_proxy localhost:5000\n}\n",
            1,
            id="caddy-matchers",
        ),
    ],
)
def test_sections_of_other_proxies(knowledge: Knowledge, name: str, text: str, gone: int) -> None:
    """Apache's sections and Caddy's matchers are about paths, too."""
    removed, added = _removed(knowledge, name, text)
    assert len([line for line in removed if "Access-Control" in line]) == gone, removed
    assert not added
