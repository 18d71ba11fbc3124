"""What all knowledge files are made of: ids, prose, conditions, and the closed sets of their words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import Field
from typing import Annotated, Any, ClassVar, Literal


class Model:
    """Base of all knowledge models: frozen dataclasses, which `validation` reads from a file's table."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}
    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


class Rule:
    """What a value has to keep to, in the words of pydantic, which is loaded where a file is validated."""

    def __init__(self, **words: str | int | bool) -> None:
        self.words = words

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable[[Any], Any]) -> Any:
        """The schema of the value's type with the rule added."""
        return {**handler(source), **self.words}


class Checked:
    """A function that a value goes through once its parts are validated; it raises ValueError."""

    def __init__(self, check: Callable[[Any], Any]) -> None:
        self.check = check

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable[[Any], Any]) -> Any:
        """The schema of the value's type with the function behind it."""
        function = {"type": "no-info", "function": self.check}
        return {"type": "function-after", "function": function, "schema": handler(source)}


class OneOrMany:
    """A list that may be written as one text."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable[[Any], Any]) -> Any:
        """The list's schema, to which a text comes as a list of one."""
        before = {"type": "no-info", "function": _one_or_many}
        return {"type": "function-before", "function": before, "schema": handler(source)}

    def __get_pydantic_json_schema__(self, schema: Any, handler: Callable[[Any], Any]) -> Any:
        """Both ways of writing it, for editors."""
        many = {"type": "array", "items": {"type": "string"}, "minItems": 1}
        return {"anyOf": [{"type": "string"}, many]}


def _one_or_many(raw: object) -> object:
    return (raw,) if isinstance(raw, str) else raw


NOT_EMPTY = Rule(min_length=1)
Id = Annotated[str, Rule(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
"""A stable kebab-case id; equal to the file's stem where the file holds one thing."""
FactName = Annotated[str, Rule(pattern=r"^[a-z][a-z0-9_]*$")]
Prose = Annotated[str, Rule(strip_whitespace=True)]
"""Markdown, with `{{ fact }}` placeholders where the text is shown for one diagnosis."""
Sentence = Annotated[str, Rule(strip_whitespace=True, min_length=1)]
Goto = Annotated[str, Rule(pattern=r"^(node|cause|stop):[a-z0-9-]+$")]
"""Where a branch leads: `node:ID`, `cause:ID` or `stop:ID`."""
EndGoto = Annotated[str, Rule(pattern=r"^(cause|stop):[a-z0-9-]+$")]
"""An end of the tree: `cause:ID` or `stop:ID`."""
Patterns = Annotated[tuple[str, ...], NOT_EMPTY, OneOrMany()]
"""Values of a fact; conditions.py lists the patterns."""
When = dict[FactName, Patterns]
"""A condition: every fact named has one of its patterns."""
Provider = Literal["pasted", "probe", "scan", "question"]
Engine = Literal["chromium", "firefox", "webkit", "edgehtml", "javascript", "server"]
Shown = Annotated[
    str,
    Rule(pattern=r"^(claim|proof|exchange):[A-Za-z0-9.-]+$|^test:[a-z0-9_/]+\.py::[a-z0-9_]+$|^https://"),
]
"""What shows that something is so: `claim:ID` of tests/knowledge/claims/, `proof:FOLDER`, `exchange:SCENARIO`
that real browsers were given, `test:tests/...py::NAME`, or the section of a standard that rules it."""
Role = Literal["verdict", "wrapper", "companion", "neighbor", "warning", "log", "cut"]
Layer = Literal["server", "proxy", "client", "environment"]
Language = Literal[
    "python", "javascript", "shell", "nginx", "apache", "caddy", "yaml", "json", "toml", "text", "http"
]
Grade = Literal["paste-as-it-is", "has-placeholder", "needs-decision"]
