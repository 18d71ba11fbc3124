"""Changes the address that the page's code calls: another port or name of this machine, another prefix."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
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
    _call_instead(project, page.host, target.port, "To a browser, it's a different site from the page's.")


def _call_instead(project: Project, host: str, port: int | None, why: str) -> None:
    target = parse_url(project.goal.url)
    assert target is not None
    old, new = target.origin, f"{target.scheme}://{host}" + (f":{port}" if port else "")
    _change_pages(project, lambda source: _places(source, old, new), old, why)
    project.aim_at(replace(project.goal, url=new + project.goal.url.removeprefix(old)))


def call_the_route(project: Project) -> None:
    """Have the page call the route most like its path, where the two begin differently: `/api/v1`, `/api/v2`.

    Raises CannotChange where more differs, or where another route still begins like the old path.
    """
    target = parse_url(project.goal.url)
    old, new = _beginnings(project.goal.path, project.facts.text("nearest_route") or "")
    if (
        target is None
        or not old
        or any(f"{view.rule}/".startswith(f"{old}/") for view in project.reading.views)
    ):
        raise CannotChange("the page's address")
    _change_pages(
        project,
        lambda source: _prefixes(source, target.origin, old, new),
        old,
        f"The routes begin with `{new}`.",
    )
    path = new + project.goal.path.removeprefix(old)
    url = target.origin + path + project.goal.url.removeprefix(target.origin + project.goal.path)
    project.aim_at(replace(project.goal, url=url, path=path))


def _beginnings(path: str, rule: str) -> tuple[str, str]:
    """How the path and the rule begin, up to the parts at the end that agree; nothing where none do."""
    theirs, ours = path.strip("/").split("/"), rule.strip("/").split("/")
    same = 0
    for own, their in zip(reversed(ours), reversed(theirs), strict=False):
        if own != their and "<" not in own:
            break
        same += 1
    begins, begin = ours[: len(ours) - same], theirs[: len(theirs) - same]
    if not same or not begins or not begin or any("<" in each for each in begins):
        return "", ""
    return "/" + "/".join(begin), "/" + "/".join(begins)


def _prefixes(source: Source, origin: str, old: str, new: str) -> Iterator[Edit]:
    """Where code or a setting writes the beginning of the path, after the API's own address or after none."""
    before = rf"(?:{re.escape(origin)}|[\"'`}}]|(?<!=)=[ \t]*)"
    for found in re.finditer(rf"{before}({re.escape(old)})(?=[/\"'`\s?]|$)", source.text):
        line = source.lines[source.line_of(found.start()) - 1]
        if not _COMMENT.match(line):
            yield Edit(found.start(1), found.end(1), new)


def _change_pages(project: Project, places: Callable[[Source], Iterator[Edit]], old: str, why: str) -> None:
    """Edit every file of the page that has such places; raises CannotChange where none has."""
    changed: list[str] = []
    for path in filter(_is_of_page, list(project.workspace.now)):
        if edits := list(places(project.workspace.now[path]))[:_MOST_PLACES]:
            project.workspace.remove(path, old, why)
            project.workspace.edit(path, *edits)
            changed.append(path)
    if not changed:
        raise CannotChange("the page's address")
    if any(".env" in path for path in changed):
        project.workspace.hand("Restart the page's dev server: it reads its settings when it starts.")
    else:
        project.workspace.hand("Reload the page, or build it again, so that the new code runs.")


def _is_of_page(path: str) -> bool:
    name = path.rpartition("/")[2]
    return name.endswith(_OF_A_PAGE) or (name.startswith(".env") and "/" in path)


def _places(source: Source, old: str, new: str) -> Iterator[Edit]:
    """Where code names the address; comments stay as they are."""
    for found in re.finditer(re.escape(old) + r"(?![0-9])", source.text):
        line = source.lines[source.line_of(found.start()) - 1]
        if not _COMMENT.match(line):
            yield Edit(found.start(), found.end(), new)
