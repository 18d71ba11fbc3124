"""Functions and classes: how a call goes into them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial

from cors_wizard.page_code.evaluation.completion import NORMAL, Completion
from cors_wizard.page_code.evaluation.conditions import truth
from cors_wizard.page_code.evaluation.expressions import key_of
from cors_wizard.page_code.evaluation.members import GETTER, SETTER, set_member
from cors_wizard.page_code.evaluation.patterns import bind_parameters, inject_properties
from cors_wizard.page_code.evaluation.run import Run
from cors_wizard.page_code.evaluation.scope import Scope
from cors_wizard.page_code.evaluation.state import forget_members, is_switch, unless_bound, unless_set
from cors_wizard.page_code.evaluation.values import (
    COUNT,
    NULL,
    UNDEFINED,
    Array,
    Class,
    Closure,
    Native,
    Object,
    Unknown,
    Value,
)
from cors_wizard.page_code.sources.syntax import Syntax

_MOST_BASES = 3
_FIELDS = ("public_field_definition", "field_definition")


def enter(run: Run, closure: Closure, arguments: Sequence[Value] | None, this: Value | None) -> Value:
    """Follows a function's code; without arguments, for whatever it may be called with."""
    node = closure.node
    if node is None or not run.may_follow(node) or _is_for_server(node):
        return Unknown(closure.name)
    run.frames.append(node)
    try:
        scope = _scope_of(run, closure, arguments, this)
        return _body(run, node, scope)
    finally:
        run.frames.pop()


_FOR_SERVER = re.compile(r"\{\s*['\"]use server['\"]")


def _is_for_server(function: Syntax) -> bool:
    """Whether a function says that it runs on a server, no matter where it is called."""
    body = function.field("body")
    return body is not None and body.type == "statement_block" and bool(_FOR_SERVER.match(body.text[:40]))


def _scope_of(run: Run, closure: Closure, arguments: Sequence[Value] | None, this: Value | None) -> Scope:
    run.activations += 1
    scope = Scope(closure.scope, activation=run.activations, is_function=True)
    assert closure.node is not None
    if closure.node.type != "arrow_function":
        scope.this = this or closure.this or Unknown("this")
        scope.names["arguments"] = Array(items=list(arguments or ()), is_open=arguments is None, kind="array")
    if closure.home is not None:
        scope.names["super"] = closure.home.base or UNDEFINED
    bind_parameters(run, closure.node, arguments, scope)
    return scope


def _body(run: Run, node: Syntax, scope: Scope) -> Value:
    body = node.field("body")
    if body is None:
        return UNDEFINED
    if body.type == "statement_block":
        return run.execute(body, scope).value or UNDEFINED
    return run.eval(body, scope)


def new_class(run: Run, node: Syntax, scope: Scope) -> Class:
    """A class as it is written."""
    name = node.field("name")
    made = Class(node=node, scope=scope.inner(), name=name.text if name is not None else "", kind="class")
    assert made.scope is not None
    if name is not None:
        made.scope.names[name.text] = made
    made.base = _base(run, node, scope)
    _decorate(run, node, scope)
    body = node.field("body")
    for member in body.children if body is not None else ():
        if member.type == "method_definition":
            _add_method(run, made, member)
        elif member.type in _FIELDS and "static" in member.words:
            _set_field(run, made, made, member)
    forget_members(run, made.name, made)
    run.created(made)
    return made


def _decorate(run: Run, node: Syntax, scope: Scope) -> None:
    """`@NgModule({providers})`: a decorator's argument may set up what all requests pass."""
    for each in _decorators(node):
        run.eval(each, scope)


def _decorators(node: Syntax) -> Iterator[Syntax]:
    outer = node.node.parent
    around = Syntax(outer, node.file) if outer is not None and outer.type == "export_statement" else None
    for each in (*node.children, *(around.children if around is not None else ())):
        if each.type == "decorator" and each.children:
            yield each.children[0]


def _injected(run: Run, made: Class) -> Sequence[Value] | None:
    """`@inject(HttpClient)`, `static inject = [HttpClient]`: what Aurelia constructs a class with."""
    static = made.properties.get("inject")
    kinds = static.items if isinstance(static, Array) else []
    scope = made.scope
    for each in _decorators(made.node) if made.node is not None and scope is not None else ():
        named, given = each.field("function"), each.field("arguments")
        if named is not None and named.text == "inject" and given is not None and scope is not None:
            kinds = [run.eval(kind, scope) for kind in given.children]
    return [run.injected(kind) or Unknown() for kind in kinds] or None


def _base(run: Run, node: Syntax, scope: Scope) -> Value | None:
    heritage = node.first("class_heritage")
    if heritage is None:
        return None
    clause = heritage.first("extends_clause")
    value = (
        clause.field("value") if clause is not None else (heritage.children[0] if heritage.children else None)
    )
    return run.eval(value, scope) if value is not None else None


def _add_method(run: Run, made: Class, member: Syntax) -> None:
    assert made.scope is not None
    name = key_of(run, member.field("name"), made.scope)
    if name is None:
        return
    closure = Closure(node=member, scope=made.scope, name=name, home=made)
    words = set(member.words)
    if "static" in words and "get" in words:
        closure.this = made
        made.properties[GETTER + name] = closure
    elif "get" in words:
        made.getters[name] = closure
    else:
        closure.name = SETTER + name if "set" in words else name
        closure.this = made if "static" in words else None
        (made.properties if "static" in words else made.methods)[closure.name] = closure


