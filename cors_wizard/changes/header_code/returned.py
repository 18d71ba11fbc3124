"""Has a view return the response that it writes its headers to."""

from __future__ import annotations

import ast

from cors_wizard.changes.header_code.hand_written import Written
from cors_wizard.changes.project import Project
from cors_wizard.changes.source_text.editing import body_of, replaced
from cors_wizard.flask_code.evaluation.scopes import FunctionNode
from cors_wizard.flask_code.module import dotted_name


def return_what_has_it(project: Project, written: Written) -> bool:
    """Return `response` where what it was made from is returned in its place; whether that was so."""
    name, view = written.headers.removesuffix(".headers"), project.view
    function = written.function
    if view is None or function is not view.node or not isinstance(function, FunctionNode):
        return False
    block = body_of(function, written.statement)
    last = block[-1]
    if not isinstance(last, ast.Return) or last.value is None or not name.isidentifier():
        return False
    returned = last.value.elts[0] if isinstance(last.value, ast.Tuple) and last.value.elts else last.value
    made = [
        each.value
        for each in ast.walk(function)
        if isinstance(each, ast.Assign) and [dotted_name(target) for target in each.targets] == [name]
    ]
    if len(made) != 1 or not _is_made_from(made[0], returned):
        return False
    source, path = project.workspace.source(written.module), written.module.path
    with project.workspace.doing("Return the response that has the headers"):
        why = f"The headers are on `{name}`, which was not returned."
        project.workspace.remove(path, source.says(last), why)
        project.workspace.edit(path, replaced(source, returned, name))
    return True


def _is_made_from(made: ast.expr, returned: ast.expr) -> bool:
    """`response = jsonify(players)` from what `return players` or `return jsonify(players)` gives."""
    if ast.dump(made) == ast.dump(returned):
        return True
    given = made.args if isinstance(made, ast.Call) else []
    return isinstance(returned, ast.Name) and any(ast.dump(each) == ast.dump(returned) for each in given)
