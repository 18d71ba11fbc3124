"""Gives the page the API's address where its code reads a setting that was never set."""

from __future__ import annotations

import re
from dataclasses import replace

from cors_wizard.changes.page.page_base import change_pages
from cors_wizard.changes.project import Project
from cors_wizard.changes.source_text.source import Edit
from cors_wizard.changes.workspace import CannotChange
from cors_wizard.fetch_standard.trust import is_loopback
from cors_wizard.fetch_standard.urls import parse_url
from cors_wizard.page_code import PageCall

_PREFIX = re.compile(
    r"(?:VITE|REACT_APP|NEXT_PUBLIC|VUE_APP|NUXT_PUBLIC|EXPO_PUBLIC|PUBLIC|NG_APP|GATSBY)_(?=[A-Z0-9_]{1,80}$)"
)
"""What the page's build reads from its environment files, by the prefixes that the tools want."""
_UNFILLED = re.compile(r"^.*?(?:undefined|null|NaN)(?=/)")
_FILES = (".env.development.local", ".env.development", ".env.local", ".env")
_USUAL_PORT = 5000
_WHY = "The page's build never read this name."


def fill_base_url(project: Project) -> None:
    """Set the variable in the page's environment file; raises CannotChange where the code reads none."""
    page = parse_url(project.goal.origin) or parse_url(project.goal.url)
    if page is None or not is_loopback(page.host):
        raise CannotChange("the address under which the API is deployed")
    path = _path_of_api(project)
    call = next((each for each in project.page_calls if _is_meant(each, path)), None)
    port = project.facts.number("run_port")
    address = f"http://{page.host}:{port or _USUAL_PORT}"
    if call is None:
        _write_instead(project, path, address)
    else:
        name, folder = call.base_variable, _folder(project, call.file)
        if not _rename(project, folder, name):
            _set(project, folder, name, address)
        project.workspace.hand("Restart the page's dev server: it reads its settings when it starts.")
        project.workspace.hand(f"For production, set {name} to the API's address where the page is built.")
    if port is None:
        project.workspace.hand(f"If Flask runs on another port than {_USUAL_PORT}, write that port.")
    project.aim_at(replace(project.goal, url=f"{address}{path}", path=path))


def _write_instead(project: Project, path: str, address: str) -> None:
    """The address in place of the word `undefined`, where the code itself says it."""
    first = "/" + path.lstrip("/").partition("/")[0]
    literal = re.compile(rf"""(?<=["'`])(?:undefined|null)(?={re.escape(first)}[/"'`?])""")
    change_pages(
        project,
        lambda source: (Edit(*found.span(), address) for found in literal.finditer(source.text)),
        "undefined",
        "No setting was ever filled in here.",
    )


def _path_of_api(project: Project) -> str:
    """The path behind the setting that is missing."""
    url = parse_url(project.goal.url)
    return _UNFILLED.sub("", url.path if url else project.goal.url)


def _is_meant(call: PageCall, path: str) -> bool:
    """Whether a call puts this path behind a variable of the page's build."""
    beginning = "{" + call.base_variable + "}"
    if not _PREFIX.match(call.base_variable) or not call.url.startswith(beginning):
        return False
    parts = re.split(r"\{[^{}]*\}", call.url.removeprefix(beginning).partition("?")[0])
    return bool(re.fullmatch("[^/]+".join(map(re.escape, parts)), path))


def _folder(project: Project, path: str) -> str:
    """The folder of the page's package, with its slash; where there is none, that of its code."""
    folder = path
    while "/" in folder:
        folder = folder.rpartition("/")[0]
        if f"{folder}/package.json" in project.workspace.now:
            return f"{folder}/"
    return "" if "package.json" in project.workspace.now else f"{path.partition('/')[0]}/" * ("/" in path)


def _rename(project: Project, folder: str, name: str) -> bool:
    """A variable of the same meaning without the prefix, or with another tool's, gets its name."""
    bare = _PREFIX.sub("", name)
    for path in (folder + each for each in reversed(_FILES)):
        source = project.workspace.now.get(path)
        found = re.search(rf"^[ \t]*((?:[A-Z]+_)*?{bare})(?=[ \t]*=)", source.text, re.M) if source else None
        if source is not None and found is not None and found[1] != name:
            project.workspace.remove(path, found[1], _WHY)
            project.workspace.edit(path, Edit(found.start(1), found.end(1), name))
            return True
    return False


def _set(project: Project, folder: str, name: str, address: str) -> None:
    """One more line in the file that development reads; an empty one is filled in."""
    there = [folder + each for each in _FILES if folder + each in project.workspace.now]
    for path in there:
        source = project.workspace.now[path]
        empty = re.search(rf"^[ \t]*(?:#[ \t]*)?{name}[ \t]*=[ \t]*$", source.text, re.MULTILINE)
        if empty is not None:
            project.workspace.edit(path, Edit(empty.start(), empty.end(), f"{name}={address}"))
            return
    path = there[0] if there else f"{folder}.env.development"
    text = project.workspace.now[path].text if there else ""
    before = "" if not text or text.endswith("\n") else "\n"
    if not there:
        project.workspace.create(path)
    project.workspace.edit(path, Edit(len(text), len(text), f"{before}{name}={address}\n"))
