"""Where nginx adds Access-Control-Allow-Origin to what Flask has sent, whether or not that has it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cors_wizard.facts.found import Found, TextFile, place, scanned
from cors_wizard.project.proxies.nginx_directives import Directive, read_directives

_MOST_LETTERS = 200_000
_PASSING = ("proxy_pass", "uwsgi_pass", "fastcgi_pass")
_ALLOW_ORIGIN = "access-control-allow-origin"


def read_adding(file: TextFile) -> Found:
    """The fact `proxy_adds`, each as `path:line: line`."""
    if not any(each in file.text for each in _PASSING) or _ALLOW_ORIGIN not in file.text.lower():
        return Found()
    text = file.text[:_MOST_LETTERS]
    # Where the text breaks off, what is open ends there.
    open_blocks = max(0, text.count("{") - text.count("}"))
    found = dict.fromkeys(_adding(read_directives(text + ";" + "}" * open_blocks), ()))
    written = [
        (place(file.path, text.count("\n", 0, each.start) + 1), " ".join(word.said for word in each.words))
        for each in found
    ]
    lines = tuple(f"{where}: {line};" for where, line in written)
    for where, line in written:
        return Found((scanned("proxy_adds", lines, where, f"{line};"),))
    return Found()


def _adding(block: Sequence[Directive], inherited: Sequence[Directive]) -> Iterator[Directive]:
    """The lines that hold where requests are handed on: a block's own headers, else those around it."""
    if any(each.name.endswith("_hide_header") and _names_it(each) for each in block):
        return
    headers = [each for each in block if each.name == "add_header"] or inherited
    for each in block:
        yield from _adding(each.block, headers)
    if any(each.name in _PASSING for each in block):
        yield from (each for each in headers if _names_it(each))


def _names_it(directive: Directive) -> bool:
    return any(word.text.lower() == _ALLOW_ORIGIN for word in directive.words[1:2])
