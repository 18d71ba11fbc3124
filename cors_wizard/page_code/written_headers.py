"""Where a page's code writes the name of a request header, and what has to go with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Literal, TypeGuard

from cors_wizard.frozen import dataclass
from cors_wizard.page_code.page_files import is_json, is_page_file
from cors_wizard.page_code.sources.parse import is_minified, parse_script
from cors_wizard.page_code.sources.script_blocks import Scripts, scripts_of
from cors_wizard.page_code.sources.which_files import (
    is_bundle,
    is_server_code,
    is_server_path,
    is_settings,
    is_test,
)

if TYPE_CHECKING:
    from tree_sitter import Node

_NAME = re.compile(rb"""(["'`])([A-Za-z][A-Za-z0-9-]{1,60})\1""")
_ADDS = frozenset({"set", "append", "setRequestHeader", "header"})
_HOLDERS = frozenset({"headers", "setHeaders", "common", "beforeSend"})
"""What an options object calls what holds nothing but headers."""
_OF_RESPONSE = re.compile(r"^(?:res|resp|response|reply|ctx|rsp)\b|Response$")
_BLOCKS = ("program", "statement_block", "switch_case", "switch_default")
_FUNCTIONS = ("arrow_function", "function_expression", "method_definition")


@dataclass(frozen=True)
class WrittenHeader:
    """One place that gives a request a header: bytes of the file's text in UTF-8."""

    name: str
    kind: Literal["entry", "argument", "statement", "expression"]
    start: int
    end: int
    instead: str = ""
    """What an expression becomes."""


def written_headers(path: str, text: str, is_meant: Callable[[str], bool]) -> Iterator[WrittenHeader]:
    """Every place in a file of the page that sets a header whose name is meant, the first one first."""
    code = text.encode("utf-8", errors="replace")
    if not is_page_file(path) or is_test(path) or is_settings(path) or is_server_path(path):
        return
    names = [found for found in _NAME.finditer(code) if is_meant(found[2].decode())]
    if not names or is_bundle(path) or is_minified(code) or is_server_code(code):
        return
    is_plain = is_json(path)  # its text stays as it is
    scripts = Scripts(code, is_typescript=False, is_module=False) if is_plain else scripts_of(path, code)
    root = parse_script(scripts.code, path, is_typescript=scripts.is_typescript)
    if isinstance(root, str):
        return  # why it isn't parsed
    for found in names:
        node = root.node.descendant_for_byte_range(found.start(), found.end())
        if node is not None and node.type in ("string", "template_string") and not _is_of_response(node):
            name = found[2].decode()
            yield from _of_name(node, name, lambda key: is_meant(key.strip("[]\"'` ")))


def _of_name(node: Node, name: str, is_meant: Callable[[str], bool]) -> Iterator[WrittenHeader]:
    parent = node.parent
    if parent is not None and parent.type == "computed_property_name":
        node, parent = parent, parent.parent
    if parent is None:
        return
    if parent.type == "pair" and parent.child_by_field_name("key") == node:
        yield _entry(parent, name, is_meant)
    elif parent.type == "subscript_expression" and parent.child_by_field_name("index") == node:
        assigned = parent.parent
        if _is(assigned, "assignment_expression") and assigned.child_by_field_name("left") == parent:
            yield from _statement(assigned, name, is_meant)
    elif parent.type == "arguments" and _is(parent.parent, "call_expression"):
        if parent.named_children[:1] == [node]:
            yield from _call(parent.parent, name, is_meant)
    elif parent.type == "array" and _is(parent.parent, "array") and parent.named_children[:1] == [node]:
        yield WrittenHeader(name, "entry", parent.start_byte, parent.end_byte)


def _call(call: Node, name: str, is_meant: Callable[[str], bool]) -> Iterator[WrittenHeader]:
    """`headers.set("NAME", value)`, alone or in a chain."""
    function, parent = call.child_by_field_name("function"), call.parent
    verb = function.child_by_field_name("property") if _is(function, "member_expression") else None
    owner = function.child_by_field_name("object") if function is not None and verb is not None else None
    arguments = call.child_by_field_name("arguments")
    if verb is None or owner is None or _text(verb) not in _ADDS or arguments is None or parent is None:
        return
    if len(arguments.named_children) < 2:
        return  # it reads a header
    kept = WrittenHeader(name, "expression", call.start_byte, call.end_byte, _text(owner))
    if _is(parent, "assignment_expression") and _is(parent.parent, "expression_statement"):
        left = parent.child_by_field_name("left")
        if left is not None and _text(left) == _text(owner):
            yield from _statement(parent, name, is_meant)
            return
    if parent.type == "expression_statement" and owner.type != "call_expression":
        yield from _statement(call, name, is_meant)
    elif _text(verb) != "setRequestHeader":
        yield kept
    elif (pair := _only_of_function(call)) is not None:
        yield _entry(pair, name, is_meant)


def _statement(node: Node, name: str, is_meant: Callable[[str], bool]) -> Iterator[WrittenHeader]:
    """The whole statement that an expression is; where a function does nothing else, the function goes."""
    statement = node.parent
    if not _is(statement, "expression_statement"):
        return
    if (pair := _only_of_function(statement)) is not None:
        yield _entry(pair, name, is_meant)
    elif statement.parent is not None and statement.parent.type in _BLOCKS:
        yield WrittenHeader(name, "statement", statement.start_byte, statement.end_byte)
    else:
        yield WrittenHeader(name, "expression", statement.start_byte, statement.end_byte, "{}")


def _only_of_function(node: Node) -> Node | None:
    """The entry `beforeSend: (xhr) => ...` of whose function this is all."""
    around = node.parent
    if _is(around, "statement_block") and len(around.named_children) == 1:
        around = around.parent
    if around is None or around.type not in _FUNCTIONS:
        return None
    entry = around if around.type == "method_definition" else around.parent
    key = entry.child_by_field_name("name" if entry is around else "key") if entry is not None else None
    return entry if key is not None and _text(key) in _HOLDERS else None


def _entry(entry: Node, name: str, is_meant: Callable[[str], bool]) -> WrittenHeader:
    """An entry of an object; an object of headers that would hold nothing more goes as a whole."""
    holder = entry.parent
    others = [
        each
        for each in (holder.named_children if holder is not None else ())
        if each != entry and each.type != "comment" and not is_meant(_key(each))
    ]
    if holder is None or holder.type != "object" or others:
        return WrittenHeader(name, "entry", entry.start_byte, entry.end_byte)
    around = holder.parent
    key = around.child_by_field_name("key") if _is(around, "pair") else None
    if around is not None and key is not None and _text(key).strip("\"'") in _HOLDERS:
        return _entry(around, name, is_meant)
    if (
        _is(around, "arguments")
        and holder != around.named_children[0]
        and holder == around.named_children[-1]
    ):
        return WrittenHeader(name, "argument", holder.start_byte, holder.end_byte)
    return WrittenHeader(name, "expression", holder.start_byte, holder.end_byte, "{}")


def _key(entry: Node) -> str:
    key = entry.child_by_field_name("key")
    return _text(key) if key is not None else ""


def _is_of_response(node: Node) -> bool:
    """Whether a server, or a worker in its place, gives a response this header."""
    around: Node | None = node
    while around is not None:
        if around.type in ("call_expression", "new_expression"):
            maker = around.child_by_field_name("constructor") or around.child_by_field_name("function")
            if maker is not None and _OF_RESPONSE.search(_text(maker)):
                return True
        if around.type == "subscript_expression" and _OF_RESPONSE.search(_text(around)):
            return True
        around = around.parent
    return False


def _is(node: Node | None, kind: str) -> TypeGuard[Node]:
    return node is not None and node.type == kind


def _text(node: Node) -> str:
    return (node.text or b"").decode("utf-8", errors="replace")
