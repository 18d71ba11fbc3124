"""Lets the page in where the proxy itself chooses which origins may read: in nginx's `map`, or one more `if`.

The others whom it lets in stay, and Flask needs no CORS of its own. Where the choice can't be read (Lua, an
included file), nothing is changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cors_wizard.changes.change import ByHand
from cors_wizard.changes.project import Project
from cors_wizard.changes.proxy_settings.haproxy_lists import guards as haproxy_guards
from cors_wizard.changes.proxy_settings.haproxy_lists import let_in_by_haproxy, takes_origin
from cors_wizard.changes.proxy_settings.matcher_lists import let_in_by_apache, let_in_by_caddy, matchers
from cors_wizard.changes.proxy_settings.nginx_origins import (
    SENT,
    Settings,
    is_same_for_all,
    rows_of,
    variables,
    words_of,
)
from cors_wizard.changes.proxy_settings.proxy_files import (
    SENDS,
    ProxyFile,
    matching_lines,
    reload_command,
    replace_in,
)
from cors_wizard.changes.proxy_settings.proxy_scopes import is_for_path, other_location
from cors_wizard.changes.source_text.source import Edit, indent_of
from cors_wizard.changes.workspace import CannotChange
from cors_wizard.origin_patterns import takes
from cors_wizard.project.proxies.nginx_directives import Directive, Word

_HEADER = re.compile(r"access-control-([a-z-]+)", re.IGNORECASE)
_NOTHING = frozenset({"", "0"})
_MOST_ROUNDS = 12


def chooses_origins(project: Project, file: ProxyFile) -> bool:
    """Whether the settings let some origins in and not others, as a variable or an `if` says."""
    if file.kind == "haproxy":
        return bool(haproxy_guards(file.source))
    return bool(_chosen(project, file) if file.kind == "nginx" else matchers(project, file))


def refuses_page(project: Project, file: ProxyFile) -> bool:
    """Whether they choose, and the page isn't chosen."""
    return bool(project.goal.origin) and chooses_origins(project, file) and not _lets_in(project, file)


def let_in_by_proxy(project: Project, file: ProxyFile) -> None:
    """Name the page where the settings choose; raises CannotChange where they don't show how."""
    now = file
    with project.workspace.doing(f"Allow the page's origin in {file.kind}"):
        if file.kind == "haproxy" and let_in_by_haproxy(project, file):
            return
        if file.kind == "apache" and let_in_by_apache(project, file):
            return
        if file.kind == "caddy" and let_in_by_caddy(project, file):
            return
        for _ in range(_MOST_ROUNDS):
            edit = next(_edits(project, now), None)
            if edit is None:
                break
            replace_in(project, now, edit)
            now = ProxyFile(file.kind, project.workspace.now[file.source.path])
    if not _lets_in(project, now):
        raise cannot_choose(project, file)
    _say_where_else(project, now)


def cannot_choose(project: Project, file: ProxyFile) -> CannotChange:
    """What to do by hand: the settings stay."""
    if file.kind == "haproxy":
        line = haproxy_guards(file.source)[0].line
    elif file.kind != "nginx":
        line = int(matchers(project, file)[0].place.rpartition(":")[2])
    else:
        line = file.source.line_of(_chosen(project, file)[0].start)
    text = (
        f"{file.kind} chooses which origins may read ({file.source.path}:{line}). "
        f"Name {project.goal.origin} where it chooses; the others stay, and Flask needs no CORS of its own."
    )
    return CannotChange(f"whom {file.kind} lets in", ByHand(text, reload_command(project, file.kind)))


# What is sent.


def _settings(project: Project, file: ProxyFile) -> Settings:
    return Settings(file.source.text, project.goal.origin)


def _sent(project: Project, file: ProxyFile) -> Iterator[tuple[str, Word]]:
    """Each `Access-Control-*` that the path's responses get: the end of its name, and its value."""
    if file.kind != "nginx":
        return
    lines = {each for each in matching_lines(file, SENDS) if is_for_path(file, each, project.goal.asked_path)}
    for each in _settings(project, file).every:
        if each.name == "add_header" and len(each.words) > 2 and file.source.line_of(each.start) in lines:
            found = _HEADER.fullmatch(each.words[1].text)
            if found:
                yield found[1].lower(), each.words[2]


def _chosen(project: Project, file: ProxyFile) -> list[Word]:
    """The values of Allow-Origin that are chosen: by a variable, or in an `if` about the Origin."""
    settings = _settings(project, file)
    return [
        word
        for name, word in _sent(project, file)
        if name == "allow-origin"
        if (set(variables(word.text)) - {SENT[1:]} and not is_same_for_all(file.source.text, word.text))
        or any(_about_origin(settings, word))
    ]


def _about_origin(settings: Settings, word: Word) -> Iterator[bool]:
    for each in settings.ifs:
        if each.start < word.start < each.end:
            variable = settings.condition(each)[0]
            yield (
                variable == SENT
                or any(settings.origin_maps(variable))
                or _is_set_by_origin(settings, variable)
            )


