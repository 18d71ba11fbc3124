"""Our own model of flask-cors: what its options allow.

Tests hold the model against the real one, over its versions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cors_wizard.changes.evaluate import UNKNOWN, Pattern
from cors_wizard.flask_code.routing import path_match

Version = tuple[int, ...]
METHODS = ("GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE")
_DEFAULTS: Mapping[str, object] = {
    "origins": "*",
    "methods": list(METHODS),
    "allow_headers": "*",
    "expose_headers": None,
}


class NotKnown(Exception):
    """An option whose value cannot be determined from the code."""

    def __init__(self, option: str) -> None:
        """Say which option it is."""
        super().__init__(option)
        self.option = option


def matches(value: str, pattern: object, *, ignore_case: bool = True) -> bool:
    """Whether flask-cors takes a value for one of this pattern."""
    if isinstance(pattern, Pattern):
        return bool(path_match.covers(pattern.pattern, value, is_compiled=True))
    return isinstance(pattern, str) and bool(path_match.covers(pattern, value, ignore_case=ignore_case))


def listed(options: Mapping[str, object], option: str) -> list[object]:
    """The values of an option as flask-cors takes them; raises NotKnown where they are unknown."""
    value = options.get(option, _DEFAULTS.get(option))
    if value is UNKNOWN:
        raise NotKnown(option)
    if value is None:
        return []
    return list(value) if isinstance(value, (list, tuple, set)) else [value]


def allows_all(options: Mapping[str, object]) -> bool:
    """Whether every origin is allowed."""
    return any(origin in ("*", ".*") for origin in listed(options, "origins"))


def allows_origin(options: Mapping[str, object], origin: str) -> bool:
    """Whether an origin is allowed."""
    return any(matches(origin, each) for each in listed(options, "origins"))


def allows_header(options: Mapping[str, object], name: str) -> bool:
    """Whether a request header is allowed."""
    return any(matches(name, each) for each in listed(options, "allow_headers"))


def allowed_methods(options: Mapping[str, object]) -> str:
    """The value of Access-Control-Allow-Methods; names are sorted as they are written, then upper-cased."""
    value = options.get("methods", _DEFAULTS["methods"])
    if isinstance(value, str):  # flask-cors upper-cases and sorts lists alone
        return value
    return ", ".join(sorted(map(str, listed(options, "methods")))).upper()


def covers(pattern: object, path: str, version: Version = ()) -> bool:
    """Whether a pattern of `resources=` covers a path (paths are case-sensitive from 6.0.0 on)."""
    return matches(path, pattern, ignore_case=bool(version) and version < (6,))


def in_order(patterns: Iterable[object], version: Version = ()) -> list[object]:
    """The patterns of a dictionary in the order in which flask-cors tries them."""

    def rank(pattern: object) -> tuple[int, ...]:
        text = pattern.pattern if isinstance(pattern, Pattern) else ".*" if pattern == "*" else str(pattern)
        if version and version < (6,):
            return (-len(text),)
        # 6.0.0 tries what has fewer slashes first, against its own comment.
        slashes = text.count("/") if version == (6, 0, 0) else -text.count("/")
        if isinstance(pattern, Pattern):
            return (1, 0, slashes, -len(text))
        return (int(path_match.is_pattern(text)), int(path_match.is_pattern(text)), slashes, -len(text))

    return sorted(patterns, key=rank)
