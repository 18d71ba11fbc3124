"""Methods that nobody calls: their name is nowhere but where they are written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from cors_wizard.page_code.page_call import PageCall

if TYPE_CHECKING:
    from tree_sitter import Node

_COMPUTED = re.compile(rb"\w\s*(?:\?\.)?\[\s*[A-Za-z_$][\w$.]*\s*\]\s*\(")
"""`api[name](...)` may call any method."""
_METHODS = ("method_definition", "public_field_definition", "pair")
_FUNCTIONS = ("arrow_function", "function_expression")
_FACTORY = re.compile(rb"\.(?:service|factory)\(")
"""AngularJS: `this.remove = function () {...}` is for those who name the service."""
_INJECTED = re.compile(rb"@Injectable\b|\bstatic\b")
_MOST = 300


class UnusedMethods:
    """The methods of a page's classes and objects by which nobody is seen to send anything."""

    def __init__(self, code: Mapping[str, bytes], root_of: Callable[[str], Node | None]) -> None:
        self._code = code
        self._root_of = root_of
        self._known: dict[bytes, int] = {}

    def mark(self, calls: Iterable[PageCall]) -> Iterator[PageCall]:
        """The calls, those of unused methods marked."""
        for call in calls:
            yield replace(call, is_unused=True) if self._is_unused(call) else call

    def _is_unused(self, call: PageCall) -> bool:
        span, root = call.span("call"), self._root_of(call.file)
        node = root.descendant_for_byte_range(span.start, span.end) if span and root else None
        while node is not None:
            name = _name_of_method(node)
            if name and self._times(name) == 1 and self._is_called_by_name(node, call.file):
                return not self._has_computed
            node = node.parent
        return False

    def _is_called_by_name(self, method: Node, file: str) -> bool:
        """Whether the code itself makes or names what has the method, rather than a framework."""
        if method.type == "assignment_expression":
            return _FACTORY.search(self._code.get(file, b"")) is not None
        body = method.parent
        owner = body.parent if body is not None else None
        name = owner.child_by_field_name("name") if owner is not None else None
        if owner is None or name is None or name.text is None:
            return False
        quoted = re.escape(name.text)
        if owner.type == "variable_declarator":
            return self._finds(rb"(?<![\w$.])" + quoted + rb"\s*\??\.\s*\w")
        if owner.type not in ("class_declaration", "class"):
            return False
        if any(child.type == "class_heritage" for child in owner.children):
            return False
        is_ours = _INJECTED.search(method.text or b"") or _INJECTED.search(_decorators(owner))
        return bool(is_ours) or self._finds(rb"\bnew\s+" + quoted + rb"\b")

    def _finds(self, pattern: bytes) -> bool:
        compiled = re.compile(pattern)
        return any(compiled.search(text) for text in self._code.values())

    def _times(self, name: bytes) -> int:
        """How often the word is in the page's code, as far as one or several."""
        if name not in self._known and len(self._known) < _MOST:
            word = re.compile(rb"(?<![\w$])" + re.escape(name) + rb"(?![\w$])")
            found = 0
            for text in self._code.values():
                if name in text:
                    found += len(word.findall(text))
                if found > 1:
                    break
            self._known[name] = found
        return self._known.get(name, 0)

    @cached_property
    def _has_computed(self) -> bool:
        return any(_COMPUTED.search(text) for text in self._code.values())


def _name_of_method(node: Node) -> bytes:
    """The name of a method, of a field or of an entry that holds a function."""
    if node.type == "assignment_expression":
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        name = left.child_by_field_name("property") if left is not None else None
        text = (
            (name.text or b"") if name is not None and right is not None and right.type in _FUNCTIONS else b""
        )
        # The browser and AngularJS call these: `reader.onload`, `this.$onInit`.
        return b"" if text.startswith((b"on", b"$")) else text
    if node.type not in _METHODS or node.parent is None or node.parent.type not in ("class_body", "object"):
        return b""
    value = node.child_by_field_name("value")
    if node.type != "method_definition" and (value is None or value.type not in _FUNCTIONS):
        return b""
    name = node.child_by_field_name("key" if node.type == "pair" else "name")
    return (name.text or b"") if name is not None and name.type.endswith("identifier") else b""


def _decorators(owner: Node) -> bytes:
    """What stands around a class's name: its decorators, also before `export`."""
    before = owner.parent if owner.parent is not None and owner.parent.type == "export_statement" else owner
    return b" ".join(
        child.text or b""
        for node in (before, owner)
        for child in node.children[:4]
        if child.type == "decorator"
    )
