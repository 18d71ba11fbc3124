"""Which settings the code reads before it loads `.env`: above `load_dotenv()`, or in files imported above."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence

from cors_wizard.flask_code.evaluate import Evaluator
from cors_wizard.flask_code.module import Module

_MOST_FILES = 200


def read_before(
    loading: Module, line: int, reads: Mapping[str, Sequence[tuple[str, int]]], evaluator: Evaluator
) -> tuple[str, ...]:
    """The variables that are read while the app is imported, before this line of this module runs.

    Args:
        loading: the module that loads `.env` at its top level.
        line: where it does.
        reads: for each path, the variables that it reads outside of functions, each with its line.
        evaluator: finds the files that imports name.
    """
    names = [name for name, at in reads.get(loading.path, ()) if at < line]
    for module in _imported(loading, line, evaluator):
        names += [name for name, _ in reads.get(module.path, ())]
    return tuple(dict.fromkeys(names))


def _imported(loading: Module, line: int, evaluator: Evaluator) -> Iterator[Module]:
    """The project's files that are imported above the line, and those that they import."""
    seen = {loading.path}
    waiting = list(_of(loading, line, evaluator))
    while waiting and len(seen) < _MOST_FILES:
        module = waiting.pop()
        if module.path not in seen:
            seen.add(module.path)
            yield module
            waiting += _of(module, None, evaluator)


def _of(module: Module, before: int | None, evaluator: Evaluator) -> Iterator[Module]:
    for node, scope in module.nodes:
        if scope.function or not isinstance(node, (ast.Import, ast.ImportFrom)):
            continue
        if before is not None and node.lineno >= before:
            continue
        for dotted in _names(node):
            found = evaluator.sources.find(dotted, module)
            if found is not None:
                yield found[0]


def _names(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
        return
    base = "." * node.level + (node.module or "")
    yield from (f"{base}{'' if base.endswith('.') else '.'}{alias.name}" for alias in node.names)
    if node.module:
        yield base
