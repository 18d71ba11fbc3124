"""One call of a function, as a library's function sees it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cors_wizard.page_code.evaluation.types import written_out
from cors_wizard.page_code.evaluation.values import UNDEFINED, Closure, Constant, Text, Unknown, Value
from cors_wizard.page_code.sources.syntax import Place, Syntax

if TYPE_CHECKING:
    from cors_wizard.page_code.evaluation.run import Run


def keys_of_provided(call: Syntax, key: Value) -> tuple[str, ...]:
    """What something is provided or injected under: a string or a symbol, and how that is written."""
    arguments = call.field("arguments")
    first = arguments.children[0] if arguments is not None and arguments.children else None
    written = first.text.strip("'\"`") if first is not None else ""
    known = (key.constant or "") if isinstance(key, Text) else ""
    return tuple(dict.fromkeys(each for each in (known, written) if each))


REST = Unknown("...")
"""Stands for any number of arguments that nobody knows."""


@dataclass(frozen=True, slots=True)
class Invocation:
    """A call: what is called with what, and where."""

    run: Run
    node: Syntax
    arguments: Sequence[Value]
    this: Value = UNDEFINED
    is_new: bool = False

    def argument(self, index: int) -> Value:
        """The argument at that position; undefined where there is none."""
        if any(each == REST for each in self.arguments[: index + 1]):
            return Unknown("value")
        return self.arguments[index] if 0 <= index < len(self.arguments) else UNDEFINED

    def constant(self, index: int) -> str | None:
        """The argument at that position, if it is a string without holes."""
        value = self.argument(index)
        return value.constant if isinstance(value, Text) else None

    def place(self, index: int) -> Place | None:
        """Where the argument at that position is written."""
        arguments = self.node.field("arguments")
        nodes = arguments.children if arguments is not None and arguments.type == "arguments" else ()
        if index >= len(nodes) or any(node.type == "spread_element" for node in nodes[: index + 1]):
            return None
        return nodes[index].place

    def number(self) -> int:
        """How many arguments there are, those that are undefined at the end left out."""
        count = len(self.arguments)
        while count and isinstance(last := self.arguments[count - 1], Constant) and last.is_undefined:
            count -= 1
        return count

    def callback(self) -> Closure | None:
        """The last argument that is a function of the project."""
        return next((each for each in reversed(self.arguments) if isinstance(each, Closure)), None)


def typed(call: Invocation, index: int) -> Unknown:
    """What nobody knows, but of the type that a call names: `builder.mutation<void, FormData>(...)`."""
    types = call.node.field("type_arguments") if call.node is not None else None
    written = types.children[index].text if types is not None and len(types.children) > index else ""
    return Unknown(type=written_out(call.run, written, call.node.file))
