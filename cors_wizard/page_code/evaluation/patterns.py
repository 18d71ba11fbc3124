"""Names that are given their values: parameters, declarations, destructuring."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cors_wizard.page_code.evaluation.conditions import IS_GIVEN, choose
from cors_wizard.page_code.evaluation.invocation import REST
from cors_wizard.page_code.evaluation.members import get_member, set_member
from cors_wizard.page_code.evaluation.run import Run
from cors_wizard.page_code.evaluation.scope import Scope
from cors_wizard.page_code.evaluation.types import type_of, written_at
from cors_wizard.page_code.evaluation.values import (
    SENDER_KINDS,
    UNDEFINED,
    Array,
    Choice,
    Constant,
    Native,
    Object,
    Text,
    Unknown,
    Value,
)
from cors_wizard.page_code.sources.syntax import Syntax

_PARAMETERS = ("required_parameter", "optional_parameter")


def bind(run: Run, pattern: Syntax, value: Value, scope: Scope, *, is_declared: bool = True) -> None:
    """Gives the names of a pattern their parts of the value."""
    match pattern.type:
        case "identifier" | "shorthand_property_identifier_pattern" | "shorthand_property_identifier":
            holder = None if is_declared else scope.holder(pattern.text)
            run.write((holder or scope).names, pattern.text, value)
        case "object_pattern" | "object":
            _bind_object(run, pattern, value, scope, is_declared)
        case "array_pattern" | "array":
            for index, child in _places(pattern):
                bind(run, child, _item(value, index, child), scope, is_declared=is_declared)
        case "assignment_pattern" | "object_assignment_pattern" | "assignment_expression":
            left = pattern.field("left")
            if left is not None:
                filled = _or_default(run, value, pattern.field("right"), scope)
                bind(run, left, filled, scope, is_declared=is_declared)
        case "rest_pattern":
            for child in pattern.children:
                bind(run, child, value, scope, is_declared=is_declared)


def _places(pattern: Syntax) -> Iterator[tuple[int, Syntax]]:
    """The parts of `[, value]` with their places: what is left out counts, too."""
    index, parts = 0, {part.node.start_byte: part for part in pattern.children}
    for child in pattern.node.children:
        if child.type == ",":
            index += 1
        elif child.start_byte in parts:
            yield index, parts.pop(child.start_byte)


def _bind_object(run: Run, pattern: Syntax, value: Value, scope: Scope, is_declared: bool) -> None:
    taken: set[str] = set()
    for child in pattern.children:
        if child.type == "rest_pattern":
            bind(run, child, _rest(value, taken), scope, is_declared=is_declared)
            continue
        key = child.field("key") if child.type in ("pair_pattern", "pair") else child.field("left") or child
        target = child.field("value") if child.type in ("pair_pattern", "pair") else child
        if key is None or target is None:
            continue
        name = key.text.strip("\"'")
        taken.add(name)
        bind(run, target, get_member(run, value, name), scope, is_declared=is_declared)


def _rest(value: Value, taken: set[str]) -> Value:
    if isinstance(value, Choice):
        return choose(value.condition, _rest(value.yes, taken), _rest(value.no, taken))
    if not isinstance(value, Object):
        return Unknown("rest") if isinstance(value, Unknown) else value
    rest = value.copy()
    for name in taken:
        rest.properties.pop(name, None)
    return rest


def _item(value: Value, index: int, pattern: Syntax) -> Value:
    if isinstance(value, Choice):
        yes, no = _item(value.yes, index, pattern), _item(value.no, index, pattern)
        return choose(value.condition, yes, no)
    if pattern.type == "rest_pattern":
        return Array(items=value.items[index:], kind="array") if isinstance(value, Array) else Unknown()
    if isinstance(value, Array) and not value.is_open:
        return value.items[index] if index < len(value.items) else UNDEFINED
    return Unknown(pattern.text if pattern.type == "identifier" else "")


def _or_default(run: Run, value: Value, default: Syntax | None, scope: Scope) -> Value:
    """The value, or the default where nothing is given; where nobody knows, either."""
    if isinstance(value, Constant) and value.is_undefined:
        return run.eval(default, scope)
    if isinstance(value, Choice):
        yes, no = _or_default(run, value.yes, default, scope), _or_default(run, value.no, default, scope)
        return choose(value.condition, yes, no)
    if isinstance(value, Unknown) and not value.variable:
        usual = run.eval(default, scope)
        if isinstance(usual, Text) or (isinstance(usual, Constant) and isinstance(usual.value, bool)):
            return choose(value.name + IS_GIVEN, Unknown(value.name), usual)
        # What sends: what is given in its place does so in the same way.
        if isinstance(usual, Native) or (isinstance(usual, Object) and usual.kind in SENDER_KINDS):
            return usual
    return value


_JQUERY = ("$", "jQuery")
"""`jQuery(function ($) {...})`: a parameter of that name is jQuery, no matter who passes it."""


def bind_parameters(run: Run, function: Syntax, arguments: Sequence[Value] | None, scope: Scope) -> None:
    """Gives a function's parameters their arguments; without arguments they are whatever the type says."""
    for index, parameter in enumerate(parameters_of(function)):
        pattern = _pattern(parameter)
        if pattern.type == "rest_pattern":
            rest = arguments[index:] if arguments is not None else ()
            name = pattern.children[0].text if pattern.children else ""
            unknown = REST in rest
            items = [each for each in rest if each != REST]
            known = Array(items=items, kind="array", is_open=arguments is None or unknown)
            bind(run, pattern, known if arguments is not None else Unknown(name), scope)
            return
        value = _argument(run, parameter, pattern, arguments, index, scope)
        default = parameter.field("value") or parameter.field("right")
        bind(run, pattern, _or_default(run, value, default, scope) if default else value, scope)


