"""What all knowledge files are made of: ids, prose, conditions, and the closed sets of their words."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema


class Model(BaseModel):
    """Base of all knowledge models."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _one_or_many(raw: object) -> object:
    return (raw,) if isinstance(raw, str) else raw


_ONE_OR_MANY = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]}
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
"""A stable kebab-case id; equal to the file's stem where the file holds one thing."""
FactName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Prose = Annotated[str, StringConstraints(strip_whitespace=True)]
"""Markdown, with `{{ fact }}` placeholders where the text is shown for one diagnosis."""
Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Goto = Annotated[str, StringConstraints(pattern=r"^(node|cause|stop):[a-z0-9-]+$")]
"""Where a branch leads: `node:ID`, `cause:ID` or `stop:ID`."""
EndGoto = Annotated[str, StringConstraints(pattern=r"^(cause|stop):[a-z0-9-]+$")]
"""An end of the tree: `cause:ID` or `stop:ID`."""
Patterns = Annotated[
    tuple[str, ...], BeforeValidator(_one_or_many), Field(min_length=1), WithJsonSchema(_ONE_OR_MANY)
]
"""Values of a fact; conditions.py lists the patterns."""
When = dict[FactName, Patterns]
"""A condition: every fact named has one of its patterns."""
Provider = Literal["pasted", "probe", "scan", "question"]
Engine = Literal["chromium", "firefox", "webkit", "edgehtml", "javascript", "server"]
Shown = Annotated[
    str,
    StringConstraints(
        pattern=r"^(claim|proof|exchange):[A-Za-z0-9.-]+$|^test:[a-z0-9_/]+\.py::[a-z0-9_]+$|^https://"
    ),
]
"""What shows that something is so: `claim:ID` of tests/knowledge/claims/, `proof:FOLDER`, `exchange:SCENARIO`
that real browsers were given, `test:tests/...py::NAME`, or the section of a standard that rules it."""
Role = Literal["verdict", "wrapper", "companion", "neighbour", "warning", "log", "cut"]
Layer = Literal["server", "proxy", "client", "environment"]
Language = Literal[
    "python", "javascript", "shell", "nginx", "apache", "caddy", "yaml", "json", "toml", "text", "http"
]
Grade = Literal["paste-as-it-is", "has-placeholder", "needs-decision"]
