"""Changes settings of the proxy in front of Flask: what it adds, drops and refuses, and where it sends."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase

from cors_wizard.changes.project import Project
from cors_wizard.changes.proxy_settings.proxy_files import (
    DROPS,
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
from cors_wizard.changes.proxy_settings.proxy_lists import allows_page, sends_beside_flask
from cors_wizard.changes.proxy_settings.proxy_origins import cannot_choose, chooses_origins
from cors_wizard.changes.proxy_settings.proxy_preflights import take_out_answer
from cors_wizard.changes.proxy_settings.proxy_scopes import concerns, heirs, other_location
from cors_wizard.changes.source_text.editing import without_lines
from cors_wizard.changes.source_text.source import Edit, Source, indent_of
from cors_wizard.changes.workspace import CannotChange
from cors_wizard.fetch_standard.urls import DEFAULT_PORTS, parse_url

_ANSWERS_OPTIONS = "Flask responds to OPTIONS."
_OPEN = re.compile(r"Allow-Origin[\"']?:?\s+[\"']?\*", re.IGNORECASE)
_REPLACES = re.compile(
    r"^[ \t]*Header[ \t]+(?:onsuccess[ \t]+)?set[ \t]+\"?Access-Control-Allow-Origin",
    re.MULTILINE | re.IGNORECASE,
)
"""Apache: with `always` a second header is sent beside Flask's."""
_OTHERS = " Only the origins that it names can read the responses then; `*` let every website read them."


_LISTENS: dict[str, re.Pattern[str]] = {
    "nginx": re.compile(r"^[ \t]*listen[ \t]+(?:\S*:)?([0-9]{1,5})\b", re.MULTILINE),
    "apache": re.compile(
        r"^[ \t]*(?:<VirtualHost[ \t][^>\n]*:|Listen[ \t]+(?:\S*:)?)([0-9]{1,5})\b",
        re.MULTILINE | re.IGNORECASE,
    ),
    "caddy": re.compile(r"^[^\s{}]*:([0-9]{1,5})\b[^\n]*\{", re.MULTILINE),
    "haproxy": re.compile(r"^[ \t]*bind[ \t]+\S*:([0-9]{1,5})\b", re.MULTILINE),
}
"""The ports on which a proxy's settings have it listen."""


def silence_proxies(project: Project) -> None:
    """Take out the headers that the proxy adds beside Flask's."""
    for file in list(proxy_files(project)):
        _take_out(project, file, SENDS, "Flask sends this header already.")


def silence_on_the_way(project: Project) -> None:
    """The same for a proxy that the page's request passes: Flask is about to send the headers itself."""
    for file in list(proxy_files(project)):
        if is_on_the_way(project, file):
            if chooses_origins(project, file):
                # Those whom it lets in would be locked out.
                raise cannot_choose(project, file)
            with project.workspace.doing(f"Leave the headers out of {file.kind}"):
                _take_out(project, file, SENDS, "Flask sends this header now.")
                _leave_options_to_flask(project, file)


def clear_the_way(project: Project) -> bool:
    """Where Flask sends the headers, no proxy on the way adds its own, drops Flask's or responds itself.

    Returns:
        whether one did.
    """
    before = project.workspace.edits
    for file in list(proxy_files(project)):
        if not is_on_the_way(project, file) or chooses_origins(project, file) or not _disturbs(project, file):
            continue
        with project.workspace.doing(f"Leave the headers out of {file.kind}"):
            _take_out(project, file, SENDS, "Flask sends this header now.")
            _take_out(project, _now(project, file), DROPS, "It keeps the header from getting through.")
            _leave_options_to_flask(project, file)
    return project.workspace.edits != before


def _leave_options_to_flask(project: Project, file: ProxyFile) -> None:
    """nginx's block goes with the headers in it."""
    if file.kind != "nginx":
        take_out_answer(project, _now(project, file))


def _disturbs(project: Project, file: ProxyFile) -> bool:
    """Whether the page gets another Allow-Origin than Flask's, or none; the proxy may replace Flask's."""
    drops = [each for each in matching_lines(file, DROPS) if concerns(file, each, project.goal.asked_path)]
    replaces = _REPLACES.search(file.source.text) if file.kind == "apache" else file.kind == "nginx" and drops
    if replaces and allows_page(project, file):
        return False
    return bool(drops) or sends_beside_flask(project, file)


def _now(project: Project, file: ProxyFile) -> ProxyFile:
    return ProxyFile(file.kind, project.workspace.now[file.source.path])


def is_on_the_way(project: Project, file: ProxyFile) -> bool:
    """Whether the page's request passes this proxy.

    It was recognized in a response, or it listens where the page sends its request, or another that does
    includes the file. A proxy of the project is taken to be passed, unless the page calls Flask's own port.
    """
    known = project.facts.get("proxy")
    is_known = known is not None and known.value == file.kind
    if known is not None and is_known and known.source != "scanned":
        return True
    port = _asked_port(project)
    others = (each for each in proxy_files(project) if each.source.path != file.source.path)
    if _listens_on(file, port) or any(_listens_on(each, port) and _includes(each, file) for each in others):
        return True
    return is_known and port != project.facts.number("run_port") and not _hands_on_to(file, port)


def _asked_port(project: Project) -> int:
    url = parse_url(project.goal.url)
    return (url.port or DEFAULT_PORTS.get(url.scheme, 0)) if url else 0


def _listens_on(file: ProxyFile, port: int) -> bool:
    return any(int(each) == port for each in _LISTENS[file.kind].findall(file.source.text))


def _hands_on_to(file: ProxyFile, port: int) -> bool:
    lines = r"^[ \t]*(?:\w+_pass|ProxyPass|reverse_proxy|server)[ \t][^\n]*"
    return bool(re.search(rf"{lines}:{port}\b", file.source.text, re.MULTILINE))


