"""Changes the address that the page's code calls: another port or name of the same machine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from cors_wizard.changes.project import Project
from cors_wizard.changes.source import Edit, Source
from cors_wizard.changes.workspace import CannotChange
from cors_wizard.fetch_standard.trust import is_loopback
from cors_wizard.fetch_standard.urls import parse_url

_OF_A_PAGE = (
    ".js",
    ".jsx",
    ".mjs",
    ".cjs",
    ".ts",
    ".tsx",
    ".mts",
    ".vue",
    ".svelte",
    ".astro",
    ".html",
    ".htm",
)
_COMMENT = re.compile(r"\s*(?://|#|\*|/\*|<!--)")
_MOST_PLACES = 20


def call_flasks_port(project: Project) -> None:
    """Have the page call the port that the app starts on; raises CannotChange where it is not found."""
    port, target = project.facts.number("run_port"), parse_url(project.goal.url)
    if port is None or target is None or not is_loopback(target.host):
        raise CannotChange("the page's address")
    _call_instead(project, target.host, port, "The project starts Flask on another port.")


def use_one_host(project: Project) -> None:
    """Have the page call the API by the name that is in its own address bar."""
    page, target = parse_url(project.goal.origin), parse_url(project.goal.url)
    if page is None or target is None or not (is_loopback(page.host) and is_loopback(target.host)):
        raise CannotChange("the page's address")
    _call_instead(project, page.host, target.port, "To a browser, it's another site than the page's.")


def _call_instead(project: Project, host: str, port: int | None, why: str) -> None:
    target = parse_url(project.goal.url)
    assert target is not None
    old, new = target.origin, f"{target.scheme}://{host}" + (f":{port}" if port else "")
    paths = list(project.workspace.now) if new != old else []
    changed = [path for path in paths if _is_of_page(path) and _change(project, path, old, new, why)]
    if not changed:
        raise CannotChange("the page's address")
    if any(".env" in path for path in changed):
        project.workspace.hand("Restart the page's dev server: it reads its settings when it starts.")
    else:
        project.workspace.hand("Reload the page, or build it again, so that the new code runs.")
    project.aim_at(replace(project.goal, url=new + project.goal.url.removeprefix(old)))


def _is_of_page(path: str) -> bool:
    name = path.rpartition("/")[2]
    return name.endswith(_OF_A_PAGE) or (name.startswith(".env") and "/" in path)


def _change(project: Project, path: str, old: str, new: str, why: str) -> bool:
    source = project.workspace.now[path]
    edits = list(_places(source, old, new))[:_MOST_PLACES]
    if edits:
        project.workspace.remove(path, old, why)
        project.workspace.edit(path, *edits)
    return bool(edits)


def _places(source: Source, old: str, new: str) -> Iterator[Edit]:
    """Where code names the address; comments stay as they are."""
    for found in re.finditer(re.escape(old) + r"(?![0-9])", source.text):
        line = source.lines[source.line_of(found.start()) - 1]
        if not _COMMENT.match(line):
            yield Edit(found.start(), found.end(), new)
