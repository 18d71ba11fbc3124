"""Has the page call a path of its own origin, which its dev server's proxy passes on."""

from __future__ import annotations

import re
from dataclasses import replace

from cors_wizard.changes.page.option_text import written_in
from cors_wizard.changes.page.page_calls import RELOAD, calls_of_goal
from cors_wizard.changes.project import Project
from cors_wizard.changes.source_text.source import Edit, Source
from cors_wizard.changes.workspace import CannotChange
from cors_wizard.fetch_standard.urls import parse_url

_WHY = "The dev server's proxy passes the path on, as it does for the page's other calls."
_NAMED = re.compile(r"[`\"']?(?:\$\{([\w$]{1,100})\}|([\w$]{1,100})\s{0,9}\+)")


def call_by_path(project: Project) -> None:
    """Take the host out of the URL, or out of the constant that the URL begins with."""
    url = parse_url(project.goal.url)
    edits: dict[str, dict[tuple[int, int], Edit]] = {}
    for call in calls_of_goal(project):
        source = project.workspace.now.get(call.file)
        place = written_in(call, source, "url") if source is not None else None
        found = _host(source, place, url.origin) if source is not None and place and url else None
        if source is not None and found is not None:
            edits.setdefault(source.path, {})[found.start, found.end] = found
    if not edits or url is None:
        raise CannotChange("the page's call")
    for path, places in edits.items():
        project.workspace.remove(path, url.origin, _WHY)
        project.workspace.edit(path, *places.values())
    project.workspace.hand(RELOAD)
    project.aim_at(replace(project.goal, url=project.goal.origin + project.goal.asked_path))


def _host(source: Source, place: tuple[int, int], origin: str) -> Edit | None:
    """The host where the call names it; else in the constant of this file that it begins with."""
    start, end = place
    at = source.text.find(origin, start, end)
    if at >= 0:
        return Edit(at, at + len(origin), "" if source.text[at + len(origin)] == "/" else "/")
    named = _NAMED.match(source.text[start:end])
    if named is None:
        return None
    name = re.escape(named[1] or named[2])
    held = re.compile(rf"(?<![\w$.]){name}\s{{0,9}}=\s{{0,9}}([\"'`])({re.escape(origin)})(?=/|\1)")
    found = list(held.finditer(source.text))
    return Edit(*found[0].span(2), "") if len(found) == 1 else None
