"""Which files configure the proxy in front of Flask, and their lines about the CORS protocol."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from cors_wizard.changes.project import Project
from cors_wizard.changes.source_text.source import Edit, Source
from cors_wizard.facts.found import TextFile
from cors_wizard.flask_code.configuration.file_names import is_compose
from cors_wizard.frozen import dataclass
from cors_wizard.project.proxies.blocks import around, blocks, ends
from cors_wizard.project.proxies.compose import proxy_of, services

Kind = Literal["nginx", "apache", "caddy", "haproxy"]

_RELOAD: dict[str, str] = {
    "nginx": "sudo nginx -t && sudo nginx -s reload",
    "apache": "sudo apachectl configtest && sudo apachectl graceful",
    "caddy": "caddy reload",
    "haproxy": "sudo systemctl reload haproxy",
}
SENDS: dict[str, re.Pattern[str]] = {
    "nginx": re.compile(r"\s*(?:add_header|more_set_headers)\s+[\"']?Access-Control-", re.IGNORECASE),
    "apache": re.compile(
        r"\s*Header\s+(?:always\s+|onsuccess\s+)?(?:set|add|append|merge|setifempty)\s+\"?Access-Control-",
        re.IGNORECASE,
    ),
    "caddy": re.compile(r"\s*(?:header\s+(?:[@/*]\S*\s+)?)?[+>?]?Access-Control-", re.IGNORECASE),
    "haproxy": re.compile(
        r"\s*(?:(?:http-(?:after-)?response|rspadd)\s+(?:(?:add|set)-header\s+)?"
        r"|http-request\s+return\s.{0,300}?\shdr\s+)Access-Control-",
        re.IGNORECASE,
    ),
}
"""Lines that add the headers themselves."""
DROPS: dict[str, re.Pattern[str]] = {
    "nginx": re.compile(
        r"\s*(?:proxy_hide_header\s+Access-Control-|more_clear_headers\s+.*Access-Control-"
        r"|proxy_set_header\s+(?:Origin|Access-Control-\S+)\s)",
        re.IGNORECASE,
    ),
    "apache": re.compile(
        r"\s*(?:Header\s+(?:always\s+|onsuccess\s+)?unset\s+\"?Access-Control-"
        r"|RequestHeader\s+(?:unset|set)\s+\"?(?:Origin|Access-Control-))",
        re.IGNORECASE,
    ),
    "caddy": re.compile(
        r"\s*(?:header_down\s+-Access-Control-|header_up\s+-?(?:Origin|Access-Control-)"
        r"|(?:header\s+(?:[@/*]\S*\s+)?)?-Access-Control-|request_header\s+-(?:Origin|Access-Control-))",
        re.IGNORECASE,
    ),
    "haproxy": re.compile(
        r"\s*http-(?:response\s+del-header\s+Access-Control-|request\s+del-header\s+(?:Origin|Access-Control-))",
        re.IGNORECASE,
    ),
}
"""Lines that keep the headers from getting through."""
_MOST_NAMES = 50_000
COMMENT = re.compile(r"\s*#")
OPTIONS_BLOCK = re.compile(r"\s*if\s*\(\s*\$request_method\s*=\s*['\"]?OPTIONS['\"]?\s*\)\s*\{")


@dataclass(frozen=True)
class ProxyFile:
    """One file of a proxy's settings."""

    kind: Kind
    source: Source


def proxy_files(project: Project) -> Iterator[ProxyFile]:
    """Every file of the project that configures a proxy."""
    for path, source in project.workspace.now.items():
        # A page's thousands of files are passed over by their names.
        if _is_named_like_one(path) and (kind := _kind(path, source.text)) is not None:
            yield ProxyFile(kind, source)


@lru_cache(_MOST_NAMES)
def _is_named_like_one(path: str) -> bool:
    name = path.rpartition("/")[2].lower()
    is_named = any(word in name for word in ("caddyfile", "nginx")) or name.startswith("haproxy")
    return is_named or name.endswith((".conf", ".htaccess", ".template")) or "sites-" in path


def _kind(path: str, text: str) -> Kind | None:
    name = path.rpartition("/")[2].lower()
    if "caddyfile" in name:
        return "caddy"
    if name == ".htaccess" or re.search(
        r"<VirtualHost|^\s*ProxyPass\s|^\s*RewriteEngine", text, re.MULTILINE
    ):
        return "apache" if name.endswith((".conf", ".htaccess")) else None
    if name.startswith("haproxy"):
        return "haproxy"
    return "nginx" if re.search(r"proxy_pass|location\s|uwsgi_pass|add_header", text) else None


def matching_lines(file: ProxyFile, patterns: dict[str, re.Pattern[str]]) -> list[int]:
    """The numbers of the lines that a pattern of the file's kind matches; comments are none."""
    pattern = patterns[file.kind]
    return [
        number
        for number, line in enumerate(file.source.lines, start=1)
        if not COMMENT.match(line) and pattern.match(line)
    ]


def opening(source: Source, line: int) -> int | None:
    """The line that opens the block around a line."""
    inner = around(blocks(source.lines), line)
    return inner[0].first if inner else None


def closing(source: Source, opened: int) -> int:
    """The line that closes the block which a line opens."""
    return min(ends(source.lines).get(opened, opened), len(source.lines))


def replace_in(project: Project, file: ProxyFile, edit: Edit) -> None:
    """Edit the file, and say that the proxy has to load it."""
    project.workspace.edit(file.source.path, edit)
    have_it_loaded(project, file.kind)


def have_it_loaded(project: Project, kind: Kind) -> None:
    """Say that the proxy has to load the change, and how."""
    project.workspace.hand(f"Reload {kind}, so that the change is loaded.", reload_command(project, kind))


def reload_command(project: Project, kind: Kind) -> str:
    """What loads it: where Compose runs the proxy, that is a restart of its service."""
    files = (
        TextFile(path, source.text)
        for path, source in project.workspace.now.items()
        if is_compose(path.rpartition("/")[2])
    )
    named = (each.name for file in files for each in services(file) if proxy_of(each) == kind)
    service = next(named, "")
    return f"docker compose restart {service}" if service else _RELOAD[kind]
