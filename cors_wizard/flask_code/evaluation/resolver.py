"""Puts the evaluator together: operators, names, calls."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from cors_wizard.flask_code.evaluation.calls import read_call, read_subscript
from cors_wizard.flask_code.evaluation.evaluate import Evaluator, Reader
from cors_wizard.flask_code.evaluation.named_values import read_attribute, read_name
from cors_wizard.flask_code.evaluation.operators import OPERATORS
from cors_wizard.flask_code.sources import Sources

_READERS: Mapping[type, Reader] = {
    **OPERATORS,
    ast.Name: read_name,
    ast.Attribute: read_attribute,
    ast.Subscript: read_subscript,
    ast.Call: read_call,
}


def make_evaluator(
    sources: Sources, environment: Mapping[str, str], readers: Mapping[type, Reader] | None = None
) -> Evaluator:
    """An evaluator for a project's files, with the environment variables that its files set.

    Args:
        sources: the files.
        environment: the environment variables that files set.
        readers: how kinds of expressions are read that someone wants to have read differently.
    """
    return Evaluator(sources, environment, {**_READERS, **(readers or {})})
