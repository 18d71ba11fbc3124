"""Has nginx add the headers to error responses, too: without `always` it leaves them out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cors_wizard.changes.project import Project
from cors_wizard.changes.proxy_settings.proxy_files import COMMENT, have_it_loaded, proxy_files
from cors_wizard.changes.source_text.source import Edit, Source
from cors_wizard.project.proxies.blocks import blocks

_ADDS = re.compile(
    r"\s*add_header\s+[\"']?(?:Access-Control-(?:Allow-Origin|Allow-Credentials|Expose-Headers)|Vary)\b"
    r"[^;]*?(?P<end>\s*;)",
    re.IGNORECASE,
)
_IF = re.compile(r"\s*if\s*\(\s*\$request_method")


def send_on_errors(project: Project) -> bool:
    """Write `always` at the end of each such line; whether one lacked it."""
    changed = False
    for file in proxy_files(project):
        edits = list(_edits(file.source)) if file.kind == "nginx" else []
        if edits:
            changed = True
            with project.workspace.doing("Send the headers with errors, too"):
                project.workspace.edit(file.source.path, *edits)
            have_it_loaded(project, "nginx")
    return changed


def _edits(source: Source) -> Iterator[Edit]:
    """One for each line outside the block that answers preflights, whose status is never an error."""
    branches = [each for each in blocks(source.lines) if _IF.match(source.lines[each.first - 1])]
    for number, line in enumerate(source.lines, start=1):
        if COMMENT.match(line) or any(each.first <= number <= each.last for each in branches):
            continue
        found = _ADDS.match(line)
        if found and not found[0].lower().rstrip("; ").endswith("always"):
            at = source.line_start(number) + found.start("end")
            yield Edit(at, at, " always")
