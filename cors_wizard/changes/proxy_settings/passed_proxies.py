"""Which proxies of the project the page's request passes."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase

from cors_wizard.changes.project import Project
from cors_wizard.changes.proxy_settings.proxy_files import ProxyFile, proxy_files
from cors_wizard.fetch_standard.urls import DEFAULT_PORTS, parse_url
from cors_wizard.project.proxies.listen_ports import listen_ports

_KNOWN_AS = {"haproxy": "other"}
"""Of the fact `proxy`, the value of a kind that it has no name for."""


def is_passed(project: Project, file: ProxyFile) -> bool:
    """Whether the page's request passes this proxy.

    It was recognized in a response, or it listens where the page sends its request, or another that does
    includes the file. A proxy of the project is taken to be passed, unless the page calls Flask's own port.
    """
    known = project.facts.get("proxy")
    is_known = known is not None and known.value == _KNOWN_AS.get(file.kind, file.kind)
    if known is not None and is_known and known.source != "scanned":
        return True
    port = _asked_port(project)
    others = (each for each in proxy_files(project) if each.source.path != file.source.path)
    if _listens_on(file, port) or any(_listens_on(each, port) and _includes(each, file) for each in others):
        return True
    return is_known and port != project.facts.number("run_port") and not _hands_on_to(file, port)


def _asked_port(project: Project) -> int:
    url = parse_url(project.goal.url)
    return (url.port or DEFAULT_PORTS.get(url.scheme, 0)) if url else 0


def _listens_on(file: ProxyFile, port: int) -> bool:
    return any(each == port for _, each in listen_ports(file.source.path, file.source.text))


def _hands_on_to(file: ProxyFile, port: int) -> bool:
    lines = r"^[ \t]*(?:\w+_pass|ProxyPass|reverse_proxy|server)[ \t][^\n]*"
    return bool(re.search(rf"{lines}:{port}\b", file.source.text, re.MULTILINE))


def _includes(one: ProxyFile, other: ProxyFile) -> bool:
    names = re.findall(r"^\s*[Ii]nclude(?:Optional)?\s+[\"']?([^;\s\"']+)", one.source.text, re.MULTILINE)
    name = other.source.path.rpartition("/")[2]
    return any(fnmatchcase(name, each.rpartition("/")[2]) for each in names)
