"""Whether a route's rule takes a path."""

from __future__ import annotations

import re
from functools import lru_cache

from cors_wizard.flask_code.routing.path_match import covers

_CONVERTER = re.compile(r"<(?:[A-Za-z_]{1,40}(?:\([^<>]{0,80}\))?:)?[^<>]{1,80}>")


@lru_cache(maxsize=20_000)
def rule_fits(rule: str, path: str, *, ignore_last_slash: bool = False) -> bool:
    """A rule of Werkzeug as a pattern: a `path` takes slashes, every other variable part does not.

    An empty path is one that nobody knows: no rule fits it.
    """
    if not path:
        return False
    if ignore_last_slash:
        rule, path = rule.rstrip("/"), path.rstrip("/")
    pattern, last = "", 0
    for found in _CONVERTER.finditer(rule):
        pattern += _literally(rule[last : found.start()])
        pattern += ".+" if found[0].startswith("<path:") else "[^/]+"
        last = found.end()
    return bool(covers(f"^{pattern}{_literally(rule[last:])}$", path))


def _literally(text: str) -> str:
    return "".join(char if char.isalnum() else f"\\{char}" for char in text)
