"""Evaluates calls of well-known functions: `list`, `map`, `re.compile`, `json.load` and the like."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import replace

from cors_wizard.flask_code.configuration.environment_reads import (
    from_json,
    from_toml,
    from_yaml,
)
from cors_wizard.flask_code.evaluation.evaluate import Evaluator, Place
from cors_wizard.flask_code.evaluation.helpers import returned_by
from cors_wizard.flask_code.evaluation.literals import text_of
from cors_wizard.flask_code.evaluation.named_values import attribute_of, value_of
from cors_wizard.flask_code.evaluation.scopes import dotted_name
from cors_wizard.flask_code.evaluation.values import (
    entries_of,
    list_value,
    switch,
    table_value,
    text_method,
    text_value,
    unknown_from,
    with_parts,
)
from cors_wizard.flask_code.findings import Value

_SECONDS = {"weeks": 604_800, "days": 86_400, "hours": 3_600, "minutes": 60, "seconds": 1}


def _from_keys(evaluator: Evaluator, node: ast.Call, place: Place) -> Value | None:
    """`dict.fromkeys(PATHS, SETTINGS)`"""
    if len(node.args) != 2:
        return None
    keys, shared = (evaluator.value(one, place) for one in node.args)
    if keys.kind != "list" or not keys.is_whole:
        return unknown_from(keys)
    return table_value([(key, shared) for key in keys.items])


def _list(evaluator: Evaluator, node: ast.Call, place: Place) -> Value | None:
    if not node.args:
        return list_value([])
    value = evaluator.value(node.args[0], place)
    if value.kind == "table":
        return list_value([key for key, _ in value.entries], value)
    return value if value.kind == "list" else unknown_from(value)


def _filter(evaluator: Evaluator, node: ast.Call, place: Place) -> Value | None:
    if len(node.args) != 2:
        return None
    test, value = (evaluator.value(one, place) for one in node.args)
    if value.kind != "list" or not value.is_whole or dotted_name(node.args[0]) not in ("", "bool"):
        return unknown_from(value)
    return (
        list_value([one for one in value.items if one.is_true], value)
        if test.kind in ("none", "unknown")
        else None
    )


def _map(evaluator: Evaluator, node: ast.Call, place: Place) -> Value | None:
    """`map(str.strip, LISTED)`."""
    value = evaluator.value(node.args[1], place) if len(node.args) == 2 else Value("unknown")
    owner, _, method = dotted_name(node.args[0]).rpartition(".") if node.args else ("", "", "")
    if value.kind != "list" or not value.is_whole or any(one.kind != "text" for one in value.items):
        return unknown_from(value)
    if isinstance(node.args[0], ast.Lambda) and len(node.args[0].args.args) == 1:
        name, body = node.args[0].args.args[0].arg, node.args[0].body
        return list_value([evaluator.value(body, place.knowing({name: one})) for one in value.items], value)
    if (owner, method) == ("", "str"):
        return value
    return (
        list_value([text_method(method, one, ()) for one in value.items], value) if owner == "str" else None
    )


def _dict(evaluator: Evaluator, node: ast.Call, place: Place) -> Value | None:
    """`dict(a=1, **more)`, `dict(TABLE, a=1)`."""
    entries = [entry for one in node.args for entry in entries_of(evaluator.value(one, place))]
    for each in node.keywords:
        value = evaluator.value(each.value, place)
        if each.arg:
            entries.append((Value("text", text=each.arg, span=place.module.span(each)), value))
        else:
            entries += entries_of(value)
    return replace(table_value(entries), span=place.module.span(node))


def _text(evaluator: Evaluator, node: ast.Call, place: Place) -> Value | None:
    value = evaluator.value(node.args[0], place) if node.args else text_value("")
    return value if value.kind == "text" else unknown_from(value)


def _number(evaluator: Evaluator, node: ast.Call, place: Place) -> Value | None:
    value = evaluator.value(node.args[0], place) if node.args else Value("number")
    if (
        value.kind == "text"
        and value.text.strip().isdecimal()
        and len(value.text) < 12
        and value.text.isascii()
    ):
        return with_parts(Value("number", number=int(value.text)), value)
    return value if value.kind in ("number", "switch") else unknown_from(value)


def _length(evaluator: Evaluator, node: ast.Call, place: Place) -> Value | None:
    value = evaluator.value(node.args[0], place) if len(node.args) == 1 else Value("unknown")
    if value.kind not in ("list", "table", "text") or not value.is_whole:
        return unknown_from(value)
    return with_parts(Value("number", number=len(value.items or value.entries or value.text)), value)


def _truth(evaluator: Evaluator, node: ast.Call, place: Place) -> Value | None:
    value = evaluator.value(node.args[0], place) if node.args else Value("none")
    return unknown_from(value) if value.is_true is None else with_parts(switch(value.is_true), value)


def _pattern(evaluator: Evaluator, node: ast.Call, place: Place) -> Value | None:
    value = evaluator.value(node.args[0], place) if node.args else Value("unknown")
    flags = [*node.args[1:], *(one.value for one in node.keywords if one.arg == "flags")]
    written = " | ".join(place.module.source(one) for one in flags)
    if value.kind != "text":
        return unknown_from(value)
    return Value("pattern", text=value.text, flags=written, variables=value.variables, span=value.span)


def _seconds(evaluator: Evaluator, node: ast.Call, place: Place) -> Value | None:
    """A `timedelta` as its seconds."""
    names = ("days", "seconds")
    given = [*zip(names, node.args, strict=False), *((one.arg or "", one.value) for one in node.keywords)]
    parts = [(_SECONDS.get(name), evaluator.value(value, place)) for name, value in given]
    if len(node.args) > 2 or any(not unit or one.kind != "number" for unit, one in parts):
        return None
    return Value("number", number=sum((unit or 0) * one.number for unit, one in parts))


def _json(evaluator: Evaluator, node: ast.Call, place: Place) -> Value | None:
    value = evaluator.value(node.args[0], place) if node.args else Value("unknown")
    read = from_json(value.text) if value.kind == "text" else content_of_file(evaluator, node, place)
    return with_parts(read, value) if read and value.kind == "text" else read or unknown_from(value)


def content_of_file(evaluator: Evaluator, node: ast.Call, place: Place) -> Value | None:
    """The content of a project file that is read here; its name is in the expression, or in a `with`."""
    given = node.args[0] if node.args else node
    if isinstance(given, ast.Name):
        given = next((made for name, made in place.module.opened if name == given.id), given)
    parts = list(ast.walk(given))
    # `CONFIG = HERE / "config.yaml"` above, or a parameter's default.
    named = [place.module.constants.get(each.id) for each in parts if isinstance(each, ast.Name)]
    parts += [each for one in named if one is not None for each in ast.walk(one)]
    names = (text_of(each) or "" for each in parts if isinstance(each, ast.Constant))
    path = next((name for name in names if name.endswith(tuple(_FORMATS))), "")
    text = evaluator.sources.text_at(path, place.module.path) if path else None
    return None if text is None else _FORMATS[f".{path.rpartition('.')[2]}"](text)


_FORMATS: Mapping[str, Callable[[str], Value | None]] = {
    ".json": from_json,
    ".toml": from_toml,
    ".yaml": from_yaml,
    ".yml": from_yaml,
}
"""How a file of settings is read, by the end of its name."""


def _getattr(evaluator: Evaluator, node: ast.Call, place: Place) -> Value | None:
    name = evaluator.value(node.args[1], place) if len(node.args) > 1 else Value("unknown")
    owner = dotted_name(node.args[0]) if node.args else ""
    if name.kind != "text" or not name.text.isidentifier() or not owner:
        return None
    found = value_of(evaluator, f"{owner}.{name.text}", place, node.lineno)
    return found or attribute_of(evaluator, owner, name.text, place)


def _first(evaluator: Evaluator, node: ast.Call, place: Place) -> Value | None:
    return evaluator.value(node.args[-1], place) if node.args else None


def _module_name(evaluator: Evaluator, node: ast.Call, place: Place) -> Value | None:
    """A module that is imported by its name stands for that name, as it does for `from_object`."""
    return evaluator.value(node.args[0], place) if node.args else None


def _field(evaluator: Evaluator, node: ast.Call, place: Place) -> Value | None:
    """What a field of a dataclass or of pydantic has where it isn't given: `field(default_factory=...)`."""
    named = {each.arg: each.value for each in node.keywords}
    factory = named.get("default_factory") or named.get("factory")
    if isinstance(factory, ast.Lambda):
        return evaluator.value(factory.body, place)
    if factory is not None:
        called = ast.copy_location(ast.Call(factory, [], []), factory)
        return returned_by(evaluator, called, place)
    default = named.get("default") or (node.args[0] if node.args else None)
    return evaluator.value(default, place) if default is not None else None


KNOWN_FUNCTIONS: Mapping[str, Callable[[Evaluator, ast.Call, Place], Value | None]] = {
    **dict.fromkeys(("list", "tuple", "set", "frozenset", "sorted"), _list),
    "dict": _dict,
    "dict.fromkeys": _from_keys,
    "filter": _filter,
    "map": _map,
    "str": _text,
    "int": _number,
    "bool": _truth,
    "len": _length,
    "getattr": _getattr,
    "importlib.import_module": _module_name,
    "re.compile": _pattern,
    "timedelta": _seconds,
    "datetime.timedelta": _seconds,
    **dict.fromkeys(("json.load", "json.loads", "tomllib.load", "tomllib.loads"), _json),
    **dict.fromkeys(("yaml.safe_load", "yaml.load", "yaml.full_load"), _json),
    **dict.fromkeys(("dataclasses.field", "pydantic.Field", "attr.ib", "attrs.field"), _field),
    "cast": _first,
    "typing.cast": _first,
}
"""Well-known functions, as far as they are followed."""
