"""Recognizes where code reads an environment variable: `os.environ`, environs, decouple, pydantic."""

from __future__ import annotations

import ast
import json
from dataclasses import replace

from cors_wizard.flask_code.configuration.plain_yaml import read_yaml
from cors_wizard.flask_code.evaluation.evaluate import Evaluator, Place
from cors_wizard.flask_code.evaluation.literals import text_of
from cors_wizard.flask_code.evaluation.scopes import dotted_name, keyword_value
from cors_wizard.flask_code.evaluation.values import (
    as_text,
    list_value,
    switch,
    text_method,
    text_value,
    with_parts,
)
from cors_wizard.flask_code.findings import Value, Variable
from cors_wizard.flask_code.module import Module
from cors_wizard.frozen import dataclass
from cors_wizard.toml_text import parse_toml

_DECOUPLE = frozenset({"decouple.config", "starlette.config.Config"})
_READERS = frozenset(
    {"environs.Env", "environ.Env", "environs.env", "decouple.config", "decouple.AutoConfig"}
)
_OF_A_REQUEST = ("HTTP_ORIGIN", "HTTP_REFERER", "HTTP_HOST")
_CASTS = frozenset({"str", "list", "bool", "int", "json", "url", "path", "dict", "float", "tuple"})
_YES = frozenset({"1", "true", "yes", "on", "y", "t"})
_NO = frozenset({"0", "false", "no", "off", "n", "f", ""})


@dataclass(frozen=True)
class EnvironmentRead:
    """One place where code reads an environment variable."""

    name: ast.expr
    default: ast.expr | None
    cast: str = "str"
    cast_by: ast.expr | None = None
    """What decouple's `cast=` is given."""

    @property
    def is_list(self) -> bool:
        """Whether the reader makes a list of a text with commas."""
        is_csv = isinstance(self.cast_by, ast.Call) and dotted_name(self.cast_by.func).endswith("Csv")
        return self.cast in ("list", "tuple") or is_csv


def environment_read(node: ast.expr, module: Module) -> EnvironmentRead | None:
    """How an expression reads an environment variable; None where it does not."""
    if isinstance(node, ast.Subscript):
        return EnvironmentRead(node.slice, None) if _is_environ(dotted_name(node.value), node.slice) else None
    if not isinstance(node, ast.Call) or not node.args:
        return None
    owner, _, name = dotted_name(node.func).rpartition(".")
    default = node.args[1] if len(node.args) > 1 else keyword_value(node, "default", "fallback")
    if name == "getenv" or (name in ("get", "pop", "setdefault") and _is_environ(owner, node.args[0])):
        return EnvironmentRead(node.args[0], default)
    if _is_reader(dotted_name(node.func), module):
        given = keyword_value(node, "cast")
        cast = dotted_name(given) if given is not None and dotted_name(given) in _CASTS else "str"
        return EnvironmentRead(node.args[0], default, cast, given)
    if name in _CASTS and owner and _is_reader(owner, module):
        return EnvironmentRead(node.args[0], default, name)
    return None


def _is_environ(owner: str, key: ast.expr) -> bool:
    """Whether it is the process's, and not WSGI's `environ` of one request."""
    before, _, name = owner.rpartition(".")
    is_request = before.rpartition(".")[2] in ("request", "req", "self") or text_of(key) in _OF_A_REQUEST
    return name == "environ" and not is_request


def _is_reader(dotted: str, module: Module) -> bool:
    """Whether a name is decouple's `config`, or an `Env()` of environs or django-environ."""
    meaning = module.meaning(ast.Name(dotted)) if dotted and "." not in dotted else ""
    if meaning in _READERS:
        return True
    made = module.bindings.of(None).get(dotted, [])
    return any(
        isinstance(one.value, ast.Call) and module.meaning(one.value.func) in (*_READERS, *_DECOUPLE)
        for one in made
    )


def read_environment(evaluator: Evaluator, node: ast.expr, place: Place) -> Value | None:
    """The value that an environment variable has as far as the files tell, or that the code falls back to."""
    read = environment_read(node, place.module)
    if read is None:
        return None
    name = evaluator.value(read.name, place)
    default = evaluator.value(read.default, place) if read.default is not None else None
    if name.kind != "text":
        return None
    told = as_text(default) if default is not None else None
    if default is not None and told is None and default.kind == "list":
        told = ",".join(default.texts)
    variable = Variable(name.text, place.module.path, node.lineno, told)
    return _of_variable(evaluator, variable, read, default, place, node)


def _of_variable(
    evaluator: Evaluator,
    variable: Variable,
    read: EnvironmentRead,
    default: Value | None,
    place: Place,
    node: ast.expr,
) -> Value:
    given = evaluator.environment.get(variable.name)
    if given is not None:
        value = _cast(evaluator, read, Value("text", text=given), place)
    elif default is not None:
        value = _cast(evaluator, read, default, place) if default.kind == "text" else default
    else:
        value = evaluator.unknown(node, place)
    return replace(value, variables=tuple(dict.fromkeys((variable, *value.variables))))


