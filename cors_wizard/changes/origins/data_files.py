"""Origins that a settings file of another language lists: `app.config.from_file("settings.toml", ...)`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from cors_wizard.changes.evaluate import UNKNOWN, Place
from cors_wizard.changes.origins.meant_origins import corrected, why_never
from cors_wizard.changes.project import Project
from cors_wizard.changes.source_text.source import Edit, Source
from cors_wizard.flask_code.configuration.plain_yaml import YamlNode, read_yaml
from cors_wizard.flask_code.evaluation.literals import text_of
from cors_wizard.flask_code.module import Module, dotted_name
from cors_wizard.flask_code.sources import folders_shared
from cors_wizard.frozen import dataclass

_DATA = (".toml", ".json")
EVERY_ORIGIN = ("*", ".*")
"""What flask-cors takes for every origin."""
_YAML = (".yaml", ".yml")
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
    is_yaml: bool = False
    is_only: bool = False
    """Whether it is the setting's value itself, in no list."""


def is_in_data_file(project: Project, node: ast.expr) -> bool:
    """Whether the file that has this setting lists the page's origin."""
    return any(each.text == project.goal.origin for each in _entries(project, node))


def allow_in_data_file(project: Project, node: ast.expr) -> bool:
    """Correct the entry that means the page, or add one; whether a file has the setting."""
    entries = list(_entries(project, node))
    if not entries or is_in_data_file(project, node):
        return False
    origin, last = project.goal.origin, entries[-1]
    project.workspace.keep(
        last.path, *(f"origin {each.text}" for each in entries if corrected(each.text, origin) != origin)
    )
    for each in entries:
        if corrected(each.text, origin) == origin:
            project.workspace.remove(each.path, each.text, why_never(each.text))
            quote = _quote(project, each)
            project.workspace.edit(each.path, Edit(each.start, each.end, f"{quote}{origin}{quote}"))
            return True
    _add(project, last, [origin])
    return True


def name_in_data_file(project: Project, node: ast.expr) -> str:
    """Put the page's origin in place of `*` in the file that lists it: that file, empty where none does."""
    entries = list(_entries(project, node))
    stars = [each for each in entries if each.text in EVERY_ORIGIN]
    if not stars:
        return ""
    kept = [each.text for each in entries if each.text not in EVERY_ORIGIN]
    project.workspace.keep(stars[0].path, *(f"origin {each}" for each in kept))
    origin, edits = project.goal.origin, list[Edit]()
    if origin not in kept:
        quote = _quote(project, stars[0])
        edits = [Edit(stars[0].start, stars[0].end, f"{quote}{origin}{quote}")]
    text = project.workspace.now[stars[0].path].text
    edits += [_taken_out(text, each) for each in stars[len(edits) :]]
    project.workspace.edit(stars[0].path, *edits)
    return stars[0].path


def _taken_out(text: str, entry: _Entry) -> Edit:
    """Without this entry of a list, and without its comma or its line."""
    begin = text.rfind("\n", 0, entry.start) + 1
    end = text.find("\n", entry.end)
    if text[begin : entry.start].strip() == "-":
        return Edit(begin, len(text) if end < 0 else end + 1, "")
    if comma := re.compile(r"\s*,[ \t]*").match(text, entry.end):
        return Edit(entry.start, comma.end(), "")
    lead = text[: entry.start].rstrip()
    return Edit(len(lead) - 1 if lead.endswith(",") else entry.start, entry.end, "")


def is_in_yaml(project: Project, node: ast.expr) -> bool:
    """Whether a YAML file has this setting."""
    return _yaml(project, node) is not None


def add_to_data_file(project: Project, node: ast.expr, values: Sequence[str]) -> bool:
    """More texts in the list that a file gives to this setting; whether one does."""
    entries = list(_entries(project, node))
    # Of JSON and TOML a key's name alone is looked for: the code must read what stands there.
    is_read = entries and (entries[0].is_yaml or [each.text for each in entries] == _read(project, node))
    if is_read:
        _add(project, entries[-1], values)
    return bool(is_read)


