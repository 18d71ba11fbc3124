"""Lets the page in where HAProxy chooses which origins may read: one more value of its ACL of the Origin."""

from __future__ import annotations

from cors_wizard.changes.project import Project
from cors_wizard.changes.proxy_settings.proxy_files import ProxyFile, replace_in
from cors_wizard.changes.source_text.source import Edit, Source, indent_of
from cors_wizard.origin_patterns import takes
from cors_wizard.origin_patterns.checks import read_check
from cors_wizard.project.proxies.haproxy_origins import OriginAcl, sent_back


def guards(source: Source) -> list[OriginAcl]:
    """The comparisons that decide whom the settings send the Origin back to."""
    return list(dict.fromkeys(each for _, found in sent_back(source.lines) for each in found))


def takes_origin(acl: OriginAcl, origin: str) -> bool:
    """Whether an origin passes a comparison."""
    checks = (read_check(f"{acl.name or 'acl'}: {acl.kind} '{text}'") for text in acl.texts)
    return any(check is not None and takes(check, origin) for check in checks)


def named_origins(source: Source) -> list[str]:
    """The origins that the comparisons name."""
    return [text for each in guards(source) if each.kind == "is" for text in each.texts]


def let_in_by_haproxy(project: Project, file: ProxyFile) -> bool:
    """Name the page beside the others; False where the settings name nobody on their own lines."""
    found = guards(file.source)
    by_name = next((each for each in found if each.kind == "is"), None)
    named = by_name or next((each for each in found if each.name), None)
    if named is None:
        return False
    source = file.source
    start = source.line_start(named.line)
    project.workspace.keep(source.path, *(f"origin {each}" for each in named.texts))
    if by_name is not None:
        at = start + by_name.end
        replace_in(project, file, Edit(at, at, f" {project.goal.origin}"))
    else:
        at = source.line_start(named.line + 1)
        indent = indent_of(source.lines[named.line - 1])
        added = f"{indent}acl {named.name} hdr(origin) {project.goal.origin}\n"
        replace_in(project, file, Edit(at, at, added))
    return True
