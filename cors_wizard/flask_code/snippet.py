"""Reads lines of Flask code out of a paste, by the same reader as a folder.

Prompts, line numbers, marks of a diff and prose around the code are blanked out; imports that a paste leaves
out are taken for what everyone means by these names.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING

from cors_wizard.facts.found import TextFile
from cors_wizard.flask_code.prose_calls import calls_in_prose
from cors_wizard.flask_code.statement_lines import (
    LONGEST_STATEMENT,
    dedented,
    indent_of,
    length_of,
    with_bodies,
)

if TYPE_CHECKING:
    from cors_wizard.flask_code.read_code import Code

SNIPPET = "pasted.py"
"""The path that the lines of a paste have."""
SETTINGS = "pasted_settings.py"
"""The same, where they only set keys of Flask's configuration."""

_MOST = 200_000
_MOST_LINES = 4_000
_MOST_TO_REPAIR = 20_000
_MOST_STOPS = 40
_ROUTE = ".route("
_HINTS = (
    *("CORS(", "CORS_", "cross_origin", ".init_app(", "ccess-control-", "ccess-Control-", "access_control_"),
    *("flask_cors", "flask.ext", "flask.cors", "import CORS", "SocketIO(", "before_request"),
    _ROUTE,
)
_KNOWN = {
    "Flask": "flask.Flask",
    "Blueprint": "flask.Blueprint",
    "CORS": "flask_cors.CORS",
    "cross_origin": "flask_cors.cross_origin",
    "SocketIO": "flask_socketio.SocketIO",
    "Talisman": "flask_talisman.Talisman",
    "os": "os",
    "re": "re",
    "timedelta": "datetime.timedelta",
}
"""What names mean that a paste uses without importing them."""
_PROMPT = re.compile(r"^(?:>>> ?|\.\.\. ?|In \[[0-9]{1,4}\]: ?| {2,8}\.\.\.: ?)")
_NUMBER = re.compile(r"^[ \t]{0,6}[0-9]{1,5}(?:[ \t]?[:|]|\t|[ ]{2,4}|[ ](?=[\w@#]))")
_FEWEST = 3
"""Fewer numbered lines amid prose may be anything."""
_DIFF = re.compile(r"^(?:diff --git |@@ |\+\+\+ |--- [ab/])", re.MULTILINE)
_TITLE = re.compile(r"[ \t]{0,200}(?:def|class|async[ ]def)\b[^\n]{0,2000}:[ \t]{0,200}(?:#[^\n]{0,500})?$")

_OPENS = re.compile(
    r"[ \t]{0,200}(?:@\w|(?:def|class|async[ ]def|if|for|with|try)\b[^\n]{0,2000}:[ \t]{0,200}(?:#|$))"
)
_GOES_ON = re.compile(r"[ \t]{0,200}(?:elif|else|except|finally)\b|[ \t]{0,200}\)")


def read_snippet(text: str) -> Code | None:
    """What the lines of Flask code in a text say; None where it holds none that are about CORS."""
    text = text[:_MOST]
    if not _has_hint(text):
        return None
    bare = bare_code(text)
    tree = _parsed(bare)
    if tree is None:
        bare = _without_prose(bare) or _statements(bare)
        if not any(hint in bare for hint in _HINTS[:-1]):
            bare = "\n".join((bare if _ROUTE in bare else "", calls_in_prose(text))).strip() or bare
        tree = _parsed(bare)
    if tree is None or not (_has_hint(bare) or "(" in bare or "import" in bare):
        return None
    from cors_wizard.flask_code.module import module_of
    from cors_wizard.flask_code.read_code import read_modules
    from cors_wizard.flask_code.sources import Sources

    is_code = any(hint in bare for hint in ("CORS(", "Flask(", "init_app(", "cross_origin"))
    file = TextFile(SNIPPET if is_code else SETTINGS, bare)
    module = module_of(file, tree, _KNOWN)
    sources = Sources([file])
    sources.add(module)
    return read_modules([module], sources, [file], is_snippet=True)


def _has_hint(text: str) -> bool:
    return any(hint in text for hint in _HINTS)


def bare_code(text: str) -> str:
    """The text without prompts, marks of a diff, line numbers, fences and common indentation."""
    lines = bare_text(text).split("\n")
    return "\n".join(dedented(["" if line.strip().startswith("```") else line for line in lines]))