def switch_on_in_yaml(project: Project, node: ast.expr) -> bool:
    """`true` where a YAML file switches this setting off; whether one does."""
    found = _yaml(project, node)
    if found is None or found[1].value is not False:
        return False
    project.workspace.edit(found[0], Edit(found[1].start, found[1].end, "true"))
    return True


def _quote(project: Project, entry: _Entry) -> str:
    """The quotation mark around an entry; YAML needs none."""
    first = project.workspace.now[entry.path].text[entry.start]
    return first if first in "\"'" else ""


def _add(project: Project, last: _Entry, values: Sequence[str]) -> None:
    """More entries behind the last one, as it is written."""
    text, quote = project.workspace.now[last.path].text, _quote(project, last)
    added = [f"{quote}{each}{quote}" for each in values]
    lead = text[text.rfind("\n", 0, last.start) + 1 : last.start]
    if last.is_only:
        said = text[last.start : last.end]
        edit = Edit(last.start, last.end, f"[{', '.join((said, *added))}]")
    elif last.is_yaml and lead.strip().endswith("-"):
        # A comment behind the entry stays with it.
        end = text.find("\n", last.end)
        end = len(text) if end < 0 else end
        dash = " " * len(lead[: lead.rindex("-")]) + lead[lead.rindex("-") :]
        edit = Edit(end, end, "".join(f"\n{dash}{each}" for each in added))
    elif lead.strip():
        edit = Edit(last.end, last.end, "".join(f", {each}" for each in added))
    else:
        # A comment behind the entry stays with it.
        end = text.find("\n", last.end)
        has_comma = text[last.end : end].lstrip().startswith(",")
        if not has_comma:
            project.workspace.edit(last.path, Edit(last.end, last.end, ","))
            end += 1
        lines = f",\n{lead}".join(added)
        edit = Edit(end, end, f"\n{lead}{lines}{',' if has_comma else ''}")
    project.workspace.edit(last.path, edit)


def _key(node: ast.expr) -> str:
    """The name of the setting in `app.config["NAME"]` or `config.get("NAME")`."""
    if isinstance(node, ast.Subscript):
        return text_of(node.slice) or ""
    if isinstance(node, ast.Call) and dotted_name(node.func).endswith(".get") and node.args:
        return text_of(node.args[0]) or ""
    return node.attr if isinstance(node, ast.Attribute) else ""


def _entries(project: Project, node: ast.expr) -> Iterator[_Entry]:
    """The texts of the list that a data file gives to this key."""
    if of_yaml := _yaml(project, node):
        path, whole = of_yaml
        for each in whole.value if isinstance(whole.value, list) else [whole]:
            if isinstance(each.value, str):
                yield _Entry(path, each.start, each.end, each.value, is_yaml=True, is_only=each is whole)
        return
    key = _key(node)
    paths = [
        path
        for path in (project.workspace.now if key else ())
        if path.endswith(_DATA) and (not isinstance(node, ast.Attribute) or _is_named(project, path))
    ]
    # Of several files the one for the page's kind of place has the say; of several services' the own one.
    reader = _module_of(project, node).path
    paths.sort(
        key=lambda path: (
            -folders_shared(path, reader),
            _file_rank(path, is_local=project.goal.is_local),
            not _is_named(project, path),
        )
    )
    found = [each for path in paths for each in _listed(path, project.workspace.now[path], key) if each]
    known = _read(project, node)
    read = (entries for entries in found if [each.text for each in entries] == known)
    yield from next(read, found[0] if found else [])


def _listed(path: str, source: Source, key: str) -> Iterator[list[_Entry]]:
    """The texts that a JSON or TOML file gives to a key, for each time that it has the key."""
    bare = _without_comments(source.text)
    named = re.compile(rf"""(?:^|[{{,])[ \t{{,]*["']?{re.escape(key)}["']?\s*[=:]\s*""", re.MULTILINE)
    for each in named.finditer(source.text):
        listed = _LIST.match(bare, each.end())
        only = _TEXT.match(bare, each.end())
        found = _TEXT.finditer(bare, *listed.span(1)) if listed else [only] if only else []
        yield [_Entry(path, one.start(), one.end(), one[2], is_only=one is only) for one in found]


