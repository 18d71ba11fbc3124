"""The user's own Python: `CORS(...)`, `@cross_origin(...)` and imports. It is parsed, never executed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from cors_wizard.console.clipboards.copied import Copied, copied
from cors_wizard.facts import FactValue

_MOST = 200_000
_CALL = re.compile(r"@?\b(?:CORS|cross_origin|\w{1,60}\.init_app)\(")
_MADE = re.compile(r"\b(\w{1,60})\s{0,5}(?::\s{0,5}CORS\s{0,5})?=\s{0,5}CORS\(")
_COMMENT = re.compile(r"^[ \t]{0,200}#.{0,2000}$", re.MULTILINE)
_WRONG_IMPORT = re.compile(
    r"^\s{0,40}(?:from flask\.ext\.cors import|from flask\.cors import|from flask\.ext import cors|"
    r"import flask\.ext\.cors|from flask import CORS)",
    re.MULTILINE,
)
_BY_HAND = re.compile(
    r"headers(?:\.add|\.set|\.setdefault|\.update)?\s{0,5}[\[(]\{?\s{0,5}[\"']Access-Control-Allow-Origin[\"']"
    r"|\.access_control_allow_origin\s{0,5}="
)
_ABOVE_ROUTE = re.compile(
    r"@cross_origin(?:\([^()\n]{0,300}\))?[ \t]{0,40}\r?\n[ \t]{0,40}@\w{1,60}\.(?:route|get|post)\("
)
_LISTS = {
    "origins": "configured_origins",
    "allow_headers": "configured_headers",
    "methods": "configured_methods",
    "expose_headers": "configured_exposed",
}
_CONFIG = re.compile(
    r"(?:config\[[\"']|^[ \t]{0,40}|[(,][ \t]{0,40})CORS_(ORIGINS|ALLOW_HEADERS|METHODS|EXPOSE_HEADERS|"
    r"SUPPORTS_CREDENTIALS)(?:[\"']\])?[ \t]{0,5}=[ \t]{0,5}(.{1,2000})",
    re.MULTILINE,
)
_RUN = re.compile(r"\b[a-z_]{1,40}\.run\([^()\n]{0,300}\)")


def read_flask_lines(text: str) -> Copied | None:
    """The facts of the lines that set CORS up, wherever they stand in the text."""
    text = _COMMENT.sub("", text[:_MOST])
    made = set(_MADE.findall(text))
    parsed = (_parse(snippet) for snippet in _snippets(text))
    calls = [call for call in parsed if call is not None and _is_about_cors(call, made)]
    wrong_import = bool(_WRONG_IMPORT.search(text))
    by_hand = bool(_BY_HAND.search(text))
    if not calls and not wrong_import and not by_hand and not _CONFIG.search(text):
        return None
    facts = _facts(
        calls, wrong_import=wrong_import, by_hand=by_hand, above_route=bool(_ABOVE_ROUTE.search(text))
    )
    return copied("Python code that sets CORS up", (*facts, *_configured(text), *_running(text)))


def _facts(
    calls: list[ast.Call], *, wrong_import: bool, by_hand: bool, above_route: bool
) -> Iterator[tuple[str, FactValue | None]]:
    if wrong_import:
        yield "import_problem", "wrong-import"
    setups = [_setup(call) for call in calls]
    # CORS() alone is bound later, by init_app.
    setups.sort(key=lambda setup: setup == "never-bound")
    yield "cors_setup", next((setup for setup in setups if setup), "hand-written" if by_hand else None)
    yield "decorator_place", "above-route" if above_route else None
    for call in calls:
        if call.args and isinstance(call.args[0], ast.Name) and _name(call) != "cross_origin":
            yield "app_variable", call.args[0].id
        for keyword in call.keywords:
            yield from _option(keyword.arg or "", keyword.value)
            if keyword.arg == "resources":
                yield "resource_patterns", _patterns_in(keyword.value)
                yield from _options_in(keyword.value)


def _is_about_cors(call: ast.Call, made: set[str]) -> bool:
    """Whether it is not another extension's init_app."""
    if not isinstance(call.func, ast.Attribute):
        return True
    owner = call.func.value.id if isinstance(call.func.value, ast.Name) else ""
    return owner in made or "cors" in owner.lower()


