"""Lets the proxy in front of Flask pass preflights: without a login, and without responding itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cors_wizard.changes.project import Project
from cors_wizard.changes.proxy_settings.passed_proxies import is_passed
from cors_wizard.changes.proxy_settings.proxy_files import (
    ProxyFile,
    closing,
    opening,
    proxy_files,
    replace_in,
)
from cors_wizard.changes.proxy_settings.proxy_scopes import concerns
from cors_wizard.changes.source_text.editing import without_lines
from cors_wizard.changes.source_text.source import Edit, Source, indent_of
from cors_wizard.changes.workspace import CannotChange
from cors_wizard.project.proxies.answered_options import OptionsAnswer, options_answers, options_matchers
from cors_wizard.project.proxies.comments import hash_lines
from cors_wizard.project.proxies.haproxy_methods import method_rules

_COMMENT_ON_OPTIONS = re.compile(r"\s*#.*(?:preflight|options|cors)", re.IGNORECASE)
_METHODS_IF = re.compile(r"(\$request_method\s*!~\*?\s*\"?\^?\()([A-Z|]+)(\))")
_LOGIN = re.compile(r"auth_|Require\s+(?!all\b)|Auth(?:Type|Name|User)", re.IGNORECASE)
_PREDEFINED = frozenset({"CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT", "TRACE"})
"""Those of which HAProxy has an ACL without being told."""
_LIMIT_EXCEPT = re.compile(r"(\s*limit_except\s+)([A-Z ]+?)(\s*\{)")


def pass_options(project: Project) -> None:
    """Let the proxy pass OPTIONS to Flask without a login."""
    changed = False
    for file in list(proxy_files(project)):
        for number, line in enumerate(file.source.lines, start=1):
            below = " ".join(file.source.lines[number : number + 2])
            # What a login is asked for stays behind it.
            method = "" if _LOGIN.search(below) else project.goal.method.upper()
            text = _with_options(file.kind, line, file.source, method)
            if text is not None and text != line and not line.lstrip().startswith("#"):
                start = file.source.line_start(number)
                replace_in(project, file, Edit(start, start + len(line), text))
                changed = True
                break
        else:
            changed = any(change(project, file) for change in _WITHOUT_OPTIONS) or changed
    if not changed:
        raise CannotChange("the proxy")


def take_out_answer(project: Project, file: ProxyFile) -> bool:
    """Without the proxy's own response to OPTIONS, Flask responds."""
    source, found = file.source, _answer_of(project, file)
    if found is None:
        return False
    first, last = found.first, found.last
    said = source.lines[first - 1].strip().rstrip(" {")
    start = first - 1 if first > 1 and _COMMENT_ON_OPTIONS.match(source.lines[first - 2]) else first
    why = "Flask responds to the preflight, with the headers that the browser needs."
    project.workspace.remove(source.path, said, why)
    replace_in(project, file, without_lines(source, start, last))
    if file.kind == "caddy":
        _drop_matchers(project, source)
    return True


def answers_for_flask(project: Project, file: ProxyFile) -> bool:
    """Whether the proxy responds to the path's preflight, and nothing else, as no browser accepts it."""
    return _answer_of(project, file) is not None


def _answer_of(project: Project, file: ProxyFile) -> OptionsAnswer | None:
    answers = (each for each in options_answers(file.source.lines) if each.fails and each.is_alone)
    return next((each for each in answers if concerns(file, each.first, project.goal.asked_path)), None)


def answers_options(project: Project) -> bool:
    """Whether a proxy on the way responds to the path's preflight, with CORS headers or without."""
    return any(
        concerns(file, each.first, project.goal.asked_path)
        for file in proxy_files(project)
        if is_passed(project, file)
        for each in options_answers(file.source.lines)
    )


def allows_itself(project: Project) -> bool:
    """Whether the proxy responds to the path's preflight with CORS headers: Flask never sees it."""
    return any(
        not each.fails and concerns(file, each.first, project.goal.asked_path)
        for file in proxy_files(project)
        if file.kind in ("nginx", "haproxy")
        for each in options_answers(file.source.lines)
    )


def _drop_matchers(project: Project, before: Source) -> None:
    """A matcher that nothing uses any more goes with its comment."""
    for name in options_matchers(before.text):
        source = project.workspace.now[before.path]
        if len(re.findall(rf"{re.escape(name)}\b", source.text)) != 1:
            continue
        at = next(n for n, line in enumerate(source.lines, start=1) if name in line.split())
        last = closing(source, at) if "{" in source.lines[at - 1] else at
        first = at - 1 if at > 1 and _COMMENT_ON_OPTIONS.match(source.lines[at - 2]) else at
        project.workspace.edit(source.path, without_lines(source, first, last))


