"""What the folder says about proxies and hosting; a web server outranks a development server."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from cors_wizard.facts import Fact
from cors_wizard.facts.found import Found, TextFile, place, scanned
from cors_wizard.flask_code.configuration.file_names import is_compose, is_test_path
from cors_wizard.project.proxies.answered_options import read_answered_options
from cors_wizard.project.proxies.compose import read_compose, service_addresses
from cors_wizard.project.proxies.frontend import is_frontend, read_frontend
from cors_wizard.project.proxies.haproxy import is_haproxy, read_haproxy
from cors_wizard.project.proxies.hosting import is_hosting, read_hosting
from cors_wizard.project.proxies.listen_ports import read_listening
from cors_wizard.project.proxies.nginx_added_headers import read_adding
from cors_wizard.project.proxies.origin_rules import read_origin_rules
from cors_wizard.project.proxies.served import read_served
from cors_wizard.project.proxies.servers import is_server_settings, read_server
from cors_wizard.project.proxies.traefik import is_traefik, read_traefik
from cors_wizard.project.proxies.upstreams import read_upstreams

_MOST_LINES = 30
_REDIRECT = re.compile(
    r"\s*(?:return\s+30[1278]|rewrite|redirect\w*|rewriterule|redir)\s[^#]{0,300}https://", re.IGNORECASE
)


def _of_all_files(name: str, found: Found) -> Iterator[Fact]:
    """The lines of all files, as one fact."""
    facts = [fact for fact in found.facts if fact.name == name]
    lines = [item for fact in facts if isinstance(fact.value, tuple) for item in fact.value]
    for first in facts[:1]:
        yield replace(first, value=tuple(lines[:_MOST_LINES]))


def _to_https(files: Sequence[TextFile]) -> Iterator[Fact]:
    """Web servers that redirect plain HTTP to HTTPS."""
    for file in files:
        if is_server_settings(file.name) and "https://" in file.text:
            for number, line in enumerate(file.lines, 1):
                if _REDIRECT.match(line):
                    yield scanned("redirects_to_https", "yes", place(file.path, number), line)


def is_wanted(name: str) -> bool:
    """Whether a file of that name may set up a proxy."""
    kinds = (is_server_settings, is_haproxy, is_traefik, is_compose, is_frontend, is_hosting)
    return any(is_kind(name) for is_kind in kinds)


def read_proxies(files: Sequence[TextFile]) -> Found:
    """The facts `proxy`, `proxy_drops` and `platform`, and notes on headers that a proxy writes."""
    found = Found()
    files = [file for file in files if not is_test_path(file.path)]
    services = service_addresses([file for file in files if is_compose(file.name)])
    for file in files:
        if is_server_settings(file.name):
            found += read_server(file) + read_origin_rules(file) + read_adding(file)
            found += read_upstreams(file, services) + read_answered_options(file) + read_served(file)
            found += read_listening(file)
        elif is_haproxy(file.name):
            found += (
                read_haproxy(file)
                + read_origin_rules(file)
                + read_upstreams(file, services)
                + read_answered_options(file)
            )
            found += read_listening(file)
        elif is_traefik(file.name):
            found += read_traefik(file)
    for file in files:
        if is_compose(file.name):
            found += read_compose(file)
    for file in files:
        if is_frontend(file.name):
            found += read_frontend(file)
    proxies = tuple(fact for fact in found.facts if fact.name == "proxy")
    drops = tuple(fact for fact in found.facts if fact.name == "proxy_drops")
    hosting = read_hosting(files)
    answers = tuple(fact for fact in found.facts if fact.name == "proxy_answers_options")
    conditions = tuple(fact for fact in found.facts if fact.name == "header_condition")
    rules = tuple(fact for fact in found.facts if fact.name == "proxy_origin_checks")
    passed_on = tuple(fact for fact in found.facts if fact.name == "proxied_to")
    paths = tuple(fact for fact in found.facts if fact.name == "proxy_paths")
    adding = tuple(fact for fact in found.facts if fact.name == "proxy_adds")
    caching = tuple(fact for fact in found.facts if fact.name == "proxy_caches")
    serving = tuple(fact for fact in found.facts if fact.name == "proxy_serves")
    to_https = tuple(_to_https(files))
    of_lines = (
        *(*adding[:1], *to_https[:1], *answers[:1], *conditions[:1], *rules[:1], *passed_on[:1], *paths[:1]),
        *(
            *caching[:1],
            *serving[:1],
            *_of_all_files("proxy_sets", found),
            *_of_all_files("proxy_listens", found),
        ),
    )
    best = (*proxies[:1], *drops[:1], *of_lines, *hosting.facts)
    found += Found(notes=hosting.notes)
    others = sorted({str(fact.value) for fact in proxies[1:]} - {str(fact.value) for fact in proxies[:1]})
    if not others:
        return Found(best, found.notes)
    evidence = ", ".join(fact.evidence for fact in proxies if fact.value in others[:3])
    return Found(best, (*found.notes, f"There are several proxies; also: {evidence}"))
