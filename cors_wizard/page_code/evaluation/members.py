"""Properties: read, set, spread; a library gives the members of its own kinds of object."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from cors_wizard.page_code.evaluation.conditions import choose, or_absent, over
from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.run import Run
from cors_wizard.page_code.evaluation.state import is_switch
from cors_wizard.page_code.evaluation.values import (
    DELETED,
    UNDEFINED,
    Array,
    Choice,
    Class,
    Closure,
    Constant,
    Native,
    Object,
    Text,
    Unknown,
    Value,
    native,
)
from cors_wizard.page_code.sources.syntax import Place

Method = Callable[[Invocation], Value]
METHODS: dict[str, Mapping[str, Method]] = {}
"""For each kind of object the functions that it has."""
READ: dict[str, Callable[[Run, Object, str], Value | None]] = {}
"""For some kinds, how a property is read that isn't there."""
WRITTEN: dict[str, Callable[[Run, Object, str, Value, Place | None], None]] = {}
"""For some kinds, what it brings about that a property is set."""
GETTER, SETTER = "#get ", "#set "
"""What the name of a property begins with that is a getter's, or a setter's."""
_MOST_BASES = 8


def method_of(kind: str, name: str) -> Native | None:
    """The function of that name that objects of that kind have."""
    call = METHODS.get(kind, {}).get(name)
    return None if call is None else native(call, name)


def get_member(run: Run, value: Value, name: str) -> Value:
    """What `value.name` is."""
    match value:
        case Array() if name == "length":
            return Unknown("length") if value.is_open else Constant(float(len(value.items)))
        case Object():
            return _of_object(run, value, name)
        case Choice() if name in METHODS["any"]:
            return native(METHODS["any"][name], name)
        case Choice():
            yes, no = get_member(run, value.yes, name), get_member(run, value.no, name)
            return choose(value.condition, yes, no)
        case Text():
            return method_of("string", name) or Unknown(name)
        case Constant() if value.value is None:
            return method_of("any", name) or UNDEFINED
    if isinstance(value, Unknown) and value.name == "dataset":
        return Unknown(f"data-{_CAPITAL.sub(_hyphened, name)}")
    if name.startswith("$") and f"this.{name}" in run.modules.names:
        return run.modules.names[f"this.{name}"]  # what Nuxt gives to a plugin: `({ $axios }) => ...`
    named = method_of("any", name) or of_element(name)
    if isinstance(value, Unknown) and isinstance(named, Unknown) and "{" in value.type:
        written = re.search(rf"(?<![\w$]){re.escape(name)}\??\s*:\s*([^;,{{}}\n]{{1,80}})", value.type)
        return Unknown(named.name, type=written[1].strip() if written else "")
    return named


def of_element(name: str) -> Unknown:
    """An attribute of what may be an element: a form's address isn't just anything of that name."""
    return Unknown("form.action" if name == "action" else name)


_CAPITAL = re.compile(r"[A-Z]")


def _hyphened(capital: re.Match[str]) -> str:
    return f"-{capital[0].lower()}"


def _of_object(run: Run, value: Object, name: str) -> Value:
    if name in value.properties:
        known = value.properties[name]
        return known if value.is_settled(name) else _unless_replaced(value, name, known)
    if GETTER + name in value.properties:
        return run.call(value.properties[GETTER + name], (), value, None)
    read = READ.get(value.kind)
    found = read(run, value, name) if read is not None else None
    if found is None:
        found = _inherited(run, value, name) or method_of(_kind(value), name) or method_of("any", name)
    if found is not None:
        return found
    return of_element(name) if value.is_open or value.kind in ("instance", "array") else UNDEFINED


def _unless_replaced(owner: Object, name: str, value: Value) -> Value:
    """A property that something unknown was laid over: `Object.assign(config, await load())`."""
    is_word = isinstance(value, Text) and value.constant in ("include", "omit", "same-origin")
    is_given = isinstance(value, Constant) and not value.is_undefined
    is_open = is_word or is_given or (value == Text() and owner.kind == "object")
    return choose(f"{name} is set", Unknown(name), value) if is_open else value


def _kind(value: Object) -> str:
    if isinstance(value, Closure | Native | Class) and value.kind == "object":
        return "function"
    return "array" if isinstance(value, Array) else value.kind


def _inherited(run: Run, value: Object, name: str) -> Value | None:
    if isinstance(value, Class):
        return _inherited_static(run, value, name)
    of: Value | None = value.parent
    for _ in range(_MOST_BASES):
        if not isinstance(of, Class):
            return None
        if name in of.getters:
            return run.call(of.getters[name], (), value, None)
        if name in of.methods:
            return of.methods[name]
        of = of.base
    return None


def _inherited_static(run: Run, value: Class, name: str) -> Value | None:
    of = value.base
    for _ in range(_MOST_BASES):
        if not isinstance(of, Class):
            return None
        if GETTER + name in of.properties:
            return run.call(of.properties[GETTER + name], (), value, None)
        if name in of.properties:
            return of.properties[name]
        of = of.base
    return None


