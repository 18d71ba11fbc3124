"""Where the page is served, as the project's own settings say it."""

from __future__ import annotations

from pathlib import Path

import pytest

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.knowledge_base import load_knowledge
from cors_wizard.project import scan_project
from tests.project.folders import write

_NGINX = "services:\n  web:\n    image: nginx:1.27\n    volumes:\n      - ./web:/usr/share/nginx/html:ro\n"
FIREFOX = (
    "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at {}/items. "
    "(Reason: CORS header \u2018Access-Control-Allow-Origin\u2019 missing). Status code: 200."
)


@pytest.mark.parametrize(
    ("files", "origin"),
    [
        (
            {"web/vite.config.ts": "export default { server: { host: '127.0.0.1', port: 5173 } }"},
            "http://127.0.0.1:5173",
        ),
        (
            {"vite.config.js": "export default {\n server: {\n  port: 8080,\n  https: true } }"},
            "https://localhost:8080",
        ),
        (
            {"vite.config.js": "export default { server: { proxy: { '/a': 'http://b:1' }, port: 80 } }"},
            None,
        ),
        ({"vite.config.js": "export default { preview: { port: 4173 } }"}, None),
        ({"vite.config.js": "export default { server: {\n // port: 3001,\n open: true } }"}, None),
        ({"web/package.json": '{"scripts": {"dev": "next dev -p 3100"}}'}, "http://localhost:3100"),
        (
            {"web/package.json": '{"scripts": {"start": "PORT=3006 react-scripts start"}}'},
            "http://localhost:3006",
        ),
        ({"web/package.json": '{"scripts": {"start": "PORT=3006 node server.js"}}'}, None),
        ({"angular.json": '{"serve": {"options": {"port": 4300}}}'}, "http://localhost:4300"),
        ({"compose.yml": f"{_NGINX}    ports:\n      - '8088:80'\n"}, "http://localhost:8088"),
        ({"compose.yml": "services:\n  proxy:\n    image: nginx\n    ports: ['80:80']\n"}, None),
        (
            {
                "a/vite.config.js": "export default { server: { port: 3000 } }",
                "b/vite.config.js": "export default { server: { port: 3001 } }",
            },
            None,
        ),
    ],
)
def test_where_the_page_is_served(tmp_path: Path, files: dict[str, str], origin: str | None) -> None:
    """What is written out counts; of two pages, neither does."""
    found = {fact.name: fact.value for fact in scan_project(write(tmp_path, files)).facts}
    assert found.get("page_served_at") == origin


@pytest.mark.parametrize(
    ("api", "origin"),
    [
        ("http://localhost:5000", "http://localhost:8080"),
        ("http://localhost:8080", None),
        ("https://api.example", None),
    ],
)
def test_firefox_names_no_page(tmp_path: Path, api: str, origin: str | None) -> None:
    """For a request to this machine it is the page's origin, with the file as its source."""
    scan = scan_project(write(tmp_path, {"vite.config.js": "export default { server: { port: 8080 } }"}))
    fact = Diagnosis.begin(load_knowledge(), FIREFOX.format(api)).with_scan(scan).known.get("origin")
    assert (fact.value if fact else None) == origin
    assert fact is None or (fact.source, fact.evidence.partition(":")[0]) == ("scanned", "vite.config.js")


def test_two_pages_of_one_project(tmp_path: Path) -> None:
    """Each has its own address, and the project as a whole has none."""
    config = "export default { server: { port: PORT } };"
    files = {
        "api/app.py": "import flask",
        "apps/admin/vite.config.js": config.replace("PORT", "5174"),
        "apps/shop/vite.config.js": config.replace("PORT", "5173"),
    }
    scan = scan_project(write(tmp_path, files))
    assert set(scan.served) == {
        ("apps/admin", "http://localhost:5174"),
        ("apps/shop", "http://localhost:5173"),
    }
    assert "page_served_at" not in {fact.name for fact in scan.facts}
