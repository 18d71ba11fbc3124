"""Fills `{{ placeholders }}` of knowledge texts: in code as literals of the language, in prose as code spans.

Any template and any values give a text: what is unknown and has no fallback becomes a stand-in that says so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from cors_wizard.fixes.quoting import Literal, code_span, quote
from cors_wizard.frozen import dataclass
from cors_wizard.knowledge_base.placeholders import BARE_NAMES, LIST_NAMES, PLACEHOLDER, placeholders_of

if TYPE_CHECKING:
    from cors_wizard.knowledge_base.models import Language


@dataclass(frozen=True)
class Filled:
    """A filled template and the placeholders for which it holds a fallback."""

    text: str
    guessed: tuple[str, ...] = ()


def fill_code(template: str, values: Mapping[str, Literal], language: Language) -> Filled:
    """A code template with its placeholders as literals, without the lines whose optional one is unknown."""
    guessed: list[str] = []
    if language == "shell" and "://" not in str(values.get("url", "://")):
        # A page has an address that a relative one is read against; a terminal has none.
        values = {name: value for name, value in values.items() if name != "url"}
    lines = [
        PLACEHOLDER.sub(lambda found: _code_value(found, values, language, guessed), line)
        for line in template.rstrip("\n").split("\n")
        if all(values.get(each.name) for each in placeholders_of(line) if each.optional)
    ]
    return Filled("\n".join(lines) + "\n", tuple(dict.fromkeys(guessed)))


def fill_prose(template: str, values: Mapping[str, Literal]) -> str:
    """A prose template with its placeholders as Markdown code spans; a fallback is put in as prose."""

    def value_of(found: re.Match[str]) -> str:
        value = values.get(found[1])
        if value is None or value == () or (value == "" and found[3] is not None):
            return found[3] if found[3] is not None else f"your {found[1].replace('_', ' ')}"
        return code_span(quote(value, "text"))

    return PLACEHOLDER.sub(value_of, template)


def _code_value(
    found: re.Match[str], values: Mapping[str, Literal], language: Language, guessed: list[str]
) -> str:
    name, fallback = found[1], found[3]
    value = values.get(name)
    if value is not None:
        try:
            return str(value) if name in BARE_NAMES else quote(value, language)
        except ValueError:  # The language cannot write it: as good as unknown.
            pass
    if name in BARE_NAMES:
        # A name that is customary is no placeholder: the step's text says which line it comes from.
        return fallback or name
    guessed.append(name)
    if fallback is None:
        fallback = f"your-{name.replace('_', '-')}"
    if fallback.isdecimal():
        return fallback
    return quote((fallback,) if name in LIST_NAMES else fallback, language)