def _cast(evaluator: Evaluator, read: EnvironmentRead, value: Value, place: Place) -> Value:
    """The value as the reader makes it: a list of a text with commas, a switch of `true`."""
    if isinstance(read.cast_by, ast.Lambda) and len(read.cast_by.args.args) == 1:
        named = place.knowing({read.cast_by.args.args[0].arg: value})
        return evaluator.value(read.cast_by.body, named)
    if read.is_list:
        parts = text_method("split", value, (Value("text", text=","),)).items if value.text else ()
        return list_value([text_value(part.text.strip(), part) for part in parts], value)
    if read.cast == "bool" and value.text.lower() in (_YES | _NO):
        return with_parts(switch(value.text.lower() in _YES), value)
    if read.cast == "int" and value.text.isascii() and value.text.isdecimal() and len(value.text) < 12:
        return with_parts(Value("number", number=int(value.text)), value)
    if read.cast == "json":
        return with_parts(from_json(value.text) or value, value)
    return value


def of_settings_class(
    evaluator: Evaluator, node: ast.ClassDef, name: str, value: Value | None, module: Module
) -> Value | None:
    """The value of a field of pydantic's `BaseSettings`, which a variable of its name replaces.

    Args:
        evaluator: knows the environment that the files set.
        node: the class.
        name: the field.
        value: its default, if it has one.
        module: the file of the class.
    """
    if not any(dotted_name(base).rpartition(".")[2] == "BaseSettings" for base in node.bases):
        return value
    line = value.span.line if value is not None and value.span else node.lineno
    told = None if value is None else as_text(value) if value.kind != "list" else ",".join(value.texts)
    names = _names_of_field(node, name)
    # pydantic minds no case.
    found = next((each for each in evaluator.environment if each.lower() in names), names[0].upper())
    given = evaluator.environment.get(found)
    if given is not None:
        value = from_json(given) or Value("text", text=given)
    if value is None:
        return None
    return replace(value, variables=(*value.variables, Variable(found, module.path, line, told)))


def _names_of_field(node: ast.ClassDef, name: str) -> list[str]:
    """The variables that may set a field, in lower case: an alias, or its name behind the class's prefix."""
    fields = [
        each for each in node.body if isinstance(each, ast.AnnAssign) and dotted_name(each.target) == name
    ]
    for each in fields:
        if isinstance(each.value, ast.Call) and dotted_name(each.value.func).rpartition(".")[2] == "Field":
            alias = keyword_value(each.value, "validation_alias", "alias", "env")
            texts = (
                [part.value for part in ast.walk(alias) if isinstance(part, ast.Constant)] if alias else []
            )
            if found := [each.lower() for each in texts if isinstance(each, str)]:
                return found
    return [f"{_configured(node, 'env_prefix')}{name}".lower()]


def _configured(node: ast.ClassDef, key: str) -> str:
    """`model_config = SettingsConfigDict(env_prefix="SHOP_")`, or `class Config: env_prefix = "SHOP_"`."""
    for each in node.body:
        value: ast.expr | None = None
        if isinstance(each, ast.Assign) and dotted_name(each.targets[0]) == "model_config":
            value = keyword_value(each.value, key) if isinstance(each.value, ast.Call) else None
            if isinstance(each.value, ast.Dict):
                keys = (one.value if isinstance(one, ast.Constant) else None for one in each.value.keys)
                value = dict(zip(keys, each.value.values, strict=True)).get(key)
        elif isinstance(each, ast.ClassDef) and each.name == "Config":
            inner = (one for one in each.body if isinstance(one, ast.Assign))
            value = next((one.value for one in inner if dotted_name(one.targets[0]) == key), None)
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            return value.value
    return ""


def nested_variable(node: ast.ClassDef, field: str, inner: str) -> str:
    """The variable of a field of a field, `CORS__ORIGINS`; empty where the settings have none."""
    delimiter = _configured(node, "env_nested_delimiter")
    return f"{_configured(node, 'env_prefix')}{field}{delimiter}{inner}" if delimiter else ""


def of_variable(evaluator: Evaluator, name: str, path: str, line: int) -> Value | None:
    """What pydantic makes of a variable that a file sets, in whichever case; None where none does."""
    found = next((each for each in evaluator.environment if each.lower() == name.lower()), None)
    if found is None:
        return None
    given = evaluator.environment[found]
    return replace(from_json(given) or Value("text", text=given), variables=(Variable(found, path, line),))


def from_json(text: str) -> Value | None:
    """The value of a JSON text; None if it isn't JSON."""
    try:
        return _from_plain(json.loads(text), 0)
    except (ValueError, RecursionError):
        return None


def from_toml(text: str) -> Value | None:
    """The value of a TOML file; None if it isn't TOML."""
    try:
        return _from_plain(parse_toml(text), 0)
    except (ValueError, RecursionError):
        return None


def from_yaml(text: str) -> Value | None:
    """The value of a YAML file, as far as it is plain; None where it isn't."""
    found = read_yaml(text)
    return _from_plain(found.plain, 0) if found else None


def _from_plain(given: object, depth: int) -> Value | None:
    if isinstance(given, bool):
        return switch(given)
    if isinstance(given, str):
        return Value("text", text=given)
    if isinstance(given, (int, float)):
        return Value("number", number=given) if abs(given) < 10**15 else None
    if isinstance(given, list) and depth < 10:
        items = [_from_plain(one, depth + 1) for one in given[:1000]]
        return Value("list", items=tuple(one for one in items if one))
    if isinstance(given, dict) and depth < 10:
        pairs = ((Value("text", text=key), _from_plain(one, depth + 1)) for key, one in given.items())
        return Value("table", entries=tuple((key, one) for key, one in pairs if one))
    return Value("none") if given is None else None
