"""Finds code that redirects plain HTTP to HTTPS, and the variable of a `.env` file that switches it on."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from cors_wizard.facts import Fact
from cors_wizard.facts.found import scanned
from cors_wizard.flask_code.evaluation.evaluate import Evaluator
from cors_wizard.flask_code.evaluation.scopes import FunctionNode, Scope, dotted_name
from cors_wizard.flask_code.findings import Environment
from cors_wizard.flask_code.module import Module
from cors_wizard.flask_code.request_hooks.hooks import hooks

ON = frozenset({"1", "true", "yes", "on"})


def read_https_switch(
    modules: Sequence[Module], evaluator: Evaluator, environment: Environment
) -> tuple[Fact, ...]:
    """The facts `redirects_to_https`, and `https_switch`: a variable that `.env` switches on."""
    return (*_redirects(modules, evaluator), *_switch(modules, evaluator, environment))


def _redirects(modules: Sequence[Module], evaluator: Evaluator) -> tuple[Fact, ...]:
    """The first hook before a request that redirects to HTTPS."""
    for module in modules if any("https" in module.file.text for module in modules) else ():
        for each in hooks(module, evaluator.sources):
            if redirects_to_https(each.node):
                where, says = each.module.where(each.node), each.module.says(each.node)
                return (scanned("redirects_to_https", "yes", where, says),)
    return ()


def _switch(modules: Sequence[Module], evaluator: Evaluator, environment: Environment) -> tuple[Fact, ...]:
    for name in (name for module in modules for name in _switches(module, evaluator)):
        setting = environment.setting(name)
        if setting is not None and setting.kind == "dotenv" and setting.value.lower() in ON:
            return (scanned("https_switch", name, setting.where, f"{name}={setting.value}"),)
    return ()


def _switches(module: Module, evaluator: Evaluator) -> Iterator[str]:
    if "https" not in module.file.text:
        return
    for node, scope in module.nodes:
        if isinstance(node, ast.If) and redirects_to_https(node):
            yield from _variables(node.test, module, scope, evaluator)
    for call, scope in module.calls():
        for each in call.keywords:
            if each.arg == "force_https":
                yield from _variables(each.value, module, scope, evaluator)


def redirects_to_https(branch: ast.If | FunctionNode) -> bool:
    """Whether a hook, or a branch of one, redirects to an address on HTTPS."""
    inside = [node for statement in branch.body for node in ast.walk(statement)]
    names_https = any(isinstance(node, ast.Constant) and "https" in str(node.value) for node in inside)
    calls = (dotted_name(node.func) for node in inside if isinstance(node, ast.Call))
    return names_https and any(name.rpartition(".")[2] == "redirect" for name in calls)


def _variables(test: ast.expr, module: Module, scope: Scope, evaluator: Evaluator) -> Iterator[str]:
    """The variables of the environment that a condition depends on."""
    for node in ast.walk(test):
        if isinstance(node, (ast.Call, ast.Subscript, ast.Name, ast.Attribute)):
            yield from (one.name for one in evaluator.read(node, module, scope).variables)
