"""Changes options of the page's own call: credentials, mode, method, the slash at the end."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from cors_wizard.changes.page.option_text import add_option, without_pair, written_in
from cors_wizard.changes.project import Project
from cors_wizard.changes.source_text.source import Edit, Source
from cors_wizard.changes.workspace import CannotChange
from cors_wizard.page_code import PageCall, SpanName

_WITH_OPTIONS = frozenset({"axios", "angular"})
_WITH_SWITCH = frozenset({"axios", "angular", "xhr"})
RELOAD = "Reload the page, or build it again, so that the new code runs."


def add_credentials(project: Project, calls: Iterable[PageCall]) -> None:
    """The page sends cookies with these calls."""
    _change(project, _credentials, calls)


def send_no_credentials(project: Project) -> None:
    """The page sends no cookies with this call."""
    change_calls(project, _no_credentials)
    project.aim_at(replace(project.goal, with_credentials=False))


def ask_with_cors(project: Project) -> None:
    """The page asks in the mode that lets it read the response."""
    change_calls(project, _mode)


def spell_method(project: Project) -> None:
    """The page writes the method in capitals, as HTTP does."""
    change_calls(project, _capitals)


def add_the_slash(project: Project) -> None:
    """The page asks for the path with the slash at its end that the route has."""
    if project.goal.asked_path.endswith("/"):
        raise CannotChange("the page's call")
    change_calls(project, _slash)
    path = f"{project.goal.asked_path}/"
    url = project.goal.url.replace(project.goal.asked_path, path, 1)
    project.aim_at(replace(project.goal, path=path, url=url))


def drop_beginning(project: Project, beginning: str) -> None:
    """The call leaves out how its path begins: the base address that it is put behind ends so already."""
    again = re.compile(rf"""(?:(?<={re.escape(beginning)})|(?<=[}}"'`])){re.escape(beginning)}(?=[/"'`])""")

    def edit(project: Project, call: PageCall, source: Source) -> Edit | None:
        place = written_in(call, source, "url")
        found = again.search(source.text, *place) if place else None
        found = found or (_variable(project, source, beginning, *place) if place else None)
        if found is None:
            return None
        project.workspace.remove(source.path, found[0], "The address that it is put behind ends so already.")
        return Edit(found.start(), found.end(), "")

    change_calls(project, edit)
    path = project.goal.asked_path.removeprefix(beginning)
    url = project.goal.url.replace(project.goal.asked_path, path, 1)
    project.aim_at(replace(project.goal, path=path, url=url))


_NAMED = re.compile(r"\$\{([\w$.]{1,100})\}|([\w$.]{1,100})\s{0,9}\+\s{0,9}")


def _variable(project: Project, source: Source, value: str, start: int, end: int) -> re.Match[str] | None:
    """Where a variable that holds nothing but this begins the path: `${PREFIX}/items`."""
    texts = [each.text for each in project.workspace.now.values()]
    for found in _NAMED.finditer(source.text, start, end):
        name = re.escape((found[1] or found[2]).rpartition(".")[2])
        held = rf"(?<![\w$]){name}\s*[=:]\s*([\"'`]?){re.escape(value)}/?\1\s*(?:[,;}}]|$)"
        if any(re.search(held, text, re.MULTILINE) for text in texts):
            return found
    return None


def begin_call(project: Project, origin: str, old: str, new: str, why: str) -> None:
    """The path of the call begins otherwise, and no other call's."""
    begins = re.compile(rf"(?:{re.escape(origin)}|[\"'`}}])({re.escape(old)})(?=[/\"'`?]|$)")
    replace_in_calls(project, "url", begins, new, old, why)


def replace_in_calls(
    project: Project, part: SpanName, pattern: re.Pattern[str], new: str, what: str, why: str
) -> None:
    """Replace what matches in this part of the page's calls: the pattern's last group, or all of it."""

    def edit(project: Project, call: PageCall, source: Source) -> Edit | None:
        place = written_in(call, source, part)
        found = pattern.search(source.text, *place) if place else None
        if found is None:
            return None
        project.workspace.remove(source.path, what, why)
        number = found.lastindex or 0
        return Edit(found.start(number), found.end(number), new)

    change_calls(project, edit)


def change_calls(project: Project, edit: Callable[[Project, PageCall, Source], Edit | None]) -> None:
    """Edit every call that makes the page's request; raises CannotChange where none is found."""
    _change(project, edit, calls_of_goal(project))


def _change(
    project: Project, edit: Callable[[Project, PageCall, Source], Edit | None], calls: Iterable[PageCall]
) -> None:
    edits: dict[str, dict[tuple[int, int], Edit]] = {}
    for call in calls:
        for path in {span.file for span in call.spans}:
            if path in project.workspace.now:
                made = edit(project, call, project.workspace.now[path])
                if made is not None:
                    edits.setdefault(path, {})[made.start, made.end] = made
    for path, places in edits.items():
        project.workspace.edit(path, *places.values())
    if edits:
        project.workspace.hand(RELOAD)
        return
    raise CannotChange("the page's call")


def calls_of_goal(project: Project) -> Iterator[PageCall]:
    """The calls in the page's code that may make the page's request."""
    method = project.goal.method
    if not project.goal.url and len(project.page_calls) == 1:
        # No message names the URL, and there is but one call.
        yield from project.page_calls
        return
    for call in project.page_calls:
        if _fits(call.url, project.goal.asked_path) and (
            not method or not call.method or call.method == method
        ):
            yield call


def _fits(url: str, path: str) -> bool:
    """Whether a URL with holes may be that of the page's request."""
    bare = re.sub(r"^(?:[a-z]+://[^/{]*|\{[^{}]*\})", "", url).partition("?")[0]
    parts = re.split(r"\{[^{}]*\}", bare)
    wanted = "[^/]+".join(re.escape(part) for part in parts)
    return len(url) < 1000 and bool(bare) and bool(re.fullmatch(f"(?:.*)?{wanted}/?", path))


def _quote(source: Source) -> str:
    return '"' if source.text.count('"') > source.text.count("'") else "'"


def _credentials(project: Project, call: PageCall, source: Source) -> Edit | None:
    switch = call.library in _WITH_SWITCH
    value = "true" if switch else f"{_quote(source)}include{_quote(source)}"
    if place := written_in(call, source, "credentials"):
        start, end = place
        return None if source.text[start:end] == value else Edit(start, end, value)
    if call.library not in (*_WITH_SWITCH, "fetch", "ky") or source.path != call.file:
        return None
    if call.library == "xhr":
        return _before_send(call, source)
    return add_option(call, source, f"{'withCredentials' if switch else 'credentials'}: {value}")


_WHY_NO_COOKIES = "The response is the same for everyone: no cookie is needed."
_IF_NONE = "This is right only if the API needs no cookie."


def _no_credentials(project: Project, call: PageCall, source: Source) -> Edit | None:
    """Take the option out of the call; where it is set by a statement, it is set to false.

    What the page's other requests share stays: this call alone goes without.
    """
    if _is_shared(project, call, "credentials"):
        if call.library not in _WITH_OPTIONS or source.path != call.file or _is_shared(project, call, "sent"):
            return None
        has_own = not _is_shared(project, call, "options")
        return add_option(call, source, "withCredentials: false", may_have_some=has_own)
    if (place := written_in(call, source, "credentials")) is None:
        return None
    start, end = place
    said = source.text[start:end]
    if said not in ("true", "'include'", '"include"', "`include`"):
        return None
    name = "withCredentials" if said == "true" else "credentials"
    is_for_all = project.facts.text("open_on_purpose") == "yes"
    project.workspace.remove(source.path, f"{name}: {said}", _WHY_NO_COOKIES if is_for_all else _IF_NONE)
    without = "false" if said == "true" else f"{said[0]}same-origin{said[0]}"
    return without_pair(source.text, start, end, name) or Edit(start, end, without)


def _is_shared(project: Project, call: PageCall, part: SpanName) -> bool:
    """Whether requests for other paths have a part of this call, too: it is in an instance or a wrapper."""
    span = call.span(part)
    others = (each for each in project.page_calls if each not in calls_of_goal(project))
    return span is not None and any(each.span(part) == span for each in others)


def _before_send(call: PageCall, source: Source) -> Edit | None:
    """The switch of an XMLHttpRequest, set above the line that sends it."""
    if (place := written_in(call, source, "sent")) is None:
        return None
    start, end = place
    asked = re.match(r"([\w$.]{1,100})\.send\(", source.text[start:end])
    line = source.text.rfind("\n", 0, start) + 1
    if asked is None or source.text[line:start].strip():
        return None
    stop = ";" if source.text[end : end + 1] == ";" else ""
    return Edit(start, start, f"{asked[1]}.withCredentials = true{stop}\n{source.text[line:start]}")


def _slash(project: Project, call: PageCall, source: Source) -> Edit | None:
    """The slash inside the quotes that end the URL, or the path that a wrapper is given."""
    if place := written_in(call, source, "url"):
        said = source.text[slice(*place)]
        if re.search(r"""[^/"'`?#][`"']$""", said) and not re.search(r"[?#]", said):
            return Edit(place[1] - 1, place[1] - 1, "/")
    given = _given_paths(project.goal.asked_path, call, source)
    return Edit(given[0], given[0], "/") if len(given) == 1 else None


def _given_paths(path: str, call: PageCall, source: Source) -> Sequence[int]:
    """Where the literals end, inside the call, that hold how the path ends."""
    place = written_in(call, source, "call")
    literals = _LITERAL.finditer(source.text, *place) if place else ()
    return [each.end(2) for each in literals if each[2].strip("/") and f"/{path}".endswith(each[2])]


_LITERAL = re.compile(r"""(["'`])([^"'`\n]{1,500})\1""")


def _capitals(project: Project, call: PageCall, source: Source) -> Edit | None:
    if (place := written_in(call, source, "method")) is None:
        return None
    start, end = place
    said = source.text[start:end]
    if re.fullmatch(r"[\w$.]{1,60}", said):
        # Types alone say that it is always given.
        is_given = source.path.endswith((".ts", ".tsx")) and not re.search(
            rf"\b{re.escape(said)}\s*\?\s*:", source.text
        )
        key = "method: " if said == "method" and source.text[:start].rstrip()[-1:] in ("{", ",") else ""
        return Edit(start, end, f"{key}{said}{'' if is_given else '?'}.toUpperCase()")
    if not re.fullmatch(r"""(["'`])[a-z]{1,20}\1""", said):
        return None
    project.workspace.remove(source.path, said, "Browsers send this method as it is written.")
    return Edit(start, end, said.upper())


def _mode(project: Project, call: PageCall, source: Source) -> Edit | None:
    """Take the mode out of the call, with its comma; an object that held nothing else goes, too."""
    if (place := written_in(call, source, "mode")) is None:
        return None
    start, end = place
    said = source.text[start:end]
    better = re.sub(r"(?:no-cors|same-origin)", "cors", said)
    if better == said:
        return None
    project.workspace.remove(source.path, f"mode: {said}", "A page cannot read a response to such a request.")
    if not re.fullmatch(r"""(["'`])[\w-]+\1""", said):
        return Edit(start, end, better)
    return without_pair(source.text, start, end, "mode") or Edit(start, end, better)
