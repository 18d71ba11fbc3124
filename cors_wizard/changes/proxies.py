"""Changes settings of the proxy in front of Flask: what it adds, drops and refuses, and where it sends."""

from __future__ import annotations

import re

from cors_wizard.changes.editing import without_lines
from cors_wizard.changes.project import Project
from cors_wizard.changes.proxy_files import DROPS, RELOAD, SENDS, ProxyFile, matching_lines, proxy_files
from cors_wizard.changes.proxy_scopes import concerns, heirs
from cors_wizard.changes.source import Edit, Source, indent_of
from cors_wizard.changes.workspace import CannotChange
from cors_wizard.fetch_standard.urls import DEFAULT_PORTS, parse_url

_OPTIONS_BLOCK = re.compile(r"\s*if\s*\(\s*\$request_method\s*=\s*['\"]?OPTIONS['\"]?\s*\)\s*\{")
_COMMENT_ON_OPTIONS = re.compile(r"\s*#.*(?:preflight|options|cors)", re.IGNORECASE)
_METHODS_IF = re.compile(r"(\$request_method\s*!~\*?\s*\"?\^?\()([A-Z|]+)(\))")
_LIMIT_EXCEPT = re.compile(r"(\s*limit_except\s+)([A-Z ]+?)(\s*\{)")
_HAPROXY_REFUSAL = re.compile(
    r"\s*http-request\s+(?:deny|reject|return|tarpit)\b.*\sif\s+(?:METH_OPTIONS|\{\s*method\s+OPTIONS\s*\})\s*$"
)


def silence_proxies(project: Project) -> None:
    """Take out the headers that the proxy adds beside Flask's."""
    for file in list(proxy_files(project)):
        _take_out(project, file, SENDS, "Flask sends this header already.")


def silence_on_the_way(project: Project) -> None:
    """The same for a proxy that the page's request passes: Flask is about to send the headers itself."""
    for file in list(proxy_files(project)):
        if _is_on_the_way(project, file):
            with project.workspace.doing(f"Leave the headers out of {file.kind}"):
                _take_out(project, file, SENDS, "Flask sends this header now.")


def _is_on_the_way(project: Project, file: ProxyFile) -> bool:
    """Whether the proxy was recognized in a response, or listens where the page sends its request."""
    if project.facts.text("proxy") == file.kind:
        return True
    url = parse_url(project.goal.url)
    port = (url.port or DEFAULT_PORTS.get(url.scheme, 0)) if url else 0
    return bool(re.search(rf"(?:listen|bind|\*:|^[^\n]*:).*?\b{port}\b", file.source.text, re.MULTILINE))


def pass_headers(project: Project) -> None:
    """Take out what keeps Flask's headers, or the page's Origin, from getting through."""
    changed = [
        _take_out(project, file, DROPS, "It keeps the header from getting through.")
        for file in list(proxy_files(project))
    ]
    if not any(changed):
        raise CannotChange("the proxy")


def _take_out(project: Project, file: ProxyFile, patterns: dict[str, re.Pattern[str]], why: str) -> bool:
    path = file.source.path
    for _ in range(100):
        source = project.workspace.now[path]
        now = ProxyFile(file.kind, source)
        lines = [each for each in matching_lines(now, patterns) if concerns(now, each, project.goal.path)]
        if not lines:
            break
        first, last = _block_of(source, lines[0], file.kind)
        project.workspace.remove(path, source.lines[lines[0] - 1].strip(), why)
        kept = _kept_elsewhere(now, lines[0], project.goal.path) if patterns is SENDS else []
        project.workspace.edit(path, without_lines(source, first, last), *kept)
    if project.workspace.now[path] is file.source:
        return False
    project.workspace.hand(f"Reload {file.kind}, so that the change is loaded.", RELOAD[file.kind])
    return True


def _kept_elsewhere(file: ProxyFile, line: int, path: str) -> list[Edit]:
    """What other locations inherited with the line, in each of them: one line of its own ends inheriting."""
    source, edits = file.source, []
    level = indent_of(source.lines[line - 1])
    inherited = [
        each.strip()
        for each in source.lines
        if re.match(r"\s*add_header\s", each) and indent_of(each) == level
    ]
    for opened in heirs(file, line, path):
        inner = indent_of(source.lines[opened]) or f"{level}    "
        at = source.line_start(opened + 1)
        edits.append(Edit(at, at, "".join(f"{inner}{each}\n" for each in inherited)))
    return edits


