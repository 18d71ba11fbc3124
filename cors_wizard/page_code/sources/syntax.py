"""A syntax tree that remembers what was asked of it: a function that is followed twice is decoded once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Node


_COMMENTS = ("comment", "html_comment", "hash_bang_line")


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a file, in bytes of its text in UTF-8."""

    file: str
    start: int
    end: int
    line: int


class Syntax:
    """One node of a file's syntax tree."""

    __slots__ = ("_children", "_fields", "_text", "file", "node", "type")

    def __init__(self, node: Node, file: str) -> None:
        self.node = node
        self.file = file
        self.type: str = node.type
        self._fields: dict[str, Syntax | None] = {}
        self._children: tuple[Syntax, ...] | None = None
        self._text: str | None = None

    def field(self, name: str) -> Syntax | None:
        """The child with that role, if there is one."""
        if name not in self._fields:
            node = self.node.child_by_field_name(name)
            self._fields[name] = None if node is None else Syntax(node, self.file)
        return self._fields[name]

    @property
    def children(self) -> tuple[Syntax, ...]:
        """The named children without comments."""
        if self._children is None:
            children = [Syntax(node, self.file) for node in self.node.named_children]
            self._children = tuple(child for child in children if child.type not in _COMMENTS)
        return self._children

    @property
    def text(self) -> str:
        """As it is written."""
        if self._text is None:
            self._text = (self.node.text or b"").decode("utf-8", errors="replace")
        return self._text

    @property
    def place(self) -> Place:
        """Where it is written; a call's line is that of the member that is called, as in a stack trace."""
        node = self.node
        return Place(self.file, node.start_byte, node.end_byte, self._line_node().start_point.row + 1)

    def _line_node(self) -> Node:
        function = self.node.child_by_field_name("function") if self.type == "call_expression" else None
        member = function.child_by_field_name("property") if function is not None else None
        return member or self.node

    @property
    def words(self) -> Iterator[str]:
        """The types of all children, keywords and signs included."""
        return (child.type for child in self.node.children)

    def first(self, *types: str) -> Syntax | None:
        """The first child of one of these types."""
        return next((child for child in self.children if child.type in types), None)
