"""Gives every response the header that a helper writes on some of them, and that the others lack."""

from __future__ import annotations

from collections.abc import Sequence

from cors_wizard.changes.header_code.hand_written import CREDENTIALS, ORIGIN, SPELLED, Written, find_written
from cors_wizard.changes.project import Project
from cors_wizard.changes.source_text.editing import indent_unit, line_before, text_literal


def send_with_every_response(project: Project, written: Sequence[Written]) -> None:
    """A hook with the same values, for the responses that were seen without the header.

    Preflights that a helper answers are left alone: what it forgets there is more than one header.
    """
    app, symptom = project.workspace.around.app, project.facts.text("symptom")
    helpers = [each for each in written if each.function is not None and not each.is_in_hook]
    if symptom != "missing-allow-origin" or app is None or not app.variable or not helpers or app.function:
        return
    known = next((each for each in helpers if each.module.path == app.module.path), None)
    view = project.view
    if known is None or len(helpers) != len(written) or (view and known.function is view.node):
        return
    # What echoes the request's origin was compared before: elsewhere it would let anyone in.
    values = [project.reading.evaluator.value(each.place) for each in helpers if each.name == ORIGIN]
    is_inner = known.function is None or known.function.col_offset > 0
    if is_inner or any(not isinstance(each, str) for each in values):
        return
    path = app.module.path
    source, view_node = project.workspace.now[path], known.function
    assert view_node is not None
    unit, beside = indent_unit(source), [each for each in find_written(project) if each.function is view_node]
    lines = [f"@{app.variable}.after_request", "def add_missing_headers(response):"]
    for each in beside:
        if each.name in (ORIGIN, CREDENTIALS):
            name = text_literal(source, SPELLED[each.name])
            lines.append(f"{unit}response.headers.setdefault({name}, {source.says(each.value)})")
    lines += [f"{unit}return response", "", ""]
    with project.workspace.doing("Send the header with every response"):
        project.workspace.edit(path, line_before(source, view_node, "\n".join(lines)))
