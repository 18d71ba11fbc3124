"""A web server's settings in a paste: read by the readers of a folder, handed on as pasted facts. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from cors_wizard.facts import Fact
from cors_wizard.facts.found import TextFile

_KINDS = ("proxy", "proxy_drops", "proxy_answers_options", "header_condition")
"""The facts that a paste settles: none that name a file."""
_PASS = "proxy_pass|uwsgi_pass|fastcgi_pass|reverse_proxy"
_NGINX = rf"(?:proxy_\w{{1,40}}|{_PASS}|add_header|more_\w{{1,20}}_headers|location|server|upstream|return)"
_APACHE = (
    r"(?:(?:Request)?Header[ \t]+(?:always |onsuccess )?(?:set|add|append|merge|unset)|ProxyPass\w{0,7})"
)
_CADDY = r"(?:reverse_proxy|header_down|header_up)"
_LINE = re.compile(
    rf"^[ \t>]{{0,40}}(?:{_NGINX}[ \t]+[^\n]{{1,400}}[;{{}}]"
    r"|if[ \t]*\([ \t]*\$\w[^\n]{1,300}\{[^\n]{0,300}"
    rf"|{_APACHE}[ \t]+[^\n]{{1,300}}|{_CADDY}[ \t]+[^\n]{{1,300}}|\}})[ \t\r]*$",
    re.MULTILINE,
)
_SURE = re.compile(
    rf"\b(?:{_PASS}|proxy_hide_header|add_header)[ \t]|\$request_method"
    rf"|^[ \t]{{0,40}}{_APACHE}",
    re.MULTILINE,
)
_MOST = 200_000


def facts_of_settings_lines(text: str) -> tuple[Fact, ...]:
    """What lines of nginx, Apache or Caddy in a text say; nothing where it holds none."""
    text = text[:_MOST]
    if not _SURE.search(text):
        return ()
    lines = [line if _LINE.match(line) else "" for line in text.split("\n")]
    if not any(lines):
        return ()
    # Only here: most texts hold no settings.
    from cors_wizard.project.proxies import read_proxies

    is_caddy = "reverse_proxy" in text
    return tuple(
        _pasted(read_proxies([TextFile("Caddyfile" if is_caddy else "nginx.conf", "\n".join(lines))]).facts)
    )


def _pasted(facts: tuple[Fact, ...]) -> Iterator[Fact]:
    for fact in facts:
        if fact.name in _KINDS:
            yield as_pasted(fact)
        elif fact.name == "proxy_sets" and isinstance(fact.value, tuple):
            lines = tuple(str(line).partition(": ")[2] for line in fact.value)
            yield replace(as_pasted(fact), value=lines)
        elif fact.name == "proxied_to" and isinstance(fact.value, tuple) and len(fact.value) == 1:
            yield replace(as_pasted(fact), name="proxy_calls", value=str(fact.value[0]).rpartition(" -> ")[2])


def as_pasted(fact: Fact) -> Fact:
    """A fact of a file as one of the paste, which has no file and no line to name."""
    return Fact(fact.name, fact.value, "pasted", fact.evidence.partition(": ")[2] or fact.evidence)