def _set_field(run: Run, made: Class, target: Object, member: Syntax) -> None:
    assert made.scope is not None
    name = key_of(run, member.field("name") or member.field("property"), made.scope)
    if name is None:
        return
    scope = made.scope.inner()
    scope.this = target
    value_node = member.field("value")
    if value_node is not None:
        value = unless_bound(run, name, run.eval(value_node, scope))
    else:
        value = NULL if _stays_absent(run, member, name) else Unknown(name)
    value = unless_set(run, name, made.node.text if made.node is not None and name == "state" else "", value)
    set_member(run, target, name, value, value_node.place if value_node is not None else None)


def construct(run: Run, made: Class, arguments: Sequence[Value] | None) -> Object:
    """A new instance; without arguments, of whatever it may be constructed with."""
    instance = Object(kind="instance", parent=made)
    initialize(run, instance, made, _injected(run, made) if arguments is None else arguments)
    _forget_state(made, instance)
    return instance


def initialize(run: Run, instance: Object, made: Class, arguments: Sequence[Value] | None) -> None:
    """Does what a constructor does."""
    constructor = made.methods.get("constructor")
    if constructor is None:
        if isinstance(made.base, Class):
            initialize(run, instance, made.base, arguments)
        elif isinstance(made.base, Native):
            _take_after(run, instance, made.base, arguments, made)
        _set_fields(run, made, instance)
        return
    node = constructor.node
    if node is None or not run.may_follow(node):
        return
    run.frames.append(node)
    try:
        scope = _scope_of(run, constructor, arguments, instance)
        inject_properties(run, node, scope, instance)
        _set_fields(run, made, instance)
        _body(run, node, scope)
    finally:
        run.frames.pop()


def _take_after(
    run: Run, instance: Object, base: Native, arguments: Sequence[Value] | None, made: Class
) -> None:
    """`class Api extends HttpClient`: what a library's class is made with, an instance has as well."""
    sent = len(run.sendings)
    given = run.construct(base, arguments or (), made.node) if made.node is not None else None
    if arguments is None:
        del run.sendings[sent:]  # what it sends to, nobody knows
    if isinstance(given, Object):
        own = {name: each for name, each in given.properties.items() if name not in made.methods}
        instance.properties = {**own, **instance.properties}


def _set_fields(run: Run, made: Class, instance: Object) -> None:
    body = made.node.field("body") if made.node is not None else None
    for member in body.children if body is not None else ():
        if member.type in _FIELDS and "static" not in member.words:
            _set_field(run, made, instance, member)


def _forget_state(made: Class, instance: Object) -> None:
    """What begins as nothing and is set by another method may be anything by the time it is read."""
    written = made.node.text if made.node is not None else ""
    for name, value in instance.properties.items():
        if truth(value) is False or is_switch(value):
            assigned = re.findall(
                rf"this\.{re.escape(name)}\s*=(?![=>])|(?<![\w$.]){re.escape(name)}\s*=(?![=>])", written
            )
            if len(assigned) > 1:
                instance.properties[name] = Unknown(name.lstrip("#_"))


_SETS_UP = re.compile(
    r"\bthis\.[#\w$]+(?:(?:\.[\w$]+|\[[^\]]{1,80}\])\s*=(?![=>])|\.(?:set|append)\(|\s*=\s*\{\s*\.\.\.this\.)"
)
_SENDS = re.compile(r"\bfetch\(|\bawait\b|\.(?:get|post|put|patch|delete|request)\(")


def _stays_absent(run: Run, member: Syntax, name: str) -> bool:
    """`private worker?: Worker`, which no line sets: what is handed to the constructor may."""
    is_optional = "?" in member.words and member.first("decorator") is None
    return is_optional and not run.modules.sets_anywhere(name)


def sets_up(method: Closure) -> bool:
    """Whether a method changes what its instance sends with, and sends nothing itself."""
    written = method.node.text if method.node is not None else ""
    is_fluent = "return this" in written  # each call of it is seen where a request is put together
    changes = _SETS_UP.search(written) and not _SENDS.search(written) and not is_fluent
    return method.name != "constructor" and bool(changes)


def methods_of(made: Class) -> Iterator[Closure]:
    """The functions of a class, and those of its bases, which its own fields may settle more of."""
    names: set[str] = set()
    of: Value | None = made
    for _ in range(_MOST_BASES):
        if not isinstance(of, Class):
            return
        for method in (*of.methods.values(), *of.getters.values(), *of.properties.values()):
            if isinstance(method, Closure) and method.name not in names:
                names.add(method.name)
                yield method
        of = of.base


def set_up(run: Run, made: Class, instance: Value) -> None:
    """Follows what changes an instance's own objects: `setToken(t) { this.headers.Authorization = t }`."""
    for method in methods_of(made) if isinstance(instance, Object) else ():
        if sets_up(method):
            birth, run.root_birth = run.root_birth, next(COUNT)
            leave_undone(run, method, instance)
            run.root_birth = birth


def leave_undone(run: Run, function: Closure, this: Value | None) -> None:
    """Follows what may have been called by the time that a request is sent, or not."""
    name = f"{function.name}#{run.root_birth}"
    run.branch((name, False), partial(_follow, run, function, this), lambda: NORMAL)


def _follow(run: Run, method: Closure, instance: Value | None) -> Completion:
    """What a method changes that no code is seen to call."""
    enter(run, method, None, instance)
    return NORMAL


def super_call(run: Run, arguments: Sequence[Value], scope: Scope) -> None:
    """`super(...)`: the base class's constructor, and then this class's own fields again."""
    holder = scope.holder("super")
    base = holder.names["super"] if holder is not None else None
    this = scope.nearest_this()
    if isinstance(base, Native) and isinstance(this, Object) and this.parent is not None:
        _take_after(run, this, base, arguments, this.parent)
    if isinstance(base, Class) and isinstance(this, Object):
        initialize(run, this, base, arguments)
        if this.parent is not None and this.parent.base is base:
            _set_fields(run, this.parent, this)
