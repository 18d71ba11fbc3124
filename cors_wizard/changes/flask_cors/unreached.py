"""A CORS setup that the app never reaches: below a `return`, or in a function that nothing calls."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from cors_wizard.changes.configuration.settings import names_development
from cors_wizard.changes.evaluate import Place
from cors_wizard.changes.flask_cors import flask_cors_model as model
from cors_wizard.changes.flask_cors.sites import Site, values_of
from cors_wizard.changes.goal import goal_of
from cors_wizard.changes.source_text.source import Edit
from cors_wizard.flask_code.configuration.environment_used import is_as_main
from cors_wizard.flask_code.evaluation.early_returns import EarlyReturn, return_above, run_above
from cors_wizard.flask_code.evaluation.helpers import is_used
from cors_wizard.flask_code.evaluation.scopes import FunctionNode, Scope, names_in
from cors_wizard.flask_code.module import Module, dotted_name

if TYPE_CHECKING:
    from cors_wizard.changes.project import Project

_WHY = "The function returns above it, so it never ran."
_WHY_NOT_BELOW = "The server is started above it, so it never ran."


def is_unreached(project: Project, site: Site) -> bool:
    """Whether the code, or the response that was seen, shows that the setup isn't carried out."""
    return _leaves_above(project, site) is not None or _is_uncalled(project, site) or _is_mains(project, site)


def _is_mains(project: Project, site: Site) -> bool:
    """Whether only `python FILE` gets there, and the server runs in another way, as its response shows."""
    function = function_around(site)
    if function is None or site.kind == "decorator" or not would_have_run(project, site):
        return False
    if _makes_app(project, site, function):
        return False
    return is_for_main(project.reading.modules, function)


def move_above_return(project: Project) -> None:
    """Move a setup above the `return` that leaves its function first, where it needs nothing from between."""
    for site in project.reading.sites:
        found = _leaves_above(project, site)
        if found is None:
            continue
        leaving, mine, between = found.leaving, found.mine, found.between
        if names_in(mine) & set(bound_in(between)) or any(_sets_config(each) for each in between):
            continue
        source, path = project.workspace.source(site.module), site.module.path
        start, end = _first_line(source.lines, mine.lineno), mine.end_lineno or mine.lineno
        at = source.line_start(_first_line(source.lines, leaving.lineno))
        text = "".join(f"{line}\n" for line in source.lines[start - 1 : end])
        why = _WHY if site.scope.node is not None else _WHY_NOT_BELOW
        project.workspace.remove(path, f"line {mine.lineno}, {source.says(site.node)}", why)
        taken = Edit(source.line_start(start), source.line_start(end + 1), "")
        project.workspace.edit(path, Edit(at, at, f"{text}\n"), taken)
        return


def _leaves_above(project: Project, site: Site) -> EarlyReturn | None:
    """What leaves the function before the setup, where it is certain that it does."""
    scope = site.scope
    found = None if site.kind == "decorator" else return_above(site.node, scope)
    top = site.module.nodes[0][0]
    if found is None and scope.node is None and isinstance(top, ast.Module) and site.kind == "app":
        found = run_above(site.node, top, frozenset({site.target, "socketio"}))
    return found if found and (found.is_certain or would_have_run(project, site)) else None


def would_have_run(project: Project, site: Site) -> bool:
    """Whether it would have let the page in, and the response had no header."""
    goal = goal_of(project.facts)
    if not goal.origin or not (project.facts.text("symptom") or "").endswith("missing-allow-origin"):
        return False
    for rule in site.rules:
        try:
            options = values_of(rule.options, project.reading.evaluator)
            if model.covers(rule.pattern, goal.path, goal.version):
                return model.allows_origin(options, goal.origin)
        except model.NotKnown:
            return False
    return False


Branch = tuple[str, str, bool]
"""A file, what an `if` in it tests, and which of its two branches."""


def branches_of(site: Site) -> Iterator[tuple[Branch, ast.expr]]:
    """The branches that a setup is in, the innermost first, each with what is tested."""
    condition = site.scope.condition
    while condition is not None:
        if condition.test is not None and not _may_be_an_import(site.module, condition.test):
            yield (site.module.path, ast.unparse(condition.test), condition.branch), condition.test
        condition = condition.outer


