"""Adds the view's own helper to the errors that it returns without the header."""

from __future__ import annotations

import ast

from cors_wizard.changes.project import Project
from cors_wizard.changes.source_text.editing import wrapped
from cors_wizard.flask_code.evaluation.scopes import called_name
from cors_wizard.flask_code.request_hooks.silent_preflights import header_writers, preflight_parts


def call_helper_everywhere(project: Project) -> bool:
    """`return helper(jsonify(...)), 409` where other returns of the view call it; whether it was done."""
    view = project.view
    if project.facts.text("view_is_silent") != "yes" or view is None or view.node is None:
        return False
    for_options = {id(part) for each in preflight_parts(view.node) for part in ast.walk(each)}
    returned = [
        body
        for each in ast.walk(view.node)
        if isinstance(each, ast.Return) and id(each) not in for_options and (body := _body(each)) is not None
    ]
    writers = header_writers(project.reading.modules)
    helped = [each for each in returned if called_name(each) in writers and _only_argument(each) is not None]
    made = {called_name(argument) for each in helped if (argument := _only_argument(each)) is not None}
    # What else a view returns (a text, a table) is nothing that a helper could add a header to.
    silent = [each for each in returned if called_name(each) in made - {""}]
    source = project.workspace.source(view.module)
    if silent:
        helper = source.says(helped[0].func)
        edits = [edit for each in silent for edit in wrapped(source, each, f"{helper}(", ")")]
        project.workspace.edit(view.module.path, *edits)
    return bool(silent)


def _body(node: ast.Return) -> ast.Call | None:
    """What makes the response, without the status beside it."""
    value = node.value.elts[0] if isinstance(node.value, ast.Tuple) and node.value.elts else node.value
    return value if isinstance(value, ast.Call) else None


def _only_argument(call: ast.Call) -> ast.Call | None:
    only = call.args[0] if len(call.args) == 1 and not call.keywords else None
    return only if isinstance(only, ast.Call) else None