def _setup(call: ast.Call) -> str | None:
    if _name(call) == "cross_origin":
        return "decorator"
    if not call.args:
        return "never-bound" if _name(call) == "CORS" else None
    return "blueprint" if isinstance(call.args[0], ast.Name) and "bp" in call.args[0].id.lower() else "app"


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _snippets(text: str) -> Iterator[str]:
    """Each call from its name to the bracket that closes it."""
    end = 0
    for found in _CALL.finditer(text):
        if found.start() < end:
            continue
        closed = _closing(text, found.end() - 1)
        end = closed or len(text)
        if closed:
            yield text[found.start() : end].lstrip("@")


def _closing(text: str, opening: int) -> int:
    """The place behind the bracket that closes this one, with what stands in texts and comments left out."""
    depth, quote = 0, ""
    for index in range(opening, min(opening + 5000, len(text))):
        character = text[index]
        if quote:
            # A text and a comment end with their line.
            quote = "" if character == quote or character == "\n" else quote
        elif character in "'\"#":
            quote = "\n" if character == "#" else character
        else:
            depth += (character == "(") - (character == ")")
            if not depth:
                return index + 1
    return 0


def _parse(snippet: str) -> ast.Call | None:
    try:
        expression = ast.parse(snippet, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    return expression if isinstance(expression, ast.Call) else None


def _texts(value: ast.expr) -> tuple[str, ...]:
    items = value.elts if isinstance(value, (ast.List, ast.Tuple, ast.Set)) else [value]
    return tuple(
        item.value for item in items if isinstance(item, ast.Constant) and isinstance(item.value, str)
    )


def _patterns_in(resources: ast.expr) -> tuple[str, ...] | None:
    """The patterns, where every one is written as a text."""
    parts = resources.keys if isinstance(resources, ast.Dict) else [resources]
    if isinstance(resources, (ast.List, ast.Tuple)):
        parts = list(resources.elts)
    texts = [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    return tuple(texts) if len(texts) == len(parts) else None


def _option(name: str, value: ast.expr) -> Iterator[tuple[str, FactValue | None]]:
    if name in _LISTS:
        yield _LISTS[name], _texts(value)
    elif name == "supports_credentials" and isinstance(value, ast.Constant):
        yield "configured_credentials", "yes" if value.value else "no"
    elif name == "max_age" and isinstance(value, ast.Constant):
        age = value.value
        yield "configured_max_age", age if type(age) is int and 0 < age < 10**8 else None


def _options_in(resources: ast.expr) -> Iterator[tuple[str, FactValue | None]]:
    """What is set for the paths; where several set the same, all of their values."""
    lists: dict[str, tuple[str, ...]] = {}
    for options in resources.values if isinstance(resources, ast.Dict) else []:
        for key, value in (
            zip(options.keys, options.values, strict=True) if isinstance(options, ast.Dict) else []
        ):
            for name, told in _option(str(key.value) if isinstance(key, ast.Constant) else "", value):
                if isinstance(told, tuple):
                    lists[name] = (*lists.get(name, ()), *told)
                else:
                    yield name, told
    yield from lists.items()


def _configured(text: str) -> Iterator[tuple[str, FactValue | None]]:
    """What `app.config` says, which CORS() reads."""
    for found in _CONFIG.finditer(text):
        value = f"({found[2]})"
        # What follows on the line is another setting's.
        if (call := _parse(f"f{value[: _closing(value, 0)]}")) and call.args:
            yield from _option(found[1].lower(), call.args[0])


def _running(text: str) -> Iterator[tuple[str, FactValue | None]]:
    for found in _RUN.finditer(text):
        for keyword in call.keywords if (call := _parse(found[0])) else []:
            if keyword.arg == "port" and isinstance(keyword.value, ast.Constant):
                yield "run_port", keyword.value.value if isinstance(keyword.value.value, int) else None
            elif keyword.arg == "debug" and isinstance(keyword.value, ast.Constant):
                yield "debug_mode", "yes" if keyword.value.value else "no"