def set_member(run: Run, target: Value, name: str, value: Value, place: Place | None = None) -> None:
    """Sets `target.name`."""
    if isinstance(target, Choice):
        set_member(run, target.yes, name, value, place)
        set_member(run, target.no, name, value, place)
    elif isinstance(target, Object):
        setter = _setter(target, name)
        if setter is not None:
            run.call(setter, (value,), target, None)
            return
        if run.is_older(target) and _is_emptied(target, name, value):
            return
        run.write_property(target, name, _or_as_before(target, name, value))
        target.settled.add(name)
        if place is not None:
            target.places[name] = place
        if target.kind in WRITTEN:
            WRITTEN[target.kind](run, target, name, value, place)


def _setter(target: Object, name: str) -> Value | None:
    """The function that is called in place of setting a property."""
    own = target.properties.get(SETTER + name)
    of: Value | None = target.parent
    for _ in range(_MOST_BASES):
        if own is not None or not isinstance(of, Class):
            break
        own, of = of.methods.get(SETTER + name), of.base
    return own


def _is_emptied(target: Object, name: str, value: Value) -> bool:
    """What one function takes out of an object of all (a logout, say), the others had found there."""
    is_nothing = value == Text() or (isinstance(value, Constant) and not value.value)
    old = target.properties.get(name)
    return is_nothing and old is not None and not (isinstance(old, Constant) and old.value is None)


def _or_as_before(target: Object, name: str, value: Value) -> Value:
    """What one function makes another method of, or another mode, may still be what it was."""
    old = target.properties.get(name)
    is_set_elsewhere = isinstance(old, Choice) and old.condition == f"{name} is set"
    return old if isinstance(old, Choice) and is_set_elsewhere and is_switch(value) else value


_WITHOUT_OWN = frozenset({"headers", "map", "request", "form-data", "search-params", "url"})
"""What holds things that are no properties of its own."""
_HIDES_OWN = _WITHOUT_OWN - {"headers", "map"}
"""Of these, what says nothing of itself, however much of it is known."""


def spread(run: Run, target: Object, value: Value) -> None:
    """What `{...value}` and `Object.assign(target, value)` do."""
    match value:
        case Choice():
            _spread_choice(run, target, value)
        case Array():
            for index, item in enumerate(value.items):
                set_member(run, target, str(index), item)
            if value.is_open:
                open_up(target)
        case Object():
            if value.is_open and value.kind not in _HIDES_OWN:
                open_up(target)
            for name in value.properties if value.kind not in _WITHOUT_OWN else ():
                if name.startswith(SETTER):
                    continue
                bare = name.removeprefix(GETTER)
                each = value.properties[name] if bare == name else get_member(run, value, bare)
                below = target.properties.get(bare) if target.is_settled(bare) else Unknown(bare)
                each = over(each, below)
                if each is DELETED and bare not in target.properties:
                    continue
                set_member(run, target, bare, each, value.places.get(name))
                if not value.is_settled(name):
                    target.settled.discard(bare)
        case Unknown():
            open_up(target)


def open_up(target: Object) -> None:
    """From here on anything may be in it, and what was there may be replaced."""
    target.is_open = True
    target.settled.clear()


def _spread_choice(run: Run, target: Object, value: Choice) -> None:
    yes, no = target.copy(), target.copy()
    spread(run, yes, value.yes)
    spread(run, no, value.no)
    for name in dict.fromkeys((*yes.properties, *no.properties)):
        chosen = choose(
            value.condition, or_absent(yes.properties.get(name)), or_absent(no.properties.get(name))
        )
        if chosen is not target.properties.get(name):
            set_member(run, target, name, chosen, yes.places.get(name) or no.places.get(name))
    if yes.is_open or no.is_open:
        target.is_open = True
        target.settled &= yes.settled & no.settled


def get_index(run: Run, value: Value, index: Value) -> Value:
    """What `value[index]` is."""
    if isinstance(value, Choice):
        return choose(value.condition, get_index(run, value.yes, index), get_index(run, value.no, index))
    if isinstance(index, Choice):
        return choose(index.condition, get_index(run, value, index.yes), get_index(run, value, index.no))
    if isinstance(index, Text) and index.constant is not None:
        return get_member(run, value, index.constant)
    if isinstance(value, Array) and isinstance(index, Constant) and isinstance(index.value, int | float):
        number = int(index.value)
        known = 0 <= number < len(value.items) and not value.is_open
        return value.items[number] if known else Unknown()
    if isinstance(value, Text) and isinstance(index, Constant) and isinstance(index.value, int | float):
        return _letter(value, int(index.value))
    if isinstance(value, Object) and not value.is_open and _is_table(value):
        return _any_of(value)
    return Unknown(index.name if isinstance(index, Unknown) else "")


def _letter(value: Text, index: int) -> Value:
    """One character of a string, as far as it lies before the first hole."""
    first = value.parts[0] if value.parts and isinstance(value.parts[0], str) else ""
    return Text((first[index],)) if 0 <= index < len(first) else Unknown()


def _is_table(value: Object) -> bool:
    return 1 < len(value.properties) <= 4 and all(
        isinstance(each, Text) for each in value.properties.values()
    )


def _any_of(value: Object) -> Value:
    """One of the strings of a small table."""
    *others, last = value.properties.items()
    result = last[1]
    for name, each in reversed(others):
        result = choose(f"{id(value)}[{name}]", each, result)
    return result
