"""Leaves the headers to Flask: what a proxy in front of it adds, drops or responds itself goes."""

from __future__ import annotations

import re

from cors_wizard.changes.project import Project
from cors_wizard.changes.proxy_settings.passed_proxies import is_passed
from cors_wizard.changes.proxy_settings.proxy_files import (
    DROPS,
    OPTIONS_BLOCK,
    SENDS,
    ProxyFile,
    closing,
    have_it_loaded,
    matching_lines,
    opening,
    proxy_files,
)
from cors_wizard.changes.proxy_settings.proxy_lists import allows_page, sends_beside_flask
from cors_wizard.changes.proxy_settings.proxy_origins import cannot_choose, chooses_origins
from cors_wizard.changes.proxy_settings.proxy_preflights import answers_for_flask, take_out_answer
from cors_wizard.changes.proxy_settings.proxy_scopes import concerns, heirs, other_location
from cors_wizard.changes.proxy_settings.strangers import lets_strangers_in
from cors_wizard.changes.source_text.editing import without_lines
from cors_wizard.changes.source_text.source import Edit, Source, indent_of
from cors_wizard.changes.workspace import CannotChange
from cors_wizard.origin_patterns import lists_for_other_paths

_ANSWERS_OPTIONS = "Flask responds to OPTIONS."
_OPEN = re.compile(r"Allow-Origin[\"']?:?\s+[\"']?\*", re.IGNORECASE)
_REPLACES = re.compile(
    r"^[ \t]*Header[ \t]+(?:onsuccess[ \t]+)?set[ \t]+\"?Access-Control-Allow-Origin",
    re.MULTILINE | re.IGNORECASE,
)
"""Apache: with `always` a second header is sent beside Flask's."""
_OTHERS = " Only the origins that it names can read the responses then; before, every website could."


def silence_proxies(project: Project) -> None:
    """Take out the headers that the proxy adds beside Flask's."""
    for file in list(proxy_files(project)):
        _take_out(project, file, SENDS, "Flask sends this header already.")


def silence_on_the_way(project: Project) -> None:
    """The same for a proxy that the page's request passes: Flask is about to send the headers itself."""
    for file in list(proxy_files(project)):
        if is_passed(project, file):
            if chooses_origins(project, file):
                if lists_for_other_paths(project.facts):
                    continue
                # The origins that it lets in would be locked out.
                raise cannot_choose(project, file)
            with project.workspace.doing(f"Leave the headers out of {file.kind}"):
                _take_out(project, file, SENDS, "Flask sends this header now.")
                take_out_answer(project, _now(project, file))


def clear_the_way(project: Project) -> bool:
    """Where Flask sends the headers, no proxy on the way adds its own, drops Flask's or responds itself.

    Returns:
        whether one did.
    """
    before = project.workspace.edits
    for file in list(proxy_files(project)):
        if not is_passed(project, file) or chooses_origins(project, file) or not _disturbs(project, file):
            continue
        with project.workspace.doing(f"Leave the headers out of {file.kind}"):
            _take_out(project, file, SENDS, "Flask sends this header now.")
            _take_out(project, _now(project, file), DROPS, "It keeps the header from getting through.")
            take_out_answer(project, _now(project, file))
    return project.workspace.edits != before


def _disturbs(project: Project, file: ProxyFile) -> bool:
    """Whether the page gets another Allow-Origin than Flask's, or none; the proxy may replace Flask's."""
    drops = [each for each in matching_lines(file, DROPS) if concerns(file, each, project.goal.asked_path)]
    replaces = _REPLACES.search(file.source.text) if file.kind == "apache" else file.kind == "nginx" and drops
    if replaces and allows_page(project, file):
        return False
    return bool(drops) or sends_beside_flask(project, file) or answers_for_flask(project, file)


def _now(project: Project, file: ProxyFile) -> ProxyFile:
    return ProxyFile(file.kind, project.workspace.now[file.source.path])


