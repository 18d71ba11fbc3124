"""What each kind of expression yields."""

from __future__ import annotations

from collections.abc import Callable

from cors_wizard.page_code.evaluation.completion import Completion
from cors_wizard.page_code.evaluation.components import COMPONENT, become_component
from cors_wizard.page_code.evaluation.conditions import condition_of, narrow, truth
from cors_wizard.page_code.evaluation.lists import as_array
from cors_wizard.page_code.evaluation.members import (
    GETTER,
    SETTER,
    get_index,
    get_member,
    open_up,
    set_member,
    spread,
)
from cors_wizard.page_code.evaluation.run import EXPRESSIONS, Handler, Run
from cors_wizard.page_code.evaluation.scope import Scope
from cors_wizard.page_code.evaluation.state import of_component
from cors_wizard.page_code.evaluation.texts import concatenate, is_hole, literal, unescape
from cors_wizard.page_code.evaluation.values import (
    NULL,
    UNDEFINED,
    Array,
    Closure,
    Constant,
    Object,
    Text,
    Unknown,
    Value,
)
from cors_wizard.page_code.page_files import is_document
from cors_wizard.page_code.sources.syntax import Syntax
from cors_wizard.page_code.sources.which_files import gets_fetch

_INJECTED = ("$http", "$httpProvider", "$resource", "Restangular", "RestangularProvider")
"""What AngularJS hands to whatever function names it."""


def expression(*types: str) -> Callable[[Handler], Handler]:
    """Says which nodes a function reads."""

    def register(handler: Handler) -> Handler:
        EXPRESSIONS.update(dict.fromkeys(types, handler))
        return handler

    return register


@expression("identifier", "shorthand_property_identifier")
def _identifier(run: Run, node: Syntax, scope: Scope) -> Value:
    value = run.lookup(node.text, scope)
    if not isinstance(value, Unknown):
        return value
    if node.text == "fetch" and gets_fetch(node.file):
        return run.modules.names["fetch"]
    # AngularJS hands them to whoever has a parameter of that name.
    return run.modules.names[node.text] if node.text in _INJECTED else value


@expression("this")
def _this(run: Run, node: Syntax, scope: Scope) -> Value:
    this = scope.nearest_this()
    if this is None and not run.frames and run.modules.at(node.file).is_script:
        return run.modules.names["window"]  # `(function (root) { ... })(this)`
    return this or Unknown("this")


@expression("undefined")
def _undefined(run: Run, node: Syntax, scope: Scope) -> Value:
    return UNDEFINED


@expression("null")
def _null(run: Run, node: Syntax, scope: Scope) -> Value:
    return NULL


@expression("true", "false")
def _boolean(run: Run, node: Syntax, scope: Scope) -> Value:
    return Constant(node.type == "true")


@expression("number")
def _number(run: Run, node: Syntax, scope: Scope) -> Value:
    try:
        return Constant(float(node.text.replace("_", "")[:30]))
    except ValueError:
        return Unknown()


@expression("string")
def _string(run: Run, node: Syntax, scope: Scope) -> Value:
    return literal(unescape(node.text[1:-1]) if "\\" in node.text else node.text[1:-1])


@expression("template_string")
def _template(run: Run, node: Syntax, scope: Scope) -> Value:
    result: Value = Text()
    for child in node.children:
        if child.type == "template_substitution":
            result = concatenate(result, run.eval(child.children[0] if child.children else None, scope))
        else:
            result = concatenate(result, literal(unescape(child.text)))
    return result


@expression("regex")
def _regex(run: Run, node: Syntax, scope: Scope) -> Value:
    return Object({"source": literal(node.text)}, kind="regex")


@expression(
    "parenthesized_expression",
    "as_expression",
    "satisfies_expression",
    "non_null_expression",
    "instantiation_expression",
    "await_expression",
    "expression_statement",
)
def _inside(run: Run, node: Syntax, scope: Scope) -> Value:
    return run.eval(node.children[0] if node.children else None, scope)


@expression("type_assertion", "yield_expression")
def _last(run: Run, node: Syntax, scope: Scope) -> Value:
    return run.eval(node.children[-1] if node.children else None, scope)


@expression("sequence_expression", "arguments")
def _sequence(run: Run, node: Syntax, scope: Scope) -> Value:
    result: Value = UNDEFINED
    for child in node.children:
        result = run.eval(child, scope)
    return result


@expression("member_expression")
def _member(run: Run, node: Syntax, scope: Scope) -> Value:
    name = node.field("property")
    target = node.field("object")
    if name is None or target is None:
        return Unknown()
    if target.type == "super":
        return run.of_super(scope, name.text)
    if is_for_all(target) and (shared := run.modules.names.get(f"this.{name.text}")) is not None:
        return shared
    found = of_page(run, target, name.text, scope) or get_member(run, run.eval(target, scope), name.text)
    # What an object doesn't have yet when it is written, others may put into it.
    return Unknown(name.text) if found == UNDEFINED and target.type == "this" else found


