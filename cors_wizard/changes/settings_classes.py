"""Gives a setting another value in the class of settings that is for development, and in no other."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from cors_wizard.changes.editing import line_after, replaced
from cors_wizard.changes.evaluate import Place
from cors_wizard.changes.project import Project
from cors_wizard.changes.settings import is_for_development
from cors_wizard.changes.sites import resolved
from cors_wizard.flask_code.module import Module, dotted_name

_MOST_BASES = 20


def off_for_development(project: Project, place: Place) -> bool:
    """Switch off what an expression takes from a class of settings, where another class is for development.

    Whether that was possible.
    """
    found = resolved(place, project.reading.evaluator)
    owner = _owner(found)
    if owner is None or found.node is place.node:
        return False
    statement, name = owner
    classes = {
        node.name: (module, node)
        for module in project.reading.modules
        for node, _ in module.nodes
        if isinstance(node, ast.ClassDef)
    }
    mine = next((each for each, (_, node) in classes.items() if statement in node.body), "")
    fitting = [
        each
        for each in classes
        if is_for_development(each) and mine in _bases(classes, each) and mine != each
    ]
    if is_for_development(mine):
        source = project.workspace.source(found.module)
        project.workspace.edit(found.module.path, replaced(source, found.node, "False"))
        return True
    if len(fitting) != 1:
        return False
    module, node = classes[fitting[0]]
    source = project.workspace.source(module)
    last = node.body[-1]
    text = f"{name} = False"
    edit = replaced(source, last, text) if isinstance(last, ast.Pass) else line_after(source, last, text)
    project.workspace.edit(module.path, edit)
    return True


def _owner(place: Place) -> tuple[ast.stmt, str] | None:
    """The statement of a class that sets a name to this expression, and the name."""
    for node, _ in place.module.nodes:
        if isinstance(node, ast.ClassDef):
            for each in node.body:
                if isinstance(each, ast.Assign) and each.value is place.node:
                    return each, dotted_name(each.targets[0])
                if isinstance(each, ast.AnnAssign) and each.value is place.node:
                    return each, dotted_name(each.target)
    return None


def _bases(classes: dict[str, tuple[Module, ast.ClassDef]], name: str) -> Iterator[str]:
    """The classes that a class is made from."""
    wanted = [name]
    for _ in range(_MOST_BASES):
        if not wanted:
            return
        _, node = classes.get(wanted.pop(), (None, None))
        for base in node.bases if node is not None else ():
            yield dotted_name(base).rpartition(".")[2]
            wanted.append(dotted_name(base).rpartition(".")[2])
