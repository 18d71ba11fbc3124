"""Allows the page in the `CORSMiddleware` of a FastAPI or Starlette app, which the project adds already."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from cors_wizard.changes.editing import add_argument, list_literal
from cors_wizard.changes.evaluate import Place
from cors_wizard.changes.options import append_texts, replace_value
from cors_wizard.changes.origins import allow_origin, only_origin
from cors_wizard.changes.project import Project
from cors_wizard.changes.sites import Option
from cors_wizard.changes.workspace import CannotChange
from cors_wizard.flask_code.module import Module, dotted_name

_SAFE_HEADERS = frozenset({"accept", "accept-language", "content-language", "content-type"})
"""What Starlette allows in any case; of the methods, GET where none are named."""
_MOST = 10


def allow_in_middleware(project: Project) -> None:
    """Name the page, its method and its headers there; raises CannotChange without such a call."""
    if not project.goal.origin:
        raise CannotChange("origin")
    for _ in range(_MOST):
        found = next(_calls(project), None)
        if found is None:
            raise CannotChange("the middleware")
        if not _correct(project, *found):
            return
    raise CannotChange("the middleware")


def _calls(project: Project) -> Iterator[tuple[Module, ast.Call]]:
    """`app.add_middleware(CORSMiddleware, ...)` and `Middleware(CORSMiddleware, ...)`."""
    for module in project.reading.modules:
        for call, _ in module.calls():
            first = dotted_name(call.args[0]) if call.args else ""
            if first.rpartition(".")[2] == "CORSMiddleware":
                yield module, call


def _correct(project: Project, module: Module, call: ast.Call) -> bool:
    """One correction; False where there is nothing left to correct."""
    given = {
        each.arg: Option(each.arg, Place(module, each.value), each, "keyword")
        for each in call.keywords
        if each.arg
    }
    if "allow_origin_regex" in given and "allow_origins" not in given:
        raise CannotChange("origins")
    goal, value = project.goal, project.reading.evaluator.value
    origins = given.get("allow_origins")
    listed = value(origins.place) if origins else []
    if not isinstance(listed, list):
        raise CannotChange("origins")
    if "*" in listed and origins is not None:
        if goal.with_credentials:
            only_origin(project, origins)
            return True
    elif goal.origin not in listed:
        if origins is None:
            _add(project, module, call, "allow_origins", [goal.origin])
        else:
            allow_origin(project, origins)
        return True
    if goal.with_credentials and _allow_credentials(project, module, call, given.get("allow_credentials")):
        return True
    headers = [each for each in goal.headers if each.lower() not in _SAFE_HEADERS]
    method = goal.method.upper()
    methods = [method] if method and (method != "GET" or "allow_methods" in given) else []
    return _list(project, module, call, given, "allow_methods", methods) or _list(
        project, module, call, given, "allow_headers", headers
    )


def _allow_credentials(project: Project, module: Module, call: ast.Call, option: Option | None) -> bool:
    """Switch credentials on; whether they were off."""
    if option is None:
        source = project.workspace.source(module)
        project.workspace.edit(module.path, *add_argument(source, call, "allow_credentials=True"))
        return True
    if project.reading.evaluator.value(option.place) is True:
        return False
    replace_value(project, option, True)
    return True


def _list(
    project: Project, module: Module, call: ast.Call, given: dict[str, Option], name: str, wanted: list[str]
) -> bool:
    """Have a list name these values, too; whether it lacked one."""
    option = given.get(name)
    if option is None:
        if wanted:
            _add(project, module, call, name, wanted)
        return bool(wanted)
    listed = project.reading.evaluator.value(option.place)
    if not isinstance(listed, list):
        return False
    known = {str(each).lower() for each in listed}
    missing = [each for each in wanted if each.lower() not in known and "*" not in known]
    if missing:
        append_texts(project, option, missing)
    return bool(missing)


def _add(project: Project, module: Module, call: ast.Call, name: str, values: list[str]) -> None:
    source = project.workspace.source(module)
    if name == "allow_methods" and "GET" not in values:
        values = ["GET", *values]
    text = f"{name}={list_literal(source, values)}"
    project.workspace.edit(module.path, *add_argument(source, call, text))
