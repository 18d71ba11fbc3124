"""The options that flask-cors's own log shows: for whom, which paths and which methods it was set up."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cors_wizard.console.clipboards.copied import Copied, copied
from cors_wizard.facts import FactValue

_USED = re.compile(
    r"matches CORS resource '(?P<pattern>[^'\n]{1,300})'\. Using options: (?P<options>[^\n]{1,4000})"
)
_MADE = re.compile(r"Configuring CORS with resources: (?P<resources>\{[^\n]{1,8000})")
_RESOURCE = re.compile(r"[{,] ?'(?P<pattern>[/^.*][^'\n]{0,300})': ?(?:\{|_ComputedCorsOptions\()")
_VALUE = r"['\"]?\b{0}['\"]? ?[:=] ?"
_LIST = r"\[((?:[^\]'\"]|'[^'\n]*'|\"[^\"\n]*\")*)\]"
_ITEM = re.compile(r"'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\"")
_ANY = (".*", "*")
_DEFAULT_METHODS = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"})


def read_flask_cors_log(text: str) -> Copied | None:
    """The options of the last request in the log; None where it shows none."""
    if used := [*_USED.finditer(text)][-1:]:
        patterns: tuple[str, ...] = (used[0]["pattern"],)
        values = dict(_options(used[0]["options"]))
    else:
        made = _MADE.search(text)
        found = _RESOURCE.finditer(made["resources"]) if made else ()
        patterns = tuple(dict.fromkeys(each["pattern"] for each in found))
        values = dict(_options(made["resources"])) if made and len(patterns) == 1 else {}
    if not patterns:
        return None
    limited = patterns if not {"/*", ".*", r"/.*"} & {*patterns} else ()
    setup = (("cors_setup", "app"), ("resource_patterns", limited))
    return copied("flask-cors's log", (*setup, *values.items()))


def _options(text: str) -> Iterator[tuple[str, FactValue]]:
    """What was set, without what flask-cors takes where nothing is set."""
    origins, headers = _items(text, "origins"), _items(text, "allow_headers")
    yield "configured_origins", tuple("*" if each in _ANY else each for each in origins)
    if not {*_ANY} & {*headers}:
        yield "configured_headers", headers
    methods = _words(text, "methods")
    if {*methods} != _DEFAULT_METHODS:
        yield "configured_methods", methods
    yield "configured_exposed", _words(text, "expose_headers")
    if re.search(_VALUE.format("supports_credentials") + "True", text):
        yield "configured_credentials", "yes"


def _items(text: str, name: str) -> tuple[str, ...]:
    found = re.search(_VALUE.format(name) + _LIST, text)
    if not found:
        return ()
    # A pattern is shown as it's compiled, its backslashes doubled.
    return tuple((each[1] or each[2]).replace("\\\\", "\\") for each in _ITEM.finditer(found[1]))


def _words(text: str, name: str) -> tuple[str, ...]:
    found = re.search(_VALUE.format(name) + r"'([^'\n]{1,500})'", text)
    return tuple(each.strip() for each in found[1].split(",")) if found else ()
