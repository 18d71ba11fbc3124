"""Changes the address that the page's code calls: another port or name of this machine, another prefix."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from cors_wizard.changes.lost_prefix import give_both_prefixes
from cors_wizard.changes.page_calls import RELOAD, begin_call, drop_beginning
from cors_wizard.changes.project import Project
from cors_wizard.changes.source import Edit, Source
from cors_wizard.changes.workspace import CannotChange
from cors_wizard.fetch_standard.trust import is_loopback
from cors_wizard.fetch_standard.urls import meant_url, parse_url
from cors_wizard.flask_code.rule_fits import rule_fits

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
_BEGINNING = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*://)?[^/?#]*")
"""Scheme and host of an address, right or wrong."""


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


def ask_over_http(project: Project) -> None:
    """Have the page call a port that speaks plain HTTP over http."""
    target = parse_url(project.goal.url)
    # Over a network, anybody on the way could read what plain HTTP carries.
    if target is None or target.scheme != "https" or not is_loopback(target.host):
        raise CannotChange("the page's address")
    _put(project, target.origin, f"http://{target.authority}", "Plain HTTP is all that the port speaks.")


def write_the_whole_url(project: Project) -> None:
    """Have the page write the address with its scheme, a host that can be called and no typing error."""
    written = project.goal.url
    meant = meant_url(written)
    if not meant:
        raise CannotChange("the page's address")
    old, new = (_BEGINNING.match(each) for each in (written, meant))
    _put(project, old[0] if old else "", new[0] if new else "", "A browser cannot call this address.")


def _call_instead(project: Project, host: str, port: int | None, why: str) -> None:
    target = parse_url(project.goal.url)
    assert target is not None
    _put(project, target.origin, f"{target.scheme}://{host}" + (f":{port}" if port else ""), why)


def _put(project: Project, old: str, new: str, why: str) -> None:
    """Write another beginning of the address wherever the page's files have the old one."""
    change_pages(project, lambda source: _places(source, old, new), old, why)
    url = new + project.goal.url.removeprefix(old)
    parsed = parse_url(url)
    project.aim_at(replace(project.goal, url=url, path=parsed.path if parsed else project.goal.path))


def call_the_route(project: Project) -> None:
    """Have the page call the route most like its path, where the two begin differently: `/api/v1`, `/api/v2`.

    Raises CannotChange where more differs, or where another route still begins like the old path.
    """
    if give_both_prefixes(project):
        return
    rule = project.facts.text("nearest_route") or ""
    if doubled := _doubled(project.goal.path, rule):
        drop_beginning(project, doubled)
        return
    target = parse_url(project.goal.url)
    old, new = _beginnings(project.goal.path, rule)
    if target is None or old == new:
        raise CannotChange("the page's address")
    why = f"The routes begin with `{new}`." if new else f"No route begins with `{old}`."
    begins = (f"{view.rule}/" for view in project.reading.views)
    if not old or any(each.startswith(f"{old}/") and not each.startswith(f"{new}/") for each in begins):
        # Other calls may well begin so: this one alone is changed.
        first = "" if old else "/" + project.goal.path.split("/")[1]
        begin_call(project, target.origin, old + first, new + first, why)
    else:
        change_pages(project, lambda source: _prefixes(source, target.origin, old, new), old, why)
    path = new + project.goal.path.removeprefix(old)
    url = target.origin + path + project.goal.url.removeprefix(target.origin + project.goal.path)
    project.aim_at(replace(project.goal, url=url, path=path))


def _doubled(path: str, rule: str) -> str:
    """How the path begins twice where the rule begins once: `/api/api/items`, `/api/items`."""
    beginning = path.removesuffix("/")
    for _ in range(rule.count("/")):
        beginning = beginning.rpartition("/")[0]
    is_once = bool(beginning) and rule.startswith(f"{beginning}/")
    return beginning if is_once and rule_fits(rule, path.removeprefix(beginning)) else ""


def _beginnings(path: str, rule: str) -> tuple[str, str]:
    """How the path and the rule begin, up to the parts at the end that agree; nothing where none do."""
    theirs, ours = path.strip("/").split("/"), rule.strip("/").split("/")
    same = 0
    for own, their in zip(reversed(ours), reversed(theirs), strict=False):
        if own != their and "<" not in own:
            break
        same += 1
    begins, begin = ours[: len(ours) - same], theirs[: len(theirs) - same]
    if not same or any("<" in each for each in begins):
        return "", ""
    return "".join(f"/{each}" for each in begin), "".join(f"/{each}" for each in begins)


def _prefixes(source: Source, origin: str, old: str, new: str) -> Iterator[Edit]:
    """Where code or a setting writes the beginning of the path, after the API's own address or after none."""
    before = rf"(?:{re.escape(origin)}|[\"'`}}]|(?<!=)=[ \t]*)"
    for found in re.finditer(rf"{before}({re.escape(old)})(?=[/\"'`\s?]|$)", source.text):
        line = source.lines[source.line_of(found.start()) - 1]
        if not _COMMENT.match(line):
            yield Edit(found.start(1), found.end(1), new)


def change_pages(
    project: Project, places: Callable[[Source], Iterable[Edit]], old: str = "", why: str = ""
) -> None:
    """Edit every file of the page that has such places; raises CannotChange where none has."""
    changed: list[str] = []
    for path in filter(_is_of_page, list(project.workspace.now)):
        if edits := list(places(project.workspace.now[path]))[:_MOST_PLACES]:
            if old:
                project.workspace.remove(path, old, why)
            project.workspace.edit(path, *edits)
            changed.append(path)
    if not changed:
        raise CannotChange("the page's address")
    if any(".env" in path for path in changed):
        project.workspace.hand("Restart the page's dev server: it reads its settings when it starts.")
    else:
        project.workspace.hand(RELOAD)


def _is_of_page(path: str) -> bool:
    name = path.rpartition("/")[2]
    return name.endswith(_OF_A_PAGE) or (name.startswith(".env") and "/" in path)


def _places(source: Source, old: str, new: str) -> Iterator[Edit]:
    """Where code names the address; comments stay as they are."""
    for found in re.finditer(r"(?<![\w./:-])" + re.escape(old) + r"(?![0-9])", source.text):
        line = source.lines[source.line_of(found.start()) - 1]
        if not _COMMENT.match(line):
            yield Edit(found.start(), found.end(), new)