def _is_set_by_origin(settings: Settings, variable: str) -> bool:
    return any(
        each.name == "set" and each.words[1:] and each.words[1].text == variable
        for one in settings.ifs
        if settings.condition(one)[0] == SENT
        for each in one.block
    )


def _lets_in(project: Project, file: ProxyFile) -> bool:
    if file.kind == "haproxy":
        return any(takes_origin(each, project.goal.origin) for each in haproxy_guards(file.source))
    if file.kind != "nginx":
        return any(takes(each, project.goal.origin) for each in matchers(project, file))
    settings = _settings(project, file)
    return any(
        settings.value(word.text) == settings.origin and settings.is_met(word.start) is not False
        for word in _chosen(project, file)
    )


# What is changed.


def _edits(project: Project, file: ProxyFile) -> Iterator[Edit]:
    settings = _settings(project, file)
    for name, word in _sent(project, file):
        if name == "allow-credentials" and not project.goal.with_credentials:
            continue
        now = settings.value(word.text)
        if now == settings.origin or (name != "allow-origin" and now not in _NOTHING):
            continue
        for found in settings.origin_maps(word.text):
            yield from _row(project, file, settings, found)
    yield from _more_ifs(project, file, settings)


def _row(project: Project, file: ProxyFile, settings: Settings, found: Directive) -> Iterator[Edit]:
    """One more row in a map of origins, as the others are."""
    rows = [each for each in rows_of(found) if each.words[1].text not in _NOTHING]
    if not rows or any(each.name == "include" for each in found.block):
        return
    plain = [each for each in rows if not each.words[0].text.startswith("~")]
    like = (plain or rows)[-1]
    key, value = like.words
    own = settings.origin if value.text == key.text else value.text
    given = _quoted(own, value.said)
    there = next((each for each in rows_of(found) if each.words[0].text.lower() == settings.origin), None)
    if there is not None:
        if there.words[1].text != own:
            yield Edit(there.words[1].start, there.words[1].end, given)
        return
    source, line = file.source, file.source.line_of(like.end - 1)
    project.workspace.keep(source.path, *(f"origin {each.words[0].text}" for each in rows))
    named = _quoted(settings.origin, key.said)
    start = source.line_start(source.line_of(like.start))
    is_alone = source.text[start : like.start].strip() == "" and source.line_of(found.end - 1) != line
    if is_alone:
        gap = max(1, value.start - key.start - len(named)) if value.start - key.end > 1 else 1
        at = source.line_start(line + 1)
        yield Edit(at, at, f"{source.text[start : like.start]}{named}{' ' * gap}{given};\n")
    else:
        yield Edit(like.end, like.end, f" {named} {given};")


def _quoted(text: str, like: str) -> str:
    quote = like[0] if like[:1] in ('"', "'") else ""
    return f"{quote}{text}{quote}"


def _more_ifs(project: Project, file: ProxyFile, settings: Settings) -> Iterator[Edit]:
    """Below the last `if` that lets an origin in, the same one for the page."""
    groups: dict[tuple[str, ...], list[Directive]] = {}
    for each in settings.ifs:
        variable, how, _ = settings.condition(each)
        if (
            variable != SENT
            or how.startswith("!")
            or not is_for_path(file, file.source.line_of(each.start), project.goal.asked_path)
        ):
            continue
        does = tuple(" ".join(word.text for word in one.words[:2]) for one in each.block)
        if any(one.startswith("set ") or "access-control-" in one.lower() for one in does):
            groups.setdefault(does, []).append(each)
    for same in groups.values():
        if all(settings.holds(each) is False for each in same):
            yield _like(file, settings, same[-1])


def _like(file: ProxyFile, settings: Settings, one: Directive) -> Edit:
    """The `if` once more, with the page's origin."""
    source, (_, how, old) = file.source, settings.condition(one)
    first, last = source.line_of(one.start), source.line_of(one.end - 1)
    start = source.line_start(first)
    behind = one.words[-1].end
    text = source.text[behind : one.end]
    for word in sorted(words_of(one.block), key=lambda each: -each.start):
        if how == "=" and word.text == old:
            begin, end = word.start - behind, word.end - behind
            text = f"{text[:begin]}{_quoted(settings.origin, word.said)}{text[end:]}"
    indent = indent_of(source.lines[first - 1])
    written = f'if ($http_origin = "{settings.origin}"){text}'
    if source.text[start : one.start].strip():
        return Edit(one.end, one.end, f" {written}")
    at = source.line_start(last + 1)
    return Edit(at, at, f"{indent}{written}\n")


def _say_where_else(project: Project, file: ProxyFile) -> None:
    """The other locations for which the same variables choose."""
    used = {name for _, word in _sent(project, file) for name in variables(word.text)} - {SENT[1:]}
    places = []
    for number in matching_lines(file, SENDS):
        line = file.source.lines[number - 1]
        said = other_location(file, number, project.goal.asked_path)
        if said and used & set(variables(line)) and said not in places:
            places.append(said)
    if places:
        project.workspace.hand(
            f"The same choice holds for {', '.join(places)}: {project.goal.origin} can read that now, too."
        )
