"""Follows which part of the page's origin a comparison looks at: all of it, or only the host."""

from __future__ import annotations

import ast

from cors_wizard.changes.evaluate import Place
from cors_wizard.changes.project import Project
from cors_wizard.changes.workspace import CannotChange
from cors_wizard.flask_code.evaluation.scopes import dotted_name
from cors_wizard.flask_code.module import Module
from cors_wizard.flask_code.origin_code.origin_forms import assigned
from cors_wizard.flask_code.origin_code.origin_made import OriginMade
from cors_wizard.flask_code.origin_code.origin_names import OriginNames
from cors_wizard.origin_patterns.made import read_made


def compared_part(project: Project, module: Module, guard: ast.Compare) -> str:
    """What code compares of the page's origin; raises CannotChange where it makes something unknown of it."""
    scope = module.scope_of(guard)
    origin = project.goal.origin

    def read(node: ast.expr) -> str | int | None:
        value = project.reading.evaluator.value(Place(module, node))
        return value if isinstance(value, (str, int)) else None

    written = OriginMade(module, read).written(guard.left, scope)
    if written is None:
        if _takes_a_part(module, guard.left, scope.function):
            raise CannotChange("origins")
        return origin
    steps = read_made(f"{written} == ''")
    made = steps.made_of(origin) if steps is not None else None
    if not made:
        raise CannotChange("origins")
    return made


def _takes_a_part(module: Module, compared: ast.expr, function: str) -> bool:
    """Whether it, or what its name is set to, is something that was made of the origin."""
    names, name = OriginNames(module), dotted_name(compared)
    values = [
        value
        for node, scope in module.nodes
        if name and scope.function == function
        for target, value in assigned(node)
        if dotted_name(target) == name
    ]
    return any(
        names.mentions(each) and not names.is_whole(each) and not names.is_bare(each)
        for each in (compared, *values)
    )
