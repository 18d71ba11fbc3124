"""Reads nginx, Apache and Caddy settings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cors_wizard.facts.found import Found, TextFile, clean, place, scanned
from cors_wizard.frozen import dataclass
from cors_wizard.project.proxies.comments import hash_lines


@dataclass(frozen=True)
class _Server:
    """One kind of web server, as its settings show it."""

    name: str
    title: str
    passing: tuple[str, ...]
    """Directives, in lower case, that hand a request on to Flask."""
    adding: tuple[str, ...]
    """Directives that write a response header."""


_NGINX = _Server(
    "nginx", "nginx", ("proxy_pass", "uwsgi_pass", "fastcgi_pass"), ("add_header", "more_set_headers")
)
_APACHE = _Server(
    "apache", "Apache", ("proxypass", "proxypassmatch", "wsgiscriptalias"), ("header", "responseheader")
)
_CADDY = _Server("caddy", "Caddy", ("reverse_proxy", "proxy"), ("header", "header_down"))
_SERVERS = (_NGINX, _APACHE)
_HEADER = "access-control-allow-"


def is_server_settings(path: str) -> bool:
    """Whether a path looks like the settings of nginx, Apache or Caddy."""
    name = path.rpartition("/")[2]
    if name.startswith("Caddyfile") or name == ".htaccess":
        return True
    kinds = (".conf", ".conf.template", ".conf.j2", ".nginx", ".vhost")
    return name.endswith(kinds) or "nginx" in name.lower().split(".") or "sites-available" in path.split("/")


def read_server(file: TextFile) -> Found:
    """The facts `proxy` and `proxy_drops`; a note on each Access-Control header that the server writes."""
    servers = (_CADDY,) if file.name.startswith("Caddyfile") else _SERVERS
    found = Found()
    for number, whole in hash_lines(file.lines):
        for line in _directives(whole):
            words = line.lower().split(maxsplit=2)
            for server in servers if words else ():
                found += _read_line(server, words, line, place(file.path, number))
    found += _read_condition(file)
    return Found(found.facts, (*_handing_on(found), *found.notes))


def _directives(line: str) -> list[str]:
    """The directives of a line: nginx's blocks may stand on one, `location / { proxy_pass ...; }`."""
    opening, brace, rest = line.partition("{")
    if not brace or ";" not in rest:
        return [line]
    return [opening.strip(), *(f"{each.strip()};" for each in rest.strip(" }").split(";") if each.strip())]


_WITHOUT_ALWAYS = re.compile(
    r"\s{0,100}add_header\s{1,20}[\"']?Access-Control-Allow-Origin\b(?![^;]{0,500}\balways\s{0,9};)",
    re.IGNORECASE,
)


def _read_condition(file: TextFile) -> Found:
    """The fact `header_condition` of nginx, which adds a header to errors only with `always`."""
    for number, line in hash_lines(file.lines):
        if _WITHOUT_ALWAYS.match(line):
            told = "the status is 2xx or 3xx, since `always` is missing"
            return Found((scanned("header_condition", told, place(file.path, number), line.strip()),))
    return Found()


_CACHING = ("proxy_cache", "uwsgi_cache", "fastcgi_cache", "cacheenable")
"""What has nginx and Apache keep responses, for the next request."""


def _read_line(server: _Server, words: list[str], line: str, where: str) -> Found:
    if dropped := _dropped(words):
        return Found((scanned("proxy_drops", dropped, where, line),))
    if words[0] in _CACHING and words[1:2] not in ([], ["off;"]):
        return Found((scanned("proxy_caches", "yes", where, line),))
    if words[0] in server.passing and len(words) > 1:
        return Found((scanned("proxy", server.name, where, line),))
    if words[0] in server.adding or (server is _CADDY and words[0].lstrip("+-?>").startswith(_HEADER)):
        name = _header_name(line)
        if name:
            told = f"{where}: {server.title} sets {name} itself: {clean(line)}"
            return Found((scanned("proxy_sets", (f"{where}: {line}",), where, line),), (told,))
    return Found()


def _dropped(words: list[str]) -> str:
    """What this line takes away: a header of the protocol from responses, or Origin from requests."""
    directive, rest = words[0], [word.strip("\"';") for word in " ".join(words[1:]).split()]
    if directive.endswith("_hide_header") or directive in ("more_clear_headers", "header", "header_down"):
        taken = rest if directive not in ("header", "header_down") else _unset(rest)
        return "response-header" if any(word.startswith(_HEADER) for word in taken) else ""
    emptied = directive.endswith("_set_header") and rest == ["origin", ""]
    unset = directive in ("requestheader", "header_up") and "origin" in _unset(rest)
    return "origin" if emptied or unset else ""


def _unset(words: list[str]) -> list[str]:
    """The names that Apache (`unset NAME`) or Caddy (`-NAME`) removes."""
    if words[:1] == ["always"]:
        # `Header always` is about Apache's own answers: what a proxied one carries stays.
        return []
    after = words[words.index("unset") + 1 :][:1] if "unset" in words else []
    return after + [word[1:] for word in words if word.startswith("-")]


def _header_name(line: str) -> str:
    words = (word.strip("\"';+-?>") for word in line.split())
    return next((clean(word, 60) for word in words if word.lower().startswith(_HEADER)), "")


def _handing_on(found: Found) -> Iterator[str]:
    """A note when headers are set, so that the reader knows where requests go."""
    handing = [fact for fact in found.facts if fact.name == "proxy"]
    if handing and found.notes:
        yield f"{handing[0].evidence} forwards requests."
