"""A loop over functions, `any(check(origin) for check in CHECKS)`, as what each of them is called with."""

from __future__ import annotations

import ast
from copy import deepcopy

from cors_wizard.flask_code.module import Module

_MOST = 20


def called_each(loop: ast.expr, module: Module, *, every: bool) -> ast.BoolOp | None:
    """The calls joined with `or` (`and` for `every`); None where it loops over something else."""
    if not isinstance(loop, ast.GeneratorExp | ast.ListComp) or len(loop.generators) != 1:
        return None
    (each,) = loop.generators
    functions = _functions(each.iter, module)
    if each.ifs or not isinstance(each.target, ast.Name) or not 0 < len(functions) <= _MOST:
        return None
    calls = [_Calling(each.target.id, one).visit(deepcopy(loop.elt)) for one in functions]
    return ast.BoolOp(ast.And() if every else ast.Or(), calls * 2 if len(calls) == 1 else calls)


def _functions(source: ast.expr, module: Module) -> list[ast.expr]:
    """The functions in a list or in a dictionary's values, written once at the top of the file."""
    if (
        isinstance(source, ast.Call)
        and isinstance(source.func, ast.Attribute)
        and source.func.attr == "values"
    ):
        source = source.func.value
    bound = module.bindings.of(None).get(source.id, []) if isinstance(source, ast.Name) else []
    made = bound[0].value if len(bound) == 1 else source
    items: list[ast.expr] = []
    if isinstance(made, ast.Dict):
        items = made.values
    elif isinstance(made, ast.List | ast.Tuple | ast.Set):
        items = made.elts
    return items if all(_is_function(one, module) for one in items) else []


def _is_function(node: ast.expr, module: Module) -> bool:
    if isinstance(node, ast.Name):
        bound = module.bindings.of(None).get(node.id, [])
        return len(bound) == 1 and isinstance(bound[0].value, ast.FunctionDef | ast.Lambda)
    return isinstance(node, ast.Lambda)


class _Calling(ast.NodeTransformer):
    """Puts a function where the loop's name is called."""

    def __init__(self, name: str, function: ast.expr) -> None:
        self._name, self._function = name, function

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self._function if node.id == self._name else node
