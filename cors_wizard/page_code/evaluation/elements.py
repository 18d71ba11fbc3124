"""JSX: what elements hand to their components, and what is called within them."""

from __future__ import annotations

import re

from cors_wizard.page_code.evaluation.expressions import expression
from cors_wizard.page_code.evaluation.members import set_member, spread
from cors_wizard.page_code.evaluation.run import Run
from cors_wizard.page_code.evaluation.scope import Scope
from cors_wizard.page_code.evaluation.values import (
    UNDEFINED,
    Closure,
    Constant,
    Native,
    Object,
    Unknown,
    Value,
)
from cors_wizard.page_code.sources.syntax import Syntax

_ADDRESS = re.compile(r"(?:^src|ur[il]|endpoint|^path|^api)$", re.IGNORECASE)


@expression("jsx_opening_element", "jsx_self_closing_element")
def _element(run: Run, node: Syntax, scope: Scope) -> Value:
    """`<Context.Provider value={api}>` hands a value to all that is inside."""
    name = node.field("name")
    component = run.eval(name, scope) if name is not None else UNDEFINED
    if isinstance(component, Native) and component.kind == "component":
        run.call(component, (_attributes(run, node, scope),), UNDEFINED, node)
    if isinstance(component, Closure):
        attributes = _attributes(run, node, scope)
        if any(_is_for_request(name, each) for name, each in attributes.properties.items()):
            run.call(component, (attributes,), UNDEFINED, node)
            return Unknown("element")
    if name is not None and name.type == "member_expression":
        provider = component
        context = provider.properties.get("#context") if isinstance(provider, Object) else None
        given = next((each for each in node.children if each.text.startswith("value=")), None)
        expression_node = given.children[-1] if given is not None and given.children else None
        if context is not None and expression_node is not None and expression_node.children:
            set_member(run, context, "value", run.eval(expression_node.children[0], scope))
    return _markup(run, node, scope)


def _is_for_request(name: str, value: Value) -> bool:
    """Whether a component is given a client of the project's own, or what it requests."""
    is_sender = isinstance(value, Object) and value.kind in ("instance", "axios", "fetcher", "ky", "wretch")
    return is_sender or _ADDRESS.search(name) is not None


def _attributes(run: Run, node: Syntax, scope: Scope) -> Object:
    """What a component is given: `<Upload action={url} withCredentials />`."""
    made = Object(place=node.place)
    for each in node.children:
        if each.type == "jsx_expression" and each.children:
            spread(run, made, run.eval((each.children[0].children or each.children)[0], scope))
        if each.type == "jsx_attribute" and each.children:
            inner = each.children[1] if len(each.children) > 1 else None
            if inner is not None and inner.type == "jsx_expression":
                inner = inner.children[0] if inner.children else None
            value = run.eval(inner, scope) if inner is not None else Constant(True)
            set_member(run, made, each.children[0].text, value, each.place)
    return made


@expression(
    "jsx_element",
    "jsx_fragment",
    "jsx_expression",
    "jsx_attribute",
    "spread_element",
)
def _markup(run: Run, node: Syntax, scope: Scope) -> Value:
    for child in node.children:
        if run.sites or run.is_hot(child):
            run.eval(child, scope)
    return Unknown("element")
