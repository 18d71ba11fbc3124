"""Changes headers that the code writes itself until the page's own request passes."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from functools import partial

from cors_wizard.changes.change import ByHand
from cors_wizard.changes.configuration.requirements import require_flask_cors
from cors_wizard.changes.evaluate import UNKNOWN, Place
from cors_wizard.changes.flask_cors.add_setup import add_setup
from cors_wizard.changes.flask_cors.tables_in_view import set_up_instead
from cors_wizard.changes.goal import exact_origin
from cors_wizard.changes.header_code.decorator_arguments import extend_decorator
from cors_wizard.changes.header_code.every_response import send_with_every_response
from cors_wizard.changes.header_code.hand_written import (
    CREDENTIALS,
    HEADERS,
    METHODS,
    ORIGIN,
    SPELLED,
    Written,
    extend_text,
    find_written,
    like,
    wanted_lists,
)
from cors_wizard.changes.header_code.header_tables import (
    correct_tables,
    is_table_for_some_paths,
    tables_of_path,
)
from cors_wizard.changes.header_code.hook_branches import Branch, Way, add_branch, branches, ways
from cors_wizard.changes.header_code.hook_cases import Snapshot, has_branches, is_kept, snapshot
from cors_wizard.changes.header_code.literal_hooks import allows, answers
from cors_wizard.changes.header_code.origin_guards import (
    extend_guard,
    extend_guards_of_tables,
    is_guarded_echo,
    is_matched,
)
from cors_wizard.changes.header_code.path_guards import admit_path
from cors_wizard.changes.header_code.preflight_returns import pass_preflights_through
from cors_wizard.changes.header_code.returned import return_what_has_it
from cors_wizard.changes.header_code.sent_lists import extend_sent_lists
from cors_wizard.changes.header_code.status_tests import drop_method_test, drop_status_test
from cors_wizard.changes.header_code.where_written import (
    is_for_preflights_alone,
    lets_in_but_for_preflights,
    never_meets_the_preflight,
    of_path,
    only_in_decorator,
    only_in_view,
    only_with_the_view,
)
from cors_wizard.changes.header_code.write_once import write_once
from cors_wizard.changes.origins.chosen_origins import is_chosen, strip_chosen
from cors_wizard.changes.origins.environment_origins import read_by_its_name, reads_environment
from cors_wizard.changes.origins.meant_origins import corrected, why_never
from cors_wizard.changes.origins.origins_in_use import as_an_origin
from cors_wizard.changes.origins.used_elsewhere import is_used_elsewhere, where_to_change
from cors_wizard.changes.project import Project
from cors_wizard.changes.routing.views import methods_of, paths_of
from cors_wizard.changes.source_text.editing import (
    indent_unit,
    line_after,
    list_literal,
    replaced,
    text_literal,
    without_lines,
    wrapped,
)
from cors_wizard.changes.source_text.imports import use_name
from cors_wizard.changes.source_text.source import Edit, indent_of
from cors_wizard.changes.workspace import CannotChange
from cors_wizard.fetch_standard.origin import for_flask_cors
from cors_wizard.flask_code.module import dotted_name

_MOST_ROUNDS = 40


def allow_by_hand(project: Project) -> None:
    """Make the hand-written headers allow the page's request."""
    if not project.goal.origin:
        raise CannotChange("origin")
    if write_once(project):
        return
    if is_for_preflights_alone(project):
        _cover_the_response(project)
        return
    if (view := project.view) and only_in_decorator(project):
        add_setup(project, paths_of(view.app_rule), "Answer the path's preflights, too")
        return
    if view and (extend_decorator(project) or extend_sent_lists(project)):
        return
    if view and lets_in_but_for_preflights(project):
        add_setup(project, paths_of(view.app_rule), "Answer the path's preflights, too")
        return
    if only_in_view(project):
        _decorate_instead(project)
        return
    if only_with_the_view(project):
        way = f"No preflight of {project.app_path} gets there. Let flask-cors respond to it."
        raise CannotChange("the headers", *_by_hand(project), ByHand(way))
    if never_meets_the_preflight(project):
        set_up_instead(project)
        return
    if is_table_for_some_paths(project):
        raise CannotChange("the headers", *_by_hand(project))
    before = snapshot(project)
    if not project.is_let_in:
        extend_guards_of_tables(project)
    correct_tables(project)
    written = of_path(project)
    is_branching = has_branches(written)
    if is_branching and before.own is None:
        raise CannotChange("the headers", *_by_hand(project))
    tries = [*ways(project)] if is_branching else [Way()]
    tried = [partial(_correct_branches, project, before, way) for way in tries]
    if before.own is not None:
        tried.append(partial(_add_branch, project, before))
    is_done = next((True for each in tried if project.workspace.attempt(each) is None), False)
    if not is_done:
        raise CannotChange("the headers", *_by_hand(project))