def _with_options(kind: str, line: str, source: Source, method: str) -> str | None:
    """A line that lists methods or asks for a login, with OPTIONS let through; None for any other.

    A list of methods that OPTIONS is missing from gets the request's own method, too.
    """
    if "OPTIONS" in line:
        return None
    indent = indent_of(line)
    missing = [each for each in (method, "OPTIONS") if each and each not in re.findall(r"[A-Z]+", line)]
    if kind == "nginx":
        better = _METHODS_IF.sub(lambda found: f"{found[1]}{'|'.join((found[2], *missing))}{found[3]}", line)
        better = _LIMIT_EXCEPT.sub(
            lambda found: f"{found[1]}{' '.join((found[2], *missing))}{found[3]}", better
        )
        return better if better != line else None
    if kind == "apache":
        if re.match(r"\s*(?:AllowMethods|<LimitExcept)\s", line):
            return re.sub(r"(\s*>?\s*)$", rf" {' '.join(missing)}\1", line, count=1)
        if re.match(r"\s*Require\s+(?:valid-user|user|group)\b", line):
            wanted = ("Require method OPTIONS", line.strip())
            inner = "".join(f"{indent}    {each}\n" for each in wanted)
            return f"{indent}<RequireAny>\n{inner}{indent}</RequireAny>"
    if kind == "caddy":
        if re.match(r"\s*@\S+\s+not\s+method\s", line):
            return f"{line} OPTIONS"
        return _caddy_login(line, source)
    if kind == "haproxy" and re.match(r"\s*http-request\s+(?:auth|deny)\b", line):
        return _haproxy_line(line, source, missing)
    return None


def _haproxy_line(line: str, source: Source, missing: Sequence[str]) -> str | None:
    """A rule that ends requests, or asks for a login, with these methods let through."""
    if re.search(r"\sif\s.*(?:\|\||\sor\s)", line):
        return None  # what is added would belong to the last alternative alone
    rules = method_rules([said for _, said in hash_lines(source.lines)])
    rule = next((each for each in rules if each.says == line.strip()), None)
    passing = [each for each in missing if each == "OPTIONS" or (rule is not None and rule.holds(each))]
    if re.search(r"\sunless\s", line):
        either = "or" if " or " in line else "||"
        return "".join((line, *(f" {either} {_haproxy_method(each)}" for each in passing)))
    joined = "" if re.search(r"\sif\s", line) else " if"
    return "".join((line, joined, *(f" !{_haproxy_method(each)}" for each in passing)))


def _haproxy_method(method: str) -> str:
    """HAProxy has a name of its own for most methods."""
    return f"METH_{method}" if method in _PREDEFINED else f"{{ method {method} }}"


def _caddy_login(line: str, source: Source) -> str | None:
    """`basic_auth` for every method but OPTIONS: its matcher says so."""
    indent = indent_of(line)
    found = re.match(r"\s*basic_?auth(?:\s+(@?\S+))?\s*\{", line)
    if found and (found[1] is None or not found[1].startswith("@")):
        path = f"\n{indent}    path {found[1]}" if found[1] else ""
        matcher = f"{indent}@needs_login {{\n{indent}    not method OPTIONS{path}\n{indent}}}\n"
        return f"{matcher}{indent}{line.strip().split()[0]} @needs_login {{"
    named = re.match(r"\s*(@\S+)\s+(?!not\b)(\S.*[^{\s])\s*$", line)
    if named and re.search(rf"basic_?auth\s+{re.escape(named[1])}\b", source.text):
        return f"{indent}{named[1]} {{\n{indent}    {named[2]}\n{indent}    not method OPTIONS\n{indent}}}"
    return None


def _except_options(project: Project, file: ProxyFile) -> bool:
    """nginx: the login lines of a location go into `limit_except OPTIONS`."""
    if file.kind != "nginx":
        return False
    wanted = re.compile(r"\s*(?:auth_basic|auth_basic_user_file)\s")
    lines = [n for n, line in enumerate(file.source.lines, start=1) if wanted.match(line)]
    if not lines or lines != list(range(lines[0], lines[-1] + 1)):
        return False
    opened = opening(file.source, lines[0])
    if opened is None or not file.source.lines[opened - 1].strip().startswith("location"):
        return False
    indent = indent_of(file.source.lines[lines[0] - 1])
    inner = "".join(f"{indent}    {file.source.lines[n - 1].strip()}\n" for n in lines)
    start, end = file.source.line_start(lines[0]), file.source.line_start(lines[-1] + 1)
    replace_in(project, file, Edit(start, end, f"{indent}limit_except OPTIONS {{\n{inner}{indent}}}\n"))
    return True


_WITHOUT_OPTIONS = (take_out_answer, _except_options)
"""What a proxy may do with OPTIONS besides leaving it out of a list."""