def parameters_of(function: Syntax) -> Iterator[Syntax]:
    """The parameters of a function, one by one; TypeScript's `this` is none."""
    single = function.field("parameter")
    if single is not None:
        yield single
    several = function.field("parameters")
    for child in several.children if several is not None else ():
        if _pattern(child).type != "this":
            yield child


def _pattern(parameter: Syntax) -> Syntax:
    if parameter.type in _PARAMETERS:
        return parameter.field("pattern") or parameter
    return (parameter.field("left") or parameter) if parameter.type == "assignment_pattern" else parameter


def _argument(
    run: Run,
    parameter: Syntax,
    pattern: Syntax,
    arguments: Sequence[Value] | None,
    index: int,
    scope: Scope,
) -> Value:
    name = pattern.text if pattern.type == "identifier" else ""
    written_type = written_at(parameter)
    if arguments is not None and index < len(arguments):
        given = Unknown(name) if REST in arguments[: index + 1] else arguments[index]
        if isinstance(given, Unknown) and written_type and not given.type:
            made = run.of_type(written_type, scope)
            return made or Unknown(given.name, given.variable, type_of(run, parameter))
        return _named(given, name)
    if arguments is not None and REST not in arguments:
        return UNDEFINED
    if name in _JQUERY:
        return run.modules.names.get(name, Unknown(name))
    return (run.of_type(written_type, scope) if written_type else None) or Unknown(
        name, type=type_of(run, parameter)
    )


def _named(given: Value, name: str) -> Value:
    """What has no name of its own takes the parameter's."""
    if isinstance(given, Unknown) and not given.name:
        return Unknown(name, given.variable, given.type)
    return given


def inject_properties(run: Run, constructor: Syntax, scope: Scope, this: Value) -> None:
    """TypeScript's `constructor(private http: HttpClient)` sets `this.http`."""
    for parameter in parameters_of(constructor):
        pattern = _pattern(parameter)
        is_property = any(word in ("accessibility_modifier", "readonly") for word in parameter.words)
        if is_property and pattern.type == "identifier":
            set_member(run, this, pattern.text, scope.names.get(pattern.text, Unknown(pattern.text)))