def _read(project: Project, node: ast.expr) -> list[object] | None:
    """The texts that the code reads where this expression is; None where that is unknown."""
    value = project.reading.evaluator.value(Place(_module_of(project, node), node))
    return None if value is UNKNOWN else value if isinstance(value, list) else [value]


def _module_of(project: Project, node: ast.expr) -> Module:
    """The file that an expression is in; a key that a data file alone sets is in none."""
    modules = project.reading.modules
    return next((one for one in modules if any(each is node for each, _ in one.nodes)), modules[0])


def _is_named(project: Project, path: str) -> bool:
    """Whether the code names a file, or makes its name from that of an environment: `f"{env}.json"`."""
    name = path.rpartition("/")[2]
    made = re.compile(rf"\}}\.{re.escape(name.rpartition('.')[2])}[\"']")
    is_of_one = bool(_words(path) & {*_NEAR, *_FAR})
    texts = [module.file.text for module in project.reading.modules]
    return any(name in text or (is_of_one and made.search(text)) for text in texts)


def _words(path: str) -> set[str]:
    return set(re.split(r"[./_-]", path.lower()))


def _file_rank(path: str, *, is_local: bool) -> int:
    """The files for the page's kind of place first, those for the other kind last."""
    near, far = (_NEAR, _FAR) if is_local else (_FAR, _NEAR)
    words = _words(path)
    return 0 if words & {*near} else 2 if words & {*far, "test", "testing"} else 1


def texts_in_data_file(project: Project, node: ast.expr) -> list[object]:
    """The texts that a file gives to `settings.NAME` or `settings["NAME"]`; none where no file does."""
    is_setting = isinstance(node, ast.Attribute) or any(_keys(node))
    return [each.text for each in _entries(project, node)] if is_setting else []


def _yaml(project: Project, node: ast.expr) -> tuple[str, YamlNode] | None:
    """What a YAML file that the code names gives to `cfg["cors"]["origins"]`, and the file's path."""
    keys = _keys(node)
    found: list[tuple[int, int, int, str, YamlNode]] = []
    reader = _module_of(project, node).path
    for path, source in project.workspace.now.items():
        if not any(keys) or not path.endswith(_YAML) or not _is_named(project, path):
            continue
        root = read_yaml(source.text)
        for at, each in _every(root) if root else ():
            tail = at[-len(keys) :]
            if len(tail) == len(keys) and all(
                key in (None, own) for key, own in zip(keys, tail, strict=True)
            ):
                is_local = project.goal.is_local
                rank = _rank(at, is_local=is_local) + _file_rank(path, is_local=is_local)
                found.append((-folders_shared(path, reader), rank, len(at), path, each))
    best = min(found, key=lambda each: each[:4], default=None)
    return best[3:] if best else None


def _rank(keys: Sequence[str], *, is_local: bool) -> int:
    """Of the same setting for several environments, the page's own kind of place comes first."""
    words = _NEAR if is_local else _FAR
    return 0 if any(key.lower() in words for key in keys) else 1


_NEAR = ("development", "dev", "local", "debug")
_FAR = ("production", "prod", "live", "staging")


def _every(node: YamlNode, at: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], YamlNode]]:
    """Every value in a table, with the keys that lead to it."""
    for key, each in node.value.items() if isinstance(node.value, dict) else ():
        yield (*at, key), each
        yield from _every(each, (*at, key))


def _keys(node: ast.expr) -> tuple[str | None, ...]:
    """The keys of `cfg["cors"]["origins"]` or `cfg["cors"].get("origins")`; None for one that is computed."""
    found: list[str | None] = []
    while True:
        if isinstance(node, ast.Subscript):
            found.insert(0, text_of(node.slice))
            node = node.value
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get":
            found.insert(0, text_of(node.args[0]) if node.args else None)
            node = node.func.value
        else:
            return () if dotted_name(node).endswith("environ") else tuple(found)


def _without_comments(text: str) -> str:
    """The text with blanks in place of comments; an address has slashes, too, behind a colon."""
    return _COMMENT.sub(lambda found: " " * len(found[0]), text)
