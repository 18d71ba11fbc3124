"""Lets preflights pass a WSGI middleware of the project's own, which runs before any hook of Flask."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from cors_wizard.changes.preflights.early_exit import insert_first
from cors_wizard.changes.project import Project
from cors_wizard.flask_code.evaluation.scopes import FunctionNode
from cors_wizard.flask_code.module import Module, dotted_name
from cors_wizard.frozen import dataclass


@dataclass(frozen=True)
class _Middleware:
    """What is called with `environ` and `start_response`, and how it passes a request on."""

    module: Module
    node: FunctionNode
    inner: str
    """The application within, as the code names it: `self.app`."""

    @property
    def given(self) -> tuple[str, str]:
        """The names of its last two arguments."""
        first, second = self.node.args.args[-2:]
        return first.arg, second.arg

    @property
    def may_refuse(self) -> bool:
        """Whether a response other than that of the application within is started here."""
        environ, start = self.given
        for node in ast.walk(self.node):
            if not isinstance(node, ast.Call):
                continue
            names = [dotted_name(each) for each in node.args]
            is_other = names[-2:] == [environ, start] and dotted_name(node.func) != self.inner
            if dotted_name(node.func) == start or is_other:
                return True
        return False


def free_wsgi_checks(project: Project) -> bool:
    """Pass OPTIONS on in every middleware around the app that may refuse it; whether there was one."""
    done = False
    for name in dict.fromkeys(_wrappers(project)):
        found = next(_named(project, name), None)
        if found is None or not found.may_refuse or "OPTIONS" in found.module.source(found.node):
            continue
        environ, start = found.given
        path = found.module.path
        project.workspace.blame(path, found.node.lineno)
        leave = f"return {found.inner}({environ}, {start})"
        insert_first(project, path, found.node, f'{environ}["REQUEST_METHOD"] == "OPTIONS"', leave)
        done = True
    return done


def _wrappers(project: Project) -> Iterator[str]:
    """The names that `app.wsgi_app` is wrapped by: `Check` of `app.wsgi_app = Check(app.wsgi_app)`."""
    for module in project.reading.modules:
        for names, value, _ in module.assignments():
            if any(each.endswith(".wsgi_app") for each in names):
                yield from (
                    dotted_name(call.func).rpartition(".")[2]
                    for call in ast.walk(value)
                    if isinstance(call, ast.Call)
                )


def _named(project: Project, name: str) -> Iterator[_Middleware]:
    for module in project.reading.modules:
        for node, _ in module.nodes:
            if isinstance(node, ast.ClassDef) and node.name == name:
                yield from _of_class(module, node)
            elif isinstance(node, FunctionNode) and node.name == name and node.args.args:
                inner = [each for each in node.body if isinstance(each, FunctionNode)]
                if len(inner) == 1 and len(inner[0].args.args) == 2:
                    yield _Middleware(module, inner[0], node.args.args[0].arg)


def _of_class(module: Module, node: ast.ClassDef) -> Iterator[_Middleware]:
    methods = {each.name: each for each in node.body if isinstance(each, FunctionNode)}
    made, called = methods.get("__init__"), methods.get("__call__")
    if made is None or called is None or len(made.args.args) < 2 or len(called.args.args) != 3:
        return
    given = made.args.args[1].arg
    for each in ast.walk(made):
        if isinstance(each, ast.Assign) and dotted_name(each.value) == given:
            yield _Middleware(module, called, dotted_name(each.targets[0]))
