"""Where a proxy's settings hand requests on to, as far as that is on this machine: nginx, Apache, Caddy."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from cors_wizard.facts.found import Found, TextFile, place, scanned
from cors_wizard.fetch_standard.trust import is_loopback
from cors_wizard.fetch_standard.urls import parse_url
from cors_wizard.project.proxies.comments import hash_lines
from cors_wizard.project.proxies.haproxy import cut_prefix

_MOST = 20
_LOCATION = re.compile(r"location\s{1,9}(?:\^~\s{1,9}|=\s{1,9})?(/[^\s{]{0,200})")
_UPSTREAM = re.compile(r"upstream\s{1,9}([A-Za-z0-9_.-]{1,60})")
_SERVER = re.compile(r"server\s{1,9}([^\s;]{1,200})")
_PROXY_PASS = re.compile(r"proxy_pass\s{1,9}(http://[^\s;]{1,300})")
_REWRITE = re.compile(
    r"rewrite\s{1,9}[\"']?\^?(/[\w./-]{0,100}?)/?\??\(/?\.[*+]\)\$?[\"']?\s{1,9}"
    r"[\"']?(/?[\w./-]{0,100}?)/?\$1[\"']?\s{1,9}break\b"
)
"""What a path begins with, and what nginx puts in its place."""
_APACHE = re.compile(
    r"ProxyPass\s{1,9}\"?(/[^\s\"]{0,200})\"?\s{1,9}\"?(http://[^\s\"]{1,300})", re.IGNORECASE
)
_CADDY = re.compile(
    r"reverse_proxy\s{1,9}(?:(/[^\s]{0,200}?)\*?\s{1,9})?(?:http://)?([A-Za-z0-9.\[\]:-]{3,200})"
)

_HAPROXY = re.compile(
    r"server\s{1,9}[A-Za-z0-9_.-]{1,60}\s{1,9}([A-Za-z0-9.\[\]-]{3,100}:[0-9]{2,5})(?:\s|$)"
)


def read_upstreams(file: TextFile, services: Mapping[str, str] | None = None) -> Found:
    """Where requests are handed on to.

    The fact `proxied_to`, each as `path:line: /prefix -> http://127.0.0.1:5000`, and `proxy_paths`, each as
    `/prefix -> /path`: what the path begins with there, wherever that is.

    Args:
        file: the proxy's settings.
        services: where Compose publishes a service on this machine, by its name and port.
    """
    lines = tuple(hash_lines(file.lines))
    known = services or {}
    groups = {name: known.get(address, address) for name, address in _named(lines)}
    names = {**known, **groups}
    found = [
        (number, line, f"{place(file.path, number)}: {prefix} -> {url}")
        for number, line, prefix, target in _handed_on(lines)
        if (url := _on_this_machine(target, names))
    ]
    paths = [(number, line, _paths(prefix, target)) for number, line, prefix, target in _handed_on(lines)]
    facts = [
        scanned(
            name, tuple(dict.fromkeys(text for _, _, text in each))[:_MOST], place(file.path, number), line
        )
        for name, each in (("proxied_to", found), ("proxy_paths", paths))
        for number, line, _ in each[:1]
    ]
    return Found(tuple(facts))


def _paths(prefix: str, target: str) -> str:
    parsed = parse_url(target)
    has_path = parsed is not None and target != parsed.origin
    return f"{prefix} -> {parsed.path if parsed is not None and has_path else prefix}"


def _named(lines: tuple[tuple[int, str], ...]) -> Iterator[tuple[str, str]]:
    """nginx's `upstream NAME { server ADDRESS; }`, the first address of each."""
    name = ""
    for _, line in lines:
        opened = _UPSTREAM.search(line)
        name = opened[1] if opened else name
        server = _SERVER.search(line)
        if name and server:
            yield name, server[1]
            name = ""
        if "}" in line:
            name = ""


def _handed_on(lines: tuple[tuple[int, str], ...]) -> Iterator[tuple[int, str, str, str]]:
    servers = [(number, line, found[1]) for number, line in lines if (found := _HAPROXY.match(line))]
    cut = next(filter(None, (cut_prefix(line) for _, line in lines)), "")
    for number, line, address in servers if len(servers) == 1 else ():
        yield number, line, f"{cut}/", f"http://{address}{'/' if cut else ''}"
        if cut:
            yield number, line, "/", f"http://{address}"
    prefix, rewritten = "/", None
    for number, line in lines:
        if found := _LOCATION.search(line):
            prefix, rewritten = found[1], None
        rewritten = _REWRITE.search(line) or rewritten
        if found := _PROXY_PASS.search(line):
            if rewritten is not None and "/" not in found[1].removeprefix("http://"):
                yield number, line, f"{rewritten[1]}/", f"{found[1]}{rewritten[2].rstrip('/')}/"
            else:
                yield number, line, prefix, found[1]
        elif found := _APACHE.search(line):
            yield number, line, found[1], found[2]
        elif found := _CADDY.search(line):
            yield number, line, found[1] or "/", f"http://{found[2]}"


def _on_this_machine(target: str, names: Mapping[str, str]) -> str:
    """The address as a URL, with the names of nginx's groups looked up; empty for another machine's."""
    host, slash, rest = target.removeprefix("http://").partition("/")
    parsed = parse_url(f"http://{names.get(host, host)}{slash}{rest}")
    if parsed is None or "$" in target or not is_loopback(parsed.host):
        return ""
    return parsed.origin + (parsed.path if slash else "")
