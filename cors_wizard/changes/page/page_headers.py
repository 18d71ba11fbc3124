"""Takes request headers out of the page's code that only a server or the browser itself may send."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from cors_wizard.changes.flask_cors.allow_request import allow_request
from cors_wizard.changes.flask_cors.other_requests import lack_of
from cors_wizard.changes.page.page_calls import RELOAD
from cors_wizard.changes.project import Project
from cors_wizard.changes.source_text.source import Edit, Source
from cors_wizard.changes.workspace import CannotChange
from cors_wizard.fetch_standard.headers import is_forbidden_request_header
from cors_wizard.page_code.written_headers import WrittenHeader, written_headers

_OF_SERVERS = re.compile(r"access-control-(?:allow|expose|max|request)-[\w-]+", re.IGNORECASE)
_MOST_PLACES = 40
_WHY = "Only a server sends this header: a page that sends it makes the browser ask for a preflight."
_WHY_DROPPED = "Only the browser sets this header."


def send_no_cors_headers(project: Project) -> None:
    """The page no longer sends such headers, in a call or in what all calls share.

    What else the server's list lacks for the request is allowed with it.
    """
    named = {(project.facts.text(fact) or "").lower() for fact in ("refused_header", "forbidden_header")}

    def is_meant(name: str) -> bool:
        is_dropped = name.lower() in named and is_forbidden_request_header(name, "")
        return is_dropped or _OF_SERVERS.fullmatch(name) is not None

    with project.workspace.doing("Remove the header from the request"):
        places = [path for path in list(project.workspace.now) if _take_out(project, path, is_meant)]
    if not places:
        raise CannotChange("the page's call")
    project.workspace.hand(RELOAD)
    goal = project.goal
    left = tuple(each for each in goal.headers if not is_meant(each))
    spelled = tuple(each for each in goal.spelled if not is_meant(each))
    project.aim_at(replace(goal, headers=left, spelled=spelled))
    if lack_of(project) in ("headers", "methods", "credentials"):
        project.workspace.attempt(partial(allow_request, project))


def _take_out(project: Project, path: str, is_meant: Callable[[str], bool]) -> bool:
    """Whether the file had such a header."""
    for number in range(_MOST_PLACES):
        source = project.workspace.now[path]
        found = next(iter(written_headers(path, source.text, is_meant)), None)
        if found is None:
            return number > 0
        why = _WHY if _OF_SERVERS.fullmatch(found.name) else _WHY_DROPPED
        project.workspace.remove(path, found.name, why)
        project.workspace.edit(path, _edit(source, found))
    return True


def _edit(source: Source, found: WrittenHeader) -> Edit:
    content, text = source.text.encode(), source.text
    start, end = (len(content[:each].decode()) for each in (found.start, found.end))
    if found.kind == "expression":
        return Edit(start, end, found.instead)
    if found.kind == "argument":
        before = re.search(r",\s*$", text[:start])
        return Edit(before.start() if before else start, end, "")
    return _without(text, start, end, "," if found.kind == "entry" else "")


def _without(text: str, start: int, end: int, comma: str) -> Edit:
    """Its whole lines with a comment behind it, else it and the comma or the space behind it."""
    line = text.rfind("\n", 0, start) + 1
    rest = re.match(rf"[ \t]*{comma and ',?'}[ \t]*(?://[^\n]*)?(?:\n|$)", text[end:])
    if rest and not text[line:start].strip():
        return Edit(line, end + rest.end(), "")
    if tail := re.match(rf"[ \t]*{comma}[ \t]*(?:\n[ \t]*)?" if comma else r"[ \t]+", text[end:]):
        return Edit(start, end + tail.end(), "")
    before = re.search(rf"{comma or '[ ]'}\s*$", text[:start])
    return Edit(before.start() if before else start, end, "")
