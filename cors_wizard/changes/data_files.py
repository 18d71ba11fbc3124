"""Origins that a settings file of another language lists: `app.config.from_file("settings.toml", ...)`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from cors_wizard.changes.meant_origins import corrected, why_never
from cors_wizard.changes.project import Project
from cors_wizard.changes.source import Edit
from cors_wizard.flask_code.literals import text_of
from cors_wizard.flask_code.module import dotted_name

_DATA = (".toml", ".json", ".yaml", ".yml")
_LIST = re.compile(r"\s*\[([^\[\]]{0,4000})\]")
_TEXT = re.compile(r"""(["'])([^"'\n]{1,300})\1""")
_COMMENT = re.compile(r"(?:#|(?<!:)//)[^\n]*")


@dataclass(frozen=True)
class _Entry:
    """One text of a list, or the only one."""

    path: str
    start: int
    end: int
    """The position behind the closing quote."""
    text: str


def is_in_data_file(project: Project, node: ast.expr) -> bool:
    """Whether the file that has this setting lists the page's origin."""
    return any(each.text == project.goal.origin for each in _entries(project, _key(node)))


def allow_in_data_file(project: Project, node: ast.expr) -> bool:
    """Correct the entry that means the page, or add one; whether a file has the setting."""
    entries = list(_entries(project, _key(node)))
    if not entries or is_in_data_file(project, node):
        return False
    origin, last = project.goal.origin, entries[-1]
    project.workspace.keep(
        last.path, *(f"origin {each.text}" for each in entries if corrected(each.text, origin) != origin)
    )
    for each in entries:
        if corrected(each.text, origin) == origin:
            project.workspace.remove(each.path, each.text, why_never(each.text, origin))
            project.workspace.edit(each.path, Edit(each.start + 1, each.end - 1, origin))
            return True
    text = project.workspace.now[last.path].text
    own_line = not text[text.rfind("\n", 0, last.start) + 1 : last.start].strip()
    lead = re.search(r"\s*$", text[: last.start])
    between = lead[0] if own_line and lead else " "
    quote = text[last.start]
    project.workspace.edit(last.path, Edit(last.end, last.end, f",{between}{quote}{origin}{quote}"))
    return True


def _key(node: ast.expr) -> str:
    """The name of the setting in `app.config["NAME"]` or `config.get("NAME")`."""
    if isinstance(node, ast.Subscript):
        return text_of(node.slice) or ""
    if isinstance(node, ast.Call) and dotted_name(node.func).endswith(".get") and node.args:
        return text_of(node.args[0]) or ""
    return ""


def _entries(project: Project, key: str) -> Iterator[_Entry]:
    """The texts of the list that a data file gives to this key."""
    for path, source in project.workspace.now.items() if key else ():
        if not path.endswith(_DATA):
            continue
        named = re.search(rf"""^[ \t{{,]*["']?{re.escape(key)}["']?\s*[=:]""", source.text, re.MULTILINE)
        bare = _without_comments(source.text)
        listed = _LIST.match(bare, named.end()) if named else None
        for found in _TEXT.finditer(bare, *listed.span(1)) if listed else ():
            yield _Entry(path, found.start(), found.end(), found[2])


def _without_comments(text: str) -> str:
    """The text with blanks in place of comments; an address has slashes, too, behind a colon."""
    return _COMMENT.sub(lambda found: " " * len(found[0]), text)
