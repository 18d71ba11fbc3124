"""Lets the page in where Apache's `SetEnvIf` or a matcher of Caddy's chooses which origins may read."""

from __future__ import annotations

import re

from cors_wizard.changes.project import Project
from cors_wizard.changes.proxy_settings.proxy_files import SENDS, ProxyFile, matching_lines, replace_in
from cors_wizard.changes.proxy_settings.proxy_scopes import is_for_path
from cors_wizard.changes.proxy_settings.strangers import checks_of
from cors_wizard.changes.source_text.source import Edit, indent_of
from cors_wizard.origin_patterns import OriginCheck
from cors_wizard.project.proxies.origin_rules import ENV_IF, MATCHER

_ORIGIN = "access-control-allow-origin"
_IS_SENT_BACK = re.compile(
    r"\{(?:http\.request\.)?header\.origin\}|\{(?:http\.)?re(?:gexp)?\.\w+\.0\}", re.IGNORECASE
)
"""Caddy: what the header becomes is the page's own origin."""


def matchers(project: Project, file: ProxyFile) -> list[OriginCheck]:
    """What `SetEnvIf` and Caddy's matchers compare, where not every line sends one origin of its own."""
    sending = [each.lower() for each in _sending(project, file)]
    checks = [each for each in checks_of(file) if each.kind != "any"] if sending else []
    # Origins that are sent as they are written can be listed by Flask in the proxy's place.
    is_written = (each.kind == "is" and any(each.text in said for said in sending) for each in checks)
    return [] if all(is_written) else checks


def _sending(project: Project, file: ProxyFile) -> list[str]:
    """The lines that send an origin with the path's responses."""
    lines = [each for each in matching_lines(file, SENDS) if is_for_path(file, each, project.goal.asked_path)]
    return [said for each in lines if _ORIGIN in (said := file.source.lines[each - 1]).lower()]


def let_in_by_apache(project: Project, file: ProxyFile) -> bool:
    """Below the last `SetEnvIf Origin` that lets an origin in, the same one for the page."""
    last = int(matchers(project, file)[-1].place.rpartition(":")[2])
    line = file.source.lines[last - 1]
    found = ENV_IF.fullmatch(line.strip())
    if found is None or "://" in line.partition(found[1])[2]:
        return False
    named = project.goal.origin.replace(".", r"\.")
    given = line.replace(found[1], f'"^({named})$"' if "$1" in line else f'"^{named}$"', 1)
    project.workspace.keep(file.source.path, line.strip())
    at = file.source.line_start(last + 1)
    replace_in(project, file, Edit(at, at, f"{given}\n"))
    return True


def let_in_by_caddy(project: Project, file: ProxyFile) -> bool:
    """One more value of the matcher's header, or branch of its pattern; False where it has neither."""
    last = int(matchers(project, file)[-1].place.rpartition(":")[2])
    line, start = file.source.lines[last - 1], file.source.line_start(last)
    found = MATCHER.search(line)
    if found is None or not all(map(_IS_SENT_BACK.search, _sending(project, file))):
        return False
    origin, indent = project.goal.origin, indent_of(line)
    project.workspace.keep(file.source.path, line.strip())
    if found[1].lower() == "header_regexp":
        at = start + found.end(2) - (found[2][-1] in '"`')
        branch = origin.replace(".", r"\.")
        replace_in(project, file, Edit(at, at, f"|^{branch}$"))
        return True
    one = f"{indent}header Origin {origin}\n"
    if line.strip().startswith("@"):
        name, _, rest = line.strip().partition(" ")
        block = f"{indent}{name} {{\n{indent}\t{rest}\n\t{one}{indent}}}\n"
        replace_in(project, file, Edit(start, file.source.line_start(last + 1), block))
    else:
        at = file.source.line_start(last + 1)
        replace_in(project, file, Edit(at, at, one))
    return True