def bare_text(text: str) -> str:
    """The text without prompts, marks of a diff, line numbers and common indentation."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")[:_MOST_LINES]
    if _DIFF.search(text):
        lines = list(_without_marks(lines))
    lines = [_unquoted(line) for line in lines]
    if any(line.startswith((">>> ", "In [")) for line in lines):
        lines = list(_without_output(lines))
    numbered = [line for line in lines if _NUMBER.match(line)]
    is_most = len(numbered) >= 0.8 * len([line for line in lines if line.strip()])
    if numbered and (is_most or _count_up(numbered)):
        lines = [_NUMBER.sub("", line, count=1) for line in lines]
    return "\n".join(dedented(lines))


def _count_up(numbered: list[str]) -> bool:
    """Whether lines amid prose have the numbers of an editor, which grow, and code behind them."""
    numbers = [
        int(line.split()[0].rstrip(":|")) for line in numbered if line.split()[0].rstrip(":|").isdigit()
    ]
    return len(numbers) >= _FEWEST and numbers == sorted({*numbers}) and _has_hint("\n".join(numbered))


def _without_output(lines: list[str]) -> Iterator[str]:
    """What was typed, and the lines beside the session: an empty line ends what it printed."""
    is_printed = False
    for line in lines:
        is_typed = bool(_PROMPT.match(line))
        is_printed = is_typed or (is_printed and bool(line.strip()))
        yield _PROMPT.sub("", line) if is_typed else "" if is_printed else line


def _without_marks(lines: list[str]) -> Iterator[str]:
    """What the new side of a diff has."""
    for line in lines:
        if line.startswith(("+++", "---", "@@", "diff ", "index ", "-")):
            yield ""
        else:
            yield line[1:] if line.startswith(("+", " ")) else line


def _unquoted(line: str) -> str:
    """A line without the mark of a quotation (`> CORS(app)`)."""
    return line[2:] if line.startswith("> ") else line


def _parsed(text: str) -> ast.Module | None:
    """The tree, where the text is Python and not nested too deeply."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _without_prose(text: str) -> str:
    """The text without the lines at which Python stops; empty where lines about CORS are among them."""
    lines = text.split("\n")
    if len(text) > _MOST_TO_REPAIR:
        return ""
    for _ in range(_MOST_STOPS):
        stop = _stop_of("\n".join(lines))
        if stop is None:
            return "\n".join(lines)
        number = stop - 1
        if not 0 <= number < len(lines) or any(hint in lines[number] for hint in _HINTS):
            return ""
        lines[number] = ""
    return ""


def _stop_of(text: str) -> int | None:
    """The line at which Python stops, 0 where it names none; None where the whole text is Python."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(text)
    except SyntaxError as error:
        return error.lineno or 0
    except (ValueError, RecursionError, MemoryError):
        return 0
    return None


def _statements(text: str) -> str:
    """The statements of a text that are Python by themselves, each on its own lines, all else blank."""
    lines = text.split("\n")
    kept = [""] * len(lines)
    number = 0
    while number < len(lines):
        if block := _block(lines, number):
            kept[number : number + block] = dedented(lines[number : number + block])
            number += block
            continue
        length = length_of(lines, number)
        statement = lines[number : number + length]
        if length and _is_kept(statement):
            kept[number : number + length] = dedented(statement)
        number += max(length, 1)
    return "\n".join(with_bodies(kept))


def _block(lines: list[str], start: int) -> int:
    """How many lines the function or branch has that begins here; 0 where it isn't there as a whole."""
    if not _OPENS.match(lines[start]):
        return 0
    indent, end, is_open = indent_of(lines[start]), start, False
    for number, line in enumerate(lines[start : start + LONGEST_STATEMENT], start=start):
        is_inside = is_open and indent_of(line) > indent
        if (
            line.strip()
            and not is_inside
            and not (indent_of(line) == indent and (not is_open or _GOES_ON.match(line)))
        ):
            break
        if line.strip():
            is_open = is_inside or not line.lstrip().startswith("@")
            end = number + 1
    return end - start if _parsed("\n".join(dedented(lines[start:end]))) is not None else 0


def _is_kept(statement: list[str]) -> bool:
    """Whether it is a statement that can set something up: no lone name or word of prose."""
    text = "\n".join(dedented(statement))
    if len(statement) == 1 and text.startswith("@"):
        text = f"{text}\ndef _(): pass"
    elif len(statement) == 1 and _TITLE.match(statement[0]):
        text = f"{text} pass"
    tree = _parsed(text)
    return tree is not None and all(_may_set_up(one) for one in tree.body)


def _may_set_up(statement: ast.stmt) -> bool:
    """Whether it is no lone value, and no call that only a log or an error message would show."""
    if not isinstance(statement, ast.Expr):
        return True
    call = statement.value
    if not isinstance(call, ast.Call):
        return False
    return isinstance(call.func, ast.Attribute) or (
        isinstance(call.func, ast.Name) and (call.func.id in _KNOWN or _is_given_the_app(call))
    )


def _is_given_the_app(call: ast.Call) -> bool:
    return any(isinstance(each, ast.Name) and each.id in ("app", "application") for each in call.args)
