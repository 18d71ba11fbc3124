"""Changes the address that the page's code calls: another port or name of this machine."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from cors_wizard.changes.page.page_calls import RELOAD
from cors_wizard.changes.project import Project
from cors_wizard.changes.source_text.source import Edit, Source
from cors_wizard.changes.workspace import CannotChange
from cors_wizard.fetch_standard.trust import is_loopback
from cors_wizard.fetch_standard.urls import meant_url, parse_url

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


def ask_over_https(project: Project) -> None:
    """Have the page call over https what redirects it there, or a port that takes nothing else."""
    target = parse_url(project.goal.url)
    takes_no_other = project.facts.text("tls_problem") == "tls-only"
    if target is None or target.scheme != "http" or (is_loopback(target.host) and not takes_no_other):
        raise CannotChange("the page's address")
    if takes_no_other:
        _put(project, target.origin, f"https://{target.authority}", "HTTPS is all that the port takes.")
        return
    leads = parse_url(project.facts.text("redirect_url") or "")
    if leads is not None and (leads.scheme, leads.host) == ("https", target.host):
        new = leads.origin
    elif target.port is None:
        new = f"https://{target.authority}"
    else:
        raise CannotChange("the page's address")
    _put(
        project,
        target.origin,
        new,
        "The API redirects plain HTTP to HTTPS, and a preflight may not be redirected.",
    )


def call_the_final_host(project: Project) -> None:
    """Have the page call the host to which its URL is redirected, path and query as they are."""
    target, leads = parse_url(project.goal.url), parse_url(project.facts.text("redirect_url") or "")
    if target is None or leads is None or (target.rest, target.scheme) != (leads.rest, leads.scheme):
        raise CannotChange("the page's address")
    _put(project, target.origin, leads.origin, "It is redirected, and a preflight may not be redirected.")


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
    places = re.compile(r"(?<![\w./:-])" + re.escape(old) + r"(?![0-9])")
    change_pages(project, lambda source: matches_replaced(source, places, new), old, why)
    url = new + project.goal.url.removeprefix(old)
    parsed = parse_url(url)
    project.aim_at(replace(project.goal, url=url, path=parsed.path if parsed else project.goal.asked_path))


def change_pages(
    project: Project,
    places: Callable[[Source], Iterable[Edit]],
    old: str = "",
    why: str = "",
    variables: Sequence[str] = (),
) -> None:
    """Edit every file of the page that has such places; raises CannotChange where none has.

    An environment file beside the app is the page's, too, where it sets one of these variables.
    """
    changed: list[str] = []
    for path, source in list(project.workspace.now.items()):
        name = path.rpartition("/")[2]
        is_shared = name.startswith(".env") and any(each in source.text for each in variables)
        if not (_is_of_page(path) or is_shared):
            continue
        if edits := list(places(project.workspace.now[path]))[:_MOST_PLACES]:
            if old:
                project.workspace.remove(path, old, why)
            project.workspace.edit(path, *edits)
            changed.append(path)
    if not changed:
        raise CannotChange("the page's address")
    if all(".env.prod" in path for path in changed):
        project.workspace.hand(
            "Build the page again, and deploy it: it reads these settings when it is built."
        )
    elif any(".env" in path for path in changed):
        project.workspace.hand("Restart the page's dev server: it reads its settings when it starts.")
    else:
        project.workspace.hand(RELOAD)


def _is_of_page(path: str) -> bool:
    name = path.rpartition("/")[2]
    return name.endswith(_OF_A_PAGE) or (name.startswith(".env") and "/" in path)


def matches_replaced(source: Source, pattern: re.Pattern[str], new: str) -> Iterator[Edit]:
    """What matches gets another text: its last group, or all of it; comments stay as they are."""
    for found in pattern.finditer(source.text):
        if not _COMMENT.match(source.lines[source.line_of(found.start()) - 1]):
            number = found.lastindex or 0
            yield Edit(found.start(number), found.end(number), new)