def _cover_the_response(project: Project) -> None:
    """The headers with the response itself, where the code sends them with that to the preflight alone."""
    for _ in range(_MOST_ROUNDS):
        if not any(_correct(project, each, Way()) for each in branches(project, Way())):
            break
    view = project.view
    add_setup(project, paths_of(view.app_rule) if view else "", "Send the header with the response, too")


def _add_branch(project: Project, before: Snapshot) -> None:
    add_branch(project)
    _check(project, before)


def _correct_branches(project: Project, before: Snapshot, way: Way) -> None:
    """Correct the branches that run for this request; raises CannotChange if other requests would suffer."""
    for _ in range(_MOST_ROUNDS):
        if not any(_correct(project, each, way) for each in branches(project, way)):
            if not project.workspace.edits:
                send_with_every_response(project, [each for each in of_path(project) if each.name == ORIGIN])
            _check(project, before)
            return
    raise CannotChange("the headers")


def _check(project: Project, before: Snapshot) -> None:
    """Raise CannotChange if the page isn't allowed, or if anything changes for other origins."""
    if before.own is None:
        return
    passes = allows(project)
    is_branching = has_branches(of_path(project))
    if passes is False or (passes is None and is_branching):
        raise CannotChange("the headers")
    if not is_kept(project, before, snapshot(project, before)):
        raise CannotChange("the headers")


def _by_hand(project: Project) -> tuple[ByHand, ...]:
    """What to do in a hook whose branches can't all be followed, without taking anything from other pages."""
    hooks = [each for each in of_path(project) if each.name == ORIGIN and each.function is not None]
    places = [f"{each.module.path}, line {each.node.lineno}" for each in tables_of_path(project)]
    for each in hooks:
        assert each.function is not None
        places.insert(0, f"`{each.function.name}` in {each.module.path}, line {each.function.lineno}")
    if not places:
        return ()
    goal, where = project.goal, places[0]
    wanted = {ORIGIN: [goal.origin], **wanted_lists(project)}
    headers = "; ".join(f"{SPELLED[name]}: {', '.join(values)}" for name, values in wanted.items())
    return (
        ByHand(f"Find the branch of {where}, that responds to {project.app_path}. There, send {headers}."),
        ByHand("Send that to this origin alone, and leave the other branches and origins as they are."),
    )


def writes_by_hand(project: Project) -> bool:
    """Whether the code writes the header itself for the page's request."""
    return any(each.name == ORIGIN for each in of_path(project)) or bool(tables_of_path(project))


def _decorate_instead(project: Project) -> None:
    """`@cross_origin` on the view in place of the header that only its own response has."""
    view = project.view
    assert view is not None
    if isinstance(view.node, ast.ClassDef):
        raise CannotChange("the headers", *_by_hand(project))
    path = view.node_module.path
    others = _others(project)
    name = use_name(project.workspace, path, "flask_cors", "cross_origin")
    for _ in range(20):
        own = [each for each in of_path(project) if each.function is not None and not each.is_in_hook]
        if not own:
            break
        source = project.workspace.now[path]
        statement = own[0].statement
        edit = without_lines(source, statement.lineno, statement.end_lineno or statement.lineno)
        project.workspace.edit(path, edit)
    again = project.view
    assert again is not None
    source = project.workspace.now[path]
    origins = [for_flask_cors(each) for each in (*others, project.goal.origin)]
    given = [f"origins={list_literal(source, origins)}"]
    project.workspace.keep(path, *(f"origin {each}" for each in others))
    if project.goal.with_credentials:
        given.append("supports_credentials=True")
    assert again.node is not None
    indent = indent_of(source.lines[again.node.lineno - 1])
    routes = [each for each in again.node.decorator_list if each is again.call]
    # Of `add_url_rule` the decorator goes above all others.
    above = min([again.node.lineno, *(each.lineno for each in again.node.decorator_list)])
    at = source.line_start((routes[0].end_lineno or routes[0].lineno) + 1 if routes else above)
    project.workspace.edit(path, Edit(at, at, f"{indent}@{name}({', '.join(given)})\n"))
    project.workspace.remove(
        path, "the header in the view", "Flask responds to the preflight without the view."
    )
    require_flask_cors(project)


def _others(project: Project) -> list[str]:
    """The other pages that the view's own header allows; raises CannotChange if the code doesn't say."""
    values = [project.reading.evaluator.value(each.place) for each in of_path(project) if each.name == ORIGIN]
    if not all(isinstance(each, str) for each in values):
        raise CannotChange("the headers")
    texts = dict.fromkeys(part.strip() for each in values for part in str(each).split(","))
    return [each for each in texts if exact_origin(each) == each != project.goal.origin]


def _correct(project: Project, branch: Branch, way: Way) -> bool:
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
        text = like(origin, source, name, text_literal(source, ", ".join(values)))
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
    both = answers(project)
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
    guard = f"if {request}.headers.get({quote}) in ({', '.join(listed)}):"
    lines = f"{guard}\n{indent}{unit}{statement}\n{indent}{vary}"
    project.workspace.keep(path, *(f"origin {each}" for each in others))
    project.workspace.edit(path, replaced(source, found.statement, lines))