def take_out_what_drops(project: Project) -> None:
    """Take out what keeps Flask's headers, or the page's Origin or preflight, from getting through."""
    changed = [
        _take_out(project, file, DROPS, "It keeps the header from getting through.")
        for file in list(proxy_files(project))
    ]
    if not any(changed):
        with project.workspace.doing("Let Flask respond to OPTIONS"):
            changed = [take_out_answer(project, file) for file in list(proxy_files(project))]
    if not any(changed) and not clear_the_way(project):
        raise CannotChange("the proxy")


def _take_out(project: Project, file: ProxyFile, patterns: dict[str, re.Pattern[str]], why: str) -> bool:
    path = file.source.path
    for _ in range(100):
        source = project.workspace.now[path]
        now = ProxyFile(file.kind, source)
        lines = [
            each for each in matching_lines(now, patterns) if concerns(now, each, project.goal.asked_path)
        ]
        if patterns is SENDS:
            lines = [each for each in lines if _flask_sends_it(project, now, each)]
        if not lines:
            break
        first, last = _block_of(source, lines[0], file.kind)
        said = source.lines[lines[0] - 1].strip()
        was_open = _OPEN.search(said) or lets_strangers_in(now, lines[0])
        project.workspace.remove(path, said, f"{why}{_OTHERS if was_open else ''}")
        if file.kind == "nginx":
            _note_rest(project, source, (first, last), lines[0], why)
        kept = _kept_elsewhere(now, lines[0], project.goal.asked_path) if patterns is SENDS else []
        project.workspace.edit(path, without_lines(source, first, last), *kept)
    if project.workspace.now[path] is file.source:
        return False
    have_it_loaded(project, file.kind)
    return True


def _note_rest(project: Project, source: Source, block: tuple[int, int], line: int, why: str) -> None:
    """What else goes with the block that a line is in."""
    for number in range(block[0], block[1] + 1):
        said = source.lines[number - 1].strip()
        if number != line and said.strip("{} ") and not said.startswith("#"):
            is_header = "Access-Control-" in said
            project.workspace.remove(source.path, said.rstrip(" {"), why if is_header else _ANSWERS_OPTIONS)


def _flask_sends_it(project: Project, file: ProxyFile, line: int) -> bool:
    """Whether Flask sends what a line of another location adds; of the page's own location it does."""
    said = other_location(file, line, project.goal.asked_path)
    if not said:
        return True
    if "$" in file.source.lines[line - 1]:
        # For the origins that are let in there, which Flask's list doesn't have.
        return False
    below = [view.rule for view in project.reading.views if view.rule.startswith(said)]
    return all(project.covers(path) for path in below or [said])


def _kept_elsewhere(file: ProxyFile, line: int, path: str) -> list[Edit]:
    """What other locations inherited with the line, in each of them: one line of its own ends inheriting."""
    source, edits = file.source, []
    level = indent_of(source.lines[line - 1])
    inherited = [
        each.strip()
        for each in source.lines
        if re.match(r"\s*add_header\s", each) and indent_of(each) == level
    ]
    for opened in heirs(file, line, path):
        inner = indent_of(source.lines[opened]) or f"{level}    "
        at = source.line_start(opened + 1)
        edits.append(Edit(at, at, "".join(f"{inner}{each}\n" for each in inherited)))
    return edits


def _block_of(source: Source, line: int, kind: str) -> tuple[int, int]:
    """The lines to take out: a whole block that answers OPTIONS itself, or one that would be left empty."""
    opened = opening(source, line)
    if opened is None or kind not in ("nginx", "caddy"):
        return line, line
    closed = closing(source, opened)
    inside = [each for each in source.lines[opened : closed - 1] if each.strip()]
    answers = kind == "nginx" and OPTIONS_BLOCK.match(source.lines[opened - 1])
    is_header = kind == "caddy" and source.lines[opened - 1].strip().startswith("header") and len(inside) == 1
    return (opened, closed) if answers or is_header else (line, line)
