"""Reads where the page is served: what the dev server's settings say, and the container that serves the page.

Only what is written out is taken; the usual port of a tool would only be a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cors_wizard.facts import Fact
from cors_wizard.facts.found import TextFile, place, scanned
from cors_wizard.flask_code.configuration.file_names import is_compose
from cors_wizard.page_code.sources.comments import without_comments
from cors_wizard.project.proxies.comments import hash_lines

_SETTINGS = (
    "vite.config.",
    "vue.config.",
    "webpack.config.",
    "rsbuild.config.",
    "astro.config.",
    "nuxt.config.",
)
_SERVER = re.compile(r"\b(?:server|devServer)\s{0,4}[:=]\s{0,4}\{")
_PORT = re.compile(r"\bport\s{0,4}:\s{0,4}(\d{2,5})\b")
_HOST = re.compile(r"\bhost\s{0,4}:\s{0,4}[\"']([A-Za-z0-9.:-]{1,100})[\"']")
_HTTPS = re.compile(r"\bhttps\s{0,4}:\s{0,4}(?:true|\{)")
_SCRIPT = re.compile(r"\"(?:dev|start|serve)\"\s{0,4}:\s{0,4}\"([^\"\n]{1,300})\"")
_OF_A_PAGE = re.compile(
    r"\b(?:vite|next|nuxi?t?|react-scripts|webpack(?:-dev-server)?|vue-cli-service|ng|parcel|astro|rsbuild|serve"
    r"|http-server|live-server|svelte-kit|gatsby|python3? -m http\.server)\b"
)
_SCRIPT_PORT = re.compile(r"(?:(?:--port|--listen|-p|-l)[ =]|\bPORT=|http\.server )(\d{2,5})\b")
_ANGULAR = re.compile(r"\"serve\".{0,2000}?\"port\"\s{0,4}:\s{0,4}(\d{2,5})", re.DOTALL)
_PUBLISHED = re.compile(r"(?<![0-9.:/])(?:127\.0\.0\.1:)?(\d{2,5}):\d{2,5}(?![0-9:])")
_SERVES_PAGES = re.compile(r"image:\s{0,9}[\"']?(?:\S{0,100}/)?(?:nginx|httpd|caddy)\b")
_PAGES = re.compile(
    r"-\s{1,9}[\"']?\./[\w./-]{0,200}:(?:/usr/share/nginx/html|/usr/local/apache2/htdocs|/usr/share/caddy|/srv)\b"
)
_MOST = 2_000


def is_wanted(name: str) -> bool:
    """Whether a file of that name may tell where the page is served."""
    return name in ("package.json", "angular.json") or name.startswith(_SETTINGS) or is_compose(name)


def read_page_origin(files: Sequence[TextFile]) -> tuple[Fact, ...]:
    """The fact `page_served_at`, where all that tells it says the same."""
    found = [each for file in files if is_wanted(file.name) for each in _of_file(file)]
    return (found[0],) if len({each.value for each in found}) == 1 else ()


def served_pages(files: Sequence[TextFile]) -> tuple[tuple[str, str], ...]:
    """The folder of each page whose settings say where it is served, and that origin."""
    found: dict[str, set[str]] = {}
    for file in files:
        if is_wanted(file.name) and not is_compose(file.name):
            for fact in _of_file(file):
                found.setdefault(file.path.rpartition("/")[0], set()).add(str(fact.value))
    return tuple((folder, origins.pop()) for folder, origins in found.items() if len(origins) == 1)


def _of_file(file: TextFile) -> Iterator[Fact]:
    if is_compose(file.name):
        yield from _of_compose(file)
    elif file.name.startswith(_SETTINGS):
        yield from _of_settings(file)
    elif file.name == "angular.json":
        if (found := _ANGULAR.search(file.text)) is not None:
            yield _served(file, found, "http://localhost", found[1])
    else:
        for script in _SCRIPT.finditer(file.text):
            port = _SCRIPT_PORT.search(script[1])
            if port is not None and _OF_A_PAGE.search(script[1]):
                yield _served(file, script, "http://localhost", port[1])


def _of_settings(file: TextFile) -> Iterator[Fact]:
    server = _SERVER.search(text := without_comments(file.text))
    inside = text[server.end() : server.end() + _MOST] if server else ""
    # A port behind the next table may be that of a proxy or of the preview.
    own = re.sub(r"\{[^{}]{0,500}\}", "", inside.partition("proxy")[0])
    port = _PORT.search(own)
    if server is None or port is None:
        return
    host = _HOST.search(own)
    name = host[1] if host and host[1] not in ("0.0.0.0", "::", "true") else "localhost"
    scheme = "https" if _HTTPS.search(own) else "http"
    yield _served(file, server, f"{scheme}://{name}", port[1])


def _of_compose(file: TextFile) -> Iterator[Fact]:
    """A web server that is given the page's files, by its published port."""
    lines = [(number, line) for number, line in hash_lines(file.lines) if line]
    for index, (_, line) in enumerate(lines):
        if _SERVES_PAGES.match(line):
            near = lines[max(index - 12, 0) : index + 12]
            ports = [(number, match) for number, text in near if (match := _PUBLISHED.search(text))]
            has_pages = any(_PAGES.match(text) for _, text in near)
            own = [each for each in ports if each[0] > lines[index][0]][:1]
            for number, match in own if has_pages else ():
                port = "" if match[1] == "80" else f":{match[1]}"
                where = place(file.path, number)
                yield scanned("page_served_at", f"http://localhost{port}", where, file.lines[number - 1])


def _served(file: TextFile, found: re.Match[str], host: str, port: str) -> Fact:
    number = found.string.count("\n", 0, found.start()) + 1
    return scanned("page_served_at", f"{host}:{port}", place(file.path, number), file.lines[number - 1])
