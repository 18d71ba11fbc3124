"""Which paths nginx serves from a folder."""

from __future__ import annotations

import pytest

from cors_wizard.facts.found import TextFile
from cors_wizard.project.proxies.served import read_served

_FILES = "server {\n    location /static/ {\n        root /srv;\n    }\n"
_APP = "    location / {\n        proxy_pass http://127.0.0.1:5000;\n    }\n}\n"


@pytest.mark.parametrize(
    ("text", "served"),
    [
        pytest.param(
            _FILES.replace("{\n", "{\n    listen [::]:80;\n    listen 8080;\n", 1) + _APP,
            [("nginx.conf:4: 80,8080 /static/",)],
            id="beside-flask",
        ),
        pytest.param(
            _FILES.replace("/static/", "^~ /fonts/") + _APP, [("nginx.conf:2: 80 /fonts/",)], id="first"
        ),
        pytest.param(
            _FILES.replace("root /srv;", "try_files $uri @flask;\n        root /srv;") + _APP, [], id="tries"
        ),
        pytest.param(
            _FILES + "    location ~ \\.woff2$ {\n        root /fonts;\n    }\n" + _APP, [], id="pattern"
        ),
        pytest.param("server {\n" + _APP, [], id="flask-alone"),
    ],
)
def test_paths_that_nginx_serves(text: str, served: list[tuple[str, ...]]) -> None:
    """Where something else may respond as well, nothing is said."""
    assert [fact.value for fact in read_served(TextFile("nginx.conf", text)).facts] == served
