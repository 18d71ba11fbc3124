"""Corrects the lines that write the headers of one branch: the origin, credentials, the lists."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import replace

from cors_wizard.changes.evaluate import UNKNOWN, Place
from cors_wizard.changes.header_code.hand_written import (
    CREDENTIALS,
    HEADERS,
    METHODS,
    ORIGIN,
    Written,
    extend_text,
    find_written,
    like,
    wanted_lists,
)
from cors_wizard.changes.header_code.hook_branches import Branch, Way
from cors_wizard.changes.header_code.hook_responses import responses_of
from cors_wizard.changes.header_code.origin_guards import extend_guard, is_guarded_echo, is_matched
from cors_wizard.changes.header_code.path_guards import admit_path
from cors_wizard.changes.header_code.preflight_returns import pass_preflights_through
from cors_wizard.changes.header_code.returned import return_what_has_it
from cors_wizard.changes.header_code.status_tests import drop_method_test, drop_status_test
from cors_wizard.changes.origins.chosen_origins import is_chosen, strip_chosen
from cors_wizard.changes.origins.environment_origins import read_by_its_name, reads_environment
from cors_wizard.changes.origins.meant_origins import corrected, why_never
from cors_wizard.changes.origins.origins_in_use import as_an_origin
from cors_wizard.changes.origins.used_elsewhere import is_used_elsewhere, where_to_change
from cors_wizard.changes.project import Project
from cors_wizard.changes.routing.views import methods_of
from cors_wizard.changes.source_text.editing import indent_unit, line_after, replaced, text_literal, wrapped
from cors_wizard.changes.source_text.imports import use_name
from cors_wizard.changes.source_text.source import indent_of
from cors_wizard.changes.workspace import CannotChange
from cors_wizard.flask_code.module import dotted_name


def correct(project: Project, branch: Branch, way: Way) -> bool:
    """One correction of what is written beside this origin; False where there is nothing left to correct."""
    origin, every = branch.origin, branch.beside
    if return_what_has_it(project, origin) or pass_preflights_through(project, origin):
        return True
    may_be_it = "header_condition" in project.facts and project.facts.text("origin_listed") != "not-listed"
    if (may_be_it and drop_status_test(project, origin)) or drop_method_test(project, origin):
        return True
    if (not way.origin and admit_path(project, origin)) or _correct_origin(project, origin):
        return True
    beside = [each for each in every if each.function is origin.function and each.module is origin.module]
    goal = project.goal
    if goal.with_credentials and _set(project, origin, beside, CREDENTIALS, "true"):
        return True
    return any(
        _list(project, origin, every, name, values)
        for name, values in wanted_lists(project).items()
        if name != CREDENTIALS and (branch.is_for_preflights or name not in (HEADERS, METHODS))
    )


def _set(project: Project, origin: Written, beside: Sequence[Written], name: str, value: str) -> bool:
    """Set a header to exactly this value."""
    source, path = project.workspace.source(origin.module), origin.module.path
    known = next((each for each in beside if each.name == name), None)
    if known is None:
        text = like(origin, source, name, text_literal(source, value))
        if name == CREDENTIALS and is_matched(origin):
            # What a pattern lets in may be anyone's: cookies are for the page alone.
            asked = f"if {source.says(origin.value)} == {text_literal(source, project.goal.origin)}:"
            text = f"{asked}\n{indent_unit(source)}{text}"
        project.workspace.edit(path, line_after(source, origin.statement, text))
        return True
    now = project.reading.evaluator.value(known.place)
    source, path = project.workspace.source(known.place.module), known.place.module.path
    if _is_python_text(known.value) and project.facts.text("symptom") == "invalid-allow-credentials":
        project.workspace.remove(
            path, source.says(known.value), "Python writes True, and browsers only accept true."
        )
        project.workspace.edit(path, *wrapped(source, known.value, "", ".lower()"))
        return True
    if now == value or now is UNKNOWN:
        return False
    project.workspace.edit(path, replaced(source, known.value, text_literal(source, value)))
    return True


def _joined(project: Project, known: Written) -> bool:
    """`str([...])` writes brackets and quotes: the names are joined with commas instead."""
    assert isinstance(known.value, ast.Call)
    module = known.place.module
    given = known.value.args[0] if known.value.args else None
    if given is None or not isinstance(project.reading.evaluator.value(Place(module, given)), list):
        return False
    source, path = project.workspace.source(module), module.path
    why = "Brackets and quotes of Python don't belong in a header."
    project.workspace.remove(path, source.says(known.value), why)
    text = f"{text_literal(source, ', ')}.join({source.says(given)})"
    project.workspace.edit(path, replaced(source, known.value, text))
    return True


_WRITES_ONE = ("", "add", "set", "setdefault")


def _is_written_elsewhere(project: Project, origin: Written, name: str) -> bool:
    """Whether another function writes this header, whose responses the hook gets, too."""
    return any(each.name == name and each.function is not origin.function for each in find_written(project))


def _is_python_text(node: ast.expr) -> bool:
    """`str(allowed)`."""
    return isinstance(node, ast.Call) and dotted_name(node.func) == "str"


def _list(
    project: Project, origin: Written, every: Sequence[Written], name: str, values: Sequence[str]
) -> bool:
    """Make a header list these values, among others."""
    source, path = project.workspace.source(origin.module), origin.module.path
    # Another hook may respond to the preflight: the browser reads what that one lists.
    same = [each for each in every if each.function is origin.function and each.module is origin.module]
    known = next((each for each in (*same, *every) if each.name == name), None)
    if known is None:
        if name == HEADERS:
            values = list(dict.fromkeys(values))
        if name == METHODS:
            view = project.view
            taken = methods_of(view) if view and not origin.is_in_hook else ("GET", "POST")
            values = list(dict.fromkeys((*taken, *values)))
        written = origin
        if origin.is_in_hook and origin.call in _WRITES_ONE and _is_written_elsewhere(project, origin, name):
            # What a view lists for its own path is longer, or shorter on purpose.
            written = replace(origin, call="setdefault")
        text = like(written, source, name, text_literal(source, ", ".join(values)))
        project.workspace.edit(path, line_after(source, origin.statement, text))
        return True
    if _is_python_text(known.value) and _joined(project, known):
        return True
    return extend_text(project, where_to_change(project, known.place), name, values)


def _correct_origin(project: Project, origin: Written) -> bool:
    """Make this statement write the page's origin, and those that it wrote before."""
    place = where_to_change(project, origin.place)
    value = project.reading.evaluator.value(place)
    if is_guarded_echo(project, origin):
        return not project.is_let_in and extend_guard(project, origin)
    if is_chosen(project, origin):
        return _correct_chosen(project, origin)
    if reads_environment(place) and value in (UNKNOWN, None) and read_by_its_name(project, origin.place):
        return True
    if isinstance(value, str) and reads_environment(place):
        return _from_environment(project, origin, place, value)
    if not isinstance(value, str) or value == project.goal.origin:
        return False
    source, path = project.workspace.source(place.module), place.module.path
    text = text_literal(source, project.goal.origin)
    if value == "*":
        if not project.goal.with_credentials:
            return False
        project.workspace.remove(path, "*", "Browsers don't accept it with credentials.")
        project.workspace.edit(path, replaced(source, place.node, text))
        return True
    if corrected(value, project.goal.origin) == project.goal.origin:
        if is_used_elsewhere(project, place):
            as_an_origin(project, place, value)
            return True
        project.workspace.remove(path, value, why_never(value))
        project.workspace.edit(path, replaced(source, place.node, text))
        return True
    if is_used_elsewhere(project, place) and "," not in value:
        _one_of_several(project, origin, [], source.says(place.node))
        return True
    others = [part.strip() for part in value.split(",")]
    _one_of_several(
        project, origin, [each for each in others if each not in ("", "null", project.goal.origin)]
    )
    return True