def _block_of(source: Source, line: int, kind: str) -> tuple[int, int]:
    """The lines to take out: a whole block that answers OPTIONS itself, or one that would be left empty."""
    opened = _opening(source, line)
    if opened is None or kind not in ("nginx", "caddy"):
        return line, line
    closed = _closing(source, opened)
    inside = [each for each in source.lines[opened : closed - 1] if each.strip()]
    answers = kind == "nginx" and _OPTIONS_BLOCK.match(source.lines[opened - 1])
    is_header = kind == "caddy" and source.lines[opened - 1].strip().startswith("header") and len(inside) == 1
    return (opened, closed) if answers or is_header else (line, line)


def _opening(source: Source, line: int) -> int | None:
    """The line that opens the block around a line."""
    depth = 0
    for number in range(line - 1, 0, -1):
        text = source.lines[number - 1].partition("#")[0]
        depth += text.count("}") - text.count("{")
        if depth < 0:
            return number
    return None


def _closing(source: Source, opened: int) -> int:
    depth = 0
    for number in range(opened, len(source.lines) + 1):
        text = source.lines[number - 1].partition("#")[0]
        depth += text.count("{") - text.count("}")
        if depth <= 0:
            return number
    return len(source.lines)


# Preflights.


def pass_options(project: Project) -> None:
    """Let the proxy pass OPTIONS to Flask without a login."""
    changed = False
    for file in list(proxy_files(project)):
        for number, line in enumerate(file.source.lines, start=1):
            text = _with_options(file.kind, line, file.source)
            if text is not None and text != line and not line.lstrip().startswith("#"):
                start = file.source.line_start(number)
                _replace(project, file, Edit(start, start + len(line), text))
                changed = True
                break
        else:
            changed = any(change(project, file) for change in _WITHOUT_OPTIONS) or changed
    if not changed:
        raise CannotChange("the proxy")


def _take_out_answer(project: Project, file: ProxyFile) -> bool:
    """nginx: without its own `if ($request_method = OPTIONS) { return 204; }`, Flask responds."""
    source = file.source
    for number, line in enumerate(source.lines, start=1):
        if file.kind != "nginx" or not _OPTIONS_BLOCK.match(line):
            continue
        closed = _closing(source, number)
        block = "\n".join(source.lines[number - 1 : closed])
        if re.search(r"\breturn\s+20[0-9]\b", block) and not SENDS["nginx"].search(block):
            above = number - 1
            first = above if _COMMENT_ON_OPTIONS.match(source.lines[above - 1]) else number
            why = "Flask responds to the preflight, with the headers that the browser needs."
            project.workspace.remove(source.path, line.strip().rstrip(" {"), why)
            project.workspace.edit(source.path, without_lines(source, first, closed))
            project.workspace.hand("Reload nginx, so that the change is loaded.", RELOAD["nginx"])
            return True
    return False


def _take_out_refusal(project: Project, file: ProxyFile) -> bool:
    """HAProxy: without its rule that responds to OPTIONS alone, Flask does."""
    source = file.source
    for number, line in enumerate(source.lines, start=1):
        if file.kind == "haproxy" and _HAPROXY_REFUSAL.match(line):
            why = "Flask responds to the preflight, with the headers that the browser needs."
            project.workspace.remove(source.path, line.strip(), why)
            _replace(project, file, without_lines(source, number, number))
            return True
    return False


def _replace(project: Project, file: ProxyFile, edit: Edit) -> None:
    project.workspace.edit(file.source.path, edit)
    project.workspace.hand(f"Reload {file.kind}, so that the change is loaded.", RELOAD[file.kind])


def _with_options(kind: str, line: str, source: Source) -> str | None:
    """A line that lists methods or asks for a login, with OPTIONS let through; None for any other."""
    if "OPTIONS" in line:
        return None
    indent = indent_of(line)
    if kind == "nginx":
        better = _METHODS_IF.sub(lambda found: f"{found[1]}{found[2]}|OPTIONS{found[3]}", line)
        better = _LIMIT_EXCEPT.sub(lambda found: f"{found[1]}{found[2]} OPTIONS{found[3]}", better)
        return better if better != line else None
    if kind == "apache":
        if re.match(r"\s*(?:AllowMethods|<LimitExcept)\s", line):
            return re.sub(r"(\s*>?\s*)$", r" OPTIONS\1", line, count=1)
        if re.match(r"\s*Require\s+(?:valid-user|user|group)\b", line):
            wanted = ("Require method OPTIONS", line.strip())
            inner = "".join(f"{indent}    {each}\n" for each in wanted)
            return f"{indent}<RequireAny>\n{inner}{indent}</RequireAny>"
    if kind == "caddy":
        if re.match(r"\s*@\S+\s+not\s+method\s", line):
            return f"{line} OPTIONS"
        return _caddy_login(line, source)
    if kind == "haproxy" and re.match(r"\s*http-request\s+(?:auth|deny)\b", line):
        if re.search(r"\sif\s.*(?:\|\||\sor\s)", line):
            return None  # what is added would belong to the last alternative alone
        joined = " !METH_OPTIONS" if re.search(r"\sif\s", line) else " if !METH_OPTIONS"
        return f"{line}{joined}" if not re.search(r"\sunless\s", line) else f"{line} || METH_OPTIONS"
    return None


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
    opened = _opening(file.source, lines[0])
    if opened is None or not file.source.lines[opened - 1].strip().startswith("location"):
        return False
    indent = indent_of(file.source.lines[lines[0] - 1])
    inner = "".join(f"{indent}    {file.source.lines[n - 1].strip()}\n" for n in lines)
    start, end = file.source.line_start(lines[0]), file.source.line_start(lines[-1] + 1)
    _replace(project, file, Edit(start, end, f"{indent}limit_except OPTIONS {{\n{inner}{indent}}}\n"))
    return True


