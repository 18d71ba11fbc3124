"""Sets: what is in them decides about a header, `SAFE.has(method)`."""

from __future__ import annotations

from cors_wizard.page_code.evaluation.arrays import add_items, includes
from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.lists import as_array
from cors_wizard.page_code.evaluation.members import METHODS
from cors_wizard.page_code.evaluation.values import Array, Value, native


def _set(invocation: Invocation) -> Value:
    """`new Set(['GET', 'HEAD'])`; one that is filled later may hold anything."""
    given = as_array(invocation.argument(0))
    is_known = isinstance(given, Array) and not given.is_open
    return Array(
        items=list(given.items) if isinstance(given, Array) else [], is_open=not is_known, kind="array"
    )


def _add(invocation: Invocation) -> Value:
    add_items(invocation)
    return invocation.this


METHODS["array"] = {**METHODS["array"], "has": includes, "add": _add}


def set_names() -> dict[str, Value]:
    """The name in a page."""
    return {"Set": native(_set, "Set")}
