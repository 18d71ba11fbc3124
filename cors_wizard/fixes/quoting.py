"""Values from outside as literals of the language that they are put into: none breaks out."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from cors_wizard.printable import escape, visible_line

if TYPE_CHECKING:
    from cors_wizard.knowledge_base.models import Language

Literal = str | int | bool | tuple[str, ...]
"""A value that a template can be filled with."""


plain = visible_line
"""Text from outside as one harmless line."""


def quote(value: Literal, language: Language) -> str:
    """The value as a literal of the language.

    Raises ValueError where the language has no way to write it (a `$` in an nginx string, a shell argument
    that would be read as an option).
    """
    if isinstance(value, bool):
        return _BOOLEANS[language][value]
    if isinstance(value, int):
        return str(value)
    if isinstance(value, tuple):
        return _LISTS[language](value)
    return _TEXTS[language](value)


def code_span(text: str) -> str:
    """Text from outside as a Markdown code span that it cannot leave (CommonMark, "Code spans")."""
    shown = plain(text) or " "
    runs = [len(run) for run in "".join(c if c == "`" else " " for c in shown).split()]
    fence = "`" * (max(runs, default=0) + 1)
    pad = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def _python(text: str) -> str:
    body = "".join(
        f"\\{char}" if char in '"\\' else char if " " <= char <= "~" else escape(char) for char in text
    )
    return f'"{body}"'


def _toml(text: str) -> str:
    # Not json.dumps: TOML has no surrogate pairs and wants DEL escaped (https://toml.io/en/v1.0.0#string).
    return '"' + "".join(map(_toml_char, text)) + '"'


def _toml_char(char: str) -> str:
    if char in '"\\':
        return f"\\{char}"
    if "\ud800" <= char <= "\udfff":
        return f"\\{escape(char)}"
    if " " <= char <= "~":
        return char
    return f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"


def _shell(text: str) -> str:
    if text.startswith("-"):
        raise ValueError("a program would read it as an option")
    return shlex.quote(plain(text))


def _nginx(text: str) -> str:
    if "$" in text:
        raise ValueError("nginx has no way to write a dollar sign in a string")
    return '"' + plain(text).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _apache(text: str) -> str:
    if set("$%") & set(text):
        raise ValueError("Apache would read a variable")
    return _nginx(text)


def _caddy(text: str) -> str:
    # The Caddyfile knows no escape but `\"`, and reads {...} as a placeholder.
    if set("{}\\") & set(text):
        raise ValueError("a Caddyfile has no way to write it")
    return '"' + plain(text).replace('"', '\\"') + '"'


_TEXTS: Mapping[Language, Callable[[str], str]] = {
    "python": _python,
    "javascript": json.dumps,
    "toml": _toml,
    "shell": _shell,
    "nginx": _nginx,
    "apache": _apache,
    "caddy": _caddy,
    "yaml": _toml,
    "json": json.dumps,
    "text": plain,
    "http": plain,
}
_LISTS: Mapping[Language, Callable[[tuple[str, ...]], str]] = {
    "python": lambda items: f"[{', '.join(map(_python, items))}]",
    "javascript": lambda items: json.dumps(list(items)),
    "toml": lambda items: f"[{', '.join(map(_toml, items))}]",
    "shell": lambda items: " ".join(map(_shell, items)),
    "nginx": lambda items: _nginx(", ".join(items)),
    "apache": lambda items: _apache(", ".join(items)),
    "caddy": lambda items: _caddy(", ".join(items)),
    "yaml": lambda items: f"[{', '.join(map(_toml, items))}]",
    "json": lambda items: json.dumps(list(items)),
    "text": lambda items: plain(", ".join(items)),
    "http": lambda items: plain(", ".join(items)),
}
_BOOLEANS: Mapping[Language, tuple[str, str]] = {
    "python": ("False", "True"),
    "javascript": ("false", "true"),
    "toml": ("false", "true"),
    "shell": ("false", "true"),
    "nginx": ('"false"', '"true"'),
    "apache": ('"false"', '"true"'),
    "caddy": ('"false"', '"true"'),
    "yaml": ("false", "true"),
    "json": ("false", "true"),
    "text": ("no", "yes"),
    "http": ("false", "true"),
}
