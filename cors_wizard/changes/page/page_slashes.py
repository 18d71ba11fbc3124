"""Has the page put one slash where an address that ends in one meets a path that begins with one."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from cors_wizard.changes.page.option_text import written_in
from cors_wizard.changes.page.page_base import change_pages, matches_replaced
from cors_wizard.changes.page.page_calls import calls_of_goal, replace_in_calls
from cors_wizard.changes.project import Project
from cors_wizard.changes.workspace import CannotChange
from cors_wizard.fetch_standard.urls import parse_url
from cors_wizard.page_code import PageCall, SpanName

_WHY = "The address ends in a slash, and the path begins with one."
_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*://", re.IGNORECASE)


def write_one_slash(project: Project) -> None:
    """Take one of two slashes from the address, or from the call where other calls need the address's."""
    url = project.goal.url
    joint = _joint(url)
    if joint is None:
        raise CannotChange("the redirect")
    base = url[: joint + 1]
    ways: list[Callable[[], None]] = [lambda: _in_literal(project, url, joint)]
    of_base = [lambda: _in_base(project, base), lambda: _in_call(project, "url", r"(?<=\})/(?=\$\{)")]
    tail = _tail(project, url)
    of_call = [
        lambda: _in_call(project, "url", rf"(?<=[}}\"'`])/(?={tail})"),
        lambda: _in_call(project, "call", rf"(?<=[\"'`])/(?={tail})"),
    ]
    ways += of_call if _is_needed(project, base) else (*of_base, *of_call)
    if all(project.workspace.attempt(way) is not None for way in ways):
        raise CannotChange("the page's call")
    url = base + url[joint + 2 :]
    parsed = parse_url(url)
    project.aim_at(replace(project.goal, url=url, path=parsed.path if parsed else project.goal.asked_path))


def _joint(url: str) -> int | None:
    """Where the first of two slashes is, in the path."""
    scheme = _SCHEME.match(url)
    start = scheme.end() if scheme else 0
    end = min(each for each in (url.find("?"), url.find("#"), len(url)) if each >= 0)
    at = url.find("//", start, end)
    return at if at >= 0 else None


def _tail(project: Project, url: str) -> str:
    """How code writes what comes behind both slashes: its first part, or a variable."""
    for call in calls_of_goal(project):
        at = _joint(call.url)
        if at is not None:
            url = call.url
            break
    rest = url[(_joint(url) or 0) + 2 :]
    first = re.split(r"[/?#{]", rest)[0]
    return re.escape(first) if first else r"\$\{"


def _is_needed(project: Project, base: str) -> bool:
    """Whether other calls put a path without a slash behind the same address."""
    own = list(calls_of_goal(project))
    names = {call.base_variable for call in own}
    others = (call for call in project.page_calls if call not in own and call.base_variable in names)
    begins = {base, *(f"{{{name}}}" for name in names if name)}
    return any(
        call.url.startswith(begin) and call.url[len(begin) :][:1] not in ("/", "")
        for call in others
        for begin in begins
        if not _is_whole(project, call, base)
    )


def _is_whole(project: Project, call: PageCall, base: str) -> bool:
    """Whether a call writes the whole address itself."""
    source = project.workspace.now.get(call.file)
    place = written_in(call, source, "url") if source else None
    return bool(source and place and base in source.text[slice(*place)])


def _in_literal(project: Project, url: str, joint: int) -> None:
    """`"/api//orders"`, as one text."""
    before, after = re.search(r"[^/]*$", url[:joint]), re.match(r"[^/?#]*", url[joint + 2 :])
    if before is None or after is None or not before[0] or not after[0]:
        raise CannotChange("the page's call")
    both = re.compile(rf"(?<=/){re.escape(before[0])}/(/){re.escape(after[0])}(?![\w-])")
    change_pages(project, lambda source: matches_replaced(source, both, ""), "//", _WHY)


def _in_base(project: Project, base: str) -> None:
    """The slash at the end of the value, in code or in the page's environment files."""
    names = [call.base_variable for call in calls_of_goal(project) if call.base_variable]
    parsed = parse_url(base)
    path = parsed.path if parsed and parsed.path != "/" else ""
    ends = r"(/)(?=[\"'`\s;,)]|$)"
    texts = [rf"(?<![\w./:-]){re.escape(base[:-1])}{ends}"]
    texts += [rf"(?<=\}}){re.escape(path[:-1])}{ends}"] if path else []
    texts += [rf"(?m)^[ \t]*{re.escape(name)}[ \t]*=[ \t]*[\"']?\w[^\s\"'#]*?{ends}" for name in names]
    every = re.compile("|".join(each.removeprefix("(?m)") for each in texts), re.MULTILINE)
    change_pages(project, lambda source: matches_replaced(source, every, ""), base, _WHY, names)


def _in_call(project: Project, part: SpanName, slash: str) -> None:
    """The slash with which the path begins, where the call is written."""
    replace_in_calls(project, part, re.compile(slash), "", "/", _WHY)