_WITHOUT_OPTIONS = (_take_out_answer, _take_out_refusal, _except_options)
"""What a proxy may do with OPTIONS besides leaving it out of a list."""


# What Flask has to know of the page's request.

_FORWARDED = {
    "Host": "$http_host",
    "X-Forwarded-For": "$proxy_add_x_forwarded_for",
    "X-Forwarded-Proto": "$scheme",
    "X-Forwarded-Host": "$http_host",
}


def forward_scheme_and_host(project: Project) -> None:
    """nginx: the scheme and host of the page's request beside each `proxy_pass`; other proxies by hand."""
    files = [file for file in proxy_files(project) if file.kind == "nginx"]
    if not files:
        project.workspace.hand("Have the proxy send X-Forwarded-Proto and X-Forwarded-Host.")
    for file in files:
        edits = [edit for number in _passing(file) if (edit := _forwarding(file.source, number))]
        if edits:
            project.workspace.edit(file.source.path, *edits)
            project.workspace.hand("Reload nginx, so that the change is loaded.", RELOAD["nginx"])


def _passing(file: ProxyFile) -> list[int]:
    lines = enumerate(file.source.lines, start=1)
    return [number for number, line in lines if re.match(r"\s*proxy_pass\s[^#]*;", line)]


def _forwarding(source: Source, number: int) -> Edit | None:
    """The lines below a `proxy_pass` that its block, and those around it, lack."""
    opened = _opening(source, number)
    block = "\n".join(source.lines[(opened or number) - 1 : _closing(source, opened or number)])
    inherited = block if "proxy_set_header" in block else source.text
    indent, at = indent_of(source.lines[number - 1]), source.line_start(number + 1)
    text = "".join(
        f"{indent}proxy_set_header {name} {value};\n"
        for name, value in _FORWARDED.items()
        if not re.search(rf"^\s*proxy_set_header\s+{name}\s", inherited, re.MULTILINE | re.IGNORECASE)
    )
    return Edit(at, at, text) if text else None


# Errors that the proxy answers itself.


def correct_upstream(project: Project) -> None:
    """502: the proxy sends requests to another port than Flask's; 413: its limit for bodies is too low."""
    known = project.facts.get("proxy_status") or project.facts.get("status")
    status, port = str(known.value) if known else "", project.facts.number("run_port")
    for file in list(proxy_files(project)):
        if file.kind != "nginx":
            continue
        if status == "413":
            with project.workspace.doing("Accept larger request bodies"):
                _raise_limit(project, file)
            return
        found = re.search(r"proxy_pass\s+http://(?:127\.0\.0\.1|localhost):([0-9]+)", file.source.text)
        if found and port and status in ("502", "503", "504", "") and int(found[1]) != port:
            with project.workspace.doing("Send the requests to the port that Flask listens on"):
                _replace(project, file, Edit(found.start(1), found.end(1), str(port)))
            return
    raise CannotChange("the proxy")


def _raise_limit(project: Project, file: ProxyFile) -> None:
    found = re.search(r"client_max_body_size\s+([0-9]+[kKmMgG]?)\s*;", file.source.text)
    if found:
        _replace(project, file, Edit(found.start(1), found.end(1), "20m"))
        return
    opened = re.search(r"^([ \t]*)location[^\n]*\{[ \t]*\n", file.source.text, re.MULTILINE)
    if opened is None:
        raise CannotChange("the proxy")
    text = f"{opened[1]}    client_max_body_size 20m;\n"
    _replace(project, file, Edit(opened.end(), opened.end(), text))
