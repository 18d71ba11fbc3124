"""Which branches of a hook a change may touch: those that the page's own request takes, or a new one."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from cors_wizard.changes.header_code import hook_responses
from cors_wizard.changes.header_code.hand_written import (
    CREDENTIALS,
    HEADERS,
    METHODS,
    ORIGIN,
    SPELLED,
    Written,
    wanted_lists,
)
from cors_wizard.changes.header_code.hook_cases import listed_origins
from cors_wizard.changes.header_code.hook_responses import HookResponses
from cors_wizard.changes.header_code.where_written import of_path
from cors_wizard.changes.project import Project
from cors_wizard.changes.source_text.editing import indent_unit, line_before, text_literal
from cors_wizard.changes.source_text.imports import use_name
from cors_wizard.changes.workspace import CannotChange
from cors_wizard.flask_code.evaluation.scopes import FunctionNode
from cors_wizard.frozen import dataclass

_SHORTEST_START = 2


@dataclass(frozen=True)
class Branch:
    """A statement that writes the origin, and what may be changed beside it."""

    origin: Written
    beside: tuple[Written, ...]
    is_for_preflights: bool = True
    """Whether the lists that a preflight reads may be changed with it."""


@dataclass(frozen=True)
class Way:
    """How the branches are chosen: by an origin that takes them, or by the place of one among all."""

    origin: str = ""
    number: int = -1
    """-1 for every statement."""


def ways(project: Project) -> list[Way]:
    """The ways that are worth a try: first what allows the page without taking `*` from others."""
    goal = project.goal
    taken = branches(project, Way(goal.origin))
    is_star = goal.with_credentials and any(_is_star(project, each.origin) for each in taken)
    own = [Way(goal.origin)] if taken else []
    known = {_places(taken)}
    listed = []
    for origin in listed_origins(project):
        other = branches(project, Way(origin))
        if other and _places(other) not in known:
            known.add(_places(other))
            listed.append(Way(origin))
    first = [*listed, *own] if is_star else [*own, *listed]
    count = sum(each.name == ORIGIN for each in of_path(project))
    return [*first, *(Way(number=number) for number in range(count))]


def branches(project: Project, way: Way) -> list[Branch]:
    """The statements that the way chooses, as the code is now."""
    written = of_path(project)
    origins = [each for each in written if each.name == ORIGIN]
    if not way.origin:
        chosen = origins if way.number < 0 else origins[way.number : way.number + 1]
        return [Branch(each, tuple(written)) for each in chosen]
    both = hook_responses.responses_of(project, way.origin)
    return list(_taken(project, origins, written, both)) if both else []


def _taken(
    project: Project, origins: Sequence[Written], written: Sequence[Written], both: HookResponses
) -> Iterator[Branch]:
    symptom = project.facts.text("symptom") or ""
    is_asked = bool({HEADERS, METHODS} & wanted_lists(project).keys()) or symptom.startswith("preflight-")
    preflight = both.preflight.ran if is_asked else frozenset[int]()
    for each in origins:
        for ran, is_preflight in ((preflight, True), (both.actual.ran, not is_asked)):
            if id(each.statement) in ran:
                beside = tuple(other for other in written if id(other.statement) in ran)
                yield Branch(each, beside, is_preflight)
                break


def _places(found: Sequence[Branch]) -> tuple[int, ...]:
    return tuple(id(each.origin.statement) for each in found)


def _is_star(project: Project, written: Written) -> bool:
    return project.reading.evaluator.value(written.place) == "*"


def add_branch(project: Project) -> None:
    """A branch for the page alone, at the end of the hook; raises CannotChange where it has no room."""
    origins = [each for each in of_path(project) if each.name == ORIGIN]
    written = [each for each in origins if each.is_in_hook]
    node = written[-1].function if written else None
    if not isinstance(node, FunctionNode) or not isinstance(node.body[-1], ast.Return):
        raise CannotChange("the headers")
    module, name = written[-1].module, node.name
    request = use_name(project.workspace, module.path, "flask", "request")
    source = project.workspace.now[module.path]
    again = next(
        each for each in ast.walk(source.tree) if isinstance(each, FunctionNode) and each.name == name
    )
    unit, page = indent_unit(source), text_literal(source, project.goal.origin)
    wanted = {ORIGIN: [project.goal.origin], **wanted_lists(project)}
    if METHODS in wanted:
        wanted[METHODS] = list(dict.fromkeys(["GET", "POST", *wanted[METHODS]]))
    headers = written[-1].headers
    asked = f"{request}.headers.get({text_literal(source, 'Origin')})"
    lines = [f"if {_at_path(project, request)} and {asked} == {page}:"]
    for header in (ORIGIN, CREDENTIALS, *wanted):
        if header in wanted:
            value = text_literal(source, ", ".join(wanted.pop(header)))
            lines.append(f"{headers}[{text_literal(source, SPELLED[header])}] = {value}")
    lines.append(f"{headers}.add({text_literal(source, 'Vary')}, {text_literal(source, 'Origin')})")
    text = f"\n{unit}".join(lines)
    project.workspace.edit(module.path, line_before(source, again.body[-1], text))


def _at_path(project: Project, request: str) -> str:
    view = project.view
    rule = view.app_rule if view else project.app_path
    source = project.workspace.now[view.module.path] if view else next(iter(project.workspace.now.values()))
    start = rule.partition("<")[0]
    if start == rule:
        return f"{request}.path == {text_literal(source, project.app_path)}"
    if len(start) <= _SHORTEST_START:
        raise CannotChange("the headers")
    return f"{request}.path.startswith({text_literal(source, start)})"
