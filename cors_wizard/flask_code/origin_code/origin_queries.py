"""Conditions about an Origin that a database decides with a pattern."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable

from cors_wizard.flask_code.evaluation.literals import text_of
from cors_wizard.flask_code.origin_code.origin_names import OriginNames

_LIKE = re.compile(r"\bI?LIKE\b", re.IGNORECASE)
_SEARCH = re.compile(r"\b(?:GLOB|REGEXP|RLIKE|SIMILAR\s+TO|INSTR|STRPOS|POSITION|CHARINDEX)\b", re.IGNORECASE)
_OF_COLUMNS = frozenset({"like", "ilike", "icontains", "regexp_match"})
"""Methods of SQLAlchemy's columns."""


def is_loose_query(
    call: ast.Call, origins: OriginNames, texts: Callable[[ast.expr], tuple[str, ...]]
) -> bool:
    """Whether a database compares the origin with a pattern, or looks for a part of it.

    Args:
        call: what may be a query.
        origins: the file's names for the origin.
        texts: the texts that an expression stands for.
    """
    if not isinstance(call.func, ast.Attribute) or not any(map(origins.mentions, call.args)):
        return False
    if call.func.attr in _OF_COLUMNS:
        return _has_wildcard(call)
    said = " ".join(text for each in call.args[:1] for text in texts(each))
    return bool(_SEARCH.search(said)) or bool(_LIKE.search(said) and ("%" in said or _has_wildcard(call)))


def _has_wildcard(call: ast.Call) -> bool:
    inside = (node for each in call.args for node in ast.walk(each))
    return any("%" in (text_of(node) or "") for node in inside if isinstance(node, ast.Constant))
