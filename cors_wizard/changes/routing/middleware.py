"""Allows the page in the `CORSMiddleware` of a FastAPI, Starlette or Connexion app, or adds one."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from cors_wizard.changes.evaluate import Place
from cors_wizard.changes.flask_cors.options import append_texts, replace_value
from cors_wizard.changes.flask_cors.sites import Option
from cors_wizard.changes.origins.origins import allow_origin, only_origin
from cors_wizard.changes.project import Project
from cors_wizard.changes.source_text.editing import (
    add_argument,
    indent_unit,
    line_after,
    list_literal,
    without_lines,
)
from cors_wizard.changes.source_text.imports import use_name
from cors_wizard.changes.workspace import CannotChange
from cors_wizard.fetch_standard.origin import named_origin
from cors_wizard.flask_code.module import Module, dotted_name

_SAFE_HEADERS = frozenset({"accept", "accept-language", "content-language", "content-type"})
"""What Starlette allows in any case; of the methods, GET where none are named."""
_MAKES = {
    "fastapi.FastAPI": "fastapi",
    "starlette.applications.Starlette": "starlette",
    **dict.fromkeys(("connexion.App", "connexion.FlaskApp", "connexion.AsyncApp"), "connexion"),
}
"""What makes an app, and its framework."""
_CORS = {
    "fastapi": "fastapi.middleware.cors",
    "starlette": "starlette.middleware.cors",
    "connexion": "starlette.middleware.cors",
}
"""Where each framework has its middleware."""
_MOST = 10


def allow_in_middleware(project: Project) -> None:
    """Name the page, its method and its headers there; raises CannotChange where nothing makes the app."""
    if not project.goal.origin:
        raise CannotChange("origin")
    for _ in range(_MOST):
        found = next(_calls(project), None)
        if found is None:
            _add_middleware(project)
            return
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


def _add_middleware(project: Project) -> None:
    """The call below the line that makes the app, in place of flask-cors, which preflights never reach."""
    origins = [*_taken_over(project), project.goal.origin]
    if "*" in origins:
        origins = [project.goal.origin] if project.goal.with_credentials else ["*"]
    module, variable, framework = next(_apps(project), (None, "", ""))
    if module is None:
        raise CannotChange("app")
    path = module.path
    given = []
    if framework == "connexion":
        position = use_name(project.workspace, path, "connexion.middleware", "MiddlewarePosition")
        given.append(f"position={position}.BEFORE_EXCEPTION")
    given.insert(0, use_name(project.workspace, path, _CORS[framework], "CORSMiddleware"))
    statement = next(
        each
        for other, again, _ in _apps(project)
        if (other.path, again) == (path, variable)
        for each, _ in other.nodes
        if isinstance(each, (ast.Assign, ast.AnnAssign)) and variable in _targets(each)
    )
    source = project.workspace.now[path]
    star = list_literal(source, ["*"])
    given.append(f"allow_origins={list_literal(source, list(dict.fromkeys(origins)))}")
    given += [f"allow_methods={star}", f"allow_headers={star}"]
    given += ["allow_credentials=True"] if project.goal.with_credentials else []
    lines = "".join(f"{indent_unit(source)}{each},\n" for each in given)
    project.workspace.edit(path, line_after(source, statement, f"{variable}.add_middleware(\n{lines})"))


def _apps(project: Project) -> Iterator[tuple[Module, str, str]]:
    """The apps that are made: the file, the name, and the framework."""
    for module in project.reading.modules:
        for names, value, _ in module.assignments():
            framework = _MAKES.get(module.meaning(value.func), "") if isinstance(value, ast.Call) else ""
            if framework and names[0]:
                yield module, names[0], framework


def _targets(statement: ast.Assign | ast.AnnAssign) -> list[str]:
    every = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
    return [dotted_name(each) for each in every]


def _taken_over(project: Project) -> list[str]:
    """The origins of flask-cors's calls, which go; raises CannotChange where they aren't known."""
    found: list[str] = []
    while project.reading.sites:
        site = project.reading.sites[0]
        origins = [project.values(rule).get("origins", "*") for rule in site.rules]
        listed = [part for each in origins for part in (each if isinstance(each, list) else [each])]
        statements = (
            each for each, _ in site.module.nodes if isinstance(each, ast.Expr) and each.value is site.node
        )
        statement = next(statements, None)
        if statement is None or not all(map(_is_plain, listed)):
            raise CannotChange("origins")
        found += [str(each) for each in listed]
        source, path = project.workspace.source(site.module), site.module.path
        project.workspace.keep(path, *(f"origin {each}" for each in listed))
        project.workspace.remove(path, source.says(statement), "Preflights never reach Flask here.")
        last = statement.end_lineno or statement.lineno
        project.workspace.edit(path, without_lines(source, statement.lineno, last))
    return found


def _is_plain(origin: object) -> bool:
    """Whether it means the same in the middleware, which takes no patterns."""
    return isinstance(origin, str) and (origin == "*" or named_origin(origin) == origin)


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
