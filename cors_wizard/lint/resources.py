"""Patterns of `resources=` that cover none of the app's routes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cors_wizard.flask_code import FlaskCode
from cors_wizard.flask_code.findings import Value
from cors_wizard.flask_code.path_match import covers
from cors_wizard.lint.finding import LintFinding

_CONVERTER = re.compile(r"<(?:(?P<kind>[A-Za-z_]{1,40})(?:\([^<>]{0,80}\))?:)?[^<>]{1,80}>")
_SAMPLES = {"path": "a/b", "int": "1", "float": "1.5", "uuid": "123e4567-e89b-12d3-a456-426614174000"}
_MOST = 1_000
"""Pairs of a pattern and a route that are looked at."""


def about_resources(code: FlaskCode) -> Iterator[LintFinding]:
    """A warning for each pattern that is beside every route: a typo, or a route that is gone."""
    paths = [_sample(route.rule) for route in code.routes][:_MOST]
    for setup in code.setups if paths else ():
        option = setup.option("resources") if setup.kind == "app" else None
        if option is None or not option.value.is_whole:
            continue
        for pattern, text in _patterns(option.value):
            if _covers_none(text, paths):
                span = pattern.span or option.span
                detail = f"{text!r} covers none of the {len(paths)} routes in the code."
                yield LintFinding("resource-pattern-mismatch", "warning", span.path, span.line, detail)


def _sample(rule: str) -> str:
    """A path that the rule takes."""
    return _CONVERTER.sub(lambda found: _SAMPLES.get(found["kind"] or "", "name"), rule)


def _patterns(value: Value) -> Iterator[tuple[Value, str]]:
    keys = [key for key, _ in value.entries] if value.kind == "table" else [*value.items] or [value]
    return ((key, key.text) for key in keys if key.kind in ("text", "pattern"))


def _covers_none(pattern: str, paths: Sequence[str]) -> bool:
    """Whether it is known of every path that the pattern does not cover it."""
    return pattern != "*" and all(covers(pattern, path, ignore_case=True) is False for path in paths)