def _may_be_an_import(module: Module, test: ast.expr) -> bool:
    """Whether it uses a name that an `import` binds, and an assignment where that fails."""
    bound = module.bindings.of(None)
    return any(
        name in module.names and any(each.kind == "set" for each in bound.get(name, ()))
        for name in names_in(test)
    )


def branches_not_taken(project: Project) -> frozenset[Branch]:
    """Of two branches with a setup each, the one that doesn't run, as the response or its condition says."""
    of_sites = [(site, [*branches_of(site)]) for site in project.reading.sites]
    every = {each for _, branches in of_sites for each, _ in branches}
    paired = [
        (site, branch, test)
        for site, branches in of_sites
        for branch, test in branches
        if len(branches) == 1 and (*branch[:2], not branch[2]) in every
    ]
    shown = frozenset(branch for site, branch, _ in paired if would_have_run(project, site))
    decided = {branch[:2] for branch in shown}
    likely = {branch for site, branch, test in paired if _holds_here(project, site, test) is not branch[2]}
    open_tests = {branch[:2] for site, branch, test in paired if _holds_here(project, site, test) is None}
    return shown | {each for each in likely if each[:2] not in decided | open_tests}


def _holds_here(project: Project, site: Site, test: ast.expr) -> bool | None:
    """Whether a condition names the machine of the page; None where files of the project settle it."""
    if project.reading.evaluator.is_true(Place(site.module, test)) is not None:
        return None
    of_development = names_development(ast.unparse(test))
    if of_development is None:
        return None
    is_negated = (isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)) or (
        isinstance(test, ast.Compare) and isinstance(test.ops[0], (ast.NotEq, ast.NotIn, ast.IsNot))
    )
    return (of_development is project.goal.is_local) is not is_negated


def _is_uncalled(project: Project, site: Site) -> bool:
    """Whether it is in a function of the file that no code names, and that makes no app."""
    function = function_around(site)
    if function is None or site.kind == "decorator" or function.decorator_list:
        return False
    modules = project.reading.modules
    outer = site.scope.outer
    is_of_file = outer is None or outer.node is None
    return is_of_file and not _makes_app(project, site, function) and not is_used(modules, function)


def _makes_app(project: Project, site: Site, function: FunctionNode) -> bool:
    """Whether it is a factory: Flask calls it by its name."""
    apps = project.workspace.around.apps
    if any(app.module is site.module and app.function == function.name for app in apps):
        return True
    return any(isinstance(each, ast.Return) and each.value for each in ast.walk(function))


def is_for_main(modules: Sequence[Module], function: FunctionNode, depth: int = 0) -> bool:
    """Whether all that calls a function is below `if __name__ == "__main__":`, by way of others or not."""
    inside = {id(each) for each in ast.walk(function)}
    uses = [
        scope
        for module in modules
        for node, scope in module.nodes
        if isinstance(node, (ast.Name, ast.Attribute))
        and id(node) not in inside
        and dotted_name(node).rpartition(".")[2] == function.name
    ]
    return bool(uses) and depth < _DEEPEST and all(_is_as_main(modules, each, depth) for each in uses)


_DEEPEST = 4


def _is_as_main(modules: Sequence[Module], scope: Scope, depth: int) -> bool:
    if is_as_main(scope):
        return True
    return isinstance(scope.node, FunctionNode) and is_for_main(modules, scope.node, depth + 1)


def function_around(site: Site) -> FunctionNode | None:
    """The function that a setup is in."""
    node = site.scope.node
    return node if isinstance(node, FunctionNode) else None


def bound_in(statements: Sequence[ast.AST]) -> Iterator[str]:
    """The names that statements set or import."""
    for statement in statements:
        for each in ast.walk(statement):
            if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store):
                yield each.id
            elif isinstance(each, ast.alias):
                yield (each.asname or each.name).partition(".")[0]


def _sets_config(statement: ast.stmt) -> bool:
    """Whether it touches Flask's configuration, which the setup may read."""
    return any(isinstance(each, ast.Attribute) and each.attr == "config" for each in ast.walk(statement))


def _first_line(lines: Sequence[str], line: int) -> int:
    """The first of the comment lines right above a line, else the line."""
    while line > 1 and lines[line - 2].strip().startswith("#"):
        line -= 1
    return line
