"""Credentials modes from the switch that XMLHttpRequest has."""

from __future__ import annotations

from cors_wizard.page_code.evaluation.conditions import truth
from cors_wizard.page_code.evaluation.values import Choice, Constant, Unknown, Value, text
from cors_wizard.page_code.libraries.draft import Part


def with_credentials(part: Part) -> Part:
    """`withCredentials` as a credentials mode."""
    return Part(_as_mode(part.value), part.is_settled, part.place)


def _as_mode(value: Value) -> Value:
    if isinstance(value, Choice):
        return Choice(value.condition, _as_mode(value.yes), _as_mode(value.no))
    if isinstance(value, Constant):
        return text("include" if value.value else "same-origin")
    known = truth(value)
    return Unknown() if known is None else text("include" if known else "same-origin")
