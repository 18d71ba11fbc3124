"""Extends the lists of methods and headers that a proxy sends itself, before an app without CORS."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cors_wizard.changes.header_code.hand_written import CREDENTIALS, METHODS, ORIGIN, SPELLED, wanted_lists
from cors_wizard.changes.project import Project
from cors_wizard.changes.proxy_settings.haproxy_lists import named_origins
from cors_wizard.changes.proxy_settings.nginx_origins import Settings, is_same_for_all
from cors_wizard.changes.proxy_settings.proxy_files import (
    COMMENT,
    OPTIONS_BLOCK,
    SENDS,
    ProxyFile,
    closing,
    have_it_loaded,
    matching_lines,
    opening,
    proxy_files,
    replace_in,
)
from cors_wizard.changes.proxy_settings.proxy_scopes import concerns
from cors_wizard.changes.proxy_settings.strangers import lets_strangers_in
from cors_wizard.changes.source_text.source import Edit, Source
from cors_wizard.fetch_standard.origin import named_origin
from cors_wizard.origin_patterns import lists_for_other_paths
from cors_wizard.project.proxies.answered_options import options_answers, options_matchers

_WRITTEN_OUT = re.compile(r"[A-Za-z0-9_.*, -]+")
"""A list as it is written out; anything else is worked out while the proxy runs."""
_ENTRY = re.compile(
    r"""\s*(?P<key>"[^"]*"|'[^']*'|[^\s"';{}]+)\s+(?P<value>"[^"]*"|'[^']*'|[^\s"';{}]+)\s*;"""
)
_RETURNS = re.compile(r"\s*http-request\s+return\s")
"""HAProxy's own response, its headers on one line."""
_MOST_ROUNDS = 40


def extend_proxy_lists(project: Project) -> bool:
    """Have the proxy's own lists name what the page's request needs; whether one lacked something."""
    changed = False
    for file in list(proxy_files(project)):
        if not _allowing(project, file):
            continue
        for name, wanted in wanted_lists(project).items():
            for _ in range(_MOST_ROUNDS):
                now = ProxyFile(file.kind, project.workspace.now[file.source.path])
                with project.workspace.doing(f"Allow it in {file.kind}'s own response"):
                    if not _extend(project, now, name, wanted):
                        break
                changed = True
    return changed


def proxy_allows_origin(project: Project) -> bool:
    """Whether a proxy's settings send the page's origin with the path's responses, beyond preflights."""
    return any(allows_page(project, file) for file in proxy_files(project))


def allows_page(project: Project, file: ProxyFile) -> bool:
    """The same of one file."""
    return any(not _answers_options(file.source, number) for number in _allowing(project, file))


def sends_beside_flask(project: Project, file: ProxyFile) -> bool:
    """Whether it adds an origin to Flask's responses, or sends preflights one that doesn't allow the page."""
    allowing = _allowing(project, file)
    return any(
        number not in allowing or not _answers_options(file.source, number)
        for number in _lines(project, file, ORIGIN)
    )


def proxy_sends_origin(project: Project) -> bool:
    """Whether a proxy's settings send some origin with the path's responses or preflights."""
    return any(_lines(project, file, ORIGIN) for file in proxy_files(project))


def origins_of_proxy(project: Project) -> list[str]:
    """The origins that a proxy's settings let in for the path, as far as they are written out."""
    found = [
        _origin_of(project, file, number)
        for file in proxy_files(project)
        for number in _lines(project, file, ORIGIN)
    ]
    if not lists_for_other_paths(project.facts):
        files = (file for file in proxy_files(project) if file.kind == "haproxy")
        found += (each for file in files for each in named_origins(file.source))
    return list(dict.fromkeys(each for each in found if each and named_origin(each) == each))


def _origin_of(project: Project, file: ProxyFile, number: int) -> str:
    """What a line sends to the page as Allow-Origin; a variable stays where it depends on the page."""
    value = _value(file.source.lines[number - 1], ORIGIN)
    said = value[0] if value is not None else ""
    if file.kind != "nginx" or "$" not in said or not is_same_for_all(file.source.text, said):
        return said
    return Settings(file.source.text, project.goal.origin).value(said) or ""


def _allowing(project: Project, file: ProxyFile) -> list[int]:
    """The lines that send an origin which allows the page.

    With credentials neither `*` does, nor a line that sends any website its origin back.
    """
    with_credentials = project.goal.with_credentials
    allowed = [project.goal.origin] if with_credentials else [project.goal.origin, "*"]
    return [
        number
        for number in _lines(project, file, ORIGIN)
        if (sent := _origin_of(project, file, number)) in allowed or any(each in sent for each in "$%{")
        if not (with_credentials and lets_strangers_in(file, number))
    ]


def _lines(project: Project, file: ProxyFile, name: str) -> list[int]:
    """The lines that send a header with the path's responses."""
    return [
        number
        for number in matching_lines(file, SENDS)
        if name in file.source.lines[number - 1].lower() and concerns(file, number, project.goal.asked_path)
    ]


def _value(line: str, name: str) -> tuple[str, int, int, bool] | None:
    """What a line gives to the header: the value, where it begins and ends, and whether it has no quotes."""
    found = re.search(rf"{name}(?P<after>[\"']?:?[ \t]*)", line, re.IGNORECASE)
    if found is None:
        return None
    start, is_inside = found.end(), ":" in found["after"] and not re.search("[\"']:", found["after"])
    if line[start : start + 1] in ('"', "'"):
        end = line.find(line[start], start + 1)
        return (line[start + 1 : end].strip(), start + 1, end, False) if end > start else None
    rest = re.match(r"[^\"']*" if is_inside else r"[^\s;]*", line[start:])
    assert rest is not None
    return (rest[0].strip(), start, start + len(rest[0].rstrip()), not is_inside) if rest[0].strip() else None


def _extend(project: Project, file: ProxyFile, name: str, wanted: Sequence[str]) -> bool:
    """One correction; False where there is nothing left to correct."""
    source = file.source
    for number in _lines(project, file, name):
        found = _value(source.lines[number - 1], name)
        if found is None:
            continue
        value, start, end, is_bare = found
        if re.fullmatch(r"\$\{?\w+\}?", value) and file.kind == "nginx":
            if _extend_variable(project, file, value.strip("${}"), wanted):
                return True
        elif text := _longer(project, value, wanted, name):
            at = source.line_start(number)
            quote = '"' if is_bare else ""
            _replace(project, file, Edit(at + start, at + end, f"{quote}{text}{quote}"), value)
            return True
    return not _lines(project, file, name) and _add_line(project, file, name, wanted)


def _replace(project: Project, file: ProxyFile, edit: Edit, kept: str) -> None:
    if kept:
        project.workspace.keep(file.source.path, kept)
    replace_in(project, file, edit)


def _longer(project: Project, value: str, wanted: Sequence[str], name: str) -> str:
    """The list with what it lacks; empty where it lacks nothing or isn't written out."""
    if name == CREDENTIALS:
        return "true" if value != "true" else ""
    if not _WRITTEN_OUT.fullmatch(value):
        return ""
    listed = [each.strip() for each in value.split(",") if each.strip()]
    is_wild = "*" in listed and not project.goal.with_credentials
    lower = {each.lower() for each in listed}
    missing = [
        each
        for each in wanted
        if each.lower() not in lower and not (is_wild and each.lower() != "authorization")
    ]
    glue = ", " if ", " in value or "," not in value else ","
    return glue.join([*listed, *missing]) if missing else ""


# nginx: values in variables.


def _extend_variable(project: Project, file: ProxyFile, name: str, wanted: Sequence[str]) -> bool:
    """`set $methods "GET, POST";` or the entries of `map $request_method $methods { ... }`."""
    source = file.source
    for number, line in enumerate(source.lines, start=1):
        if COMMENT.match(line):
            continue
        if re.match(rf"\s*set\s+\${name}\s", line) and concerns(file, number, project.goal.asked_path):
            begin = re.match(rf"\s*set\s+\${name}\s+", line)
            assert begin is not None
            if _extend_entry(project, file, number, begin.end(), line[begin.end() :].rstrip("; \t"), wanted):
                return True
        opened = re.match(rf"\s*map\s+\"?(\$\w+)\"?\s+\${name}\s*\{{", line)
        if opened:
            return any(
                _extend_entry(project, file, entry, start, said, wanted)
                for entry, start, said in _entries(project, source, number, opened[1])
            )
    return False


def _entries(project: Project, source: Source, opened: int, about: str) -> Iterator[tuple[int, int, str]]:
    """The entries of a map that the page's request may meet: of a map of origins, the page's own."""
    for number in range(opened + 1, closing(source, opened)):
        found = _ENTRY.match(source.lines[number - 1])
        if found is None or COMMENT.match(source.lines[number - 1]):
            continue
        key = found["key"].strip("\"'")
        if about == "$http_origin" and not _is_of_page(key, project.goal.origin):
            continue
        yield number, found.start("value"), found["value"]


def _is_of_page(key: str, origin: str) -> bool:
    if not key.startswith("~"):
        return key == origin
    try:
        return bool(re.search(key.lstrip("~*"), origin, re.IGNORECASE))
    except re.error:
        return False


def _extend_entry(
    project: Project, file: ProxyFile, number: int, start: int, said: str, wanted: Sequence[str]
) -> bool:
    value = said.strip("\"'").strip()
    text = _longer(project, value, wanted, "") if value else ""
    if not text:
        return False
    at = file.source.line_start(number) + start
    _replace(project, file, Edit(at, at + len(said), f'"{text}"'), value)
    return True


# A header that no line sends.


def _add_line(project: Project, file: ProxyFile, name: str, wanted: Sequence[str]) -> bool:
    """The same line as the origin's, with another header: where preflights are answered, if it is there."""
    source, allowing = file.source, _allowing(project, file)
    in_answer = [number for number in allowing if _answers_options(source, number)]
    places = (
        allowing if name in (CREDENTIALS, "access-control-expose-headers") else (in_answer or allowing)[:1]
    )
    values = ["GET", "POST", *wanted] if name == METHODS else [*wanted]
    edits = []
    for number in places:
        line = source.lines[number - 1]
        found = _value(line, ORIGIN)
        if found is None:
            continue
        _, start, end, is_bare = found
        quote = '"' if is_bare and len(values) > 1 else ""
        listed = f"{quote}{', '.join(dict.fromkeys(values))}{quote}"
        if _RETURNS.match(line):
            after = source.line_start(number) + end + (not is_bare)
            said = listed if is_bare else f'"{listed}"'
            edits.append(Edit(after, after, f" hdr {SPELLED[name]} {said}"))
            continue
        text = f"{line[:start]}{listed}{line[end:]}"
        text = re.sub(ORIGIN, SPELLED[name], text, count=1, flags=re.IGNORECASE)
        at = source.line_start(number + 1)
        edits.append(Edit(at, at, f"{text}\n"))
    if edits:
        project.workspace.edit(source.path, *edits)
        have_it_loaded(project, file.kind)
    return bool(edits)


def _answers_options(source: Source, number: int) -> bool:
    opened = opening(source, number)
    if opened is not None and OPTIONS_BLOCK.match(source.lines[opened - 1]):
        return True
    is_in_answer = any(each.first <= number <= each.last for each in options_answers(source.lines))
    return is_in_answer or not {*options_matchers(source.text)}.isdisjoint(source.lines[number - 1].split())
