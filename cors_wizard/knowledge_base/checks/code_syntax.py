"""Does a block of code parse? Python, TOML, JSON by their parsers, the others by quotes and brackets."""

from __future__ import annotations

import ast
import json
import textwrap
import warnings

from cors_wizard.frozen import dataclass
from cors_wizard.knowledge_base.models import Language
from cors_wizard.knowledge_base.placeholders import BARE_NAMES, PLACEHOLDER, placeholders_of
from cors_wizard.toml_text import parse_toml

STAND_IN = "\ufffc"
"""Takes the place of a placeholder where only quotes and brackets are looked at."""

_PAIRS = {")": "(", "]": "[", "}": "{"}


@dataclass(frozen=True)
class Fault:
    """What does not parse, and on which line of the block."""

    message: str
    line: int


@dataclass(frozen=True)
class _Grammar:
    quotes: str
    comments: tuple[str, ...]
    block: tuple[str, str] = ("", "")
    raw_quotes: str = ""
    """Quotes inside which a backslash is a backslash."""
    comment_after_blank: bool = False
    spans_lines: str = ""
    """Quotes that may stay open over a line's end."""


_GRAMMARS: dict[Language, _Grammar] = {
    "javascript": _Grammar("\"'`", ("//",), ("/*", "*/"), spans_lines="`"),
    "shell": _Grammar("\"'", ("#",), raw_quotes="'", comment_after_blank=True, spans_lines="\"'"),
    "nginx": _Grammar("\"'", ("#",), comment_after_blank=True, spans_lines="\"'"),
    "apache": _Grammar("\"'", ("#",), comment_after_blank=True),
    "caddy": _Grammar('"`', ("#",), raw_quotes="`", comment_after_blank=True, spans_lines='"`'),
    "yaml": _Grammar("\"'", ("#",), raw_quotes="'", comment_after_blank=True),
}


def syntax_fault(text: str, language: Language) -> Fault | None:
    """What does not parse in a template of code, with and without its optional lines; None where all does."""
    lines = text.split("\n")
    for keeps_optional in (True, False):
        kept = [
            # A dropped line leaves a blank one, so that line numbers stay.
            line if keeps_optional or not any(each.optional for each in placeholders_of(line)) else ""
            for line in lines
        ]
        if fault := _fault("\n".join(kept), language):
            return fault
    return None


def _fault(text: str, language: Language) -> Fault | None:
    if language == "python":
        return _python_fault(_filled(text))
    if language == "toml":
        return _toml_fault(_filled(text))
    if language == "json":
        return _json_fault(_filled(text))
    grammar = _GRAMMARS.get(language)
    return _Scan(grammar, PLACEHOLDER.sub(STAND_IN, text)).fault() if grammar else None


def _filled(text: str) -> str:
    # The stand-in has quotes of both kinds: a placeholder inside quotes must not parse by chance.
    return PLACEHOLDER.sub(lambda found: found[1] if found[1] in BARE_NAMES else '"it\'s \\"so\\""', text)


def _python_fault(text: str) -> Fault | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(textwrap.dedent(text))
    except SyntaxError as error:
        return Fault(str(error.msg), error.lineno or 1)
    except (ValueError, RecursionError, MemoryError) as error:
        return Fault(str(error) or "too deep", 1)
    return None


def _toml_fault(text: str) -> Fault | None:
    try:
        parse_toml(text)
    except (ValueError, RecursionError) as error:
        return Fault(str(error), 1)
    return None


def _json_fault(text: str) -> Fault | None:
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        return Fault(error.msg, error.lineno)
    except RecursionError as error:
        return Fault(str(error), 1)
    return None


class _Scan:
    """One pass over the characters, with the quote that is open and the brackets that are."""

    def __init__(self, grammar: _Grammar, text: str) -> None:
        self._grammar, self._text = grammar, text
        self._quote = ""
        self._opened_at = 1
        self._brackets: list[tuple[str, int]] = []
        self._line = 1

    def fault(self) -> Fault | None:
        """The first fault."""
        at = 0
        while at < len(self._text):
            char = self._text[at]
            if char == "\n":
                self._line += 1
            fault = self._inside_quotes(char) if self._quote else self._outside(char)
            if fault:
                return fault
            at = self._next(at)
        if self._quote:
            return Fault(f"the quote {self._quote} is not closed", self._opened_at)
        if self._brackets:
            bracket, line = self._brackets[-1]
            return Fault(f"the bracket {bracket} is not closed", line)
        return None

    def _next(self, at: int) -> int:
        """Past this character, what it escapes, or the comment that begins here."""
        text, grammar = self._text, self._grammar
        if text[at] == "\\" and (not self._quote or self._quote not in grammar.raw_quotes):
            self._line += text[at + 1 : at + 2] == "\n"
            return at + 2
        if self._quote or not self._is_comment(at):
            return at + 1
        opening, closing = grammar.block
        closing = closing if opening and text.startswith(opening, at) else "\n"
        end = text.find(closing, at + 1)
        end = len(text) if end < 0 else end + (len(closing) if closing != "\n" else 0)
        self._line += text.count("\n", at, end)
        return end

    def _is_comment(self, at: int) -> bool:
        grammar = self._grammar
        openings = (*grammar.comments, *filter(None, grammar.block[:1]))
        if not self._text.startswith(openings, at):
            return False
        return not grammar.comment_after_blank or at == 0 or self._text[at - 1] in " \t\n;"

    def _inside_quotes(self, char: str) -> Fault | None:
        if char == STAND_IN:
            return Fault("a placeholder is inside quotes, and it brings its own", self._line)
        if char == "\n" and self._quote not in self._grammar.spans_lines:
            return Fault(f"the quote {self._quote} is not closed", self._opened_at)
        if char == self._quote:
            self._quote = ""
        return None

    def _outside(self, char: str) -> Fault | None:
        if char in self._grammar.quotes:
            self._quote, self._opened_at = char, self._line
        elif char in _PAIRS.values():
            self._brackets.append((char, self._line))
        elif char in _PAIRS:
            if not self._brackets or self._brackets[-1][0] != _PAIRS[char]:
                return Fault(f"the bracket {char} closes nothing", self._line)
            self._brackets.pop()
        return None
