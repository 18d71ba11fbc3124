"""Fills `{{ placeholders }}` of knowledge texts: in code as literals of the language, in prose as code spans.

{{ origin }}                     the value; an error where it is unknown
{{ origin | https://a.example }} the value, or this where it is unknown
{{ with_credentials? }}          the value; the whole line goes where it is unknown, false or empty
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from cors_wizard.fixes.quoting import Literal, code_span, quote
from cors_wizard.knowledge_base.models import Language

PLACEHOLDER = re.compile(r"\{\{ ([a-z_]{1,40})(\?)?(?: \| ([^{}\n]{1,200}))? \}\}")
NAMES = frozenset({"app", "blueprint", "module"})
"""Placeholders that are written as bare Python names, never as texts."""


@dataclass(frozen=True)
class Filled:
    """A filled template and the placeholders for which a fallback stands in it."""

    text: str
    guessed: tuple[str, ...] = ()


def fill_code(template: str, values: Mapping[str, Literal], language: Language) -> Filled:
    """A code template with its placeholders as literals; raises KeyError for an unknown one without fallback."""
    guessed: list[str] = []
    lines = []
    for line in template.rstrip("\n").split("\n"):
        if any(optional and not values.get(name) for name, optional, _ in PLACEHOLDER.findall(line)):
            continue
        lines.append(PLACEHOLDER.sub(lambda found: _code_value(found, values, language, guessed), line))
    return Filled("\n".join(lines) + "\n", tuple(dict.fromkeys(guessed)))


def fill_prose(template: str, values: Mapping[str, Literal]) -> str:
    """A prose template with its placeholders as Markdown code spans; a fallback is put in as prose."""

    def value_of(found: re.Match[str]) -> str:
        value = values.get(found[1])
        if value is None or value == ():
            return found[3] if found[3] is not None else f"your {found[1].replace('_', ' ')}"
        return code_span(quote(value, "text"))

    return PLACEHOLDER.sub(value_of, template)


def placeholders_of(template: str) -> tuple[tuple[str, bool], ...]:
    """Every placeholder's name, and whether it must be known (no fallback, no question mark)."""
    return tuple((found[1], not found[2] and found[3] is None) for found in PLACEHOLDER.finditer(template))


def _code_value(
    found: re.Match[str], values: Mapping[str, Literal], language: Language, guessed: list[str]
) -> str:
    name, fallback = found[1], found[3]
    value = values.get(name)
    if value is not None:
        try:
            return str(value) if name in NAMES else quote(value, language)
        except ValueError:
            if fallback is None:
                raise
    if fallback is None:
        raise KeyError(name)
    guessed.append(name)
    return fallback if name in NAMES or fallback.isdigit() else quote(fallback, language)