def is_for_all(target: Syntax) -> bool:
    """Whether every component has what is in it: `Vue.prototype.$x`, `app.config.globalProperties.$x`."""
    return target.text.endswith(("Vue.prototype", ".globalProperties"))


def of_page(run: Run, target: Syntax, name: str, scope: Scope) -> Value | None:
    """`this.$http` in a component: what the page's start has put there for all of them."""
    is_of_all = name.startswith("$") or (target.type == "this" and target.file.endswith(".vue"))
    if not is_of_all or target.type not in ("this", "identifier"):
        return None
    this = scope.nearest_this()
    if not name.startswith("$") and isinstance(this, Object) and name in this.properties:
        return None
    return run.modules.names.get(f"this.{name}")


@expression("subscript_expression")
def _subscript(run: Run, node: Syntax, scope: Scope) -> Value:
    index = run.eval(node.field("index"), scope)
    return get_index(run, run.eval(node.field("object"), scope), index)


@expression("meta_property")
def _meta(run: Run, node: Syntax, scope: Scope) -> Value:
    return Object({"env": run.modules.environment})


@expression("ternary_expression")
def _ternary(run: Run, node: Syntax, scope: Scope) -> Value:
    condition = node.field("condition")
    value = run.eval(condition, scope)
    known = truth(value)
    if known is not None:
        return run.eval(node.field("consequence" if known else "alternative"), scope)
    name, is_negated = condition_of(value, condition.text if condition else "", scope.activation)

    def follow(part: str, side: bool) -> Completion:
        return Completion(False, narrow(run.eval(node.field(part), scope), name, side))

    done = run.branch(
        (name, is_negated),
        lambda: follow("consequence", not is_negated),
        lambda: follow("alternative", is_negated),
    )
    return done.value or UNDEFINED


@expression("array")
def _array(run: Run, node: Syntax, scope: Scope) -> Value:
    result = Array(kind="array", place=node.place)
    for child in node.children:
        if child.type == "spread_element":
            inner = as_array(run.eval(child.children[0] if child.children else None, scope))
            if isinstance(inner, Array):
                result.items += inner.items
                result.is_open |= inner.is_open
            else:
                result.is_open = True
        else:
            result.items.append(run.eval(child, scope))
    return result


@expression("object")
def _object(run: Run, node: Syntax, scope: Scope) -> Value:
    result = Object(place=node.place)
    for child in node.children:
        match child.type:
            case "pair":
                _pair(run, result, child, scope)
            case "shorthand_property_identifier" if is_hole(child.text):
                open_up(result)
            case "shorthand_property_identifier":
                set_member(run, result, child.text, run.eval(child, scope), child.place)
            case "spread_element":
                spread(run, result, run.eval(child.children[0] if child.children else None, scope))
            case "method_definition":
                _method(run, result, child, scope)
    if COMPONENT & result.properties.keys():
        become_component(run, result)
    elif is_document(node.file) and any(isinstance(each, Closure) for each in result.properties.values()):
        # Alpine's `x-data`: its functions have it as `this`.
        for name, each in result.properties.items():
            result.properties[name] = of_component(run, name, each)
    return result


def _pair(run: Run, result: Object, pair: Syntax, scope: Scope) -> None:
    value_node = pair.field("value")
    value = run.eval(value_node, scope)
    key = key_of(run, pair.field("key"), scope)
    if key is None:
        open_up(result)
    else:
        set_member(run, result, key, value, value_node.place if value_node else None)
        if isinstance(value, Closure) and value.this is None:
            value.this = result


def _method(run: Run, result: Object, node: Syntax, scope: Scope) -> None:
    name = key_of(run, node.field("name"), scope)
    if name is None:
        return
    closure = run.closure(node, scope)
    closure.this = result
    prefix = GETTER if "get" in node.words else SETTER if "set" in node.words else ""
    name = prefix + name
    set_member(run, result, name, closure, node.place)


def key_of(run: Run, node: Syntax | None, scope: Scope) -> str | None:
    """The name that a property is given, if it is settled."""
    if node is None:
        return None
    if node.type in ("string", "number"):
        return literal(unescape(node.text.strip("\"'"))).constant
    if node.type != "computed_property_name":
        return None if is_hole(node.text) else node.text
    value = run.eval(node.children[0] if node.children else None, scope)
    return value.constant if isinstance(value, Text) else None


@expression("arrow_function", "function_expression", "generator_function", "function")
def _function(run: Run, node: Syntax, scope: Scope) -> Value:
    return run.closure(node, scope)