def _includes(one: ProxyFile, other: ProxyFile) -> bool:
    names = re.findall(r"^\s*[Ii]nclude(?:Optional)?\s+[\"']?([^;\s\"']+)", one.source.text, re.MULTILINE)
    name = other.source.path.rpartition("/")[2]
    return any(fnmatchcase(name, each.rpartition("/")[2]) for each in names)


def take_out_what_drops(project: Project) -> None:
    """Take out what keeps Flask's headers, or the page's Origin or preflight, from getting through."""
    changed = [
        _take_out(project, file, DROPS, "It keeps the header from getting through.")
        for file in list(proxy_files(project))
    ]
    if not any(changed):
        with project.workspace.doing("Let Flask respond to OPTIONS"):
            changed = [take_out_answer(project, file) for file in list(proxy_files(project))]
    if not any(changed) and not clear_the_way(project):
        raise CannotChange("the proxy")


def _take_out(project: Project, file: ProxyFile, patterns: dict[str, re.Pattern[str]], why: str) -> bool:
    path = file.source.path
    for _ in range(100):
        source = project.workspace.now[path]
        now = ProxyFile(file.kind, source)
        lines = [
            each for each in matching_lines(now, patterns) if concerns(now, each, project.goal.asked_path)
        ]
        if patterns is SENDS:
            lines = [each for each in lines if _flask_sends_it(project, now, each)]
        if not lines:
            break
        first, last = _block_of(source, lines[0], file.kind)
        said = source.lines[lines[0] - 1].strip()
        project.workspace.remove(path, said, f"{why}{_OTHERS if _OPEN.search(said) else ''}")
        if file.kind == "nginx":
            _note_rest(project, source, (first, last), lines[0], why)
        kept = _kept_elsewhere(now, lines[0], project.goal.asked_path) if patterns is SENDS else []
        project.workspace.edit(path, without_lines(source, first, last), *kept)
    if project.workspace.now[path] is file.source:
        return False
    have_it_loaded(project, file.kind)
    return True


def _note_rest(project: Project, source: Source, block: tuple[int, int], line: int, why: str) -> None:
    """What else goes with the block that a line is in."""
    for number in range(block[0], block[1] + 1):
        said = source.lines[number - 1].strip()
        if number != line and said.strip("{} ") and not said.startswith("#"):
            is_header = "Access-Control-" in said
            project.workspace.remove(source.path, said.rstrip(" {"), why if is_header else _ANSWERS_OPTIONS)


def _flask_sends_it(project: Project, file: ProxyFile, line: int) -> bool:
    """Whether Flask sends what a line of another location adds; of the page's own location it does."""
    said = other_location(file, line, project.goal.asked_path)
    if not said:
        return True
    below = [view.rule for view in project.reading.views if view.rule.startswith(said)]
    return all(project.covers(path) for path in below or [said])


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
    opened = opening(source, line)
    if opened is None or kind not in ("nginx", "caddy"):
        return line, line
    closed = closing(source, opened)
    inside = [each for each in source.lines[opened : closed - 1] if each.strip()]
    answers = kind == "nginx" and OPTIONS_BLOCK.match(source.lines[opened - 1])
    is_header = kind == "caddy" and source.lines[opened - 1].strip().startswith("header") and len(inside) == 1
    return (opened, closed) if answers or is_header else (line, line)


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
            have_it_loaded(project, "nginx")


def _passing(file: ProxyFile) -> list[int]:
    lines = enumerate(file.source.lines, start=1)
    return [number for number, line in lines if re.match(r"\s*proxy_pass\s[^#]*;", line)]


def _forwarding(source: Source, number: int) -> Edit | None:
    """The lines below a `proxy_pass` that its block, and those around it, lack."""
    opened = opening(source, number)
    block = "\n".join(source.lines[(opened or number) - 1 : closing(source, opened or number)])
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
                replace_in(project, file, Edit(found.start(1), found.end(1), str(port)))
            return
    raise CannotChange("the proxy")


_CUTS = {
    "nginx": re.compile(r"(\s*proxy_pass\s+http://[^/\s;]+)/(?=\s*;)"),
    "apache": re.compile(
        r"(\s*ProxyPass(?:Reverse)?\s+\"?(/[^\s\"]+)\"?\s+\"?http://[^/\s\"]+)/(?=\"?\s*$)", re.IGNORECASE
    ),
}


def pass_the_path(project: Project) -> None:
    """Hand the whole path on: nginx without a path behind the address, Apache with the one that it takes."""
    changed = False
    for file in list(proxy_files(project)):
        cuts = _CUTS.get(file.kind)
        for number, line in enumerate(file.source.lines, start=1):
            found = cuts.match(line) if cuts else None
            if not found or not concerns(file, number, project.goal.asked_path):
                continue
            prefix = found[2] if file.kind == "apache" else ""
            if prefix and not project.goal.asked_path.startswith(prefix):
                continue
            at = file.source.line_start(number)
            replace_in(project, file, Edit(at + found.end(1), at + found.end(), prefix))
            changed = True
    if not changed:
        raise CannotChange("the proxy")


def _raise_limit(project: Project, file: ProxyFile) -> None:
    found = re.search(r"client_max_body_size\s+([0-9]+[kKmMgG]?)\s*;", file.source.text)
    if found:
        replace_in(project, file, Edit(found.start(1), found.end(1), "20m"))
        return
    opened = re.search(r"^([ \t]*)location[^\n]*\{[ \t]*\n", file.source.text, re.MULTILINE)
    if opened is None:
        raise CannotChange("the proxy")
    text = f"{opened[1]}    client_max_body_size 20m;\n"
    replace_in(project, file, Edit(opened.end(), opened.end(), text))