def _correct_chosen(project: Project, origin: Written) -> bool:
    """Of several origins that the hook chooses from, none is written out in place of the choice."""
    if strip_chosen(project, origin):
        return True
    both = responses_of(project)
    if both is None or both.actual.headers.get(ORIGIN) == project.goal.origin:
        return False
    _one_of_several(project, origin, [], project.workspace.source(origin.module).says(origin.value))
    return True


def _from_environment(project: Project, origin: Written, place: Place, value: str) -> bool:
    if value == project.goal.origin:
        return False
    source = project.workspace.source(place.module)
    if value.strip().rstrip("/") == project.goal.origin:
        if source.says(place.node).endswith('.rstrip("/")'):
            return False
        project.workspace.edit(place.module.path, *wrapped(source, place.node, "", '.rstrip("/")'))
        return True
    _one_of_several(project, origin, [], source.says(origin.value))
    return True


def _one_of_several(project: Project, origin: Written, others: Sequence[str], expression: str = "") -> None:
    """The request's origin where it is one of a list, in place of one fixed origin."""
    if origin.call == "append":
        raise CannotChange("the headers")
    path = origin.module.path
    request = use_name(project.workspace, path, "flask", "request")
    found = next(
        (
            each
            for each in find_written(project)
            if (each.name, each.module.path) == (ORIGIN, path)
            if ast.dump(each.value) == ast.dump(origin.value)
        ),
        None,
    )
    if found is None:
        raise CannotChange("the headers")
    source = project.workspace.now[path]
    quote = text_literal(source, "Origin")
    listed = [*([expression] if expression else []), *(text_literal(source, each) for each in others)]
    listed.append(text_literal(source, project.goal.origin))
    indent, unit = indent_of(source.lines[found.statement.lineno - 1]), indent_unit(source)
    statement = like(found, source, ORIGIN, f"{request}.headers[{quote}]")
    vary = f"{found.headers}.add({text_literal(source, 'Vary')}, {quote})"
    # A response object may be made outside of a request: Flask's test client does that.
    is_object = found.function is not None and found.function.name == "__init__"
    guard = f"if {request}.headers.get({quote}) in ({', '.join(listed)}):"
    guard = guard.replace("if ", f"if {request} and ", 1) if is_object else guard
    lines = f"{guard}\n{indent}{unit}{statement}\n{indent}{vary}"
    project.workspace.keep(path, *(f"origin {each}" for each in others))
    project.workspace.edit(path, replaced(source, found.statement, lines))
