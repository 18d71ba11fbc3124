"""Adds the header to files that nginx sends itself: nothing that Flask does concerns them."""

from __future__ import annotations

import re

from cors_wizard.changes.project import Project
from cors_wizard.changes.proxy_settings.proxy_files import ProxyFile, proxy_files, replace_in
from cors_wizard.changes.proxy_settings.proxy_scopes import location_of
from cors_wizard.changes.source_text.source import Edit, indent_of
from cors_wizard.changes.workspace import CannotChange
from cors_wizard.project.proxies.blocks import Block, around, blocks

_PASSES = re.compile(r"^\s*(?:\w+_pass|return|rewrite|include)\s", re.MULTILINE)
_ADDS = re.compile(r"^\s*add_header\s", re.MULTILINE)


def send_with_files(project: Project) -> None:
    """Write the page's origin into the location that serves the path; raises CannotChange where none does."""
    goal = project.goal
    if goal.headers or goal.with_credentials or goal.method not in ("", "GET", "HEAD"):
        raise CannotChange("the response to the preflight")
    for file in proxy_files(project):
        own = location_of(file, goal.path) if file.kind == "nginx" else None
        if own is None or _PASSES.search(_text(file, own)) or _loses_headers(file, own):
            continue
        source = file.source
        project.workspace.blame(source.path, own.first)
        inner = next((line for line in source.lines[own.first : own.last] if line.strip()), "    ")
        at = source.line_start(own.first + 1)
        line = f'{indent_of(inner)}add_header Access-Control-Allow-Origin "{goal.origin}" always;\n'
        replace_in(project, file, Edit(at, at, line))
        return
    raise CannotChange("the location that serves these files")


def _text(file: ProxyFile, block: Block) -> str:
    return "\n".join(file.source.lines[block.first : block.last])


def _loses_headers(file: ProxyFile, own: Block) -> bool:
    """Whether a first `add_header` here would turn off those of the blocks around it."""
    outer = around(blocks(file.source.lines), own.first)
    return not _ADDS.search(_text(file, own)) and any(
        _ADDS.match(line)
        for each in outer
        for number, line in enumerate(file.source.lines[each.first : each.last], start=each.first + 1)
        if around(blocks(file.source.lines), number)[:1] == [each]
    )
