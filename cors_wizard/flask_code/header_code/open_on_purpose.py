"""An API that is for everyone: it writes the star itself, and no name in its code speaks of a user."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from cors_wizard.facts import Fact
from cors_wizard.facts.found import scanned
from cors_wizard.flask_code.evaluation.literals import text_of
from cors_wizard.flask_code.header_code.own_headers import find_own_headers
from cors_wizard.flask_code.module import Module

_OF_ONE_USER = re.compile(r"cookie|session|secret_key|login|logged|auth|user|token|password", re.IGNORECASE)


def read_open_on_purpose(modules: Sequence[Module]) -> Iterator[Fact]:
    """The fact `open_on_purpose`: where the star is written out, and no name in the code speaks of a user."""
    stars = [(module, node) for module in modules for node, _ in module.nodes if _is_star(node)]
    stars += [
        (module, each.node)
        for module in modules
        for each in find_own_headers(module)
        if each.name == "access-control-allow-origin" and each.value == "*"
    ]
    if stars and not any(_OF_ONE_USER.search(name) for module in modules for name in _names(module)):
        module, node = stars[0]
        yield scanned("open_on_purpose", "yes", module.where(node), module.source(node))


def _is_star(node: ast.AST) -> bool:
    """`origins="*"`, alone or in a list."""
    if not isinstance(node, ast.keyword) or node.arg != "origins":
        return False
    listed = node.value.elts if isinstance(node.value, ast.List) else [node.value]
    return [text_of(each) for each in listed] == ["*"]


def _names(module: Module) -> Iterator[str]:
    for node, _ in module.nodes:
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.alias | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name
        elif isinstance(node, ast.Constant) and node.value == "SECRET_KEY":
            yield "SECRET_KEY"
