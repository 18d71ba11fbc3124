"""Changes how a proxy hands requests on: to which port and path, with what headers; how large they may be."""

from __future__ import annotations

import re

from cors_wizard.changes.project import Project
from cors_wizard.changes.proxy_settings.proxy_files import (
    ProxyFile,
    closing,
    have_it_loaded,
    opening,
    proxy_files,
    replace_in,
)
from cors_wizard.changes.proxy_settings.proxy_scopes import concerns
from cors_wizard.changes.source_text.editing import without_lines
from cors_wizard.changes.source_text.source import Edit, Source, indent_of
from cors_wizard.changes.workspace import CannotChange
from cors_wizard.project.proxies.haproxy import cut_prefix

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
        if file.kind == "haproxy":
            changed = _leave_the_path(project, file) or changed
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


def _leave_the_path(project: Project, file: ProxyFile) -> bool:
    """HAProxy: without the line that takes the beginning away."""
    for number, line in enumerate(file.source.lines, start=1):
        prefix = cut_prefix(line)
        if prefix and project.goal.asked_path.startswith(f"{prefix}/"):
            project.workspace.remove(file.source.path, line.strip(), "The app's routes have the whole path.")
            replace_in(project, file, without_lines(file.source, number, number))
            return True
    return False


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
